"""The copy of somebody's data as a zip: JSON, tables, certificates, and a page to read it by."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import translation

from badges.certificates.models import CertificateFile
from lms.accounts.models import User
from lms.common.personal import Group
from lms.common.spreadsheet import BOM, as_text, line_of
from lms.hub.queries import profile
from lms.privacy.gathering import Section, acts, sections
from lms.privacy.register import held

HERE = Path(__file__).parent


def steps_of(files: Iterable[CertificateFile]) -> int:
    """How many parts a copy has: the tables, the deeds, each certificate, the page."""
    return len(held()) + len(list(files)) + 2


def write_copy(
    into: BinaryIO,
    person: User,
    files: list[tuple[CertificateFile, Path]],
    *,
    on: datetime,
    done: Callable[[], object],
) -> None:
    """Write the zip in the person's language.

    into: a file open for writing.  files: certificates with where they lie.  done: called after
    each part.
    """
    with translation.override(person.language), ZipFile(into, "w", ZIP_DEFLATED) as whole:
        found = []
        for section in sections(person, person.language):
            found.append(section)
            if section.rows:
                whole.writestr(f"csv/{section.name}.csv", table_of(section.rows))
            done()
        deeds = acts(person)
        if deeds:
            whole.writestr("csv/acts.csv", table_of(deeds))
        done()
        names = []
        for file, place in files:
            name = f"certificates/{file.certificate.code}-{file.language}.pdf"
            whole.write(place, name, ZIP_STORED)
            names.append((name, file))
            done()
        whole.writestr("data.json", _as_json(found, deeds, person, on))
        whole.writestr("index.html", index(found, deeds, names, person, on))
        done()


def _as_json(found: list[Section], deeds: list[dict[str, Any]], person: User, on: datetime) -> str:
    said = {
        "about": person.email,
        "made_at": on,
        "tables": {section.name: section.rows for section in found},
        "acts": deeds,
    }
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def table_of(rows: list[dict[str, Any]]) -> str:
    """Rows as a table for spreadsheets; what has parts stands as JSON."""
    lines = [line_of(rows[0])]
    lines += [line_of(as_text(_cell(value)) for value in row.values()) for row in rows]
    return BOM + "".join(lines)


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return "" if value is None else value


def index(
    found: list[Section],
    deeds: list[dict[str, Any]],
    names: list[tuple[str, CertificateFile]],
    person: User,
    on: datetime,
) -> str:
    """The page that opens in any browser, without a network."""
    context = {
        "person": person,
        "on": on,
        "hub": profile(),
        "language": person.language,
        "css": (HERE / "copy.css").read_text("utf-8"),
        "groups": [(group, list(rows)) for group, rows in groupby(found, key=_group)],
        "files": names,
        "deeds": len(deeds),
        "secrets": [section.held for section in found if section.held.withheld and section.rows],
    }
    return render_to_string("privacy/copy.html", context)


def _group(section: Section) -> Group:
    return section.held.group
