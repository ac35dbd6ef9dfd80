"""A program learns a course for its owner, from the catalogue to the certificate."""

import pytest

from badges.intake.actions import take_in_waiting
from courses.assessment.models import Attempt
from lms.common.clock import now
from tests.learning import item_of, right_answers

pytestmark = pytest.mark.django_db


def test_a_program_goes_the_whole_way(ona, sampling_course, program):
    ask = program(ona)
    (found,) = ask.get("courses").json()["results"]
    assert found["course"]["slug"] == "sampling" and found["percent"] is None
    course = ask.get("courses/sampling").json()
    first, second = course["modules"][0]["units"][:2]
    assert first["readable"] and not second["readable"] and course["enrolment"] is None
    joined = ask.post("courses/sampling/enrolment", {}).json()
    assert joined["enrolment"]["percent"] == 0 and joined["application"] is None
    unit = ask.get(f"courses/sampling/units/{first['uid']}").json()
    assert unit["can_finish"] and unit["html"] and unit["blocks"][0]["source"]["text"]
    locked = ask.get(f"courses/sampling/units/{second['uid']}")
    assert (locked.status_code, locked.json()["code"]) == (403, "locked")
    assert locked.json()["missing"]["units"][0]["uid"] == first["uid"]
    done = ask.post(f"courses/sampling/units/{first['uid']}/completion").json()
    assert done["next_unit"]["uid"] == second["uid"] and done["done"] == 1
    block = item_of(sampling_course, "second").score_block
    started = ask.post(f"courses/sampling/units/{second['uid']}/quizzes/{block}/attempts")
    assert started.status_code == 201
    again = ask.post(f"courses/sampling/units/{second['uid']}/quizzes/{block}/attempts")
    assert (again.status_code, again.json()["uid"]) == (200, started.json()["uid"])
    attempt = f"attempts/{started.json()['uid']}"
    answers = right_answers(Attempt.objects.get())
    for question in started.json()["questions"]:
        assert question["review"] is None
        path = f"{attempt}/responses/{question['item']}"
        saved = ask.put(path, {"answer": answers[question["item"]]}).json()
        assert saved["answer"] == answers[question["item"]] and saved["saved_at"]
    result = ask.post(f"{attempt}/submission").json()
    assert result["state"] == "submitted" and result["result"]["percent"] == 100
    assert {one["review"]["verdict"] for one in result["questions"]} == {"right"}
    for key in ("third",):
        uid = item_of(sampling_course, key).uid
        finished = ask.post(f"courses/sampling/units/{uid}/completion").json()
    assert (finished["state"], finished["percent"]) == ("completed", 100)
    take_in_waiting(on=now())
    (certificate,) = ask.get("certificates").json()["results"]
    (award,) = ask.get("awards").json()["results"]
    assert certificate["state"] == "issued" and award["status"] == "active"
    verified = program().get(f"verify/{certificate['code']}").json()
    assert verified["printed"]["lt"]["learner_name"] == "Ona Petraitė"
    assert program().get(f"verify/{award['code']}").status_code == 404
    verbs = [one["verb"] for one in ask.get("records").json()["results"]]
    assert verbs[0] == "completed-course" and verbs[-1] == "enrolled"
    proofs = ask.get("evidence").json()["results"]
    shown = [
        held
        for domain in ask.get("passport").json()["domains"]
        for held in domain["competencies"]
        if held["level"]
    ]
    assert {one["competency"] for one in proofs} == {one["code"] for one in shown}
    (mine,) = ask.get("enrolments").json()["results"]
    assert mine["course"] == "sampling" and mine["percent"] == 100
    (tried,) = ask.get("attempts?course=sampling").json()["results"]
    assert tried["uid"] == result["uid"]
    assert ask.get("me").json()["token"]["scope"] == "write"
