"""Marking: points in bounds, truth worth all of them, a blank worth none."""

import random

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from courses.banks.kinds import KINDS, Verdict
from courses.banks.kinds.text import bare

OPTIONS = [
    {"key": "a", "right": True, "text": {"en": "A"}, "feedback": {"en": "yes"}},
    {"key": "b", "right": True, "text": {"en": "B"}, "feedback": {}},
    {"key": "c", "right": False, "text": {"en": "C"}, "feedback": {"en": "no"}},
    {"key": "d", "right": False, "text": {"en": "D"}, "feedback": {}},
]
SINGLE = {"options": [{**option, "right": option["key"] == "a"} for option in OPTIONS]}
MULTIPLE = {"options": OPTIONS}
NUMBER = {
    "answer": "12.5",
    "tolerance": "0.5",
    "half_tolerance": "1",
    "unit": {"lt": "°C", "en": "°C"},
    "near": [{"answer": "25", "feedback": {"en": "twice"}}],
}
TEXT = {
    "accept": {"lt": ["imtis", "imtį"], "en": ["a sample"]},
    "near": [{"match": {"lt": ["pavyzdys"]}, "feedback": {"en": "an example"}}],
}
SORT = {
    "groups": [{"key": "is", "text": {}}, {"key": "not", "text": {}}],
    "cards": [
        {"key": "x", "group": "is", "text": {}, "feedback": {"en": "because"}},
        {"key": "y", "group": "not", "text": {}, "feedback": {}},
        {"key": "z", "group": "is", "text": {}, "feedback": {}},
    ],
}
BODIES = {"single": SINGLE, "multiple": MULTIPLE, "number": NUMBER, "text": TEXT, "sort": SORT}


@pytest.mark.parametrize("name", BODIES)
def test_a_blank_answer_is_worth_nothing_and_says_so(name):
    marked = KINDS[name].mark(BODIES[name], None)
    assert (marked.points, marked.verdict) == (0, Verdict.BLANK)


@pytest.mark.parametrize(
    ("name", "answer", "points"),
    [
        ("single", "a", 1000),
        ("single", "b", 0),
        ("multiple", ["a", "b"], 1000),
        ("multiple", ["a"], 500),
        ("multiple", ["a", "c"], 0),
        ("multiple", ["a", "b", "c"], 500),
        ("multiple", ["c", "d"], 0),
        ("number", {"typed": "12,5"}, 1000),
        ("number", {"typed": "12.9 °C"}, 1000),
        ("number", {"typed": " 13,4 "}, 500),
        ("number", {"typed": "13.6"}, 0),
        ("number", {"typed": "−12,5"}, 0),
        ("number", {"typed": "twelve"}, 0),
        ("text", {"typed": "Imtį."}, 1000),
        ("text", {"typed": "IMTIS"}, 1000),
        ("text", {"typed": "imti"}, 1000),
        ("text", {"typed": "The sample"}, 1000),
        ("text", {"typed": "pavyzdys"}, 0),
        ("sort", {"x": "is", "y": "not", "z": "is"}, 1000),
        ("sort", {"x": "is", "y": "is"}, 333),
    ],
)
def test_points(name, answer, points):
    assert KINDS[name].is_answer(BODIES[name], answer)
    assert KINDS[name].mark(BODIES[name], answer).points == points


def test_a_known_slip_gets_its_own_feedback():
    assert KINDS["number"].mark(NUMBER, {"typed": "25"}).feedback["near"] == {"en": "twice"}
    assert KINDS["text"].mark(TEXT, {"typed": "Pavyzdys"}).feedback["near"] == {"en": "an example"}


@given(st.sets(st.sampled_from("abcd"), min_size=1))
def test_more_right_choices_never_cost_points(chosen):
    kind = KINDS["multiple"]
    before = kind.mark(MULTIPLE, sorted(chosen)).points
    after = kind.mark(MULTIPLE, sorted(chosen | {"a"})).points
    assert 0 <= before <= after <= 1000


@given(st.dictionaries(st.sampled_from("xyz"), st.sampled_from(["is", "not"]), min_size=1))
def test_sorting_is_the_share_of_cards_in_their_group(placed):
    right = sum(placed.get(card["key"]) == card["group"] for card in SORT["cards"])
    assert KINDS["sort"].mark(SORT, placed).points == right * 1000 // 3


@pytest.mark.parametrize("name", BODIES)
@given(
    answer=st.none()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.text(max_size=2))
    | st.dictionaries(st.text(max_size=5), st.text(max_size=5))
)
def test_what_is_no_answer_is_recognised_and_what_is_one_can_be_marked(name, answer):
    kind, body = KINDS[name], BODIES[name]
    if kind.is_answer(body, answer):
        assert 0 <= kind.mark(body, answer).points <= 1000


