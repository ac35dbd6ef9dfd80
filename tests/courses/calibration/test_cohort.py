"""Who may be shown beside somebody, and what classes are called."""

from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.calibration.cohort import First, cohort_of, people_shown
from courses.calibration.naming import class_name, class_names, group_name
from tests.packages import pair, single

BEGAN = datetime(2026, 3, 7, tzinfo=UTC)
shares = st.floats(0, 1)


def firsts(values):
    return [
        First(person, BEGAN + timedelta(minutes=person), value)
        for person, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("n", "shown"), [(0, 0), (9, 0), (10, 10), (14, 10), (15, 15), (19, 15), (20, 20)]
)
def test_nobody_is_shown_before_the_tenth_and_then_five_at_a_time(n, shown):
    assert people_shown(n) == shown
    cohort = cohort_of(firsts([0.5] * n))
    assert (cohort.n if cohort else 0) == shown


@given(st.lists(shares, min_size=10, max_size=40))
def test_the_figures_are_those_of_the_first_and_lie_in_order(values):
    cohort = cohort_of(firsts(values))
    shown = values[: people_shown(len(values))]
    assert cohort.middle == median(shown)
    assert min(shown) <= cohort.low <= cohort.middle <= cohort.high <= max(shown)


@given(st.lists(shares, min_size=10, max_size=30), st.randoms(), shares)
def test_neither_the_order_of_rows_nor_later_sittings_change_anything(values, chance, again):
    rows = firsts(values)
    before = cohort_of(rows)
    rows.append(First(3, BEGAN + timedelta(days=1), again))
    chance.shuffle(rows)
    assert cohort_of(rows) == before


@given(st.lists(shares, min_size=10, max_size=30), shares)
def test_one_more_person_changes_nothing_but_at_a_step(values, newest):
    before, after = cohort_of(firsts(values)), cohort_of(firsts([*values, newest]))
    assert after == before or after.n == before.n + 5


def test_the_middle_half_of_ten():
    cohort = cohort_of(firsts([place / 10 for place in range(10)]))
    assert (cohort.low, cohort.middle, cohort.high) == (0.2, 0.45, 0.7)


def test_a_class_is_called_as_its_items_have_it():
    item = single("q1", right="b")
    assert class_name([item], "b") == pair("Variantas b", "Option b")
    assert class_name([item], "Oak") == pair("Oak", "Oak")
    groups = {"groups": [{"key": "x", "text": pair("Iksas", "Ex")}]}
    assert class_names([item, groups], ["x", "a"]) == {
        "x": pair("Iksas", "Ex"),
        "a": pair("Variantas a", "Option a"),
    }
    assert group_name("number", pair("Būriai", "Flocks")) == pair("Būriai", "Flocks")
