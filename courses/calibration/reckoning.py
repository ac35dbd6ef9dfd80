"""What a closed sitting says of an observer, as its answers count now: when it is closed, and once more
where a truth was wrong."""

from dataclasses import dataclass
from typing import Any

from courses.calibration.models import Sitting, SittingItem
from courses.calibration.queries import block_at, level_at, results_at, series_of
from courses.calibration.results import (
    LAST_ANSWERS,
    answers_for_level,
    given,
    numbers_of,
    rule_of,
    series_numbers,
    standing_in,
)
from courses.calibration.rulings import Rulings, rulings_at
from courses.content.blocks.calibration import exercise_of
from courses.content.queries import outline_by_id


@dataclass(frozen=True)
class Reckoned:
    """level: 0 to 3.  numbers: as courses.calibration.results makes them."""

    level: int
    numbers: dict[str, Any]


def reckon(sitting: Sitting, items: list[SittingItem], rulings: Rulings | None = None) -> Reckoned:
    """The level and the numbers of a closed sitting that measures, from what was answered up to its end.

    items: its own, with their versions.  rulings: of its course, where they are known already.
    """
    if rulings is None:
        rulings = rulings_at(sitting.unit_id)
    outline = outline_by_id(sitting.release_id)
    stored = block_at(outline.by_unit[sitting.unit_id].version_id, sitting.block)
    exercise = exercise_of(stored["settings"])
    person, end = sitting.enrolment.person_id, sitting.closed_at
    assert end is not None, "only a closed sitting is judged"
    before = [
        one
        for one in results_at(person, sitting.block)
        if one.sitting.closed_at and (one.sitting.closed_at, one.sitting_id) < (end, sitting.pk)
    ]
    several = series_of(person, sitting.block, rulings=rulings, until=sitting)
    mine = next(one for one in several if one.series.pk == sitting.series_id)
    series = answers_for_level(mine.answers)
    every = answers_for_level(one for each in several for one in each.answers)
    standing = standing_in(
        series,
        rule_of(exercise),
        new=len(items),
        earlier=level_at(before, end),
        last=[one for one in every if not one.dropped][-LAST_ANSWERS:],
    )
    return Reckoned(
        standing.level,
        {
            **numbers_of(given(items, rulings), exercise),
            "series": series_numbers(standing, series, mine.series.number),
        },
    )
