"""A zip of certificates with a table that says whose they are, and who is left out and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.common.spreadsheet import BOM, as_text, line_of
from lms.common.whole_files import whole_file

INDEX = "index.csv"


@dataclass(frozen=True)
class Entry:
    """One certificate. pk: of the certificate.  file: where its PDF lies, and digest: its SHA-256; or
    why: what it is left out for."""

    pk: int
    name: str
    code: str
    language: str
    issued_at: datetime | None
    file: Path | None = None
    digest: str = ""
    why: str = ""

    @property
    def file_name(self) -> str:
        """Its name in the zip: ASCII, which every system unpacks, and never twice, by the code."""
        surname = slugify(self.name.split()[-1]) if self.name.split() else ""
        return "-".join(part for part in ("certificate", surname, self.code) if part) + ".pdf"


def write_zip(path: Path, entries: Iterable[Entry]) -> dict[int, str]:
    """Put the zip in place whole or not at all, its table in the language that is active; id of the
    certificate → digest of its file, of each that is in it."""
    held: dict[int, str] = {}
    with whole_file(path) as file, ZipFile(file, "w", ZIP_STORED) as whole:
        lines = [_head()]
        for entry in entries:
            if entry.file:
                whole.write(entry.file, entry.file_name)
                held[entry.pk] = entry.digest
            lines.append(_line(entry))
        whole.writestr(INDEX, BOM + "".join(lines), ZIP_DEFLATED)
    return held


def _head() -> str:
    return line_of(
        [
            pgettext("person", "Name"),
            _("Code"),
            _("Issued"),
            _("Language"),
            _("File"),
            pgettext("certificate", "Left out because"),
        ]
    )


def _line(entry: Entry) -> str:
    issued = timezone.localtime(entry.issued_at).date().isoformat() if entry.issued_at else ""
    cells = [
        entry.name,
        entry.code,
        issued,
        entry.language,
        entry.file_name if entry.file else "",
        entry.why,
    ]
    return line_of(map(as_text, cells))
