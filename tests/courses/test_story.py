"""The way of a learner over HTTP: join, read, answer, complete, badge, certificate, verification."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

pytestmark = pytest.mark.django_db


def unit_address(course, key, language="en"):
    uid = course.units.get(key=key).uid
    return f"/{language}/courses/{course.slug}/units/{uid}/"


def answer_all(client, attempt, option):
    """Submit the same option for every question of an attempt page."""
    page = client.get(attempt).content.decode()
    names = set(re.findall(r'name="(a-[0-9a-f-]{36})"', page))
    return client.post(f"{attempt}submit/", dict.fromkeys(names, option), follow=True)


def start_quiz(client, course, key):
    page = client.get(unit_address(course, key)).content.decode()
    action = re.search(r'action="([^"]+/quiz/[^"]+)"', page)[1]
    return client.post(action)["Location"]


def test_a_learner_goes_the_whole_way_and_a_stranger_verifies_it(
    jonas, sampling_course, client_for, visitor
):
    client = client_for(jonas)
    joined = client.post(f"/en/courses/{sampling_course.slug}/join/", follow=True)
    assert "Unit first" in joined.content.decode()
    second = client.post(unit_address(sampling_course, "first") + "finish/", follow=True)
    assert "Unit second" in second.content.decode()

    attempt = start_quiz(client, sampling_course, "second")
    wrong = answer_all(client, attempt, "b").content.decode()
    assert "0 of 3 right" in wrong
    assert "Feedback b" in wrong
    assert "It is so because of q1." in wrong

    attempt = start_quiz(client, sampling_course, "second")
    right = answer_all(client, attempt, "a").content.decode()
    assert "3 of 3 right" in right
    assert "The unit is done." in right
    assert "Ready to follow a protocol" in right

    done = client.post(unit_address(sampling_course, "third") + "finish/", follow=True)
    assert "Course completed" in done.content.decode()

    listed = client.get("/en/me/certificates/").content.decode()
    address = re.search(r'href="(/en/me/certificates/\w{26}/en\.pdf)"', listed)[1]
    pdf = client.get(address)
    assert pdf["Content-Type"] == "application/pdf"
    printed = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.getvalue())).pages)
    assert "Jonas Kazlauskas" in printed
    assert "Planning a sample" in printed

    code = address.split("/")[4]
    checked = visitor.get(
        f"/v/{code.lower()}", follow=True, headers={"accept-language": "en"}
    ).content.decode()
    assert "Jonas Kazlauskas" in checked
    assert "Ta pati informacija lietuviškai" in checked
    said = visitor.get(f"/v/{code}", headers={"accept": "application/json"}).json()
    assert said["status"] == "issued"
    assert said["printed"]["lt"]["course_title"] == "Imties planavimas"


def test_without_an_account_the_first_unit_can_be_read_and_the_next_asks_to_join(
    sampling_course, visitor
):
    assert (
        "English text about first."
        in visitor.get(unit_address(sampling_course, "first")).content.decode()
    )
    answer = visitor.get(unit_address(sampling_course, "second"))
    assert answer.status_code == 303
    assert answer["Location"] == f"/en/courses/{sampling_course.slug}/#join"
    assert "laukas" not in visitor.cookies


def test_a_locked_unit_says_what_opens_it(jonas, sampling_course, client_for):
    client = client_for(jonas)
    client.post(f"/en/courses/{sampling_course.slug}/join/")
    page = client.get(unit_address(sampling_course, "third"))
    assert page.status_code == 403
    assert "Unit second" in page.content.decode()
    refused = client.post(unit_address(sampling_course, "third") + "finish/")
    assert refused.status_code == 403
    assert jonas.enrolments.get().completions.count() == 0


def test_reading_alone_does_not_complete_a_unit_that_asks_for_a_score(
    jonas, sampling_course, client_for
):
    client = client_for(jonas)
    client.post(f"/en/courses/{sampling_course.slug}/join/")
    client.post(unit_address(sampling_course, "first") + "finish/")
    refused = client.post(unit_address(sampling_course, "second") + "finish/", follow=True)
    assert "This unit is done when its questions are answered." in refused.content.decode()
    assert jonas.enrolments.get().completions.count() == 1


def test_pressing_finish_twice_counts_once(jonas, sampling_course, client_for):
    client = client_for(jonas)
    client.post(f"/en/courses/{sampling_course.slug}/join/")
    for _press in range(2):
        client.post(unit_address(sampling_course, "first") + "finish/")
    enrolment = jonas.enrolments.get()
    assert enrolment.completions.count() == 1
    assert jonas.records.filter(verb="completed-unit").count() == 1
    assert enrolment.done == 1


def test_submitting_again_shows_the_same_result(jonas, sampling_course, client_for):
    client = client_for(jonas)
    client.post(f"/en/courses/{sampling_course.slug}/join/")
    client.post(unit_address(sampling_course, "first") + "finish/")
    attempt = start_quiz(client, sampling_course, "second")
    answer_all(client, attempt, "a")
    again = client.post(f"{attempt}submit/", {}, follow=True).content.decode()
    assert "3 of 3 right" in again
    assert jonas.records.filter(verb="submitted").count() == 1


def test_leaving_and_coming_back_loses_nothing(jonas, sampling_course, client_for):
    client = client_for(jonas)
    client.post(f"/en/courses/{sampling_course.slug}/join/")
    client.post(unit_address(sampling_course, "first") + "finish/")
    client.post(f"/en/courses/{sampling_course.slug}/leave/")
    assert "Join the course" in client.get(f"/en/courses/{sampling_course.slug}/").content.decode()
    client.post(f"/en/courses/{sampling_course.slug}/join/")
    page = client.get(f"/en/courses/{sampling_course.slug}/").content.decode()
    assert "1 of 3 units done" in page


def test_an_open_attempt_belongs_to_its_learner_alone(jonas, birute, sampling_course, client_for):
    client = client_for(jonas)
    client.post(f"/en/courses/{sampling_course.slug}/join/")
    client.post(unit_address(sampling_course, "first") + "finish/")
    attempt = start_quiz(client, sampling_course, "second")
    stranger = client_for(birute)
    assert stranger.get(attempt).status_code == 404
    assert stranger.post(f"{attempt}submit/").status_code == 404


def test_truth_does_not_reach_the_browser_before_submitting(jonas, sampling_course, client_for):
    client = client_for(jonas)
    client.post(f"/en/courses/{sampling_course.slug}/join/")
    client.post(unit_address(sampling_course, "first") + "finish/")
    attempt = start_quiz(client, sampling_course, "second")
    page = client.get(attempt).content.decode()
    assert "Feedback" not in page
    assert "because of" not in page


def test_the_language_switch_keeps_the_page(sampling_course, visitor):
    page = visitor.get(unit_address(sampling_course, "first")).content.decode()
    assert f'href="{unit_address(sampling_course, "first", "lt")}"' in page
    lithuanian = visitor.get(unit_address(sampling_course, "first", "lt")).content.decode()
    assert "Lietuviškas tekstas apie first." in lithuanian


def test_an_instructor_sees_who_learns_and_another_instructor_does_not(
    jonas, ieva, rasa, sampling_course, client_for
):
    client_for(jonas).post(f"/en/courses/{sampling_course.slug}/join/")
    address = reverse("studio:people", args=[sampling_course.slug])
    assert "Jonas Kazlauskas" in client_for(ieva).get(address).content.decode()
    assert client_for(rasa).get(address).status_code == 404
    assert client_for(jonas).get(address).status_code == 404
