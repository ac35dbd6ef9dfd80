"""Levels of a series: what two looks can show, how often luck shows it, and when a series may begin."""

from datetime import date, timedelta
from itertools import product
from math import comb, fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.calibration.levels import (
    Answer,
    Exercise,
    Opening,
    Series,
    Wait,
    judge,
    may_open_new,
    pass_probability,
    practised_since,
)

SOON = Exercise(((30, 27), (60, 50)))
LATE = Exercise(((40, 35), (60, 50)))
FIVE = dict.fromkeys(["bat", "fox", "hare", "lynx", "wolf"], 0.60)
RIGHT, WRONG = Answer(True), Answer(False)


def given_(right, wrong=0, category=""):
    return [Answer(True, category)] * right + [Answer(False, category)] * wrong


# What one look finds


def test_nothing_is_judged_before_the_first_look():
    found = judge(given_(29), SOON)
    assert (found.level, found.look, found.looks) == (0, None, ())
    assert (found.items_to_settle, found.is_out_of_reach) == (1, False)
    assert judge([], SOON).items_to_settle == 30


def test_an_exercise_without_classes_has_none():
    assert judge(given_(30), SOON).look.recalls == ()


@pytest.mark.parametrize(
    ("exercise", "n", "needed"), [(SOON, 30, 27), (LATE, 40, 35), (SOON, 60, 50), (LATE, 60, 50)]
)
def test_level_two_needs_so_many_right_at_the_look(exercise, n, needed):
    # At the second look those right come last, so that the first has not found the level before.
    enough, short = given_(needed, n - needed), given_(needed - 1, n - needed + 1)
    assert judge(enough[::-1], exercise).level == 2
    found = judge(short[::-1], exercise)
    assert (found.level, found.looks[-1].short_by) == (1, 1)


def test_level_one_needs_a_lower_bound_of_one_half():
    assert judge(given_(21, 9), SOON).level == 1
    assert judge(given_(20, 10), SOON).level == 0
    assert judge(given_(21, 9), SOON).look.interval.lower >= 0.5
    assert judge(given_(20, 10), SOON).look.interval.lower < 0.5


def test_what_comes_between_looks_is_not_judged():
    assert judge(given_(20, 10) + given_(20), SOON).level == 0
    assert judge(given_(26, 4) + given_(29), SOON).level == 1


def test_what_a_look_found_stays_when_the_series_goes_on():
    found = judge(given_(27, 3) + given_(0, 30), SOON)
    assert (found.level, found.look.n, found.look.right) == (2, 30, 27)
    assert [look.level for look in found.looks] == [2, 0]
    assert found.items_to_settle is None and not found.is_out_of_reach


def test_the_second_look_is_of_all_answers_and_not_of_the_new_ones():
    found = judge(given_(26, 4) + given_(24, 6), SOON)
    assert (found.level, found.look.n, found.look.right) == (2, 60, 50)
    assert judge(given_(20, 10) + given_(29, 1), SOON).level == 1


def test_cannot_tell_is_not_right_and_is_counted_by_itself():
    honest = [Answer(False, "fox", cannot_tell=True), Answer(True, "fox", cannot_tell=True)]
    found = judge(given_(27, 1, "fox") + honest, Exercise(floors={"fox": 0.6}))
    assert (found.look.right, found.look.cannot_tell, found.level) == (27, 2, 2)
    assert (found.look.recalls[0].n, found.look.recalls[0].right) == (30, 27)
    assert judge(given_(26, 2, "fox") + honest, SOON).level == 1


def test_who_never_sees_one_class_does_not_reach_level_two_and_hears_which():
    """86 % right, and not one lynx."""
    exercise = Exercise(floors=FIVE)
    half = [
        *given_(7, category="bat"),
        *given_(7, category="fox"),
        *given_(6, category="hare"),
        *given_(0, 4, category="lynx"),
        *given_(6, category="wolf"),
    ]
    for answers in (half, half + half):
        found = judge(answers, exercise)
        assert found.level == 1
        assert found.held_back_by == ("lynx",)
    last = found.looks[-1]
    assert (last.right, last.n, last.short_by) == (52, 60, 0)
    assert [recall.share for recall in last.recalls] == [1, 1, 1, 0, 1]
    assert [recall.is_under for recall in last.recalls] == [False, False, False, True, False]
    # The same answers without the floor would have been enough.
    assert judge(half + half, Exercise()).level == 2
    assert pass_probability(1.0, exercise, {"lynx": 0.0}) == 0


def test_a_floor_is_reached_exactly():
    exercise = Exercise(floors={"fox": 0.6})
    rest = given_(24, 1)
    assert judge(given_(3, 2, "fox") + rest, exercise).level == 2
    found = judge(given_(2, 3, "fox") + given_(25), exercise)
    assert (found.level, found.held_back_by) == (1, ("fox",))


