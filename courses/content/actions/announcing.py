"""Telling of a course in the catalogue before it is published, and no longer."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.content.access import locked_course, locked_draft
from courses.content.models import Course
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def announce_course(course: Course, *, by: User, on: datetime) -> Course:
    """Show its title and what it is about, as the draft says them, before anybody can learn in it.
    Doing it twice is doing it once."""
    course = locked_course(course.pk)
    if course.in_force_id is not None:
        raise Refusal("published", _("The course is published: it stands in the catalogue."))
    if course.archived_at is not None:
        raise Refusal("archived", _("The course is archived. Restore it first."))
    if not locked_draft(course).summary:
        raise Refusal(
            "no-summary",
            _("Say in one or two sentences what it is, and save; then it can be announced."),
        )
    if course.announced_at is None:
        course.announced_at = on
        course.save(update_fields=["announced_at"])
        note(by, "course announced", course, on=on)
    return course


@atomic
def no_longer_announce(course: Course, *, by: User, on: datetime) -> Course:
    """Take the announcement back. Whoever waits for the course goes on waiting."""
    course = locked_course(course.pk)
    if course.announced_at is not None:
        course.announced_at = None
        course.save(update_fields=["announced_at"])
        note(by, "course announcement withdrawn", course, on=on)
    return course
