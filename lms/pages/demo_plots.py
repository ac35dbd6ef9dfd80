"""Where somebody of the demo lays plots who is right about a map."""

from collections.abc import Mapping, Sequence
from typing import Any

from courses.banks.kinds.plots_reading import FREE, RANDOM, STRATIFIED
from courses.banks.kinds.sampled import Area, Cell, cell_of, usable


def right_plots(body: Mapping[str, Any]) -> list[list[int]]:
    """An answer that is wholly right for this map."""
    return [list(cell) for cell in _laid(body)]


def _laid(body: Mapping[str, Any]) -> Sequence[Cell]:
    area, n = Area.of(body), body["plots"]
    if body["design"] == RANDOM:
        return usable([cell_of(one) for one in body["drawn"]], area, n)
    if body["design"] == FREE:
        return _from_least_to_most(area, area.cells, n)
    if body["design"] == STRATIFIED:
        found: list[Cell] = []
        for one in body["strata"]:
            inside = [cell for cell in area.cells if area.habitat(cell) == one["key"]]
            found += _from_least_to_most(area, inside, one["plots"])
        return found
    lines = [[cell for cell in area.cells if cell[0] == x] for x in range(1, area.columns + 1)]
    lines += [[cell for cell in area.cells if cell[1] == y] for y in range(1, area.rows + 1)]
    laid = [_from_least_to_most(area, line, n) for line in lines if len(line) >= n]
    return min(laid, key=lambda cells: abs((area.estimate(cells) or 0) - area.mean))


def _from_least_to_most(area: Area, cells: Sequence[Cell], n: int) -> list[Cell]:
    """n of the cells, at equal steps through what they hold."""
    by_value = sorted(cells, key=area.value)
    return [by_value[(2 * step + 1) * len(cells) // (2 * n)] for step in range(n)]
