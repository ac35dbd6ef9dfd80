"""A program practises and is measured for its owner: the gates of the pages, and the same numbers."""

from datetime import timedelta

import pytest

from courses.calibration.models import CalibrationResult, Sitting
from courses.calibration.queries import items_of
from lms.common.clock import now
from tests.calibrations import block_in, counting, covering, measuring, sit
from tests.learning import begin, item_of
from tests.lms.api.test_lists import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(teach):
    return teach(measuring())


@pytest.fixture
def unit(course):
    return f"courses/leaves/units/{item_of(course, 'second').uid}"


@pytest.fixture
def exercise(course, unit):
    return f"{unit}/exercises/{block_in(course)}"


@pytest.fixture
def ask(course, ona, program):
    begin(ona, course)
    return program(ona)


def right_of(number, phase):
    return items_of(Sitting.objects.get(phase=phase))[number - 1].item_version.item.category


def other_than(right):
    return "abc".replace(right, "")[0]


def phases(ask, unit):
    (one,) = ask.get(f"{unit}/exercises").json()["results"]
    return {row["phase"]: row for row in one["phases"]}


def test_a_program_practises_is_measured_and_reads_its_result(ask, course, unit, exercise):
    (one,) = ask.get(f"{unit}/exercises").json()["results"]
    assert one["title"] == "Leaves" and "no luck" in one["reason"] and one["sitting"] == 30
    assert [row["key"] for row in one["classes"]] == ["a", "b", "c"]
    assert one["looks"] == [{"n": 30, "needed": 27}, {"n": 60, "needed": 50}]
    assert {row["floor"] for row in one["classes"]} == {60}
    measured = phases(ask, unit)["measured"]
    assert (measured["is_open"], measured["code"]) == (False, "practise-first")
    assert measured["practice"] == 4 and measured["detail"]
    early = ask.post(f"{exercise}/sittings", {"phase": "measured"})
    assert (early.status_code, early.json()["code"]) == (422, "practise-first")
    assert early.json()["detail"] == measured["detail"]
    begun = ask.post(f"{exercise}/sittings", {"phase": "practice"})
    assert begun.status_code == 201 and begun.json()["waiting"] == 1
    assert ask.post(f"{exercise}/sittings", {"phase": "practice"}).status_code == 200
    practice = f"sittings/{begun.json()['uid']}"
    assert phases(ask, unit)["practice"]["sitting"] == begun.json()["uid"]
    for number in range(1, 5):
        shown = ask.get(f"{practice}/items/{number}").json()
        assert shown["review"] is None and shown["number"] == number
        right = right_of(number, "practice")
        said = other_than(right) if number == 1 else right
        path = f"{practice}/items/{number}/answer"
        told = ask.put(path, {"answer": said, "certainty": "guess"}).json()
        assert told["review"]["verdict"] == ("wrong" if number == 1 else "right")
        assert told["review"]["explanation"].startswith("It is so because of p-")
        assert [row["key"] for row in told["choices"] if row["right"]] == [right]
        # The first answer counts: its truth has been told.
        again = ask.put(path, {"answer": right, "certainty": "sure"}).json()
        assert (again["answer"], again["certainty"]) == (said, "guess")
        if number < 4:
            assert ask.post(f"{practice}/next").json()["number"] == number + 1
    once_more = ask.post(f"{practice}/again").json()
    assert (once_more["waiting"], once_more["right"], len(once_more["items"])) == (5, 3, 5)
    done = ask.post(f"{practice}/completion").json()
    assert (done["state"], done["answered"], done["right"]) == ("closed", 4, 3)
    assert sum(row["n"] for row in done["classes"]) == 4 and done["result"] is None
    assert phases(ask, unit)["measured"]["is_open"]
    begun = ask.post(f"{exercise}/sittings", {"phase": "measured"}).json()
    sitting = f"sittings/{begun['uid']}"
    assert len(begun["items"]) == 30 and begun["right"] is None
    for number in range(1, 31):
        right = right_of(number, "measured")
        sent = {"answer": right, "certainty": "sure"}
        if number in (3, 4):
            sent = {"cannot_tell": True}
        kept = ask.put(f"{sitting}/items/{number}/answer", sent).json()
        assert kept["review"] is None and kept["cannot_tell"] == (number in (3, 4))
        assert ask.get(sitting).json()["waiting"] == (number + 1 if number < 30 else None)
        if number == 7:
            early = ask.post(f"{sitting}/completion")
            assert (early.status_code, early.json()["code"]) == (422, "not-answered")
    closed = ask.post(f"{sitting}/completion").json()
    uid = str(CalibrationResult.objects.get().uid)
    assert closed["result"] == uid and closed["state"] == "closed"
    assert ask.post(f"{sitting}/completion").json() == closed
    refused = ask.put(f"{sitting}/items/1/answer", {"answer": "a", "certainty": "sure"})
    assert refused.json()["code"] == "closed-sitting"
    result = ask.get(f"results/{uid}").json()
    assert (result["level"], result["right"], result["answered"]) == (2, 28, 28)
    assert result["series"]["n"] == 30 and result["series"]["looks"][0]["level"] == 2
    assert result["held_back_by"] == [] and "Level 2 reached" in result["says"]["title"]
    assert [row["name"] for row in result["classes"]] == ["Option a", "Option b", "Option c"]
    (mine,) = ask.get("results?course=leaves").json()["results"]
    assert (mine["uid"], mine["title"], mine["course_title"]) == (
        uid,
        "Leaves",
        result["course_title"],
    )
    assert ask.get("results?course=nothing").json()["results"] == []
    (one,) = ask.get(f"{unit}/exercises").json()["results"]
    assert (one["level"], one["results"][0]["uid"]) == (2, uid)
    assert ask.get(unit).json()["is_done"]
    assert ask.get(f"{sitting}/items/1").json()["review"]["verdict"] == "right"


