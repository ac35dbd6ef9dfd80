"""The outline of a draft: order, rules, circles and the undo."""

import pytest

from courses.content.actions.drafting import Typed, keep_version, save_texts
from courses.content.actions.outlining import (
    add_module,
    add_unit,
    move_module,
    put_back,
    put_unit,
    remove_module,
    remove_unit,
    set_module,
    set_unit_rules,
    step_unit,
    undo,
)
from courses.content.actions.publishing import publish
from courses.content.models import Course, DraftChange, Met
from courses.content.queries import draft_of, outline_of
from lms.common.clock import now
from lms.common.errors import Refusal
from tests.packages import pair


def order(course: Course) -> list[tuple[str, list[str]]]:
    outline = outline_of(draft_of(course.pk))
    return [
        (module.title["en"], [item.title["en"] for item in module.items])
        for module in outline.modules
    ]


def uid(course: Course, key: str) -> str:
    return str(course.units.get(key=key).uid)


def last(course: Course) -> DraftChange:
    return DraftChange.objects.get(release=draft_of(course.pk))


@pytest.fixture
def two(sampling_course: Course, ieva) -> Course:
    add_module(sampling_course, pair("Antras", "Second"), by=ieva, on=now())
    return sampling_course


START = ["Unit first", "Unit second", "Unit third", "Unit extra"]


def test_a_unit_steps_down_into_the_next_module_and_back(two, ieva):
    extra = uid(two, "extra")
    assert step_unit(two, extra, by_places=1, by=ieva, on=now())
    assert order(two) == [("Start", START[:3]), ("Second", ["Unit extra"])]
    assert last(two).said == {
        "en": "“Unit extra” is now 1 of 1 in “Second”.",
        "lt": "Tema „Tema extra“ perkelta į 1 vietą iš 1 modulyje „Antras“.",
    }
    assert step_unit(two, extra, by_places=-1, by=ieva, on=now())
    assert order(two) == [("Start", START), ("Second", [])]


def test_the_first_unit_cannot_go_higher_and_the_last_not_lower(sampling_course, ieva):
    assert not step_unit(
        sampling_course, uid(sampling_course, "first"), by_places=-1, by=ieva, on=now()
    )
    assert not step_unit(
        sampling_course, uid(sampling_course, "extra"), by_places=1, by=ieva, on=now()
    )
    assert not DraftChange.objects.exists()


def test_a_unit_goes_to_any_place_of_any_module(two, ieva):
    key = draft_of(two.pk).modules.get(position=1).key
    put_unit(two, uid(two, "second"), module=key, place=5, by=ieva, on=now())
    put_unit(two, uid(two, "extra"), module=key, place=0, by=ieva, on=now())
    assert order(two)[1] == ("Second", ["Unit extra", "Unit second"])


def test_modules_move_and_are_taken_out_with_their_units(two, ieva):
    key = draft_of(two.pk).modules.get(position=1).key
    assert move_module(two, key, by_places=-1, by=ieva, on=now())
    assert not move_module(two, key, by_places=-1, by=ieva, on=now())
    remove_module(two, "start", by=ieva, on=now())
    assert order(two) == [("Second", [])]
    put_back(two, two.units.get(key="third"), key, by=ieva, on=now())
    assert order(two) == [("Second", ["Unit third"])]


def test_the_last_change_can_be_undone_once_and_writing_meanwhile_stays(two, ieva):
    unit = two.units.get(key="second")
    remove_unit(two, str(unit.uid), by=ieva, on=now())
    change = last(two).pk
    first = two.units.get(key="first")
    save_texts(first, "en", {"title": Typed("Renamed", 0)}, by=ieva, on=now())
    keep_version(first, by=ieva, on=now())
    undo(two, change, by=ieva, on=now())
    assert order(two)[0] == ("Start", ["Renamed", *START[1:]])
    with pytest.raises(Refusal, match="cannot be undone"):
        undo(two, change, by=ieva, on=now())


def test_undo_is_refused_after_another_change(two, ieva, rasa):
    remove_unit(two, uid(two, "extra"), by=ieva, on=now())
    change = last(two).pk
    step_unit(two, uid(two, "first"), by_places=1, by=rasa, on=now())
    with pytest.raises(Refusal, match="cannot be undone"):
        undo(two, change, by=ieva, on=now())


def test_a_circle_is_refused_with_the_names_that_close_it(sampling_course, ieva):
    with pytest.raises(Refusal) as refused:
        set_unit_rules(
            sampling_course,
            uid(sampling_course, "first"),
            required=True,
            requirement=Met.CONTINUE,
            score_at_least=None,
            opens_after=[uid(sampling_course, "third")],
            by=ieva,
            on=now(),
        )
    assert "Unit first → Unit third → Unit second → Unit first" in str(refused.value)
    assert order(sampling_course) == [("Start", START)]


def test_rules_say_what_is_asked_and_a_score_needs_a_number(sampling_course, ieva):
    rules = {"required": True, "requirement": Met.SCORE, "opens_after": [], "by": ieva, "on": now()}
    second = uid(sampling_course, "second")
    with pytest.raises(Refusal, match="1 to 100"):
        set_unit_rules(sampling_course, second, score_at_least=None, **rules)
    set_unit_rules(sampling_course, second, score_at_least=90, **rules)
    assert draft_of(sampling_course.pk).items.get(unit__uid=second).score_at_least == 90


def test_what_waited_for_a_removed_unit_waits_no_longer_and_it_is_said(sampling_course, ieva):
    first, third = uid(sampling_course, "first"), uid(sampling_course, "third")
    set_unit_rules(
        sampling_course,
        third,
        required=True,
        requirement=Met.CONTINUE,
        score_at_least=None,
        opens_after=[first, "not-a-unit"],
        by=ieva,
        on=now(),
    )
    assert draft_of(sampling_course.pk).items.get(unit__uid=third).opens_after == [first]
    remove_unit(sampling_course, first, by=ieva, on=now())
    assert last(sampling_course).said["en"] == (
        "“Unit first” left out; “Unit third” no longer waits for it."
    )
    assert draft_of(sampling_course.pk).items.get(unit__uid=third).opens_after == []


def test_a_module_is_renamed_and_set_in_order(two, ieva):
    key = draft_of(two.pk).modules.get(position=1).key
    set_module(
        two, key, title=pair(" Kitas ", ""), in_order=True, opens_after=[], by=ieva, on=now()
    )
    row = draft_of(two.pk).modules.get(key=key)
    assert (row.title, row.in_order) == ({"lt": "Kitas"}, True)
    with pytest.raises(Refusal, match="title"):
        add_module(two, pair("", " "), by=ieva, on=now())


def test_a_new_unit_has_its_own_key_and_an_empty_version(two, ieva):
    unit = add_unit(two, "start", pair("Nauja", "New"), by=ieva, on=now())
    assert order(two)[0][1][-1] == "New"
    assert unit.versions.get().blocks == []


def test_nothing_of_it_reaches_learners_before_publishing(two, ieva):
    remove_unit(two, uid(two, "third"), by=ieva, on=now())
    two.refresh_from_db()
    assert two.in_force.items.count() == 4
    assert publish(two, by=ieva, on=now()).items.count() == 3
