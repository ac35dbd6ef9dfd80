"""Reads of progress."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.enrolment.models import Enrolment
from courses.progress.calc import Drop, Standing, drop_between, standing
from courses.progress.facts import facts_for, facts_of
from courses.progress.models import NOT_DONE_HERE, How, UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.common.prepared import Prepared


def counted() -> QuerySet[UnitCompletion]:
    """The completions that count; an override that was withdrawn does not."""
    return UnitCompletion.objects.exclude(how=How.WITHDRAWN)


@dataclass
class Marked:
    """The units of one learner that have a row.

    done: those that count, however they came to.  by_hand: id of the row, for those that an
    instructor counted, exempted or took back, and those that were skipped: the learner can still do
    them.
    """

    done: set[UUID]
    by_hand: dict[UUID, int]

    @property
    def earned(self) -> set[UUID]:
        """What the learner did."""
        return self.done - self.by_hand.keys()

    def note(self, uid: UUID, how: str, row: int) -> None:
        """Take in a row as it stands now."""
        self.by_hand.pop(uid, None)
        self.done.add(uid)
        if how in NOT_DONE_HERE:
            self.by_hand[uid] = row
        elif how == How.WITHDRAWN:
            self.by_hand[uid] = row
            self.done.remove(uid)


def units_marked(enrolment: Enrolment) -> Marked:
    """What counts and what can still be done, in one statement."""
    marked = Marked(set(), {})
    for pk, uid, how in _MARKED.rows(enrolment=enrolment.pk):
        marked.note(uid, how, pk)
    return marked


def units_done(enrolment: Enrolment) -> set[UUID]:
    """Uids of the units that count as done."""
    return set(_DONE.rows(enrolment=enrolment.pk))


_DONE = Prepared[UUID](
    lambda enrolment: counted().filter(enrolment=enrolment).values_list("unit__uid", flat=True),
    enrolment=int,
)
_MARKED = Prepared[tuple[int, UUID, str]](
    lambda enrolment: UnitCompletion.objects.filter(enrolment=enrolment).values_list(
        "pk", "unit__uid", "how"
    ),
    enrolment=int,
)


def completion_of(enrolment: Enrolment, unit_id: int) -> UnitCompletion | None:
    """How this learner's unit came to count, with what it rests on."""
    rows = counted().filter(enrolment=enrolment, unit=unit_id)
    return rows.select_related("evidence__record").first()


def scores_shown(enrolment: Enrolment) -> dict[int, list[dict[str, Any]]]:
    """Unit id → every result that was submitted there, the first first, as it counts now."""
    return _by_unit(_SHOWN.rows(person=enrolment.person_id, run=enrolment.run_id))


# What was scored again takes the place of what was submitted.
SCORED = (Verb.SUBMITTED, Verb.REGRADED, Verb.MEASURED)
_SHOWN = Prepared[tuple[int | None, dict[str, Any]]](
    lambda person, run: (
        LearningRecord.objects.filter(person_id=person, run_id=run, verb__in=SCORED)
        .order_by("pk")
        .values_list("unit_id", "result")
    ),
    person=int,
    run=int,
)


def _by_unit(rows: Iterable[tuple[int | None, dict[str, Any]]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for unit_id, result in rows:
        if unit_id:
            found.setdefault(unit_id, {})[result["attempt"]] = result
    return {unit_id: list(results.values()) for unit_id, results in found.items()}


def drop_of(enrolment: Enrolment, outline: Outline, done: Set[UUID]) -> Drop | None:
    """Why the percentage is lower in this release than this learner last saw it, if it is; the
    summary may still be that of an earlier release."""
    if enrolment.completed_at is not None:
        return None
    told = drop_told(enrolment)
    if enrolment.summary_release_id == outline.release_id:
        return told
    return drop_between(
        outline_by_id(enrolment.summary_release_id),
        outline,
        done,
        enrolment.enrolled_at,
        shown=enrolment.percent,
        earlier=told,
    )


def drop_told(enrolment: Enrolment) -> Drop | None:
    """What the summary says of it."""
    if enrolment.percent_before is None:
        return None
    return Drop(enrolment.percent_before, tuple(enrolment.units_added))


def standing_of(enrolment: Enrolment, outline: Outline, on: datetime) -> Standing:
    """Where this learner stands in this release."""
    return standing(outline, facts_of(enrolment, outline, units_done(enrolment), on=on))


def standings_of(
    enrolments: Collection[tuple[Enrolment, Outline]], on: datetime
) -> dict[int, Standing]:
    """Enrolment id → where its learner stands; three statements at most, however many there are."""
    if not enrolments:
        return {}
    rows = counted().filter(enrolment__in=[one for one, _outline in enrolments])
    done: dict[int, set[UUID]] = defaultdict(set)
    for pk, uid in rows.values_list("enrolment", "unit__uid"):
        done[pk].add(uid)
    facts = facts_for([one for one, _outline in enrolments], [of for _one, of in enrolments], on)
    return {
        one.pk: standing(outline, facts.of(one, outline, done[one.pk]))
        for one, outline in enrolments
    }
