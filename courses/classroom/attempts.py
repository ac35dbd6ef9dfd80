"""What the pages of an attempt show: while it is open, once it is submitted, and what may follow."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.actions.answering import Kept
from courses.assessment.limits import attempts_left, opens_at
from courses.assessment.models import Attempt, LateAnswer, Response
from courses.assessment.queries import counting, whole
from courses.assessment.regrading import Corrected
from courses.assessment.scoring import reaches
from courses.classroom.asking import asked_in, gaps_in, reviewed_in, told_to_answer
from courses.content.blocks.quiz import PRESETS, Rules
from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from lms.common.percentages import whole_percent


def outline_now(attempt: Attempt) -> Outline:
    """The course as it is in force now; as it was for the attempt, where it is not published."""
    return outline_by_id(attempt.enrolment.run.course.in_force_id or attempt.release_id)


def why_too_late(kept: Kept) -> tuple[str, str]:
    """(code, sentence) for answers that came to an attempt which was handed in."""
    if kept.late:
        return "late", _("This answer came after you handed in; it was kept but not counted.")
    if kept.ran_out:
        return "submitted", _("The time is over; what was saved by then has been handed in.")
    return "submitted", _("These answers have been submitted already.")


def while_open(
    attempt: Attempt,
    responses: Sequence[Response],
    outline: Outline,
    query: Mapping[str, Any],
    rules: Rules,
) -> dict[str, Any]:
    """What the page of an open attempt shows. query: `hand-in` after a first press with questions
    left out; `check` names the question that was to be checked in practice."""
    pressed = str(query.get("check", ""))
    cost = 0 if attempt.is_redo else rules.hint_points
    asked = [
        told_to_answer(one) if str(one.number) == pressed else one
        for one in asked_in(attempt, responses, outline, hint_cost=cost)
    ]
    return {
        "asked": asked,
        "rules": rules,
        "gaps": gaps_in(asked) if "hand-in" in query else None,
        "answered": sum(response.answer is not None for response in responses),
    }


def after_submitting(
    attempt: Attempt,
    responses: Sequence[Response],
    outline: Outline,
    late: Mapping[int, Sequence[LateAnswer]],
    corrected: Mapping[int, Corrected],
) -> dict[str, Any]:
    """What the page of a submitted attempt shows of it."""
    reviewed = reviewed_in(attempt, responses, outline, late, corrected)
    reached = _reached(attempt, outline)
    least = outline.by_unit[attempt.unit_id].score_at_least if reached is False else None
    return {
        "asked": reviewed,
        "late": [asked for asked in reviewed if asked.late],
        "corrected": [asked for asked in reviewed if asked.corrected],
        "right": sum(asked.is_right for asked in reviewed),
        "partly": sum(asked.points > 0 and not asked.is_right for asked in reviewed),
        "percent": whole_percent(attempt.points or 0, attempt.possible, short_of=least),
        "reached": reached,
    }


def going_on(
    attempt: Attempt, tried: Sequence[Attempt], rules: Rules, *, on: datetime, extra: int = 0
) -> dict[str, Any]:
    """What the page of a submitted attempt says of other attempts at the quiz. tried: all of this
    learner's there.  rules: as they are now.  extra: attempts that they are allowed beyond."""
    handed_in = [one for one in whole(tried) if not one.is_open]
    left = attempts_left(rules.attempts, len(whole(tried)), extra)
    return {
        "rules": rules,
        "left": left,
        "opens": opens_at(handed_in, rules.pause, on),
        "counted": counting(tried, last=rules.last_counts),
        "handed_in": len(handed_in),
        "may_redo": PRESETS[rules.preset].at_once,
    }


def _reached(attempt: Attempt, outline: Outline) -> bool | None:
    """Whether the score asked for is reached; None where none is asked."""
    item = outline.by_unit.get(attempt.unit_id)
    if (
        attempt.is_redo
        or item is None
        or item.score_at_least is None
        or item.score_block != attempt.block
    ):
        return None
    return reaches(attempt.points or 0, attempt.possible, item.score_at_least)
