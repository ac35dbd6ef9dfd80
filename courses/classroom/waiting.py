"""What a locked unit says: what is missing, which way leads there, and how long that takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.competencies.queries import competencies_by_code
from courses.content.models import Course, ReleaseAlignment
from courses.content.opening import Claim
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id
from courses.progress.calc import Standing, State, showing, standing
from courses.progress.gates import Facts, Missing, local_day
from lms.common.languages import text
from lms.common.wording import day as day_in_words

SOON = 7


@dataclass(frozen=True)
class Way:
    """The unit that brings what is missing. outline: the course it is in.  minutes: with all that
    comes before it."""

    outline: Outline
    item: OutlineItem
    minutes: int


@dataclass(frozen=True)
class Wait:
    """One thing that stands before a unit, in a sentence. way: what leads past it, if there is one.
    is_here: whether that is in the same course.  needs_way: whether there should be one."""

    says: str
    way: Way | None = None
    is_here: bool = False
    needs_way: bool = False


def opens_in_words(day: date, today: date) -> str:
    """ "Opens tomorrow, 3 March." """
    left = (day - today).days
    shown = day_in_words(day, with_year=day.year != today.year)
    if left == 1:
        return _("Opens tomorrow, %(day)s.") % {"day": shown}
    if left <= SOON:
        said = ngettext("Opens in %(n)s day, on %(day)s.", "Opens in %(n)s days, on %(day)s.", left)
        return said % {"n": left, "day": shown}
    return _("Opens on %(day)s.") % {"day": shown}


class Waiting:
    """The sentences of a course page. Names and other courses are asked for once, where needed."""

    def __init__(self, outline: Outline, stands: Standing, on: datetime) -> None:
        self.outline, self.standing, self.on = outline, stands, on
        self._ways: dict[Claim, Wait] = {}

    def before(self, missing: Missing) -> list[Wait]:
        """All that is missing but the units, which a page links one by one."""
        found = []
        if missing.opens:
            found.append(Wait(opens_in_words(missing.opens, local_day(self.on))))
        return found + [self._shown(claim) for claim in missing.shown]

    def _shown(self, claim: Claim) -> Wait:
        if claim not in self._ways:
            words = {"name": self._name(claim.code), "code": claim.code, "level": claim.level}
            says = _("Needs “%(name)s” (%(code)s) at level %(level)s.") % words
            way = self._shortest(claim)
            here = way is not None and way.outline.release_id == self.outline.release_id
            self._ways[claim] = Wait(says, way, here, needs_way=True)
        return self._ways[claim]

    def _name(self, code: str) -> str:
        for item in self.outline.items:
            for one in item.alignments:
                if one.code == code:
                    return text(one.name)
        known = competencies_by_code().get(code)
        return text(known.name) if known else code

    def _shortest(self, claim: Claim) -> Way | None:
        ways = [
            *_ways_in(self.outline, self.standing, claim),
            *_elsewhere(claim, self.outline.course_id, self.on),
        ]
        return min(ways, key=lambda way: way.minutes, default=None)


def _ways_in(outline: Outline, stands: Standing, claim: Claim) -> Iterator[Way]:
    for item in showing(outline, claim):
        if stands.states[item.uid] is not State.DONE and not stands.missing[item.uid].opens:
            before = stands.before(item.uid)
            yield Way(outline, item, item.minutes + sum(one.minutes for one in before))


def _elsewhere(claim: Claim, course_id: int, on: datetime) -> Iterable[Way]:
    """In the other published courses, as somebody meets them who begins there."""
    open_ones = Course.objects.filter(in_force__isnull=False, archived_at__isnull=True)
    rows = ReleaseAlignment.objects.filter(
        release__in=open_ones.exclude(pk=course_id).values("in_force"),
        competency__code=claim.code,
        level__gte=claim.level,
        gives_evidence=True,
    )
    for release_id in rows.order_by().values_list("release_id", flat=True).distinct():
        outline = outline_by_id(release_id)
        yield from _ways_in(outline, standing(outline, Facts(frozenset(), on, on)), claim)
