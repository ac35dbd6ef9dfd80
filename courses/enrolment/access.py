"""Fetching enrolments."""

from django.http import Http404
from django.utils.translation import gettext as _

from courses.content.models import Course
from courses.enrolment.models import Enrolment
from lms.accounts.models import User


def enrolment_of(person: User, course: Course) -> Enrolment | None:
    """This person's enrolment in the course, whatever its state."""
    return (
        Enrolment.objects.filter(person=person, run__course=course)
        .select_related("run", "next_unit")
        .order_by("-enrolled_at")
        .first()
    )


def enrolment_in(course: Course, pk: int) -> Enrolment:
    """An enrolment in this course, with its person; for those who may see who learns there."""
    enrolment = (
        Enrolment.objects.filter(run__course=course, pk=pk).select_related("run", "person").first()
    )
    if enrolment is None:
        raise Http404(_("Nobody learns here under this address."))
    return enrolment


def locked_enrolment(pk: int) -> Enrolment:
    """The enrolment, held until the transaction ends; the first lock anybody takes.

    no_key: a plain FOR UPDATE would deadlock with the key-share locks of foreign keys.
    """
    return (
        Enrolment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("run")
        .get(pk=pk)
    )
