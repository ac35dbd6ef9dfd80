"""More time for an attempt that is under way."""

from datetime import datetime

from courses.assessment.access import locked_attempt
from courses.assessment.limits import due_at
from courses.assessment.models import Attempt
from courses.assessment.queries import rules_at
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Enrolment
from courses.progress.allowances import extra_minutes
from lms.common.transactions import atomic


@atomic
def lengthen_open(enrolment: Enrolment, *, on: datetime) -> int:
    """Move the end of this learner's open attempts to where what is allowed now puts it; how many
    moved. An end only moves on, so that the same once more changes nothing and taking back what was
    allowed takes no minute from whoever is writing. What is over stays over."""
    enrolment = locked_enrolment(enrolment.pk)
    moved = 0
    under_way = Attempt.objects.filter(
        enrolment=enrolment, state=Attempt.State.OPEN, due_at__gt=on
    ).order_by("pk")
    for one in under_way:
        attempt = locked_attempt(one.pk)
        minutes = rules_at(attempt).minutes
        ends = due_at(attempt.opened_at, minutes, extra_minutes(enrolment, attempt.unit_id, on))
        if ends and attempt.is_open and attempt.due_at and ends > attempt.due_at:
            attempt.due_at = ends
            attempt.save(update_fields=["due_at"])
            moved += 1
    return moved