def test_a_key_class_that_never_came_was_never_shown():
    found = judge(given_(30, category="fox"), Exercise(floors={"fox": 0.6, "lynx": 0.6}))
    assert (found.level, found.held_back_by) == (1, ("lynx",))
    assert found.look.recalls[1].share is None


def test_level_three_needs_the_bound_every_class_and_a_verified_field_set():
    exercise = Exercise(floors={"fox": 0.6})
    answers = given_(20, category="fox") + given_(9, 1, "bat")
    assert judge(answers, exercise, field_verified=True).level == 3
    assert judge(answers, exercise, field_verified=True).held_back_by == ()
    assert judge(answers, exercise).level == 2
    # 28 of 30 leave 0.79 open.
    almost = given_(20, category="fox") + given_(8, 2, "bat")
    assert judge(almost, exercise, field_verified=True).level == 2
    # A class without a floor counts for level 3.
    blind = given_(28, category="fox") + given_(1, 1, "bat")
    found = judge(blind, exercise, field_verified=True)
    assert (found.level, found.held_back_by) == (2, ("bat",))


# What is left to do


@pytest.mark.parametrize(
    ("right", "wrong", "left"),
    [(0, 3, 27), (0, 4, 56), (0, 10, 50), (0, 11, None), (26, 4, 30), (20, 10, 30), (19, 11, None)],
)
def test_it_says_how_many_more_items_could_settle_level_two(right, wrong, left):
    found = judge(given_(right, wrong), SOON)
    assert found.items_to_settle == left
    assert found.is_out_of_reach == (left is None)


def test_a_class_far_under_its_floor_needs_the_later_look():
    exercise = Exercise(floors={"fox": 0.6})
    # Three more foxes, all seen, would do, and there is room for three before the look.
    found = judge(given_(25, category="bat") + given_(0, 2, "fox"), exercise)
    assert found.items_to_settle == 3
    found = judge(given_(24, category="bat") + given_(0, 3, "fox"), exercise)
    assert found.items_to_settle == 33
    # A floor of all is lost with one.
    strict = Exercise(floors={"fox": 1.0})
    assert judge(given_(20) + given_(0, 1, "fox"), strict).is_out_of_reach
    assert judge(given_(20), strict).items_to_settle == 10


def test_what_is_full_leaves_nothing_to_settle():
    found = judge(given_(40, 20)[::-1], SOON)
    assert (found.level, found.items_to_settle, found.is_out_of_reach) == (1, None, True)
    with pytest.raises(ValueError, match="holds 60"):
        judge(given_(61), SOON)


names = st.sampled_from(["fox", "lynx", "bat", ""])
exercises = st.builds(
    Exercise,
    st.sampled_from([SOON.looks, LATE.looks, ((30, 27),)]),
    st.sampled_from([{}, {"fox": 0.6}, {"fox": 0.6, "lynx": 0.75}, {"lynx": 1.0}]),
)
rows = st.builds(Answer, st.sampled_from([True, True, True, False]), names, st.just(False))


@st.composite
def begun(draw):
    exercise = draw(exercises)
    return exercise, draw(st.lists(rows, max_size=exercise.size))


def levels(found):
    return [look.level for look in found.looks]


@given(begun(), st.booleans())
def test_a_look_sees_the_answers_before_it_and_no_others(series, verified):
    exercise, answers = series
    found = judge(answers, exercise, field_verified=verified)
    for look in found.looks:
        alone = judge(answers[: look.n], exercise, field_verified=verified)
        assert alone.looks[-1] == look
    assert found.level == max([0, *levels(found)])
    assert found.level < 3 or verified


@given(begun(), st.data())
def test_one_more_right_answer_never_lowers_a_level(series, data):
    exercise, answers = series
    wrong = [place for place, answer in enumerate(answers) if not answer.right]
    if wrong:
        place = data.draw(st.sampled_from(wrong))
        better = [*answers]
        better[place] = Answer(True, answers[place].category)
        pairs = zip(
            levels(judge(answers, exercise, field_verified=True)),
            levels(judge(better, exercise, field_verified=True)),
            strict=True,
        )
        assert all(before <= after for before, after in pairs)


@given(begun())
def test_classes_may_be_called_anything(series):
    exercise, answers = series
    other = {"fox": "zebra", "lynx": "ant", "bat": "moth", "": ""}
    renamed = Exercise(
        exercise.looks, {other[name]: floor for name, floor in exercise.floors.items()}
    )
    found = judge([Answer(one.right, other[one.category]) for one in answers], renamed)
    first = judge(answers, exercise)
    assert levels(found) == levels(first)
    assert found.items_to_settle == first.items_to_settle
    assert {*found.held_back_by} == {other[name] for name in first.held_back_by}


