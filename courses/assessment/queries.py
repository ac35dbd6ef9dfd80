"""Reads of attempts."""

from collections.abc import Collection
from uuid import UUID

from courses.assessment.models import Attempt, LateAnswer, Response
from courses.enrolment.models import Enrolment


def attempts_at(enrolment: Enrolment, unit_id: int) -> dict[UUID, list[Attempt]]:
    """Block → this learner's attempts there, the latest first, in one statement."""
    found: dict[UUID, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(enrolment=enrolment, unit_id=unit_id):
        found.setdefault(attempt.block, []).append(attempt)
    return found


def responses_of(attempt: Attempt) -> list[Response]:
    """The responses in the order of the items, with what was asked."""
    return list(attempt.responses.select_related("item_version__item").order_by("position"))


def late_answers_of(responses: Collection[Response]) -> dict[int, list[LateAnswer]]:
    """Response id → the answers that came too late, the first first."""
    found: dict[int, list[LateAnswer]] = {}
    late = [response.pk for response in responses if response.late]
    if late:
        for answer in LateAnswer.objects.filter(response__in=late):
            found.setdefault(answer.response_id, []).append(answer)
    return found


def best_of(attempts: Collection[Attempt]) -> Attempt | None:
    """The submitted attempt with the most points; the earlier of equals."""
    submitted = [attempt for attempt in attempts if not attempt.is_open]
    return max(submitted, key=lambda one: (one.share, -one.number), default=None)
