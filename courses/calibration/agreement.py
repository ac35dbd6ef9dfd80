"""How far answers agree with the truth, and people with each other. Pure: answers in, numbers out.

Everywhere None is a value that is not there: "cannot tell" among answers, a gap among ratings. A number
that is not defined (a share of nothing, agreement where nothing could differ) is None, never zero.
Counting is done in whole numbers and fractions and divided once, so the order of the rows changes nothing,
not even the last digit.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from statistics import median as middle

Number = int | float | Decimal
Class = Hashable
Table = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Interval:
    """lower, upper: in [0, 1]."""

    lower: float
    upper: float


def wilson(right: float, n: int, level: float = 0.95) -> Interval:
    """Where the true share lies, as far as `right` of n answers tell; all of [0, 1] when n is 0.

    right: from 0 to n; parts of an answer count.  level: how often the interval holds the truth, in
    (0, 1).  Raises ValueError outside of these.  Source: E. B. Wilson, JASA 22 (1927) 209–212, without
    correction for continuity: method 3 in R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872.
    """
    if n < 0 or not 0 <= right <= n:
        raise ValueError(f"{right} of {n} is no share")
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1")
    if n == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    return Interval(_lower(right, n, z), 1 - _lower(n - right, n, z))


def _lower(right: float, n: int, z: float) -> float:
    """The smaller root as product over larger one: exactly 0 at 0, and no digits lost beside it."""
    root = sqrt(z * z + 4 * right * (n - right) / n)
    return 2 * right * right / n / (2 * right + z * z + z * root)


# Classes


@dataclass(frozen=True)
class Confusion:
    """Which class was taken for which.

    labels: the classes.  counts: rows are true classes, columns are answers, both in the order of
    labels.  cannot_tell: for each true class, how often no class was given.
    """

    labels: tuple[Class, ...]
    counts: tuple[tuple[int, ...], ...]
    cannot_tell: tuple[int, ...]

    @property
    def n(self) -> int:
        """All items, with those where no class was given."""
        return sum(map(sum, self.counts)) + sum(self.cannot_tell)

    @property
    def right(self) -> int:
        return sum(row[place] for place, row in enumerate(self.counts))

    @property
    def accuracy(self) -> float | None:
        """Right of all items, in [0, 1]: "cannot tell" is not right."""
        return _share(self.right, self.n)

    @property
    def recall(self) -> dict[Class, float | None]:
        """Of the items of a class, the share that was recognised; None where there was no item."""
        return {
            label: _share(row[place], sum(row) + self.cannot_tell[place])
            for place, (label, row) in enumerate(zip(self.labels, self.counts, strict=True))
        }

    @property
    def precision(self) -> dict[Class, float | None]:
        """Of the answers that name a class, the share that was it; None where nobody named it."""
        return {
            label: _share(self.counts[place][place], sum(row[place] for row in self.counts))
            for place, label in enumerate(self.labels)
        }

    @property
    def pairs(self) -> tuple[tuple[Class, Class, int], ...]:
        """(truth, answer, how often) of what was taken for something else, the most frequent first."""
        found = [
            (truth, answer, count)
            for truth, row in zip(self.labels, self.counts, strict=True)
            for answer, count in zip(self.labels, row, strict=True)
            if count and truth != answer
        ]
        return tuple(sorted(found, key=lambda pair: -pair[2]))


def confusion(
    pairs: Iterable[tuple[Class, Class | None]], labels: Sequence[Class] | None = None
) -> Confusion:
    """pairs: (truth, answer), the answer None for "cannot tell".  labels: the classes, in the order of
    the page; without them those that occur, sorted.

    Raises ValueError for a class that is not among labels, and for labels that repeat.
    """
    pairs = list(pairs)
    if labels is None:
        met = {truth for truth, _answer in pairs} | {answer for _truth, answer in pairs}
        labels = sorted(met - {None}, key=lambda label: (str(type(label)), label))
    places = {label: place for place, label in enumerate(labels)}
    if len(places) < len(labels):
        raise ValueError("a class is named twice")
    counts = [[0] * len(labels) for _label in labels]
    cannot_tell = [0] * len(labels)
    for truth, answer in pairs:
        if truth not in places or not (answer is None or answer in places):
            raise ValueError(f"{truth!r} or {answer!r} is not one of the classes")
        if answer is None:
            cannot_tell[places[truth]] += 1
        else:
            counts[places[truth]][places[answer]] += 1
    return Confusion(tuple(labels), tuple(map(tuple, counts)), tuple(cannot_tell))


def balanced_accuracy(classes: Iterable[tuple[int, int]]) -> float | None:
    """The mean recall of the classes that had items, in [0, 1].

    classes: (recognised, items) of each. Guessing one class always gives 1/k of k classes however common
    that class is. Source: K. H. Brodersen et al., ICPR (2010) 3121–3124.
    """
    return _mean([Fraction(right, n) for right, n in classes if n])


# Agreement beyond chance


def cohens_kappa(pairs: Iterable[tuple[Class | None, Class | None]]) -> float | None:
    """Agreement of two who gave classes to the same items, beyond chance: in [-1, 1].

    pairs: (one's class, the other's). A pair with None is left out, as kappa asks about items to which
    both gave a class; how many were left out belongs beside it. None where chance alone would agree
    always. Source: J. Cohen, Educational and Psychological Measurement 20 (1960) 37–46.
    """
    both = Counter(pair for pair in pairs if None not in pair)
    ones, others = Counter[Class](), Counter[Class]()
    for (one, other), count in both.items():
        ones[one] += count
        others[other] += count
    agreed = sum(count for (one, other), count in both.items() if one == other)
    by_chance = sum(count * others[label] for label, count in ones.items())
    return _kappa(agreed, by_chance, both.total())


def cohens_kappa_of(table: Table) -> float | None:
    """The same from a square table of counts: rows one's classes, columns the other's, same order.

    Raises ValueError for a table that is not square, or with a count below zero.
    """
    _check(table)
    if any(len(row) != len(table) for row in table):
        raise ValueError("the table is not square")
    agreed = sum(row[place] for place, row in enumerate(table))
    columns = [sum(column) for column in zip(*table, strict=True)]
    by_chance = sum(sum(row) * column for row, column in zip(table, columns, strict=True))
    return _kappa(agreed, by_chance, sum(columns))


def _kappa(agreed: int, by_chance: int, n: int) -> float | None:
    """agreed: items.  by_chance: sum of the products of both counts of each class, of n squared."""
    if n * n == by_chance:
        return None
    return float(Fraction(n * agreed - by_chance, n * n - by_chance))


def fleiss_kappa(table: Table) -> float | None:
    """Agreement beyond chance of equally many raters on every item: in [-1, 1].

    table: rows are items, columns classes, cells how many raters gave the class; the raters need not be
    the same from item to item. None where all gave one class. Raises ValueError where rows differ in
    length or sum, sum to less than two, or hold a count below zero. Source: J. L. Fleiss, Psychological
    Bulletin 76 (1971) 378–382.
    """
    _check(table)
    if not table:
        return None
    raters = sum(table[0])
    if raters < 2 or any(sum(row) != raters or len(row) != len(table[0]) for row in table):
        raise ValueError("every item needs the same number of raters, two or more")
    items = len(table)
    same = sum(count * (count - 1) for row in table for count in row)
    observed = Fraction(same, items * raters * (raters - 1))
    used = [sum(column) for column in zip(*table, strict=True)]
    expected = Fraction(sum(count * count for count in used), (items * raters) ** 2)
    return None if expected == 1 else float((observed - expected) / (1 - expected))


def _check(table: Table) -> None:
    if any(count < 0 for row in table for count in row):
        raise ValueError("a count is below zero")


class Metric(StrEnum):
    """How different two ratings are: or not the same; by ranks between them; by their difference."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorffs_alpha(
    units: Iterable[Sequence[Hashable]], metric: Metric = Metric.NOMINAL
) -> float | None:
    """Agreement of any number of raters, with gaps: 1 is perfect, 0 chance, below 0 worse than chance.

    units: for each thing that was rated, its ratings, None where somebody gave none; who gave which does
    not matter. A unit with fewer than two ratings has nothing to agree and is left out. None where
    nothing is left, or where all ratings are the same. Ordinal and interval ratings are numbers; raises
    ValueError where they are not. Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability,
    University of Pennsylvania (2011).
    """
    kept = [[value for value in unit if value is not None] for unit in units]
    kept = [unit for unit in kept if len(unit) > 1]
    if metric is Metric.NOMINAL:
        within = [Fraction(_unlike(unit), len(unit) - 1) for unit in kept]
        between = Fraction(_unlike([value for unit in kept for value in unit]))
    else:
        points = [[_exact(value) for value in unit] for unit in kept]
        if metric is Metric.ORDINAL:
            points = _ranked(points)
        within = [_apart(unit) / (len(unit) - 1) for unit in points]
        between = _apart([value for unit in points for value in unit])
    if not between:
        return None
    return float(1 - (sum(map(len, kept)) - 1) * sum(within, Fraction()) / between)


