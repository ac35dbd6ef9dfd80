"""Classifying with a key and finding faults: reading, marking, what is observed, what is told."""

import random
from copy import deepcopy

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from courses.banks.exchange.writing import Written, write_gift
from courses.banks.facing import how_changed, right_answer
from courses.banks.kinds import KINDS, Verdict
from courses.banks.kinds.classify import steps_of
from courses.banks.kinds.faults import NONE, OTHER, cells_of, faults_in, sheet_of
from courses.banks.reading import read_item
from lms.common.yamlnodes import Faults, node_of
from tests.packages import classifying, faulty

CLASSIFY, FAULTS = KINDS["classify"], KINDS["faults"]


def read(item):
    """(the body as it is stored, faults as (place, sentence))."""
    faults = Faults()
    text = read_item(node_of(item), faults, ("lt", "en"))
    return {"kind": text.kind, **text.body}, [(one.file, one.message) for one in faults]


def body_of(item):
    body, faults = read(item)
    assert faults == []
    return body


KEYED = body_of(classifying("own"))
SHEET = body_of(faulty("own"))
CLEAN = {**SHEET, "faults": []}
CELLS = sorted(cells_of(SHEET))


# --- classify ------------------------------------------------------------------------------------


def test_a_class_is_right_or_not_and_observed_beside_the_true_one():
    assert CLASSIFY.mark(KEYED, "y").points == 1000
    wrong = CLASSIFY.mark(KEYED, "x")
    assert (wrong.points, wrong.verdict) == (0, Verdict.WRONG)
    assert CLASSIFY.mark(KEYED, None).verdict is Verdict.BLANK
    told = CLASSIFY.observed(KEYED, "x")
    assert (told.category, told.true_category) == ("x", "y")
    assert CLASSIFY.observed(KEYED, None).category == ""
    assert right_answer(KEYED, "en") == "Class y"


def test_the_key_is_shown_by_number_and_letter_and_ends_in_names_of_classes():
    shown = [
        (step["number"], lead["letter"], lead["to"], (lead["name"] or {}).get("en"))
        for step in steps_of(KEYED)
        for lead in step["leads"]
    ]
    assert shown == [
        ("1", "a", "", "Class x"),
        ("1", "b", "2", None),
        ("2", "a", "", "Class y"),
        ("2", "b", "", "Class z"),
    ]
    assert steps_of({"options": KEYED["options"]}) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda item: item["couplets"][1]["leads"][0].update(to="1"), "couplets.1.leads.0.to"),
        (lambda item: item["couplets"][1]["leads"][0].update(to="2"), "couplets.1.leads.0.to"),
        (lambda item: item["couplets"][1]["leads"][0].update(to="q"), "couplets.1.leads.0.to"),
        (lambda item: item["couplets"][0]["leads"][1].update(to="y"), "couplets"),
        (lambda item: item["couplets"][1]["leads"][1].update(to="y"), "couplets"),
        (lambda item: item["couplets"][0]["leads"].pop(), "couplets.0.leads"),
        (lambda item: item["couplets"][0]["leads"][0].pop("text"), "couplets.0.leads.0"),
        (lambda item: item["options"][0].update(right="true"), "options"),
    ],
)
def test_a_key_that_cannot_be_followed_is_a_fault(change, place):
    item = classifying("own")
    change(item)
    assert place in [where for where, _said in read(item)[1]]


def test_a_key_and_a_description_are_not_needed():
    item = classifying("own")
    del item["couplets"], item["description"]
    assert not {"couplets", "description"} & set(body_of(item))


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "points", "category"),
    [
        (["r1.date", "r2.count"], 1000, "date"),
        (["r1.date", "r2.seen", "r2.count"], 1000, "date"),
        (["r1.date"], 500, "date"),
        (["r2.seen", "r2.count"], 500, "count"),
        (["r1.date", "r2.date"], 0, "date"),
        (["r1.date", "r1.seen", "r2.date"], 0, OTHER),
        (["r1.date", "r2.seen", "r2.date"], 500, "date"),
        (["r1.seen"], 0, OTHER),
        ([NONE], 0, NONE),
        (None, 0, ""),
    ],
)
def test_faults_found_count_less_the_false_alarms(answer, points, category):
    assert FAULTS.mark(SHEET, answer).points == points
    told = FAULTS.observed(SHEET, answer)
    assert (told.category, told.true_category) == (category, "date")


@pytest.mark.parametrize(
    ("answer", "points", "category"), [([NONE], 1000, NONE), (["r1.date"], 0, OTHER)]
)
def test_in_a_sheet_without_faults_it_is_right_to_find_none(answer, points, category):
    assert FAULTS.mark(CLEAN, answer).points == points
    told = FAULTS.observed(CLEAN, answer)
    assert (told.category, told.true_category) == (category, NONE)
    assert right_answer(CLEAN, "lt") == "Klaidų čia nėra"