def test_answers_beside_the_truth_come_in_pages_and_only_those_missed(ask, course, ona):
    enrolment = ona.enrolments.get()
    sit(enrolment, course, "practice", size=4)
    sit(enrolment, course, wrong=(1, 5), cannot=(7,))
    path = f"results/{CalibrationResult.objects.get().uid}/answers"
    pages = walk(ask, f"{path}?limit=12")
    assert [len(page) for page in pages] == [12, 12, 6]
    rows = [row for page in pages for row in page]
    assert [row["number"] for row in rows] == list(range(1, 31))
    assert {row["review"]["verdict"] for row in rows} == {"right", "wrong", "blank"}
    assert rows[0]["origin"]["author"] and rows[0]["dropped_at"] is None
    missed = ask.get(f"{path}?show=missed").json()["results"]
    assert [row["number"] for row in missed] == [2, 6, 8]
    assert missed[2]["cannot_tell"] and not missed[2]["certainty"]


def test_the_plan_is_read_and_written(ask, course, ona):
    enrolment = ona.enrolments.get()
    sit(enrolment, course, "practice", size=4)
    sit(enrolment, course)
    path = f"results/{CalibrationResult.objects.get().uid}"
    assert ask.get(f"{path}/plan").json() == {"text": "", "written_at": None}
    kept = ask.put(f"{path}/plan", {"text": "  Look at the edge.\n"}).json()
    assert kept["text"] == "Look at the edge." and kept["written_at"]
    assert ask.get(path).json()["plan"] == kept
    long = ask.put(f"{path}/plan", {"text": "x" * 3001})
    assert (long.status_code, long.json()["code"]) == (422, "too-long")
    assert ask.put(f"{path}/plan", {}).json()["fields"]["text"]
    assert ask.put(f"{path}/plan", {"text": ""}).json() == {"text": "", "written_at": None}


