"""Marking: points in bounds, truth worth all of them, a blank worth none."""

import random
from itertools import combinations

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from courses.banks.facing import how_changed, right_answer
from courses.banks.kinds import KINDS, Verdict
from courses.banks.kinds.text import bare
from lms.common.yamlnodes import Faults, Fields, node_of

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
TRUEFALSE = {"right": False, "if_true": {"en": "many think so"}, "if_false": {"en": "indeed"}}
MATCH = {
    "sides": [{"key": side, "text": {"en": f"Side {side}"}} for side in "pqrs"],
    "cards": [
        {"key": card, "side": side, "text": {}, "feedback": {"en": f"why {card}"}}
        for card, side in (("x", "p"), ("y", "q"), ("z", "r"))
    ],
}
ORDER = {
    "cards": [{"key": card, "text": {}, "feedback": {"en": f"why {card}"}} for card in "vwxyz"]
}
ESTIMATE = {
    "answer": "40",
    "tolerance": "3",
    "tolerance_percent": "10",
    "unit": {"lt": "%", "en": "%"},
    "least": "0",
    "most": "100",
    "near": [{"answer": "60", "feedback": {"en": "the bare part"}}],
}
COUNT = {**ESTIMATE, "answer": "21", "tolerance": "0", "unit": {}, "most": "", "near": []}
READING = {
    "answer": "12.5",
    "division": "0.5",
    "tolerance": "0.25",
    "least": "0",
    "units": [
        {"key": "cm", "text": {"en": "cm"}, "right": False, "factor": "10", "offset": ""},
        {"key": "l", "text": {"en": "l"}, "right": False, "factor": "", "offset": ""},
        {"key": "mm", "text": {"en": "mm"}, "right": True, "factor": "", "offset": ""},
    ],
    "near": [{"answer": "14", "feedback": {"en": "the edge"}}],
}
BODIES = {
    "single": SINGLE,
    "multiple": MULTIPLE,
    "truefalse": TRUEFALSE,
    "number": NUMBER,
    "text": TEXT,
    "sort": SORT,
    "match": MATCH,
    "order": ORDER,
    "estimate": ESTIMATE,
    "count": COUNT,
    "reading": READING,
}


def read_off(typed: str, unit: str = "mm") -> dict[str, str]:
    return {"typed": typed, "unit": unit}


def order(cards: str) -> dict[str, int]:
    return {card: place for place, card in enumerate(cards, 1)}


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
        ("truefalse", "false", 1000),
        ("truefalse", "true", 0),
        ("match", {"x": "p", "y": "q", "z": "r"}, 1000),
        ("match", {"x": "p", "y": "s", "z": "p"}, 333),
        ("match", {"x": "s"}, 0),
        ("order", order("vwxyz"), 1000),
        ("order", order("wxyzv"), 750),
        ("order", order("vwxzy"), 750),
        ("order", order("zyxwv"), 0),
        ("order", {"v": 2, "w": 5, "z": 1}, 250),
        ("order", {"v": 1}, 0),
        ("estimate", {"typed": "40"}, 1000),
        ("estimate", {"typed": "36 %"}, 1000),
        ("estimate", {"typed": "44,1"}, 0),
        ("count", {"typed": "19"}, 1000),
        ("count", {"typed": "18"}, 0),
        ("reading", read_off("12,5"), 1000),
        ("reading", read_off("12.75 mm"), 1000),
        ("reading", read_off("12.8"), 0),
        ("reading", read_off("1.25", "cm"), 1000),
        ("reading", read_off("12.5", "cm"), 500),
        ("reading", read_off("12.5", "l"), 500),
        ("reading", read_off("3", "l"), 0),
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
    | st.dictionaries(st.sampled_from("vwxyz"), st.integers(-1, 6) | st.booleans())
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
        # An order is reviewed in its right order.
        assert first == again
        assert name == "order" or first == reviewed


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
        ("truefalse", "q=true", "true"),
        ("truefalse", "q=yes", None),
        ("match", "q.x=p&q.y=nowhere&q.z=p", {"x": "p", "z": "p"}),
        ("match", "q.w=p", None),
        ("order", "q.v=2&q.w=6&q.x=0&q.y=2&q.z=-1", {"v": 2, "y": 2}),
        ("order", "q.v=", None),
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


# --- true or false -------------------------------------------------------------------------------


