"""What a calibration measures, and by which rules. Everything goes through set_block, so that history,
undo and open editors hold."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from courses.content.access import locked_unit
from courses.content.actions.drafting import set_block
from courses.content.actions.outlining import set_requirement
from courses.content.blocks import BLOCKS
from courses.content.blocks.base import Settings
from courses.content.blocks.calibration import Calibration, classes_of
from courses.content.models import Unit
from courses.content.queries import draft_of, working_of, written_units
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.yamlnodes import Faults

KIND = Calibration.name
# What is typed as a number; empty is the usual one.
NUMBERS = ("floor", "sitting", "looks", "practice", "examples", "aided", "months")


@atomic
def set_exercise(
    unit: Unit,
    block: str,
    given: Mapping[str, str],
    *,
    classes: list[str],
    key_classes: list[str],
    lessons: Mapping[str, str],
    requirement: str = "",
    level_at_least: int | None = None,
    by: User,
    on: datetime,
) -> None:
    """Say what an exercise measures, by which rules, and how its unit is done; all of it, or nothing.

    given: NUMBERS by the words of a package.  lessons: class → "unit/block", where it is explained;
    those of other classes are left out.  requirement: empty leaves it as it is.
    """
    # The draft is held before its units, as everywhere.
    if requirement:
        set_requirement(
            unit.course,
            str(unit.uid),
            requirement=requirement,
            level_at_least=level_at_least,
            by=by,
            on=on,
        )
    unit = locked_unit(unit)
    settings = settings_at(unit, block)
    _need_known(unit, classes, stood=classes_of(settings))
    found = {name: lesson for name, lesson in lessons.items() if lesson and name in classes}
    _need_passages(unit, found, stood=settings)
    manner = read_rules(given, classes=classes, key_classes=key_classes, lessons=found)
    set_block(unit, block, {**settings, **manner}, by=by, on=on)


def read_rules(
    given: Mapping[str, str],
    *,
    classes: list[str],
    key_classes: list[str],
    lessons: Mapping[str, str],
) -> dict[str, Any]:
    """The settings that these words make, by the rules of packages."""
    said = {name: given[name] for name in NUMBERS if given.get(name)}
    said |= {
        "classes": ",".join(quote(one, safe="") for one in classes),
        "key_classes": ",".join(quote(one, safe="") for one in key_classes),
        "lessons": ",".join(f"{quote(name, safe='')}:{one}" for name, one in lessons.items()),
    }
    faults = Faults()
    reading = Settings(said, ("", 0), faults)
    manner = BLOCKS[KIND].manner(reading)
    reading.finish()
    if faults:
        raise Refusal("settings", " ".join(dict.fromkeys(fault.message for fault in faults)))
    return manner


def settings_at(unit: Unit, block: str) -> dict[str, Any]:
    """What the exercise is set to now."""
    for one in working_of(unit).blocks:
        if one["uid"] == block and one["kind"] == KIND:
            return dict(one["settings"])
    raise Refusal("no-block", _("This block is no longer here. Somebody may have removed it."))


def _need_known(unit: Unit, classes: list[str], *, stood: list[str]) -> None:
    """Only what the bank has can be measured; what stood there may stay, and be mended later."""
    items = unit.course.bank.items.filter(archived_at=None).order_by()
    there = {*items.values_list("category", flat=True).distinct(), *stood}
    for name in classes:
        if name not in there:
            raise Refusal("no-class", _("The bank has no questions of the class “%s”.") % name)


def _need_passages(unit: Unit, lessons: Mapping[str, str], *, stood: Mapping[str, Any]) -> None:
    before = {
        name: f"{one['unit']}/{one['block']}" for name, one in stood.get("lessons", {}).items()
    }
    new = {name: one for name, one in lessons.items() if before.get(name) != one}
    if not new:
        return
    there = {
        f"{one.item.unit.key}/{block['key']}"
        for one in written_units(draft_of(unit.course_id))
        for block in one.content["blocks"]
    }
    if not set(new.values()) <= there:
        raise Refusal(
            "no-passage",
            _("This passage is no longer in the course. Choose another, or none."),
        )
