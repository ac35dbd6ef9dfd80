"""Reads of progress."""

from uuid import UUID

from courses.content.outline import Outline
from courses.enrolment.models import Enrolment
from courses.progress.calc import Standing, standing
from courses.progress.models import UnitCompletion


def units_done(enrolment: Enrolment) -> set[UUID]:
    """Uids of the units that count as done."""
    return set(
        UnitCompletion.objects.filter(enrolment=enrolment).values_list("unit__uid", flat=True)
    )


def standing_of(enrolment: Enrolment, outline: Outline) -> Standing:
    """Where this learner stands in this release."""
    return standing(outline, units_done(enrolment), enrolment.enrolled_at)
