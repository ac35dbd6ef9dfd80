"""Award rules: small trees that say when a badge is earned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.awards.rules import Facts, competencies_in, courses_in, faults_in, is_met

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
    ],
)
def test_what_is_no_rule_is_said(rule):
    assert faults_in(rule)


leaves = st.builds(
    lambda code, level: {"competency": code, "level": level},
    st.sampled_from(["A1", "B1", "C1"]),
    st.integers(1, 4),
) | st.builds(lambda slug: {"course": slug}, st.sampled_from(["x", "y"]))
trees = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda name, parts: {name: parts},
        st.sampled_from(["all", "any"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@given(trees, st.dictionaries(st.sampled_from(["A1", "B1", "C1"]), st.integers(1, 4)))
def test_learning_more_never_takes_a_badge_away(rule, levels):
    less = Facts(levels=levels)
    more = Facts(levels=dict.fromkeys(("A1", "B1", "C1"), 4), courses=frozenset({"x", "y"}))
    assert is_met(rule, more)
    if is_met(rule, less):
        higher = {code: min(4, level + 1) for code, level in levels.items()}
        assert is_met(rule, Facts(levels=higher))


def test_what_a_rule_names():
    rule = {"all": [A1, {"any": [C1, {"competency": "C1", "level": 1}, DONE]}]}
    assert competencies_in(rule) == [("A1", 1), ("C1", 2)]
    assert courses_in(rule) == ["sampling"]
