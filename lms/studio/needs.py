"""What waits for an author in their courses, each with the way to the place. Asks the database
nothing: everything has been read before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.queries import HardItem
from courses.calibration.auditing import Doubt
from courses.content.models import Course
from courses.content.standing import DraftUnit, Standing
from lms.common.html import plain_text, render_inline
from lms.common.languages import current_language, in_language

MOST_PROMPT = 100


@dataclass(frozen=True)
class Need:
    """One thing to look at, and where."""

    says: str
    address: str


def needs_of(
    course: Course,
    standing: Standing,
    hard: list[HardItem],
    stuck: int,
    doubts: Sequence[Doubt] = (),
) -> list[Need]:
    """What this course needs of those who write it. A further kind is one more generator here."""
    found = (
        *_checks(course, standing),
        *_unpublished(course, standing),
        *_translations(course, standing),
        *_hard(course, hard),
        *_doubts(course, doubts),
        *_stuck(course, stuck),
    )
    return [Need(says, address) for says, address in found]


def _checks(course: Course, standing: Standing) -> Iterator[tuple[str, str]]:
    if failing := standing.failing:
        n = len(failing)
        said = ngettext("%(n)s unit fails a check", "%(n)s units fail a check", n)
        yield said % {"n": n}, _unit(course, failing[0])
    if n := len(standing.planned):
        said = ngettext("%(n)s unit is not written yet", "%(n)s units are not written yet", n)
        yield said % {"n": n}, reverse("studio:outline", args=[course.slug])


def _unpublished(course: Course, standing: Standing) -> Iterator[tuple[str, str]]:
    if course.in_force_id and standing.changed:
        yield _("Changes that learners do not see yet"), first_of(course, "publish", "outline")


def _translations(course: Course, standing: Standing) -> Iterator[tuple[str, str]]:
    if missing := standing.missing:
        n = len(missing)
        said = ngettext(
            "%(n)s unit is not fully translated", "%(n)s units are not fully translated", n
        )
        yield said % {"n": n}, _unit(course, missing[0])
    if stale := standing.stale:
        n = len(stale)
        said = ngettext(
            "%(n)s unit has a stale translation", "%(n)s units have a stale translation", n
        )
        yield said % {"n": n}, _unit(course, stale[0])


def _hard(course: Course, hard: list[HardItem]) -> Iterator[tuple[str, str]]:
    for one in hard:
        prompt, language = in_language(one.body.get("prompt"), current_language())
        words = Truncator(plain_text(render_inline(prompt, language))).chars(MOST_PROMPT)
        said = _("A question that most get wrong (%(right)s of %(n)s right): “%(prompt)s”")
        told = said % {"right": one.right, "n": one.answers, "prompt": words}
        yield told, first_of(course, "item", "bank", "outline", item=str(one.item.uid))


def _doubts(course: Course, doubts: Sequence[Doubt]) -> Iterator[tuple[str, str]]:
    for one in doubts:
        said = ngettext(
            "The truth of %(n)s item is in doubt: what learners answer speaks against it",
            "The truth of %(n)s items is in doubt: what learners answer speaks against it",
            one.n,
        )
        yield said % {"n": one.n}, reverse("studio:gold", args=[course.slug, one.unit, one.block])


def _stuck(course: Course, stuck: int) -> Iterator[tuple[str, str]]:
    if stuck:
        said = ngettext("%(n)s learner is stuck", "%(n)s learners are stuck", stuck)
        address = reverse("studio:people", args=[course.slug])
        yield said % {"n": stuck}, f"{address}?state=stuck"


def _unit(course: Course, unit: DraftUnit) -> str:
    return reverse("studio:unit", args=[course.slug, unit.uid])


def first_of(course: Course, *names: str, item: str = "") -> str:
    """The address of the first of these pages of the studio that there is."""
    for name in names:
        args = [course.slug, item] if name == "item" else [course.slug]
        try:
            return reverse(f"studio:{name}", args=args)
        except NoReverseMatch:
            continue
    return reverse("studio:home")
