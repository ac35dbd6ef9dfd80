"""Reads of what is still to be taken in."""

from datetime import datetime

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Coalesce

from badges.intake.models import Setback
from courses.records.models import LearningRecord


def due_records(on: datetime) -> QuerySet[LearningRecord]:
    """Those without a receipt whose time to be tried has come."""
    again = Q(setback__set_aside_at__isnull=True, setback__try_after__lte=on)
    return LearningRecord.objects.filter(Q(setback__isnull=True) | again, receipt__isnull=True)


def due_since(on: datetime) -> datetime | None:
    """Since when the oldest of them has been due; one that failed is due anew after its wait."""
    since = due_records(on).aggregate(at=Min(Coalesce("setback__try_after", "at")))["at"]
    assert since is None or isinstance(since, datetime)
    return since


def set_aside_records() -> int:
    """How many were given up after repeated failures."""
    return Setback.objects.filter(set_aside_at__isnull=False).count()
