"""Closing attempts: handed in by the learner, or because their time has ended."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.access import locked_with_enrolment
from courses.assessment.actions.keeping import Reads, Sent, keep, keep_late
from courses.assessment.models import Attempt, Response, Score
from courses.assessment.queries import over_at, responses_of
from courses.assessment.scoring import Total, fault_of, mark, total
from courses.content.queries import outline_by_id
from courses.enrolment.models import Enrolment
from courses.progress.actions import count_score
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.common.errors import Refusal
from lms.common.transactions import atomic

log = logging.getLogger(__name__)


@atomic
def submit(
    attempt: Attempt,
    *,
    on: datetime,
    answers: Mapping[str, Any] | None = None,
    sequence: int = 0,
    seen: Mapping[str, int] | None = None,
) -> Attempt:
    """Close the attempt and score it. However often it is pressed, it happens once.

    answers, seen: what the form still held, kept first; where the attempt is closed, or its time has
    ended, kept as late. An answer with a fault is not marked: it is to be mended or taken away. The
    unit is done if the score that the release in force asks for is reached, and if the unit is
    open; else as soon as it opens.
    """
    sent = Sent(answers or {}, sequence, seen)

    def is_ready(responses: Sequence[Response]) -> bool:
        for place, response in enumerate(responses, 1):
            if said := fault_of(response.item_version.body, response.answer):
                said = _("Question %(number)s: %(fault)s") % {"number": place, "fault": said}
                raise Refusal("has-a-fault", said)
        return True

    return submit_form(attempt, lambda _responses: sent, is_ready=is_ready, on=on)


@atomic
def submit_form(
    attempt: Attempt,
    reads: Reads,
    *,
    is_ready: Callable[[Sequence[Response]], bool],
    on: datetime,
) -> Attempt:
    """Keep what a form holds, and close the attempt if it is ready then; else it stays open with what
    was kept. is_ready: asked of the questions with the answers that stand."""
    attempt = locked_with_enrolment(attempt.pk)
    enrolment = attempt.enrolment
    responses = responses_of(attempt)
    sent = reads(responses)
    if attempt.is_over(on):
        _close(enrolment, attempt, responses, on=on)
    if not attempt.is_open:
        keep_late(responses, sent, on=on)
        return attempt
    keep(attempt, responses, sent, on=on)
    return _close(enrolment, attempt, responses, on=on) if is_ready(responses) else attempt


@atomic
def close_over(attempt: Attempt, *, on: datetime) -> Attempt:
    """Close an attempt whose time has ended, with what is saved. One that has been closed meanwhile,
    or was given more time, stays as it is."""
    attempt = locked_with_enrolment(attempt.pk)
    enrolment = attempt.enrolment
    return close_held(enrolment, attempt, on=on) if attempt.is_over(on) else attempt


def close_due(*, on: datetime) -> int:
    """Close every attempt whose time has ended; how many were. One that cannot be closed is logged
    and does not hold up the others."""
    closed = 0
    for attempt in over_at(on):
        try:
            closed += not close_over(attempt, on=on).is_open
        except Exception:
            log.exception("Attempt %s could not be closed.", attempt.pk)
    return closed


def close_held(enrolment: Enrolment, attempt: Attempt, *, on: datetime) -> Attempt:
    """Close an attempt with what is saved, under the lock of its enrolment; an answer that cannot
    be read is worth nothing."""
    return _close(enrolment, attempt, responses_of(attempt), on=on)


def _close(
    enrolment: Enrolment, attempt: Attempt, responses: Sequence[Response], *, on: datetime
) -> Attempt:
    marks = [
        mark(response.item_version.body, response.answer, hint_cost=response.hint_cost)
        for response in responses
    ]
    Score.objects.bulk_create(
        Score(response=response, points=marked.points, at=on)
        for response, marked in zip(responses, marks, strict=True)
    )
    reached = total(marks)
    attempt.points, attempt.possible = reached.points, reached.possible
    attempt.state, attempt.submitted_at = Attempt.State.SUBMITTED, on
    attempt.save(update_fields=["points", "possible", "state", "submitted_at"])
    # A score that is not enough is a sign of life too; time that ran out is none.
    if not attempt.ran_out:
        Enrolment.objects.filter(pk=enrolment.pk).update(last_activity_at=on)
    if attempt.is_redo:
        # Practice after a result is no result: every reader of records takes them as such.
        return attempt
    result = _result(attempt, reached)
    write_record(
        enrolment,
        Verb.SUBMITTED,
        release_id=attempt.release_id,
        item=outline_by_id(attempt.release_id).by_unit[attempt.unit_id],
        on=on,
        result=result,
    )
    count_score(enrolment, attempt.unit_id, result, on=on)
    return attempt


def _result(attempt: Attempt, reached: Total) -> dict[str, Any]:
    return {
        "attempt": str(attempt.uid),
        "block": str(attempt.block),
        "number": attempt.number,
        "points": reached.points,
        "possible": reached.possible,
        "right": reached.right,
        "partly": reached.partly,
        "items": reached.items,
    }
