"""Joining a course and leaving it."""

from datetime import datetime

from courses.content.models import Course
from courses.enrolment.access import locked_enrolment
from courses.enrolment.actions import enrol, withdraw
from courses.enrolment.models import Enrolment
from courses.progress.actions.completing import (
    complete_what_was_shown,
    outline_in_force,
    update_summary,
)
from courses.progress.models import How
from courses.progress.queries import units_marked
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
    outline = outline_in_force(enrolment)
    verb = Verb.ENROLLED if enrolment.enrolled_at == on else Verb.RETURNED
    write_record(enrolment, verb, release_id=outline.release_id, on=on)
    marked = units_marked(enrolment)
    complete_what_was_shown(enrolment, outline, marked, how=How.DONE, on=on)
    update_summary(enrolment, outline, marked.done, on=on)
    return enrolment


@atomic
def leave(enrolment: Enrolment, *, on: datetime) -> None:
    """Leave the course; everything done is kept for a return."""
    enrolment = locked_enrolment(enrolment.pk)
    if withdraw(enrolment, on=on):
        write_record(enrolment, Verb.LEFT, release_id=enrolment.summary_release_id, on=on)
