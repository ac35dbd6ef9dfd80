"""Field sheets: a checker that knows nothing but the rules finds just the planted faults again."""

import re
import statistics
from datetime import date

import pytest

from courses.banks.generators import Form, drawn
from courses.banks.generators.fieldsheet import CLASSES
from courses.banks.kinds import KINDS
from courses.banks.kinds.faults import cells_of

DIFFICULTIES = ("easy", "medium", "hard")
LANGUAGES = ("lt", "en")
FAULTY = sorted(set(CLASSES) - {"none"})
FAULTS = KINDS["faults"]
# Up to how many metres a second each word goes.
WINDS = {
    "calm": 1.5,
    "ramu": 1.5,
    "light": 5.4,
    "silpnas": 5.4,
    "moderate": 10.7,
    "vidutinis": 10.7,
}


def body(category, difficulty, seed, form=Form.PICTURE):
    kept = {"generator": "field-sheet", "class": category, "difficulty": difficulty, "values": {}}
    return drawn(kept, seed, form)


def number(said):
    return float(re.match(r"[-−]?[\d.,]+", said)[0].replace("−", "-").replace(",", "."))


def is_day(said, last):
    try:
        return date.fromisoformat(said) <= last
    except ValueError:
        return False


def wrong_in(row, last):
    """Columns of one row that break a rule, as sets: one for each fault."""
    found = []
    if not is_day(row["date"], last):
        found.append({"date"})
    if row["end"] <= row["start"]:
        found.append({"start", "end"})
    if abs(number(row["lat"]) - 54.9) > 1 and abs(number(row["lon"]) - 54.9) < 1:
        found.append({"lat", "lon"})
    if not row["air"].endswith("\u00a0°C") or not -10 <= number(row["air"]) <= 35:
        found.append({"air"})
    word, speed = row["wind"].split(", ", 1)
    if not speed.endswith("\u00a0m/s") or number(speed) > WINDS[word]:
        found.append({"wind"})
    if "count" not in row:
        found.append({"count"})
    elif (row["seen"] in ("yes", "taip")) != (row["count"] != "0"):
        found.append({"seen", "count"})
    if "walked" not in row or not row["walked"].endswith("\u00a0m") or number(row["walked"]) < 50:
        found.append({"walked"})
    return found


def refound(made, language):
    """Cells of every fault that the rules find, as frozen sets."""
    last = date.fromisoformat(re.search(r"\d{4}-\d\d-\d\d", made["description"][language])[0])
    found = set()
    for row in made["rows"]:
        said = {column: pair[language] for column, pair in row["cells"].items()}
        for columns in wrong_in(said, last):
            found.add(frozenset(f"{row['key']}.{column}" for column in columns))
    return found


@pytest.mark.sweep
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("category", CLASSES)
def test_the_rules_find_just_what_was_planted(category, difficulty):
    for seed in range(60):
        made = body(category, difficulty, seed)
        planted = {frozenset(fault["cells"]) for fault in made["faults"]}
        for language in LANGUAGES:
            assert refound(made, language) == planted, (seed, language)
        assert {fault["class"] for fault in made["faults"]} <= {category}
        assert bool(made["faults"]) == (category != "none")
        assert len({fault["key"] for fault in made["faults"]}) == len(made["faults"])


@pytest.mark.parametrize("category", CLASSES)
def test_ticking_just_the_faults_is_right_and_observed_as_the_class(category):
    for seed in range(12):
        made = body(category, DIFFICULTIES[seed % 3], seed)
        answer = [cell for fault in made["faults"] for cell in fault["cells"]] or ["none"]
        assert FAULTS.is_answer(made, answer)
        assert FAULTS.mark(made, answer).points == 1000
        told = FAULTS.observed(made, answer)
        assert told.category == told.true_category == category


def test_harder_sheets_have_more_rows_and_likelier_values():
    rows = [
        statistics.mean(len(body(category, difficulty, 5)["rows"]) for category in CLASSES)
        for difficulty in DIFFICULTIES
    ]
    assert rows[0] + 2 < rows[1] and rows[1] + 3 < rows[2]
    # An end that is hours before the start is seen at once, one of minutes is not.
    early = []
    for difficulty in DIFFICULTIES:
        off = []
        for seed in range(20):
            made = body("time", difficulty, seed)
            cells = cells_of(made)
            start, end = (
                sum(
                    int(part) * size
                    for part, size in zip(one["en"].split(":"), (60, 1), strict=True)
                )
                for one in (cells[cell] for cell in made["faults"][0]["cells"])
            )
            off.append(start - end)
        early.append(statistics.mean(off))
    assert early[0] > 1.5 * early[1] > 2.5 * early[2]


@pytest.mark.sweep
def test_two_seeds_never_fill_in_the_same_sheet_and_one_seed_always_does():
    for category in CLASSES:
        for difficulty in DIFFICULTIES:
            made = [body(category, difficulty, seed) for seed in range(60)]
            assert len({str(one["rows"]) for one in made}) == 60
            assert body(category, difficulty, 9) == made[9]


def test_in_words_the_same_sheet_is_a_list():
    for category in CLASSES:
        table, listed = body(category, "medium", 3), body(category, "medium", 3, Form.WORDS)
        assert listed == table | {"linear": True}


def test_what_is_asked_does_not_depend_on_what_is_wrong():
    asked = {str(body(category, "medium", 3)["prompt"]) for category in CLASSES}
    assert len(asked) == 1
    for category in FAULTY:
        made = body(category, "medium", 3)
        rules = {code: said.split("\n\n")[1] for code, said in made["description"].items()}
        clean = {
            code: said.split("\n\n")[1]
            for code, said in body("none", "medium", 4)["description"].items()
        }
        assert rules == clean


@pytest.mark.sweep
def test_every_cell_says_the_same_in_both_languages():
    for category in CLASSES:
        for seed in range(10):
            for cell in cells_of(body(category, "hard", seed)).values():
                if not cell:
                    continue
                lt, en = (re.findall(r"[\d.,:−-]*\d", cell[code]) for code in LANGUAGES)
                assert [one.replace(",", ".") for one in lt] == en
                assert "." not in cell["lt"]