@given(begun(), st.data())
def test_what_it_says_of_the_items_left_is_true(series, data):
    exercise, answers = series
    found = judge(answers, exercise)
    room = exercise.size - len(answers)
    if found.items_to_settle is not None:
        # The kindest items there could be: each class as often as it needs, and all right.
        kind = [*answers]
        for name, floor in exercise.floors.items():
            while not _reaches(kind, name, floor):
                kind.append(Answer(True, name))
        kind += given_(len(answers) + found.items_to_settle - len(kind))
        assert len(kind) == len(answers) + found.items_to_settle
        assert judge(kind, exercise).level == 2
    # Before that, and where nothing is left, no luck is enough.
    luck = data.draw(st.lists(names, min_size=room, max_size=room))
    lucky = [*answers, *(Answer(True, name) for name in luck)]
    if found.is_out_of_reach:
        assert judge(lucky, exercise).level < 2
    elif found.items_to_settle is not None:
        assert judge(lucky[: len(answers) + found.items_to_settle - 1], exercise).level < 2


def _reaches(answers, name, floor):
    came = [answer.right for answer in answers if answer.category == name]
    return bool(came) and sum(came) * 100 >= round(floor * 100) * len(came)


# How often luck decides


def by_judging(accuracy, exercise):
    """The chance of level 2, by judging every outcome there is: so many right up to the first look, so
    many after it."""
    first, size = exercise.looks[0][0], exercise.size
    return fsum(
        binomial(early, first, accuracy) * binomial(late, size - first, accuracy)
        for early, late in product(range(first + 1), range(size - first + 1))
        if judge(given_(early, first - early) + given_(late, size - first - late), exercise).level
        >= 2
    )


def binomial(right, n, accuracy):
    return comb(n, right) * accuracy**right * (1 - accuracy) ** (n - right)


@pytest.mark.parametrize(
    ("exercise", "seventy", "ninety"), [(SOON, 0.020, 0.968), (LATE, 0.018, 0.968)]
)
def test_seventy_per_cent_seldom_reach_level_two_and_ninety_nearly_always(
    exercise, seventy, ninety
):
    for accuracy, share in ((0.7, seventy), (0.9, ninety)):
        judged = by_judging(accuracy, exercise)
        assert round(judged, 3) == share
        assert pass_probability(accuracy, exercise) == pytest.approx(judged, abs=1e-12)
    assert seventy <= 0.03 and ninety >= 0.90


@pytest.mark.parametrize(("looks", "ninety"), [(SOON.looks, 0.958), (LATE.looks, 0.959)])
def test_five_floors_cost_a_good_observer_one_series_in_a_hundred(looks, ninety):
    exercise = Exercise(looks, FIVE)
    assert round(pass_probability(0.9, exercise), 3) == ninety
    assert pass_probability(0.7, exercise) < pass_probability(0.7, Exercise(looks)) < 0.03


def test_floors_that_nobody_misses_change_nothing():
    # Thirty items in four classes: eight, eight, seven, seven.
    four = Exercise(floors=dict.fromkeys(["bat", "fox", "hare", "lynx"], 0.01))
    for accuracy in (0.7, 0.9):
        assert pass_probability(accuracy, four) == pytest.approx(
            pass_probability(accuracy, SOON), abs=1e-6
        )


def test_looking_twice_with_the_bar_of_one_look_lets_luck_pass():
    assert round(pass_probability(0.7, Exercise(((30, 26),))), 4) == 0.0302
    assert round(pass_probability(0.7, Exercise(((30, 26), (60, 49)))), 3) == 0.049


def test_floors_are_reckoned_as_they_are_judged():
    """Every outcome in two classes, judged: the first look is of 15 and 15 items, the second of 30 and
    30."""
    exercise = Exercise(floors={"fox": 0.75, "lynx": 0.6})
    chance = {"fox": 0.85, "lynx": 0.7}

    def passed(n, fox, lynx, before=()):
        answers = [*before, *given_(fox, n - fox, "fox"), *given_(lynx, n - lynx, "lynx")]
        return judge(answers, exercise).looks[-1].level >= 2

    early = {pair: passed(15, *pair) for pair in product(range(16), repeat=2)}
    late = {pair: passed(30, *pair) for pair in product(range(31), repeat=2)}
    odds = {
        name: [binomial(right, 15, share) for right in range(16)] for name, share in chance.items()
    }
    judged = fsum(
        odds["fox"][fox] * odds["lynx"][lynx] * odds["fox"][more] * odds["lynx"][again]
        for fox, lynx in early
        for more, again in early
        if early[fox, lynx] or late[fox + more, lynx + again]
    )
    assert pass_probability(0.85, exercise, {"lynx": 0.7}) == pytest.approx(judged, abs=1e-12)


