"""Files that mean harm, or are no questions at all: refused with a reason, at once."""

import time

import pytest
from django.utils import translation

from courses.banks.exchange.gift import read_gift
from courses.banks.exchange.markup import Words, to_markdown
from courses.banks.exchange.moodle import read_moodle
from courses.banks.exchange.report import Report
from courses.banks.exchange.table import read_table

pytestmark = pytest.mark.sweep

READERS = [read_gift, read_moodle, read_table]
DOCTYPE = """<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<quiz><question type="multichoice"><questiontext><text>&b;&c;</text></questiontext></question></quiz>"""
TABLE = "question;option 1;option 2;right\n"


@pytest.fixture(autouse=True)
def bounded():
    """A file that takes time without bound would take minutes of the processor; a busy machine must
    not look like one."""
    with translation.override("en"):
        began = time.process_time()
        yield
        assert time.process_time() - began < 30


def stopped(report: Report) -> str:
    assert not report.outcomes
    return report.stopped.code if report.stopped else ""


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"PK\x03\x04\x14\x00\x06\x00", "not-text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "not-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not-text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 10, "not-text"),
        (b"\x00" * 100, "not-text"),
        (bytes(range(1, 32)) * 50, "not-text"),
        (b"a" * (21 * 1024 * 1024), "too-large"),
    ],
)
def test_what_is_no_text_is_refused(read, source, code):
    assert stopped(read(source, "lt")) == code


def test_entities_are_never_expanded():
    report = read_moodle(DOCTYPE, "lt")
    assert stopped(report) == "doctype"
    assert stopped(read_moodle(DOCTYPE.encode("utf-16"), "lt")) == "doctype"
    assert report.stopped_line == 1


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("<quiz>" + "<a>" * 100_000, "too-deep"),
        ("<quiz>" + "<a/>" * 300_000 + "</quiz>", "too-deep"),
        ("<quiz><question><name>" + "x" * 5_000_000 + "</name></question></quiz>", "too-large"),
        ("<quiz><question type='essay'></quiz>", "not-xml"),
        ("<quiz>&nbsp;</quiz>", "not-xml"),
        ("<html><body>Hello</body></html>", "not-moodle"),
        ('<?xml version="1.0" encoding="klingon"?><quiz></quiz>', ""),
        (b'<?xml version="1.0" encoding="klingon"?><quiz></quiz>', "not-xml"),
        ("<quiz>" + "<question type='essay'/>" * 1001 + "</quiz>", "too-many"),
    ],
)
def test_xml_that_is_none_of_ours(source, code):
    assert stopped(read_moodle(source, "lt")) == code


def test_what_is_not_well_formed_is_told_with_its_line():
    report = read_moodle("\n\n<?xml version='1.0'?>\n<quiz>\n<question>\n</quiz>", "lt")
    assert report.stopped_line == 6


def test_files_inside_xml_weigh_nothing():
    source = (
        "<quiz><question type='truefalse'><questiontext format='html'><text>Tiesa?</text>"
        f"<file name='a.bin' encoding='base64'>{'QUJD' * 2_000_000}</file></questiontext>"
        "<answer fraction='100'><text>true</text></answer></question></quiz>"
    )
    [one] = read_moodle(source, "lt").outcomes
    assert "files" in {remark.code for remark in one.remarks}


def test_too_many_questions_are_refused_as_a_whole():
    assert stopped(read_gift("a{T}\n\n" * 1001, "lt")) == "too-many"
    assert stopped(read_table(TABLE + "a;b;c;1\n" * 1001, "lt")) == "too-many"
    assert len(read_gift("a{T}\n\n" * 1000, "lt").outcomes) == 1000


