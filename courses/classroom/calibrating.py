"""What pages show of a calibration: the card in its unit, an item to answer, and what practice came to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from courses.assessment.regrading import Corrected
from courses.banks.generators import is_generated
from courses.banks.models import ItemVersion
from courses.calibration.auditing import Again, Origin, again_of, origins_of
from courses.calibration.choosing import choose, class_of, serves
from courses.calibration.judging import body_of
from courses.calibration.levels import Wait
from courses.calibration.models import CalibrationResult, Phase, Sitting, SittingItem
from courses.calibration.naming import class_name
from courses.calibration.queries import (
    Door,
    block_at,
    door_to,
    items_for,
    level_at,
    practised_times,
    results_at,
    sittings_at,
)
from courses.calibration.rulings import NO_RULINGS, Ruled, Rulings, rulings_at
from courses.classroom.asking import Asked, Passage, ask, review
from courses.content.blocks.calibration import Exercise, exercise_of
from courses.content.outline import Outline, OutlineItem
from courses.enrolment.models import Enrolment
from lms.common.languages import Pair

# Seconds that an item takes until somebody has been measured; for "about 12 minutes". By kind where it
# is more than a look and a word: a sheet is read through, a flock is counted in parts.
USUAL_SECONDS = 25
LONGER = {"count": 50, "estimate": 50, "reading": 50, "coding": 60, "plots": 60, "faults": 80}


@dataclass(frozen=True)
class Calibration:
    """An exercise as its unit's page shows it. level: that valid results show.  reason: of the
    thresholds, as HTML.  seconds: that an item usually takes.  door: whether one may be
    measured now; None for a visitor."""

    exercise: Exercise
    names: Sequence[Pair]
    reason: str = ""
    seconds: float = USUAL_SECONDS
    level: int = 0
    practised: int = 0
    results: Sequence[CalibrationResult] = ()
    open: Mapping[str, Sitting] = field(default_factory=dict)
    done: Mapping[str, Sitting] = field(default_factory=dict)
    door: Door | None = None

    @property
    def result(self) -> CalibrationResult | None:
        """The latest."""
        return next(iter(self.results), None)

    @property
    def again(self) -> Again | None:
        """How the latest came to take another's place."""
        return again_of(self.result) if self.result else None

    @property
    def measuring(self) -> Sitting | None:
        return self.open.get(Phase.MEASURED)

    @property
    def practising(self) -> Sitting | None:
        return self.open.get(Phase.PRACTICE)

    @property
    def aiding(self) -> Sitting | None:
        return self.open.get(Phase.AIDED)

    @property
    def aided(self) -> Sitting | None:
        return self.done.get(Phase.AIDED)

    @property
    def may_measure(self) -> bool:
        return self.door is not None and self.door.is_open

    @property
    def practice_first(self) -> int:
        """How many answers in practice come first, where nothing else does."""
        return self.door.practice_first if self.door else 0

    @property
    def opens(self) -> date | None:
        """The day from which a new series may begin, where it waits for one."""
        return self.door.opens_on if self.door else None

    @property
    def wants_another_day(self) -> bool:
        """Whether a new series waits only for practice on another day than the last answers."""
        opening = self.door.opening if self.door else None
        return opening is not None and Wait.PRACTICE in opening.waits

    @property
    def minutes(self) -> int:
        """How long being measured takes, about."""
        known = [one.numbers["seconds"] for one in self.results if one.numbers.get("seconds")]
        each = known[0] if known else self.seconds
        size = self.door.size if self.door and self.door.size else self.exercise.sitting
        return max(1, round(size * each / 60))


def calibration_of(
    stored: Mapping[str, Any],
    outline: Outline,
    enrolment: Enrolment | None,
    on: datetime,
) -> Calibration:
    """The exercise of a block, as courses.content.rendering makes it, for this learner; for a visitor
    what it measures."""
    block = UUID(stored["uid"])
    exercise = exercise_of(stored["more"]["settings"])
    versions = items_for(outline.release_id, block)
    shown = Calibration(
        exercise,
        [class_name([one.body for one in versions], name) for name in exercise.classes],
        stored["more"]["reason"],
        seconds_for(versions),
    )
    if enrolment is None:
        return shown
    results = results_at(enrolment.person_id, block)
    level = level_at(results, on)
    sittings = sittings_at(enrolment, block)
    return Calibration(
        exercise,
        shown.names,
        shown.reason,
        shown.seconds,
        level,
        practised_times(enrolment.person_id, block),
        results,
        {one.phase: one for one in reversed(sittings) if one.is_open},
        {one.phase: one for one in reversed(sittings) if not one.is_open},
        door_to(enrolment.person_id, block, exercise, level=level, on=on),
    )


def anchor_of(stored: Mapping[str, Any]) -> str:
    """Where an exercise stands on the page of its unit. By a name of its own: within a template's blocks
    "block" is the template's."""
    return f"b-{stored['key']}"


def seconds_for(versions: Sequence[ItemVersion]) -> float:
    """How long one of these items usually takes."""
    each = [LONGER.get(version.item.kind, USUAL_SECONDS) for version in versions]
    return sum(each) / len(each) if each else USUAL_SECONDS


