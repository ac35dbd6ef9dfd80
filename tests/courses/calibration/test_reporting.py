"""What staff read of an exercise, and the answers for teaching: nobody can be recognised in them."""

import csv
import io
import json
import random
import re
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.calibration.actions import gold_due
from courses.calibration.levels import Exercise
from courses.calibration.queries import begun_in, given_in, result_of, results_in
from courses.calibration.reporting import (
    COLUMNS,
    LEAST_PEOPLE,
    Given,
    anonymous,
    data_package,
    descriptor,
    stands_of,
    summary_of,
    table_of,
)
from courses.content.blocks.calibration import least_right
from lms.common.clock import now
from lms.common.spreadsheet import RUNS
from tests.calibrations import block_in, measuring, sit
from tests.courses.calibration.test_decisions import corrected, dropped
from tests.learning import begin

TITLE = {"lt": "Lapai", "en": "Leaves"}


def answer(person: int, item: int = 1, **more: Any) -> Given:
    seen = {"group": "flock", "class": "few", "unit": {}, "value": 7.0, "truth": 8.0}
    said = {
        "difficulty": "easy",
        "form": "picture",
        "seen": seen,
        "right": False,
        "cannot_tell": False,
        "certainty": "sure",
    }
    return Given(person, (item, 0), **{**said, **more})


def cohort(people: int, each: int = 3) -> list[Given]:
    return [answer(1000 + person, 500 + item) for person in range(people) for item in range(each)]


@pytest.mark.parametrize(("people", "told"), [(9, False), (10, True)])
def test_answers_are_told_from_ten_people_on(people, told):
    assert bool(anonymous(cohort(people), random.Random(1))) is told
    packed = data_package("leaves", TITLE, "CC BY 4.0", cohort(people), random.Random(1))
    assert (packed is not None) is told


def test_many_answers_of_nine_people_are_still_of_nine():
    assert anonymous(cohort(9, each=200), random.Random(1)) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(10, 30), st.integers(1, 6), st.integers(0, 2**32))
def test_people_and_items_are_numbered_anew_and_nothing_else_is_lost(people, each, seed):
    rows = anonymous(cohort(people, each), random.Random(seed))
    assert {row["person"] for row in rows} == set(range(1, people + 1))
    assert {row["item"] for row in rows} == set(range(1, each + 1))
    assert len(rows) == people * each
    assert all(set(row) == {column.name for column in COLUMNS} for row in rows)


def test_another_file_numbers_and_orders_otherwise():
    one, other = (anonymous(cohort(12, 5), random.Random(seed)) for seed in (1, 2))
    assert one != other
    assert sorted(map(str, one)) != [str(row) for row in one]


def test_who_could_not_tell_said_nothing():
    rows = anonymous([*cohort(10), answer(1, cannot_tell=True)], random.Random(3))
    silent = [row for row in rows if row["cannot_tell"]]
    assert [(row["answer_number"], row["answer_class"]) for row in silent] == [(None, "")]
    assert silent[0]["true_number"] == 8.0


