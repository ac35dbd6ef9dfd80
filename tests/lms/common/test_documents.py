"""Files to take along: told by what is in them, whatever they are called."""

import io
import zipfile
from contextlib import suppress

import pytest
from django.utils.translation import override

from lms.common import documents
from lms.common.documents import NotADocument, read_document

ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(part: str, **more: bytes) -> bytes:
    return packed(**{"[Content_Types].xml": b"<Types/>", part: b"<x/>", **more})


@pytest.mark.parametrize(
    ("content", "name", "ending"),
    [
        (b"%PDF-1.7\n...", "anything.exe", "pdf"),
        ("diena,kiek\nšeštadienis,14\n".encode(), "a.CSV", "csv"),
        (b"\xef\xbb\xbfwith a mark", "a.txt", "txt"),
        (packed(mimetype=ODS), "a.zip", "ods"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.text"), "a", "odt"),
        (office("xl/workbook.xml"), "a.docx", "xlsx"),
        (office("word/document.xml"), "a.docx", "docx"),
    ],
)
def test_a_file_is_what_its_content_says(content, name, ending):
    assert read_document(content, name).ending == ending


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ\x90\x00", "a.pdf", "not a PDF"),
        (b"<html><script>alert(1)</script>", "a.html", "not a PDF"),
        (b"<svg onload='alert(1)'/>", "a.svg", "not a PDF"),
        (b"one\x00two", "a.txt", "not a PDF"),
        ("diena".encode("utf-16"), "a.csv", "UTF-8"),
        ("šeštadienis".encode("cp1257"), "a.csv", "UTF-8"),
        (packed(**{"a.txt": b"x"}), "a.docx", "not a PDF"),
        (packed(mimetype=b"application/x-other"), "a.ods", "not a PDF"),
        (b"PK\x03\x04 and no more", "a.xlsx", "not a PDF"),
        (office("word/document.xml", **{"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
        (packed(mimetype=ODS, **{"Basic/Standard/Module1.xml": b"x"}), "a.ods", "macros"),
    ],
)
def test_what_cannot_be_attached_is_refused_with_a_reason(content, name, said):
    with override("en"), pytest.raises(NotADocument, match=said):
        read_document(content, name)
    with override("lt"), pytest.raises(NotADocument) as refused:
        read_document(content, name)
    assert said not in str(refused.value) or said == "UTF-8"


def test_bombs_are_not_unpacked(monkeypatch):
    monkeypatch.setattr(documents, "MOST_UNPACKED", 1_000)
    bomb = packed(mimetype=ODS, **{"content.xml": b"0" * 5_000})
    with override("en"), pytest.raises(NotADocument, match="too much"):
        read_document(bomb, "a.ods")
    monkeypatch.setattr(documents, "MOST_PARTS", 1)
    with override("en"), pytest.raises(NotADocument, match="too much"):
        read_document(packed(mimetype=ODS, other=b""), "a.ods")


def test_a_file_has_at_most_ten_megabytes(monkeypatch):
    monkeypatch.setattr(documents, "MOST_BYTES", 10)
    with override("en"), pytest.raises(NotADocument, match="at most"):
        read_document(b"%PDF-1.7 and more", "a.pdf")


@pytest.mark.parametrize("at", range(0, 400, 7))
def test_a_broken_archive_is_refused_and_nothing_else_happens(at):
    whole = office("word/document.xml", **{"word/media/a.png": b"0123456789" * 20})
    broken = whole[: at % len(whole)] + b"\xff\x00\xff" + whole[at % len(whole) + 3 :]
    with suppress(NotADocument):
        assert read_document(broken, "a.docx").ending == "docx"