# --- one item ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Met:
    """An item of a sitting as its page shows it. number: counted from 1.  helps: whether help stands
    beside it now.  has_words: whether it can be met as picture or in words.  origin: of a review, where
    the truth comes from.  ruled: what was decided about it since."""

    item: SittingItem
    number: int
    asked: Asked
    has_words: bool
    origin: Origin | None = None
    ruled: Ruled | None = None

    @property
    def is_told(self) -> bool:
        return self.asked.marked is not None

    @property
    def previous(self) -> int:
        """The number of the item before."""
        return self.number - 1


def as_met(mine: SittingItem) -> ItemVersion:
    """The version with the body that this person meets, and with a name that serves this page alone: what
    is drawn is asked in practice and in measuring, and its own uid would tell its class again."""
    version, item = copy(mine.item_version), copy(mine.item_version.item)
    item.uid = uuid5(NAMESPACE_OID, f"{mine.sitting_id}:{mine.position}")
    version.item, version.body = item, body_of(mine)
    return version


def to_answer(mine: SittingItem, *, answer: Any = None, error: str = "") -> Met:
    """The item to be answered, with what stands there already. answer: what was just sent."""
    version = as_met(mine)
    said = mine.answer if answer is None else answer
    asked = ask(version, mine.position + 1, seed=mine.seed, answer=said)
    if error:
        asked = asked.with_error(error)
    return Met(mine, mine.position + 1, asked, is_generated(mine.item_version.body))


@dataclass(frozen=True)
class Truths:
    """Where the truth of items comes from, and what was decided about it. origins: by item version."""

    origins: Mapping[int, Origin] = field(default_factory=dict)
    rulings: Rulings = NO_RULINGS


def truths_of(items: Sequence[SittingItem], unit_id: int) -> Truths:
    """Those of the items of one sitting, in two statements."""
    return Truths(origins_of(one.item_version for one in items), rulings_at(unit_id))


def is_right_now(mine: SittingItem, truths: Truths) -> bool:
    """Whether an answer is right by the truth as it is known now."""
    ruled = truths.rulings.ruled(mine)
    return ruled.judged.right if ruled and ruled.judged else bool(mine.right)


def told(
    mine: SittingItem, outline: Outline, exercise: Exercise, truths: Truths | None = None
) -> Met:
    """The item with the truth, as it is known now, beside what was answered, and where its class is
    explained."""
    truths = truths or Truths()
    ruled = truths.rulings.ruled(mine)
    shown = mine
    if ruled and ruled.version:
        shown = copy(mine)
        shown.item_version = ruled.version
    asked = review(
        as_met(shown), mine.position + 1, seed=mine.seed, answer=mine.answer, outline=outline
    )
    if ruled and ruled.version and ruled.judged:
        told_now = Corrected(ruled.version, ruled.judged.points, ruled.at, ruled.decision.reason)
        asked = replace(asked, corrected=told_now)
    lesson = lesson_of(exercise, class_of(mine.item_version), outline)
    if asked.see is None and lesson is not None:
        asked = replace(asked, see=Passage(*lesson))
    return Met(
        mine,
        mine.position + 1,
        asked,
        is_generated(mine.item_version.body),
        truths.origins.get(mine.item_version_id),
        ruled,
    )


# --- worked examples -----------------------------------------------------------------------------


def examples_of(outline: Outline, item: OutlineItem, block: UUID, form: str) -> list[Asked]:
    """Worked examples of a published exercise."""
    exercise = exercise_of(block_at(item.version_id, block)["settings"])
    return examples_among(items_for(outline.release_id, block), exercise, block, form, outline)


def examples_among(
    items: Sequence[ItemVersion], exercise: Exercise, block: UUID, form: str, outline: Outline
) -> list[Asked]:
    """Worked examples: one after another of the classes, drawn from seeds of their own, with the truth.
    The same for everybody, and none that is asked in practice or measuring."""
    versions = [one for one in items if serves(one, Phase.PRACTICE)]
    chosen = choose(versions, exercise.classes, exercise.examples, seed=block.int, met={})
    shown = []
    for place, one in enumerate(chosen):
        mine = SittingItem(item_version=one.version, position=place, seed=one.seed, form=form)
        shown.append(review(as_met(mine), place + 1, seed=one.seed, answer=None, outline=outline))
    return shown


# --- what practice came to -----------------------------------------------------------------------


@dataclass(frozen=True)
class ClassSoFar:
    """A class in a sitting: how many of its items, and how many right."""

    name: Pair
    n: int
    right: int
    lesson: tuple[OutlineItem, str] | None = None


def by_class(
    items: Sequence[SittingItem], exercise: Exercise, outline: Outline
) -> list[ClassSoFar]:
    """The classes that came, each with the lesson that explains it."""
    answered = [one for one in items if one.is_answered]
    versions = [one.item_version for one in answered]
    n = Counter(class_of(one.item_version) for one in answered)
    right = Counter(class_of(one.item_version) for one in answered if one.right)
    return [
        ClassSoFar(
            class_name([one.body for one in versions], name),
            n[name],
            right[name],
            lesson_of(exercise, name, outline),
        )
        for name in exercise.classes
        if n[name]
    ]


def lesson_of(exercise: Exercise, name: str, outline: Outline) -> tuple[OutlineItem, str] | None:
    """(unit, anchor) where a class is explained, if it still is."""
    lesson = (exercise.lessons or {}).get(name)
    if lesson is None:
        return None
    for item in outline.items:
        if item.key == lesson["unit"]:
            return item, f"b-{lesson['block']}"
    return None
