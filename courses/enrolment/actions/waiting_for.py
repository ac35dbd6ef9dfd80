"""Waiting for an announced course to open: by people with an account, and by address alone."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from courses.content.models import Course
from courses.enrolment.models import Interest
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def wait_for(person: User, course: Course, *, on: datetime) -> Interest:
    """The person is told when the course opens. Pressing twice is waiting once."""
    _need_announced(course)
    interest, _made = Interest.objects.get_or_create(
        course=course, person=person, defaults={"asked_at": on, "confirmed_at": on}
    )
    return interest


@atomic
def wait_no_longer(person: User, course: Course) -> bool:
    """The person does not want to be told; whether something changed."""
    gone, _rows = Interest.objects.filter(course=course, person=person).delete()
    return bool(gone)


@atomic
def ask_by_address(course: Course, email: str, *, language: str, on: datetime) -> Interest:
    """Keep the address until it is confirmed. The same address again gets another letter, in the
    language in which it was last asked; once confirmed it needs none."""
    _need_announced(course)
    interest, made = Interest.objects.get_or_create(
        course=course,
        person=None,
        email=email.strip().lower(),
        defaults={"asked_at": on, "language": language},
    )
    if not made and interest.confirmed_at is None:
        interest.asked_at, interest.language = on, language
        interest.save(update_fields=["asked_at", "language"])
    return interest


@atomic
def confirm_interest(interest: Interest, *, on: datetime) -> None:
    """Whoever reads the mails of the address wants to be told."""
    Interest.objects.filter(pk=interest.pk, confirmed_at__isnull=True).update(confirmed_at=on)


@atomic
def drop_interest(interest: Interest) -> None:
    """They do not, and the address is forgotten."""
    Interest.objects.filter(pk=interest.pk).delete()


@atomic
def forget_interests(*, on: datetime) -> int:
    """Forget the addresses that nobody has confirmed; how many."""
    before = on - timedelta(days=Interest.UNCONFIRMED)
    gone, _rows = Interest.objects.filter(
        person__isnull=True, confirmed_at__isnull=True, asked_at__lte=before
    ).delete()
    return gone


@atomic
def _need_announced(course: Course) -> None:
    if course.in_force_id is not None:
        raise Refusal("open", _("The course has opened. You can join it now."))
    if course.announced_at is None or course.archived_at is not None:
        raise Refusal("not-announced", _("There is no such course."))
