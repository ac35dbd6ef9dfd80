"""The measuring of pages in short: what is asked for works, and neither statements nor bytes grow with
units, learners or questions. Times are not asserted; `make bench` prints them."""

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection

from courses.assessment.actions import start_attempt
from courses.enrolment.actions import enrol
from courses.enrolment.models import Enrolment
from lms.accounts.actions import mark_seen
from lms.accounts.models import User
from lms.common.clock import now
from tests.bench import pressing
from tests.bench.aims import STATEMENTS, TOLD, TWO, aims
from tests.bench.cold import Fetched, cold, unpacked
from tests.bench.floor import floor_of, taken
from tests.bench.loop import Measured, Timed
from tests.bench.shapes import Shape, completions, filled
from tests.bench.wire import HOST, Ask

pytestmark = pytest.mark.sweep

SMALL, LARGE = Shape(20, 20), Shape(50, 60)


@pytest.fixture
def site(competency_map, settings, monkeypatch):
    settings.ALLOWED_HOSTS = [HOST]
    settings.SITE_URL = f"https://{HOST}"
    # What is kept for some seconds outlives the test, however busy the machine is.
    for place in ("lms.hub.queries", "courses.competencies.queries"):
        monkeypatch.setattr(f"{place}.KEPT_SECONDS", 3600.0)


@pytest.fixture
def courses(site, ieva, tmp_path):
    return [filled(shape, tmp_path, by=ieva, on=now()) for shape in (SMALL, LARGE)]


def requests_in(filled):
    """Every request of a learner that is measured, for the first learner."""
    learner, quiz = filled.learners[0], pressing.quiz_ahead(filled)
    (read,) = pressing.units_to_read(filled, [learner], 1)
    enrolment = Enrolment.objects.get(pk=learner.enrolment)
    mark_seen(User.objects.get(pk=learner.person), on=now())
    (start,) = pressing.starting(filled, quiz, [learner])
    asks = {
        "course page": Ask(filled.path, learner.cookies),
        "unit": read,
        "home": Ask("/en/me/", learner.cookies),
        "passport": Ask("/en/me/passport/", learner.cookies),
        "complete a unit": pressing.completing(filled, [learner], 1)[0],
        "start a quiz": start,
    }
    yield from asks.values()
    attempt = start_attempt(enrolment, filled.outline, quiz.item, quiz.block, on=now())
    open_one = [(f"/en/attempts/{attempt.uid}/", learner.cookies)]
    yield Ask(*open_one[0])
    yield pressing.answering(quiz, open_one)[0]
    yield pressing.handing_in(quiz, open_one)[0]


NAMES = (
    *("course page", "unit", "home", "passport", "complete a unit", "start a quiz"),
    *("questions of a quiz", "answer one", "hand in"),
)


def test_what_learners_do_takes_as_many_statements_in_a_large_course(courses):
    assert completions() == sum(one.reached for filled in courses for one in filled.learners)
    counts = []
    for filled_one in courses:
        found = {}
        for name, ask in zip(NAMES, requests_in(filled_one), strict=True):
            taken(ask)
            page = taken(ask)
            found[name] = len(page.counted)
            assert floor_of(page).wall > 0
            assert page.write() is (ask.form is not None)
        counts.append(found)
    small, large = counts
    assert small == large
    for name, most in STATEMENTS.items():
        assert large[name] + TWO <= most, name
    # Nothing of it was done.
    assert completions() == sum(one.reached for filled in courses for one in filled.learners)


def test_home_takes_as_many_statements_for_many_courses(site, ieva, tmp_path):
    made = [filled(Shape(20, 2 + n), tmp_path, by=ieva, on=now()) for n in range(9)]
    learner = made[0].learners[0]
    person = User.objects.get(pk=learner.person)
    ask = Ask("/en/me/", learner.cookies)

    def counted():
        taken(ask)
        return len(taken(ask).counted)

    enrol(person, made[1].course, on=now())
    few = counted()
    for one in made[2:]:
        enrol(person, one.course, on=now())
    assert counted() == few
    assert few + TWO <= STATEMENTS["home"]


def test_in_a_crowd_a_floor_is_that_of_all_who_wait():
    alone, crowd = Timed(walls=[30.0]), Timed(connections=8, walls=[80.0])
    assert Measured("unit", alone, crowd, 4, floor=10.0, floor_cpu=10.0).crowd_ratio == 2


def test_a_first_visit_to_a_course_page_is_light(courses):
    learner = courses[1].learners[0]

    def fetch(path):
        if path.startswith("/static/"):
            with open(finders.find(path.removeprefix("/static/")), "rb") as file:
                body = file.read()
            # As collectstatic leaves them: fonts are packed already.
            small = body if path.endswith(".woff2") else brotli.compress(body)
            return Fetched(len(small), body, lasts=True)
        answer = taken(Ask(path, learner.cookies, more="Accept-Encoding: gzip\r\n")).answer
        body = unpacked(answer.content, answer.headers["Content-Encoding"])
        return Fetched(len(answer.content), body, lasts=False)

    for language in ("en", "lt"):
        found = cold(courses[1].path.replace("/en/", f"/{language}/"), fetch)
        # What heads take is measured where they are sent.
        assert found.total <= TOLD["cold"][1] - 400 * len(found.parts), found.parts
        assert len(found.parts) <= TOLD["requests"][1], found.parts
        assert 10_000 < found.scripts <= TOLD["scripts"][1]
        assert len(found.again) <= TOLD["warm"][1]
        assert sum(path.endswith(".woff2") for path in found.parts) == 3


def test_an_aim_that_is_missed_is_said():
    one = Timed(walls=[30.0], server=20.0, database=10.0)
    slow = Measured("unit", one, None, 4, floor=10.0, floor_cpu=10.0)
    lines = list(aims({("50 units", "unit"): slow}, {"cold": 80_000, "warm": 3}))
    assert [line.split("  ")[1].strip() for line in lines[1:]] == [
        "not reached",
        "reached",
        "not reached",
    ]


def test_the_database_is_filled_as_learning_fills_it(courses):
    """Every completion with its record and receipt, those of quizzes with what they prove."""
    with connection.cursor() as cursor:
        for table, wanted in (
            ("courses_learningrecord", completions()),
            ("badges_receipt", completions()),
            (
                "courses_evidence",
                sum(
                    one.score_block is not None
                    for filled in courses
                    for learner in filled.learners
                    for one in filled.outline.items[: learner.reached]
                ),
            ),
        ):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == wanted, table
