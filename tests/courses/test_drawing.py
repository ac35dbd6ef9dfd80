"""Quizzes that draw: what a release pins, what attempts draw, what packages say."""

import pytest

from courses.assessment.actions import start_attempt, submit
from courses.assessment.models import Response
from courses.banks.actions import archive_item, change_item, write_item
from courses.banks.models import Item
from courses.banks.queries import newest_of, stamp_of
from courses.banks.reading import read_item
from courses.content.actions.importing import read_course
from courses.content.actions.publishing import publish
from courses.content.changing import Kind, edits_between
from courses.content.models import Course, ItemPin
from courses.content.queries import (
    edition_as_written,
    edition_in_force,
    findings_of,
    written_units,
)
from courses.progress.actions import join
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.yamlnodes import Faults, node_of
from lms.pages.invariants import differences
from tests.learning import begin, item_of, open_attempt, outline_in_force, read, right_answers
from tests.packages import Package, pair, sampling, single


def drawing(draw: str = "plants:2", items: str = "items=q1 ", plants: int = 5) -> Package:
    """The second unit asks q1 and draws from the class; `plants` items have it."""
    package = sampling()
    blocks = package.unit("second")["blocks"]
    body = blocks.popitem()[1]
    blocks[f"::: quiz settle {items}draw={draw} preset=check"] = body
    package.items = [single("q1", see={"unit": "first", "block": "opening"})]
    package.items += [{**single(f"p{n}"), "class": "plants"} for n in range(plants)]
    return package


@pytest.fixture
def course(teach) -> Course:
    return teach(drawing())


def keys_of(attempt) -> list[str]:
    rows = attempt.responses.order_by("position").select_related("item_version__item")
    return [row.item_version.item.key for row in rows]


def again(enrolment, course):
    attempt = open_attempt(enrolment, course, "second")
    keys = keys_of(attempt)
    submit(attempt, on=now(), answers={}, sequence=1)
    return keys


def test_an_attempt_asks_what_is_listed_and_draws_the_rest(ona, course):
    enrolment = begin(ona, course)
    read(enrolment, course, "first")
    attempt = open_attempt(enrolment, course, "second")
    keys = keys_of(attempt)
    assert keys[0] == "q1"
    assert len(keys) == len(set(keys)) == 3
    assert attempt.possible == 3000
    assert item_of(course, "second").questions == 3
    assert keys_of(open_attempt(enrolment, course, "second")) == keys
    done = submit(attempt, on=now(), answers=right_answers(attempt), sequence=1)
    assert done.points == 3000
    assert not list(differences())


def test_what_a_learner_has_not_met_is_drawn_first(ona, course):
    enrolment = begin(ona, course)
    read(enrolment, course, "first")
    first, second, third = (again(enrolment, course)[1:] for _n in range(3))
    assert not set(first) & set(second)
    # Of five, one is left unmet after two draws of two.
    assert set(third) - set(first) - set(second)


def test_learners_meet_different_questions(course, person):
    met = set()
    for n in range(12):
        enrolment = join(person(f"learner{n}"), course, on=now())
        read(enrolment, course, "first")
        met |= set(keys_of(open_attempt(enrolment, course, "second")))
    assert met == {"q1", *(f"p{n}" for n in range(5))}


def test_a_release_keeps_what_it_may_draw_whatever_becomes_of_the_bank(ona, ieva, course):
    pins = ItemPin.objects.filter(release=course.in_force)
    assert pins.filter(draw=None).count() == 1
    assert pins.filter(draw=0).count() == 5
    for item in Item.objects.filter(category="plants"):
        archive_item(item, on=now())
        text = read_item(node_of(single(item.key)), Faults(), ("lt", "en"))
        over = stamp_of(item, newest_of(item))
        change_item(item, text, over=over, author=ieva, on=now())
    enrolment = begin(ona, course)
    read(enrolment, course, "first")
    assert len(keys_of(open_attempt(enrolment, course, "second"))) == 3


