"""Where a learner stands in an outline. Pure: an outline and what is done in, numbers out."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from courses.content.models import Met
from courses.content.opening import Claim
from courses.content.outline import Outline, OutlineItem, OutlineModule
from courses.evidence.calc import level_shown
from courses.progress.gates import Facts, Missing, missing_before
from lms.common.percentages import whole_percent


class State(StrEnum):
    """How one unit looks to one learner."""

    DONE = "done"
    HERE = "here"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True)
class Standing:
    """required, done: units that count and those of them that are done; done ≤ required.
    minutes_left: of what still counts.  next: the first unfinished thing that is open, or None.
    missing: for a locked unit, what opens it.
    """

    required: int
    done: int
    minutes_left: int
    next: OutlineItem | None
    states: Mapping[UUID, State]
    missing: Mapping[UUID, Missing]

    def before(self, uid: UUID) -> list[OutlineItem]:
        """All that is still to be done before this unit opens, in the order of the outline: what it
        waits for, and what that waits for itself."""
        if not (wanted := list(self.missing[uid].units)):
            return []
        found: dict[UUID, OutlineItem] = {}
        while wanted:
            item = wanted.pop()
            if item.uid not in found:
                found[item.uid] = item
                wanted += self.missing[item.uid].units
        return [found[one] for one in self.missing if one in found]

    @property
    def is_complete(self) -> bool:
        """Whether nothing required is left."""
        return self.done >= self.required and self.required > 0

    @property
    def percent(self) -> int:
        return whole_percent(self.done, self.required)


@dataclass(frozen=True)
class Drop:
    """Why a percentage fell.

    before: what it was, 0 to 100.  added: ids of the units that a release newly requires and that
    are not done.
    """

    before: int
    added: tuple[int, ...]


def drop_between(
    old: Outline,
    new: Outline,
    done: Set[UUID],
    enrolled_at: datetime,
    *,
    shown: int,
    earlier: Drop | None,
) -> Drop | None:
    """What to tell a learner whose release has changed from old to new; None where nothing fell, or
    where it fell for another reason than new units.

    shown: the percentage they saw last.  earlier: what they are being told already; the first
    percentage then stays the one to compare with.
    """
    asked_before = {item.uid for item in old.items if is_required(item, enrolled_at)}
    told = set(earlier.added) if earlier else set()
    added = tuple(
        item.unit_id
        for item in new.items
        if is_required(item, enrolled_at)
        and item.uid not in done
        and (item.uid not in asked_before or item.unit_id in told)
    )
    before = max(shown, earlier.before) if earlier else shown
    facts = Facts(done, enrolled_at, enrolled_at)
    if not added or standing(new, facts).percent >= before:
        return None
    return Drop(before, added)


Result = dict[str, Any]
# What is done by a result that a learner has, now or from before.
RESULTS = (Met.SCORE, Met.MEASURED)


def satisfying(item: OutlineItem, results: Sequence[Result]) -> Result | None:
    """The first of these results that is enough for the unit; None where it asks for no score and no
    measuring. Where the last score counts, only that can be enough.

    results: {"block", "points", "possible"} of what was submitted in the unit, and {"block", "level"} of
    what was measured there, the first first.
    """
    if item.requirement == Met.MEASURED:
        block, least = str(item.measure_block), item.level_at_least or 0
        measured = [one for one in results if one["block"] == block and "level" in one]
        return next((one for one in measured if one["level"] >= least), None)
    if item.requirement != Met.SCORE:
        return None
    here = [result for result in results if result["block"] == str(item.score_block)]
    for result in here[-1:] if item.last_counts else here:
        if result["points"] * 100 >= (item.score_at_least or 0) * result["possible"]:
            return result
    return None


def shown_already(
    outline: Outline,
    facts: Facts,
    shown: Mapping[int, Sequence[Result]],
    *,
    by_hand: Set[UUID] = frozenset(),
) -> Iterator[tuple[OutlineItem, Result]]:
    """The units that are open and whose score was reached before, with the result that is enough.

    What opens by one of them may have been shown long ago as well, so it comes after it.
    shown: unit id → the results submitted there.  by_hand: units that only an instructor counted;
    a score takes the place of that.
    """
    earned = set(facts.done) - by_hand
    scored = [
        item for item in outline.items if item.requirement in RESULTS and item.uid not in earned
    ]
    opened = True
    while opened:
        opened = False
        for item in scored:
            if item.uid in earned or missing_before(outline, item, facts):
                continue
            if result := satisfying(item, shown.get(item.unit_id, ())):
                yield item, result
                facts = having_done(facts, item)
                earned.add(item.uid)
                opened = True


def having_done(facts: Facts, item: OutlineItem) -> Facts:
    """The same learner once this unit is done as it asks, with what that shows."""
    levels = dict(facts.levels)
    for claim in item.alignments:
        if claim.gives_evidence:
            level = level_shown(claim.level, item.shown_by)
            levels[claim.code] = max(level, levels.get(claim.code, 0))
    return replace(facts, done={*facts.done, item.uid}, levels=levels)


def is_required(item: OutlineItem, enrolled_at: datetime) -> bool:
    """Whether this learner has to do it: a unit may be required only of those who start later."""
    return item.required and (item.required_from is None or enrolled_at >= item.required_from)


def standing(outline: Outline, facts: Facts) -> Standing:
    """Where a learner stands. What counts hangs on what is done and since when they are here; what
    is open, on all of the facts."""
    done, enrolled_at = facts.done, facts.since
    required = counted = minutes = 0
    wanted: list[OutlineItem] = []
    for module in outline.modules:
        needed, open_items = _of_module(module, done, enrolled_at)
        required += needed
        counted += needed - min(needed, _still(module, done, enrolled_at, needed))
        still = _still(module, done, enrolled_at, needed)
        minutes += sum(sorted(item.minutes for item in open_items)[:still])
        if still:
            wanted += open_items
    missing = {item.uid: missing_before(outline, item, facts) for item in outline.items}
    following = _first_open(outline, wanted, missing, done)
    states = {item.uid: _state(item, done, missing[item.uid], following) for item in outline.items}
    return Standing(required, counted, minutes, following, states, missing)


def _first_open(
    outline: Outline,
    wanted: list[OutlineItem],
    missing: Mapping[UUID, Missing],
    done: Set[UUID],
) -> OutlineItem | None:
    """The first wanted unit that is open, or what first leads to one: a unit that nobody asks for
    may be what another waits for, or show what another asks for."""
    seen: set[UUID] = set()
    while wanted:
        for item in wanted:
            if not missing[item.uid]:
                return item
        seen |= {item.uid for item in wanted}
        wanted = [
            before
            for item in wanted
            for before in _leading_to(outline, missing[item.uid])
            if before.uid not in seen and before.uid not in done
        ]
    return None


def _leading_to(outline: Outline, missing: Missing) -> Iterator[OutlineItem]:
    yield from missing.units
    for claim in missing.shown:
        yield from showing(outline, claim)


def showing(outline: Outline, claim: Claim) -> Iterator[OutlineItem]:
    """The units that show this, in the order of the outline."""
    for item in outline.items:
        for one in item.alignments:
            enough = one.code == claim.code and one.gives_evidence
            if enough and level_shown(one.level, item.shown_by) >= claim.level:
                yield item


def _of_module(
    module: OutlineModule, done: Set[UUID], enrolled_at: datetime
) -> tuple[int, list[OutlineItem]]:
    """(how many of its units count, those not yet done)."""
    counting = [item for item in module.items if is_required(item, enrolled_at)]
    needed = len(counting) if module.choose is None else min(module.choose, len(counting))
    return needed, [item for item in counting if item.uid not in done]


def _still(module: OutlineModule, done: Set[UUID], enrolled_at: datetime, needed: int) -> int:
    counting = [item for item in module.items if is_required(item, enrolled_at)]
    return max(0, needed - sum(item.uid in done for item in counting))


def _state(
    item: OutlineItem,
    done: Set[UUID],
    missing: Missing,
    following: OutlineItem | None,
) -> State:
    if item.uid in done:
        return State.DONE
    if following is not None and item.uid == following.uid:
        return State.HERE
    return State.LOCKED if missing else State.OPEN
