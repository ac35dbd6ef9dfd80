"""Attempts: starting, answering, submitting."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from courses.assessment.access import locked_attempt
from courses.assessment.models import Attempt, LateAnswer, Response, Score
from courses.assessment.queries import asked_by, late_answers_of, responses_of
from courses.assessment.scoring import WHOLE, Total, fault_of, is_told, mark, total
from courses.banks.kinds import KINDS
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import blocks_of, outline_by_id
from courses.enrolment.access import locked_enrolment, refuse_outside
from courses.enrolment.models import Enrolment
from courses.progress.access import is_locked
from courses.progress.actions import count_score
from courses.progress.queries import units_done
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def start_attempt(
    enrolment: Enrolment, outline: Outline, item: OutlineItem, block: UUID, *, on: datetime
) -> Attempt:
    """Open an attempt at a quiz, or return the one that is open: two tabs share it."""
    enrolment = locked_enrolment(enrolment.pk)
    if not enrolment.is_open:
        raise Refusal("closed", _("You have left this course. Join it again to go on."))
    if is_locked(outline, item, units_done(enrolment)):
        raise Refusal("locked", _("This unit opens later. The course page says what comes first."))
    settings = quiz_settings(item, block)
    known = Attempt.objects.filter(enrolment=enrolment, block=block)
    if open_one := known.filter(state=Attempt.State.OPEN).first():
        return open_one
    # What was begun in time may be handed in and counts; nothing new begins.
    refuse_outside(enrolment.run, on=on)
    number = (known.aggregate(last=Max("number"))["last"] or 0) + 1
    if settings["attempts"] and number > settings["attempts"]:
        raise Refusal("attempts-used", _("You have used all attempts at this quiz."))
    seed = secrets.randbits(48)
    versions = asked_by(outline.release_id, item.version_id, block, seed=seed, enrolment=enrolment)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        unit_id=item.unit_id,
        block=block,
        release_id=outline.release_id,
        number=number,
        seed=seed,
        preset=settings["preset"],
        opened_at=on,
        possible=WHOLE * len(versions),
    )
    Response.objects.bulk_create(
        Response(attempt=attempt, item_version=version, position=place)
        for place, version in enumerate(versions)
    )
    return attempt


def quiz_settings(item: OutlineItem, block: UUID) -> dict[str, Any]:
    """The settings of a quiz block of this unit; refuses what is no quiz of it."""
    for stored in blocks_of(item.version_id):
        if stored["uid"] == str(block) and stored["kind"] == "quiz":
            return dict(stored["settings"])
    raise Refusal("no-quiz", _("This unit has no such quiz."))


@dataclass(frozen=True)
class Kept:
    """What became of answers. late: how many differ from what was handed in, where it had been."""

    is_open: bool
    late: int = 0


@atomic
def save_answers(
    attempt: Attempt,
    answers: Mapping[str, Any],
    *,
    sequence: int,
    on: datetime,
    seen: Mapping[str, int] | None = None,
) -> Kept:
    """Keep answers, by item uid; those that come after submitting stand beside what was scored.

    sequence: rises with every save of the attempt. An answer that arrives after a later one is
    older and changes nothing.
    seen: item uid → the sequence its answer had when the form was made. A blank in a form that has
    not seen the answer of another tab does not take it away.
    """
    attempt = locked_attempt(attempt.pk)
    if not attempt.is_open:
        return Kept(False, _keep_late(attempt, answers, sequence=sequence, on=on))
    _keep(attempt, responses_of(attempt), answers, sequence=sequence, seen=seen, on=on)
    return Kept(True)


def _keep(
    attempt: Attempt,
    responses: list[Response],
    answers: Mapping[str, Any],
    *,
    sequence: int,
    seen: Mapping[str, int] | None,
    on: datetime,
) -> None:
    changed = []
    for response in responses:
        uid = str(response.item_version.item.uid)
        if uid not in answers or response.sequence > sequence:
            continue
        body, answer = response.item_version.body, answers[uid]
        if attempt.tells_at_once and is_told(body, response.answer):
            # Its truth has been shown; answering again is another attempt.
            continue
        unseen = seen is not None and seen.get(uid, 0) != response.sequence
        if answer is None and response.answer is not None and unseen:
            continue
        if answer is not None:
            _check_answer(body, answer)
        response.answer, response.sequence, response.saved_at = answer, sequence, on
        changed.append(response)
    if changed:
        Response.objects.bulk_update(changed, ["answer", "sequence", "saved_at"])


def _keep_late(attempt: Attempt, answers: Mapping[str, Any], *, sequence: int, on: datetime) -> int:
    """Keep what differs from what was handed in and from what came late before; how many do.

    A blank takes nothing away.
    """
    responses = responses_of(attempt)
    known = late_answers_of(responses)
    late = []
    for response in responses:
        answer = answers.get(str(response.item_version.item.uid))
        before = [one.answer for one in known.get(response.pk, ())]
        if answer is None or answer in (response.answer, *before):
            continue
        _check_answer(response.item_version.body, answer)
        late.append(LateAnswer(response=response, answer=answer, sequence=sequence, arrived_at=on))
    if late:
        LateAnswer.objects.bulk_create(late)
        Response.objects.filter(pk__in=[one.response_id for one in late]).update(late=True)
    return len(late)


def _check_answer(body: dict[str, Any], answer: Any) -> None:
    if not KINDS[body["kind"]].is_answer(body, answer):
        raise Refusal("not-an-answer", _("This answer does not fit its question."))


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

    answers, seen: what the form still held, kept first; where the attempt is closed, kept as late.
    An answer with a fault is not marked: it is to be mended or taken away. The unit is done if the score that the
    release in force asks for is reached, and if the unit is open; else as soon as it opens.
    """
    enrolment = locked_enrolment(attempt.enrolment_id)
    attempt = locked_attempt(attempt.pk)
    if not attempt.is_open:
        _keep_late(attempt, answers or {}, sequence=sequence, on=on)
        return attempt
    responses = responses_of(attempt)
    if answers:
        _keep(attempt, responses, answers, sequence=sequence, seen=seen, on=on)
    for place, response in enumerate(responses, 1):
        if said := fault_of(response.item_version.body, response.answer):
            said = _("Question %(number)s: %(fault)s") % {"number": place, "fault": said}
            raise Refusal("has-a-fault", said)
    marks = [mark(response.item_version.body, response.answer) for response in responses]
    Score.objects.bulk_create(
        Score(response=response, points=marked.points, at=on)
        for response, marked in zip(responses, marks, strict=True)
    )
    reached = total(marks)
    attempt.points, attempt.possible = reached.points, reached.possible
    attempt.state, attempt.submitted_at = Attempt.State.SUBMITTED, on
    attempt.save(update_fields=["points", "possible", "state", "submitted_at"])
    result = _result(attempt, reached)
    write_record(
        enrolment,
        Verb.SUBMITTED,
        release_id=attempt.release_id,
        item=outline_by_id(attempt.release_id).by_unit[attempt.unit_id],
        on=on,
        result=result,
    )
    # A score that is not enough is a sign of life too.
    Enrolment.objects.filter(pk=enrolment.pk).update(last_activity_at=on)
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
