"""A tagged PDF as it is read aloud: `python -m tests.pdf.reading FILE` prints it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

# Structure elements that only group others.
SILENT = {
    "Document",
    "NonStruct",
    "Part",
    "Art",
    "Sect",
    "Div",
    "Table",
    "THead",
    "TBody",
    "TR",
    "L",
}


class Line(NamedTuple):
    """What is said at once. kind: the structure element.  heads: of a cell, what it stands under."""

    kind: str
    text: str
    heads: tuple[str, ...] = ()

    def __str__(self) -> str:
        under = f"[{' | '.join(self.heads)}] " if self.heads else ""
        return f"{self.kind:<6} {under}{self.text}"


def read_aloud(reader: PdfReader) -> list[Line]:
    """Every line of the structure tree, in its order.

    Raises KeyError where the tree names content or a header cell that is not there.
    """
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    shown = {page.indirect_reference.idnum: _texts(page, reader) for page in reader.pages}
    top = [kid.get_object() for kid in root["/K"]]
    cells = {
        str(element["/ID"]): _said(element, shown)
        for element in _elements(top)
        if element["/S"] == "/TH"
    }
    return [line for element in top for line in _lines(element, shown, cells)]


def _lines(element: Any, shown: Any, cells: dict[str, str]) -> Iterator[Line]:
    kind = element["/S"].removeprefix("/")
    if kind in SILENT:
        for kid in _kids(element):
            yield from _lines(kid, shown, cells)
        return
    attributes = element.get("/A", {})
    heads = tuple(cells[str(name)] for name in attributes.get("/Headers", []))
    yield Line(kind, _said(element, shown), heads)


def _said(element: Any, shown: Any) -> str:
    """The element's own words with those of everything inside it."""
    said = element.get("/Alt") or "".join(_parts(element, shown, None))
    return " ".join(said.split())


def _parts(element: Any, shown: Any, page: Any) -> Iterator[str]:
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object()
        if isinstance(kid, int):
            yield shown[page][int(kid)]
        elif "/S" in kid:
            yield kid.get("/Alt") or "".join(_parts(kid, shown, page))
        elif kid.get("/Type") == "/MCR":
            own = kid.raw_get("/Pg").idnum if "/Pg" in kid else page
            yield shown[own][int(kid["/MCID"])]
    if element["/S"] == "/Lbl":
        yield " "


def _elements(elements: list[Any]) -> Iterator[Any]:
    for element in elements:
        yield element
        yield from _elements(_kids(element))


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    found = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    return [kid for kid in found if isinstance(kid, dict) and "/S" in kid]


# --- what stands on a page -----------------------------------------------------------------------


def _texts(page: PageObject, reader: PdfReader) -> dict[int, str]:
    """Number of marked content → its text."""
    letters = {
        name: _letters(font.get_object()["/ToUnicode"].get_object().get_data().decode())
        for name, font in page["/Resources"]["/Font"].get_object().items()
    }
    texts: dict[int, str] = {}
    inside: list[int | None] = []
    font: dict[bytes, str] = {}
    for operands, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            marked = operands[1] if operator == b"BDC" else {}
            inside.append(marked.get("/MCID"))
            if "/MCID" in marked:
                texts[int(marked["/MCID"])] = ""
        elif operator == b"EMC":
            inside.pop()
        elif operator == b"Tf":
            font = letters[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            number = next((number for number in reversed(inside) if number is not None), None)
            if number is not None:
                texts[int(number)] += _decoded(operands[0], font)
    return texts


def _decoded(shown: Any, font: dict[bytes, str]) -> str:
    pieces = shown if isinstance(shown, list) else [shown]
    codes = b"".join(
        getattr(piece, "original_bytes", piece)
        for piece in pieces
        if not isinstance(piece, (int, float))
    )
    return "".join(font[codes[at : at + 2]] for at in range(0, len(codes), 2))


def _letters(cmap: str) -> dict[bytes, str]:
    """Two bytes of a glyph → what it reads as, from the font's own table."""
    pairs = re.findall(r"^<([0-9a-f]{4})> <([0-9a-f]+)>$", cmap, re.M)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


if __name__ == "__main__":
    for line in read_aloud(PdfReader(Path(sys.argv[1]))):
        sys.stdout.write(f"{line}\n")