def _unlike(values: Sequence[Hashable]) -> int:
    """Ordered pairs that differ."""
    return len(values) ** 2 - sum(count * count for count in Counter(values).values())


def _apart(values: Sequence[Fraction]) -> Fraction:
    """Squared differences, summed over ordered pairs."""
    total = sum(values, Fraction())
    return 2 * (len(values) * sum((value * value for value in values), Fraction()) - total * total)


def _ranked(units: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    """Each value at the middle of its ranks. Krippendorff's ordinal difference, the ratings between two
    values and half of those at either, is the distance of the middles."""
    counts = Counter(value for unit in units for value in unit)
    middles, below = {}, 0
    for value in sorted(counts):
        middles[value] = below + Fraction(counts[value], 2)
        below += counts[value]
    return [[middles[value] for value in unit] for unit in units]


# Numbers


def bias(pairs: Iterable[tuple[Number | None, Number]]) -> float | None:
    """Mean of answer minus truth, in the unit of both: above zero is too much.

    pairs: (answer, truth); without an answer a pair is left out. Raises ValueError for what is not finite.
    """
    return _mean(_errors(pairs))


def mean_absolute_error(pairs: Iterable[tuple[Number | None, Number]]) -> float | None:
    """Mean distance of answer and truth, in the unit of both; pairs as in bias()."""
    return _mean([abs(error) for error in _errors(pairs)])


def median(values: Iterable[Number | None]) -> float | None:
    """The middle one, or the mean of the two; for example of seconds for an item."""
    known = [_exact(value) for value in values if value is not None]
    return float(middle(known)) if known else None


def _errors(pairs: Iterable[tuple[Number | None, Number]]) -> list[Fraction]:
    return [_exact(answer) - _exact(truth) for answer, truth in pairs if answer is not None]


def _exact(value: Hashable) -> Fraction:
    """The decimal as a person would write it. Raises ValueError for what is no finite number."""
    return Fraction(str(value))


def _mean(values: Sequence[Fraction]) -> float | None:
    return float(sum(values, Fraction()) / len(values)) if values else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


# Confidence


class Confidence(StrEnum):
    """How sure somebody said to be, the surest first."""

    SURE = "sure"
    RATHER = "rather"
    GUESS = "guess"


@dataclass(frozen=True)
class Calibrated:
    """What came of one word. n: answers with it.  right: those that were right.  share: in [0, 1], None
    where n is 0.  interval: Wilson, 95 %."""

    word: Confidence
    n: int
    right: int
    share: float | None
    interval: Interval


def confidence_curve(answers: Iterable[tuple[str, bool]]) -> tuple[Calibrated, ...]:
    """One point for every word, the surest first, also where nobody used it.

    answers: (word, whether the answer was right). Raises ValueError for another word.
    """
    answers = [(Confidence(word), right) for word, right in answers]
    found = []
    for word in Confidence:
        came = [right for said, right in answers if said is word]
        n, right = len(came), sum(came)
        found.append(Calibrated(word, n, right, _share(right, n), wilson(right, n)))
    return tuple(found)


def brier_score(
    answers: Iterable[tuple[str, bool]], stands_for: Mapping[str, Number]
) -> float | None:
    """Mean squared distance of what was said and what came: 0 is best, 1 worst, 0.25 always "half".

    answers: as in confidence_curve().  stands_for: word → the probability that people were told it
    means, in [0, 1]; where nobody told them, a score would measure what they never said. Raises
    ValueError for a word without one, and for what is no probability. Source: G. W. Brier, Monthly
    Weather Review 78 (1950) 1–3, in its form for two outcomes.
    """
    means = {word: _exact(value) for word, value in stands_for.items()}
    if any(not 0 <= value <= 1 for value in means.values()):
        raise ValueError("a probability is outside of [0, 1]")
    answers = list(answers)
    if unknown := {word for word, _right in answers} - {*means}:
        raise ValueError(f"nobody told what {sorted(unknown)} means")
    return _mean([(means[word] - int(right)) ** 2 for word, right in answers])
