"""Which questions a quiz or self-check asks, and in which order. Everything goes through set_block,
so that history, undo and open editors hold."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.actions import write_item
from courses.banks.models import Item
from courses.banks.reading import ItemText
from courses.content.access import locked_unit
from courses.content.actions.drafting import set_block
from courses.content.actions.outlining import set_requirement
from courses.content.blocks import BLOCKS
from courses.content.blocks.base import Settings
from courses.content.blocks.quiz import MOST_DRAWS, USUALLY
from courses.content.models import Unit
from courses.content.queries import working_of
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.yamlnodes import Faults

MOST = {"quiz": 60, "check": 3}
Change = Callable[[list[str]], list[str]]


@atomic
def ask_items(unit: Unit, block: str, items: Sequence[Item], *, by: User, on: datetime) -> None:
    """Ask these questions too, at the end. What is asked there already stays where it is."""
    unit = locked_unit(unit)
    for item in items:
        if item.bank_id != unit.course.bank_id or item.archived_at:
            raise Refusal("not-here", _("This question cannot be asked here. Restore it first."))
    uids = [str(item.uid) for item in items]
    elsewhere = {
        uid
        for one in working_of(unit).blocks
        if one["uid"] != block
        for uid in one["settings"].get("items", ())
    }
    if elsewhere & set(uids):
        raise Refusal("asked-twice", _("Another block of this unit asks that question already."))
    _change(unit, block, lambda now: [*now, *(uid for uid in uids if uid not in now)], by, on)


@atomic
def write_and_ask(unit: Unit, block: str, text: ItemText, *, by: User, on: datetime) -> Item:
    """Put a new question into the course's bank and ask it here; both, or neither."""
    item = write_item(unit.course.bank, text, author=by, on=on)
    ask_items(unit, block, [item], by=by, on=on)
    return item


@atomic
def take_out_item(unit: Unit, block: str, uid: str, *, by: User, on: datetime) -> bool:
    """Ask this question here no more; it stays in the bank. False where it was not asked."""
    unit = locked_unit(unit)
    settings, _kind = _asking(unit, block)
    _change(unit, block, lambda now: [one for one in now if one != uid], by, on)
    return uid in settings.get("items", ())


@atomic
def move_item(unit: Unit, block: str, uid: str, *, by_places: int, by: User, on: datetime) -> None:
    """Ask a question earlier (negative) or later; past an end it stays there."""

    def moved(now: list[str]) -> list[str]:
        if uid not in now:
            return now
        place = now.index(uid)
        now.insert(min(max(place + by_places, 0), len(now) - 1), now.pop(place))
        return now

    _change(locked_unit(unit), block, moved, by, on)


@atomic
def set_draw(unit: Unit, block: str, category: str, k: int, *, by: User, on: datetime) -> None:
    """Let every attempt draw so many questions of this class from the bank; none takes the draw
    away. How many there are is checked when the course is published."""
    unit = locked_unit(unit)
    settings, kind = _asking(unit, block)
    if kind != "quiz":
        raise Refusal("no-quiz", _("Only a quiz can draw questions."))
    if not 0 <= k <= MOST["quiz"]:
        raise Refusal("full", _("At most %s questions can be asked here.") % MOST["quiz"])
    draws = [one for one in settings.get("draw", ()) if one["class"] != category or k]
    known = next((one for one in draws if one["class"] == category), None)
    if known:
        draws[draws.index(known)] = {"class": category, "k": k}
    elif k:
        there = unit.course.bank.items.filter(category=category, archived_at=None)
        if not category or not there.exists():
            raise Refusal("no-class", _("The bank has no questions with this tag."))
        draws.append({"class": category, "k": k})
    if len(draws) > MOST_DRAWS:
        raise Refusal("full", _("A quiz draws by at most %s tags.") % MOST_DRAWS)
    settings = {name: value for name, value in settings.items() if name != "draw"}
    set_block(unit, block, {**settings, **({"draw": draws} if draws else {})}, by=by, on=on)


@atomic
def set_rules(
    unit: Unit,
    block: str,
    given: dict[str, str],
    *,
    requirement: str = "",
    score_at_least: int | None = None,
    by: User,
    on: datetime,
) -> None:
    """Say how a quiz behaves, by the words of a package (preset, attempts, pause, minutes, counts,
    hint_cost), and how its unit is done; all of it, or nothing. requirement: empty leaves it as it is."""
    # The draft is held before its units, as everywhere.
    if requirement:
        set_requirement(
            unit.course,
            str(unit.uid),
            requirement=requirement,
            score_at_least=score_at_least,
            by=by,
            on=on,
        )
    unit = locked_unit(unit)
    settings, kind = _asking(unit, block)
    faults = Faults()
    reading = Settings(given, ("", 0), faults)
    manner = BLOCKS[kind].manner(reading)
    reading.finish()
    if faults:
        raise Refusal("settings", " ".join(fault.message for fault in faults))
    kept = {name: value for name, value in settings.items() if name not in USUALLY}
    set_block(unit, block, {**kept, **manner}, by=by, on=on)


def _change(unit: Unit, block: str, change: Change, by: User, on: datetime) -> None:
    settings, kind = _asking(unit, block)
    items = change(list(settings.get("items", ())))
    if len(items) > MOST[kind]:
        raise Refusal("full", _("At most %s questions can be asked here.") % MOST[kind])
    set_block(unit, block, {**settings, "items": items}, by=by, on=on)


def _asking(unit: Unit, block: str) -> tuple[dict[str, Any], str]:
    """(settings, kind) of a block that asks."""
    for one in working_of(unit).blocks:
        if one["uid"] == block and one["kind"] in MOST:
            return dict(one["settings"]), str(one["kind"])
    raise Refusal("no-block", _("This block is no longer here. Somebody may have removed it."))
