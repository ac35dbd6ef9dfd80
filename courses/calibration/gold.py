"""Whether the truth of items holds: what learners' answers say of it, and what experts say. Pure.

Two signs speak against a truth. Those who are right about everything else disagree with it; or being right
about it goes along with being wrong elsewhere. Both are looked for among held-out answers only, as practice
tells the truth after every answer.

Discrimination is the corrected item-rest correlation: of the points for the item (1 or 0) with the share
that the same person has right among all *other* held-out answers, so that the item does not vouch for
itself. Source: S. Henrysson, Psychometrika 28 (1963) 211–218. The best learners are the upper 27 per cent
by that share. Source: T. L. Kelley, Journal of Educational Psychology 30 (1939) 17–24.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, sqrt
from typing import Any

from courses.calibration.agreement import Metric, fleiss_kappa, krippendorffs_alpha

# Fewer other answers say little of how good somebody is.
LEAST_REST = 10
# Under thirty answers a correlation of 0.3 is often taken for none: its standard error is 0.18 at 30.
LEAST_ANSWERS = 30
# An item of 0.3 falls under this in about one of eight cases at thirty answers; the 0.2 of examinations
# would flag four of ten sound items.
LOW = 0.10
# What nearly everybody has right tells nobody apart, and its truth is in no doubt.
SURELY_RIGHT = 0.90
UPPER = Fraction(27, 100)
# Of fewer, one more or less would decide.
LEAST_BEST = 6
DISAGREE = 0.60
# Of two people Cohen's kappa or alpha says the same, and alpha stands there.
LEAST_FOR_KAPPA = 3


class Sign(StrEnum):
    """What speaks against the truth of an item."""

    BEST_DISAGREE = "best-disagree"
    NEGATIVE = "negative"
    LOW = "low"


@dataclass(frozen=True)
class Heard:
    """One held-out answer of a learner. item: whose truth it is about.  right: as it was judged.
    counts_right: as it counts now, None where it counts no more.  said: the class that was named, ""
    where none was."""

    person: int
    item: Hashable
    right: bool
    cannot_tell: bool = False
    counts_right: bool | None = None
    said: str = ""


@dataclass(frozen=True)
class Audit:
    """What learners' answers say of one item.

    n: answers.  right, cannot_tell: of these.  discrimination: in [-1, 1]; None where it is not defined,
    as nobody or everybody was right, or all are equally good.  rated: answers that it rests on.  best: the
    best learners who gave an answer, and disagree: how many of them say something else than the truth.
    instead: what most of these say; "" where they named no class.
    """

    n: int
    right: int
    cannot_tell: int
    rated: int
    discrimination: float | None
    best: int
    disagree: int
    instead: str = ""

    @property
    def share(self) -> float | None:
        """Of all answers, the share that was right."""
        return self.right / self.n if self.n else None

    @property
    def disagreement(self) -> float | None:
        """Of the best learners, the share that disagrees with the truth."""
        return self.disagree / self.best if self.best else None

    @property
    def signs(self) -> tuple[Sign, ...]:
        found = []
        if self.best >= LEAST_BEST and self.disagree >= DISAGREE * self.best:
            found.append(Sign.BEST_DISAGREE)
        r = self.discrimination
        if r is not None and self.rated >= LEAST_ANSWERS and self.right < SURELY_RIGHT * self.n:
            if r < 0:
                found.append(Sign.NEGATIVE)
            elif r < LOW:
                found.append(Sign.LOW)
        return tuple(found)

    @property
    def is_suspect(self) -> bool:
        return bool(self.signs)


def audit(answers: Iterable[Heard]) -> dict[Hashable, Audit]:
    """Item → what the answers of one exercise say of it."""
    answers = list(answers)
    scores: dict[int, Counter[bool]] = defaultdict(Counter)
    for one in answers:
        if one.counts_right is not None:
            scores[one.person][one.counts_right] += 1
    by_item: dict[Hashable, list[Heard]] = defaultdict(list)
    for one in answers:
        by_item[one.item].append(one)
    return {
        item: _audit([(one, _rest(one, scores[one.person])) for one in mine])
        for item, mine in by_item.items()
    }


def _rest(one: Heard, score: Mapping[bool, int]) -> Fraction | None:
    """The share right of the same person's other answers; None where they are too few."""
    n = score[True] + score[False] - (one.counts_right is not None)
    return Fraction(score[True] - bool(one.counts_right), n) if n >= LEAST_REST else None


