"""Pure rules of runs: keys, domains, pasted addresses, days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment.models import Run
from courses.enrolment.runs import is_of, plain_key, read_addresses, read_domains
from lms.common.ids import new_link, read_link

WORDS = st.text("abcABCąčęėįšųūžĄČĘĖĮŠŲŪŽ123", min_size=1, max_size=20)


@given(WORDS, st.lists(st.sampled_from([" ", "\t", "\u00a0"]), max_size=4))
def test_a_key_is_the_same_in_any_case_and_with_any_spaces(word, spaces):
    typed = "".join(spaces) + "".join(f"{sign}{''.join(spaces)}" for sign in word)
    assert plain_key(typed) == plain_key(word) == plain_key(word.upper()) == plain_key(word.lower())


@given(st.text(max_size=400))
def test_nothing_pasted_is_lost(typed):
    found, faults = read_addresses(typed)
    pieces = {
        piece.strip()
        for line in typed.replace("\r", "\n").split("\n")
        for piece in line.replace(";", ",").split(",")
        if piece.strip()
    }
    assert {fault.text for fault in faults} <= pieces
    for piece in pieces - {fault.text for fault in faults}:
        assert any(address in piece.lower() for address in found)


@given(st.lists(st.from_regex(r"[a-z]{1,8}@[a-z]{2,6}\.(lt|org)", fullmatch=True), max_size=8))
def test_good_addresses_are_found_once_in_their_order(addresses):
    typed = "\n".join(f"Somebody <{address.upper()}>;" for address in addresses)
    assert read_addresses(typed) == (list(dict.fromkeys(addresses)), [])


def test_domains_are_read_as_people_write_them():
    assert read_domains("@KTU.lt, vdu.lt;\nktu.lt") == (["ktu.lt", "vdu.lt"], [])
    assert read_domains("ktu") == ([], ["ktu"])
    assert is_of("ona@stud.ktu.lt", ["ktu.lt"])
    assert not is_of("ona@notktu.lt", ["ktu.lt"])
    assert not is_of("ktu.lt@example.org", ["ktu.lt"])


@given(st.integers(-40, 40), st.none() | st.integers(0, 40))
def test_a_run_is_before_within_or_after_its_days(start, length):
    on = datetime(2027, 3, 14, 10, tzinfo=UTC)
    first = on.date() + timedelta(days=start)
    run = Run(starts_on=first, ends_on=None if length is None else first + timedelta(days=length))
    assert not (run.begins_later(on) and run.is_over(on))
    within = first <= on.date() and (run.ends_on is None or on.date() <= run.ends_on)
    assert within == (not run.begins_later(on) and not run.is_over(on))


def test_days_are_those_of_vilnius():
    run = Run(starts_on=date(2027, 3, 15), ends_on=date(2027, 3, 15))
    assert run.begins_later(datetime(2027, 3, 14, 21, 59, tzinfo=UTC))
    assert not run.begins_later(datetime(2027, 3, 14, 22, 0, tzinfo=UTC))
    assert not run.is_over(datetime(2027, 3, 15, 21, 59, tzinfo=UTC))
    assert run.is_over(datetime(2027, 3, 15, 22, 0, tzinfo=UTC))


def test_a_link_is_read_however_it_is_typed():
    code = new_link()
    assert len(code) == 12
    assert read_link(f" {code[:4].lower()}-{code[4:8]} {code[8:]}") == code
    assert read_link(code[:-1]) is None


@pytest.mark.parametrize("typed", ["", "12", "../..", "ABCD" * 7])
def test_what_is_no_link_is_none(typed):
    assert read_link(typed) is None
