"""What plots on a map say: the map in words, the estimate beside the truth, and what was hidden."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.kinds.base import Answer, Body
from courses.banks.kinds.plots_reading import RANDOM, STRATIFIED
from courses.banks.kinds.sampled import NEAR, Area, Cell, cell_of, runs, usable
from lms.common.drawings.revealed import revealed
from lms.common.languages import current_language, text
from lms.common.wording import number


def is_cell(plot: Sequence[Any]) -> bool:
    return all(type(part) is int for part in plot)


def cells_of(answer: Sequence[Sequence[Any]]) -> list[Cell]:
    return [(plot[0], plot[1]) for plot in answer if is_cell(plot)]


def estimate_of(body: Body, area: Area, cells: Sequence[Cell]) -> Fraction | None:
    return area.estimate(cells, by_strata=body["design"] == STRATIFIED)


def opened(body: Body, area: Area, answer: Answer, names: Mapping[str, str]) -> dict[str, Any]:
    """What a review shows: the plots with what they hold, facts, and the map of what was hidden."""
    numbered = {n: cell for n, cell in enumerate(cells_of(answer or ()), 1) if area.is_open(cell)}
    cells = list(numbered.values())
    estimate = estimate_of(body, area, cells)
    laid = [
        {"n": n, "x": x, "y": y, "place": names[area.habitat((x, y))],
         "value": with_unit(area.value((x, y)), body)}
        for n, (x, y) in numbered.items()
    ]  # fmt: skip
    facts = [(_("True mean of the whole area"), with_unit(area.mean, body))]
    if estimate is not None:
        facts.insert(0, (_("Mean of the plots"), with_unit(estimate, body)))
        facts.append(
            (_("Error of the estimate"), with_unit(estimate - area.mean, body, signed=True))
        )
        if body["design"] != RANDOM:
            tolerance = with_unit(Fraction(body["tolerance"]), body)
            facts.append((_("Allowed error"), f"±{tolerance}"))
    if lean := area.lean(cells):
        away = _("plots %(plots)s, the whole area %(area)s cells") % {
            "plots": number(lean.plots, 1),
            "area": number(lean.area, 1),
        }
        facts.append((_("Mean distance to the path"), away))
        if lean.near is not None:
            within = _("Mean within %(n)s cells of the path") % {"n": number(NEAR)}
            facts.append((within, with_unit(lean.near, body)))
    wanted: Sequence[Cell] = ()
    if body["design"] == RANDOM:
        wanted = usable([cell_of(one) for one in body["drawn"]], area, body["plots"])
    return {
        "laid": laid,
        "facts": facts,
        "wanted": "; ".join(f"({x}; {y})" for x, y in wanted),
        "heat": revealed(
            [[float(one) for one in row] for row in area.values],
            [[letter in area.strata for letter in row] for row in area.habitats],
            numbered,
            [(x, y) for x, y in area.path],
            mean=float(area.mean),
            estimate=None if estimate is None else float(estimate),
            tolerance=0 if body["design"] == RANDOM else float(Fraction(body["tolerance"])),
            words=_legend(body),
        ),
    }


def with_unit(value: Fraction | int, body: Body, *, signed: bool = False) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    shown = number(exact, 0 if exact == exact.to_integral() else 1)
    if signed and exact > 0:
        shown = f"+{shown}"
    unit = text(body["unit"])
    if not unit:
        return shown
    return f"{shown}%" if unit == "%" and current_language() == "en" else f"{shown}\u00a0{unit}"


def off(body: Body, error: Fraction) -> str:
    far = with_unit(abs(error), body)
    if error > 0:
        return _("The plots say %(far)s too much.") % {"far": far}
    if error < 0:
        return _("The plots say %(far)s too little.") % {"far": far}
    return _("The plots say exactly what is true.")


def leaning(body: Body, way: str) -> str:
    if way == "near":
        return _(
            "They lie nearer to the path than the area does, so what is beside it counts too much."
        )
    if way == "far" and body["design"] != RANDOM:
        return _(
            "They lie farther from the path than the area does, so what is beside it counts too little."
        )
    return ""


def told_of(area: Area, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The map row by row, from the top: what lies from which column to which."""
    path = set(area.path)
    told = []
    for at, letters in enumerate(area.habitats):
        y = area.rows - at
        parts = [
            f"{names[letter]} {first}–{last}" if first < last else f"{names[letter]} {first}"
            for first, last, letter in runs(letters)
        ]
        mine = "".join("p" if (x, y) in path else "-" for x in range(1, area.columns + 1))
        along = [
            f"{first}–{last}" if first < last else f"{first}"
            for first, last, letter in runs(mine)
            if letter == "p"
        ]
        told.append({"y": y, "parts": ", ".join(parts), "path": ", ".join(along)})
    return told


def _legend(body: Body) -> dict[str, str]:
    quantity, unit = text(body["quantity"]), text(body["unit"])
    return {
        "alt": _("The area with what it holds, and the plots in it"),
        "scale": f"{quantity}, {unit}" if unit else quantity,
        "mean": _("true mean"),
        "estimate": _("plots"),
    }
