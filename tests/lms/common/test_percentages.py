"""Per cent as every page rounds them."""

import pytest

from lms.common.percentages import whole_percent


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 6, 0),
        (1, 6, 17),
        (2, 3, 67),
        (1, 8, 13),
        (5, 8, 63),
        (6, 6, 100),
        (0, 0, 0),
    ],
)
def test_per_cent_are_rounded_with_halves_upward(part, whole, shown):
    assert whole_percent(part, whole) == shown


def test_what_has_begun_is_not_nothing_and_what_is_left_is_not_all():
    assert whole_percent(1, 1000) == 1
    assert whole_percent(999, 1000) == 99


def test_a_score_that_was_not_reached_is_not_shown_as_reached():
    assert whole_percent(696, 1000) == 70
    assert whole_percent(696, 1000, short_of=70) == 69
    assert whole_percent(500, 1000, short_of=70) == 50


def test_the_percentage_never_falls_as_more_is_done():
    for whole in range(1, 60):
        shown = [whole_percent(part, whole) for part in range(whole + 1)]
        assert shown == sorted(shown)
        assert all(0 < one < 100 for one in shown[1:-1])
