"""What learners' and experts' answers say of the truth of items."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.calibration.agreement import Metric
from courses.calibration.gold import (
    LEAST_BEST,
    Audit,
    Heard,
    Sign,
    Voice,
    agreed,
    audit,
    correlation,
)


def learners(n, skills, item="x", right=lambda person: True, rest=20):
    """n learners with `rest` other answers each, of which skills(person) are right, and one to `item`."""
    answers = []
    for person in range(n):
        for place in range(rest):
            is_right = place < skills(person)
            answers.append(Heard(person, f"other-{place}", is_right, counts_right=is_right))
        mine = right(person)
        answers.append(Heard(person, item, mine, counts_right=mine, said="a" if mine else "b"))
    return answers


def test_a_sound_item_is_no_suspect():
    found = audit(learners(40, lambda n: n // 2, right=lambda n: n >= 12))["x"]
    assert (found.n, found.right, found.best) == (40, 28, 12)
    assert found.discrimination is not None
    assert found.discrimination > 0.7
    assert found.signs == ()


def test_an_item_with_the_wrong_truth_is_found_by_the_best():
    found = audit(learners(40, lambda n: n // 2, right=lambda n: n < 12))["x"]
    assert found.disagreement == 1
    assert found.instead == "b"
    assert set(found.signs) == {Sign.BEST_DISAGREE, Sign.NEGATIVE}


def test_an_item_that_tells_nobody_apart_is_low():
    found = audit(learners(40, lambda n: n // 2, right=lambda n: n % 2 == 0))["x"]
    assert found.signs == (Sign.LOW,) or found.signs == (Sign.NEGATIVE,)
    assert abs(found.discrimination or 0) < 0.1


@pytest.mark.parametrize(
    ("best", "disagree", "suspect"),
    [
        (LEAST_BEST, LEAST_BEST, True),
        (LEAST_BEST - 1, LEAST_BEST - 1, False),
        (10, 6, True),
        (10, 5, False),
        (0, 0, False),
    ],
)
def test_the_best_speak_only_where_they_are_enough(best, disagree, suspect):
    assert Audit(30, 10, 0, 20, None, best, disagree).is_suspect is suspect


@pytest.mark.parametrize(
    ("r", "rated", "right", "signs"),
    [
        (-0.01, 30, 20, (Sign.NEGATIVE,)),
        (0.0, 30, 20, (Sign.LOW,)),
        (0.099, 30, 20, (Sign.LOW,)),
        (0.1, 30, 20, ()),
        (-0.5, 29, 20, ()),
        # What nearly everybody has right is in no doubt.
        (-0.5, 30, 27, ()),
        (None, 30, 20, ()),
    ],
)
def test_discrimination_speaks_only_where_it_can(r, rated, right, signs):
    assert Audit(30, right, 0, rated, r, 0, 0).signs == signs


def test_who_could_not_tell_does_not_disagree():
    answers = learners(40, lambda n: n // 2, right=lambda n: False)
    told = [
        Heard(one.person, one.item, False, cannot_tell=True, counts_right=False)
        if one.item == "x"
        else one
        for one in answers
    ]
    found = audit(told)["x"]
    assert (found.best, found.cannot_tell, found.disagreement) == (0, 40, None)


def test_correlation_of_a_worked_example():
    """Four right with 2, 4, 6, 8 and two wrong with 1, 3: (5 - 2) / 2.38 * sqrt(4 * 2) / 6."""
    pairs = [(1, Fraction(n)) for n in (2, 4, 6, 8)] + [(0, Fraction(n)) for n in (1, 3)]
    mean = Fraction(24, 6)
    spread = sum((b - mean) ** 2 for _a, b in pairs) / 6
    expected = (5 - 2) / float(spread) ** 0.5 * (8**0.5) / 6
    assert correlation(pairs) == pytest.approx(expected)


marks = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 8), st.booleans(), st.booleans()), max_size=150
)


@given(marks)
def test_counts_are_kept_and_shares_stay_in_bounds(rows):
    found = audit(Heard(person, item, right, counts_right=right) for person, item, right, _ in rows)
    assert sum(one.n for one in found.values()) == len(rows)
    for one in found.values():
        assert 0 <= one.disagree <= one.best <= one.rated <= one.n
        assert one.discrimination is None or -1 <= one.discrimination <= 1


@given(marks, st.randoms())
def test_neither_the_order_nor_the_names_of_people_change_anything(rows, chance):
    heard = [Heard(p, item, right, counts_right=right if c else None) for p, item, right, c in rows]
    mixed = [Heard(100 - a.person, a.item, a.right, False, a.counts_right) for a in heard]
    chance.shuffle(mixed)
    assert audit(heard) == audit(mixed)


@given(marks)
def test_an_item_does_not_vouch_for_itself(rows):
    """Turning the answers to one item round turns its correlation round, and moves nobody's rank."""
    heard = [Heard(p, item, right, counts_right=right) for p, item, right, _ in rows]
    heard = list({(one.person, one.item): one for one in heard}.values())
    turned = [
        Heard(a.person, a.item, not a.right, counts_right=not a.right) if a.item == 0 else a
        for a in heard
    ]
    before, after = audit(heard).get(0), audit(turned).get(0)
    if before is None or after is None:
        return
    assert after.best == before.best
    assert after.disagree == before.best - before.disagree
    if before.discrimination is None:
        assert after.discrimination is None
    else:
        assert after.discrimination == pytest.approx(-before.discrimination)


