"""Which level a series of held-out answers shows, and when another series may begin. Pure.

A series is looked at only where its exercise said beforehand. A look after every sitting would be one
more chance for luck each time: at 26 of 30 somebody who is right in 70 % of cases passes one look in
3.0 % of series and two in 4.9 %. So every level, the first too, is judged at the looks and nowhere
between, on exactly the answers up to the look. Both looks count: what one showed the other does not take
back, as pass_probability() has paid for either.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import ceil, comb, fsum

from courses.calibration.agreement import Interval, wilson

# Fewer answers leave too much open: 16 of 20 may be the luck of somebody right in 58 % of cases.
FIRST_LOOK_AT_LEAST = 30
SERIES_AT_MOST = 60
LOOKS_AT_MOST = 2
# Every floor is one more way to miss the level by bad luck; five cost one good observer in a hundred.
KEY_CLASSES_AT_MOST = 5
# A short check that joins the running series.
RECALIBRATION = 15
BETWEEN_SERIES = timedelta(days=90)
YEAR = timedelta(days=365)
SERIES_IN_A_YEAR = 2


@dataclass(frozen=True)
class Exercise:
    """What an exercise asks of a series.

    looks: for level 2, (answers, how many of them right), in order; the last ends the series.  floors:
    key class → the recall it needs for level 2, in (0, 1].  level_1_lower, level_3_lower: what the lower
    bound of the Wilson 95 % interval must reach.  level_3_recall: what each class that came must reach
    for level 3. Raises ValueError where looks or floors cannot be kept, and where level 2 would not
    include level 1.
    """

    looks: tuple[tuple[int, int], ...] = ((30, 27), (60, 50))
    floors: Mapping[str, float] = field(default_factory=dict)
    level_1_lower: float = 0.50
    level_3_lower: float = 0.80
    level_3_recall: float = 0.70

    def __post_init__(self) -> None:
        sizes = [n for n, _right in self.looks]
        if not 1 <= len(sizes) <= LOOKS_AT_MOST or sizes != sorted({*sizes}):
            raise ValueError("a series has one look or two, one after the other")
        if sizes[0] < FIRST_LOOK_AT_LEAST or sizes[-1] > SERIES_AT_MOST:
            raise ValueError(
                f"looks lie between {FIRST_LOOK_AT_LEAST} and {SERIES_AT_MOST} answers"
            )
        if any(right > n or wilson(right, n).lower < self.level_1_lower for n, right in self.looks):
            raise ValueError("level 2 needs no less than level 1, and no more than every answer")
        if len(self.floors) > KEY_CLASSES_AT_MOST:
            raise ValueError(f"at most {KEY_CLASSES_AT_MOST} classes have a floor")
        if any(not 0 < floor <= 1 for floor in self.floors.values()):
            raise ValueError("a floor is a share above zero")

    @property
    def size(self) -> int:
        """How many answers a series holds."""
        return self.looks[-1][0]


@dataclass(frozen=True)
class Answer:
    """One held-out answer. category: the true class, "" where the exercise has none.  cannot_tell: no
    answer was given, honestly; it is not right, and it is counted by itself too.  dropped: its item was
    taken out of the results; it keeps its place in the series, so that the looks stay where they were
    fixed, and counts for nothing."""

    right: bool
    category: str = ""
    cannot_tell: bool = False
    dropped: bool = False

    @property
    def counts(self) -> bool:
        return self.right and not self.cannot_tell and not self.dropped


@dataclass(frozen=True)
class Recall:
    """One class. n: its items.  right: those recognised.  floor: what level 2 asks, None where it asks
    nothing."""

    category: str
    n: int
    right: int
    floor: float | None = None

    @property
    def share(self) -> float | None:
        """In [0, 1]; None where no item of the class came."""
        return self.right / self.n if self.n else None

    @property
    def is_under(self) -> bool:
        """Whether the class stays under its floor. What never came was never shown."""
        return self.floor is not None and not self.reaches(self.floor)

    def reaches(self, floor: float) -> bool:
        return self.n > 0 and self.right >= _exact(floor) * self.n

    def lacks(self, floor: float) -> float:
        """The fewest further items of the class, all recognised, that would reach the floor; infinite
        where none would."""
        if self.reaches(floor):
            return 0
        share = _exact(floor)
        if not self.n:
            return 1
        return float("inf") if share == 1 else ceil((share * self.n - self.right) / (1 - share))


@dataclass(frozen=True)
class Look:
    """What a look found in the first n answers, of which some may have been dropped. right,
    cannot_tell: of the others.  needed: right for level 2.  interval: of the accuracy, Wilson 95 %.  recalls: key classes as the exercise has them, then the
    others that came.  level: 0 to 3, by this look alone."""

    n: int
    right: int
    cannot_tell: int
    needed: int
    interval: Interval
    recalls: tuple[Recall, ...]
    level: int
    dropped: int = 0

    @property
    def short_by(self) -> int:
        """How many more would have had to be right for level 2, floors aside."""
        return max(0, self.needed - self.right)

    @property
    def under(self) -> tuple[str, ...]:
        """Key classes under their floor."""
        return tuple(recall.category for recall in self.recalls if recall.is_under)


@dataclass(frozen=True)
class Judgement:
    """What a series shows so far.

    level: 0 to 3, the highest of its looks.  look: the first that found this level; None before the
    first look.  looks: all so far, in order.  held_back_by: classes that stand before the next level at
    the last look: below level 2 the key classes under their floor, at level 2 every class under what
    level 3 asks.  items_to_settle: how many more answers until the next look that can still give level
    2; None where it is reached already or no look can.  is_out_of_reach: whether level 2 is not reached
    and cannot be in this series, even if all that is left is right.
    """

    level: int
    look: Look | None
    looks: tuple[Look, ...]
    held_back_by: tuple[str, ...]
    items_to_settle: int | None
    is_out_of_reach: bool


def judge(
    answers: Sequence[Answer], exercise: Exercise, *, field_verified: bool = False
) -> Judgement:
    """answers: those of one series, in the order given.  field_verified: whether a field set of this
    person was verified; without one there is no level 3.

    Raises ValueError for more answers than a series holds.
    """
    if len(answers) > exercise.size:
        raise ValueError(f"a series holds {exercise.size} answers, not {len(answers)}")
    looks = tuple(
        _look(answers[:n], needed, exercise, field_verified)
        for n, needed in exercise.looks
        if n <= len(answers)
    )
    level = max((look.level for look in looks), default=0)
    items = None if level >= 2 else _items_to_settle(answers, exercise)
    return Judgement(
        level=level,
        look=next((look for look in looks if look.level == level), None),
        looks=looks,
        held_back_by=_held_back_by(looks[-1], level, exercise) if looks else (),
        items_to_settle=items,
        is_out_of_reach=level < 2 and items is None,
    )


def _look(first: Sequence[Answer], needed: int, exercise: Exercise, field_verified: bool) -> Look:
    n, right = len(first), sum(answer.counts for answer in first)
    dropped = sum(answer.dropped for answer in first)
    needed = needed_of(n - dropped, n, needed)
    interval = wilson(right, n - dropped)
    recalls = _recalls(first, exercise)
    if interval.lower < exercise.level_1_lower:
        level = 0
    elif right < needed or any(recall.is_under for recall in recalls):
        level = 1
    elif (
        not field_verified
        or interval.lower < exercise.level_3_lower
        or not all(recall.reaches(exercise.level_3_recall) for recall in recalls)
    ):
        level = 2
    else:
        level = 3
    cannot_tell = sum(answer.cannot_tell and not answer.dropped for answer in first)
    return Look(n, right, cannot_tell, needed, interval, recalls, level, dropped)


def needed_of(left: int, n: int, needed: int) -> int:
    """How many right a look asks for where items were dropped and `left` of its n are left: the fewest
    that an observer of 70 % reaches by luck no more often than before. So dropping an item makes no level
    cheaper, and asks nobody for more right answers than before."""
    if left == n:
        return needed
    # Of ten cases seven and three; both sides as whole numbers.
    before = _luck(n, needed)
    return next(
        right for right in range(needed + 1) if _luck(left, right) * 10 ** (n - left) <= before
    )


def _luck(n: int, needed: int) -> int:
    """Of 10**n, how often at least so many of n are right in 70 % of cases."""
    return sum(comb(n, right) * 7**right * 3 ** (n - right) for right in range(needed, n + 1))


def _recalls(answers: Iterable[Answer], exercise: Exercise) -> tuple[Recall, ...]:
    came: dict[str, list[bool]] = defaultdict(list)
    for answer in answers:
        if not answer.dropped:
            came[answer.category].append(answer.counts)
    others = sorted({*came} - {*exercise.floors, ""})
    return tuple(
        Recall(name, len(came[name]), sum(came[name]), exercise.floors.get(name))
        for name in [*exercise.floors, *others]
    )


def _held_back_by(last: Look, level: int, exercise: Exercise) -> tuple[str, ...]:
    if level < 2:
        return last.under
    if level > 2:
        return ()
    return tuple(
        recall.category for recall in last.recalls if not recall.reaches(exercise.level_3_recall)
    )


def _items_to_settle(answers: Sequence[Answer], exercise: Exercise) -> int | None:
    """Which classes the items left will be of is not known here: any that would help count as possible."""
    right = sum(answer.counts for answer in answers)
    lacking = sum(
        recall.lacks(recall.floor)
        for recall in _recalls(answers, exercise)
        if recall.floor is not None
    )
    dropped = sum(answer.dropped for answer in answers)
    for n, fixed in exercise.looks:
        left = n - len(answers)
        if left <= 0:
            continue
        needed = needed_of(n - dropped, n, fixed)
        if right + left >= needed and lacking <= left:
            return left
    return None


def _exact(share: float) -> Fraction:
    """The decimal as written: 0.6 of ten items is six of them."""
    return Fraction(str(share))


# How often luck decides


def pass_probability(
    accuracy: float, exercise: Exercise, by_class: Mapping[str, float] | None = None
) -> float:
    """How often an observer of this true accuracy reaches level 2 in one series, in [0, 1].

    accuracy: in [0, 1], the same in every class; by_class: key class → another one. Key classes share
    the items of every look as evenly as they can, and answers do not depend on each other. An exact sum
    over all outcomes, at the looks and floors of the exercise.
    """
    classes = [*exercise.floors] or [""]
    parts = []
    for place, name in enumerate(classes):
        share = (by_class or {}).get(name, accuracy)
        if not 0 <= share <= 1:
            raise ValueError(f"accuracy {share} is no share")
        sizes = {n: (n + len(classes) - 1 - place) // len(classes) for n, _right in exercise.looks}
        parts.append((sizes, share, exercise.floors.get(name)))
    # One look or the other, less both of them, as both were counted twice.
    return fsum(
        (-1) ** (many + 1) * _passes_all(some, parts)
        for many in range(1, len(exercise.looks) + 1)
        for some in combinations(exercise.looks, many)
    )


_Counts = dict[tuple[int, ...], float]
_Part = tuple[dict[int, int], float, float | None]


def _passes_all(looks: Sequence[tuple[int, int]], parts: Iterable[_Part]) -> float:
    """How often every one of these looks gives level 2."""
    sums: _Counts = {(0,) * len(looks): 1.0}
    for sizes, accuracy, floor in parts:
        more = _recognised([sizes[n] for n, _right in looks], accuracy, floor)
        joined: _Counts = defaultdict(float)
        for so_far, chance in sums.items():
            for added, also in more.items():
                joined[tuple(map(sum, zip(so_far, added, strict=True)))] += chance * also
        sums = joined
    return fsum(
        chance
        for rights, chance in sums.items()
        if all(right >= needed for right, (_n, needed) in zip(rights, looks, strict=True))
    )


def _recognised(sizes: Sequence[int], accuracy: float, floor: float | None) -> _Counts:
    """How many of one class are right up to each look → how often; what is under the floor left out.

    sizes: items of the class up to each look, growing.
    """
    found: _Counts = {(): 1.0}
    before = 0
    for size in sizes:
        new, grown = size - before, {}
        for rights, chance in found.items():
            for more in range(new + 1):
                right = (rights[-1] if rights else 0) + more
                if floor is None or Recall("", size, right).reaches(floor):
                    luck = comb(new, more) * accuracy**more * (1 - accuracy) ** (new - more)
                    grown[*rights, right] = chance * luck
        found, before = grown, size
    return found


# Series after series


@dataclass(frozen=True)
class Series:
    """One that was begun. opened, last_answered: days.  answered: how many answers it holds.
    is_out_of_reach: as its judgement says."""

    opened: date
    last_answered: date
    answered: int
    is_out_of_reach: bool = False


class Wait(StrEnum):
    """What a new series waits for."""

    ROOM = "room"  # the running series has room, and its looks are still to come
    PRACTICE = "practice"  # since the last answer of the series before
    DAYS = "days"  # so many since that answer
    YEAR = "year"  # two were begun within one


@dataclass(frozen=True)
class Opening:
    """Whether a new series may begin. waits: for what it waits, empty where it may.  earliest: the day
    from which days and year allow it, today or later."""

    waits: tuple[Wait, ...]
    earliest: date

    @property
    def is_open(self) -> bool:
        return not self.waits


def may_open_new(
    history: Iterable[Series], today: date, *, last_practice: date | None, exercise: Exercise
) -> Opening:
    """history: all series of one person in one exercise, in any order.  last_practice: the day of the
    last practice on the exercise, None without any.

    A series that could still give level 2, or has given it, is used up first: else unlucky beginnings
    could be left lying. The year is any 365 days. Practice counts from the day after the last answer.
    """
    series = sorted(history, key=lambda one: one.opened)
    if not series:
        return Opening((), today)
    last = max(one.last_answered for one in series)
    days = last + BETWEEN_SERIES
    year = today
    if len(series) >= SERIES_IN_A_YEAR:
        year = series[-SERIES_IN_A_YEAR].opened + YEAR
    holds = {
        Wait.ROOM: room_in(series[-1].answered, exercise) > 0 and not series[-1].is_out_of_reach,
        Wait.PRACTICE: not practised_since(last, last_practice),
        Wait.DAYS: today < days,
        Wait.YEAR: today < year,
    }
    waits = tuple(wait for wait, is_waited_for in holds.items() if is_waited_for)
    return Opening(waits, max(today, days, year))


def practised_since(last_answered: date, last_practice: date | None) -> bool:
    """Whether there was practice after an answer: between sittings, and between series. Two days, or two
    moments."""
    return last_practice is not None and last_practice > last_answered


def room_in(answered: int, exercise: Exercise) -> int:
    """How many answers more the running series takes."""
    return max(0, exercise.size - answered)