def test_a_new_question_of_the_class_comes_with_the_next_release(ieva, course, ona):
    assert publish(course, by=ieva, on=now()) == course.in_force
    item = Item.objects.get(key="p0")
    made = {**single("p9"), "class": "plants", "prompt": pair("Naujas?", "New?")}
    write_item(item.bank, read_item(node_of(made), Faults(), ("lt", "en")), author=ieva, on=now())
    draft = course.releases.get(number=None)
    edits = edits_between(
        edition_in_force(course.in_force), edition_as_written(draft, written_units(draft))
    )
    (edit,) = edits
    assert edit.kind == Kind.QUIZ
    assert [said["en"] for said in edit.quizzes[0].added] == ["New?"]
    release = publish(course, by=ieva, on=now())
    assert release.number == 2
    assert release.pins.filter(draw=0).count() == 6


def test_an_open_attempt_keeps_what_it_has_drawn(ona, ieva, course):
    enrolment = begin(ona, course)
    read(enrolment, course, "first")
    keys = keys_of(open_attempt(enrolment, course, "second"))
    for item in Item.objects.filter(category="plants").exclude(key__in=["p0", "p1"]):
        archive_item(item, on=now())
    assert publish(course, by=ieva, on=now()).number == 2
    course.refresh_from_db()
    outline, item = outline_in_force(course), item_of(course, "second")
    same = start_attempt(enrolment, outline, item, item.score_block, on=now())
    assert keys_of(same) == keys


def test_too_few_to_draw_stops_publishing(ieva, course):
    for item in Item.objects.filter(key__in=["p0", "p1", "p2", "p3"]):
        archive_item(item, on=now())
    draft = course.releases.get(number=None)
    found = [one for one in findings_of(draft) if one.stops]
    assert [one.code for one in found] == ["few-to-draw"]
    with pytest.raises(
        Refusal, match="2 questions with the tag “plants” are drawn, but there are 1"
    ):
        publish(course, by=ieva, on=now())


def test_a_visitor_answers_the_same_draw_that_the_page_shows(visitor, teach):
    package = drawing()
    package.modules[0]["units"] = [package.unit("second"), package.unit("first")]
    package.modules[0]["in_order"] = "false"
    course = teach(package)
    unit = course.units.get(key="second")
    address = f"/en/courses/sampling/units/{unit.uid}/"
    page = visitor.get(address).text
    asked = [item for item in Item.objects.all() if f'name="a-{item.uid}"' in page]
    assert len(asked) == 3
    form = {f"a-{item.uid}": "a" for item in asked}
    action = next(
        one.split('"')[0] for one in page.split('action="')[1:] if one.startswith(address)
    )
    told = visitor.post(action.partition("#")[0], form)
    assert "3 of 3 right" in told.text
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("draw", "items", "plants", "said"),
    [
        (
            "plants:9",
            "items=q1 ",
            5,
            "9 questions with the tag “plants” are drawn, but there are 5",
        ),
        ("plants:0", "items=q1 ", 5, "“draw=” names classes"),
        ("plants", "items=q1 ", 5, "“draw=” names classes"),
        ("plants:1,plants:2", "items=q1 ", 5, "each once"),
        ("plants:5", "items=q1,p0 ", 5, "are drawn, but there are 4"),
    ],
)
def test_a_package_whose_draws_cannot_be_is_refused(
    competency_map, tmp_path, draw, items, plants, said
):
    _text, faults = read_course(drawing(draw, items, plants).write(tmp_path))
    assert said in "\n".join(map(str, faults))


def test_a_quiz_may_only_draw(competency_map, tmp_path, teach, ona):
    package = drawing("plants%20of%20ours:2", "")
    package.items = [{**single(f"p{n}"), "class": "plants of ours"} for n in range(3)]
    course = teach(package)
    enrolment = begin(ona, course)
    read(enrolment, course, "first")
    assert len(keys_of(open_attempt(enrolment, course, "second"))) == 2


def test_what_the_unit_lists_is_not_drawn_as_well(ona, teach):
    course = teach(drawing("plants:4", "items=q1,p0 "))
    enrolment = begin(ona, course)
    read(enrolment, course, "first")
    keys = keys_of(open_attempt(enrolment, course, "second"))
    assert keys[:2] == ["q1", "p0"]
    assert sorted(keys[2:]) == ["p1", "p2", "p3", "p4"]
