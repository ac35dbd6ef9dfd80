"""An area in which plots are laid: what it holds, what a sample of it says, and where the sample leans.

Cells are told by their column x, from 1 at the left, and their row y, from 1 at the bottom, as maps
have it; the rows of a body are written from the top, as they are seen. Pure and exact: means are
fractions, and only distances are rounded.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import Any

Cell = tuple[int, int]
# As near to the path as most people would stay.
NEAR = 2.0
# How much nearer or farther than the area plots lie, before it is said that they lean.
LEANS = 0.75


@dataclass(frozen=True)
class Area:
    """values, habitats: row by row from the top; a letter for each cell. strata: the letters of the
    habitats in which plots can lie; there is nothing to be found in any other.  path: its cells."""

    values: Sequence[Sequence[Fraction | int]]
    habitats: Sequence[str]
    strata: str
    path: Sequence[Cell]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Area":
        """The area of an item's body."""
        return cls(
            values=[[_exact(one) for one in row.split()] for row in body["field"]],
            habitats=body["habitats"],
            strata="".join(one["key"] for one in body["strata"]),
            path=[cell_of(one) for one in body["path"]],
        )

    @property
    def columns(self) -> int:
        return len(self.habitats[0])

    @property
    def rows(self) -> int:
        return len(self.habitats)

    def has(self, cell: Cell) -> bool:
        """Whether it lies on the map."""
        return 1 <= cell[0] <= self.columns and 1 <= cell[1] <= self.rows

    def habitat(self, cell: Cell) -> str:
        return self.habitats[self.rows - cell[1]][cell[0] - 1]

    def value(self, cell: Cell) -> Fraction | int:
        return self.values[self.rows - cell[1]][cell[0] - 1]

    def is_open(self, cell: Cell) -> bool:
        """Whether a plot can lie there."""
        return self.has(cell) and self.habitat(cell) in self.strata

    @cached_property
    def cells(self) -> list[Cell]:
        """All cells in which a plot can lie."""
        return [
            (at + 1, self.rows - row)
            for row, letters in enumerate(self.habitats)
            for at, letter in enumerate(letters)
            if letter in self.strata
        ]

    @cached_property
    def mean(self) -> Fraction:
        """The truth: the mean over all cells in which a plot can lie."""
        return _mean([self.value(cell) for cell in self.cells])

    def estimate(self, plots: Collection[Cell], *, by_strata: bool = False) -> Fraction | None:
        """What these plots say of the mean; None where there are none.

        by_strata: the mean of each stratum counts by its share of the area, and of those without
        plots nothing is known, so that the others stand for them.
        """
        inside = [cell for cell in plots if self.is_open(cell)]
        if not inside:
            return None
        if not by_strata:
            return _mean([self.value(cell) for cell in inside])
        total, weight = Fraction(0), 0
        for letter in self.strata:
            mine = [self.value(cell) for cell in inside if self.habitat(cell) == letter]
            if mine:
                size = sum(row.count(letter) for row in self.habitats)
                total += size * _mean(mine)
                weight += size
        return total / weight

    def distance(self, cell: Cell) -> float:
        """From its middle to that of the nearest cell of the path, in cells."""
        x, y = cell
        return sqrt(min((x - px) ** 2 + (y - py) ** 2 for px, py in self.path))

    def lean(self, plots: Collection[Cell]) -> "Lean | None":
        """How far the plots lie from the path, beside the area; None without a path or plots."""
        inside = [cell for cell in plots if self.is_open(cell)]
        if not inside or not self.path:
            return None
        away = {cell: self.distance(cell) for cell in self.cells}
        near = [self.value(cell) for cell, far in away.items() if far <= NEAR]
        return Lean(
            plots=sum(away[cell] for cell in inside) / len(inside),
            area=sum(away.values()) / len(away),
            near=_mean(near) if near else None,
        )


@dataclass(frozen=True)
class Lean:
    """plots, area: mean distance to the path, in cells.  near: the mean of what is found beside it."""

    plots: float
    area: float
    near: Fraction | None

    @property
    def way(self) -> str:
        """`near` or `far`, or empty where plots lie about as the area does."""
        if self.plots < LEANS * self.area:
            return "near"
        return "far" if self.plots * LEANS > self.area else ""


def cell_of(said: str) -> Cell:
    """A cell as bodies say it, "x y"."""
    x, y = said.split()
    return int(x), int(y)


def in_one_line(plots: Sequence[Cell]) -> bool:
    """Whether the plots lie in one row or one column."""
    return len({x for x, _y in plots}) <= 1 or len({y for _x, y in plots}) <= 1


def usable(drawn: Sequence[Cell], area: Area, n: int) -> list[Cell]:
    """The first n cells of a draw that can be used: neither closed, nor drawn before."""
    found: list[Cell] = []
    for cell in drawn:
        if area.is_open(cell) and cell not in found and len(found) < n:
            found.append(cell)
    return found


def runs(letters: str) -> list[tuple[int, int, str]]:
    """A row of letters as (first column, last column, letter)."""
    found: list[tuple[int, int, str]] = []
    for at, letter in enumerate(letters, 1):
        if found and found[-1][2] == letter:
            found[-1] = (found[-1][0], at, letter)
        else:
            found.append((at, at, letter))
    return found


def _exact(said: str) -> Fraction | int:
    return int(said) if said.isdecimal() else Fraction(said)


def _mean(values: Sequence[Fraction | int]) -> Fraction:
    return Fraction(sum(values), len(values))
