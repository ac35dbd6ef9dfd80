"""Tags and filters of every template: texts in pairs, wording, drawings. A builtin library."""

import hashlib
from datetime import datetime
from typing import Any, cast

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from lms.common import measured, wording
from lms.common.clock import now
from lms.common.drawings import (
    badge,
    bar,
    course_header,
    dot,
    field_map,
    icon,
    level_marks,
    logo,
    quadrat,
    ring,
    sprite,
)
from lms.common.drawings.qr import qr_picture
from lms.common.html import RENDERER, render_inline, render_markdown, tied
from lms.common.ids import grouped
from lms.common.languages import OTHER, Pair, current_language, in_language
from lms.common.percentages import whole_percent
from lms.common.store import immutable

register = template.Library()

AUDIENCES = {
    "participant": pgettext_lazy("audience", "To take part"),
    "practitioner": pgettext_lazy("audience", "To run a project"),
}


# --- texts ---------------------------------------------------------------------------------------


@register.filter
def t(pair: Pair | None) -> str:
    """The text for this reader, as plain text."""
    return in_language(pair, current_language())[0]


@register.filter
def passage(pair: Pair | None) -> SafeString:
    """The text for this reader; marked with its language where the wanted one is missing."""
    shown, language = in_language(pair, current_language())
    clean = tied(format_html("{}", shown), language)
    if language == current_language():
        return mark_safe(clean)  # noqa: S308 - escaped by format_html
    return format_html('<span lang="{}">{}</span>', language, mark_safe(clean))  # noqa: S308


@register.filter
def markdown(pair: Pair | None) -> SafeString:
    """The text as clean HTML."""
    return _rendered(pair, "block")


@register.filter
def inline(pair: Pair | None) -> SafeString:
    """The text as clean HTML without blocks, for headings, labels and choices."""
    return _rendered(pair, "inline")


@register.filter
def coded(said: str) -> SafeString:
    """A sentence of the interface: what stands between backticks as code."""
    parts = format_html("{}", said).split("`")
    whole = "".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts))
    return mark_safe(whole)  # noqa: S308 - escaped by format_html


def _rendered(pair: Pair | None, form: str) -> SafeString:
    shown, language = in_language(pair, current_language())
    if not shown:
        return SafeString("")
    digest = hashlib.blake2s(shown.encode(), digest_size=16).hexdigest()
    make = render_markdown if form == "block" else render_inline
    html = immutable((form, RENDERER, language, digest), lambda: make(shown, language))
    if language != current_language():
        outer = "div" if form == "block" else "span"
        html = f'<{outer} lang="{language}">{html}</{outer}>'
    return mark_safe(html)  # noqa: S308 - cleaned by render_*


@register.filter
def language_of(pair: Pair | None) -> str:
    """The language in which this reader gets the text."""
    return in_language(pair, current_language())[1]


@register.simple_tag
def site_url(path: str) -> str:
    """The full address of a path of ours, for what other sites read."""
    return f"{settings.SITE_URL}{path}"


# --- numbers, times ------------------------------------------------------------------------------

register.filter("duration", wording.duration)
register.filter("span", wording.span)
register.filter("number", wording.number)
register.filter("listed", wording.listed)
register.filter("grouped", grouped)
register.filter("score", wording.score)
register.filter("outcome", measured.outcome)
register.filter("measuring", measured.measuring)


@register.filter
def share(value: float) -> str:
    """A share in [0, 1] as per cent."""
    return wording.percent(value)


@register.filter
def per_cent(value: int) -> str:
    """A whole number of per cent."""
    return wording.percent(value / 100)


@register.filter
def day(moment: Any) -> str:
    """A date in words; a stored moment may come as text."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return wording.day(moment) if moment else ""


@register.filter
def when(moment: datetime) -> str:
    """A moment to come, as a sentence names it."""
    return wording.when(moment, now())


@register.filter
def in_ms(moment: datetime) -> int:
    """A moment as scripts count it."""
    return int(moment.timestamp() * 1000)


@register.filter
def ago(moment: datetime | None) -> str:
    """How long since."""
    return wording.ago(moment, now()) if moment else ""


@register.filter
def audience(value: str) -> str:
    """What a course prepares for, in words."""
    return str(AUDIENCES.get(value, value))


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """One value out of a mapping."""
    return mapping.get(key) if mapping else None


# --- drawings ------------------------------------------------------------------------------------


def _drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - drawn by us from numbers and escaped titles


@register.simple_tag
def drawn_icon(name: str) -> SafeString:
    """A sign of a control."""
    return _drawn(icon(name))  # type: ignore[arg-type]


@register.simple_tag
def drawn_dot(state: str) -> SafeString:
    """Where a unit stands."""
    return _drawn(dot(str(state)))  # type: ignore[arg-type]


@register.simple_tag
def drawn_sprite() -> SafeString:
    """The signs of units, drawn once for a page that shows many."""
    return _drawn(sprite())


@register.simple_tag
def drawn_bar(percent: int) -> SafeString:
    """So many per cent as a bar, beside its words."""
    return _drawn(bar(percent))


@register.simple_tag
def drawn_marks(level: int) -> SafeString:
    """A level as tally strokes."""
    return _drawn(level_marks(level))


@register.simple_tag
def drawn_ring(done: int, of: int) -> SafeString:
    """Progress as a ring, beside its words."""
    return _drawn(ring(done, of, per_cent(whole_percent(done, of))))


@register.simple_tag
def drawn_logo() -> SafeString:
    """The mark of the site."""
    return _drawn(logo())


@register.simple_tag
def drawn_map(seed: int = 7) -> SafeString:
    """Contours behind the landing page's card."""
    return _drawn(field_map(seed))


