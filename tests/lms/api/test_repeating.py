"""Writes with a key are done once, however often they are sent."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from courses.assessment.models import Attempt
from lms.common.api.models import KeptAnswer
from lms.common.clock import now
from tests.learning import begin, item_of, read

pytestmark = pytest.mark.django_db

JOIN = "courses/sampling/enrolment"


def test_the_same_request_is_answered_the_same_and_done_once(ona, sampling_course, program):
    begun = begin(ona, sampling_course)
    read(begun, sampling_course, "first")
    item = item_of(sampling_course, "second")
    path = f"courses/sampling/units/{item.uid}/quizzes/{item.score_block}/attempts"
    ask = program(ona)
    first = ask.post(path, key="one")
    ask.post(f"attempts/{first.json()['uid']}/submission", {"anyway": True}, key="two")
    again = ask.post(path, key="one")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    assert Attempt.objects.count() == 1
    assert ask.post(path, key="three").status_code == 201
    assert Attempt.objects.count() == 2


def test_a_key_belongs_to_one_request_of_one_person(ona, jonas, sampling_course, program):
    ask = program(ona)
    assert ask.post(JOIN, {}, key="one").status_code == 200
    for method, path, body in (("POST", JOIN, {"waits": True}), ("DELETE", JOIN, None)):
        answer = ask(method, path, body, key="one")
        assert (answer.status_code, answer.json()["code"]) == (422, "key-used")
    assert ona.enrolments.get().state == "active"
    assert program(jonas).post(JOIN, {}, key="one").status_code == 200
    assert jonas.enrolments.exists()


def test_leaving_is_replayed_without_a_body(ona, sampling_course, program):
    ask = program(ona)
    ask.post(JOIN, {})
    answers = [ask("DELETE", JOIN, key="bye") for _once in range(2)]
    assert [one.status_code for one in answers] == [204, 204]
    assert not answers[1].content and ona.enrolments.get().state == "withdrawn"


def test_what_was_refused_may_be_asked_for_again(ona, sampling_course, program):
    begun = begin(ona, sampling_course)
    uid = item_of(sampling_course, "third").uid
    ask = program(ona)
    path = f"courses/sampling/units/{uid}/completion"
    assert ask.post(path, key="one").json()["code"] == "locked"
    assert not KeptAnswer.objects.exists()
    read(begun, sampling_course, "first")
    first = item_of(sampling_course, "first").uid
    assert ask.post(f"courses/sampling/units/{first}/completion", key="one").status_code == 200


def test_the_same_request_under_way_is_waited_for_a_minute(ona, sampling_course, program):
    ask = program(ona)
    ask.post(JOIN, {}, key="one")
    cut_off = KeptAnswer.objects.filter(key="one")
    cut_off.update(status=None, answer=None)
    answer = ask.post(JOIN, {}, key="one")
    assert (answer.status_code, answer.json()["code"]) == (409, "under-way")
    cut_off.update(begun_at=now() - timedelta(minutes=2))
    assert ask.post(JOIN, {}, key="one").status_code == 200
    assert cut_off.get().status == 200


def test_keys_are_short_and_plain(ona, sampling_course, program):
    for key in ("x" * 65, "two words", "raktas-ž"):
        answer = program(ona).post(JOIN, {}, key=key)
        assert answer.json()["code"] == "bad-key", key
    assert not ona.enrolments.exists()


def test_answers_are_kept_for_a_day(ona, sampling_course, program):
    ask = program(ona)
    ask.post(JOIN, {}, key="old")
    KeptAnswer.objects.update(begun_at=now() - timedelta(days=2))
    # An old key is free again, whether or not the sweep has come by.
    assert ask.post(JOIN, {"waits": True}, key="old").status_code == 200
    ask.post(JOIN, {}, key="older")
    KeptAnswer.objects.filter(key="older").update(begun_at=now() - timedelta(days=2))
    call_command("sweep", verbosity=0)
    assert KeptAnswer.objects.get().key == "old"
