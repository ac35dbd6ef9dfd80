"""Learning by program: the gates of the pages, and never the truth before its time."""

import json
from datetime import timedelta

import pytest

from courses.assessment.models import Attempt
from lms.common.clock import now
from tests.learning import (
    answer,
    begin,
    item_of,
    open_attempt,
    outline_in_force,
    read,
    right_answers,
)
from tests.packages import pair, sampling, scored, single
from tests.runs import day_from_now, run_of

pytestmark = pytest.mark.django_db

TRUTH = "zqxtruthzqx"


@pytest.fixture
def asked(teach, ona):
    """A quiz whose explanation, feedback and hint carry a word of their own; Ona stands before it."""
    package = sampling()
    item = single("told")
    item["explanation"] = item["hint"] = pair(TRUTH, TRUTH)
    for option in item["options"]:
        option["feedback"] = pair(TRUTH, TRUTH)
    package.items.append(item)
    package.modules[0]["units"].append(scored("quiz", ["told"], required="false"))
    package.modules[0]["in_order"] = "false"
    course = teach(package)
    return course, begin(ona, course)


def start(ask, course, key="quiz"):
    item = item_of(course, key)
    path = f"courses/sampling/units/{item.uid}/quizzes/{item.score_block}/attempts"
    return ask.post(path)


def test_the_truth_comes_with_the_result_and_not_before(asked, ona, program):
    course, _enrolment = asked
    ask = program(ona)
    begun = start(ask, course)
    uid = begun.json()["uid"]
    (question,) = begun.json()["questions"]
    right = right_answers(Attempt.objects.get())[question["item"]]
    wrong = next(one["key"] for one in question["choices"] if one["key"] != right)
    path = f"attempts/{uid}/responses/{question['item']}"
    before = [
        begun,
        ask.get(f"attempts/{uid}"),
        ask.put(path, {"answer": wrong}),
        ask.get(f"attempts/{uid}"),
        ask.get(f"courses/sampling/units/{item_of(course, 'quiz').uid}"),
        ask.get("attempts"),
        ask.get("records"),
    ]
    for answered in before:
        assert answered.status_code < 300
        told = json.dumps(answered.json(), ensure_ascii=False)
        assert TRUTH not in told and '"right": true' not in told, told
    result = ask.post(f"attempts/{uid}/submission").json()
    (question,) = result["questions"]
    assert question["review"]["verdict"] == "wrong" and TRUTH in question["review"]["explanation"]
    assert [one["key"] for one in question["choices"] if one["right"]] == [right]
    assert result["result"]["percent"] == 0 and result["result"]["reached"] is False


def test_practice_tells_at_once_what_is_answered_and_only_that(teach, ona, program):
    package = sampling()
    package.items += [single("p1"), single("p2")]
    unit = scored("quiz", ["p1", "p2"], required="false")
    line = next(line for line in unit["blocks"] if "quiz" in line)
    unit["blocks"] = {f"{line} preset=practice": unit["blocks"][line]}
    package.modules[0] |= {"in_order": "false"}
    package.modules[0]["units"].append(unit)
    course = teach(package)
    begin(ona, course)
    ask = program(ona)
    begun = start(ask, course).json()
    answers = right_answers(Attempt.objects.get())
    first, second = begun["questions"]
    path = f"attempts/{begun['uid']}/responses/{first['item']}"
    assert ask.put(path, {"answer": answers[first["item"]]}).json()["review"]["verdict"] == "right"
    now_told = ask.get(f"attempts/{begun['uid']}").json()["questions"]
    assert [one["review"] is not None for one in now_told] == [True, False]
    # Its truth has been shown: answering again is another attempt.
    other = next(one["key"] for one in first["choices"] if one["key"] != answers[first["item"]])
    assert ask.put(path, {"answer": other}).json()["answer"] == answers[first["item"]]
    assert second["review"] is None


