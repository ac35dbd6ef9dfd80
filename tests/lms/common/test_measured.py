"""What a measured result says in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.common.measured import bias, measured, measuring, outcome

RESULT = {
    "n": 42,
    "cannot_tell": 2,
    "right": 37,
    "lower": 0.8015,
    "upper": 0.9742,
    "series_n": 60,
    "series_right": 52,
    "series_lower": 0.758,
    "series_upper": 0.931,
    "estimates": [],
    "in_words": 0,
    "proctored": False,
    "bank_version": "0123456789abcdef",
    "protocol_version": "fedcba9876543210",
}
COVER = {"name": {"en": "Cover"}, "unit": {"en": "%"}, "n": 20, "bias": 3.2, "relative_bias": 0.12}


def test_the_range_stands_beside_the_count():
    assert measured(RESULT) == "right in 37 of 40; between 80% and 97%"
    assert outcome(RESULT) == measured(RESULT)
    assert outcome({}) == ""
    assert outcome({"items": 4, "right": 3, "points": 3, "possible": 4}).startswith("3 of 4 right")


def test_everything_a_badge_says():
    told = dict(measuring({**RESULT, "estimates": [COVER], "in_words": 3}))
    assert told == {
        "Answers": "right in 37 of 40; between 80% and 97%; 2 more answered “cannot tell”",
        "With earlier answers": "right in 52 of 60; between 76% and 93%",
        "Bias": "Cover: 12% too high on average, 20 estimates",
        "How it was asked": "3 items in words and numbers instead of pictures",
        "Supervision": "not proctored: nobody watched",
        "Versions": "items 01234567, rules fedcba98",
    }
    alone = {**RESULT, "n": 60, "cannot_tell": 0, "in_words": 60, "proctored": True}
    short = dict(measuring(alone))
    assert "With earlier answers" not in short
    assert short["How it was asked"] == "in words and numbers instead of pictures"
    assert short["Supervision"] == "proctored: somebody watched"
    assert measuring({"items": 4}) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"relative_bias": -0.15}, "Cover: 15% too low on average, 20 estimates"),
        ({"relative_bias": 0.004}, "Cover: neither too high nor too low on average, 20 estimates"),
        ({"relative_bias": None}, "Cover: 3.2\xa0% too high on average, 20 estimates"),
        (
            {"relative_bias": None, "bias": -0.01},
            "Cover: neither too high nor too low on average, 20 estimates",
        ),
        ({"name": {}, "n": 1}, "12% too high on average, 1 estimate"),
    ],
)
def test_a_bias_is_said_to_its_side(changed, said):
    assert bias({**COVER, **changed}) == said


@given(st.floats(-2, 2))
def test_no_bias_is_said_with_a_sign(relative):
    words = bias({**COVER, "relative_bias": relative, "bias": relative})
    assert "-" not in words
    assert "−" not in words
    if relative >= 0.005:
        assert "too high" in words
    if relative <= -0.005:
        assert "too low" in words
