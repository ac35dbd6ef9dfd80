"""Which names a certificate can print."""

import unicodedata

import pytest

from lms.common.glyphs import line_width, missing_glyphs, name_obstacle


@pytest.mark.parametrize(
    "name",
    [
        "Birutė",
        "Ąžuolas Čiurlionis-Šėškus",
        "Łukasz Żółć",
        "Mark O’Neill",
        "Søren Ångström",
        "Ștefan Țepeș",
        "Nguyễn Thị Ánh",
        "Олександра Шевченко",
        "Ђорђе Ћирић",
        "Αλεξάνδρα Παπαδοπούλου",
    ],
)
def test_latin_greek_and_cyrillic_names_can_be_printed(name):
    assert missing_glyphs(name) == set()


@pytest.mark.parametrize("name", ["Birutė", "Nguyễn", "2 ≠ 3"])
def test_letters_typed_in_two_pieces_can_be_printed(name):
    pieces = unicodedata.normalize("NFD", name)
    assert pieces != name
    assert missing_glyphs(pieces) == set()


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("ბირუტე", set("ბირუტე")),
        ("Birutė 王", {"王"}),
        ("بيروته", set("بيروته")),
        ("Birutė 🐝", {"🐝"}),
    ],
)
def test_letters_of_another_script_are_named(name, missing):
    assert missing_glyphs(name) == missing


@pytest.mark.parametrize("control", ["\u202e", "\u200b", "\x00", "\u2066"])
def test_a_name_cannot_hide_characters_nobody_sees(control):
    assert missing_glyphs(f"Biru{control}tė") == {control}


def test_the_reason_names_each_letter_and_what_nobody_sees_by_its_number():
    assert name_obstacle("Birutė") == ""
    assert "these letters yet: 山 王. Write" in name_obstacle("王山 Birutė 山")
    assert "these letters yet: U+200B. Write" in name_obstacle("Biru\u200btė")


def test_white_space_and_soft_hyphens_are_not_missing():
    assert (
        missing_glyphs("Stebėjimo\tprotokolo\nlaikymasis,\u00a0t.\u00a0y. pasi\u00adkliautinasis")
        == set()
    )


def test_wide_letters_make_a_wide_line():
    assert line_width("WWWW") > 2 * line_width("iiii")
    assert line_width("Birutė") == pytest.approx(sum(line_width(letter) for letter in "Birutė"))
