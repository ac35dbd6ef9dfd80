"""Fetching attempts."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt
from courses.enrolment.models import Enrolment
from lms.accounts.models import User


def own_attempt(person: User, uid: UUID) -> Attempt:
    """This person's attempt."""
    attempt = (
        Attempt.objects.filter(uid=uid, enrolment__person=person)
        .select_related("enrolment__run__course", "unit")
        .first()
    )
    if attempt is None:
        raise Http404(_("There is no such attempt."))
    return attempt


def attempt_in(enrolment: Enrolment, uid: UUID) -> Attempt:
    """An attempt of this learner that was handed in; what is still being answered is theirs."""
    attempt = Attempt.objects.filter(
        enrolment=enrolment, uid=uid, state=Attempt.State.SUBMITTED
    ).first()
    if attempt is None:
        raise Http404(_("There is no such attempt."))
    return attempt


def locked_with_enrolment(pk: int) -> Attempt:
    """The attempt with its enrolment and run, both held until the transaction ends. PostgreSQL locks in
    the order in which they are named here: the enrolment first, as everywhere."""
    return (
        Attempt.objects.select_for_update(no_key=True, of=("enrolment", "self"))
        .select_related("enrolment__run")
        .get(pk=pk)
    )


def locked_attempt(pk: int) -> Attempt:
    """The attempt, held until the transaction ends; taken after its enrolment."""
    return Attempt.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