@given(st.integers(0, 2**48))
def test_an_attempt_shows_its_options_in_one_order_however_often_it_is_asked(seed):
    for name, body in BODIES.items():
        first, again = (
            [choice.key for choice in KINDS[name].choices(body, None, random.Random(seed))]
            for _look in range(2)
        )
        reviewed = [choice.key for choice in KINDS[name].review(body, None, random.Random(seed))]
        assert first == again == reviewed


@pytest.mark.parametrize("name", BODIES)
def test_nothing_that_is_asked_carries_the_truth(name):
    for choice in KINDS[name].choices(BODIES[name], None, random.Random(1)):
        assert choice.right is None
        assert choice.feedback is None
        assert choice.right_group == ""


@pytest.mark.parametrize(
    ("name", "posted", "answer"),
    [
        ("single", "q=a", "a"),
        ("single", "q=zz", None),
        ("single", "", None),
        ("multiple", "q=a&q=zz&q=b", ["a", "b"]),
        ("multiple", "q=zz", None),
        ("number", "q=+12%2C5+", {"typed": "12,5"}),
        ("number", "q=", None),
        ("text", "q=imtis", {"typed": "imtis"}),
        ("sort", "q.x=is&q.y=nowhere", {"x": "is"}),
        ("sort", "q.w=is", None),
    ],
)
def test_answers_are_read_from_forms(name, posted, answer):
    assert KINDS[name].answer(BODIES[name], QueryDict(posted), "q") == answer


@pytest.mark.parametrize("typed", ["12,5", "12.5", "−3", "1 234,5", "12 °C", "40"])
def test_a_number_is_taken_with_comma_or_point_and_with_its_unit(typed):
    assert KINDS["number"].fault(NUMBER, {"typed": typed}) == ""


@pytest.mark.parametrize("typed", ["twelve", "12 or so", "°C", "1,234.5", "-"])
def test_words_in_a_number_field_are_a_fault_that_shows_a_number_of_the_language(typed):
    assert KINDS["number"].fault(NUMBER, {"typed": typed}) == ("Write a number, for example 12.5.")
    with override("lt"):
        assert "12,5" in KINDS["number"].fault(NUMBER, {"typed": typed})


@pytest.mark.parametrize("name", BODIES)
def test_a_blank_has_no_fault(name):
    assert KINDS[name].fault(BODIES[name], None) == ""


@pytest.mark.parametrize("typed", ["imtis", "imtį", "Imti", "sample"])
def test_a_text_takes_every_listed_form_in_either_language(typed):
    assert KINDS["text"].mark(TEXT, {"typed": typed}).points == 1000


def test_the_bare_form_forgets_marks_case_and_articles():
    assert bare("  The „Šikšnosparnių“ -  apskaita! ") == "siksnosparniu apskaita"


def test_where_about_so_much_is_right_no_one_number_is_called_the_right_one():
    counted = {**NUMBER, "answer": "20", "tolerance": "4", "unit": None}
    assert KINDS["number"].truth(counted, "en") == "anything from 16 to 24"
    assert KINDS["number"].truth(counted, "en", met=True) == ""
    with override("lt"):
        assert KINDS["number"].truth(counted, "lt") == "tinka nuo 16 iki 24"


def test_whoever_counts_whole_things_gets_a_whole_number_as_an_example():
    counted = {**NUMBER, "answer": "20", "tolerance": "4", "unit": None}
    assert "for example 12." in KINDS["number"].fault(counted, {"typed": "many"})
    assert "for example 12.5." in KINDS["number"].fault(NUMBER, {"typed": "warm"})


def test_truth_in_words():
    assert KINDS["number"].truth(NUMBER, "en") == "12.5\u00a0°C (accepted: 12 to 13\u00a0°C)"
    with override("lt"):
        shown = KINDS["number"].truth({**NUMBER, "answer": "20", "tolerance": "1.5"}, "lt")
        assert shown == "20\u00a0°C (tinka nuo 18,5 iki 21,5\u00a0°C)"
    assert KINDS["number"].truth(NUMBER, "en", met=True) == "12.5\u00a0°C"
    exact = {"answer": "25", "tolerance": "0", "unit": {"lt": "%", "en": "%"}}
    assert KINDS["number"].truth(exact, "en") == "25%"
    assert KINDS["text"].truth(TEXT, "lt") == "imtis"


@pytest.mark.parametrize("kind", ["single", "sort"])
def test_parts_that_keep_their_order_stand_as_they_were_written(kind):
    fixed = {**BODIES[kind], "shuffle": False}
    name = "cards" if kind == "sort" else "options"
    written = [one["key"] for one in fixed[name]]
    for seed in range(20):
        shown = KINDS[kind].choices(fixed, None, random.Random(seed))
        assert [one.key for one in shown] == written
        assert [one.key for one in KINDS[kind].review(fixed, None, random.Random(seed))] == written
    orders = {
        tuple(one.key for one in KINDS[kind].choices(BODIES[kind], None, random.Random(seed)))
        for seed in range(20)
    }
    assert len(orders) > 1
