"""Who does what in a course: giving a role and taking it away."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.content.access import locked_course
from courses.content.models import Course, CourseRole
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def give_role(
    course: Course, person: User, role: str, *, by: User, reason: str, on: datetime
) -> CourseRole:
    """Give this person this role, in place of the one they had; giving it again changes nothing."""
    _need(reason)
    if person.is_suspended:
        raise Refusal("suspended", _("This account is suspended; readmit the person first."))
    course = locked_course(course.pk)
    held = CourseRole.objects.filter(course=course, person=person).first()
    if held is None:
        given = CourseRole.objects.create(course=course, person=person, role=role)
        _note(given, f"course role → {role}", by=by, reason=reason, on=on)
        return given
    if held.role != role:
        _keep_a_lead(held)
        verb = f"course role {held.role} → {role}"
        held.role = role
        held.save(update_fields=["role"])
        _note(held, verb, by=by, reason=reason, on=on)
    return held


@atomic
def take_role(role: CourseRole, *, by: User, reason: str, on: datetime) -> None:
    """Take this role away; taking it twice is taking it once."""
    _need(reason)
    locked_course(role.course_id)
    held = CourseRole.objects.filter(pk=role.pk).select_related("course", "person").first()
    if held is None:
        return
    _keep_a_lead(held)
    _note(held, f"course role {held.role} →", by=by, reason=reason, on=on)
    held.delete()


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refusal("no-reason", _("Say why the role changes."))


def _keep_a_lead(held: CourseRole) -> None:
    """Certificates are signed by those who lead; a course without one could sign none."""
    lead = CourseRole.Role.OWNER
    others = CourseRole.objects.filter(course_id=held.course_id, role=lead).exclude(pk=held.pk)
    if held.role == lead and not others.exists():
        raise Refusal(
            "last-lead",
            _("A course keeps somebody who leads it. Give that role to somebody else first."),
        )


def _note(held: CourseRole, verb: str, *, by: User, reason: str, on: datetime) -> None:
    # The note hangs on the person: the role itself may be gone by the time somebody asks.
    note(by, verb, held.person, on=on, reason=f"{held.course.slug}: {reason}")
