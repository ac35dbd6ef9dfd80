"""Which level evidence shows. Pure: rows in, numbers out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

# The highest level that one kind of evidence can show by itself.
SHOWS_AT_MOST: Mapping[str, int] = {
    "assessed": 1,
    "external": 1,
    "measured": 2,
    "reviewed": 2,
    "observed": 3,
}


# How many days ahead somebody is told that something ends.
REMINDED_AT = (60, 14)
# From then on whoever looks reads that it ends.
SOON = timedelta(days=REMINDED_AT[0])


class Shown(Protocol):
    """A row of evidence, as far as this module cares."""

    competency_id: int
    level: int
    kind: str
    occurred_at: datetime
    valid_until: datetime | None


def level_shown(claimed: int, kind: str) -> int:
    """The level that evidence of this kind can stand for, 1 to 4.

    Raises KeyError for an unknown kind.
    """
    return min(claimed, SHOWS_AT_MOST[kind])


def levels_reached(evidence: Iterable[Shown], on: datetime) -> dict[int, tuple[int, datetime]]:
    """Competency id → (highest still-valid level, when it was first shown)."""
    reached: dict[int, tuple[int, datetime]] = {}
    for row in sorted(evidence, key=lambda row: row.occurred_at):
        if row.valid_until is not None and row.valid_until <= on:
            continue
        known = reached.get(row.competency_id)
        if known is None or row.level > known[0]:
            reached[row.competency_id] = (row.level, row.occurred_at)
    return reached


def ends_soon(until: datetime | None, on: datetime) -> bool:
    """Whether what is valid now ends before long."""
    return until is not None and on < until <= on + SOON


def reminder_due(
    since: datetime, until: datetime, on: datetime, told: Collection[int] = ()
) -> int | None:
    """Which reminder is due of what is valid since then and until then: of 60 days ahead, or of 14; None
    for none. told: those that have gone. The later one takes the place of an earlier one that never went,
    and what holds for less than twice as long as a reminder is ahead has no use for it."""
    if on >= until:
        return None
    for days in sorted(REMINDED_AT):
        if until - on <= timedelta(days=days):
            went = any(one <= days for one in told)
            too_short = until - since < timedelta(days=2 * days)
            return None if went or too_short else days
    return None


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in one competency, with the rows that say so.

    level: the highest that is valid; 0 for none.  until: when that level ends; None for never.  by: the
    proof that keeps it longest.  lapsed: the proof of a higher level that is over, the last to end.
    Both are None where there is none.
    """

    level: int
    until: datetime | None
    by: Any
    lapsed: Any


def standing_of(evidence: Iterable[Shown], on: datetime) -> Standing:
    """Where these proofs of one competency leave somebody."""
    valid: list[Shown] = []
    over: list[tuple[datetime, Shown]] = []
    for row in evidence:
        if row.valid_until is None or row.valid_until > on:
            valid.append(row)
        else:
            over.append((row.valid_until, row))
    level = max((row.level for row in valid), default=0)
    best = [row for row in valid if row.level == level]
    # What never ends keeps it longest; of equals the later proof says how it stands now.
    by = max(best, key=lambda row: (_lasts(row.valid_until), row.occurred_at), default=None)
    higher = [(row.level, end, row) for end, row in over if row.level > level]
    lapsed = max(higher, key=lambda one: one[:2], default=None)
    return Standing(level, by.valid_until if by else None, by, lapsed[2] if lapsed else None)


def _lasts(until: datetime | None) -> float:
    return float("inf") if until is None else until.timestamp()