@pytest.mark.parametrize(
    "source",
    [
        "::" * 100_000,
        "{" * 200_000,
        "a{" + "=" * 200_000 + "}",
        "a{" + "~%50%" * 50_000 + "}",
        "a{" + "#" * 200_000 + "}",
        "a{#" + "=1:1" * 50_000 + "}",
        "a{=" + "->" * 100_000 + "}",
        "\\" * 200_000,
        "[html]" * 30_000 + "{T}",
        "// laukas: " + "[" * 100_000 + "\na{T}",
        "// laukas: {" + '"a":{' * 10_000 + "\na{T}",
        "// [id:" + "x" * 100_000 + "]\na{T}",
        "$CATEGORY: " + "a/" * 100_000 + "\n\na{T}",
    ],
)
def test_gift_that_goes_on_and_on_ends(source):
    report = read_gift(source, "lt")
    assert report.outcomes or report.stopped


@pytest.mark.parametrize(
    "source",
    [
        "<b>" * 19_000,
        "<a " * 19_000,
        '<a "' * 15_000,
        "<a '<b \"" * 7_000,
        "<!--" * 15_000,
        "<script>" * 7_000,
        "</p" * 19_000,
        "<p>" * 19_000,
        "<table><tr><td>" * 4_000,
        "<ul><li>" * 7_000,
        "<blockquote>" * 5_000,
        '<span class="multilang" lang="lt">' * 1_700,
        "{mlang lt}" * 5_000,
        "*" * 59_000,
        "_" * 59_000,
        "[" * 59_000,
        "$$" * 29_000,
        "\\(" * 29_000,
        "`" * 59_000,
        "&amp" * 14_000,
        "<pre>" * 11_000,
        "<code>`" * 8_000,
    ],
)
def test_markup_that_goes_on_and_on_ends(source):
    for form in ("html", "moodle", "plain", "markdown"):
        for shape in ("inline", "block", "bare"):
            to_markdown(Words(source, form), lambda code, detail: None, shape=shape)
    report = read_gift(
        "[html]" + source.translate({ord(c): f"\\{c}" for c in "\\~=#{}:"}) + "{T}", "lt"
    )
    assert report.outcomes


def test_a_text_beyond_measure_is_refused_before_it_is_read():
    [one] = read_gift("[html]" + "<i>a</i>" * 20_000 + "{T}", "lt").outcomes
    assert [reason.code for reason in one.reasons] == ["long"]


def test_tables_that_break_off_say_where():
    report = read_table(TABLE + 'a;b;c;1\n"a;b;c;1\n', "lt")
    assert stopped(report) == "broken"
    assert stopped(read_table("a;b;c\n1;2;3\n", "lt")) == "no-header"
    assert stopped(read_table(TABLE + "a" * 200_000 + ";b;c;1\n", "lt")) == "broken"
    assert stopped(read_table(";" * 500_000, "lt")) == "no-header"


def test_letters_of_other_encodings_are_guessed_and_said():
    gift = "::Šaka:: Ąžuolas? {=taip ~ne}"
    for encoding, code in (("utf-8-sig", ""), ("cp1257", "encoding"), ("utf-16", "encoding"),
                           ("utf-16-le", "encoding"), ("utf-16-be", "encoding")):  # fmt: skip
        report = read_gift(gift.encode(encoding), "lt")
        assert report.outcomes[0].item["prompt"] == {"lt": "Ąžuolas?"}, encoding
        assert " ".join(note.code for note in report.notes) == code
    xml = "<quiz><question type='truefalse'><questiontext><text>Ąžuolas?</text></questiontext>" \
          "<answer fraction='100'><text>true</text></answer></question></quiz>"  # fmt: skip
    for encoding, declared in (("cp1257", ""), ("cp1257", "windows-1257"), ("utf-16", "utf-16"),
                               ("utf-8-sig", "UTF-8"), ("cp1257", "UTF-8")):  # fmt: skip
        said = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
        report = read_moodle((said + xml).encode(encoding), "lt")
        assert report.outcomes[0].item["prompt"] == {"lt": "Ąžuolas?"}, (encoding, declared)


def test_control_characters_are_left_out_and_said():
    report = read_gift("Kas\x07 tai?" + " " * 200 + "{T}", "lt")
    assert [note.code for note in report.notes] == ["controls"]
    assert report.outcomes[0].item["prompt"] == {"lt": "Kas tai?"}