def test_what_others_have_is_not_there(asked, ona, jonas, program):
    course, enrolment = asked
    attempt = open_attempt(enrolment, course, "quiz")
    item = attempt.responses.get().item_version.item.uid
    begin(jonas, course)
    other = program(jonas)
    for method, path, body in (
        ("GET", f"attempts/{attempt.uid}", None),
        ("PUT", f"attempts/{attempt.uid}/responses/{item}", {"answer": None}),
        ("POST", f"attempts/{attempt.uid}/submission", {"anyway": True}),
    ):
        assert other(method, path, body).status_code == 404
    for path in ("attempts", "evidence", "awards", "certificates"):
        assert other.get(path).json()["results"] == []
    assert len(other.get("records").json()["results"]) == 1
    attempt.refresh_from_db()
    assert attempt.is_open


def test_who_has_not_joined_reads_what_visitors_read(sampling_course, jonas, program):
    first, second = (item_of(sampling_course, key) for key in ("first", "second"))
    for ask in (program(), program(jonas)):
        assert ask.get(f"courses/sampling/units/{first.uid}").json()["is_done"] is False
        refused = ask.get(f"courses/sampling/units/{second.uid}")
        assert (refused.status_code, refused.json()["code"]) == (403, "not-enrolled")
        outline = ask.get("courses/sampling").json()["modules"][0]["units"]
        assert [one["readable"] for one in outline][:2] == [True, False]
        assert {one["state"] for one in outline} == {None}
    refused = program(jonas).post(f"courses/sampling/units/{first.uid}/completion")
    assert refused.json()["code"] == "not-enrolled"
    assert start(program(jonas), sampling_course, "second").json()["code"] == "not-enrolled"


def test_a_unit_that_asks_for_a_score_is_not_finished_by_a_button(sampling_course, ona, program):
    begun = begin(ona, sampling_course)
    read(begun, sampling_course, "first")
    uid = item_of(sampling_course, "second").uid
    refused = program(ona).post(f"courses/sampling/units/{uid}/completion")
    assert (refused.status_code, refused.json()["code"]) == (422, "not-yet")


def test_questions_left_out_have_to_be_meant(asked, ona, program):
    course, _enrolment = asked
    ask = program(ona)
    uid = start(ask, course).json()["uid"]
    refused = ask.post(f"attempts/{uid}/submission", {})
    assert (refused.status_code, refused.json()["code"]) == (422, "unanswered")
    assert ask.post(f"attempts/{uid}/submission", {"anyway": False}).status_code == 422
    done = [ask.post(f"attempts/{uid}/submission", {"anyway": True}).json() for _once in "12"]
    assert done[0] == done[1] and done[0]["state"] == "submitted"


def test_an_answer_that_fits_no_question_is_refused(asked, ona, program):
    course, _enrolment = asked
    ask = program(ona)
    begun = start(ask, course).json()
    path = f"attempts/{begun['uid']}/responses/{begun['questions'][0]['item']}"
    for nonsense in ("nothing", [], {}, 7, True, {"typed": "x"}):
        assert ask.put(path, {"answer": nonsense}).json()["code"] == "not-an-answer", nonsense
    assert ask.put(path, {}).json()["fields"]["answer"]
    other = f"attempts/{begun['uid']}/responses/{begun['uid']}"
    assert ask.put(other, {"answer": None}).status_code == 404


def test_of_two_answers_the_later_stands_and_the_other_program_is_told(asked, ona, program):
    course, _enrolment = asked
    ask = program(ona)
    begun = start(ask, course).json()
    (question,) = begun["questions"]
    first, second, *_rest = (one["key"] for one in question["choices"])
    path = f"attempts/{begun['uid']}/responses/{question['item']}"
    saved = ask.put(path, {"answer": first, "seen": question["sequence"]}).json()
    earlier = (now() - timedelta(hours=1)).isoformat()
    stale = ask.put(path, {"answer": second, "given_at": earlier})
    assert (stale.status_code, stale.json()["code"]) == (409, "newer")
    assert stale.json()["sequence"] == saved["sequence"]
    assert ask.get(f"attempts/{begun['uid']}").json()["questions"][0]["answer"] == first
    meant = ask.put(path, {"answer": second, "seen": saved["sequence"], "given_at": earlier})
    assert meant.json()["answer"] == second


