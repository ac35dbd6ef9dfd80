"""What the course page shows of an outline: every unit's state in words."""

from collections.abc import Hashable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.classroom.waiting import Wait, Waiting, opens_in_words
from courses.content.outline import OutlineItem, OutlineModule
from courses.progress.access import Place
from courses.progress.calc import State, is_required
from courses.progress.gates import local_day, opens_for_visitors


@dataclass(frozen=True)
class UnitLine:
    """A unit in the outline. missing: the units that open it, where it is locked; minutes_before: of
    all that is still to be done until then.  waits: what else it waits for."""

    item: OutlineItem
    state: State
    missing: tuple[OutlineItem, ...]
    minutes_before: int
    readable: bool
    waits: tuple[Wait, ...] = ()

    @property
    def about(self) -> str:
        """What the unit asks, in a few words."""
        return about(self.item)

    @property
    def sameness(self) -> Hashable:
        """Lines of a release that have this in common look the same; None for one that hangs on more."""
        if self.waits:
            return None
        missing = tuple(item.uid for item in self.missing)
        return self.item.uid, self.state, self.readable, missing, self.minutes_before


@dataclass(frozen=True)
class ModuleLine:
    """A module in the outline."""

    module: OutlineModule
    lines: list[UnitLine]
    done: int
    required: int
    minutes_left: int

    @property
    def choose(self) -> tuple[int, int] | None:
        """(how many, of how many) where the learner chooses; None where all required are asked."""
        counting = sum(line.item.required for line in self.lines)
        chosen = self.module.choose
        return None if chosen is None or chosen >= counting else (chosen, counting)

    @property
    def optional(self) -> int:
        """How many of its units nobody has to do."""
        return len(self.lines) - self.required

    @property
    def is_done(self) -> bool:
        return self.required > 0 and self.done >= self.required

    @property
    def sameness(self) -> Hashable:
        """The same of a module with its lines."""
        lines = tuple(line.sameness for line in self.lines)
        if None in lines:
            return None
        return self.module.key, self.done, self.required, self.minutes_left, lines


def course_page(place: Place) -> list[ModuleLine]:
    """The modules with their units, for this person or for a visitor."""
    waiting = Waiting(place.outline, place.standing, place.on) if place.standing else None
    return [_module(place, module, waiting) for module in place.outline.modules]


def opens_next(place: Place) -> str:
    """When something opens for a learner who has nothing to do now; empty where they have, or where
    it does not hang on the calendar alone."""
    if place.standing is None or place.standing.next or place.standing.is_complete:
        return ""
    days = [
        missing.opens
        for missing in place.standing.missing.values()
        if missing.opens and not missing.units and not missing.shown
    ]
    return opens_in_words(min(days), local_day(place.on)) if days else ""


def _module(place: Place, module: OutlineModule, waiting: Waiting | None) -> ModuleLine:
    lines = [_line(place, item, waiting) for item in module.items]
    since = place.since or place.on
    counting = [line for line in lines if is_required(line.item, since)]
    required = len(counting) if module.choose is None else min(module.choose, len(counting))
    done = sum(line.state is State.DONE for line in counting)
    left = sorted(line.item.minutes for line in counting if line.state is not State.DONE)
    return ModuleLine(
        module, lines, min(done, required), required, sum(left[: max(required - done, 0)])
    )


def _line(place: Place, item: OutlineItem, waiting: Waiting | None) -> UnitLine:
    if place.standing is None or waiting is None:
        first = opens_for_visitors(place.outline, item)
        state = State.HERE if first else State.OPEN
        return UnitLine(item, state, (), 0, first)
    missing = place.standing.missing[item.uid]
    return UnitLine(
        item,
        place.standing.states[item.uid],
        missing.units,
        sum(other.minutes for other in place.standing.before(item.uid)),
        not missing,
        tuple(waiting.before(missing)),
    )


def about(item: OutlineItem) -> str:
    """What the unit asks, in a few words."""
    if item.score_at_least is not None:
        said = ngettext(
            "Reading and a quiz of %(n)s question",
            "Reading and a quiz of %(n)s questions",
            item.questions,
        ) % {"n": item.questions}
    elif item.measure_block is not None:
        said = _("Practice and calibration")
    elif item.questions:
        said = ngettext(
            "Reading and %(n)s question", "Reading and %(n)s questions", item.questions
        ) % {"n": item.questions}
    else:
        said = _("Reading")
    return said if item.required else _("%(about)s, optional") % {"about": said}