def test_help_is_asked_for_and_counts_and_while_measuring_there_is_none(teach, ona, program):
    course = teach(measuring())
    enrolment, ask = begin(ona, course), program(ona)
    unit = f"courses/leaves/units/{item_of(course, 'second').uid}"
    path = f"{unit}/exercises/{block_in(course)}/sittings"
    aided = ask.post(path, {"phase": "aided"}).json()
    assert len(aided["items"]) == 6
    opened = ask.post(f"sittings/{aided['uid']}/items/1/key").json()
    assert opened["helped_at"] and opened["review"] is None
    right = right_of(1, "aided")
    said = {"answer": right, "certainty": "sure"}
    assert ask.put(f"sittings/{aided['uid']}/items/1/answer", said).json()["review"] is None
    assert ask.get(f"sittings/{aided['uid']}").json()["right"] is None
    for number in range(2, 7):
        ask.put(f"sittings/{aided['uid']}/items/{number}/answer", {"cannot_tell": True})
    closed = ask.post(f"sittings/{aided['uid']}/completion").json()
    assert (closed["right"], closed["items"][0]["is_aided"]) == (1, True)
    assert ask.get(f"sittings/{aided['uid']}/items/1").json()["review"]["verdict"] == "right"
    (one,) = ask.get(f"{unit}/exercises").json()["results"]
    assert one["aided_sitting"] == aided["uid"]
    sit(enrolment, course, "practice", size=4)
    measured = ask.post(path, {"phase": "measured"}).json()
    refused = ask.post(f"sittings/{measured['uid']}/items/1/key")
    assert (refused.status_code, refused.json()["code"]) == (422, "no-help")
    assert ask.post(f"sittings/{measured['uid']}/again").json()["code"] == "closed-sitting"


def test_an_item_comes_as_a_drawing_or_in_words(teach, ona, program):
    course = teach(counting())
    begin(ona, course)
    ask = program(ona)
    path = f"courses/flocks/units/{item_of(course, 'second').uid}/exercises/{block_in(course)}"
    sitting = f"sittings/{ask.post(f'{path}/sittings', {'phase': 'measured'}).json()['uid']}"
    drawn = ask.get(f"{sitting}/items/1").json()
    assert drawn["drawing"]["svg"].startswith("<svg") and drawn["drawing"]["alt"]
    assert drawn["has_words"] and drawn["kind"] == "count" and not drawn["told"]
    words = ask.put(f"{sitting}/items/1/form", {"form": "words"}).json()
    assert words["drawing"] is None and words["told"] and words["form"] == "words"
    # What was told in words stays so while measuring; what follows comes as pictures again.
    assert ask.put(f"{sitting}/items/1/form", {"form": "picture"}).json()["form"] == "words"
    assert [row["form"] for row in ask.get(sitting).json()["items"]][:2] == ["words", "picture"]
    begun = ask.post(f"{path}/sittings", {"phase": "practice", "form": "words"}).json()
    assert begun["items"][0]["form"] == "words"


def test_what_cannot_be_kept_is_refused_and_changes_nothing(ask, exercise):
    uid = ask.post(f"{exercise}/sittings", {"phase": "practice"}).json()["uid"]
    path = f"sittings/{uid}/items/1/answer"
    for sent, code in (
        ({}, "no-answer"),
        ({"answer": None, "certainty": "sure"}, "no-answer"),
        ({"answer": "nothing", "certainty": "sure"}, "no-answer"),
        ({"answer": {"a": 1}, "certainty": "sure"}, "no-answer"),
        ({"answer": "a"}, "no-certainty"),
    ):
        refused = ask.put(path, sent)
        assert (refused.status_code, refused.json()["code"]) == (422, code), sent
    assert ask.put(path, {"answer": "a", "certainty": "very"}).json()["fields"]["certainty"]
    assert ask.put(path, {"right": True}).json()["fields"]["right"]
    assert not ask.get(f"sittings/{uid}/items/1").json()["answered_at"]
    assert ask.post(f"{exercise}/sittings", {"phase": "exam"}).json()["fields"]["phase"]
    for number in (0, 2, 10**6, 10**30):
        for method, at, body in (
            ("GET", "", None),
            ("PUT", "/answer", {"cannot_tell": True}),
            ("PUT", "/form", {"form": "words"}),
            ("POST", "/key", None),
        ):
            missing = ask(method, f"sittings/{uid}/items/{number}{at}", body)
            assert missing.status_code == 404, (number, at)


