"""Looking at a course as a learner: which edition, as whom, and learners' pages under the bar.

The width of a phone is a frame whose document is written into the page (`srcdoc`). It has no address,
so no page need allow being framed and the content policy stays as it is everywhere; and since its
links lead the whole page on, the address always says what is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.assessment.drawing import draw
from courses.banks.models import ItemVersion
from courses.classroom.guards import locked_context
from courses.classroom.reading import SEED
from courses.content.access import course_for_viewer, may_write, unit_of
from courses.content.models import Course
from courses.content.outline import OutlineItem
from courses.content.queries import draft_of
from courses.content.readable import Readable, readable
from courses.progress.access import Place, UnitPlace
from courses.progress.gates import opens_for_visitors
from lms.common.languages import LANGUAGES, current_language, text
from lms.studio.preview import (
    DONE,
    JOINED,
    Lens,
    PreviewWays,
    place_of,
    read_lens,
    stands_at,
    unit_place_of,
)
from lms.studio.preview_bar import bar_of
from lms.studio.studio_views import me

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Look:
    """A course, which edition of it, and as whom."""

    course: Course
    edition: Readable
    lens: Lens
    item: OutlineItem | None = None

    @property
    def ways(self) -> PreviewWays:
        return PreviewWays(self.course.slug, self.lens)

    @cached_property
    def place(self) -> Place:
        return place_of(self.course, self.edition.outline, self.lens)

    def asks(self, block: UUID) -> list[ItemVersion]:
        """The questions of a block of this unit; where it draws, the same for everybody."""
        assert self.item is not None
        draws, candidates = self.edition.draws(self.item, block)
        drawn = draw(draws, candidates, seed=SEED, seen={}) if draws else []
        return [*self.edition.lists(block), *drawn]

    @property
    def at(self) -> UnitPlace:
        assert self.item is not None
        return unit_place_of(self.place, self.item)


class Closed(Exception):
    """The unit opens later for this learner."""

    def __init__(self, look: Look, before: list[OutlineItem]) -> None:
        super().__init__(look.course.slug)
        self.look = look
        self.before = before


class Elsewhere(Exception):
    """The preview has no such page; there is another one to show."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def previews(view: View) -> View:
    """For pages of the preview: who may look, in which language, and what a locked unit shows."""

    @login_required
    def guarded(request: HttpRequest, slug: str, **ids: UUID) -> HttpResponse:
        wanted = request.GET.get("language", "")
        if wanted in LANGUAGES and request.method != "POST":
            return redirect(_in_language(request, read_lens(request.GET, otherwise=""), wanted))
        look = _look(request, course_for_viewer(me(request), slug))
        try:
            return view(request, look, **ids)
        except Elsewhere as elsewhere:
            response = redirect(elsewhere.address)
            response.status_code = 303
            return response
        except Closed as closed:
            context = locked_context(closed.look.at, closed.before)
            return shown(request, closed.look, "classroom/locked.html", context)

    return guarded


def _look(request: HttpRequest, course: Course) -> Look:
    lens = read_lens(request.GET, otherwise="")
    release = draft_of(course.pk)
    if lens.release is not None:
        found = course.releases.filter(number=lens.release).select_related("course").first()
        if found is None:
            raise Http404(_("This course has no such release."))
        release = found
    release.course = course
    return Look(course, readable(release), lens)


def whole(look: Look) -> Look:
    """At the course, where an address that does not say is a learner who has just joined."""
    return look if look.lens.who else replace(look, lens=replace(look.lens, who=JOINED))


def at_unit(request: HttpRequest, look: Look, uid: UUID) -> Look:
    """At a unit that this learner may read; where the address does not say who looks, it is one who
    has just come there."""
    outline = look.edition.outline
    item = outline.by_uid.get(uid)
    if item is None:
        unit_of(look.course, uid)
        messages.info(request, _("What you are looking at does not have that unit."))
        raise Elsewhere(whole(look).ways.to("course"))
    if not look.lens.who:
        before = outline.items.index(item)
        look = replace(look, lens=replace(look.lens, who=f"{DONE}{before}" if before else JOINED))
    look = replace(look, item=item)
    if look.place.standing is None:
        if not opens_for_visitors(outline, item):
            messages.info(request, _("Join the course to read on. It is free."))
            raise Elsewhere(f"{look.ways.to('course')}#join")
    elif look.place.standing.missing[item.uid]:
        raise Closed(look, look.place.standing.before(item.uid))
    return look


def shown(
    request: HttpRequest,
    look: Look,
    template: str,
    context: dict[str, Any],
    ways: PreviewWays | None = None,
) -> HttpResponse:
    """A learner's page under the bar; at the width of a phone in a frame."""
    slug = look.course.slug
    writes = may_write(me(request), look.course)
    if look.item is None:
        address, title = reverse("studio:preview", args=[slug]), look.edition.outline.title
    else:
        address = reverse("studio:unit-preview", args=[slug, look.item.uid])
        title = look.item.title
    # Whoever leaves goes on in the language that they work in.
    with override(look.lens.desk or current_language()):
        editor = reverse("studio:outline", args=[slug])
        if look.item is not None and look.edition.outline.number is None and writes:
            editor = reverse("studio:unit", args=[slug, look.item.uid])
        publish = reverse("studio:publish", args=[slug]) if writes else ""
    bar = bar_of(
        look.course,
        look.edition.outline,
        look.lens,
        address=address,
        back=editor,
        publish=publish,
        languages=[(code, _in_language(request, look.lens, code)) for code in LANGUAGES],
        otherwise=_at_other_width(request, look, address),
        title=text(title),
    )
    context = {"ways": look.ways, **context, "looking": bar}
    if ways:
        context["ways"] = ways
    if look.lens.is_visitor:
        context["user"] = AnonymousUser()
    if not look.lens.phone:
        return render(request, template, context)
    inner = render_to_string(template, {**context, "looking": replace(bar, framed=True)}, request)
    return render(request, "studio/preview_frame.html", {"looking": bar, "inner": inner})


def _at_other_width(request: HttpRequest, look: Look, address: str) -> str:
    """The same page in a phone's frame, or out of it. What was posted is not shown again."""
    lens = replace(look.lens, phone=not look.lens.phone)
    if request.method == "POST":
        return f"{address}?{urlencode(lens.query)}"
    query = request.GET.copy()
    query.pop("width", None)
    if lens.phone:
        query["width"] = "phone"
    return f"{request.path}?{query.urlencode()}"


def _in_language(request: HttpRequest, lens: Lens, language: str) -> str:
    """The same page in this language."""
    query = request.GET.copy()
    for name in ("language", "desk"):
        query.pop(name, None)
    if desk := lens.read_in(language, current_language()).desk:
        query["desk"] = desk
    path = f"/{language}/{request.path.partition('/')[2].partition('/')[2]}"
    return f"{path}?{query.urlencode()}" if query else path


def onward(look: Look) -> str:
    """Where Continue leads this learner."""
    following = None
    if not look.lens.is_visitor:
        following = stands_at(look.edition.outline, look.lens).next
    return look.ways.to("unit", following.uid) if following else look.ways.to("course")


def asking_block(look: Look, block: UUID, *, preset: bool = False) -> dict[str, Any]:
    """The block of this unit that asks; with preset only a quiz."""
    assert look.item is not None
    stored = look.edition.blocks(look.item, current_language())
    kinds = ("quiz",) if preset else ("check", "quiz")
    found = next((one for one in stored if one["uid"] == str(block)), None)
    if found is None or found["kind"] not in kinds or not look.asks(block):
        raise Http404(_("This unit has no such question."))
    return dict(found)
