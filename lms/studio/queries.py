"""Reads of the studio."""

from dataclasses import dataclass

from django.db.models import Count, Q

from badges.certificates.queries import certified_in
from courses.content.access import SEES_PEOPLE
from courses.content.models import Course, CourseRole
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import learners_in
from lms.accounts.models import User


@dataclass(frozen=True)
class Taught:
    """A course of an author. sees_people: whether the role opens the people page."""

    course: Course
    role: str
    role_label: str
    learners: int
    finished: int
    sees_people: bool


@dataclass(frozen=True)
class Learner:
    """One row of the people page."""

    enrolment: Enrolment
    certificate: str


def taught_by(person: User) -> list[Taught]:
    """The courses this person has a role in, with counts, in one statement."""
    enrolled = Q(course__runs__enrolments__isnull=False)
    rows = (
        CourseRole.objects.filter(person=person, course__archived_at__isnull=True)
        .select_related("course__in_force")
        .annotate(
            learners=Count("course__runs__enrolments", filter=enrolled, distinct=True),
            finished=Count(
                "course__runs__enrolments",
                filter=Q(course__runs__enrolments__completed_at__isnull=False),
                distinct=True,
            ),
        )
        .order_by("course__made_at", "course_id")
    )
    return [
        Taught(
            row.course,
            row.role,
            row.get_role_display(),
            row.learners,
            row.finished,
            row.role in SEES_PEOPLE,
        )
        for row in rows
    ]


def people_of(course: Course) -> list[Learner]:
    """Everybody who learns or learnt in the course."""
    certified = certified_in(course)
    return [Learner(row, certified.get(row.pk, "")) for row in learners_in(course)]
