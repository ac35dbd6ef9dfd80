"""Reads of the studio."""

from collections import defaultdict
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Count, OuterRef, Q, Subquery

from courses.assessment.queries import HardItem, hard_items
from courses.calibration.auditing import Doubt, doubts_in
from courses.content.access import SEES_PEOPLE, WRITES
from courses.content.models import Course, CourseRole, Release, RoleInvitation
from courses.content.standing import standings
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.common.clock import now
from lms.studio.needs import Need, needs_of
from lms.studio.stuck import stuck_in


@dataclass(frozen=True)
class Taught:
    """A course of an author. learners: who learns now; finished: who has completed it.  sees_people: whether the role opens the people page. writes: whether
    it opens what is being written for changing."""

    course: Course
    draft: Release
    role_label: str
    learners: int
    finished: int
    writes: bool
    sees_people: bool
    units: int
    needs: list[Need]


def taught_by(person: User) -> list[Taught]:
    """The courses this person has a role in, archived ones last, with counts and with what they
    need. As many statements for one course as for many."""
    learning = Q(course__runs__enrolments__state=Enrolment.State.ACTIVE)
    rows = list(
        CourseRole.objects.filter(person=person)
        .select_related("course__in_force")
        .annotate(
            learners=Count("course__runs__enrolments", filter=learning, distinct=True),
            finished=Count(
                "course__runs__enrolments",
                filter=Q(course__runs__enrolments__completed_at__isnull=False),
                distinct=True,
            ),
        )
        .order_by("course__archived_at", "course__made_at", "course_id")
    )
    if not rows:
        return []
    courses = [row.course for row in rows]
    stand = standings(courses)
    written = [row.course for row in rows if row.role in WRITES and not row.course.archived_at]
    hard: dict[int, list[HardItem]] = defaultdict(list)
    for one in hard_items([course.bank_id for course in written]):
        hard[one.item.bank_id].append(one)
    stuck = stuck_in(written, now())
    doubts: dict[int, list[Doubt]] = defaultdict(list)
    for doubt in doubts_in(written):
        doubts[doubt.course_id].append(doubt)
    return [
        Taught(
            row.course,
            stand[row.course_id].draft,
            row.get_role_display(),
            row.learners,
            row.finished,
            row.role in WRITES,
            row.role in SEES_PEOPLE,
            len(stand[row.course_id].units),
            needs_of(
                row.course,
                stand[row.course_id],
                hard[row.course.bank_id],
                stuck.get(row.course_id, 0),
                doubts[row.course_id],
            )
            if row.course in written
            else [],
        )
        for row in rows
    ]


def invitations_for(person: User) -> list[RoleInvitation]:
    """The roles that wait for the addresses this person has confirmed; `title` is the course's."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values("email")
    draft = Release.objects.filter(course=OuterRef("course"), number__isnull=True)
    waiting = RoleInvitation.objects.filter(email__in=confirmed).select_related("course")
    return list(waiting.annotate(title=Subquery(draft.values("title")[:1])).order_by("pk"))


@dataclass(frozen=True)
class Team:
    """Who works on a course, and who is invited to."""

    roles: list[CourseRole]
    invitations: list[RoleInvitation]


def team_of(course: Course) -> Team:
    """Those who lead first."""
    order = [role for role, _label in CourseRole.Role.choices]
    roles = list(CourseRole.objects.filter(course=course).select_related("person"))
    roles.sort(key=lambda held: (order.index(held.role), held.person.name))
    return Team(roles, list(RoleInvitation.objects.filter(course=course).order_by("email")))