@register.simple_tag
def drawn_quadrat(seed: int, cover: float, title: str) -> SafeString:
    """A quadrat with exactly so much cover."""
    return _drawn(quadrat(seed, cover, title))


@register.simple_tag
def course_art(kind: str, seed: Any, width: int = 960, height: int = 300) -> SafeString:
    """The header of a course, from its seed."""
    number = int(hashlib.blake2s(str(seed).encode(), digest_size=4).hexdigest(), 16)
    return _drawn(course_header(kind, number, width=width, height=height))


@register.simple_tag
def qr(address: str) -> str:
    """The address of a picture of this address as a QR code."""
    return qr_picture(address)


@register.simple_tag
def badge_art(drawing: dict[str, Any], earned: bool = True, title: str = "") -> SafeString:
    """A badge drawn from its data."""
    return _drawn(
        badge(
            drawing["letter"],
            drawing["level"],
            tuple(drawing["codes"]),
            drawing["seed"],
            title=title,
            earned=earned,
        )
    )


# --- what is drawn once --------------------------------------------------------------------------

# Of one thing in all its states; then it begins anew.
MOST_KEPT = 20_000


class Once(template.Node):
    """What `{% once %}` makes: its content, or what it was the last time."""

    def __init__(
        self,
        content: template.NodeList,
        kept: template.base.FilterExpression,
        parts: list[template.base.FilterExpression],
    ) -> None:
        self.content, self.kept, self.parts = content, kept, parts
        self.place = object()

    def render(self, context: template.Context) -> SafeString:
        kept = self.kept.resolve(context, ignore_failures=True)
        parts = [part.resolve(context, ignore_failures=True) for part in self.parts]
        if kept is None or None in parts:
            return self.content.render(context)
        key = (self.place, current_language(), *parts)
        shown = kept.get(key)
        if shown is None:
            shown = self.content.render(context)
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = shown
        return cast(SafeString, shown)


@register.tag
def once(parser: template.base.Parser, token: template.base.Token) -> Once:
    """`{% once kept part … %}…{% endonce %}`: drawn once for these parts and this language, and kept in
    the dictionary `kept`, which lives as long as what is drawn never changes. The content hangs on the
    parts and on nothing else. Where one of them is None, or nothing is there to keep it in, it is drawn
    anew."""
    _name, kept, *parts = token.split_contents()
    content = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(
        content, parser.compile_filter(kept), [parser.compile_filter(part) for part in parts]
    )


# --- pages and forms -----------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def same_page(context: dict[str, Any], language: str) -> str:
    """This page's address in the other language."""
    request: HttpRequest = context["request"]
    path = request.get_full_path()
    current = current_language()
    if path.startswith(f"/{current}/"):
        return f"/{language}/{path[len(current) + 2 :]}"
    return f"/{language}/"


@register.simple_tag(takes_context=True)
def way(context: dict[str, Any], name: str, *ids: Any) -> str:
    """The address of a learner page, by the page's own ways; see courses.classroom.ways."""
    return str(context["ways"].to(name, *ids))


@register.simple_tag(takes_context=True)
def frames(context: dict[str, Any], host: str) -> str:
    """This page may show a part of that site, once its reader says yes. The content policy of every
    other page goes on forbidding it."""
    allowed = getattr(context.get("request"), "csp_frames", None)
    if allowed is not None and host:
        allowed.add(host)
    return ""


@register.simple_tag
def other_language() -> str:
    """The language this page is not in."""
    return OTHER[current_language()]


@register.filter
def described(field: BoundField) -> BoundField:
    """The field's control with its hint and its errors tied to it for assistive technology."""
    told = []
    if field.help_text:
        told.append(f"{field.id_for_label}-hint")
    if field.errors:
        told.append(f"{field.id_for_label}-error")
    attrs: dict[str, str | bool] = {}
    if told:
        attrs["aria-describedby"] = " ".join(told)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)  # type: ignore[return-value]


@register.filter
def to_mend(form: BaseForm) -> list[tuple[BoundField | None, str]]:
    """Every error of a form with the field it belongs to, none for the form as a whole."""
    found: list[tuple[BoundField | None, str]] = [
        (field, str(error)) for field in form for error in field.errors
    ]
    return found + [(None, str(error)) for error in form.non_field_errors()]
