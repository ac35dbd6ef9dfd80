"""Reading lists of people: whatever program wrote them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.awards.lists import MOST_BYTES, decoded, read_list
from badges.awards.rules import Facts, faults_in, is_met, progress
from lms.common.errors import Refusal

TODAY = date(2026, 11, 28)
NAME = "Žąsė Šūkių-Čepė, dr."
cells = st.text(st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1, max_size=40).map(
    lambda cell: cell.strip() or "x"
)


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1257", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_of_any_program_is_read_alike(encoding, sign, end):
    rows = [["ona@example.org", NAME, "Vedė talką", "2026-05-16"], ["jonas@example.org"]]
    text = end.join(sign.join(quoted(cell) for cell in row) for row in rows)
    first, second = read_list(decoded(text.encode(encoding)), TODAY, reason="Kartu")
    assert (first.email, first.name, first.reason) == ("ona@example.org", NAME, "Vedė talką")
    assert first.done_on == date(2026, 5, 16) and not first.fault
    assert (second.number, second.email, second.reason) == (2, "jonas@example.org", "Kartu")


def test_the_western_table_of_windows_is_known_by_letters_that_the_baltic_has_not():
    assert "Škvorecký Žižka" in decoded("a@b.lt;Škvorecký Žižka".encode("cp1252"))
    assert "Jürgen Öztürk é" in decoded("a@b.lt;Jürgen Öztürk é".encode("cp1252"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Reason,E-mail\nLed one,ona@example.org", [("ona@example.org", "Led one", "")]),
        ("El. paštas;Priežastis\nona@example.org;Vedė", [("ona@example.org", "Vedė", "")]),
        ("el.\u00a0paštas;vardas\nona@example.org;Ona", [("ona@example.org", "All", "")]),
        ("Ona P <Ona@Example.org>", [("ona@example.org", "All", "")]),
        ("ona@example.org,,,2027-01-01", [("ona@example.org", "All", "bad-day")]),
        ("ona@example.org,,,16.05.2026", [("ona@example.org", "All", "")]),
        ("ona@example.org,,,05/16/2026", [("ona@example.org", "All", "bad-day")]),
        ("ona@", [("ona@", "All", "unreadable")]),
        ("a@b.lt\nA@B.LT", [("a@b.lt", "All", ""), ("a@b.lt", "All", "twice")]),
        ('"a@b.lt', [("a@b.lt", "All", "")]),
        ("a@b.lt\n\n  \n", [("a@b.lt", "All", "")]),
        ("", []),
    ],
)
def test_lines_are_read_and_what_is_wrong_is_told(text, told):
    lines = read_list(text, TODAY, reason="All")
    assert [(one.email, one.reason, one.fault) for one in lines] == told


def test_a_line_without_a_reason_says_so():
    assert read_list("a@b.lt", TODAY)[0].fault == "no-reason"
    assert read_list(f"a@b.lt,,{'x' * 601}", TODAY)[0].fault == "too-long"


@pytest.mark.parametrize("raw", [b"PK\x03\x04\x00", b"a" * (MOST_BYTES + 1), b"\xff\xfea", b"\x81"])
def test_what_is_no_text_is_refused(raw):
    with pytest.raises(Refusal):
        read_list(decoded(raw), TODAY)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=20), st.sampled_from(",;\t"))
def test_what_was_written_is_read(rows, sign):
    text = "\n".join(
        sign.join(quoted(cell) for cell in (f"p{n}@example.org", *row))
        for n, row in enumerate(rows)
    )
    lines = read_list(text, TODAY)
    assert [(one.email, one.name, one.reason) for one in lines] == [
        (f"p{n}@example.org", *row) for n, row in enumerate(rows)
    ]


@given(st.text(max_size=300), st.text(max_size=20))
def test_nothing_that_is_pasted_breaks_it(text, reason):
    for one in read_list(text, TODAY, reason=reason):
        assert one.fault or ("@" in one.email and one.reason)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(raw):
    with suppress(Refusal):
        assert "\0" not in decoded(raw)


# --- the rule ------------------------------------------------------------------------------------


def test_a_badge_that_is_given_by_hand_is_met_by_no_facts_and_stands_alone():
    rule = {"given": True}
    everything = Facts({"C1": 4}, frozenset({"sampling"}))
    assert not faults_in(rule)
    assert not is_met(rule, everything)
    assert progress(rule, everything) == (0, 1)
    for broken in (
        {"given": False},
        {"given": 1},
        {"given": True, "level": 1},
        {"any": [{"given": True}, {"course": "sampling"}]},
        {"all": [{"given": True}]},
        {"k": 1, "of": [{"given": True}]},
    ):
        assert faults_in(broken), broken
