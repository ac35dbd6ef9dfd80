"""The benchmark in short: what it measures works, and neither statements nor bytes grow with the
data. Times are not asserted; `make bench` prints them."""

import json

import pytest

from courses.banks.generators import GENERATORS, Form
from courses.content.queries import outline_by_id
from lms.common.clock import now
from tests.bench import acts
from tests.bench.material import make_course, make_learners
from tests.bench.measuring import measure, statements_of

pytestmark = pytest.mark.sweep

FEW_UNITS, MORE_UNITS = 10, 30
FEW, MORE = 60, 200
# One more page of an address, and numbers with one more digit.
SLACK = 1.02
# A drawing in two languages and its words.
MOST_DRAWN = 70_000


@pytest.fixture
def client(ieva, client_for):
    return client_for(ieva)


@pytest.fixture
def courses(competency_map, ieva, tmp_path):
    """A small and a larger course, both published."""
    made = [make_course(units, tmp_path, by=ieva, on=now()) for units in (FEW_UNITS, MORE_UNITS)]
    return [acts.published(course, ieva) for course in made]


@pytest.fixture
def boards(competency_map, ieva, tmp_path):
    """The same course with few learners and with more."""
    made = []
    for learners in (FEW, MORE):
        slug = f"board-{learners}"
        course = make_course(20, tmp_path, by=ieva, on=now(), slug=slug)
        course = acts.published(course, ieva)
        make_learners(course, outline_by_id(course.in_force_id), learners, on=now())
        made.append(course)
    return made


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("name", GENERATORS)
def test_an_item_is_drawn_without_the_database_and_fits_on_a_page(name, form):
    act = acts.drawing(name, form)
    for _time in range(12):
        assert len(json.dumps(act())) < MOST_DRAWN


def test_writing_a_unit_does_not_ask_for_the_rest_of_the_course(client, courses):
    for act in (acts.editor, acts.autosave):
        small, large = (act(client, course) for course in courses)
        small(), large()
        assert len(statements_of(large)) <= len(statements_of(small)), act
        assert len(large()) <= len(small()) * SLACK, act


def test_more_learners_take_no_more_statements_or_bytes(client, boards):
    for look in ("", "?sort=name", "?sort=-progress", "?state=active"):
        few, more = (acts.board(client, course, look) for course in boards)
        few(), more()
        assert len(statements_of(more)) == len(statements_of(few)) <= 8, look
        assert len(more()) <= len(few()) * 1.1, look
    told = measure("board", more, times=3)
    assert told.statements <= 8
    assert 0 < told.median <= told.p95
    few, more = (acts.table(client, course) for course in boards)
    few()
    assert len(statements_of(more)) == len(statements_of(few))
    assert len(more().splitlines()) == MORE + 1
    # They are as far as they are meant to be.
    course = boards[1]
    rows = course.runs.get().enrolments.all()
    assert rows.count() == MORE
    share = sum(row.done for row in rows) / sum(row.required for row in rows)
    assert 0.5 < share < 0.7
    assert all(row.done == row.completions.count() for row in rows[:20])


def test_what_changed_is_published(ieva, courses):
    course = courses[0]
    acts.write(course, ieva)
    before = course.in_force_id
    assert acts.publishing(course, ieva)().pk != before