def test_each_of_the_two_has_its_own_feedback_and_the_language_its_own_words():
    kind = KINDS["truefalse"]
    assert kind.mark(TRUEFALSE, "true").feedback == {"true": {"en": "many think so"}}
    assert kind.mark(TRUEFALSE, "false").feedback == {"false": {"en": "indeed"}}
    shown = kind.review(TRUEFALSE, "true", random.Random(1))
    assert [(one.key, one.right, one.chosen) for one in shown] == [
        ("true", False, True),
        ("false", True, False),
    ]
    assert kind.truth(TRUEFALSE, "lt") == "Netiesa"
    assert kind.truth(TRUEFALSE, "en") == "False"


# --- matching ------------------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from("xyz"), st.sampled_from("pqrs"), min_size=1))
def test_matching_is_the_share_of_right_pairs(beside):
    right = sum(beside.get(card["key"]) == card["side"] for card in MATCH["cards"])
    marked = KINDS["match"].mark(MATCH, beside)
    assert marked.points == right * 1000 // 3
    assert KINDS["match"].reckoning(MATCH, beside) == f"{right} of 3 pairs are right."


def test_the_sides_do_not_stand_as_their_cards_do():
    """As many sides as cards, shuffled by the same chance, would tell every answer."""
    even = {**MATCH, "sides": MATCH["sides"][:3]}
    aligned, orders = 0, set()
    for seed in range(300):
        cards = [one.key for one in KINDS["match"].choices(even, None, random.Random(seed))]
        sides = [one["key"] for one in KINDS["match"].groups(even, random.Random(seed))]
        again = [one["key"] for one in KINDS["match"].groups(even, random.Random(seed))]
        assert sides == again
        aligned += ["xyz".index(one) for one in cards] == ["pqr".index(one) for one in sides]
        orders.add(tuple(sides))
    assert aligned < 100
    assert len(orders) == 6


def test_cards_may_keep_their_order_and_the_sides_never_do():
    fixed = {**MATCH, "shuffle": False}
    for seed in range(20):
        shown = KINDS["match"].choices(fixed, None, random.Random(seed))
        assert [one.key for one in shown] == ["x", "y", "z"]
    orders = {
        tuple(one["key"] for one in KINDS["match"].groups(fixed, random.Random(seed)))
        for seed in range(20)
    }
    assert len(orders) > 1


# --- putting in order ----------------------------------------------------------------------------


@given(st.permutations("vwxyz"))
def test_an_order_brings_the_longest_right_sequence_less_its_first_card(cards):
    answer = order("".join(cards))
    longest = max(
        len(some)
        for n in range(1, 6)
        for some in combinations(cards, n)
        if list(some) == sorted(some)
    )
    marked = KINDS["order"].mark(ORDER, answer)
    assert marked.points == (longest - 1) * 1000 // 4
    standing = [one.right for one in KINDS["order"].review(ORDER, answer, random.Random(1))]
    assert sum(standing) == longest
    assert len(marked.feedback) == 5 - longest


@given(st.permutations("vwxyz"))
def test_moving_one_card_to_where_it_belongs_never_costs_points(cards):
    before = KINDS["order"].mark(ORDER, order("".join(cards))).points
    for card in cards:
        rest = [one for one in cards if one != card]
        for at in range(5):
            moved = order("".join([*rest[:at], card, *rest[at:]]))
            assert abs(KINDS["order"].mark(ORDER, moved).points - before) <= 250


@given(st.integers(0, 2**48))
def test_an_order_is_never_shown_as_it_should_become(seed):
    shown = [one.key for one in KINDS["order"].choices(ORDER, None, random.Random(seed))]
    assert sorted(shown) == list("vwxyz") != shown


def test_two_cards_at_one_place_are_told_and_nothing_is_lost():
    kind = KINDS["order"]
    answer = {"v": 1, "w": 2, "x": 2}
    assert kind.is_answer(ORDER, answer)
    assert kind.fault(ORDER, answer) == (
        "Two cards have the same place: 2. Give each a place of its own."
    )
    assert "1, 3" in kind.fault(ORDER, {"v": 1, "w": 1, "x": 3, "y": 3, "z": 2})
    assert kind.fault(ORDER, order("vwx")) == ""
    shown = {one.key: one.group for one in kind.choices(ORDER, answer, random.Random(1))}
    assert shown == {"v": "1", "w": "2", "x": "2", "y": "", "z": ""}


def test_the_points_of_an_order_are_told_in_plain_words():
    told = KINDS["order"].reckoning(ORDER, order("vwxzy"))
    assert told == (
        "4 of 5 cards stand in the right order. Points count from the second card on: 3 of 4."
    )
    assert "No two cards" in KINDS["order"].reckoning(ORDER, order("zyxwv"))
    assert KINDS["order"].reckoning(ORDER, order("vwxyz")) == ""


# --- what changed --------------------------------------------------------------------------------


