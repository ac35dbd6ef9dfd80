"""The home of the studio: my courses, and what they need of me."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.assessment.actions import submit
from courses.banks.models import ItemVersion
from courses.content.actions.courses import archive_course, create_course
from courses.content.actions.drafting import Typed, add_block, remove_block, save_texts
from courses.content.actions.publishing import publish
from courses.content.actions.roles import give_role
from courses.content.models import CourseRole
from courses.content.queries import working_of
from courses.content.standing import standings
from lms.common.clock import now
from tests.learning import answer, begin, open_attempt, read, right_answers
from tests.packages import pair, sampling

HOME = "/en/studio/"
CHANGED = "Changes that learners do not see yet"


def write(unit, language, place, value, by):
    seen = working_of(unit).seq(language, place)
    save_texts(unit, language, {place: Typed(value, seen)}, by=by, on=now())


@pytest.fixture
def unit(sampling_course):
    return sampling_course.units.get(key="first")


def test_a_published_course_as_it_stands_needs_nothing(ieva, sampling_course, client_for):
    page = client_for(ieva).get(HOME).text
    assert "Planning a sample" in page
    assert f"/en/studio/courses/{sampling_course.slug}/outline/" in page
    assert "What needs you" not in page


def test_what_is_typed_but_not_published_needs_me(ieva, unit, sampling_course, client_for):
    write(unit, "lt", "title", "Kitaip", ieva)
    page = client_for(ieva).get(HOME).text
    assert CHANGED in page
    assert "1 unit has a stale translation" in page
    publish(sampling_course, by=ieva, on=now())
    assert CHANGED not in client_for(ieva).get(HOME).text


def test_a_missing_translation_leads_to_its_unit(ieva, unit, client_for):
    write(unit, "lt", "summary", "Apie ką tema", ieva)
    page = client_for(ieva).get(HOME).text
    assert "1 unit is not fully translated" in page
    assert f'href="/en/studio/courses/sampling/units/{unit.uid}/"' in page


def test_a_unit_that_fails_a_check_needs_me(ieva, unit, client_for):
    block = add_block(unit, "image", after="", by=ieva, on=now())
    page = client_for(ieva).get(HOME).text
    assert "1 unit fails a check" in page
    assert f'href="/en/studio/courses/sampling/units/{unit.uid}/"' in page
    remove_block(unit, block, by=ieva, on=now())
    assert "fails a check" not in client_for(ieva).get(HOME).text


def test_what_the_home_calls_changed_is_what_publishing_publishes(ieva, unit, sampling_course):
    """The home compares in its own few statements; it must never disagree with `publish`."""

    def stands():
        sampling_course.refresh_from_db()
        return standings([sampling_course])[sampling_course.pk].changed

    def publishes():
        before = sampling_course.in_force_id
        return publish(sampling_course, by=ieva, on=now()).pk != before

    assert (stands(), publishes()) == (False, False)
    write(unit, "en", "title", "Otherwise", ieva)
    assert (stands(), publishes()) == (True, True)
    write(unit, "en", "title", "Once more", ieva)
    write(unit, "en", "title", "Otherwise", ieva)
    assert (stands(), publishes()) == (False, False)
    item = sampling_course.bank.items.first()
    old = item.versions.get()
    ItemVersion.objects.create(
        item=item, number=2, body=old.body | {"see": None}, digest="x", made_at=now()
    )
    assert (stands(), publishes()) == (True, True)


def test_a_question_that_most_get_wrong_is_named(ieva, sampling_course, person, client_for):
    for n in range(10):
        enrolment = begin(person(f"learner{n}", f"Learner {n}"), sampling_course)
        read(enrolment, sampling_course, "first")
        # Nobody answers the third question; the first is answered wrongly by seven of ten.
        attempt = open_attempt(enrolment, sampling_course, "second")
        answers = right_answers(attempt)
        keys = {str(one.uid): one.key for one in sampling_course.bank.items.all()}
        for uid, key in keys.items():
            if key == "q3":
                answers[uid] = None
            elif key == "q1" and n < 7:
                answers[uid] = "b"
        submit(attempt, on=now(), answers=answers, sequence=1)
    page = client_for(ieva).get(HOME).text
    assert "A question that most get wrong (3 of 10 right): “Question q1?”" in page
    assert "Question q2?" not in page
    assert "Question q3?" not in page


def test_nine_answers_say_nothing_yet(ieva, sampling_course, person, client_for):
    for n in range(9):
        enrolment = begin(person(f"learner{n}", f"Learner {n}"), sampling_course)
        read(enrolment, sampling_course, "first")
        answer(enrolment, sampling_course, "second", right=0)
    assert "most get wrong" not in client_for(ieva).get(HOME).text


def test_archived_courses_are_folded_and_need_nothing(ieva, unit, sampling_course, client_for):
    write(unit, "lt", "title", "Kitaip", ieva)
    archive_course(sampling_course, by=ieva, on=now())
    page = client_for(ieva).get(HOME).text
    assert "1 archived course" in page
    assert page.index("1 archived course") < page.index("Planning a sample")
    assert CHANGED not in page


def test_a_viewer_sees_the_course_and_is_asked_for_nothing(
    ieva, jonas, unit, sampling_course, client_for
):
    write(unit, "lt", "title", "Kitaip", ieva)
    give_role(sampling_course, jonas, CourseRole.Role.VIEWER, by=ieva, reason="x", on=now())
    page = client_for(jonas).get(HOME).text
    assert "Planning a sample" in page
    assert CHANGED not in page
    assert "New course" in page


def test_a_learner_without_a_role_is_offered_no_course_to_make(ona, client_for):
    client = client_for(ona)
    assert "new-course" not in client.get("/lt/studio/").text
    assert client.get("/lt/studio/new-course/").status_code == 404
    assert client.post("/lt/studio/new-course/", {"title_lt": "X"}).status_code == 404


def test_more_courses_take_no_more_statements(ieva, sampling_course, teach, client_for):
    client = client_for(ieva)
    client.get(HOME)

    def statements():
        with CaptureQueriesContext(connection) as captured:
            client.get(HOME)
        return len(captured)

    one = statements()
    teach(sampling("another"))
    for n in range(3):
        create_course(
            pair(f"Kursas {n}", f"Course {n}"),
            languages=["lt", "en"],
            template="data-collection",
            by=ieva,
            on=now(),
        )
    client.get(HOME)
    assert statements() <= one
