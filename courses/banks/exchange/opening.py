"""Bytes of an uploaded file as text; what is no text is refused with a reason."""

import codecs
import re

from django.utils.translation import gettext as _

from courses.banks.exchange.report import Remark

MOST_BYTES = 2 * 1024 * 1024
# A table in UTF-16 without a mark has a zero byte beside nearly every letter.
ZEROS = 0.3
OFFICE = {
    b"PK\x03\x04": "ZIP, DOCX, XLSX, ODS",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "DOC, XLS",
    b"{\\rtf": "RTF",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Unreadable(Exception):
    """The whole file is of no use; the remark says why. line: 0 for the file as a whole."""

    def __init__(self, remark: Remark, line: int = 0) -> None:
        super().__init__(remark.message)
        self.remark = remark
        self.line = line


def opened(source: str | bytes, *, most: int = MOST_BYTES) -> tuple[str, list[Remark]]:
    """(text, remarks): lines end with \\n, without a byte order mark and control characters.

    Raises Unreadable for what is too large, empty, or no text.
    """
    check_size(source, most)
    notes: list[Remark] = []
    text = source if isinstance(source, str) else _decoded(source, notes)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\f", "\n")
    clean, controls = _CONTROLS.subn("", text)
    if controls * 100 > len(text):
        raise Unreadable(_not_text(""))
    if controls:
        notes.append(Remark("controls", _("Control characters in the file were left out.")))
    if not clean.strip():
        raise Unreadable(Remark("empty", _("The file is empty.")))
    return clean, notes


def check_size(source: str | bytes, most: int) -> None:
    """Refuse what is larger than this many bytes (or letters)."""
    if len(source) > most:
        raise Unreadable(
            Remark(
                "too-large",
                _("The file is larger than %s MB. Split it.") % (most // 1024 // 1024),
            )
        )


def check_office(source: bytes) -> None:
    """Refuse documents that people take for text, by name."""
    for beginning, name in OFFICE.items():
        if source.startswith(beginning):
            raise Unreadable(_not_text(name))


def _not_text(name: str) -> Remark:
    if name:
        return Remark(
            "not-text",
            _("This is not a text file (%s). Save it as plain text or CSV and choose it again.")
            % name,
        )
    return Remark("not-text", _("This is not a text file."))


def _decoded(source: bytes, notes: list[Remark]) -> str:
    check_office(source)
    try:
        if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            notes.append(_guessed("UTF-16"))
            return source.decode("utf-16")
        beginning = source[:2000]
        if beginning.count(0) > ZEROS * len(beginning):
            name = (
                "utf-16-le" if beginning[1::2].count(0) > beginning[::2].count(0) else "utf-16-be"
            )
            notes.append(_guessed("UTF-16"))
            return source.decode(name)
        if 0 in source:
            raise Unreadable(_not_text(""))
        try:
            return source.decode("utf-8")
        except UnicodeDecodeError:
            notes.append(_guessed("Windows-1257"))
            return source.decode("cp1257")
    except UnicodeDecodeError as error:
        raise Unreadable(_not_text("")) from error


def _guessed(name: str) -> Remark:
    return Remark(
        "encoding",
        _("The file is not in UTF-8; it was read as %s. Check that the letters are right.") % name,
    )
