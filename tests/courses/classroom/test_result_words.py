"""What a result says in words: which way answers lean, what would settle a level, what comes next."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from courses.calibration.levels import Exercise, Opening, Wait, pass_probability
from courses.calibration.queries import Door
from courses.classroom.calibration_bias import bias_figure, bias_of, is_relative, sizes_of
from courses.classroom.calibration_figures import level_marks
from courses.classroom.calibration_words import (
    can_show_1,
    exact_share,
    luck_of,
    next_steps,
    settling_of,
    share_range,
    validity_of,
)
from lms.common.languages import Pair

RULE = Exercise(looks=((40, 35), (60, 50)), floors={"a": 0.6})
PER_CENT = Pair(lt="%", en="%")


def plain(said):
    return said.replace("\u00a0", " ")


def estimate(pairs, *, group="number", unit=None, is_biased=True, sizes=()):
    errors = [value - truth for value, truth in pairs]
    shares = [(value - truth) / truth for value, truth in pairs if truth]
    return {
        "group": group,
        "unit": unit or {},
        "n": len(pairs),
        "pairs": [list(pair) for pair in pairs],
        "bias": sum(errors) / len(errors),
        "relative_bias": sum(shares) / len(shares) if shares else None,
        "is_biased": is_biased,
        "sizes": list(sizes),
    }


@pytest.mark.parametrize(
    ("given_pairs", "more", "lt", "en"),
    [
        (
            [(115, 100), (23, 20)],
            {"group": "flock"},
            "Skaičiuodami nurodote apie 15 % per daug",
            "You count about 15% too many",
        ),
        (
            [(80, 100)],
            {"group": "flock"},
            "Skaičiuodami nurodote apie 20 % per mažai",
            "You count about 20% too few",
        ),
        (
            [(21, 20)],
            {"unit": PER_CENT},
            "Vidutiniškai nurodote maždaug 1 procentiniu punktu per daug",
            "Your answers are about 1 percentage point too high",
        ),
        (
            [(24, 20)],
            {"unit": PER_CENT},
            "Vidutiniškai nurodote maždaug 4 procentiniais punktais per daug",
            "Your answers are about 4 percentage points too high",
        ),
        (
            [(8, 20)],
            {"unit": PER_CENT},
            "Vidutiniškai nurodote maždaug 12 procentinių punktų per mažai",
            "Your answers are about 12 percentage points too low",
        ),
        (
            [(-4.5, -5), (5.5, 5)],
            {"group": "instrument", "unit": Pair(lt="°C", en="°C")},
            "Vidutiniškai nurodote apie 0,50 °C per daug",
            "Your answers are about 0.50 °C too high",
        ),
        (
            [(12, 10)],
            {"is_biased": False},
            "Jūsų atsakymai nė į vieną pusę ryškiai nelinksta",
            "Your answers lean to neither side by much",
        ),
    ],
)
def test_a_lean_is_told_in_the_terms_of_what_was_estimated(given_pairs, more, lt, en):
    one = estimate(given_pairs, **more)
    with override("lt"):
        assert plain(bias_of(one)) == lt
    with override("en"):
        assert plain(bias_of(one)) == en


def test_errors_are_shares_only_of_what_is_more_than_nothing():
    assert is_relative(estimate([(3, 2)]))
    assert not is_relative(estimate([(3, 2), (1, 0)]))
    assert not is_relative(estimate([(3, -2)]))
    assert not is_relative(estimate([(3, 2)], unit=PER_CENT))
    assert not is_relative(estimate([(3, 2)], group="instrument"))


@given(
    st.lists(
        st.tuples(st.floats(0, 500), st.floats(0, 500)).map(lambda pair: tuple(map(round, pair))),
        min_size=1,
        max_size=40,
    )
)
def test_the_table_beside_a_drawing_has_every_answer(pairs):
    figure = bias_figure(estimate(pairs), "bias-1", "Title")
    assert len(figure.twin.rows) == len(pairs) == figure.svg.count('class="dot')
    high = sum(value > truth for value, truth in pairs)
    assert f"too high: {high}," in figure.svg


def test_the_sizes_are_told_in_their_unit():
    row = {"least": 2.04, "most": 30, "n": 3, "bias": -1.5, "relative_bias": -0.1}
    one = estimate([(3, 2)], unit=PER_CENT, sizes=[row])
    assert sizes_of(one) == ["From 2 to 30%: on average 1.5 percentage points too low."]
    one = estimate([(3, 2)], sizes=[row])
    assert sizes_of(one) == ["From 2 to 30: on average 10% too low."]


# --- levels --------------------------------------------------------------------------------------


def series(n, right, *, left=None, is_out=False, looks=()):
    return {
        "series": {
            "n": n,
            "right": right,
            "items_to_settle": left,
            "is_out_of_reach": is_out,
            "looks": list(looks),
        }
    }


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (1, "Dar 1 užduotis, ir bus aišku, ar pasiekėte 2 lygį"),
        (2, "Dar 2 užduotys, ir bus aišku, ar pasiekėte 2 lygį"),
        (20, "Dar 20 užduočių, ir bus aišku, ar pasiekėte 2 lygį"),
        (21, "Dar 21 užduotis, ir bus aišku, ar pasiekėte 2 lygį"),
    ],
)
def test_what_would_settle_a_level_is_right_lithuanian(left, sentence):
    with override("lt"):
        told = settling_of(series(60 - left, 30, left=left), RULE)
    assert plain(told.sentence) == sentence
    assert f"50 teisingų iš 60; kol kas turite 30 iš {60 - left}" in told.needed


def test_what_is_settled_or_out_of_reach_says_so():
    assert settling_of(series(40, 38), RULE) is None
    told = settling_of(series(40, 20, is_out=True), RULE)
    assert not told.is_open
    assert "20 of 40" in told.needed and "every class" in told.needed
    without = settling_of(series(40, 20, is_out=True), Exercise(looks=RULE.looks))
    assert "every class" not in without.needed


def test_level_1_may_still_be_shown_where_level_2_cannot():
    assert can_show_1(series(40, 25), RULE)
    assert not can_show_1(series(40, 5), RULE)
    assert not can_show_1(series(60, 45), RULE)
    assert not can_show_1(series(40, 30, looks=[{"level": 1}]), RULE)


def test_the_mark_of_level_2_is_that_of_the_next_look():
    first, last = level_marks(series(40, 30), RULE)[2], level_marks(series(41, 30), RULE)[2]
    assert first == pytest.approx(0.7389, abs=1e-4)
    assert last == pytest.approx(0.7196, abs=1e-4)


def test_what_comes_next_names_the_day_a_series_opens():
    numbers = series(60, 40)
    day = date(2026, 6, 1)
    waits = Door(40, opening=Opening((Wait.PRACTICE, Wait.DAYS), day))
    assert next_steps(waits, numbers, RULE) == [
        "A new series opens on 1 June 2026, after some practice."
    ]
    practice = Door(40, 5, opening=Opening((Wait.PRACTICE,), day))
    assert next_steps(practice, numbers, RULE) == [
        "Practise first: 5 answers in practice, and then you can be measured again.",
        "A new series opens once you have practised on another day.",
    ]
    assert next_steps(Door(40, opening=Opening((), day)), numbers, RULE) == [
        "A new series may begin whenever you like."
    ]
    assert next_steps(None, numbers, RULE) == []


def test_no_practice_is_promised_to_open_what_only_a_day_opens():
    numbers = series(60, 52)
    waits = Door(15, 5, Opening((Wait.PRACTICE, Wait.DAYS), date(2026, 6, 1)), is_short=True)
    said = "A new series opens on 1 June 2026, after some practice."
    assert next_steps(waits, numbers, RULE) == [said]
    assert next_steps(waits, numbers, RULE, expires=True) == [
        said,
        "Nothing has to be done now: a short check of 15 items, before your level expires, keeps it.",
    ]
    assert (waits.practice_first, waits.opens_on) == (0, date(2026, 6, 1))


def test_luck_is_reckoned_by_the_rule_of_the_exercise():
    share = round(100 * pass_probability(0.7, RULE), 1)
    assert f"about {share:g} of 100 series" in luck_of(RULE)
    assert 0 < share < 3


def test_validity_and_ranges_as_each_language_writes_them():
    until = datetime(2028, 3, 7, 12, tzinfo=UTC)
    assert plain(validity_of(until, datetime(2026, 3, 7, tzinfo=UTC))) == "until 7 March 2028"
    assert plain(validity_of(until, until)) == "was valid until 7 March 2028"
    assert validity_of(None, until) == "without end"
    assert share_range(0.683, 0.898) == "68–90%"
    # Never nearer to the middle than they are.
    assert share_range(0.4996, 0.6512) == "49–66%"
    assert exact_share(0.4996) == "49.9%"
    with override("lt"):
        assert share_range(0.683, 0.898) == "68–90\u00a0%"
        assert exact_share(0.6812) == "68,1\u00a0%"