def test_another_key_to_the_same_question_is_told_from_another_question():
    def changed(body, kind, **new):
        return how_changed({"kind": kind, **body}, {"kind": kind, **body, **new})

    assert changed(TRUEFALSE, "truefalse", right=True) == "answers"
    assert changed(TRUEFALSE, "truefalse", if_true={"en": "hm"}) == "words"
    cards = [{**card, "side": side} for card, side in zip(MATCH["cards"], "qpr", strict=True)]
    swapped = [MATCH["sides"][n] for n in (1, 0, 2, 3)]
    assert changed(MATCH, "match", cards=cards, sides=swapped) == "answers"
    assert changed(MATCH, "match", sides=swapped) == "words"
    assert changed(MATCH, "match", cards=cards[:2]) == "question"
    assert changed(ORDER, "order", cards=ORDER["cards"][::-1]) == "answers"
    assert changed(ORDER, "order", cards=ORDER["cards"][:4]) == "question"


def test_the_right_answer_in_words():
    assert right_answer({"kind": "truefalse", **TRUEFALSE}, "en") == "False"
    cards = [{"text": {"en": "A"}, "side": "q"}, {"text": {"en": "B"}, "side": "p"}]
    matched = {"kind": "match", **MATCH, "cards": cards}
    assert right_answer(matched, "en") == "A → Side q; B → Side p"
    assert right_answer({"kind": "order", "cards": cards}, "en") == "1. A; 2. B"


# --- reading -------------------------------------------------------------------------------------


def read(kind: str, **parts: object) -> list[str]:
    """What is wrong with such an item."""
    faults = Faults()
    KINDS[kind].read(Fields(node_of(parts), faults, known=set(KINDS[kind].known)), ("lt", "en"))
    return [fault.message for fault in faults]


def pair(text: str) -> dict[str, str]:
    return {"lt": f"{text} lt", "en": f"{text} en"}


def test_new_kinds_are_read_and_their_faults_are_told():
    cards = [{"key": key, "text": pair(key)} for key in "abc"]
    sides = [{"key": key, "text": pair(key)} for key in "pq"]
    assert read("truefalse", right=True, if_false=pair("no")) == []
    assert any("true or false" in one for one in read("truefalse"))
    assert any("true or false" in one for one in read("truefalse", right="yes"))
    assert read("order", cards=cards) == []
    assert read("order", cards=cards[:2]) == ["“cards” should have 3 to 12 entries."]
    assert read("order", cards=[*cards, cards[0]]) == ["A key stands here twice."]
    matched = [{**card, "side": "p"} for card in cards]
    assert read("match", sides=sides, cards=matched) == []
    assert any(
        "not one of: p, q" in o
        for o in read("match", sides=sides, cards=[*matched, {**cards[0], "key": "d", "side": "r"}])
    )
    twins = [sides[0], {"key": "q", "text": {"lt": "P  LT", "en": "other"}}]
    assert read("match", sides=twins, cards=matched) == [
        "Two sides say the same. Give each its own words."
    ]


# --- estimates, counts, readings -----------------------------------------------------------------


def test_the_wider_of_the_two_tolerances_counts():
    kind = KINDS["estimate"]
    little = {**ESTIMATE, "answer": "4"}
    assert kind.mark(little, {"typed": "7"}).points == 1000
    assert kind.mark(little, {"typed": "7.1"}).points == 0
    assert kind.mark({**ESTIMATE, "tolerance_percent": ""}, {"typed": "44"}).points == 0


def test_an_estimate_says_the_exact_value_and_only_what_can_be():
    with override("en"):
        assert KINDS["estimate"].truth(ESTIMATE, "en") == "40% (accepted: 36 to 44%)"
        assert KINDS["estimate"].truth(ESTIMATE, "en", met=True) == "40%"
        assert KINDS["estimate"].truth({**ESTIMATE, "answer": "2"}, "en").endswith("0 to 5%)")
        assert KINDS["estimate"].truth({**ESTIMATE, "answer": "99"}, "en").endswith("to 100%)")
        # 10 per cent of 21 birds is 2.1 of them.
        assert KINDS["count"].truth(COUNT, "en") == "21 (accepted: 19 to 23)"
        exact = {**COUNT, "tolerance_percent": ""}
        assert KINDS["count"].truth(exact, "en") == "21"
        assert (
            KINDS["reading"].truth(READING, "en")
            == "12.5\u00a0mm (accepted: 12.25 to 12.75\u00a0mm)"
        )


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("estimate", {"typed": "400"}, "from 0 to 100"),
        ("estimate", {"typed": "much"}, "Write a number"),
        ("count", {"typed": "20.5"}, "Write a whole number"),
        ("count", {"typed": "−3"}, "not less than 0"),
        ("count", {"typed": "many"}, "Write a whole number"),
        ("reading", {"typed": "12.5", "unit": ""}, "Choose the unit"),
        ("reading", {"typed": "", "unit": "mm"}, "Write the number"),
        ("reading", {"typed": "mm", "unit": "mm"}, "Write the number"),
    ],
)
def test_slips_of_the_keyboard_are_to_be_mended(name, answer, said):
    kind = KINDS[name]
    assert kind.is_answer(BODIES[name], answer)
    with override("en"):
        assert said in kind.fault(BODIES[name], answer)
        assert kind.fault(BODIES[name], None) == ""


