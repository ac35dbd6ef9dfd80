"""How other people did in an exercise, told so that nobody can be read out of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

# Fewer people are too few to hide in, and too few to compare with.
LEAST_PEOPLE = 10
# The figures change only when so many more people have come, all at once.
STEP = 5


@dataclass(frozen=True)
class First:
    """What somebody's first sitting came to. accuracy: in [0, 1]."""

    person: int
    closed_at: datetime
    accuracy: float


@dataclass(frozen=True)
class Cohort:
    """n: people.  middle: median accuracy.  low, high: between them lies the middle half of people."""

    n: int
    middle: float
    low: float
    high: float


def people_shown(n: int) -> int:
    """How many of n people the figures are of: none of fewer than ten, else the first full fives."""
    return n - n % STEP if n >= LEAST_PEOPLE else 0


def cohort_of(found: Iterable[First]) -> Cohort | None:
    """The first people by time, as many as may be shown; None where they are too few. One person counts
    once, with the first of their sittings: whoever goes on changes nothing for the others to see."""
    firsts: dict[int, First] = {}
    for one in sorted(found, key=lambda one: (one.closed_at, one.person)):
        firsts.setdefault(one.person, one)
    shown = people_shown(len(firsts))
    if not shown:
        return None
    values = sorted(one.accuracy for one in [*firsts.values()][:shown])
    return Cohort(shown, median(values), _quarter(values), _quarter(values[::-1]))


def _quarter(values: Sequence[float]) -> float:
    """The median of the first half, the middle one left out where there is one."""
    return median(values[: len(values) // 2])
