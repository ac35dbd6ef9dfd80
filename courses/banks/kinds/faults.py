"""Finding faults: the cells of a filled-in sheet that are wrong, or that none is.

The answer is a list of cells, each `row.column`, or [NONE]. A fault may spread over several cells
(swapped coordinates over two); ticking one of them finds it.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Choice,
    Marked,
    Observed,
    Posted,
    verdict_of,
)
from lms.common.languages import LANGUAGES, Pair, in_language
from lms.common.yamlnodes import Fields, read_pair

# No row is called so: a cell has a full stop in its name.
NONE = "none"
OTHER = "other"
NOTHING: Pair = {"lt": "Klaidų čia nėra", "en": "Nothing is wrong here"}
MOST_COLUMNS, MOST_ROWS, MOST_FAULTS = 12, 30, 12
FOUND, MISSED, FALSE = "found", "missed", "false"


@dataclass(frozen=True)
class Standing:
    """An answer beside the faults: keys of those found and missed, and cells ticked for nothing."""

    found: Sequence[str]
    missed: Sequence[str]
    false: Sequence[str]

    @property
    def points(self) -> int:
        """Thousandths: the faults found less the false alarms, as a share of all faults."""
        count = len(self.found) + len(self.missed)
        if not count:
            return 0 if self.false else 1000
        return max(0, len(self.found) - len(self.false)) * 1000 // count


def standing(body: Body, answer: Sequence[str]) -> Standing:
    ticked = [cell for cell in answer if cell != NONE]
    at_fault = {cell for fault in body["faults"] for cell in fault["cells"]}
    hit = {fault["key"]: not set(fault["cells"]).isdisjoint(ticked) for fault in body["faults"]}
    return Standing(
        found=[key for key, is_hit in hit.items() if is_hit],
        missed=[key for key, is_hit in hit.items() if not is_hit],
        false=[cell for cell in ticked if cell not in at_fault],
    )


def cells_of(body: Body) -> dict[str, Pair]:
    """Every cell by its name, and what stands in it."""
    return {
        f"{row['key']}.{column['key']}": row["cells"].get(column["key"], {})
        for row in body["rows"]
        for column in body["columns"]
    }


class Faults:
    """Which cells of a sheet are wrong. Right are exactly the planted faults."""

    name = "faults"
    known = frozenset({"columns", "rows", "faults", "description"})

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        columns = []
        for node in fields.entries("columns", least=2, most=MOST_COLUMNS):
            column = Fields(node, fields.faults, known={"key", "text"})
            text = column.pair("text", languages=languages, most=60)
            columns.append({"key": column.key(), "text": text})
        names = [str(column["key"]) for column in columns]
        rows = []
        for node in fields.entries("rows", least=1, most=MOST_ROWS):
            row = Fields(node, fields.faults, known={"key", "text", "cells"})
            text = row.pair("text", languages=languages, most=60)
            cells = _read_cells(row, names, languages)
            rows.append({"key": row.key(), "text": text, "cells": cells})
        for name, parts in (("columns", columns), ("rows", rows)):
            if len({part["key"] for part in parts}) != len(parts):
                fields.fault(_("A key stands here twice."), name)
        body: Body = {"columns": columns, "rows": rows}
        body["faults"] = _read_faults(fields, languages, list(cells_of(body)))
        if fields.has("description"):
            body["description"] = fields.pair("description", languages=languages, most=3000)
        return body

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        ticked = set(posted.getlist(name))
        return [cell for cell in (*cells_of(body), NONE) if cell in ticked] or None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        return (
            isinstance(answer, list)
            and bool(answer)
            and all(isinstance(cell, str) for cell in answer)
            and len(set(answer)) == len(answer)
            and set(answer) <= {*cells_of(body), NONE}
        )

    def fault(self, body: Body, answer: Answer) -> str:
        """Both that something is wrong and that nothing is cannot be meant."""
        if answer is None or NONE not in answer or len(answer) == 1:
            return ""
        return _("You ticked cells and also that nothing is wrong. Clear one or the other.")

    def mark(self, body: Body, answer: Answer) -> Marked:
        if answer is None:
            return BLANK
        points = standing(body, answer).points
        return Marked(points, verdict_of(points), {})

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        """The cells, row by row, each in words that stand alone, and that nothing is wrong."""
        ticked = answer or ()
        return [
            *(
                Choice(key=cell, text=text, chosen=cell in ticked, group=cell.partition(".")[0])
                for cell, text in _named(body).items()
            ),
            Choice(key=NONE, text=NOTHING, chosen=NONE in ticked),
        ]

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        ticked = answer or ()
        faults = {cell: fault for fault in body["faults"] for cell in fault["cells"]}
        told = []
        for choice in self.choices(body, answer, order):
            fault = faults.get(choice.key)
            right = not body["faults"] if choice.key == NONE else fault is not None
            told.append(
                Choice(
                    key=choice.key,
                    text=choice.text,
                    chosen=choice.key in ticked,
                    right=right,
                    feedback=fault["feedback"] if fault else None,
                    group=choice.group,
                    right_group=fault["key"] if fault else "",
                )
            )
        return told

    def groups(self, body: Body, order: random.Random) -> Sequence[Mapping[str, Any]]:
        """The rows."""
        return [{"key": row["key"], "text": row["text"]} for row in body["rows"]]

    def reckoning(self, body: Body, answer: Answer) -> str:
        if answer is None:
            return ""
        stands = standing(body, answer)
        alarms = len(stands.false)
        said = ngettext("%(n)s false alarm.", "%(n)s false alarms.", alarms) % {"n": alarms}
        if not body["faults"]:
            return said if alarms else ""
        of = len(body["faults"])
        found = ngettext(
            "%(found)s of %(of)s fault found.", "%(found)s of %(of)s faults found.", of
        ) % {"found": len(stands.found), "of": of}
        return f"{found} {said}" if alarms else found

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        if met:
            return ""
        named = _named(body)
        return "; ".join(
            in_language(named[fault["cells"][0]], language)[0] for fault in body["faults"]
        ) or in_language(NOTHING, language)[0]  # fmt: skip

    def observed(self, body: Body, answer: Answer) -> Observed:
        """The class of the fault that was planted, and the one found; `other` where what was ticked
        is no fault, or false alarms outnumber what was found."""
        classes = {fault["key"]: fault["class"] for fault in body["faults"]}
        true = next(iter(classes.values()), NONE)
        if answer is None:
            return Observed(true_category=true)
        if answer == [NONE]:
            return Observed(category=NONE, true_category=true)
        stands = standing(body, answer)
        found = [classes[key] for key in stands.found]
        if not found or len(stands.false) > len(found):
            return Observed(category=OTHER, true_category=true)
        return Observed(category=true if true in found else found[0], true_category=true)


def _named(body: Body) -> dict[str, Pair]:
    """Cells in words that stand alone: which row, which column, and what is written there."""
    made: dict[str, Pair] = {}
    empty: Pair = {"lt": "tuščia", "en": "empty"}
    for row in body["rows"]:
        for column in body["columns"]:
            value = row["cells"].get(column["key"]) or empty
            made[f"{row['key']}.{column['key']}"] = {
                code: f"{in_language(row['text'], code)[0]}, {in_language(column['text'], code)[0]}: "
                f"{in_language(value, code)[0]}"
                for code in LANGUAGES
            }  # type: ignore[assignment]
    return made


def sheet_of(body: Body, choices: Sequence[Choice]) -> list[dict[str, Any]]:
    """The sheet as a page shows it: rows, each with its cells in the order of the columns, what is
    written in them, and how each was answered."""
    by_key = {choice.key: choice for choice in choices}
    return [
        {
            "text": row["text"],
            "cells": [
                {
                    "column": column["text"],
                    "value": row["cells"].get(column["key"]),
                    "choice": by_key[f"{row['key']}.{column['key']}"],
                }
                for column in body["columns"]
            ],
        }
        for row in body["rows"]
    ]


def faults_in(body: Body, choices: Sequence[Choice]) -> list[dict[str, Any]]:
    """What a review says below the sheet: every fault with its cells and whether it was found, then
    the false alarms. how: FOUND, MISSED or FALSE."""
    told: list[dict[str, Any]] = []
    for fault in body["faults"]:
        cells = [choice for choice in choices if choice.right_group == fault["key"]]
        how = FOUND if any(choice.chosen for choice in cells) else MISSED
        told.append({"how": how, "cells": cells, "why": fault["feedback"]})
    told += [
        {"how": FALSE, "cells": [choice], "why": None}
        for choice in choices
        if choice.chosen and not choice.right and choice.key != NONE
    ]
    return told


def _read_cells(row: Fields, columns: Sequence[str], languages: tuple[str, ...]) -> dict[str, Pair]:
    """Column → what is written there: one text for both languages, or a pair; what is not said is
    empty."""
    cells: dict[str, Pair] = {}
    if not row.has("cells"):
        return cells
    said = Fields(row.get("cells"), row.faults, known=set(columns))
    for name in columns:
        node = said.get(name)
        if node is None:
            continue
        if isinstance(node.value, dict):
            cells[name] = read_pair(node, row.faults, languages=languages, most=120)
        elif text := said.text(name, required=False, most=120):
            cells[name] = dict.fromkeys(languages, text)  # type: ignore[assignment]
    return cells


def _read_faults(
    fields: Fields, languages: tuple[str, ...], cells: Sequence[str]
) -> list[dict[str, Any]]:
    faults: list[dict[str, Any]] = []
    taken: set[str] = set()
    for node in fields.entries("faults", required=False, most=MOST_FAULTS):
        fault = Fields(node, fields.faults, known={"key", "cells", "class", "feedback"})
        named = [one.text for one in fault.keys("cells")]
        if not named:
            fault.fault(_("A fault needs the cells that it is in."), "cells")
        for cell in named:
            if cell not in cells:
                said = _("There is no cell “%s”. A cell is its row and its column: r2.date.")
                fault.fault(said % cell, "cells")
            elif cell in taken:
                fault.fault(_("The cell “%s” is in two faults.") % cell, "cells")
            taken.add(cell)
        read = {
            "key": fault.key(),
            "cells": [cell for cell in named if cell in cells],
            "class": fault.key("class"),
            "feedback": fault.pair("feedback", languages=languages, most=1200),
        }
        if read["class"] in (NONE, OTHER):
            fault.fault(_("A class of faults is not called “none” or “other”."), "class")
        if any(read["key"] == other["key"] for other in faults):
            fault.fault(_("A key stands here twice."), "key")
        faults.append(read)
    return faults
