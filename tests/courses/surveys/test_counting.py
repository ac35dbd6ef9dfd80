"""Counts of surveys: exact from five answers on, and nothing at all before."""

from hypothesis import given
from hypothesis import strategies as st

from courses.content.blocks.survey import MANY, ONE, SCALE, SHORT, Question
from courses.surveys.counting import LEAST_SHOWN, count_answers, count_levels

QUESTIONS = [
    Question("a", ONE, ("x", "y")),
    Question("b", MANY, ("x", "y", "z")),
    Question("c", SCALE),
    Question("d", SHORT),
]
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.sampled_from(["x", "y", "gone"]),
        "b": st.lists(st.sampled_from(["x", "y", "z", "gone"]), min_size=1, unique=True),
        "c": st.integers(1, 5),
        "d": st.text(min_size=1, max_size=20),
    },
)


@given(st.lists(ANSWERS, max_size=40))
def test_what_is_shown_adds_up_and_few_answers_show_nothing(given_answers):
    one, many, scale, short = count_answers(QUESTIONS, given_answers)
    for counted in (one, many, scale, short):
        assert counted.is_shown == (counted.n >= LEAST_SHOWN)
        if not counted.is_shown:
            assert (counted.rows, counted.texts) == ((), ())
    for counted in (one, scale):
        assert sum(n for _key, n in counted.rows) == (counted.n if counted.is_shown else 0)
    # What is offered no more is counted for nothing.
    assert one.n == sum(said.get("a", "gone") != "gone" for said in given_answers)
    assert many.n == sum(set(said.get("b", [])) - {"gone"} != set() for said in given_answers)
    assert all(n <= many.n for _key, n in many.rows)
    if short.is_shown:
        assert sorted(short.texts) == sorted(said["d"] for said in given_answers if "d" in said)


@given(st.permutations([f"text {n}" for n in range(7)]))
def test_the_order_of_texts_says_nothing_of_when_they_came(texts):
    short = [Question("d", SHORT)]
    (counted,) = count_answers(short, [{"d": text} for text in texts])
    (again,) = count_answers(short, [{"d": text} for text in sorted(texts)])
    assert counted.texts == again.texts


def test_levels_are_counted_like_answers():
    few, enough = count_levels({1: [0, 1, 2, 2], 2: [0, 1, 2, 2, 4]}, range(5))
    assert (few.n, few.rows) == (4, ())
    assert enough.rows == ((0, 1), (1, 1), (2, 2), (3, 0), (4, 1))
