"""Laying plots on a map. The answer is a list of plots, each [x, y]; a coordinate that cannot be read
stays as it was typed, to be mended."""

import json
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Choice,
    Marked,
    Observed,
    Posted,
    Unplaced,
    Verdict,
    verdict_of,
)
from courses.banks.kinds.plots_reading import (
    DESIGNS,
    FREE,
    MOST_PLOTS,
    RANDOM,
    STRATIFIED,
    TRANSECT,
    faults_of,
    lines,
    named,
)
from courses.banks.kinds.plots_shown import (
    cells_of,
    estimate_of,
    is_cell,
    leaning,
    off,
    opened,
    told_of,
    with_unit,
)
from courses.banks.kinds.sampled import Area, Cell, cell_of, in_one_line, usable
from lms.common.languages import Pair, text
from lms.common.wording import printable, read_whole
from lms.common.yamlnodes import Fields

LEAST_PLOTS = 2
MOST_TYPED = 6
OPEN: Pair = {"lt": "vietovė", "en": "the area"}


class Plots(Unplaced):
    """A hidden quantity is to be estimated from as many plots as are asked for.

    `free`: plots anywhere.  `stratified`: a given number in each stratum, whose means count by
    its share of the area.  `transect`: all in one row or column.  In these an answer is right where
    the estimate is off by no more than the tolerance, and half right within twice of that.
    `random`: a draw of cells is followed, of which those that cannot be used are passed over; there
    the answer is right where it follows the draw, for what chance makes of the estimate is not the
    learner's doing. Points are then the share of the drawn plots that were laid.
    """

    name = "plots"
    known = frozenset(
        {
            *("field", "habitats", "strata", "closed", "path", "design", "plots", "drawn"),
            *("tolerance", "unit", "quantity"),
        }
    )

    # --- as authors write it ---------------------------------------------------------------------

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        habitats = lines(fields, "habitats", required=False)
        rows = lines(fields, "field")
        strata = named(fields, "strata", languages, plots=True)
        body: Body = {
            "design": fields.choice("design", DESIGNS, otherwise=FREE, required=False),
            "plots": fields.integer("plots", LEAST_PLOTS, MOST_PLOTS),
            "field": rows,
            "habitats": habitats or ["o" * len(row.split()) for row in rows],
            "strata": strata or [{"key": "o", "name": OPEN, "plots": 0}],
            "closed": named(fields, "closed", languages),
            "path": lines(fields, "path", required=False),
            "drawn": lines(fields, "drawn", required=False),
            "tolerance": fields.number("tolerance", least=0),
            "unit": fields.pair("unit", languages=languages, required=False, most=30),
            "quantity": fields.pair("quantity", languages=languages, most=80),
        }
        for name, message in faults_of(body):
            fields.fault(message, name)
        return body

    def face(self, body: Body) -> Body:
        """What of it readers see."""
        names = ("design", "plots", "habitats", "strata", "closed", "path", "drawn", "quantity")
        return {name: body[name] for name in names}

    # --- answering -------------------------------------------------------------------------------

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        found = []
        for n in range(1, body["plots"] + 1):
            typed = [posted.get(f"{name}.{n}.{axis}", "") for axis in "xy"]
            said = [printable(one).strip()[:MOST_TYPED] for one in typed]
            if any(said):
                found.append([_whole(one) for one in said])
        return found or None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        return (
            isinstance(answer, list)
            and 0 < len(answer) <= body["plots"]
            and all(
                isinstance(plot, list) and len(plot) == 2 and all(map(_is_typed, plot))
                for plot in answer
            )
        )

    def fault(self, body: Body, answer: Answer) -> str:
        """What keeps the plots from being a sample of the design. A draw is not looked into: which
        of its cells can be used is what is asked."""
        if answer is None:
            return ""
        area = Area.of(body)
        for n, plot in enumerate(answer, 1):
            if not (is_cell(plot) and area.has((plot[0], plot[1]))):
                said = _(
                    "Plot %(n)s: x is a whole number from 1 to %(columns)s, y one from 1 to %(rows)s."
                )
                return said % {"n": n, "columns": area.columns, "rows": area.rows}
        cells = cells_of(answer)
        if len(cells) < body["plots"]:
            said = _("Lay all plots: there should be %(of)s, and %(there)s have coordinates.")
            return said % {"of": body["plots"], "there": len(cells)}
        for n, cell in enumerate(cells):
            if cell in cells[:n]:
                said = _("Plots %(first)s and %(second)s lie in the same cell.")
                return said % {"first": cells.index(cell) + 1, "second": n + 1}
        return "" if body["design"] == RANDOM else _fault_of_design(body, area, cells)

    def mark(self, body: Body, answer: Answer) -> Marked:
        if answer is None:
            return BLANK
        area, cells = Area.of(body), cells_of(answer)
        if body["design"] == RANDOM:
            wanted = usable([cell_of(one) for one in body["drawn"]], area, body["plots"])
            points = len(set(cells) & set(wanted)) * 1000 // len(wanted)
            return Marked(points, verdict_of(points))
        estimate = estimate_of(body, area, cells)
        if estimate is None:
            return Marked(0, Verdict.WRONG)
        off, tolerance = abs(estimate - area.mean), Fraction(body["tolerance"])
        points = 1000 if off <= tolerance else 500 if off <= 2 * tolerance else 0
        return Marked(points, verdict_of(points))

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        return [
            Choice(key=str(n), text={"lt": said, "en": said}, chosen=True)
            for n, said in enumerate((f"x {x}, y {y}" for x, y in answer or ()), 1)
        ]

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        return self.choices(body, answer, order)

    def reckoning(self, body: Body, answer: Answer) -> str:
        """The estimate beside the truth, the error, and where the plots lean."""
        area, cells = Area.of(body), cells_of(answer or ())
        estimate = estimate_of(body, area, cells)
        if estimate is None:
            return ""
        said = [off(body, estimate - area.mean)]
        if body["design"] == RANDOM:
            said.append(_("How far a draw is off is chance; over many draws it evens out."))
        if (lean := area.lean(cells)) and (words := leaning(body, lean.way)):
            said.append(words)
        return " ".join(said)

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        return with_unit(Area.of(body).mean, body)

    def observed(self, body: Body, answer: Answer) -> Observed:
        """The estimate of the plots, and the mean of the whole area. Of a draw nothing: how far it is
        off says nothing of whoever followed it."""
        if body["design"] == RANDOM:
            return Observed()
        area = Area.of(body)
        estimate = estimate_of(body, area, cells_of(answer or ()))
        value = None if estimate is None else float(estimate)
        return Observed(value=value, truth=float(area.mean))

    # --- on a page -------------------------------------------------------------------------------

    def shown(self, body: Body, answer: Answer, *, truth: bool) -> Mapping[str, Any]:
        """The rows of the table of plots, the map in words; with the truth what the area holds."""
        area = Area.of(body)
        names = {one["key"]: text(one["name"]) for one in [*body["strata"], *body["closed"]]}
        typed = [*(answer or ()), *[["", ""]] * body["plots"]][: body["plots"]]
        said: dict[str, Any] = {
            "plots": [{"n": n, "x": x, "y": y} for n, (x, y) in enumerate(typed, 1)],
            "columns": area.columns,
            "rows": area.rows,
            "names": json.dumps(names, ensure_ascii=False),
            "letters": "/".join(area.habitats),
            "frame": body.get("frame"),
            "told": told_of(area, names),
            "path": bool(area.path),
            "drawn": [cell_of(one) for one in body["drawn"]] if body["design"] == RANDOM else (),
        }
        return said | opened(body, area, answer, names) if truth else said