def test_the_package_is_a_table_and_its_descriptor():
    packed = data_package("leaves-answers", TITLE, "CC BY 4.0", cohort(10), random.Random(4))
    assert packed is not None
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        assert files.namelist() == ["datapackage.json", "answers.csv"]
        assert {one.date_time for one in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = json.loads(files.read("datapackage.json"))
        table = list(csv.DictReader(io.StringIO(files.read("answers.csv").decode())))
    assert told["licenses"] == [
        {
            "name": "CC-BY-4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
            "title": "CC BY 4.0",
        }
    ]
    (resource,) = told["resources"]
    fields = resource["schema"]["fields"]
    assert [one["name"] for one in fields] == list(table[0])
    assert resource["rows"] == len(table) == 30
    assert {one["type"] for one in fields} <= {"integer", "number", "string", "boolean"}
    assert all(one["descriptions"]["lt"] and one["descriptions"]["en"] for one in fields)
    assert all(set(told["descriptions"]) == {"lt", "en"} for told in (told, *fields))
    # What the descriptor promises of each column holds in every row.
    for one in fields:
        among = one.get("constraints", {}).get("enum")
        for row in table:
            cell = row[one["name"]]
            assert cell or not one.get("constraints", {}).get("required"), one["name"]
            assert not cell or among is None or cell in among
            if cell and one["type"] == "integer":
                int(cell)
            if cell and one["type"] == "number":
                float(cell)
            if cell and one["type"] == "boolean":
                assert cell in ("true", "false")


def test_a_licence_that_nobody_knows_is_told_as_it_is_written():
    assert descriptor("x", TITLE, "Mine", 1)["licenses"] == [{"name": "other", "title": "Mine"}]


def test_numbers_have_a_point_and_nothing_is_empty():
    (line,) = table_of(anonymous(cohort(10), random.Random(1))).splitlines()[1:2]
    assert "7.0,8.0,,,false,false,sure" in line


@pytest.mark.parametrize("sign", RUNS)
def test_words_of_an_author_are_no_formula_and_numbers_stay_numbers(sign):
    row = {column.name: "" for column in COLUMNS}
    row |= {
        "unit": f"{sign}1+1",
        "true_class": f"{sign}x",
        "answer_number": -2.5,
        "true_number": "-3",
    }
    _head, cells = csv.reader(io.StringIO(table_of([row]), newline=""))
    assert not [cell for cell in cells if cell.startswith(RUNS) and cell not in ("-2.5", "-3")]
    assert f"'{sign}1+1" in cells and "-2.5" in cells and "-3" in cells


@pytest.mark.parametrize("n", range(30, 61))
def test_the_fewest_right_that_a_look_may_ask_are_those_of_level_1(n):
    Exercise(looks=((n, least_right(n)),))
    with pytest.raises(ValueError, match="level 2 needs no less"):
        Exercise(looks=((n, least_right(n) - 1),))


# --- of people who learn -------------------------------------------------------------------------


@pytest.fixture
def course(teach):
    return teach(measuring("::: calibration eye classes=a,b,c sitting=30 looks=30:27 practice=0"))


def test_a_learner_stands_by_the_highest_valid_level_and_the_latest_series(
    course, ona, jonas, django_assert_num_queries
):
    sit(begin(ona, course), course, wrong=range(2))
    sit(begin(jonas, course), course, wrong=range(20), cannot=range(20, 22))
    block = block_in(course)
    with django_assert_num_queries(2):
        found = results_in(course.pk, block)
        begun = begun_in(course.pk, block)
    assert begun == 2
    stands = {one.name: one for one in stands_of(found, now())}
    assert (stands[ona.name].level, stands[ona.name].right, stands[ona.name].n) == (2, 28, 30)
    assert (stands[jonas.name].level, stands[jonas.name].right) == (0, 8)
    assert stands[ona.name].lower < 28 / 30 < stands[ona.name].upper
    later = max(one.valid_until for one in found)
    assert {one.level for one in stands_of(found, later)} == {0}
    summary = summary_of([*stands.values()])
    assert summary.levels == [(0, 1), (1, 0), (2, 1), (3, 0)]
    assert summary.middle == pytest.approx((28 + 8) / 60)


def test_of_nobody_there_is_nothing_to_sum_up():
    summary = summary_of([])
    assert (summary.people, summary.middle) == (0, None)


def test_answers_count_as_results_count_them(course, ona, ieva, django_assert_num_queries):
    """By what was decided about truths: else the data would contradict the results beside them."""
    sitting = sit(begin(ona, course), course, wrong={0, 1})
    dropped(course, sitting, 0, ieva)
    corrected(course, sitting, 1, ieva)
    gold_due(on=now())
    numbers = result_of(sitting).numbers
    block = block_in(course)
    with django_assert_num_queries(3):
        answers = given_in(course.pk, block)
    assert len(answers) == numbers["n"] == 29
    assert sum(one.right for one in answers) == numbers["right"] == 29
    assert numbers["gold"] == {"dropped": 1, "corrected": 1}


def test_what_people_answered_while_measured_is_told_and_nothing_of_their_practice(
    course, person, django_assert_num_queries
):
    people = [person(f"learner-{n}") for n in range(LEAST_PEOPLE)]
    for n, one in enumerate(people):
        enrolment = begin(one, course)
        sit(enrolment, course, "practice", size=2)
        sit(enrolment, course, wrong=range(n))
    block = block_in(course)
    with django_assert_num_queries(2):
        answers = given_in(course.pk, block)
    assert len(answers) == 30 * LEAST_PEOPLE
    rows = anonymous(answers, random.Random(5))
    assert sum(not row["right"] for row in rows) == sum(range(LEAST_PEOPLE))
    # A written item has one number, whoever was asked it.
    assert len({row["item"] for row in rows}) == len({one.item for one in answers}) < len(rows)
    assert {row["task"] for row in rows} == {"single"}
    assert {row["true_class"] for row in rows} == {"a", "b", "c"}
    packed = data_package("x", TITLE, "", answers, random.Random(6))
    assert packed is not None
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        said = b"".join(files.read(name) for name in files.namelist()).decode()
    for one in people:
        assert one.name not in said
        assert one.email not in said
    # No day, no moment, no identity.
    assert not re.search(r"20\d\d-\d\d|\d\d:\d\d|[0-9a-f]{8}-[0-9a-f]{4}", said)
