"""Dates, durations and labels as each language writes them."""

from dataclasses import fields
from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format

from badges.certificates.wording import WORDING, Wording, written_date, written_duration


@pytest.mark.parametrize(
    ("day", "lithuanian", "english"),
    [
        (date(2026, 3, 7), "2026 m. kovo 7 d.", "7 March 2026"),
        (date(2025, 12, 31), "2025 m. gruodžio 31 d.", "31 December 2025"),
    ],
)
def test_dates_are_written_out(day, lithuanian, english):
    assert written_date(day, "lt").replace("\u00a0", " ") == lithuanian
    assert written_date(day, "en").replace("\u00a0", " ") == english


@pytest.mark.parametrize("month", range(1, 13))
def test_lithuanian_months_stand_in_the_genitive(month):
    with translation.override("lt"):
        genitive = date_format(date(2026, month, 7), "E")
    assert f" {genitive} " in written_date(date(2026, month, 7), "lt")


@pytest.mark.parametrize(
    ("minutes", "lithuanian", "english"),
    [
        (0, "0 min.", "0 min"),
        (45, "45 min.", "45 min"),
        (60, "1 val.", "1 h"),
        (90, "1 val. 30 min.", "1 h 30 min"),
        (720, "12 val.", "12 h"),
        (721, "12 val. 1 min.", "12 h 1 min"),
    ],
)
def test_workload_is_hours_and_minutes(minutes, lithuanian, english):
    assert written_duration(minutes, "lt").replace("\u00a0", " ") == lithuanian
    assert written_duration(minutes, "en").replace("\u00a0", " ") == english


@pytest.mark.parametrize("language", ["lt", "en"])
def test_no_line_breaks_between_a_number_and_its_unit(language):
    assert " " not in written_duration(90, language)
    assert "\u00a0m." in written_date(date(2026, 3, 7), "lt")
    assert written_date(date(2026, 3, 7), "lt").endswith("7\u00a0d.")


def test_both_languages_fill_the_same_places():
    assert WORDING.keys() == {"lt", "en"}
    for field in fields(Wording):
        lithuanian, english = (getattr(WORDING[code], field.name) for code in ("lt", "en"))
        assert lithuanian and english
        assert lithuanian.count("{}") == english.count("{}")
        assert lithuanian != english
