"""When a unit opens besides what must be done first: on a day, some days after joining, once a
competency is shown. Pure values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 12, 31)
MOST_DAYS = 730
CLAIM = re.compile(r"([A-Za-z][A-Za-z0-9]{0,9})@([1-4])")


@dataclass(frozen=True, order=True)
class Claim:
    """A competency at a level, 1 to 4."""

    code: str
    level: int

    def __str__(self) -> str:
        return f"{self.code}@{self.level}"


def read_claim(said: str) -> Claim | None:
    """ "C1@1" as a value; None for anything else."""
    found = CLAIM.fullmatch(said)
    return Claim(found[1], int(found[2])) if found else None


@dataclass(frozen=True)
class Opening:
    """All of it must hold. on: the first day on which it is open.  days: so many days after the
    learner joined.  shown: the competencies that must have been shown."""

    on: date | None = None
    days: int | None = None
    shown: tuple[Claim, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.on or self.days or self.shown)

    @property
    def stored(self) -> dict[str, Any]:
        """As a release keeps it; nothing is left out that is asked, and nothing else is kept."""
        said: dict[str, Any] = {}
        if self.on:
            said["on"] = self.on.isoformat()
        if self.days:
            said["days"] = self.days
        if self.shown:
            said["shown"] = [str(claim) for claim in self.shown]
        return said


ALWAYS = Opening()


def opening_from(stored: Mapping[str, Any] | None) -> Opening:
    """The value of what a release keeps."""
    said = stored or {}
    claims = (read_claim(one) for one in said.get("shown", ()))
    return Opening(
        date.fromisoformat(said["on"]) if said.get("on") else None,
        said.get("days"),
        tuple(claim for claim in claims if claim),
    )


def together(openings: Iterable[Opening]) -> Opening:
    """What holds where all of these must: a module's opening and its unit's."""
    every = list(openings)
    highest: dict[str, int] = {}
    for one in every:
        for claim in one.shown:
            highest[claim.code] = max(claim.level, highest.get(claim.code, 0))
    return Opening(
        max((one.on for one in every if one.on), default=None),
        max((one.days for one in every if one.days), default=None),
        tuple(Claim(code, level) for code, level in sorted(highest.items())),
    )


def is_sensible(day: date) -> bool:
    """Whether a calendar of people has this day."""
    return FIRST_DAY <= day <= LAST_DAY
