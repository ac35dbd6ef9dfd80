"""Reads of learning records."""

from django.db.models import QuerySet

from courses.records.models import LearningRecord
from lms.accounts.models import User


def records_of(person: User) -> QuerySet[LearningRecord]:
    """What this person did, with where it was, in one statement."""
    rows = LearningRecord.objects.filter(person=person)
    return rows.select_related("course", "unit", "release")
