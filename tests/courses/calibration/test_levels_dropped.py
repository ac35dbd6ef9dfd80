"""Series in which items were taken out of the results."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.calibration.levels import Answer, Exercise, judge, needed_of
from courses.calibration.results import standing_in


def by_luck(n, needed):
    return sum(comb(n, k) * 0.7**k * 0.3 ** (n - k) for k in range(needed, n + 1))


@given(st.integers(30, 60), st.data())
def test_dropping_makes_no_level_cheaper_and_none_dearer(n, data):
    needed = data.draw(st.integers(n // 2, n))
    left = data.draw(st.integers(1, n))
    found = needed_of(left, n, needed)
    assert found <= needed
    assert by_luck(left, found) <= by_luck(n, needed) * (1 + 1e-9)
    if 0 < found < needed:
        assert by_luck(left, found - 1) > by_luck(n, needed) * (1 - 1e-9)


def test_a_look_stays_where_it_was_fixed():
    rule = Exercise()
    answers = [Answer(True)] * 26 + [Answer(False)] * 3 + [Answer(False, dropped=True)]
    found = judge(answers, rule)
    (look,) = found.looks
    assert (look.n, look.right, look.dropped, look.needed) == (30, 26, 1, 27)
    assert judge(answers[:29], rule).looks == ()


@given(st.lists(st.booleans(), min_size=30, max_size=60), st.data())
def test_a_wrong_answer_that_is_dropped_never_lowers_a_level(rights, data):
    rule = Exercise(floors={"a": 0.6})
    answers = [Answer(right, "a") for right in rights]
    wrong = [place for place, right in enumerate(rights) if not right]
    if not wrong:
        return
    place = data.draw(st.sampled_from(wrong))
    dropped = [*answers]
    dropped[place] = Answer(False, "a", dropped=True)
    assert judge(dropped, rule).level >= judge(answers, rule).level


def test_what_is_dropped_is_no_class_that_came():
    rule = Exercise(floors={"a": 0.6})
    answers = [Answer(True, "a")] * 30 + [Answer(False, "b", dropped=True)]
    assert [one.category for one in judge(answers, rule).looks[0].recalls] == ["a"]


@pytest.mark.parametrize("dropped", [0, 5, 30])
def test_the_last_answers_are_those_that_count(dropped):
    last = [Answer(True)] * 30 + [Answer(True, dropped=True)] * dropped
    found = standing_in(last[:30], Exercise(), new=0, earlier=2, last=last)
    assert (found.level, found.is_kept) == (2, True)
