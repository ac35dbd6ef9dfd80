"""What a sitting says of an observer, in numbers. Pure: answers in, plain values out, which are kept as
they are; see courses.calibration.models.CalibrationResult."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Any

from courses.banks.generators import Form
from courses.calibration import agreement
from courses.calibration.levels import Answer, Exercise, Judgement, Look, judge
from courses.calibration.models import Certainty, SittingItem
from courses.calibration.rulings import NO_RULINGS, Ruled, Rulings
from courses.content.blocks.calibration import Exercise as Asked

# What a level that was given asks of the lower bound of the last answers, to be kept.
HOLDS = ((2, 0.70), (1, 0.50))
LAST_ANSWERS = 60
# Answers with their truths.
Pairs = Sequence[tuple[float, float]]
# How sure the three words are taken to be, for the one number of the confidence curve.
STANDS_FOR = {Certainty.SURE: 0.95, Certainty.RATHER: 0.75, Certainty.GUESS: 0.5}
# A bias is told once it is twice its standard error, and at least this share of what was there.
TOLD_BIAS = 0.05
SIZES = 3
LEAST_FOR_SIZES = 6


@dataclass(frozen=True)
class Given:
    """One answer, as far as statistics care. seen: as courses.calibration.judging has it.  is_dropped:
    whether its item was taken out of the results; then only its place in a series is left of it.
    is_corrected: whether it is judged by a truth that was corrected since."""

    right: bool
    cannot_tell: bool
    certainty: str
    is_aided: bool
    in_words: bool
    seconds: float | None
    seen: Mapping[str, Any]
    is_dropped: bool = False
    is_corrected: bool = False

    @property
    def category(self) -> str:
        return str(self.seen.get("class", ""))


def given(items: Iterable[SittingItem], rulings: Rulings = NO_RULINGS) -> list[Given]:
    """The answers among these items, in their order, as they count now.

    rulings: what was decided about the truth of items of the course; where there are any, the items
    come with their versions.
    """
    return [_given(one, rulings.ruled(one)) for one in items if one.is_answered]


def _given(one: SittingItem, ruled: Ruled | None) -> Given:
    now = ruled.judged if ruled else None
    return Given(
        bool(now.right if now else one.right),
        one.cannot_tell,
        one.certainty,
        one.is_aided,
        one.form == Form.WORDS,
        one.seconds,
        now.seen if now else one.seen,
        is_dropped=ruled is not None and now is None,
        is_corrected=now is not None,
    )


def rule_of(asked: Asked) -> Exercise:
    """The level rule of an exercise."""
    return Exercise(
        looks=asked.looks,
        floors={name: asked.floor / 100 for name in asked.key_classes if asked.floor},
    )


def answers_for_level(answers: Iterable[Given]) -> list[Answer]:
    return [
        Answer(one.right, one.category, one.cannot_tell, dropped=one.is_dropped) for one in answers
    ]


@dataclass(frozen=True)
class Standing:
    """level: 0 to 3, what the result shows.  judgement: of the series.  is_kept: whether the level is the
    one of before, which the last answers keep."""

    level: int
    judgement: Judgement
    is_kept: bool = False


def standing_in(
    series: Sequence[Answer],
    rule: Exercise,
    *,
    new: int,
    earlier: int = 0,
    last: Sequence[Answer] = (),
) -> Standing:
    """Where an observer stands by the answers of a series, the last `new` of them just given.

    earlier: the level that results before these still show.  last: the last answers over all series,
    these among them. Only a look gives a level; one that was given before is kept as long as the lower
    bound of the last sixty answers stays where it must be, which is all that a short check can do.
    """
    judgement = judge(series, rule)
    due = [look.level for look in judgement.looks if look.n > len(series) - new]
    given_now = max(due, default=0)
    kept = min(earlier, held_at(last))
    return Standing(max(given_now, kept), judgement, kept > given_now)


def held_at(last: Sequence[Answer]) -> int:
    """The highest level whose bound the last answers keep."""
    last = [one for one in last if not one.dropped][-LAST_ANSWERS:]
    if not last:
        return 0
    bound = agreement.wilson(sum(one.counts for one in last), len(last)).lower
    return next((level for level, least in HOLDS if bound >= least), 0)


# --- the numbers ---------------------------------------------------------------------------------


def numbers_of(answers: Sequence[Given], asked: Asked) -> dict[str, Any]:
    """Everything about the answers of one sitting, as plain values; shares and intervals in [0, 1].

    The accuracy is that of what was answered; "cannot tell" stands beside it. For a level only what is
    right counts, so that nobody gets there by leaving out what is hard. Of items that were taken out of
    the results only their number is told.
    """
    touched = {
        "dropped": sum(one.is_dropped for one in answers),
        "corrected": sum(one.is_corrected for one in answers),
    }
    answers = [one for one in answers if not one.is_dropped]
    right = sum(one.right for one in answers)
    answered = sum(not one.cannot_tell for one in answers)
    interval = agreement.wilson(right, answered)
    told = [(one.certainty, one.right) for one in answers if one.certainty and not one.cannot_tell]
    return {
        "n": len(answers),
        "answered": answered,
        "cannot_tell": len(answers) - answered,
        "right": right,
        "accuracy": right / answered if answered else None,
        "lower": interval.lower,
        "upper": interval.upper,
        **_by_class(answers, asked),
        "estimates": _estimates(answers),
        "confidence": [
            {
                "word": str(one.word),
                "n": one.n,
                "right": one.right,
                "lower": one.interval.lower,
                "upper": one.interval.upper,
            }
            for one in agreement.confidence_curve(told)
        ],
        "brier": agreement.brier_score(told, {str(k): v for k, v in STANDS_FOR.items()}),
        "seconds": agreement.median(one.seconds for one in answers),
        "aided": sum(one.is_aided for one in answers),
        "in_words": sum(one.in_words for one in answers),
        "unaided_right": sum(one.right for one in answers if not one.is_aided),
        **({"gold": touched} if any(touched.values()) else {}),
    }


def _by_class(answers: Sequence[Given], asked: Asked) -> dict[str, Any]:
    """Recall of every class; and where classes were told apart, precision, the table and kappa."""
    told = [
        (str(one.seen["true_category"]), _answered(one))
        for one in answers
        if "true_category" in one.seen
    ]
    rows = []
    table = None
    if told:
        table = agreement.confusion(told)
    for name in asked.classes:
        mine = [one for one in answers if one.category == name]
        right = sum(one.right for one in mine)
        interval = agreement.wilson(right, len(mine))
        row: dict[str, Any] = {
            "class": name,
            "n": len(mine),
            "right": right,
            "recall": right / len(mine) if mine else None,
            "lower": interval.lower,
            "upper": interval.upper,
            "floor": asked.floor / 100 if name in asked.key_classes else None,
        }
        if table and name in table.labels:
            row["precision"] = table.precision[name]
        rows.append(row)
    found: dict[str, Any] = {
        "classes": rows,
        "balanced": agreement.balanced_accuracy((row["right"], row["n"]) for row in rows),
    }
    if table:
        found["confusion"] = {
            "labels": list(table.labels),
            "rows": [list(row) for row in table.counts],
            "cannot_tell": list(table.cannot_tell),
        }
        found["kappa"] = agreement.cohens_kappa(told)
    return found


def _answered(one: Given) -> str | None:
    return None if one.cannot_tell else str(one.seen.get("category") or "") or None


def _estimates(answers: Sequence[Given]) -> list[dict[str, Any]]:
    """For every group of estimates in one unit: bias, absolute error, share within the tolerance, and
    alpha (interval) between the answers and the truth; of all, and by size."""
    groups: dict[tuple[str, str], list[Given]] = defaultdict(list)
    for one in answers:
        if "truth" in one.seen:
            groups[one.seen["group"], str(sorted(one.seen["unit"].items()))].append(one)
    return [_estimate(name, mine) for (name, _unit), mine in sorted(groups.items())]


def _estimate(name: str, answers: Sequence[Given]) -> dict[str, Any]:
    pairs = [
        (float(one.seen["value"]), float(one.seen["truth"]))
        for one in answers
        if one.seen.get("value") is not None and not one.cannot_tell
    ]
    said = [one for one in answers if not one.cannot_tell]
    tolerances = [
        float(one.seen["tolerance"])
        for one in said
        if one.seen.get("value") is not None and "tolerance" in one.seen
    ]
    return {
        "group": name,
        "unit": answers[0].seen["unit"],
        "n": len(pairs),
        "pairs": [[value, truth] for value, truth in pairs],
        "bias": agreement.bias(pairs),
        "relative_bias": relative_bias(pairs),
        "is_biased": is_biased(pairs, tolerances),
        "error": agreement.mean_absolute_error(pairs),
        "within": sum(one.right for one in said) / len(said) if said else None,
        "alpha": agreement.krippendorffs_alpha(pairs, agreement.Metric.INTERVAL)
        if len(pairs) > 1
        else None,
        "sizes": _by_size(pairs),
    }


def relative_bias(pairs: Pairs) -> float | None:
    """Mean of (answer minus truth) over truth: 0.15 is fifteen per cent too much. None where a truth is
    zero or below, as temperatures can be."""
    if not pairs or any(truth <= 0 for _value, truth in pairs):
        return None
    return sum((value - truth) / truth for value, truth in pairs) / len(pairs)


def is_biased(pairs: Pairs, tolerances: Sequence[float] = ()) -> bool:
    """Whether the answers lean to one side by more than chance and by enough to matter: the mean error is
    over twice its standard error, and over five per cent of what was there.

    tolerances: of readings, one for each pair; enough is then what the scale lets one see. Where a truth
    is zero or below, errors are measured by how far the truths lie apart.
    """
    if len(pairs) < LEAST_FOR_SIZES:
        return False
    truths = [truth for _value, truth in pairs]
    apart = max(truths) - min(truths)
    if len(tolerances) == len(pairs) and all(tolerances):
        scales, least = list(tolerances), 1.0
    elif min(truths) > 0:
        scales, least = truths, TOLD_BIAS
    elif apart:
        scales, least = [apart] * len(pairs), TOLD_BIAS
    else:
        return False
    errors = [(value - truth) / scale for (value, truth), scale in zip(pairs, scales, strict=True)]
    mean = sum(errors) / len(errors)
    spread = sqrt(sum((one - mean) ** 2 for one in errors) / (len(errors) - 1))
    return abs(mean) >= least and abs(mean) > 2 * spread / sqrt(len(errors))


def _by_size(pairs: Pairs) -> list[dict[str, Any]]:
    """The bias of the small, the middle and the large ones apart."""
    if len(pairs) < LEAST_FOR_SIZES:
        return []
    ordered = sorted(pairs, key=lambda pair: pair[1])
    cuts = [len(ordered) * part // SIZES for part in range(SIZES + 1)]
    rows = []
    for low, high in pairwise(cuts):
        mine = ordered[low:high]
        rows.append(
            {
                "least": mine[0][1],
                "most": mine[-1][1],
                "n": len(mine),
                "bias": agreement.bias(mine),
                "relative_bias": relative_bias(mine),
            }
        )
    return rows


def series_numbers(standing: Standing, series: Sequence[Answer], number: int) -> dict[str, Any]:
    """What the series says at this moment, beside the numbers of the sitting."""
    right = sum(one.counts for one in series)
    n = sum(not one.dropped for one in series)
    interval = agreement.wilson(right, n)
    judgement = standing.judgement
    return {
        "number": number,
        "n": n,
        "right": right,
        "lower": interval.lower,
        "upper": interval.upper,
        "looks": [_look(look) for look in judgement.looks],
        "held_back_by": list(judgement.held_back_by),
        "items_to_settle": judgement.items_to_settle,
        "is_out_of_reach": judgement.is_out_of_reach,
        "is_kept": standing.is_kept,
    }


def _look(look: Look) -> dict[str, Any]:
    dropped = {"dropped": look.dropped} if look.dropped else {}
    return {
        "n": look.n,
        "right": look.right,
        "needed": look.needed,
        "level": look.level,
        **dropped,
    }
