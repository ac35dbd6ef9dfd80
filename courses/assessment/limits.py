"""When an attempt must end, how many are left, and when the next one opens. Pure.

`extra` and `extra_minutes` are what somebody has been allowed beyond the rules of the quiz.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from courses.assessment.models import Attempt


def due_at(opened: datetime, minutes: int, extra_minutes: int = 0) -> datetime | None:
    """When an attempt ends that was opened then; None where the quiz has no time limit (0 minutes),
    whatever is added to it."""
    return opened + timedelta(minutes=minutes + extra_minutes) if minutes else None


def attempts_left(allowed: int, used: int, extra: int = 0) -> int | None:
    """How many more attempts there may be; None where there is no limit (allowed is 0)."""
    return max(0, allowed + extra - used) if allowed else None


def opens_at(attempts: Collection[Attempt], pause: int, on: datetime) -> datetime | None:
    """When the next attempt opens, where that is later than `on`; pause: minutes.

    Counted from when the last one ended for the learner: closing it later, because nobody came
    sooner, makes nobody wait longer. attempts: whole ones at one quiz, in any order.
    """
    ended = [
        min(one.submitted_at, one.due_at or one.submitted_at)
        for one in attempts
        if one.submitted_at is not None
    ]
    if not ended or not pause:
        return None
    opens = max(ended) + timedelta(minutes=pause)
    return opens if opens > on else None
