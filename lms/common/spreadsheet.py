"""Lines of tables that spreadsheets open: separated by commas, never taken for a formula."""

import csv
import re
from collections.abc import Iterable

BOM = "\ufeff"
# A spreadsheet would run what begins so, in some languages also with the wide signs (OWASP, CSV Injection);
# some do not mind what is not seen before it.
RUNS = (*"=+-@\t\r\n", *"＝＋－＠")
SIGNS = r"(?=[=+\-@＝＋－＠])"
BEGINS = re.compile(rf"[\t\r\n]|[\s\ufeff]*{SIGNS}")
# Whoever parts cells by semicolons, as spreadsheets do that speak Lithuanian, takes what follows for a cell,
# with a quotation mark at its beginning or without.
CELLS = re.compile(rf'([;\t\r\n][ \u00a0\ufeff"]*){SIGNS}')


class _Line:
    """What the writer of the standard library writes into."""

    def write(self, line: str) -> str:
        return line


def line_of(cells: Iterable[object]) -> str:
    """One line with its end; cells are written as they are, so call `as_text` on what people wrote."""
    line: str = csv.writer(_Line()).writerow(cells)  # type: ignore[arg-type, assignment]
    return line


def as_text(cell: object) -> str:
    """The cell so that no spreadsheet takes it, or a part of it, for a formula."""
    text = CELLS.sub(r"\1'", str(cell))
    return f"'{text}" if BEGINS.match(text) else text
