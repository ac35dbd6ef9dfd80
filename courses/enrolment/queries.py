"""Reads of enrolments."""

from django.db.models import QuerySet

from courses.content.models import Course
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


def learners_in(course: Course) -> QuerySet[Enrolment]:
    """Who learns in the course, by name."""
    return (
        Enrolment.objects.filter(run__course=course)
        .select_related("person", "run")
        .order_by("person__full_name", "person__email")
    )
