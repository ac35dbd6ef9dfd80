"""The competency map as a table: read from CSV and written to it, each the inverse of the other.

One row for each domain and competency, in the order of the map:

    code, parent, name_lt, name_en, researchcomp, esco, level1_lt, level1_en, … level4_en

`researchcomp` holds names apart by semicolons, `esco` addresses apart by spaces; a relation other
than *related* stands before its target (`exact:`, `broader:`, `narrower:`). `level*` say what a
level means for this competency; empty, the general meaning holds. A file may leave out the columns
of levels, and then says nothing of them.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.competencies.models import MOST_LEVEL, Crosswalk
from lms.common.spreadsheet import RUNS, as_text, line_of
from lms.common.wording import printable
from lms.common.yamlnodes import Faults

RESEARCHCOMP, ESCO = "ResearchComp", "ESCO"
NEEDED = ("code", "parent", "name_lt", "name_en")
LEVELS = tuple(f"level{n}_{code}" for n in range(1, MOST_LEVEL + 1) for code in ("lt", "en"))
COLUMNS = (*NEEDED, "researchcomp", "esco", *LEVELS)
MOST_BYTES = 1_000_000
MOST_ROWS = 1_000
MOST_NAME, MOST_TARGET, MOST_DESCRIPTOR = 200, 300, 1_000
CODE = re.compile(r"[A-Z][A-Z0-9]{0,9}")
RELATIONS = tuple(str(one) for one in Crosswalk.Relation if one != Crosswalk.Relation.RELATED)
# What an apostrophe is put before: what would be run, and an apostrophe, lest it be taken for ours.
HELD = (*RUNS, "'")
_RELATION = re.compile(rf"({'|'.join(RELATIONS)}):\s*")


@dataclass(frozen=True)
class Relation:
    """What a competency has to do with one of another framework."""

    scheme: str
    target: str
    relation: str = str(Crosswalk.Relation.RELATED)


@dataclass(frozen=True)
class Row:
    """A domain (no parent) or a competency of the table.

    levels: number → language → what it means; None where the table has no such columns.
    """

    code: str
    parent: str
    name: dict[str, str]
    relations: tuple[Relation, ...] = ()
    levels: dict[int, dict[str, str]] | None = field(default_factory=dict)


# --- reading -------------------------------------------------------------------------------------


def read_sheet(raw: bytes, name: str) -> tuple[list[Row], Faults]:
    """The rows of a table, and what is wrong with it, line by line. name: what to call the file."""
    faults = Faults()
    if len(raw) > MOST_BYTES:
        faults.add((name, 0), _("This file is larger than a competency map can be."))
        return [], faults
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.add((name, 0), _("This file is not in UTF-8. Save the table as “CSV UTF-8”."))
        return [], faults
    first = text.partition("\n")[0]
    # Where a comma divides a number's whole part, spreadsheets divide cells by a semicolon.
    divider = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    rows: list[Row] = []
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        if _head_is_good(head, name, faults):
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(rows) == MOST_ROWS:
                    faults.add((name, reader.line_num), _("There are too many rows."))
                    break
                if len(cells) != len(head):
                    faults.add(
                        (name, reader.line_num),
                        _("This row has more or fewer cells than the first."),
                    )
                    continue
                told = dict(zip(head, map(_cell, cells), strict=True))
                rows.append(_row(told, name, reader.line_num, faults, rows))
    except csv.Error:
        faults.add((name, reader.line_num), _("This is not a table in CSV."))
    if not rows and not faults:
        faults.add((name, 0), _("There are no rows."))
    return rows, faults


def _head_is_good(head: list[str], name: str, faults: Faults) -> bool:
    for column in NEEDED:
        if column not in head:
            faults.add((name, 1), _("The column “%s” is missing.") % column)
    for column in head:
        if column not in COLUMNS:
            faults.add((name, 1), _("There is no column “%s” in a competency map.") % column[:40])
        elif head.count(column) > 1:
            faults.add((name, 1), _("The column “%s” is there twice.") % column)
    return not faults


def _cell(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running it."""
    text = printable(cell).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(HELD) else text


def _held(text: str) -> str:
    """The cell so that no spreadsheet runs it, and `_cell` reads the same."""
    return f"'{text}" if text.startswith(HELD) else text


