"""Answering: keeping answers as they are given, and asking for a hint."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.assessment.access import locked_attempt
from courses.assessment.actions.closing import close_over
from courses.assessment.actions.keeping import Reads, Sent, keep, keep_late
from courses.assessment.models import Attempt
from courses.assessment.queries import responses_of, rules_at
from courses.assessment.scoring import is_told
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@dataclass(frozen=True)
class Kept:
    """What became of answers. sent: as they were read.  late: how many differ from what was handed in,
    where it had been.

    versions: item uid → the sequence that its answer has now.  newer: uids of items of which a
    newer answer stands.  ran_out: whether the end of its time closed the attempt.
    """

    is_open: bool
    sent: Sent
    late: int = 0
    versions: Mapping[str, int] = field(default_factory=dict)
    newer: Collection[str] = ()
    ran_out: bool = False


@atomic
def save_answers(
    attempt: Attempt,
    answers: Mapping[str, Any],
    *,
    sequence: int,
    on: datetime,
    seen: Mapping[str, int] | None = None,
    given: Mapping[str, int] | None = None,
    same: Collection[str] = (),
) -> Kept:
    """Keep answers, by item uid; those that come after submitting, or after the end of the time,
    stand beside what was scored.

    sequence: when they were given; an answer that was given before the one that is stored changes
    nothing, unless its writer had that one before them.  seen, given, same: as in `Sent`.
    """
    sent = Sent(answers, sequence, seen, given or {}, same)
    return save_form(attempt, lambda _responses: sent, on=on)


@atomic
def save_form(attempt: Attempt, reads: Reads, *, on: datetime) -> Kept:
    """The same for a form, which is read beside the questions that it holds."""
    if attempt.is_over(on):
        attempt = close_over(attempt, on=on)
    if attempt.is_open:
        attempt = locked_attempt(attempt.pk)
    responses = responses_of(attempt)
    sent = reads(responses)
    if not attempt.is_open:
        late = keep_late(responses, sent, on=on)
        return Kept(False, sent, late, ran_out=attempt.ran_out)
    newer = keep(attempt, responses, sent, on=on)
    versions = {str(one.item_version.item.uid): one.sequence for one in responses}
    return Kept(True, sent, versions=versions, newer=tuple(newer))


@atomic
def ask_hint(attempt: Attempt, item: UUID, *, on: datetime) -> Attempt:
    """Let the learner read a question's hint; that it was asked for is kept, with what it costs now.
    Asked for again it costs nothing more. After the end of the time the attempt is closed."""
    if attempt.is_over(on):
        return close_over(attempt, on=on)
    attempt = locked_attempt(attempt.pk)
    if not attempt.is_open:
        return attempt
    response = (
        attempt.responses.filter(item_version__item__uid=item)
        .select_related("item_version")
        .first()
    )
    if response is None or not response.item_version.body.get("hint"):
        raise Refusal("no-hint", _("This question has no hint."))
    told = attempt.tells_at_once and is_told(response.item_version.body, response.answer)
    if response.hint_at is None and not told:
        response.hint_at = on
        response.hint_cost = 0 if attempt.is_redo else rules_at(attempt).hint_points
        response.save(update_fields=["hint_at", "hint_cost"])
    return attempt