@given(exercises, st.floats(0, 1), st.floats(0, 1))
def test_who_sees_better_passes_more_often(exercise, one, other):
    low, high = sorted((one, other))
    worse, better = pass_probability(low, exercise), pass_probability(high, exercise)
    assert -1e-12 <= worse <= better + 1e-12 <= 1 + 2e-12
    assert pass_probability(1.0, exercise) == pytest.approx(1)
    assert pass_probability(0.0, exercise) == 0


def test_an_accuracy_is_a_share():
    with pytest.raises(ValueError, match="no share"):
        pass_probability(90, SOON)


# What an exercise may ask


@pytest.mark.parametrize(
    "looks",
    [
        (),
        ((20, 19),),
        ((30, 27), (61, 51)),
        ((60, 50), (30, 27)),
        ((30, 27), (30, 28)),
        ((30, 27), (45, 38), (60, 50)),
        ((30, 31),),
        # Level 1 needs 21 of 30.
        ((30, 20),),
    ],
)
def test_looks_that_cannot_be_kept_are_refused(looks):
    with pytest.raises(ValueError):
        Exercise(looks)


def test_at_most_five_classes_have_a_floor_and_each_is_a_share():
    with pytest.raises(ValueError, match="at most 5"):
        Exercise(floors=FIVE | {"mole": 0.6})
    for floor in (0, 60):
        with pytest.raises(ValueError, match="share"):
            Exercise(floors={"fox": floor})


# Series after series


TODAY = date(2026, 11, 28)


def ago(days):
    return TODAY - timedelta(days)


def full(opened, last, **more):
    return Series(ago(opened), ago(last), 60, **more)


def opening(*history, practised=1, today=TODAY):
    return may_open_new(history, today, last_practice=ago(practised), exercise=SOON)


def test_the_first_series_waits_for_nothing():
    assert may_open_new([], TODAY, last_practice=None, exercise=SOON) == Opening((), TODAY)


def test_another_series_waits_ninety_days_from_the_last_answer():
    assert opening(full(100, 89)) == Opening((Wait.DAYS,), TODAY + timedelta(1))
    assert opening(full(100, 90)) == Opening((), TODAY)
    assert opening(full(100, 90)).is_open


def test_another_series_needs_practice_since_the_last_answer():
    assert opening(full(120, 100), practised=99).is_open
    assert opening(full(120, 100), practised=100).waits == (Wait.PRACTICE,)
    found = may_open_new([full(120, 100)], TODAY, last_practice=None, exercise=SOON)
    assert found.waits == (Wait.PRACTICE,) and not found.is_open


def test_two_series_begin_in_any_year():
    first, second = full(364, 300), full(200, 150)
    assert opening(first, second) == Opening((Wait.YEAR,), TODAY + timedelta(1))
    assert opening(second, first) == opening(first, second)
    assert opening(full(365, 300), second).is_open
    assert opening(full(900, 880), full(800, 700), full(200, 150)).is_open


def test_the_day_it_names_is_the_first_on_which_nothing_but_practice_is_missing():
    history = [full(300, 250), full(120, 20)]
    day = opening(*history).earliest
    assert day == TODAY + timedelta(70)
    assert opening(*history, today=day).is_open
    assert not opening(*history, today=day - timedelta(1)).is_open


def test_a_series_with_room_is_used_up_first_unless_nothing_can_come_of_it():
    running = Series(ago(200), ago(150), 30)
    assert opening(running).waits == (Wait.ROOM,)
    assert opening(Series(ago(200), ago(150), 30, is_out_of_reach=True)).is_open


def test_a_recalibration_joins_the_running_series_and_is_no_look():
    # 45 answers are judged as 30, and the next 15 are the second look.
    good = given_(27, 3)
    assert judge(good + given_(0, 15), SOON).level == 2
    assert [look.n for look in judge(good + given_(30), SOON).looks] == [30, 60]


def test_practice_before_the_last_answer_is_not_since():
    assert practised_since(ago(3), ago(2))
    assert not practised_since(ago(3), ago(3))
    assert not practised_since(ago(3), None)


@given(
    st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 80)), max_size=6),
    st.integers(0, 200),
    st.integers(0, 600),
)
def test_the_calendar_opens_once_and_stays_open(spans, practised, later):
    history = [full(begun, max(0, begun - lasted)) for begun, lasted in spans]
    found = opening(*history, practised=practised)
    assert found.earliest >= TODAY
    assert (found.earliest == TODAY) == (not {*found.waits} & {Wait.DAYS, Wait.YEAR})
    then = opening(*history, practised=practised, today=found.earliest + timedelta(later))
    assert not {*then.waits} & {Wait.DAYS, Wait.YEAR}
    started = [one.opened for one in history if one.opened > found.earliest - timedelta(365)]
    assert len(started) < 2
