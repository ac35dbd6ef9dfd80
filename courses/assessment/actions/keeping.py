"""Keeping answers: which of two is the newer one, and what comes after an attempt was closed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.models import Attempt, LateAnswer, Response
from courses.assessment.queries import late_answers_of
from courses.assessment.scoring import is_told
from courses.banks.kinds import KINDS
from lms.common.errors import Refusal


@dataclass(frozen=True)
class Sent:
    """Answers, by item uid, as they came in.

    sequence: when they were given, in milliseconds; those in `given` have a moment of their own.
    seen: the sequence that an answer had when the form was made.  same: items for which the form
    says what it said when it was made: nobody has touched them there.
    """

    answers: Mapping[str, Any]
    sequence: int = 0
    seen: Mapping[str, int] | None = None
    given: Mapping[str, int] = field(default_factory=dict)
    same: Collection[str] = ()


# A form can be read only beside what was asked; read under the lock, that is fetched once.
Reads = Callable[[Sequence[Response]], Sent]


def moment(on: datetime) -> int:
    """A time as answers count it."""
    return int(on.timestamp() * 1000)


def keep(
    attempt: Attempt, responses: Sequence[Response], sent: Sent, *, on: datetime
) -> dict[str, int]:
    """Keep what is newer than what is stored; item uid → the sequence of what stands there and is
    newer.

    Whoever saw what is stored has written after it. Whoever did not may have written before, on a
    device that was off-line: there the moments decide, and a blank or an untouched field takes
    nothing away.
    """
    changed, newer = [], {}
    for response in responses:
        uid = str(response.item_version.item.uid)
        if uid not in sent.answers:
            continue
        body, answer = response.item_version.body, sent.answers[uid]
        if answer == response.answer or (
            # Its truth has been shown; answering again is another attempt.
            attempt.tells_at_once and is_told(body, response.answer)
        ):
            continue
        at = min(sent.given.get(uid, sent.sequence), moment(on))
        has_seen = sent.seen is not None and sent.seen.get(uid) == response.sequence
        if not has_seen and (at < response.sequence or _says_nothing(sent, uid, response)):
            newer[uid] = response.sequence
            continue
        if answer is not None:
            check_answer(body, answer)
        response.answer, response.saved_at = answer, on
        # Every answer gets another sequence, so that who has not seen it can be told.
        response.sequence = max(at, response.sequence + 1)
        changed.append(response)
    if changed:
        Response.objects.bulk_update(changed, ["answer", "sequence", "saved_at"])
    return newer


def _says_nothing(sent: Sent, uid: str, response: Response) -> bool:
    """Whether a form that was made before this answer came only repeats what it was made with."""
    if sent.seen is None or uid in sent.given or response.answer is None:
        return False
    return sent.answers[uid] is None or uid in sent.same


def keep_late(responses: Sequence[Response], sent: Sent, *, on: datetime) -> int:
    """Keep what differs from what was handed in and from what came late before; how many do.

    A blank takes nothing away, and what a form only repeats is not late.
    """
    known = late_answers_of(responses)
    late = []
    for response in responses:
        uid = str(response.item_version.item.uid)
        answer = sent.answers.get(uid)
        before = [one.answer for one in known.get(response.pk, ())]
        if answer is None or uid in sent.same or answer in (response.answer, *before):
            continue
        check_answer(response.item_version.body, answer)
        at = sent.given.get(uid, sent.sequence)
        late.append(LateAnswer(response=response, answer=answer, sequence=at, arrived_at=on))
    if late:
        LateAnswer.objects.bulk_create(late)
        Response.objects.filter(pk__in=[one.response_id for one in late]).update(late=True)
    return len(late)


def check_answer(body: dict[str, Any], answer: Any) -> None:
    """Refuse what could be no answer to this question."""
    if not KINDS[body["kind"]].is_answer(body, answer):
        raise Refusal("not-an-answer", _("This answer does not fit its question."))