def test_an_answer_that_comes_too_late_is_kept_beside(asked, ona, program):
    course, _enrolment = asked
    ask = program(ona)
    begun = start(ask, course).json()
    (question,) = begun["questions"]
    ask.post(f"attempts/{begun['uid']}/submission", {"anyway": True})
    path = f"attempts/{begun['uid']}/responses/{question['item']}"
    late = ask.put(path, {"answer": question["choices"][0]["key"]})
    assert (late.status_code, late.json()["code"]) == (409, "late")
    assert ask.put(path, {"answer": None}).json()["code"] == "submitted"


def test_time_that_has_ended_closes_nothing_on_reading(teach, ona, program):
    package = sampling()
    package.items.append(single("timed"))
    unit = scored("quiz", ["timed"], required="false")
    line = next(line for line in unit["blocks"] if "quiz" in line)
    unit["blocks"] = {f"{line} minutes=20": unit["blocks"][line]}
    package.modules[0] |= {"in_order": "false"}
    package.modules[0]["units"].append(unit)
    course = teach(package)
    begin(ona, course)
    ask = program(ona)
    uid = start(ask, course).json()["uid"]
    Attempt.objects.update(due_at=now() - timedelta(minutes=1))
    over = ask.get(f"attempts/{uid}").json()
    assert (over["state"], over["questions"], over["result"]) == ("over", [], None)
    assert Attempt.objects.get().is_open
    closed = ask.post(f"attempts/{uid}/submission").json()
    assert closed["state"] == "submitted" and closed["ran_out"] is True


def test_limits_of_attempts_hold_as_on_the_pages(asked, ona, program):
    course, enrolment = asked
    ask = program(ona)
    answer(enrolment, course, "quiz", right=0)
    outline_in_force(course)
    again = start(ask, course)
    assert again.status_code == 201 and again.json()["number"] == 2


# --- runs ----------------------------------------------------------------------------------------


def test_dated_runs_open_by_their_own_rules(sampling_course, ona, jonas, ieva, program):
    keyed = run_of(sampling_course, ieva, policy="key", key="Žalia upė")
    ask = program(ona)
    assert [one["policy"] for one in ask.get("courses/sampling").json()["runs"]] == ["key"]
    path = "courses/sampling/enrolment"
    wrong = ask.post(path, {"run": str(keyed.pk), "key": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong-key")
    joined = ask.post(path, {"run": str(keyed.pk), "key": "žalia UPĖ"}).json()
    assert joined["enrolment"]["run"]["id"] == keyed.pk
    by_link = run_of(sampling_course, ieva, policy="link", capacity=1)
    secret = by_link.link_code or ""
    assert secret and secret not in json.dumps(ask.get("courses/sampling").json())
    other = program(jonas)
    assert other.post(path, {"run": str(by_link.pk)}).json()["code"] == "by-link"
    assert other.post(path, {"run": secret}).json()["enrolment"]["run"]["id"] == by_link.pk
    full = ask.post(path, {"run": secret, "moves": True})
    assert full.json()["code"] == "full"
    waits = ask.post(path, {"run": secret, "waits": True}).json()
    assert waits["application"]["state"] == "waitlisted" and waits["enrolment"] is None


def test_wrong_keys_are_counted_also_with_a_key_of_the_request(sampling_course, ona, ieva, program):
    keyed = run_of(sampling_course, ieva, policy="key", key="Žalia upė")
    ask, path = program(ona), "courses/sampling/enrolment"
    codes = [
        ask.post(path, {"run": str(keyed.pk), "key": f"{n}"}, key=f"try-{n}").json()["code"]
        for n in range(11)
    ]
    assert codes == ["wrong-key"] * 10 + ["too-many"]


def test_a_run_that_begins_later_is_read_as_visitors_read(sampling_course, ona, ieva, program):
    coming = run_of(sampling_course, ieva, starts_on=day_from_now(3), ends_on=day_from_now(30))
    ask = program(ona)
    ask.post("courses/sampling/enrolment", {"run": str(coming.pk)})
    course = ask.get("courses/sampling").json()
    assert course["enrolment"]["run"]["id"] == coming.pk
    second = item_of(sampling_course, "second").uid
    refused = ask.get(f"courses/sampling/units/{second}")
    assert refused.json()["code"] == "not-enrolled" and "begins" in refused.json()["detail"]
