"""Simple questions as a table: reading CSV, and cells safe to open.

One row is one question. Columns are found by their names, Lithuanian or English, in any order.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.exchange.gift import class_of
from courses.banks.exchange.mapping import LETTERS, difficulty_of, key_of
from courses.banks.exchange.opening import Unreadable, opened
from courses.banks.exchange.report import (
    MOST_QUESTIONS,
    Candidate,
    Outcome,
    Refused,
    Remark,
    Report,
    item_text,
    too_many,
)
from courses.banks.exchange.sentences import shortened
from courses.banks.exchange.table_kinds import MAKERS, kind_of
from courses.banks.exchange.table_rows import Row, pair_of, places_in, text_of
from courses.banks.kinds.options import MOST as MOST_OPTIONS
from lms.common.languages import LANGUAGES
from lms.common.search import fold
from lms.common.spreadsheet import RUNS
from lms.common.yamlnodes import KEY, Faults

SEPARATORS = ";,\t"
LONGEST_CELL = 20_000
# Folded names of the columns, as people write them in either language.
COLUMNS = {
    "key": "key", "kodas": "key", "raktas": "key", "id": "key",
    "tag": "class", "zyma": "class", "class": "class", "klase": "class", "category": "class", "kategorija": "class",
    "difficulty": "difficulty", "sudetingumas": "difficulty",
    "kind": "kind", "type": "kind", "tipas": "kind", "rusis": "kind",
    "match": "match", "pair": "match", "atitikmuo": "match", "pora": "match",
    "question": "prompt", "prompt": "prompt", "klausimas": "prompt",
    "option": "option", "answer": "option", "variantas": "option", "atsakymas": "option",
    "right": "right", "correct": "right", "right answer": "right", "correct answer": "right",
    "right answers": "right", "correct answers": "right", "teisingas": "right",
    "teisingi": "right", "teisingas atsakymas": "right", "teisingi atsakymai": "right",
    "feedback": "feedback", "atsakymo paaiskinimas": "feedback", "varianto paaiskinimas": "feedback",
    "komentaras": "feedback", "explanation": "explanation", "paaiskinimas": "explanation",
}  # fmt: skip
_COLUMN = re.compile(r"(?:(\d{1,2})[ .]+)?([a-z][a-z ]*?)(?: ?(\d{1,2}))?(?: (lt|en))?")
_RIGHT = re.compile(r"[\s,;/+]+(?:(?:ir|and)[\s,;]+)?")
# A spreadsheet runs a cell that begins so (also after a tab or a line end).
_FORMULA = re.compile(f"[{re.escape(''.join(RUNS))}]")
MARKER = "\ufeff"


def read_table(source: str | bytes, language: str) -> Report:
    """What the table would bring. language: of the columns that do not name theirs."""
    try:
        text, notes = opened(source)
        rows, strange = _rows(text)
        if len(rows) > MOST_QUESTIONS:
            raise Unreadable(too_many(len(rows)))
    except Unreadable as problem:
        return Report("table", language, stopped=problem.remark, stopped_line=problem.line)
    if strange:
        said = _("Columns that are not known were left out: %s.") % ", ".join(strange)
        notes.append(Remark("columns", said))
    outcomes = tuple(_outcome(number, row, language) for number, row in enumerate(rows, 1))
    return Report("table", language, outcomes, tuple(notes))


# --- cells ---------------------------------------------------------------------------------------


def _rows(text: str) -> tuple[list[Row], list[str]]:
    """(rows, names of unknown columns). Raises Unreadable where the table cannot be made out."""
    lines = text.lstrip("\n")
    skipped = text[: len(text) - len(lines)].count("\n")
    if found := re.match(r"sep=(.)\n", lines, re.I):
        # A line that Excel writes for itself.
        lines, skipped = lines[found.end() :], skipped + 1
    separator = max(SEPARATORS, key=lambda sign: len(_known(_first(lines, sign))[0]))
    known, strange = _known(_first(lines, separator))
    if not any(name == "prompt" for name, _n, _l in known.values()):
        raise Unreadable(
            Remark(
                "no-header",
                _("The first row must name the columns: question, option 1, option 2 and right."),
            ),
            skipped + 1,
        )
    first = _first(lines, separator)
    headers = {column: shortened(first[place]) for place, column in known.items()}
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    at = 1
    try:
        for cells in reader:
            line, at = skipped + at, reader.line_num + 1
            if reader.line_num and line > skipped + 1 and any(map(str.strip, cells)):
                rows.append(_row(line, cells, known, headers))
    except csv.Error as error:
        problem = _("The table breaks off here: is a quotation mark missing?")
        raise Unreadable(Remark("broken", problem), skipped + reader.line_num) from error
    return rows, strange


def _first(lines: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(lines, newline=""), delimiter=separator), [])
    except csv.Error:
        return []


def _known(header: list[str]) -> tuple[dict[int, tuple[str, int, str]], list[str]]:
    """(place → column, names of the others); the first of two columns of one name counts."""
    known: dict[int, tuple[str, int, str]] = {}
    strange: list[str] = []
    for place, name in enumerate(header[:200]):
        column = _column(name)
        if column and column not in known.values():
            known[place] = column
        elif name.strip():
            strange.append(shortened(name))
    return known, strange


def _column(name: str) -> tuple[str, int, str] | None:
    plain = " ".join(re.sub(r"[^a-z0-9. ]", " ", fold(name[:100])).split()).strip(". ")
    found = _COLUMN.fullmatch(plain)
    if not found or found.group(2) not in COLUMNS:
        return None
    column = COLUMNS[found.group(2)]
    number = int(found.group(1) or found.group(3) or 0)
    if column == "explanation" and number:
        column = "feedback"
    if column in ("option", "feedback", "match"):
        return (column, number, found.group(4) or "") if 1 <= number <= MOST_OPTIONS else None
    return None if number else (column, 0, found.group(4) or "")


def _row(
    line: int,
    cells: list[str],
    known: dict[int, tuple[str, int, str]],
    headers: dict[tuple[str, int, str], str],
) -> Row:
    row = Row(line, {}, headers)
    for place, cell in enumerate(cells):
        text = _unguarded(cell.strip())
        if place not in known:
            if text and place >= len(known):
                row.notes.add("unknown-parts", text)
            continue
        if len(text) > LONGEST_CELL:
            row.fault(known[place], _("The text is too long."))
        elif text:
            row.cells[known[place]] = text
    return row


# --- one question --------------------------------------------------------------------------------


def _outcome(number: int, row: Row, language: str) -> Outcome:
    languages = tuple(code for code in LANGUAGES if text_of(row, "prompt", 0, code, language))
    name = shortened(
        row.get("key") or text_of(row, "prompt", 0, (languages or (language,))[0], language)
    )
    if not languages:
        row.fault(("prompt", 0, ""), _("The question is missing."))
        return Refused(number, row.line, name, tuple(row.faults))
    item: dict[str, Any] = {"key": "", "kind": "single"}
    if category := class_of(row.get("class")):
        item["class"] = category
    item["difficulty"] = _difficulty(row)
    item["prompt"] = pair_of(row, "prompt", 0, languages, language)
    kind = kind_of(row)
    if kind in MAKERS:
        item |= {"kind": kind, **MAKERS[kind](row, languages, language)}
    else:
        options = _options(row, languages, language)
        item["options"] = options
        if sum(option["right"] for option in options) > 1:
            item["kind"] = "multiple"
    if explanation := pair_of(
        row, "explanation", 0, languages, language, needed=False, shape="block"
    ):
        item["explanation"] = explanation
    else:
        row.notes.add("no-explanation")
    item["key"] = _key(row, item["prompt"], number)
    if len(languages) > 1:
        row.notes.add("both-languages")
    candidate = Candidate(number, row.line, name, item, languages, row.notes.remarks())
    if not row.faults:
        faults = Faults()
        item_text(candidate, faults)
        for fault in faults:
            row.fault(None, fault.message)
    return Refused(number, row.line, name, tuple(row.faults)) if row.faults else candidate


def _difficulty(row: Row) -> str:
    word = row.get("difficulty")
    found = difficulty_of(word)
    if word and not found:
        row.fault(("difficulty", 0, ""), _("Write easy, medium or hard."))
    return found or "medium"


def _options(row: Row, languages: tuple[str, ...], language: str) -> list[dict[str, Any]]:
    filled = [number for name, number in places_in(row) if name == "option"]
    right = _right(row, filled)
    options: list[dict[str, Any]] = []
    for number in filled:
        option: dict[str, Any] = {
            "key": LETTERS[len(options)],
            "right": number in right,
            "text": pair_of(row, "option", number, languages, language),
        }
        if said := pair_of(row, "feedback", number, languages, language, needed=False):
            option["feedback"] = said
        options.append(option)
    for name, number in places_in(row):
        if name == "feedback" and number not in filled:
            row.fault(("feedback", number, ""), _("There is no option that this would explain."))
    if len(options) < 2:
        row.fault(None, _("At least two options are needed."))
    elif all(option["right"] for option in options):
        row.fault(_right_column(row), _("All options are right: there is nothing to choose."))
    return options


def _right_column(row: Row) -> tuple[str, int, str]:
    return next((one for one in row.headers if one[0] == "right"), ("right", 0, ""))


def _right(row: Row, filled: list[int]) -> set[int]:
    """Numbers of the right options: "2", "B", "1, 3", "a ir c", or the text of one."""
    column = _right_column(row)
    told = row.cells.get(column, "")
    if not told:
        row.fault(column, _("Say which option is right: its number or letter."))
    same = _with_text(row, told)
    right: set[int] = set()
    strange: list[str] = []
    for word in filter(None, _RIGHT.split(told)):
        letter = word.casefold().rstrip(".)")
        if letter.isascii() and letter.isdigit():
            number = int(letter[:4])
        else:
            number = LETTERS.find(letter) + 1 if len(letter) == 1 else 0
        if number in filled:
            right.add(number)
        else:
            strange.append(word)
    if not strange:
        if same - right:
            said = (
                _("“%s” is the number of one option and the text of another: write a letter.")
                if told[:1].isdigit()
                else _("“%s” is the letter of one option and the text of another: write a number.")
            )
            row.fault(column, said % shortened(told))
        return right
    if same:
        return same
    for word in strange:
        row.fault(column, _("There is no option “%s”.") % shortened(word))
    return right


def _with_text(row: Row, told: str) -> set[int]:
    """Numbers of the options that say exactly this, in either language."""
    plain = " ".join(fold(told).split())
    return {
        number
        for (name, number, _language), text in row.cells.items()
        if name == "option" and plain and " ".join(fold(text).split()) == plain
    }


def _key(row: Row, prompt: dict[str, str], number: int) -> str:
    told = row.get("key")
    if KEY.fullmatch(told) and len(told) <= 60:
        return told
    return key_of(told or " ".join(next(iter(prompt.values())).split()[:6]), number)


# --- writing -------------------------------------------------------------------------------------


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs: what begins as a formula comes after an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and _FORMULA.match(text[1:2]) else text


def written_table(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV that opens in Lithuanian and English spreadsheets alike."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(str(cell)) for cell in row])
    return MARKER + file.getvalue()


def refusals_table(report: Report) -> str:
    """What did not come over, and why, to be taken away and mended."""
    rows: list[list[object]] = [
        [_("Question"), _("Line"), _("Name"), _("Why it did not come over")]
    ]
    for one in report.refused:
        rows.append([one.number, one.line, one.name, " ".join(r.message for r in one.reasons)])
    return written_table(rows)
