"""Reads of the competency map."""

import time
from collections import defaultdict

from django.db.models import Prefetch

from courses.competencies.models import MOST_LEVEL, Competency, Crosswalk, Framework, Level
from courses.competencies.sheet import Relation, Row
from lms.common.store import immutable

# What is kept of the map in a process carries its version; another process may have loaded a new
# one, and this one notices after so many seconds.
KEPT_SECONDS = 10.0
_kept: dict[str, tuple[float, str]] = {}


def map_version() -> str:
    """Which map this is: part of the key of everything that is kept with its words."""
    until, version = _kept.get("version", (0.0, ""))
    if until < time.monotonic():
        version = ",".join(Framework.objects.order_by("pk").values_list("version", flat=True))
        _kept["version"] = time.monotonic() + KEPT_SECONDS, version
    return version


def forget_version() -> None:
    """Ask for the version anew at the next use."""
    _kept.clear()


def competencies_by_code() -> dict[str, Competency]:
    """Every competency (not the domains) by its code."""
    rows = Competency.objects.filter(parent__isnull=False).select_related("parent")
    return {row.code: row for row in rows.order_by("position")}


def levels_by_code() -> dict[str, set[int]]:
    """Code → the levels that can be claimed."""
    return {code: set(range(1, MOST_LEVEL + 1)) for code in competencies_by_code()}


def domains() -> list[Competency]:
    """The domains with their competencies, in the order of the map."""
    return list(
        Competency.objects.filter(parent__isnull=True)
        .prefetch_related("children")
        .order_by("position")
    )


def descriptors() -> dict[tuple[int | None, int], Level]:
    """(competency id, or None for the general one; level) → what it means."""
    return {(row.competency_id, row.number): row for row in Level.objects.all()}


def general_levels() -> list[Level]:
    """What each level means in general, from the first."""
    return immutable(
        ("levels", map_version()), lambda: list(Level.objects.filter(competency__isnull=True))
    )


def crosswalks() -> dict[int, list[tuple[str, str]]]:
    """Competency id → (scheme, target) pairs."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in Crosswalk.objects.order_by("scheme", "target"):
        found[row.competency_id].append((row.scheme, row.target))
    return found


def map_rows() -> list[Row]:
    """The whole map as the rows of its table, in its order; three statements."""
    ordered = Crosswalk.objects.order_by("scheme", "target")
    competencies = Competency.objects.select_related("parent").prefetch_related(
        "levels", Prefetch("crosswalks", queryset=ordered)
    )
    return [
        Row(
            one.code,
            one.parent.code if one.parent else "",
            one.name,
            tuple(Relation(row.scheme, row.target, row.relation) for row in one.crosswalks.all()),
            {level.number: level.descriptor for level in one.levels.all()},
        )
        for one in competencies.order_by("position")
    ]
