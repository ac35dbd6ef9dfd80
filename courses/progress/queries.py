"""Reads of progress."""

from typing import Any
from uuid import UUID

from courses.content.outline import Outline
from courses.enrolment.models import Enrolment
from courses.progress.calc import Standing, standing
from courses.progress.models import UnitCompletion
from courses.records.models import LearningRecord, Verb


def units_done(enrolment: Enrolment) -> set[UUID]:
    """Uids of the units that count as done."""
    return set(
        UnitCompletion.objects.filter(enrolment=enrolment).values_list("unit__uid", flat=True)
    )


def scores_shown(enrolment: Enrolment) -> dict[int, list[dict[str, Any]]]:
    """Unit id → every result that was submitted there, the first first."""
    found: dict[int, list[dict[str, Any]]] = {}
    rows = LearningRecord.objects.filter(
        person_id=enrolment.person_id, run_id=enrolment.run_id, verb=Verb.SUBMITTED
    ).order_by("pk")
    for unit_id, result in rows.values_list("unit_id", "result"):
        if unit_id:
            found.setdefault(unit_id, []).append(result)
    return found


def standing_of(enrolment: Enrolment, outline: Outline) -> Standing:
    """Where this learner stands in this release."""
    return standing(outline, units_done(enrolment), enrolment.enrolled_at)
