"""Reads of progress."""

from collections.abc import Iterable, Set
from typing import Any
from uuid import UUID

from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.enrolment.models import Enrolment
from courses.progress.calc import Drop, Standing, drop_between, standing
from courses.progress.models import UnitCompletion
from courses.records.models import LearningRecord, Verb


def units_done(enrolment: Enrolment) -> set[UUID]:
    """Uids of the units that count as done."""
    return set(
        UnitCompletion.objects.filter(enrolment=enrolment).values_list("unit__uid", flat=True)
    )


def scores_shown(enrolment: Enrolment) -> dict[int, list[dict[str, Any]]]:
    """Unit id → every result that was submitted there, the first first, as it counts now."""
    rows = LearningRecord.objects.filter(
        person_id=enrolment.person_id, run_id=enrolment.run_id, verb__in=SCORED
    ).order_by("pk")
    return _by_unit(rows.values_list("unit_id", "result"))


# What was scored again takes the place of what was submitted.
SCORED = (Verb.SUBMITTED, Verb.REGRADED)


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


def standing_of(enrolment: Enrolment, outline: Outline) -> Standing:
    """Where this learner stands in this release."""
    return standing(outline, units_done(enrolment), enrolment.enrolled_at)