def _row(told: dict[str, str], name: str, line: int, faults: Faults, before: list[Row]) -> Row:
    def wrong(message: str) -> None:
        faults.add((name, line), message)

    code, parent = told["code"], told["parent"]
    if not CODE.fullmatch(code):
        wrong(_("A code is a capital letter with capitals and digits after it, ten at most."))
    known = {row.code: row for row in before}
    if code in known:
        wrong(_("The code %s is there twice.") % code)
    if parent and parent not in known:
        wrong(_("The domain %s does not stand above this row.") % parent[:10])
    elif parent and known[parent].parent:
        wrong(_("%s is a competency; only a domain holds competencies.") % parent)
    names = {language: told[f"name_{language}"] for language in ("lt", "en")}
    for language, text in names.items():
        if not text:
            wrong(_("“%s” is empty.") % f"name_{language}")
        elif len(text) > MOST_NAME:
            wrong(_("“%s” is too long.") % f"name_{language}")
    relations = tuple(dict.fromkeys(_relations(told)))
    for one in relations:
        if len(one.target) > MOST_TARGET:
            wrong(_("“%s” is too long.") % one.scheme)
        if one.scheme == ESCO and not re.match(r"https?://", one.target):
            wrong(_("An ESCO concept is given by its address."))
    return Row(code, parent, names, relations, _levels(told, wrong))


def _relations(told: dict[str, str]) -> Iterator[Relation]:
    parts = [(RESEARCHCOMP, part.strip()) for part in told.get("researchcomp", "").split(";")]
    # "exact: http://…" is one part, whether or not a space stands in it.
    addresses = _RELATION.sub(r"\1:", told.get("esco", "")).split()
    for scheme, part in parts + [(ESCO, one) for one in addresses]:
        typed = _RELATION.match(part)
        target = part[typed.end() :] if typed else part
        if target:
            yield Relation(scheme, target, typed[1]) if typed else Relation(scheme, target)


def _levels(told: dict[str, str], wrong: Callable[[str], None]) -> dict[int, dict[str, str]] | None:
    if not any(column in told for column in LEVELS):
        return None
    levels = {}
    for number in range(1, MOST_LEVEL + 1):
        pair = {code: told.get(f"level{number}_{code}", "") for code in ("lt", "en")}
        if any(len(text) > MOST_DESCRIPTOR for text in pair.values()):
            wrong(_("The meaning of level %s is too long.") % number)
        if all(pair.values()):
            levels[number] = pair
        elif any(pair.values()):
            wrong(_("Level %s has its meaning in one language only.") % number)
    return levels


# --- writing -------------------------------------------------------------------------------------


def sheet_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The table, line by line; `read_sheet` reads the same rows from it."""
    yield line_of(COLUMNS)
    for row in rows:
        levels = row.levels or {}
        cells = [
            row.code,
            row.parent,
            row.name["lt"],
            row.name["en"],
            "; ".join(_told(one) for one in row.relations if one.scheme == RESEARCHCOMP),
            " ".join(_told(one) for one in row.relations if one.scheme == ESCO),
            *(
                levels.get(n, {}).get(code, "")
                for n in range(1, MOST_LEVEL + 1)
                for code in ("lt", "en")
            ),
        ]
        yield line_of(map(_held, cells))


def _told(one: Relation) -> str:
    typed = one.relation in RELATIONS
    return f"{one.relation}:{one.target}" if typed else one.target


# The words that other software knows these relations by (SKOS mapping properties).
PREDICATES = {
    "related": "skos:relatedMatch",
    "narrower": "skos:narrowMatch",
    "broader": "skos:broadMatch",
    "exact": "skos:exactMatch",
}
CROSSWALK_COLUMNS = (
    "subject_id",
    "subject_code",
    "subject_label_lt",
    "subject_label_en",
    "predicate_id",
    "object_source",
    "object_id",
    "object_label",
)


def crosswalk_lines(rows: Iterable[Row], site: str) -> Iterator[str]:
    """A line for each relation, in the terms of SSSOM and SKOS. site: the start of our addresses."""
    yield line_of(CROSSWALK_COLUMNS)
    for row in rows:
        for one in row.relations:
            is_address = one.target.startswith("http")
            cells = [
                f"{site}/competencies/{row.code}",
                row.code,
                row.name["lt"],
                row.name["en"],
                PREDICATES[one.relation],
                one.scheme,
                one.target if is_address else "",
                "" if is_address else one.target,
            ]
            yield line_of(map(as_text, cells))
