"""Award rules: small trees that say when a badge is earned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.awards.rules import (
    Facts,
    Measured,
    calibrations_in,
    competencies_in,
    courses_in,
    courses_named,
    exercises_in,
    faults_in,
    is_met,
    lasts_until,
    progress,
)
from badges.awards.sentences import said

A1, C1 = {"competency": "A1", "level": 1}, {"competency": "C1", "level": 2}
DONE = {"course": "sampling"}


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        (A1, True),
        (C1, False),
        (DONE, True),
        ({"course": "other"}, False),
        ({"all": [A1, DONE]}, True),
        ({"all": [A1, C1]}, False),
        ({"any": [C1, DONE]}, True),
        ({"k": 2, "of": [A1, C1, DONE]}, True),
        ({"k": 3, "of": [A1, C1, DONE]}, False),
    ],
)
def test_rules(rule, met):
    facts = Facts(levels={"A1": 2, "C1": 1}, courses=frozenset({"sampling"}))
    assert faults_in(rule) == []
    assert is_met(rule, facts) is met


@pytest.mark.parametrize(
    "rule",
    [
        {},
        [],
        "A1",
        {"all": []},
        {"k": 3, "of": [A1]},
        {"competency": "A1", "level": 5},
        {"all": [A1], "any": [A1]},
        {"stars": 5},
        {"calibration": "leaves", "level": 2},
        {"calibration": "leaves/Second", "level": 2},
        {"calibration": 7, "level": 2},
        {"calibration": "leaves/second"},
        {"calibration": "leaves/second", "level": 4},
        {"calibration": "leaves/second", "level": 2, "lower": 1},
        {"calibration": "leaves/second", "level": 2, "lower": "0.7"},
        {"calibration": "leaves/second", "level": 2, "bias": 10},
        {"calibration": "leaves/second", "level": 2, "upper": 0.9},
        {"calibration": "leaves/second", "level": 2, "competency": "A1"},
    ],
)
def test_what_is_no_rule_is_said(rule):
    assert faults_in(rule)


EYE = {"calibration": "leaves/second", "level": 2}


@pytest.mark.parametrize(
    ("rule", "results", "met"),
    [
        (EYE, [], False),
        (EYE, [Measured(1)], False),
        (EYE, [Measured(1), Measured(3)], True),
        ({**EYE, "lower": 0.7}, [Measured(2, 0.7)], True),
        ({**EYE, "lower": 0.7}, [Measured(2, 0.69)], False),
        ({**EYE, "bias": 0.1}, [Measured(2, bias=0.1)], True),
        ({**EYE, "bias": 0.1}, [Measured(2, bias=0.11)], False),
        # What was not estimated is not unbiased.
        ({**EYE, "bias": 0.1}, [Measured(2)], False),
        # No single result is all of it.
        ({**EYE, "lower": 0.7, "bias": 0.1}, [Measured(2, 0.8, 0.3), Measured(2, 0.6, 0)], False),
    ],
)
def test_being_measured_is_asked_of_one_result(rule, results, met):
    facts = Facts(exercises={"leaves/second": results, "leaves/other": [Measured(3, 1, 0)]})
    assert faults_in(rule) == []
    assert is_met(rule, facts) is met
    assert progress(rule, facts) == (int(met), 1)


def test_bounds_are_said_in_words():
    rule = {"all": [{**EYE, "lower": 0.7, "bias": 0.1}, {**EYE, "calibration": "birds/count"}]}
    first, other = said(rule, {}, {}, {"leaves/second": {"lt": "Lapai", "en": "Leaves"}}).parts
    assert first.words == (
        "Measured in “Leaves”: level 2; right in at least 70% of cases even at the lower end of the "
        "interval; estimates at most 10% too high or too low on average"
    )
    assert other.words == "Measured in “birds/count”: level 2"


DAY = datetime(2026, 3, 1, tzinfo=UTC)
days = st.none() | st.integers(1, 900).map(lambda n: DAY + timedelta(days=n))
measured = st.builds(
    Measured,
    st.integers(1, 3),
    st.sampled_from([0.5, 0.7, 0.9]),
    st.none() | st.sampled_from([0.0, 0.1, 0.4]),
    days,
)
bounds = st.fixed_dictionaries(
    {}, optional={"lower": st.sampled_from([0.6, 0.8]), "bias": st.sampled_from([0.05, 0.2])}
)
leaves = st.builds(
    lambda code, level: {"competency": code, "level": level},
    st.sampled_from(["A1", "B1", "C1"]),
    st.integers(1, 4),
) | st.builds(lambda slug: {"course": slug}, st.sampled_from(["x", "y"]))
leaves |= st.builds(
    lambda name, level, more: {"calibration": name, "level": level, **more},
    st.sampled_from(["x/one", "y/two"]),
    st.integers(1, 3),
    bounds,
)
trees = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda name, parts: {name: parts},
        st.sampled_from(["all", "any"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


EXERCISES = st.dictionaries(st.sampled_from(["x/one", "y/two"]), st.lists(measured, max_size=3))
BEST = Measured(3, 1.0, 0.0)


@given(trees, st.dictionaries(st.sampled_from(["A1", "B1", "C1"]), st.integers(1, 4)), EXERCISES)
def test_learning_more_never_takes_a_badge_away(rule, levels, exercises):
    less = Facts(levels=levels, exercises=exercises)
    more = Facts(
        levels=dict.fromkeys(("A1", "B1", "C1"), 4),
        courses=frozenset({"x", "y"}),
        exercises={"x/one": [BEST], "y/two": [BEST]},
    )
    assert faults_in(rule) == []
    assert is_met(rule, more)
    assert lasts_until(rule, more) is None
    if is_met(rule, less):
        higher = {code: min(4, level + 1) for code, level in levels.items()}
        added = {name: [*found, Measured(1)] for name, found in exercises.items()}
        assert is_met(rule, Facts(levels=higher, exercises=added))


def at(moment, proofs, exercises):
    """The facts that are still valid then."""
    valid = {
        code: [(level, until) for level, until in rows if until is None or until > moment]
        for code, rows in proofs.items()
    }
    return Facts(
        levels={code: max(level for level, _until in rows) for code, rows in valid.items() if rows},
        exercises={
            name: [one for one in found if one.until is None or one.until > moment]
            for name, found in exercises.items()
        },
        until=valid,
    )


@given(
    trees,
    st.dictionaries(
        st.sampled_from(["A1", "B1", "C1"]), st.lists(st.tuples(st.integers(1, 4), days))
    ),
    EXERCISES,
)
def test_a_rule_holds_to_the_very_moment_that_is_foretold(rule, proofs, exercises):
    facts = at(DAY, proofs, exercises)
    if not is_met(rule, facts):
        with pytest.raises(ValueError, match="not satisfied"):
            lasts_until(rule, facts)
        return
    end = lasts_until(rule, facts)
    moment = end or DAY + timedelta(days=5000)
    assert is_met(rule, at(moment - timedelta(seconds=1), proofs, exercises))
    assert is_met(rule, at(moment, proofs, exercises)) is (end is None)


def test_what_nobody_says_an_end_of_lasts():
    assert lasts_until(A1, Facts(levels={"A1": 1})) is None
    ending = Facts(levels={"A1": 2}, until={"A1": [(2, DAY), (1, None)]})
    assert lasts_until(A1, ending) is None
    assert lasts_until({**A1, "level": 2}, ending) == DAY
    assert (
        lasts_until({"any": [{**A1, "level": 2}, DONE]}, replace(ending, courses={"sampling"}))
        is None
    )


def test_what_a_rule_names():
    rule = {"all": [A1, {"any": [C1, {"competency": "C1", "level": 1}, DONE]}]}
    assert competencies_in(rule) == [("A1", 1), ("C1", 2)]
    assert courses_in(rule) == ["sampling"]
    asks = {"any": [rule, {"all": [EYE, {**EYE, "lower": 0.7}, EYE]}]}
    assert competencies_in(asks) == [("A1", 1), ("C1", 2)]
    assert courses_in(asks) == ["sampling"]
    assert calibrations_in(asks) == [EYE, {**EYE, "lower": 0.7}]
    assert exercises_in(asks) == ["leaves/second"]
    assert courses_named(asks) == ["leaves", "sampling"]