@given(st.sets(st.sampled_from(CELLS), min_size=1))
def test_a_tick_on_a_fault_never_costs_points_and_one_elsewhere_never_brings_any(ticked):
    points = FAULTS.mark(SHEET, sorted(ticked)).points
    assert FAULTS.mark(SHEET, sorted(ticked | {"r1.date"})).points >= points
    assert FAULTS.mark(SHEET, sorted(ticked | {"r2.date"})).points <= points
    is_all = {"r1.date"} <= ticked and ticked & {"r2.seen", "r2.count"}
    is_false = ticked & {"r1.seen", "r1.count", "r2.date"}
    assert (points == 1000) == bool(is_all and not is_false)


@given(st.none() | st.text() | st.integers() | st.lists(st.sampled_from([*CELLS, NONE, "r3.x"])))
def test_only_lists_of_cells_or_none_are_answers(answer):
    fits = isinstance(answer, list) and answer and set(answer) <= {*CELLS, NONE}
    assert FAULTS.is_answer(SHEET, answer) == bool(fits and len(set(answer)) == len(answer))


def test_cells_and_nothing_wrong_cannot_both_be_meant():
    posted = QueryDict("a=r2.count&a=none&a=r1.date&a=nowhere")
    answer = FAULTS.answer(SHEET, posted, "a")
    assert answer == ["r1.date", "r2.count", NONE]
    assert "nothing is wrong" in FAULTS.fault(SHEET, answer)
    assert FAULTS.fault(SHEET, [NONE]) == FAULTS.fault(SHEET, ["r1.date"]) == ""
    assert FAULTS.answer(SHEET, QueryDict("a=nowhere"), "a") is None


def test_a_review_names_what_was_found_missed_and_ticked_for_nothing():
    answer = ["r1.date", "r1.seen"]
    choices = FAULTS.review(SHEET, answer, random.Random(1))
    told = [
        (fault["how"], [cell.text["en"] for cell in fault["cells"]])
        for fault in faults_in(SHEET, choices)
    ]
    assert told == [
        ("found", ["Day 1, Column date: 2026-04-31"]),
        ("missed", ["Day 2, Column seen: no", "Day 2, Column count: 7"]),
        ("false", ["Day 1, Column seen: yes"]),
    ]
    with override("en"):
        assert FAULTS.reckoning(SHEET, answer) == "1 of 2 faults found. 1 false alarm."
        assert FAULTS.reckoning(SHEET, ["r1.date"]) == "1 of 2 faults found."
        assert FAULTS.reckoning(CLEAN, ["r1.date", "r1.seen"]) == "2 false alarms."
        assert FAULTS.truth(SHEET, "en") == "Day 1, Column date: 2026-04-31; Day 2, Column seen: no"


def test_what_is_asked_does_not_tell_what_is_wrong():
    for choice in FAULTS.choices(SHEET, None, random.Random(1)):
        assert choice.right is None and not choice.right_group and not choice.feedback
    rows = sheet_of(SHEET, FAULTS.choices(SHEET, ["r1.date"], random.Random(1)))
    assert [cell["choice"].chosen for cell in rows[0]["cells"]] == [True, False, False]
    empty = deepcopy(SHEET)
    del empty["rows"][0]["cells"]["count"]
    assert FAULTS.choices(empty, None, random.Random(1))[2].text["lt"].endswith(": tuščia")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda item: item["faults"][0].update(cells=["r3.date"]), "faults.0.cells"),
        (lambda item: item["faults"][0].update(cells=["r2.count"]), "faults.1.cells"),
        (lambda item: item["faults"][0].update(cells=[]), "faults.0.cells"),
        (lambda item: item["faults"][0].update({"class": "none"}), "faults.0.class"),
        (lambda item: item["faults"][1].update(key="f1"), "faults.1.key"),
        (lambda item: item["rows"][1].update(key="r1"), "rows"),
        (lambda item: item["rows"][0]["cells"].update(other="1"), "rows.0.cells.other"),
        (lambda item: item["columns"].pop(), "rows.0.cells.count"),
    ],
)
def test_a_sheet_that_cannot_be_marked_is_a_fault(change, place):
    item = faulty("own")
    change(item)
    assert place in [where for where, _said in read(item)[1]]


# --- both ----------------------------------------------------------------------------------------


def test_other_right_answers_other_questions_and_other_words_are_told_apart():
    for body, path in ((KEYED, ("options", 0, "right")), (SHEET, ("faults", 0, "cells"))):
        answers, words = deepcopy(body), deepcopy(body)
        part, at, name = path
        answers[part][at][name] = True if name == "right" else ["r1.count"]
        words[part][at]["feedback"] = {"en": "Other"}
        assert how_changed(body, answers) == "answers"
        assert how_changed(body, words) == "words"
    other = deepcopy(SHEET)
    other["rows"][0]["cells"]["date"] = {"lt": "2026-04-30", "en": "2026-04-30"}
    other["faults"] = other["faults"][1:]
    assert how_changed(SHEET, other) == "question"


def test_gift_says_that_it_has_no_such_questions():
    drawn = {"kind": "classify", "generator": "leaf", "class": "entire", "values": {}}
    items = [Written("keyed", KEYED), Written("sheet", SHEET), Written("drawn", drawn)]
    told = write_gift(items, "en")
    for item in items:
        assert f"“{item.key}” is not written: GIFT has no questions of its kind." in told
    assert "Written: 0 of 3 questions." in told