def voice(expert, item, category, right=True, **seen):
    return Voice(expert, item, right, category == "", {"class": "a", "category": category, **seen})


def test_experts_who_all_say_the_same_agree():
    said = [voice(expert, item, item) for expert in range(3) for item in "ab"]
    (found,) = agreed(said)
    assert (found.experts, found.items, found.alpha, found.right) == (3, 2, 1.0, 6)
    assert found.metric is Metric.NOMINAL


def test_who_cannot_tell_leaves_a_gap():
    said = [voice(1, "x", "a"), voice(2, "x", "", right=False), voice(1, "y", "b")]
    (found,) = agreed(said)
    assert (found.experts, found.items, found.answers, found.alpha) == (2, 0, 2, None)


def test_fleiss_kappa_rests_on_what_three_experts_all_classed():
    said = [voice(expert, item, item) for expert in range(3) for item in "ab"]
    (found,) = agreed([*said, voice(0, "c", "a"), voice(1, "c", "b", right=False)])
    assert (found.kappa, found.shared) == (1.0, 2)
    # One of three says something else about one of two items: (2/3 - 5/9) / (4/9).
    other = [voice(2, "b", "a", right=False) if n == 5 else one for n, one in enumerate(said)]
    (found,) = agreed(other)
    assert found.kappa == pytest.approx(0.25)
    # "Cannot tell" is no class, and two people are too few.
    (found,) = agreed([*said[:-1], voice(2, "b", "", right=False)])
    assert (found.kappa, found.shared) == (None, 1)
    (found,) = agreed(one for one in said if one.expert < 2)
    assert (found.kappa, found.shared, found.alpha) == (None, 0, 1.0)


def test_numbers_are_compared_only_with_numbers_of_the_same_thing():
    said = [
        Voice(
            expert,
            (group, n),
            True,
            False,
            {"group": group, "unit": {}, "truth": n, "value": n + expert},
        )
        for expert in range(2)
        for group in ("flock", "quadrat")
        for n in (10, 20, 40)
    ] + [voice(1, "x", "a"), voice(2, "x", "b", right=False)]
    found = agreed(said)
    assert [one.metric for one in found] == [Metric.INTERVAL, Metric.INTERVAL, Metric.NOMINAL]
    assert all(one.alpha is not None and one.alpha > 0.9 for one in found[:2])
    assert found[2].alpha == 0
    assert {one.kappa for one in found} == {None}