def test_a_wrong_unit_is_told_apart_from_a_wrong_number():
    kind = KINDS["reading"]
    with override("en"):
        assert "The number is right" in kind.reckoning(READING, read_off("12.5", "l"))
        assert "The unit is right" in kind.reckoning(READING, read_off("3"))
        assert "Both" in kind.reckoning(READING, read_off("3", "cm"))
        assert kind.reckoning(READING, read_off("12.5")) == ""
        assert kind.reckoning(READING, read_off("1.25", "cm")) == ""
    assert kind.mark(READING, read_off("14")).feedback == {"near": {"en": "the edge"}}


@pytest.mark.parametrize(
    ("name", "answer", "value", "truth"),
    [
        ("estimate", {"typed": "36,5"}, 36.5, 40.0),
        ("count", {"typed": "25"}, 25.0, 21.0),
        ("count", None, None, 21.0),
        ("reading", read_off("13"), 13.0, 12.5),
        ("reading", read_off("1.25", "cm"), 12.5, 12.5),
        # A unit that is off by ten is no reading that is too high.
        ("reading", read_off("12.5", "cm"), None, 12.5),
        ("reading", read_off("12.5", "l"), None, 12.5),
    ],
)
def test_what_is_observed_are_the_numbers(name, answer, value, truth):
    seen = KINDS[name].observed(BODIES[name], answer)
    assert (seen.value, seen.truth, seen.category) == (value, truth, "")


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_an_estimate_is_right_just_where_it_lies_between_the_limits_that_are_told(exact, typed):
    body = {**ESTIMATE, "answer": str(exact)}
    low, high = KINDS["estimate"].limits(body)
    right = KINDS["estimate"].mark(body, {"typed": str(typed)}).points == 1000
    assert right is (low <= typed <= high)


def test_the_units_on_offer_do_not_say_which_is_right():
    shown = KINDS["reading"].choices(READING, read_off("1", "l"), random.Random(1))
    assert [(one.key, one.chosen, one.right) for one in shown] == [
        ("cm", False, None),
        ("l", True, None),
        ("mm", False, None),
    ]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("estimate", {"answer": 140}, "outside what can be"),
        ("count", {"answer": 2.5}, "whole number"),
        ("count", {"answer": -2}, "outside what can be"),
        ("reading", {"units": [{"key": "a", "text": {"en": "a"}}] * 2}, "stands here twice"),
        ("reading", {"units": [{"key": k, "text": {"en": k}} for k in "ab"]}, "Exactly one unit"),
    ],
)
def test_faults_in_what_is_measured_are_told(name, change, said):
    kept = {key: part for key, part in BODIES[name].items() if part not in ("", {}, [])}
    faults = Faults()
    kind = KINDS[name]
    kind.read(Fields(node_of(written(kept)), faults, known=set(kind.known)), ("en",))
    assert not list(faults), list(map(str, faults))
    with override("en"):
        kind.read(
            Fields(node_of(written({**kept, **change})), faults, known=set(kind.known)), ("en",)
        )
    assert said in " ".join(map(str, faults))


def written(value):
    """A body as a package in English says it: without what is empty."""
    if isinstance(value, dict):
        return {
            name: written(part)
            for name, part in value.items()
            if name != "lt" and part not in ("", {}, [])
        }
    return [written(part) for part in value] if isinstance(value, list) else value


def test_other_limits_are_other_answers_and_other_units_another_question():
    common = {"kind": "reading", "prompt": {"en": "?"}, "explanation": {}}
    body = {**common, **READING}
    assert how_changed(body, {**body, "near": []}) == "words"
    assert how_changed(body, {**body, "tolerance": "1"}) == "answers"
    assert how_changed(body, {**body, "units": READING["units"][1:]}) == "question"
    body = {**common, **ESTIMATE, "kind": "estimate"}
    assert how_changed(body, {**body, "tolerance_percent": "20"}) == "answers"
    with override("en"):
        assert right_answer(body, "en").startswith("40%")
