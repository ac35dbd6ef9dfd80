"""Standing in an outline: what is done, what is left, what opens. Properties over many outlines."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.content.outline import Outline, OutlineItem, OutlineModule, circle
from courses.progress.calc import Drop, State, drop_between, standing
from courses.progress.gates import Facts, missing_before

START = datetime(2026, 3, 7, tzinfo=UTC)


def stands(course, done, since=START):
    return standing(course, Facts(done, since, since))


def item(number, **more):
    told = {
        "id": number,
        "unit_id": number,
        "uid": UUID(int=number),
        "key": f"unit-{number}",
        "version_id": number,
        "module_key": "m",
        "label": f"0.{number}",
        "title": {},
        "summary": {},
        "minutes": 10,
        "required": True,
        "required_from": None,
        "requirement": "continue",
        "score_at_least": None,
        "score_block": None,
        "waits_for": (),
        "questions": 0,
        "alignments": (),
    }
    return OutlineItem(**{**told, **more})


def outline(*modules):
    made = tuple(
        OutlineModule(f"m{n}", str(n), {}, choose, tuple(items))
        for n, (choose, items) in enumerate(modules)
    )
    return Outline(
        1, 1, 1, UUID(int=0), "course", {}, {}, {}, (), {}, ("en",), "participant", "", "", made
    )


@st.composite
def outlines(draw):
    """Up to three modules of up to five units, some optional, some waiting for earlier ones."""
    number, modules = 0, []
    for _module in range(draw(st.integers(1, 3))):
        items = []
        for _unit in range(draw(st.integers(1, 5))):
            number += 1
            earlier = [UUID(int=n) for n in range(1, number)]
            waits = (
                draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2)) if earlier else []
            )
            items.append(
                item(
                    number,
                    required=draw(st.booleans()),
                    minutes=draw(st.integers(1, 60)),
                    waits_for=tuple(waits),
                )
            )
        choose = draw(st.none() | st.integers(1, len(items)))
        modules.append((choose, items))
    return outline(*modules)


@given(outlines(), st.data())
def test_numbers_stay_in_bounds_and_agree(course, data):
    done = set(data.draw(st.lists(st.sampled_from([one.uid for one in course.items]), unique=True)))
    at = stands(course, done, START)
    assert 0 <= at.done <= at.required
    assert (at.minutes_left == 0) == (at.done == at.required)
    assert 0 <= at.percent <= 100
    assert at.is_complete == (at.required > 0 and at.done == at.required)
    for one in course.items:
        if one.uid in done:
            assert at.states[one.uid] is State.DONE
        elif at.missing[one.uid]:
            assert at.states[one.uid] is State.LOCKED


@given(outlines())
def test_following_continue_always_reaches_the_end(course):
    done = set()
    for _step in range(len(course.items) + 1):
        at = stands(course, done, START)
        if at.next is None:
            break
        assert not missing_before(course, at.next, Facts(done, START, START))
        assert at.next.uid not in done
        done.add(at.next.uid)
    assert at.next is None
    # Whatever waits for whatever: who follows the one button completes the course.
    assert at.is_complete or at.required == 0


@given(outlines(), st.data())
def test_doing_more_never_takes_anything_away(course, data):
    uids = [one.uid for one in course.items]
    done = set(data.draw(st.lists(st.sampled_from(uids), unique=True)))
    more = done | {data.draw(st.sampled_from(uids))}
    before, after = stands(course, done, START), stands(course, more, START)
    assert after.done >= before.done
    assert after.minutes_left <= before.minutes_left
    assert after.required == before.required


def test_any_two_of_three_complete_a_module():
    course = outline((2, [item(1), item(2), item(3)]))
    at = stands(course, {UUID(int=1)}, START)
    assert (at.done, at.required, at.minutes_left) == (1, 2, 10)
    assert stands(course, {UUID(int=1), UUID(int=3)}, START).is_complete


def test_a_unit_required_from_now_on_is_optional_for_those_who_started_before():
    course = outline((None, [item(1), item(2, required_from=START + timedelta(days=1))]))
    assert stands(course, {UUID(int=1)}, START).is_complete
    assert not stands(course, {UUID(int=1)}, START + timedelta(days=2)).is_complete


def test_what_is_no_longer_in_the_course_is_not_waited_for():
    course = outline((None, [item(1, waits_for=(UUID(int=99),))]))
    assert stands(course, set(), START).states[UUID(int=1)] is State.HERE


def test_a_unit_that_is_done_stays_open_whatever_it_waits_for():
    course = outline((None, [item(1), item(2, waits_for=(UUID(int=1),))]))
    assert not missing_before(course, course.items[1], Facts({UUID(int=2)}, START, START))


@pytest.mark.parametrize(
    ("waits", "closed"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"a"}}, ["a", "b", "a"]),
        ({"a": {"a"}}, ["a", "a"]),
        ({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": set()}, []),
    ],
)
def test_circles_are_found_and_named(waits, closed):
    assert circle(waits) == closed


# --- why a percentage fell -----------------------------------------------------------------------


def fall(old, new, done, *, shown, earlier=None):
    uids = {UUID(int=number) for number in done}
    return drop_between(old, new, uids, START, shown=shown, earlier=earlier)


def units(*numbers, **more):
    return outline((None, [item(number, **more) for number in numbers]))


def test_new_units_that_lower_the_percentage_are_named():
    assert fall(units(1, 2), units(1, 2, 3, 4), [1], shown=50) == Drop(50, (3, 4))


def test_a_new_unit_that_is_done_already_is_not_named():
    assert fall(units(1, 2, 3), units(1, 2, 3, 4, 5), [1, 4], shown=66) == Drop(66, (5,))


def test_nothing_is_told_where_nothing_fell_or_nothing_came_in():
    assert fall(units(1, 2), units(1, 2, 3), [], shown=0) is None
    assert fall(units(1, 2, 3), units(2, 3), [1], shown=33) is None
    assert fall(units(1, 2), units(1, 2), [1], shown=50) is None


def test_a_unit_for_those_who_start_later_is_nothing_new_to_others():
    later = item(3, required_from=START + timedelta(days=1))
    assert fall(units(1, 2), outline((None, [item(1), item(2), later])), [1], shown=50) is None


def test_what_was_told_stays_told_while_it_holds():
    earlier = Drop(50, (3,))
    assert fall(units(1, 2, 3), units(1, 2, 3, 4), [1], shown=33, earlier=earlier) == Drop(
        50, (3, 4)
    )
    assert fall(units(1, 2, 3), units(1, 2, 3), [1], shown=33, earlier=earlier) == earlier
    assert fall(units(1, 2, 3), units(1, 2), [1], shown=33, earlier=earlier) is None


@given(outlines(), outlines(), st.sets(st.integers(1, 15)))
def test_a_fall_names_only_required_units_that_are_not_done(old, new, done):
    uids = {UUID(int=number) for number in done}
    shown = stands(old, uids, START).percent
    drop = drop_between(old, new, uids, START, shown=shown, earlier=None)
    if drop is not None:
        assert stands(new, uids, START).percent < drop.before == shown
        assert drop.added
        for pk in drop.added:
            named = new.by_unit[pk]
            assert named.required
            assert named.uid not in uids


def test_what_comes_before_a_unit_is_the_whole_way_there():
    uid = {n: UUID(int=n) for n in range(1, 6)}
    chain = outline(
        (
            None,
            [
                item(1),
                item(2, waits_for=(uid[1],)),
                item(3),
                item(4, waits_for=(uid[2], uid[3])),
                item(5, waits_for=(uid[4],)),
            ],
        )
    )
    at = stands(chain, set(), START)
    assert [one.unit_id for one in at.missing[uid[5]].units] == [4]
    assert [one.unit_id for one in at.before(uid[5])] == [1, 2, 3, 4]
    at = stands(chain, {uid[1], uid[3]}, START)
    assert [one.unit_id for one in at.before(uid[5])] == [2, 4]
    assert at.before(uid[2]) == []
