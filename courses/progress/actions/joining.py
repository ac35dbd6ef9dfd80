"""Joining a course and leaving it."""

from datetime import datetime

from courses.content.models import Course
from courses.content.queries import outline_by_id
from courses.enrolment.access import locked_enrolment
from courses.enrolment.actions import enrol, withdraw
from courses.enrolment.models import Enrolment
from courses.progress.actions.completing import update_summary
from courses.progress.queries import units_done
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.accounts.models import User
from lms.common.transactions import atomic


@atomic
def join(person: User, course: Course, *, on: datetime) -> Enrolment:
    """Enrol and say where to begin. Repeating it changes nothing; coming back loses nothing."""
    enrolment, changed = enrol(person, course, on=on)
    if not changed:
        return enrolment
    enrolment = locked_enrolment(enrolment.pk)
    assert course.in_force_id is not None
    outline = outline_by_id(course.in_force_id)
    verb = Verb.ENROLLED if enrolment.enrolled_at == on else Verb.RETURNED
    write_record(enrolment, verb, release_id=outline.release_id, on=on)
    update_summary(enrolment, outline, units_done(enrolment), on=on)
    return enrolment


@atomic
def leave(enrolment: Enrolment, *, on: datetime) -> None:
    """Leave the course; everything done is kept for a return."""
    enrolment = locked_enrolment(enrolment.pk)
    if withdraw(enrolment, on=on):
        write_record(enrolment, Verb.LEFT, release_id=enrolment.summary_release_id, on=on)
