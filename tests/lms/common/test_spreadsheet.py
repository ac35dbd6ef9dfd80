"""Cells that people wrote: no spreadsheet runs them, however it parts cells."""

import csv
import io

import pytest

from lms.common.spreadsheet import as_text, line_of


@pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠")
def test_what_begins_as_a_formula_is_text(sign):
    assert as_text(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("before", [" ", "\u00a0 ", "\ufeff"])
def test_nor_is_what_stands_behind_something_unseen(before):
    assert as_text(f"{before}=1+1") == f"'{before}=1+1"


@pytest.mark.parametrize("part", [";", "\t", "\n", "\r\n", "; ", ';"', ';" "', "\n\ufeff", "; ;\t"])
def test_what_another_sign_would_part_is_no_formula_either(part):
    """Excel in Lithuanian parts cells by semicolons, and reads quotation marks only at their beginning."""
    line = line_of(["a", as_text(f'b{part}=HYPERLINK("https://evil.example")')])
    for sign in (",", ";"):
        for row in csv.reader(io.StringIO(line), delimiter=sign):
            assert not [cell for cell in row if cell.lstrip(' \t\ufeff"').startswith("=")]


@pytest.mark.parametrize(
    "text", ["", "Ona", "a - b", "2026-03-01", "a; b", "a=b", "a ; b - c", "žodis\nžodis"]
)
def test_other_words_stay_as_they_are(text):
    assert as_text(text) == text