# --- answers ---------------------------------------------------------------------------------------


def _whole(typed: str) -> int | str:
    value = read_whole(typed, 2)
    return typed if value is None else value


def _is_typed(part: Any) -> bool:
    if type(part) is int:
        return 0 <= part <= 99
    return isinstance(part, str) and len(part) <= MOST_TYPED and printable(part) == part


def _fault_of_design(body: Body, area: Area, cells: Sequence[Cell]) -> str:
    names = {one["key"]: text(one["name"]) for one in [*body["strata"], *body["closed"]]}
    for n, cell in enumerate(cells, 1):
        if not area.is_open(cell):
            said = _("Plot %(n)s lies where none can: %(place)s.")
            return said % {"n": n, "place": names[area.habitat(cell)]}
    if body["design"] == TRANSECT and not in_one_line(cells):
        return _("The plots of a transect lie in one row or in one column.")
    if body["design"] == STRATIFIED:
        for one in body["strata"]:
            there = sum(area.habitat(cell) == one["key"] for cell in cells)
            if there != one["plots"]:
                said = _("%(place)s: there should be %(wanted)s plots, and there are %(there)s.")
                place = text(one["name"])
                place = place[:1].upper() + place[1:]
                return said % {"place": place, "wanted": one["plots"], "there": there}
    return ""
