"""Marking the answers of an attempt. Pure: bodies and answers in, points out."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from courses.banks.kinds import KINDS, Marked, Verdict

# Points are counted in thousandths of an item's one point.
WHOLE = 1000


@dataclass(frozen=True)
class Total:
    """points, possible: thousandths.  right: items wholly right, with a hint or without.  partly:
    the others that bring some of their point.  items: how many were asked."""

    points: int
    possible: int
    right: int
    partly: int
    items: int


def mark(body: dict[str, Any], answer: Any, *, hint_cost: int = 0) -> Marked:
    """Points and feedback for one answer; None is blank.

    hint_cost: thousandths of the point that the hint took; an answer is as right as it is with it.
    """
    marked = KINDS[body["kind"]].mark(body, answer)
    return replace(marked, points=max(0, marked.points - hint_cost)) if hint_cost else marked


def is_right(points: int, hint_cost: int = 0) -> bool:
    """Whether an answer that counts so many thousandths was wholly right."""
    return points > 0 and points + hint_cost >= WHOLE


def fault_of(body: dict[str, Any], answer: Any) -> str:
    """What to mend before the answer can be marked, in words; empty where nothing is."""
    return KINDS[body["kind"]].fault(body, answer)


def is_told(body: dict[str, Any], answer: Any) -> bool:
    """Whether practice has shown the truth: there is an answer, and it can be marked."""
    return answer is not None and not fault_of(body, answer)


def total(marks: Iterable[Marked]) -> Total:
    """The sum over an attempt."""
    marks = list(marks)
    return Total(
        points=sum(marked.points for marked in marks),
        possible=WHOLE * len(marks),
        right=sum(marked.verdict is Verdict.RIGHT for marked in marks),
        partly=sum(
            0 < marked.points < WHOLE and marked.verdict is not Verdict.RIGHT for marked in marks
        ),
        items=len(marks),
    )


def reaches(points: int, possible: int, per_cent: int) -> bool:
    """Whether a score is at least so many per cent, exactly (no rounding)."""
    return possible > 0 and points * 100 >= per_cent * possible


def chance_of(seed: int, draw: int) -> random.Random:
    """What decides a draw of one attempt; the same whenever it is asked."""
    return random.Random(f"{seed}:draw:{draw}")


def order_of(seed: int, item_id: int) -> random.Random:
    """The order of an item's options in one attempt; the same whenever it is asked."""
    return random.Random(f"{seed}:{item_id}")
