"""Items of sittings and trials as a browser meets them, drawn again from the site's own data, and what
to answer to them."""

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from courses.banks.generators import Form, drawn
from courses.banks.kinds.faults import NONE
from lms.pages.demo_cast import right_in

# Kinds whose answers are put in by what they are like, and not by the kind.
MEASURED = frozenset({"classify", "coding", "count", "estimate", "faults", "plots", "reading"})


@dataclass(frozen=True)
class Met:
    """category: the class by which the item is counted.  form: "picture" or "words"."""

    body: Mapping[str, Any]
    category: str
    form: str


def met_at(folder: Path, address: str, trial: str) -> Met:
    """The item that this address asks. trial: what the browser holds of ten items."""
    if found := re.search(r"/sittings/([0-9a-f-]{36})/(\d+)/", address):
        return met_in(folder, UUID(found[1]))[int(found[2]) - 1]
    number = re.search(r"/try/(\d+)/", address)
    assert number, address
    (items,) = _rows(folder, "SELECT items FROM courses_trial WHERE key = ?", trial)
    return _met(one := json.loads(items[0])[int(number[1]) - 1], one["seed"], one["form"])


def met_in(folder: Path, sitting: UUID) -> list[Met]:
    """All items of a sitting, by their places."""
    rows = _rows(
        folder,
        "SELECT v.body, s.seed, s.form FROM courses_sittingitem s"
        " JOIN courses_sitting t ON t.id = s.sitting_id"
        " JOIN courses_itemversion v ON v.id = s.item_version_id WHERE t.uid = ? ORDER BY s.position",
        sitting.hex,
    )
    return [_met(json.loads(body), seed, form) for body, seed, form in rows]


def answers_in(folder: Path, sitting: UUID) -> list[Any]:
    """What is kept of the answers of a sitting, by place; None where nothing was answered."""
    rows = _rows(
        folder,
        "SELECT s.answer FROM courses_sittingitem s JOIN courses_sitting t ON t.id = s.sitting_id"
        " WHERE t.uid = ? ORDER BY s.position",
        sitting.hex,
    )
    return [None if row[0] is None else json.loads(row[0]) for row in rows]


def _met(stored: dict[str, Any], seed: int, form: str) -> Met:
    return Met(drawn({"see": None, **stored}, seed, Form(form)), stored["class"], form)


def _rows(folder: Path, question: str, *values: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{folder / 'laukas.sqlite3'}?mode=ro", uri=True) as data:
        return data.execute(question, values).fetchall()


def said_to(body: Mapping[str, Any], *, rightly: bool) -> Any:
    """An answer to one of the measured kinds: wholly right, or wholly wrong."""
    if body["kind"] == "coding":
        right = {one["key"]: one["code"] for one in body["passages"]}
    else:
        right = right_in(body)
    if rightly:
        return right
    match body["kind"]:
        case "classify":
            return next(one["key"] for one in body["options"] if not one["right"])
        case "faults":
            row, column = body["rows"][0]["key"], body["columns"][0]["key"]
            return [f"{row}.{column}"] if right == [NONE] else [NONE]
        case "coding":
            codes = [one["key"] for one in body["codes"]]
            return {key: next(c for c in codes if c != code) for key, code in right.items()}
        case "plots":
            return [[place, 1] for place in range(1, body["plots"] + 1)]
        case "reading":
            units = [one["key"] for one in body["units"] if not one["right"]]
            return {"typed": "0", "unit": units[0] if units else right["unit"]}
        case _:
            # Twice as much is never near; where that cannot be, nothing at all is.
            twice = float(body["answer"]) * 2 + 20
            most = float(body["most"] or "inf")
            return {"typed": str(round(twice)) if twice <= most else body["least"] or "0"}
