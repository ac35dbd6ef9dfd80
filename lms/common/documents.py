"""Files that people attach: what one is told by its content, never by its name or what a browser
says of it."""

import io
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_BYTES = 10 * 1024 * 1024
# Of what is packed inside an office file: more is a bomb, or no document for a course.
MOST_PARTS = 4_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_NAMED = 200

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    # Told by lms.common.videos.
    "mp4": "video/mp4",
    "webm": "video/webm",
}
OPEN_FORMATS = {MEDIA_TYPES[ending].encode(): ending for ending in ("ods", "odt")}
OFFICE_FORMATS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
# Programs inside a document, by the names of the parts that hold them.
PROGRAMS = ("vbaproject.bin", "basic/", "scripts/", "activex")
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError)
CONTROLS = bytes(sign for sign in range(32) if sign not in b"\t\n\r\f")


class NotADocument(ValueError):
    """The file cannot be attached; the message is a sentence for its author."""


@dataclass(frozen=True)
class Document:
    """A file whose kind is known. ending: as in MEDIA_TYPES."""

    content: bytes
    ending: str

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.ending]


def read_document(content: bytes, name: str) -> Document:
    """The file and what it is. The name only tells apart what reads the same: CSV and plain
    text."""
    if not content:
        raise NotADocument(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise NotADocument(_("A file has at most %s MB.") % (MOST_BYTES // 1024**2))
    if content.startswith(b"%PDF-"):
        return Document(content, "pdf")
    if content.startswith(b"PK\x03\x04"):
        return Document(content, _packed(content))
    ending = name.rpartition(".")[2].lower()
    if ending in ("csv", "txt"):
        return Document(_text(content), ending)
    raise _unknown()


def _unknown() -> NotADocument:
    return NotADocument(_("This is not a PDF, CSV, TXT, ODS, XLSX, ODT or DOCX file."))


def _text(content: bytes) -> bytes:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotADocument(
            _("The text in this file is not UTF-8. Save it again as UTF-8.")
        ) from error
    if content.translate(None, CONTROLS) != content:
        raise _unknown()
    return content


def _packed(content: bytes) -> str:
    """The kind of an office file, which is a ZIP archive of a known shape."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise NotADocument(_("There is too much in this file. Attach a smaller one."))
            if any(part.flag_bits & 1 for part in parts):
                raise NotADocument(_("This file asks for a password. Attach one that does not."))
            names = [part.filename for part in parts]
            if any(mark in name.lower() for name in names for mark in PROGRAMS):
                raise NotADocument(_("There are programs (macros) in this file. Save it without."))
            if "mimetype" in names:
                with packed.open("mimetype") as said:
                    ending = OPEN_FORMATS.get(said.read(MOST_NAMED).strip(), "")
            elif "[Content_Types].xml" in names:
                ending = next(
                    (OFFICE_FORMATS[name] for name in names if name in OFFICE_FORMATS), ""
                )
            else:
                ending = ""
    except NotADocument:
        raise
    except BROKEN as error:
        raise _unknown() from error
    if not ending:
        raise _unknown()
    return ending
