"""Answers that come after an attempt was closed: kept, marked late, never counted."""

import pytest

from courses.assessment.actions import save_answers, submit
from courses.assessment.models import LateAnswer, Response, Score
from courses.progress.actions import leave
from lms.common.clock import now
from lms.pages.invariants import differences
from tests.learning import begin, open_attempt, read, right_answers

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def handed_in(jonas, sampling_course):
    """Jonas handed in on one device: right, wrong, blank."""
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    attempt = open_attempt(enrolment, sampling_course, "second")
    one, two, _three = names(attempt)
    return submit(attempt, on=now(), answers={one: "a", two: "b"}, sequence=9)


def names(attempt):
    rows = Response.objects.filter(attempt=attempt).order_by("position")
    return [str(row.item_version.item.uid) for row in rows]


def test_a_script_is_told_that_its_answer_was_kept_late_and_the_result_shows_it(
    jonas, handed_in, client_for
):
    client = client_for(jonas)
    name = f"a-{names(handed_in)[1]}"
    sent = {"sequence": 4, "only": name, name: "a"}
    told = client.post(f"/en/attempts/{handed_in.uid}/save/", sent, headers=JSON)
    assert told.status_code == 409
    assert told.json() == {
        "code": "late",
        "detail": "This answer came after you handed in; it was kept but not counted.",
    }
    page = client.get(f"/en/attempts/{handed_in.uid}/").content.decode()
    assert "1 of 3 right" in page
    assert "1 question has an answer that came after you handed in" in page
    assert 'href="#q-2"' in page
    late = page[page.index("This answer came after you handed in (") :][:400]
    assert "Option a" in late
    assert "Šis atsakymas gautas, kai atsakymai jau buvo pateikti" in (
        client.get(f"/lt/attempts/{handed_in.uid}/").content.decode()
    )


def test_a_late_answer_changes_neither_the_answer_nor_the_points(handed_in):
    scores = list(Score.objects.values_list("response", "points"))
    kept = save_answers(handed_in, right_answers(handed_in), sequence=99, on=now())
    assert (kept.is_open, kept.late) == (False, 2)
    rows = Response.objects.filter(attempt=handed_in).order_by("position")
    assert [(row.answer, row.late) for row in rows] == [("a", False), ("b", True), (None, True)]
    assert list(Score.objects.values_list("response", "points")) == scores
    handed_in.refresh_from_db()
    assert handed_in.points == 1000
    assert list(differences()) == []


def test_sent_again_it_is_kept_once_and_another_device_adds_its_own(handed_in):
    uid = names(handed_in)[1]
    for answer in ("a", "a", "c", "a"):
        save_answers(handed_in, {uid: answer}, sequence=4, on=now())
    kept = LateAnswer.objects.filter(response__attempt=handed_in)
    assert [(late.answer, late.sequence) for late in kept] == [("a", 4), ("c", 4)]


def test_what_was_handed_in_already_and_a_blank_are_not_late(jonas, handed_in, client_for):
    client = client_for(jonas)
    one, two, three = names(handed_in)
    same = {"sequence": 10, f"a-{one}": "a", f"a-{two}": ""}
    client.post(f"/en/attempts/{handed_in.uid}/submit/", same)
    blank = {"sequence": 11, "only": f"a-{one},a-{three}"}
    told = client.post(f"/en/attempts/{handed_in.uid}/save/", blank, headers=JSON)
    assert (told.status_code, told.json()["code"]) == (409, "submitted")
    assert not LateAnswer.objects.exists()
    assert "came after you handed in" not in client.get(f"/en/attempts/{handed_in.uid}/").text


@pytest.mark.parametrize("button", ["submit", "save"])
def test_an_old_form_without_a_script_is_kept_late_as_well(jonas, handed_in, client_for, button):
    name = f"a-{names(handed_in)[2]}"
    address = f"/en/attempts/{handed_in.uid}/{button}/"
    page = client_for(jonas).post(address, {"sequence": 3, name: "c"}, follow=True)
    assert "came after you handed in" in page.text
    assert "Your answers are kept." not in page.text
    assert LateAnswer.objects.get().answer == "c"


def test_who_has_left_meanwhile_still_has_late_answers_kept(handed_in):
    leave(handed_in.enrolment, on=now())
    assert save_answers(handed_in, {names(handed_in)[2]: "c"}, sequence=1, on=now()).late == 1


def test_an_open_attempt_of_who_has_left_takes_answers_in_time(jonas, sampling_course):
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    attempt = open_attempt(enrolment, sampling_course, "second")
    leave(enrolment, on=now())
    kept = save_answers(attempt, {names(attempt)[0]: "a"}, sequence=1, on=now())
    assert (kept.is_open, kept.late) == (True, 0)


def test_an_administrator_sees_what_came_late(handed_in, vytas, client_for):
    save_answers(handed_in, {names(handed_in)[1]: "a"}, sequence=4, on=now())
    client = client_for(vytas)
    listed = client.get("/en/admin/courses/lateanswer/").content.decode()
    assert "Jonas Kazlauskas" in listed
    one = LateAnswer.objects.get()
    assert client.get(f"/en/admin/courses/lateanswer/{one.pk}/change/").status_code == 200
    assert "Jonas Kazlauskas" in client.get("/en/admin/courses/response/?late__exact=1").text