def test_an_answer_with_a_key_is_kept_once(ask, exercise):
    uid = ask.post(f"{exercise}/sittings", {"phase": "practice"}, key="begin").json()["uid"]
    again = ask.post(f"{exercise}/sittings", {"phase": "practice"}, key="begin")
    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")
    path, said = f"sittings/{uid}/items/1/answer", {"cannot_tell": True}
    first = ask.put(path, said, key="one")
    ask.post(f"sittings/{uid}/next", key="two")
    assert ask.post(f"sittings/{uid}/next", key="two").json()["number"] == 2
    ask.put(f"sittings/{uid}/items/2/answer", said)
    assert ask.put(path, said, key="one").json() == first.json()
    assert ask.post(f"sittings/{uid}/next", key="two").json()["number"] == 2
    assert ask.post(f"sittings/{uid}/next", key="three").json()["number"] == 3
    other = ask.put(path, {"answer": "a", "certainty": "sure"}, key="one")
    assert other.json()["code"] == "key-used"


def test_visitors_see_what_is_measured_and_others_nothing_of_mine(
    ask, unit, exercise, jonas, course, program
):
    visitor = program()
    refused = visitor.get(f"{unit}/exercises")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-enrolled")
    first = f"courses/leaves/units/{item_of(course, 'first').uid}"
    assert visitor.get(f"{first}/exercises").json()["results"] == []
    uid = ask.post(f"{exercise}/sittings", {"phase": "practice"}).json()["uid"]
    begin(jonas, course)
    other = program(jonas)
    assert other.get(f"sittings/{uid}").status_code == 404
    assert other.put(f"sittings/{uid}/items/1/answer", {"cannot_tell": True}).status_code == 404
    assert phases(other, unit)["practice"]["sitting"] is None
    assert len(ask.get(f"{exercise}/examples").json()["results"]) == 2
    assert all(row["review"] for row in ask.get(f"{exercise}/examples").json()["results"])


def test_a_new_series_says_from_which_day_it_opens(ask, unit, exercise, course, ona):
    enrolment, day = ona.enrolments.get(), now() - timedelta(days=10)
    sit(enrolment, course, "practice", size=4, on=day)
    for hours in (1, 3):
        sit(enrolment, course, wrong=range(20), on=day + timedelta(hours=hours))
        sit(enrolment, course, "practice", size=5, on=day + timedelta(hours=hours + 1))
    measured = phases(ask, unit)["measured"]
    assert (measured["is_open"], measured["code"]) == (False, "series-closed")
    assert measured["opens"]
    refused = ask.post(f"{exercise}/sittings", {"phase": "measured"}).json()
    assert (refused["code"], refused["detail"]) == (measured["code"], measured["detail"])


def test_estimates_tell_their_bias_in_numbers_and_words(teach, ona, program):
    course = teach(covering())
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4, leans=1)
    sit(enrolment, course, leans=1.5)
    ask = program(ona)
    result = ask.get(f"results/{CalibrationResult.objects.get().uid}").json()
    (estimates,) = result["estimates"]
    assert estimates["is_biased"] and estimates["relative_bias"] > 0.2 and estimates["says"]
    assert estimates["n"] == len(estimates["pairs"]) == 30 and len(estimates["sizes"]) == 3
    assert result["confusion"] is None and result["kappa"] is None and result["held_back_by"]
    lithuanian = program(ona, language="lt").get(f"results/{result['uid']}").json()
    assert lithuanian["says"]["title"] != result["says"]["title"]


def test_staff_read_how_everybody_stands_and_nobody_else(
    ask, unit, exercise, course, ona, jonas, ieva, rasa, vytas, program
):
    for person in (ona, jonas):
        enrolment = begin(person, course)
        sit(enrolment, course, "practice", size=4)
        sit(enrolment, course, wrong=range(2))
    teacher = program(ieva)
    pages = walk(teacher, f"{exercise}/results?limit=1")
    assert [[row["name"] for row in page] for page in pages] == [[ona.name], [jonas.name]]
    (result,) = pages[0][0]["results"]
    assert (pages[0][0]["level"], result["right"], result["series"]["n"]) == (2, 28, 30)
    assert [row["key"] for row in result["classes"]] == ["a", "b", "c"]
    assert program(vytas).get(f"{exercise}/results").status_code == 200
    for other in (ask, program(rasa)):
        assert other.get(f"{exercise}/results").status_code == 404
    assert teacher.get(f"{unit}/exercises/{course.units.first().uid}/results").status_code == 404
