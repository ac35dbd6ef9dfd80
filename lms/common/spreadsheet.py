"""Lines of tables that spreadsheets open: separated by commas, never taken for a formula."""

import csv
from collections.abc import Iterable

BOM = "\ufeff"
# A spreadsheet would run what begins so.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """What the writer of the standard library writes into."""

    def write(self, line: str) -> str:
        return line


def line_of(cells: Iterable[object]) -> str:
    """One line with its end; cells are written as they are, so call `as_text` on what people wrote."""
    line: str = csv.writer(_Line()).writerow(cells)  # type: ignore[arg-type, assignment]
    return line


def as_text(cell: object) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(RUNS) else text
