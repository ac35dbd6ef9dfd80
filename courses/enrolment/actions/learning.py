"""Learning in a run and leaving it."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.content.models import Course
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Application, Enrolment, Invitation, Run
from courses.enrolment.queries import confirmed_addresses
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic


def self_paced_run(course: Course) -> Run:
    """The run that is always open; made with the course."""
    run, _made = Run.objects.get_or_create(course=course, kind=Run.Kind.SELF_PACED)
    return run


@atomic
def enrol(
    person: User, course: Course, *, on: datetime, run: Run | None = None
) -> tuple[Enrolment, bool]:
    """(enrolment, whether something changed). Enrolling twice is enrolling once; whoever left
    comes back to all they had.

    run: the self-paced one, if none is named. Whether there is a place has been asked under its lock.
    """
    if course.in_force_id is None:
        raise Refusal("not-published", _("This course has not been published yet."))
    run = run or self_paced_run(course)
    enrolment, made = Enrolment.objects.get_or_create(
        run=run,
        person=person,
        defaults={
            "enrolled_at": on,
            "last_activity_at": on,
            "summary_release_id": course.in_force_id,
        },
    )
    if run.is_dated:
        Application.objects.filter(run=run, person=person).delete()
        Invitation.objects.filter(run=run, email__in=confirmed_addresses(person)).delete()
    if made:
        return enrolment, True
    # Returning from two devices at once is returning once.
    enrolment = locked_enrolment(enrolment.pk)
    if enrolment.state != Enrolment.State.WITHDRAWN:
        return enrolment, False
    enrolment.state = (
        Enrolment.State.COMPLETED if enrolment.completed_at else Enrolment.State.ACTIVE
    )
    enrolment.left_at = None
    enrolment.save(update_fields=["state", "left_at"])
    return enrolment, True


@atomic
def withdraw(enrolment: Enrolment, *, on: datetime) -> bool:
    """Leave the run; everything done stays. Whether something changed."""
    if enrolment.state == Enrolment.State.WITHDRAWN:
        return False
    enrolment.state = Enrolment.State.WITHDRAWN
    enrolment.left_at = on
    enrolment.save(update_fields=["state", "left_at"])
    return True
