"""What the page of a calibration's result shows: gathered here, said and drawn in the modules beside."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.calibration.auditing import again_of
from courses.calibration.levels import Exercise as Rule
from courses.calibration.models import CalibrationResult, Sitting, SittingItem
from courses.calibration.naming import class_names, group_name
from courses.calibration.queries import (
    Door,
    aided_of,
    beside,
    block_at,
    cohort_beside,
    door_to,
    items_for,
    items_of,
    plan_of,
    results_at,
)
from courses.calibration.results import LEAST_FOR_SIZES, rule_of
from courses.classroom.asking import Passage, passage
from courses.classroom.calibration_bias import (
    bias_figure,
    bias_of,
    error_in,
    sizes_of,
)
from courses.classroom.calibration_figures import (
    Figure,
    classes_figure,
    confidence_figure,
    confused,
    confusion_figure,
    trust_figure,
)
from courses.classroom.calibration_words import (
    accuracy_of,
    earlier_of,
    kept_of,
    luck_of,
    next_steps,
    settling_of,
    title_of,
    titled,
    untold_of,
    validity_of,
)
from courses.content.blocks.calibration import Exercise, exercise_of
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import blocks_of, outline_by_id, rendered
from lms.common.languages import LANGUAGES, Pair, current_language, text

MOST_PAIRS = 3


@dataclass(frozen=True)
class Where:
    """The exercise of a sitting: as it was measured, and where it stands in the course now. item: the
    unit now, or as it was where the course has it no longer.  block: as stored when it was measured.
    exercise_now: None where it can no longer be practised."""

    outline: Outline
    item: OutlineItem
    block: Mapping[str, Any]
    exercise: Exercise
    exercise_now: Exercise | None

    @property
    def title(self) -> Pair:
        return titled(self.block["texts"])

    @property
    def rule(self) -> Rule:
        return rule_of(self.exercise)


def where_of(sitting: Sitting) -> Where:
    """Where a sitting belongs."""
    then = outline_by_id(sitting.release_id)
    measured = then.by_unit[sitting.unit_id]
    stored = block_at(measured.version_id, sitting.block)
    exercise = exercise_of(stored["settings"])
    in_force = sitting.enrolment.run.course.in_force_id
    outline = outline_by_id(in_force) if in_force else then
    item = outline.by_unit.get(sitting.unit_id)
    if item is None:
        return Where(outline, measured, stored, exercise, None)
    now = next(
        (one for one in blocks_of(item.version_id) if one["uid"] == str(sitting.block)), None
    )
    exercise_now = exercise_of(now["settings"]) if now and in_force else None
    return Where(outline, item, stored, exercise, exercise_now)


@dataclass(frozen=True)
class Held:
    """A class that stands before level 2. row: its numbers in this sitting.  lesson: where it is
    explained."""

    key: str
    name: Pair
    row: Mapping[str, Any] | None
    lesson: Passage | None


@dataclass(frozen=True)
class MixUp:
    """What was taken for what, and where they are explained. lessons: (the class that is, where).
    in_one_place: both of them."""

    true: Pair
    taken: Pair
    n: int
    lessons: Sequence[tuple[Pair, Passage]]
    in_one_place: bool


@dataclass(frozen=True)
class Estimates:
    """One group of estimates: what they are of, to which side they lean, and how far off they are.
    is_few: whether it is one of several, and has too few answers to show any leaning."""

    name: Pair
    said: str
    numbers: Mapping[str, Any]
    figure: Figure | None
    sizes: Sequence[str]
    is_few: bool = False

    @property
    def error(self) -> str:
        """The mean absolute error, with its unit."""
        return error_in(self.numbers["error"], self.numbers["unit"])


@dataclass(frozen=True)
class Aided:
    """What the set with help came to. helped, helped_right: of the items at which help was opened."""

    n: int
    right: int
    helped: int
    helped_right: int
    closed_at: datetime | None

    @property
    def alone(self) -> int:
        return self.n - self.helped

    @property
    def alone_right(self) -> int:
        return self.right - self.helped_right


def aided_in(items: Sequence[SittingItem], closed_at: datetime | None) -> Aided:
    """The answers of a set with help, with it and without."""
    told = [one for one in items if one.is_answered]
    helped = [one for one in told if one.is_aided]
    return Aided(
        len(told),
        sum(bool(one.right) for one in told),
        len(helped),
        sum(bool(one.right) for one in helped),
        closed_at,
    )


def result_page(result: CalibrationResult, on: datetime) -> dict[str, Any]:
    """Everything that the page shows of a result."""
    sitting, numbers = result.sitting, result.numbers
    where = where_of(sitting)
    names = _names(where, sitting, numbers)
    person = sitting.enrolment.person_id
    standing = results_at(person, sitting.block)
    highest = max((one for one in standing if one.is_valid(on)), key=_level, default=None)
    door = _door(where, sitting, highest.level if highest else 0, on)
    cohort = cohort_beside(person, where.outline.course_id, sitting.block, on=on)
    before, after = beside(result)
    mix_ups = _mix_ups(numbers, names, where)
    estimates = estimates_of(numbers, where.title)
    return {
        "result": result,
        "numbers": numbers,
        "names": names,
        "where": where,
        "item": where.item,
        "title": title_of(result.level, numbers),
        "accuracy": accuracy_of(numbers, is_titled=result.level == 0),
        "kept": kept_of(result.level, numbers),
        "untold": untold_of(numbers),
        "settling": settling_of(numbers, where.rule),
        "held_back": _held_back(result, names, where),
        "floor": where.exercise.floor,
        "earlier": earlier_of(
            result.level,
            highest.level if highest else 0,
            highest.valid_until if highest else None,
        ),
        "validity": validity_of(result.valid_until, on),
        "door": door,
        "steps": next_steps(
            door, numbers, where.rule, expires=bool(highest and highest.valid_until)
        ),
        "trust": trust_figure(numbers, where.rule, cohort),
        "estimates": [one for one in estimates if not one.is_few],
        "few": [one for one in estimates if one.is_few],
        "classes": classes_figure(numbers, names),
        "confusion": confusion_figure(numbers, names),
        "mix_ups": mix_ups,
        "confidence": confidence_figure(numbers),
        "cohort": cohort,
        "aided": _aided(sitting),
        "plan": plan_of(sitting),
        "before": before,
        "again": again_of(result),
        "after": after,
        "reason": _reason(where, sitting.block),
        "luck": luck_of(where.rule),
        "looks": [n for n, _needed in where.exercise.looks],
    }


def _level(result: CalibrationResult) -> tuple[int, float]:
    """The higher level, and of equal ones the one that is valid for longer."""
    until = result.valid_until
    return result.level, until.timestamp() if until else float("inf")


def _names(where: Where, sitting: Sitting, numbers: Mapping[str, Any]) -> dict[str, Pair]:
    bodies = [one.body for one in items_for(sitting.release_id, sitting.block)]
    labels = numbers.get("confusion", {}).get("labels", ())
    return class_names(bodies, dict.fromkeys([*where.exercise.classes, *labels]))


def _door(where: Where, sitting: Sitting, level: int, on: datetime) -> Door | None:
    enrolment = sitting.enrolment
    if where.exercise_now is None or not enrolment.is_open or enrolment.run.is_over(on):
        return None
    return door_to(enrolment.person_id, sitting.block, where.exercise_now, level=level, on=on)


def lesson_of(where: Where, category: str) -> Passage | None:
    """Where a class is explained, if it still is."""
    lesson = (where.exercise.lessons or {}).get(category)
    return passage({"see": lesson}, where.outline)


def _held_back(result: CalibrationResult, names: Mapping[str, Pair], where: Where) -> list[Held]:
    """What stands before level 2; before level 3 nothing is said to stand, as it asks for more than
    items."""
    if result.level >= 2:
        return []
    rows = {row["class"]: row for row in result.numbers["classes"]}
    return [
        Held(name, names.get(name, Pair(lt=name, en=name)), rows.get(name), lesson_of(where, name))
        for name in result.numbers["series"]["held_back_by"]
    ]


def _mix_ups(numbers: Mapping[str, Any], names: Mapping[str, Pair], where: Where) -> list[MixUp]:
    found = []
    for true, taken, n in confused(numbers)[:MOST_PAIRS]:
        lessons = [(names[name], lesson_of(where, name)) for name in (true, taken)]
        there = [(name, one) for name, one in lessons if one is not None]
        # Both may be explained in one place.
        once = {(one.item.uid, one.anchor): (name, one) for name, one in there}
        in_one_place = len(there) == 2 and len(once) == 1
        found.append(MixUp(names[true], names[taken], n, [*once.values()], in_one_place))
    return found


def estimates_of(numbers: Mapping[str, Any], title: Pair) -> list[Estimates]:
    """Each group of estimates with its figure."""
    found = []
    groups = Counter(one["group"] for one in numbers["estimates"])
    for place, one in enumerate(numbers["estimates"], 1):
        said, name = bias_of(one), group_name(one["group"], title)
        if groups[one["group"]] > 1:
            # Instruments of several scales: the unit says which of them this is.
            name = _with_unit(name, one["unit"])
        # A figure of two circles tells nothing, and a page of such figures hides the one that does.
        few = len(numbers["estimates"]) > 1 and one["n"] < LEAST_FOR_SIZES
        figure = None if few else bias_figure(one, f"bias-{place}", said)
        found.append(Estimates(name, said, one, figure, sizes_of(one), few))
    return found


def _with_unit(name: Pair, unit: Pair) -> Pair:
    return {code: f"{text(name, code)}, {text(unit, code)}" for code in LANGUAGES}  # type: ignore[return-value]


def _aided(sitting: Sitting) -> Aided | None:
    one = aided_of(sitting)
    return aided_in(items_of(one), one.closed_at) if one else None


def _reason(where: Where, block: UUID) -> str:
    """The reason of the thresholds, as HTML, where the unit still has it."""
    if where.exercise_now is None:
        return ""
    blocks = rendered(where.item.version_id, current_language()).blocks
    found = next((one for one in blocks if one["uid"] == str(block)), None)
    return str(found.get("more", {}).get("reason", "")) if found else ""
