"""Reads of enrolments."""

from django.db.models import QuerySet

from courses.enrolment.models import Enrolment
from lms.accounts.models import User


def enrolments_of(person: User) -> QuerySet[Enrolment]:
    """What this person learns, the latest activity first, in one statement."""
    return (
        Enrolment.objects.filter(person=person, run__course__archived_at__isnull=True)
        .exclude(state=Enrolment.State.WITHDRAWN)
        .select_related("run__course__in_force", "next_unit")
        .order_by("-last_activity_at")
    )