def _audit(rows: Sequence[tuple[Heard, Fraction | None]]) -> Audit:
    rated = [(one, rest) for one, rest in rows if rest is not None]
    best = [one for one in _best(rated) if not one.cannot_tell]
    against = [one for one in best if not one.right]
    named = Counter(one.said for one in against if one.said).most_common(1)
    return Audit(
        n=len(rows),
        right=sum(one.right for one, _rest in rows),
        cannot_tell=sum(one.cannot_tell for one, _rest in rows),
        rated=len(rated),
        discrimination=correlation([(int(one.right), rest) for one, rest in rated]),
        best=len(best),
        disagree=len(against),
        instead=named[0][0] if named else "",
    )


def _best(rated: Sequence[tuple[Heard, Fraction]]) -> list[Heard]:
    """The upper 27 per cent, with all who are as good as the last of them."""
    if not rated:
        return []
    shares = sorted((rest for _one, rest in rated), reverse=True)
    last = shares[ceil(len(shares) * UPPER) - 1]
    return [one for one, rest in rated if rest >= last]


def correlation(pairs: Sequence[tuple[int, Fraction]]) -> float | None:
    """Pearson's; for points of 1 and 0 it is the point-biserial one. None where one side does not vary."""
    n = len(pairs)
    x, y = sum(a for a, _b in pairs), sum((b for _a, b in pairs), Fraction())
    across = n * sum((a * b for a, b in pairs), Fraction()) - x * y
    one = n * sum(a * a for a, _b in pairs) - x * x
    other = n * sum((b * b for _a, b in pairs), Fraction()) - y * y
    if not one or not other:
        return None
    found = float(across) / sqrt(float(one) * float(other))
    return max(-1.0, min(1.0, found))


# --- experts -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Voice:
    """One expert's answer. item: what was answered, down to the seed.  right: whether it agrees with the
    truth.  seen: as courses.calibration.judging has it."""

    expert: int
    item: Hashable
    right: bool
    cannot_tell: bool
    seen: Mapping[str, Any]

    @property
    def category(self) -> str:
        return str(self.seen.get("class", ""))


@dataclass(frozen=True)
class Agreed:
    """How far experts agree. experts: people.  items: that two or more of them answered.  answers: of
    all, without those who could not tell; right: of these, as the truth says.  alpha: Krippendorff's,
    with the metric of the answers; None where nothing could differ.  kappa: Fleiss', of the classes that
    three experts or more gave; shared: the items that it rests on, to which each of them gave one. None
    of numbers, of fewer experts, and where nothing could differ."""

    experts: int
    items: int
    answers: int
    right: int
    metric: Metric
    alpha: float | None
    kappa: float | None = None
    shared: int = 0


def agreed(voices: Iterable[Voice]) -> list[Agreed]:
    """The agreement of experts: classes together, and numbers by what they count and in which unit, as
    numbers of different things are not compared. The larger groups first."""
    groups: dict[tuple[str, ...], list[Voice]] = defaultdict(list)
    for one in voices:
        groups[_group(one)].append(one)
    found = [_agreed(mine) for _name, mine in sorted(groups.items())]
    return sorted(found, key=lambda one: -one.answers)


def _group(one: Voice) -> tuple[str, ...]:
    if "truth" in one.seen:
        unit = sorted((one.seen.get("unit") or {}).items())
        return (Metric.INTERVAL, str(one.seen.get("group", "")), str(unit))
    return (Metric.NOMINAL,)


def _agreed(voices: Sequence[Voice]) -> Agreed:
    metric = Metric(_group(voices[0])[0])
    by_item: dict[Hashable, list[Any]] = defaultdict(list)
    for one in voices:
        by_item[one.item].append(None if one.cannot_tell else _rating(one, metric))
    units = [[said for said in mine if said is not None] for mine in by_item.values()]
    experts = len({one.expert for one in voices})
    shared = [said for said in units if len(said) == experts]
    if metric is Metric.INTERVAL or experts < LEAST_FOR_KAPPA:
        shared = []
    return Agreed(
        experts=experts,
        items=sum(len(mine) > 1 for mine in units),
        answers=sum(not one.cannot_tell for one in voices),
        right=sum(one.right for one in voices),
        metric=metric,
        alpha=krippendorffs_alpha(units, metric),
        kappa=_kappa(shared),
        shared=len(shared),
    )


def _kappa(shared: Sequence[Sequence[Hashable]]) -> float | None:
    """Fleiss' kappa of items that equally many people gave a class to."""
    classes = sorted({said for one in shared for said in one}, key=str)
    return fleiss_kappa([[one.count(name) for name in classes] for one in shared])


def _rating(one: Voice, metric: Metric) -> Hashable:
    """What is compared. Where a kind names no class, it is whether the answer was right."""
    if metric is Metric.INTERVAL:
        return one.seen.get("value")
    return str(one.seen.get("category") or one.right)
