"""A row of a table of questions: its cells by column, in a language, and what is wrong in it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.banks.exchange.markup import Words, to_markdown
from courses.banks.exchange.report import Remark
from courses.banks.exchange.sentences import Notes


@dataclass
class Row:
    """One row: its cells by column (name, number, language), and what is wrong in it."""

    line: int
    cells: dict[tuple[str, int, str], str]
    headers: dict[tuple[str, int, str], str]
    faults: list[Remark] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)

    def fault(self, column: tuple[str, int, str] | None, message: str) -> None:
        if column is not None:
            header = self.headers.get(column) or " ".join(map(str, filter(None, column)))
            message = _("Row %(row)s, column “%(column)s”: %(fault)s") % {
                "row": self.line, "column": header, "fault": message,
            }  # fmt: skip
        else:
            message = _("Row %(row)s: %(fault)s") % {"row": self.line, "fault": message}
        self.faults.append(Remark("cell", message))

    def get(self, name: str, number: int = 0, language: str = "") -> str:
        return self.cells.get((name, number, language), "")


def text_of(row: Row, name: str, number: int, code: str, language: str) -> str:
    """The cell in this language; a column without a language is in the file's own."""
    own = row.get(name, number, code)
    return own or (row.get(name, number) if code == language else "")


def pair_of(
    row: Row,
    name: str,
    number: int,
    languages: tuple[str, ...],
    language: str,
    *,
    needed: bool = True,
    shape: str = "inline",
) -> dict[str, str]:
    """The text in the row's languages. An option that is named once is the same in both."""
    pair = {}
    bare = row.get(name, number)
    for code in languages:
        text = text_of(row, name, number, code, language)
        if not text and name in ("option", "match") and bare:
            text = bare
        pair[code] = to_markdown(Words(text, "plain"), row.notes.add, shape=shape)
    if not any(pair.values()) and not needed:
        return {}
    for code, text in pair.items():
        if not text:
            row.fault((name, number, code), _("This cell is empty."))
    return pair


def places_in(row: Row) -> list[tuple[str, int]]:
    return sorted({(name, number) for name, number, _language in row.cells})
