"""The bar above a preview: what is shown, as whom, and the controls to see it otherwise."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.content.models import Course
from courses.content.outline import Outline
from lms.common.languages import current_language, text
from lms.common.wording import day
from lms.studio.preview import DONE, FINISHED, JOINED, VISITOR, Lens

LONGEST_TITLE = 40
Choice = tuple[str, str, bool]


@dataclass(frozen=True)
class Bar:
    """address: of the page that the controls show again.  back: into the editor.  publish: for who
    may.  otherwise: this page at the other width.  languages: this page in each language.  desk: the
    language to go back to, where it is another.  framed: whether this page lies in a frame, and the
    bar around it.
    """

    address: str
    back: str
    publish: str
    otherwise: str
    title: str
    said: str
    releases: list[Choice]
    people: list[Choice]
    on: str
    phone: bool
    language: str
    languages: list[tuple[str, str]]
    desk: str
    framed: bool = False


def bar_of(
    course: Course,
    outline: Outline,
    lens: Lens,
    *,
    address: str,
    back: str,
    publish: str,
    otherwise: str,
    languages: list[tuple[str, str]],
    title: str,
) -> Bar:
    """The bar over a page of this edition."""
    numbers = course.releases.filter(number__isnull=False).order_by("-number")
    releases = [("draft", _("The draft"), lens.release is None)] + [
        (str(number), _("Release %s") % number, lens.release == number)
        for number in numbers.values_list("number", flat=True)
    ]
    people = _people(outline, lens)
    return Bar(
        address=address,
        back=back,
        publish=publish,
        otherwise=otherwise,
        title=title,
        said=_said(outline, lens),
        releases=releases,
        people=people,
        on=(lens.day or timezone.localdate()).isoformat(),
        phone=lens.phone,
        language=current_language(),
        languages=languages,
        desk=lens.desk,
    )


def _said(outline: Outline, lens: Lens) -> str:
    """Whose eyes these are; the release and the day only where they are not the usual ones."""
    said = [_seen_by(outline, lens)]
    if lens.release is not None:
        said.append(_("Release %s") % lens.release)
    if lens.day:
        said.append(day(lens.moment))
    return " · ".join(said)


def _seen_by(outline: Outline, lens: Lens) -> str:
    if lens.who == VISITOR:
        return _("As a visitor will see it")
    if lens.who != FINISHED and not lens.count:
        return _("As a learner who has just joined will see it")
    if lens.who == FINISHED or lens.count >= len(outline.items):
        return _("As a learner who has completed the course will see it")
    item = outline.items[lens.count]
    unit = {"unit": f"{item.label} {_short(text(item.title))}"}
    return _("As a learner who has reached %(unit)s will see it") % unit


def _short(title: str) -> str:
    return f"{title[:LONGEST_TITLE].rstrip()}…" if len(title) > LONGEST_TITLE else title


def _people(outline: Outline, lens: Lens) -> list[Choice]:
    people = [
        (VISITOR, _("A visitor"), lens.who == VISITOR),
        (JOINED, _("A learner who has just joined"), lens.who == JOINED),
    ]
    every = len(outline.items)
    count = min(lens.count, every)
    for number, item in enumerate(outline.items[:-1], 1):
        said = ngettext("After %(n)s unit: %(unit)s", "After %(n)s units: %(unit)s", number) % {
            "n": number,
            "unit": f"{item.label} {_short(text(item.title))}",
        }
        people.append((f"{DONE}{number}", said, lens.who.startswith(DONE) and count == number))
    whole = lens.who == FINISHED or (lens.who.startswith(DONE) and count == every)
    people.append((FINISHED, _("A learner who has completed the course"), whole))
    return people
