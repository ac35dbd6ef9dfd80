"""What another edition of a course would do to those who learn in it now. Reads; writes nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from courses.content.outline import Outline, OutlineItem
from courses.enrolment.models import Enrolment
from courses.progress.calc import Result, Standing, having_done, shown_already, standing
from courses.progress.facts import facts_for
from courses.progress.gates import Facts, Missing, opens_on
from courses.progress.queries import SCORED, counted
from courses.records.models import LearningRecord


@dataclass(frozen=True)
class Forecast:
    """One learner under the edition of now and under the next.

    newly: units that would count as done, because what was shown is enough.  completes: whether
    that, or the edition itself, leaves nothing to do.  levels: competency code → the level shown,
    where the editions ask for it.
    """

    enrolment: Enrolment
    done: frozenset[UUID]
    before: Standing
    after: Standing
    newly: tuple[OutlineItem, ...]
    completes: bool
    levels: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.enrolment.person.name

    def opens(self, item: OutlineItem) -> bool:
        """Whether the unit is closed now and would be open."""
        return bool(self._before(item)) and not self.after.missing.get(item.uid)

    def shuts(self, item: OutlineItem) -> bool:
        """Whether the unit is open now and would wait; what is done stays open."""
        return bool(self.after.missing.get(item.uid)) and not self._before(item)

    def _before(self, item: OutlineItem) -> Missing | None:
        return self.before.missing.get(item.uid)

    @property
    def moves(self) -> bool:
        """Whether the numbers would be others."""
        now, then = self.before, self.after
        return (now.done, now.required) != (then.done, then.required)

    @property
    def falls(self) -> bool:
        """Whether the percentage would be lower."""
        return self.after.percent < self.before.percent


def forecasts(
    course_id: int,
    old: Outline,
    new: Outline,
    *,
    on: datetime,
    points: Mapping[str, int] | None = None,
) -> list[Forecast]:
    """Everybody who is learning now, by name. As many statements for one as for all.

    points: attempt uid → its points, of attempts that would be scored again.
    """
    rows = list(
        Enrolment.objects.filter(run__course=course_id, state=Enrolment.State.ACTIVE)
        .select_related("person", "run")
        .order_by("person__full_name", "pk")
    )
    if not rows:
        return []
    done: dict[int, set[UUID]] = defaultdict(set)
    completions = counted().filter(
        enrolment__run__course=course_id, enrolment__state=Enrolment.State.ACTIVE
    )
    for enrolment_id, uid in completions.values_list("enrolment_id", "unit__uid"):
        done[enrolment_id].add(uid)
    shown = _shown(course_id, points or {})
    facts = facts_for(rows, [old, new], on)
    known: dict[object, Standing] = {}
    found = []
    for row in rows:
        mine = frozenset(done[row.pk])
        before = _standing(known, old, facts.of(row, old, mine))
        next_ = facts.of(row, new, mine)
        newly = tuple(
            item for item, _result in shown_already(new, next_, shown.get(row.person_id, {}))
        )
        for item in newly:
            next_ = having_done(next_, item)
        after = _standing(known, new, next_)
        found.append(Forecast(row, mine, before, after, newly, after.is_complete, next_.levels))
    return found


def _standing(known: dict[object, Standing], outline: Outline, facts: Facts) -> Standing:
    """The same for everybody who has done the same, owes the same and waits for the same: worked out
    once."""
    owes = tuple(
        facts.since >= item.required_from
        for item in outline.items
        if item.required_from is not None
    )
    opens = tuple(opens_on(item, facts.since) for item in outline.items if item.opening)
    levels = frozenset(facts.levels.items())
    key = (id(outline), frozenset(facts.done), owes, opens, levels, facts.opened)
    if key not in known:
        known[key] = standing(outline, facts)
    return known[key]


def _shown(course_id: int, points: Mapping[str, int]) -> dict[int, dict[int, list[Result]]]:
    """Person → unit → what was submitted there, the first first, as it would count."""
    results: dict[tuple[int, int], dict[str, Result]] = defaultdict(dict)
    rows = LearningRecord.objects.filter(course=course_id, verb__in=SCORED).order_by("pk")
    for person, unit, result in rows.values_list("person_id", "unit_id", "result"):
        if unit is not None:
            uid = result["attempt"]
            # What was measured has a level, and no points that could be others.
            again = {"points": points[uid]} if uid in points else {}
            results[person, unit][uid] = {**result, **again}
    found: dict[int, dict[int, list[Result]]] = defaultdict(dict)
    for (person, unit), told in results.items():
        found[person][unit] = list(told.values())
    return found
