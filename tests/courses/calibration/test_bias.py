"""When answers are said to lean to one side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.calibration.results import is_biased, relative_bias
from courses.classroom.calibration_shown import estimates_of
from tests.packages import pair

TRUTHS = (12, 40, 75, 130, 220, 310, 18, 55)


@pytest.mark.parametrize(
    ("times", "leans"), [(1.15, True), (0.85, True), (1.0, False), (1.03, False)]
)
def test_a_steady_share_is_told_from_five_per_cent_on(times, leans):
    pairs = [(truth * times, truth) for truth in TRUTHS]
    assert is_biased(pairs) is leans
    assert relative_bias(pairs) == pytest.approx(times - 1)


def test_errors_to_both_sides_are_no_bias():
    pairs = [(truth * (1.2 if n % 2 else 0.8), truth) for n, truth in enumerate(TRUTHS)]
    assert not is_biased(pairs)


def test_a_few_answers_say_nothing():
    assert not is_biased([(20, 10)] * 5)
    assert is_biased([(20, 10)] * 6)


def test_temperatures_about_zero_lean_by_degrees():
    truths = (-12, -5, -1, 0, 3, 8, 15)
    pairs = [(truth + 2, truth) for truth in truths]
    assert is_biased(pairs)
    assert relative_bias(pairs) is None
    assert not is_biased([(truth + 0.5, truth) for truth in truths])


def test_readings_lean_by_what_their_scale_shows():
    pairs = [(truth + 1, truth) for truth in (30, 32, 35, 31, 36, 33)]
    assert not is_biased(pairs)
    assert is_biased(pairs, [0.5] * len(pairs))
    assert not is_biased(pairs, [2] * len(pairs))


def test_instruments_of_several_scales_are_told_apart_by_their_unit():
    one = {
        "n": 0,
        "pairs": [],
        "relative_bias": None,
        "bias": None,
        "is_biased": False,
        "sizes": [],
    }
    groups = [
        {**one, "group": "instrument", "unit": pair("m", "m")},
        {**one, "group": "instrument", "unit": pair("°C", "°C")},
        {**one, "group": "flock", "unit": {}},
    ]
    shown = estimates_of({"estimates": groups}, pair("Visi", "All"))
    names = [found.name["en"] for found in shown]
    assert names == ["Reading an instrument, m", "Reading an instrument, °C", "A flock of birds"]


@given(
    st.lists(st.tuples(st.floats(0.1, 1000), st.floats(0.1, 1000)), min_size=6, max_size=60),
    st.floats(0.5, 50),
)
def test_it_does_not_hang_on_the_unit(pairs, times):
    grown = [(value * times, truth * times) for value, truth in pairs]
    assert relative_bias(grown) == pytest.approx(relative_bias(pairs), rel=1e-6, abs=1e-9)
