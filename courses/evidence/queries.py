"""Reads of evidence."""

from datetime import datetime

from courses.evidence.calc import levels_reached
from courses.evidence.models import Evidence


def evidence_of(person_id: int) -> list[Evidence]:
    """Everything a person has shown, newest first, with what it rests on."""
    return list(
        Evidence.objects.filter(person_id=person_id).select_related(
            "competency", "record__unit", "record__course__in_force", "record__release"
        )
    )


def levels_of(person_id: int, on: datetime) -> dict[int, tuple[int, datetime]]:
    """Competency id → (level reached, since when)."""
    rows = Evidence.objects.filter(person_id=person_id).only(
        "competency_id", "level", "kind", "occurred_at", "valid_until"
    )
    return levels_reached(rows, on)
