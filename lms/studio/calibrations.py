"""What the page of an exercise's classes and rules shows."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.generators import is_generated
from courses.banks.models import Item, ItemVersion
from courses.banks.queries import newest_in
from courses.calibration.levels import pass_probability
from courses.calibration.naming import class_name
from courses.calibration.results import rule_of
from courses.content.actions.measuring import read_rules
from courses.content.blocks.calibration import (
    LEAST_SITTING,
    MOST_AIDED,
    MOST_EXAMPLES,
    MOST_FLOORS,
    MOST_MONTHS,
    MOST_PRACTICE,
    MOST_SERIES,
    Exercise,
    exercise_of,
    usual_looks,
)
from courses.content.models import Course, Met, ReleaseItem, Unit
from lms.common.errors import Refusal
from lms.common.languages import Pair, current_language, text
from lms.common.search import fold
from lms.common.wording import NBSP, listed, number
from lms.studio.desk import Desk
from lms.studio.items import DIFFICULTIES, Passage, numbered, passages_in

# Whoever is right so often should hardly ever reach level 2, and whoever is right so often nearly always.
UNSKILLED, SKILLED = 0.7, 0.9
# More than that, and luck gives the level too often.
MOST_LUCK = 0.03
LEAST_FOUND = 0.9


@dataclass(frozen=True)
class Stock:
    """The items of one class that there are in one pool: (difficulty, how many). drawn: whether each of
    them is drawn anew, as often as it is wanted."""

    label: str
    counts: list[tuple[Promise, int]]
    drawn: bool = False


@dataclass(frozen=True)
class ClassRow:
    """One class that the bank has, or that the exercise names. n: its place among the rows.  lesson:
    "unit/block"."""

    n: int
    name: str
    said: Pair
    stock: list[Stock]
    chosen: bool
    is_key: bool
    lesson: str
    lacks: str = ""


@dataclass(frozen=True)
class Chances:
    """How often somebody who is right in 70 and in 90 % of cases reaches level 2 in one series; shares."""

    unskilled: float
    skilled: float

    @property
    def is_lucky(self) -> bool:
        return self.unskilled > MOST_LUCK

    @property
    def is_hard(self) -> bool:
        return self.skilled < LEAST_FOUND

    @property
    def low(self) -> str:
        return small_percent(self.unskilled)

    @property
    def high(self) -> str:
        return small_percent(self.skilled)


def small_percent(share: float) -> str:
    """ "2.4%": with a decimal, as a little under three in a hundred and a little over are told apart."""
    shown = number(share * 100, 1)
    return f"{shown}{NBSP}%" if current_language() == "lt" else f"{shown}%"


@dataclass(frozen=True)
class CalibrationDesk:
    """The page. said: what stands in the fields, by name.  counts: whether this exercise decides when the
    unit is done.  chances: None where the rules cannot be worked out."""

    slug: str
    unit: Unit
    label: str
    title: Pair
    block: str
    name: Pair
    rows: list[ClassRow]
    passages: list[tuple[str, list[Passage]]]
    said: dict[str, str]
    requirement: str
    level: int
    counts: bool
    item: ReleaseItem
    chances: Chances | None
    exercise: Exercise | None

    @property
    def chosen(self) -> list[ClassRow]:
        return [one for one in self.rows if one.chosen]

    @property
    def others(self) -> list[ClassRow]:
        """What else the bank has; of a bank for several exercises that is most of it."""
        return [one for one in self.rows if not one.chosen]

    @property
    def limits(self) -> dict[str, int]:
        return {
            "least": LEAST_SITTING,
            "most": MOST_SERIES,
            "practice": MOST_PRACTICE,
            "examples": MOST_EXAMPLES,
            "aided": MOST_AIDED,
            "months": MOST_MONTHS,
            "floors": MOST_FLOORS,
        }

    @property
    def places(self) -> list[str]:
        """The values that a lesson may have, as they are offered."""
        return [one.value for _unit, found in self.passages for one in found]

    @property
    def usual(self) -> str:
        """The thresholds where the fields stay empty."""
        sitting = self.exercise.sitting if self.exercise else 40
        return looks_say(usual_looks(sitting))

    @property
    def sums_up(self) -> str:
        """What learners will meet, in plain sentences."""
        return sums_up(self)

    @property
    def short_of(self) -> list[tuple[str, str]]:
        """(class, what it lacks) of the classes that are chosen."""
        return [(text(row.said), row.lacks) for row in self.rows if row.chosen and row.lacks]


def calibration_desk(
    course: Course, desk: Desk, unit: Unit, block: str, typed: QueryDict | None = None
) -> CalibrationDesk:
    """The exercise of a block; 404 where the unit has no such block. typed: what was sent and is not
    kept (yet): it is shown instead of what is stored."""
    units = numbered(desk.draft)
    here = next((one for one in units if one.unit.item.unit_id == unit.pk), None)
    if here is None:
        raise Http404(_("This unit is no longer in the course."))
    blocks: list[dict[str, Any]] = here.unit.content["blocks"]
    mine = [one for one in blocks if one["kind"] == "calibration"]
    found = next((one for one in mine if one["uid"] == block), None)
    if found is None:
        raise Http404(_("This unit has no such calibration."))
    settings = found["settings"]
    versions = [one for one in newest_in(course.bank) if one.item.archived_at is None]
    rows = class_rows(versions, settings, typed)
    said = said_in(settings) if typed is None else {name: typed.get(name, "") for name in FIELDS}
    exercise = exercise_of(settings) if typed is None else exercise_typed(typed)
    item = here.unit.item
    requirement, level = item.requirement, item.level_at_least or 0
    if typed is not None:
        requirement, level = required(typed)
    return CalibrationDesk(
        slug=course.slug,
        unit=unit,
        label=here.label,
        title=here.title,
        block=block,
        name={code: texts.get("title", "") for code, texts in found["texts"].items()},  # type: ignore[arg-type]
        rows=rows,
        passages=passages_in(units),
        said=said,
        requirement=requirement,
        level=level,
        # Only a unit's first calibration can make it done.
        counts=mine[0] is found,
        item=item,
        chances=chances_of(exercise),
        exercise=exercise,
    )


# --- classes -------------------------------------------------------------------------------------


def class_rows(
    versions: Sequence[ItemVersion], settings: Mapping[str, Any], typed: QueryDict | None
) -> list[ClassRow]:
    """The classes that are chosen first, in their order; then what else the bank has."""
    by_class: dict[str, list[ItemVersion]] = defaultdict(list)
    for version in versions:
        by_class[version.item.category].append(version)
    by_class.pop("", None)
    stood = settings["classes"]
    order = [*stood, *sorted(by_class.keys() - set(stood), key=fold)]
    chosen, keys, lessons = stood, settings["key_classes"], _lessons(settings)
    if typed is not None:
        chosen, keys = typed.getlist("class"), typed.getlist("key")
        lessons = lessons_typed(typed)
    return [
        ClassRow(
            n=n,
            name=name,
            said=class_name([one.body for one in by_class[name]], name),
            stock=stock_of(by_class[name]),
            chosen=name in chosen,
            is_key=name in keys,
            lesson=lessons.get(name, ""),
            lacks=lacks(by_class[name]),
        )
        for n, name in enumerate(order)
    ]


def _lessons(settings: Mapping[str, Any]) -> dict[str, str]:
    return {name: f"{one['unit']}/{one['block']}" for name, one in settings["lessons"].items()}


def lessons_typed(typed: QueryDict) -> dict[str, str]:
    """Class → "unit/block": the rows of the form carry their class and their lesson."""
    return dict(zip(typed.getlist("row"), typed.getlist("lesson"), strict=False))


def stock_of(versions: Sequence[ItemVersion]) -> list[Stock]:
    """How many items there are, by pool and difficulty; drawn ones serve practice and measuring."""
    pools: dict[str, Counter[str]] = defaultdict(Counter)
    for version in versions:
        pool = "drawn" if is_generated(version.body) else version.item.pool
        pools[pool][version.item.difficulty] += 1
    labels = {
        "drawn": _("drawn anew each time"),
        Item.Pool.PRACTICE: _("written, for practice"),
        Item.Pool.HELD_OUT: _("written, held back for measuring"),
    }
    return [
        Stock(
            label,
            [(DIFFICULTIES[one], pools[pool][one]) for one in DIFFICULTIES if pools[pool][one]],
            drawn=pool == "drawn",
        )
        for pool, label in labels.items()
        if pools[pool]
    ]


def lacks(versions: Sequence[ItemVersion]) -> str:
    """What is missing so that a class can be practised and measured; empty where nothing is."""
    if not versions:
        return _("no items in the bank")
    if any(is_generated(one.body) for one in versions):
        return ""
    pools = {one.item.pool for one in versions}
    if Item.Pool.HELD_OUT not in pools:
        return _("no items held back for measuring")
    return "" if Item.Pool.PRACTICE in pools else _("no items for practice")


# --- the fields ----------------------------------------------------------------------------------

FIELDS = (
    "floor",
    "sitting",
    "right_1",
    "n_2",
    "right_2",
    "practice",
    "examples",
    "aided",
    "months",
)


def said_in(settings: Mapping[str, Any]) -> dict[str, str]:
    """The settings as the fields show them."""
    (_n, first), *more = settings["looks"]
    n, second = more[0] if more else ("", "")
    said = {name: settings[name] for name in FIELDS if name in settings}
    said |= {"right_1": first, "n_2": n, "right_2": second}
    return {name: str(value) for name, value in said.items()}


def given_in(typed: QueryDict) -> dict[str, str]:
    """What the fields say, by the words of a package. Without a number at the first look the usual
    looks hold."""
    said = {name: typed.get(name, "").strip().rstrip("%").strip() for name in FIELDS}
    looks = [f"{said['sitting'] or 40}:{said['right_1']}"] if said["right_1"] else []
    if said["right_1"] and (said["n_2"] or said["right_2"]):
        looks.append(f"{said['n_2']}:{said['right_2']}")
    return {**said, "looks": ",".join(looks)}


def exercise_typed(typed: QueryDict) -> Exercise | None:
    """The exercise that the fields describe, where they can be read."""
    classes = typed.getlist("class")
    keys = [name for name in typed.getlist("key") if name in classes]
    try:
        # Without classes there are chances all the same.
        found = read_rules(given_in(typed), classes=classes or ["-"], key_classes=keys, lessons={})
    except Refusal:
        return None
    return exercise_of(found)


def required(typed: QueryDict) -> tuple[str, int]:
    """(requirement, level) as the form sends them: "measured:2" is level 2, "measured" any result."""
    said, _colon, level = typed.get("requirement", "").partition(":")
    return said, int(level) if level in ("1", "2", "3") else 0


def chances_of(exercise: Exercise | None) -> Chances | None:
    if exercise is None:
        return None
    rule = rule_of(exercise)
    return Chances(pass_probability(UNSKILLED, rule), pass_probability(SKILLED, rule))


# --- in sentences --------------------------------------------------------------------------------


def looks_say(looks: Sequence[Sequence[int]]) -> str:
    said = _("after %(n)s answers %(right)s right")
    return listed([said % {"n": n, "right": right} for n, right in looks])


def sums_up(page: CalibrationDesk) -> str:
    """What learners will meet: how much practice, how many items, what level 2 needs, for how long."""
    exercise = page.exercise
    chosen = [text(row.said) for row in page.rows if row.chosen]
    if not chosen:
        return _("Learners meet nothing here yet: choose what is told apart.")
    if exercise is None:
        return ""
    parts = []
    if exercise.practice:
        said = ngettext(
            "Learners practise with at least %(n)s item, then they are measured.",
            "Learners practise with at least %(n)s items, then they are measured.",
            exercise.practice,
        )
        parts.append(said % {"n": exercise.practice})
    said = ngettext(
        "A sitting has %(n)s item of these classes: %(classes)s.",
        "A sitting has %(n)s items of these classes: %(classes)s.",
        exercise.sitting,
    )
    parts.append(said % {"n": exercise.sitting, "classes": "; ".join(chosen)})
    parts.append(_("For level 2: %(looks)s.") % {"looks": looks_say(exercise.looks)})
    if exercise.months:
        said = ngettext(
            "A result is valid for %(n)s month.",
            "A result is valid for %(n)s months.",
            exercise.months,
        )
        parts.append(said % {"n": exercise.months})
    else:
        parts.append(_("A result stays valid."))
    return " ".join([*parts, _for_what(page)])


def _for_what(page: CalibrationDesk) -> str:
    if not page.counts:
        return _("The unit is done by its first calibration; this one is for practice.")
    if page.requirement != Met.MEASURED:
        return _("The unit is done whatever comes of it.")
    if not page.level:
        return _("The unit is done once somebody has been measured.")
    return _("The unit is done at level %(level)s.") % {"level": page.level}
