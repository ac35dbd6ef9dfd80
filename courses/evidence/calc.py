"""Which level evidence shows. Pure: rows in, numbers out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

# The highest level that one kind of evidence can show by itself.
SHOWS_AT_MOST: Mapping[str, int] = {
    "assessed": 1,
    "external": 1,
    "measured": 2,
    "reviewed": 2,
    "observed": 3,
}


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
