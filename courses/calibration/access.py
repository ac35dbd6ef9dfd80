"""Fetching sittings and results."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from courses.calibration.models import CalibrationResult, Sitting, SittingItem
from courses.enrolment.models import Enrolment
from lms.accounts.models import User


def own_sitting(person: User, uid: UUID) -> Sitting:
    """This person's sitting."""
    sitting = (
        Sitting.objects.filter(uid=uid, enrolment__person=person)
        .select_related("enrolment__run__course", "unit", "series")
        .first()
    )
    if sitting is None:
        raise Http404(_("There is no such sitting."))
    return sitting


def item_at(sitting: Sitting, position: int) -> SittingItem:
    """An item of a sitting, counted from 0, with what is asked."""
    rows = SittingItem.objects.filter(sitting=sitting, position=position)
    found = rows.select_related("item_version__item").first()
    if found is None:
        raise Http404(_("This sitting has no such item."))
    return found


def own_result(person: User, uid: UUID) -> CalibrationResult:
    """A result of this person."""
    result = (
        CalibrationResult.objects.filter(uid=uid, sitting__enrolment__person=person)
        .select_related(
            "sitting__enrolment__run__course", "sitting__unit", "sitting__series", "replaces"
        )
        .first()
    )
    if result is None:
        raise Http404(_("There is no such result."))
    return result


def locked_sitting(pk: int) -> Sitting:
    """The sitting, held until the transaction ends; taken after its enrolment, where that is held
    too."""
    return Sitting.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def sitting_in(enrolment: Enrolment, uid: UUID) -> Sitting:
    """A sitting of this learner that is closed; what is still being answered is theirs."""
    sitting = Sitting.objects.filter(
        enrolment=enrolment, uid=uid, state=Sitting.State.CLOSED
    ).first()
    if sitting is None:
        raise Http404(_("There is no such sitting."))
    return sitting
