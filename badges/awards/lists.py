"""Reading a list of people to be given a badge, as spreadsheets write it. Pure."""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lms.common.errors import Refusal
from lms.common.wording import printable

MOST_ROWS = 500
MOST_BYTES = 200_000
MOST_ADDRESS, MOST_NAME, MOST_REASON = 254, 120, 600
# What each column may be called, in either language.
HEADS = {
    "email": {"email", "e-mail", "mail", "address", "el. paštas", "el.paštas", "paštas", "adresas"},
    "name": {"name", "full name", "vardas", "vardas ir pavardė", "vardas, pavardė", "pavardė"},
    "reason": {"reason", "why", "priežastis", "už ką", "kodėl", "pagrindas"},
    "day": {"date", "day", "done on", "data", "diena", "atlikta"},
}
ORDER = ("email", "name", "reason", "day")
DELIMITERS = ("\t", ";", ",")
# Letters that only the western table has at these places; the Baltic one has nothing there.
WESTERN_ONLY = re.compile(rb"[\x8a\x8c\x8e\x9a\x9c\x9e\x9f]")
DAYS = ("%Y-%m-%d", "%Y.%m.%d", "%d.%m.%Y")
_NAMED = re.compile(r"^(.*)<([^<>]*)>\s*$")


@dataclass(frozen=True)
class Line:
    """One person of the list. number: of the line, from 1.  email: in lower case.  fault: an outcome of
    GivenRow, where the line cannot be read."""

    number: int
    email: str
    name: str = ""
    reason: str = ""
    done_on: date | None = None
    fault: str = ""


def decoded(raw: bytes) -> str:
    """The text of a file, whatever program wrote it. Raises Refusal for what is no text.

    UTF-8 with or without its mark, UTF-16 with one; else the Baltic table of Windows, in which
    Lithuanian is written, or the western one, where the Baltic has no such letter.
    """
    if len(raw) > MOST_BYTES:
        kilobytes = MOST_BYTES // 1000
        raise Refusal("too-large", _("The file is larger than %s kB.") % kilobytes)
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = raw.decode("utf-16")
        else:
            text = _eight_bits(raw)
    except UnicodeDecodeError as error:
        raise _no_text() from error
    if "\0" in text:
        raise _no_text()
    return text


def _no_text() -> Refusal:
    return Refusal("no-text", _("This is no table of text. Save it as CSV and try again."))


def _eight_bits(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252" if WESTERN_ONLY.search(raw) else "cp1257")


def read_list(text: str, on: date, *, reason: str = "") -> list[Line]:
    """Everybody in the list, in its order. Raises Refusal for too many.

    reason: for whose line has none.  on: no day after it counts.
    """
    rows = [(number, row) for number, row in _rows(text.removeprefix("\ufeff")) if any(row)]
    columns = _columns(rows[0][1]) if rows else {}
    if columns:
        rows = rows[1:]
    if len(rows) > MOST_ROWS:
        raise Refusal("too-many", _("A list has at most %s lines.") % MOST_ROWS)
    seen: set[str] = set()
    found = []
    for number, row in rows:
        line = _line(number, row, columns or _plain(row), reason, on)
        if not line.fault and line.email in seen:
            line = Line(number, line.email, line.name, line.reason, line.done_on, "twice")
        seen.add(line.email)
        found.append(line)
    return found


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """(number, cells) of each line, by the sign that makes cells of it that are addresses."""
    parted = [_parted(text, sign) for sign in DELIMITERS]
    # Of equals the first: a comma may stand in a reason where semicolons part.
    return max(parted, key=lambda rows: sum(any(map(_is_address, row)) for _n, row in rows))


def _parted(text: str, sign: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        rows = [[printable(cell).strip() for cell in row] for row in reader]
    except csv.Error:
        # A quotation mark that is never closed, in a file that is one long line.
        rows = [[printable(line).strip()] for line in text.splitlines()]
    return list(enumerate(rows, 1))


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Name → place, if this is a line of headings."""
    # A space that does not break is one as well.
    words = [" ".join(cell.casefold().rstrip(":").split()) for cell in row]
    found = {
        name: place
        for name, known in HEADS.items()
        for place, word in enumerate(words)
        if word in known
    }
    return found if "email" in found and not any(map(_is_address, row)) else {}


def _plain(row: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(ORDER) if place < len(row)}


def _line(number: int, row: Sequence[str], columns: dict[str, int], reason: str, on: date) -> Line:
    said = {
        name: row[place] if place < len(row) else ""
        for name, place in ((name, columns.get(name, len(row))) for name in ORDER)
    }
    email, name = _address(said["email"]), said["name"]
    if (named := _NAMED.match(said["email"])) and not name:
        name = named[1].strip(' "')
    why = said["reason"] or reason.strip()
    day, is_day = _day(said["day"], on)
    fault = ""
    if not _is_address(email):
        fault = "unreadable"
    elif not why:
        fault = "no-reason"
    elif len(why) > MOST_REASON or len(name) > MOST_NAME:
        fault = "too-long"
    elif not is_day:
        fault = "bad-day"
    return Line(number, email[:MOST_ADDRESS], name[:MOST_NAME], why[:MOST_REASON], day, fault)


def _address(cell: str) -> str:
    named = _NAMED.match(cell)
    return (named[2] if named else cell).strip().lower()


def _is_address(cell: str) -> bool:
    address = _address(cell)
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= MOST_ADDRESS


def _day(cell: str, on: date) -> tuple[date | None, bool]:
    """(the day, whether it is one that can be); an empty cell says none."""
    if not cell:
        return None, True
    for form in DAYS:
        try:
            day = datetime.strptime(cell, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        return day, day <= on
    return None, False
