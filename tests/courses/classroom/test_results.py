"""What a learner reads of a result, where it leads, and what a visitor's check says."""

import re

import pytest

from courses.assessment.actions import save_answers, submit
from courses.assessment.models import Attempt
from lms.common.clock import now
from tests.courses.classroom.test_handing_in import names, visible
from tests.learning import answer, begin, item_of, open_attempt, read, right_answers
from tests.packages import pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def partly(teach, package, jonas):
    """An attempt with one right answer, one half right, one wrong."""
    package.items[1] = {
        "key": "q2",
        "kind": "multiple",
        "prompt": pair("Kurie?", "Which?"),
        "options": [
            {
                "key": key,
                "right": "true" if key in "ab" else "false",
                "text": pair(f"Variantas {key}", f"Option {key}"),
            }
            for key in "abc"
        ],
        "explanation": pair("Taip yra.", "So it is."),
    }
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    attempt = open_attempt(enrolment, course, "second")
    uids = [name.removeprefix("a-") for name in names(attempt)]
    answers = dict(zip(uids, ["a", ["a"], "c"], strict=True))
    return submit(attempt, on=now(), answers=answers, sequence=1)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 of 3 right 1 more partly right: 50% of the points in all."),
        ("lt", "Teisingai: 1 iš 3 Dar 1 iš dalies: iš viso 50 % taškų."),
    ],
)
def test_a_result_explains_its_percentage(jonas, partly, client_for, language, said):
    page = visible(client_for(jonas).get(f"/{language}/attempts/{partly.uid}/"))
    assert said in page.replace("\u00a0", " ")


def test_a_score_just_short_of_the_one_asked_for_does_not_read_as_reached(
    jonas, partly, client_for
):
    Attempt.objects.filter(pk=partly.pk).update(points=2090)
    page = visible(client_for(jonas).get(f"/en/attempts/{partly.uid}/"))
    assert "69% of the points" in page and "To complete the unit you need at least 70%" in page
    course = partly.enrolment.run.course
    unit = f"/en/courses/{course.slug}/units/{item_of(course, 'second').uid}/"
    assert "Your best result so far: 69% of the points." in visible(client_for(jonas).get(unit))


def test_a_review_marks_the_right_answer_and_not_the_chosen_wrong_one(jonas, partly, client_for):
    page = client_for(jonas).get(f"/en/attempts/{partly.uid}/").text
    last = page.split('id="q-3"')[1]
    right = re.search(r"<b>Option a</b>\s*<span[^>]*>(.*?)</span>", last, re.S)[1]
    assert "<svg" in right and "Right answer" in right
    chosen = re.search(r"<span>Option c\s*<span[^>]*>(.*?)</span>", last, re.S)[1]
    assert "<svg" in chosen and "Your answer" in chosen


def test_the_way_on_stands_above_the_answers_and_below_them_with_its_name(
    jonas, sampling_course, client_for
):
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    attempt = answer(enrolment, sampling_course, "second")
    page = client_for(jonas).get(f"/en/attempts/{attempt.uid}/").text
    assert page.count("Continue: 1.3 Unit third") == 2
    assert page.rindex("Continue: 1.3 Unit third") > page.index('id="q-3"')
    assert "You have completed the course." not in page


def test_the_last_result_says_that_the_course_is_completed_and_leads_to_the_certificate(
    jonas, package, teach, client_for
):
    package.unit("third")["required"] = "false"
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    attempt = answer(enrolment, course, "second")
    client = client_for(jonas)
    page = client.get(f"/en/attempts/{attempt.uid}/").text
    assert "You have completed the course." in page
    main = re.search(r'class="btn go" href="([^"]+)"', page)[1]
    assert main == f"/en/courses/{course.slug}/#certificate"
    assert 'id="certificate"' in client.get(main).text


def test_after_practice_one_may_practise_again_or_go_on(jonas, package, teach, client_for):
    unit = package.unit("second")
    unit["blocks"] = {f"{head} preset=practice" if "quiz" in head else head: text
                      for head, text in unit["blocks"].items()}  # fmt: skip
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    attempt = answer(enrolment, course, "second")
    page = client_for(jonas).get(f"/en/attempts/{attempt.uid}/").text
    assert page.count("Practise again") == 2
    assert page.count("Continue: 1.3 Unit third") == 2


# --- a quiz under way ----------------------------------------------------------------------------


def test_a_quiz_that_was_begun_is_what_continue_leads_into(jonas, sampling_course, client_for):
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    attempt = open_attempt(enrolment, sampling_course, "second")
    client = client_for(jonas)
    assert "Continue: 1.2 Unit second" in client.get("/en/me/").text
    two = dict(list(right_answers(attempt).items())[:2])
    save_answers(attempt, two, sequence=1, on=now())
    for page in ("/en/me/", f"/en/courses/{sampling_course.slug}/"):
        shown = client.get(page).text
        assert "Continue the quiz: 1.2, 2 of 3 answered" in shown
        assert f'<a class="btn go" href="/en/attempts/{attempt.uid}/">' in shown
    assert "Tęsti testą: 1.2, atsakyta 2 iš 3" in client.get("/lt/me/").text


# --- a visitor's check ---------------------------------------------------------------------------


@pytest.fixture
def open_quiz(teach, package):
    """A course that begins with its quiz."""
    units = package.modules[0]["units"]
    units.insert(0, units.pop(1))
    course = teach(package)
    unit = item_of(course, "second")
    address = f"/en/courses/{course.slug}/units/{unit.uid}/"
    return address, f"{address}check/{unit.score_block}/"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("a", "3 of 3 right – 100% of the points. The unit asks for 70%: you have reached it."),
        ("b", "0 of 3 right – 0% of the points. The unit asks for 70%: not reached yet."),
    ],
)
def test_a_visitor_reads_the_share_and_whether_it_is_enough(visitor, open_quiz, chosen, said):
    address, check = open_quiz
    before = visitor.get(address).text
    fields = dict.fromkeys(re.findall(r'name="(a-[^"]+)"', before), chosen)
    # Until it is answered, checking is the main thing to do; then joining is.
    assert re.search(r'class="btn go" type="submit">Check<', before)
    assert re.search(r"data-join>.*?class=\"btn full\"", before, re.S)
    for headers in ({}, {"HX-Request": "true"}):
        page = visitor.post(check, fields, headers=headers).text
        assert said in " ".join(re.sub(r"<[^>]+>", "", page).split())
        assert 'tabindex="-1" data-score' in page
    page = visitor.post(check, fields).text
    assert re.search(r"data-join>.*?class=\"btn go full\"", page, re.S)
