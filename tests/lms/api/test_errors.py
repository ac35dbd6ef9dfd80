"""Whatever goes wrong has one shape, in the language that was asked for."""

import pytest
from django.test import Client

from lms.accounts.actions import suspend
from lms.common.clock import now
from tests.learning import begin

pytestmark = pytest.mark.django_db

UID = "00000000-0000-4000-8000-000000000000"


def shape_of(answer, status, code):
    said = answer.json()
    assert (answer.status_code, said["code"]) == (status, code)
    assert set(said) >= {"code", "detail"} and said["detail"]
    assert answer["Content-Type"] == "application/json"
    return said


OF_VISITORS = [
    ("GET", "me", 401, "not-signed-in"),
    ("POST", "courses/sampling/enrolment", 401, "not-signed-in"),
    ("GET", "courses/nothing", 404, "not-found"),
    ("GET", f"courses/sampling/units/{UID}", 404, "not-found"),
    ("GET", "courses/", 404, "not-found"),
    ("GET", "nowhere", 404, "not-found"),
    ("GET", "/api/v2/courses", 404, "not-found"),
    ("GET", "/api/v1/courses/%00", 404, "not-found"),
    ("GET", "verify/nothing", 404, "not-found"),
    ("GET", "courses?limit=0", 400, "bad-limit"),
    ("GET", "courses?limit=many", 400, "bad-limit"),
    ("GET", "courses?cursor=x", 400, "bad-cursor"),
    ("GET", "courses?cursor=YWZ0ZXI6", 400, "bad-cursor"),
    ("GET", "courses?cursor=ž", 400, "bad-cursor"),
]
OF_LEARNERS = [
    ("DELETE", "me", None, 405, "no-such-method"),
    ("OPTIONS", "me", None, 405, "no-such-method"),
    ("GET", f"attempts/{UID}", None, 404, "not-found"),
    ("PUT", f"attempts/{UID}/responses/{UID}", {"answer": None}, 404, "not-found"),
    ("POST", "courses/nothing/enrolment", {}, 404, "not-found"),
    ("POST", "courses/sampling/enrolment", {"run": "99"}, 404, "not-found"),
    ("POST", "courses/sampling/enrolment", [], 400, "invalid"),
    ("POST", "courses/sampling/enrolment", '"x"', 400, "invalid"),
    ("POST", f"courses/sampling/units/{UID}/completion", None, 404, "not-found"),
]


def test_programs_are_told_what_is_wrong(sampling_course, program, ona):
    visitor, learner = program(), program(ona)
    for method, path, status, code in OF_VISITORS:
        shape_of(visitor(method, path), status, code)
    for method, path, body, status, code in OF_LEARNERS:
        shape_of(learner(method, path, body), status, code)


def test_fields_at_fault_are_named_in_both_languages(sampling_course, program, ona):
    body = {"run": "x" * 99, "waits": "perhaps", "colour": "green"}
    said = {}
    for language in ("en", "lt"):
        answer = program(ona, language=language).post("courses/sampling/enrolment", body)
        said[language] = shape_of(answer, 400, "invalid")
        assert set(said[language]["fields"]) == {"run", "waits"}
    assert said["lt"]["detail"] != said["en"]["detail"]
    answer = program(ona).post("courses/sampling/enrolment", {"colour": "green"})
    assert answer.json()["fields"] == {"colour": ["There is no such field."]}


MALFORMED = [
    b"{",
    b"\xff",
    b'{"answer": NaN}',
    b'{"answer": "\\u0000"}',
    b'{"answer": "\\ud800"}',
    b"[" * 100_000,
    b'{"answer": ' + b"[" * 30 + b"]" * 30 + b"}",
    b'{"seen": ' + b"9" * 5000 + b"}",
]


def test_what_no_database_could_keep_is_malformed(program, ona, sampling_course):
    ask = program(ona)
    for sent in MALFORMED:
        answer = ask.client.post(
            "/api/v1/courses/sampling/enrolment",
            sent,
            content_type="application/json",
            headers={"Authorization": f"Bearer {ask.token}"},
        )
        shape_of(answer, 400, "malformed")


def test_other_forms_and_sizes_are_refused(program, ona, sampling_course, settings):
    ask = program(ona)
    headers = {"Authorization": f"Bearer {ask.token}"}
    address = "/api/v1/courses/sampling/enrolment"
    shape_of(ask.client.post(address, {"run": "1"}, headers=headers), 415, "not-json")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = ask.client.post(
        address, {"run": "x" * 20}, content_type="application/json", headers=headers
    )
    shape_of(answer, 413, "too-large")


def test_a_rule_that_says_no_says_it_as_on_the_pages(sampling_course, program, ona):
    begin(ona, sampling_course)
    uid = sampling_course.units.get(key="second").uid
    english, lithuanian = program(ona), program(ona, language="lt")
    locked = [ask.get(f"courses/sampling/units/{uid}") for ask in (english, lithuanian)]
    for answer in locked:
        shape_of(answer, 403, "locked")
    assert locked[0].json()["detail"] != locked[1].json()["detail"]
    assert locked[1]["Content-Language"] == "lt"
    assert "Accept-Language" in locked[1]["Vary"] and "no-store" in locked[1]["Cache-Control"]
    fresh = sampling_course.units.get(key="first").uid
    unknown = program(ona, language="de").get(f"courses/sampling/units/{fresh}")
    assert unknown["Content-Language"] == "lt"


def test_forms_of_other_sites_write_nothing(sampling_course, jonas):
    client = Client(enforce_csrf_checks=True)
    client.force_login(jonas)
    address = "/api/v1/courses/sampling/enrolment"
    shape_of(client.post(address, {}, content_type="application/json"), 403, "csrf")
    assert not jonas.enrolments.exists()
    assert client.get("/api/v1/me").status_code == 200
    page = client.get("/en/me/profile/")
    token = client.cookies["laukas-csrf"].value
    assert page.status_code == 200
    sent = client.post(address, {}, content_type="application/json", headers={"X-CSRFToken": token})
    assert sent.status_code == 200 and jonas.enrolments.exists()


def test_a_suspended_session_is_told_in_json(jonas, vytas, client_for):
    client = client_for(jonas)
    suspend(jonas, by=vytas, reason="Spam.", on=now())
    shape_of(client.get("/api/v1/me"), 403, "suspended")
    shape_of(client.get("/api/v1/me"), 401, "not-signed-in")


def test_what_breaks_here_is_our_fault(program, ona, monkeypatch):
    def breaks(*_args):
        raise RuntimeError

    monkeypatch.setattr("lms.accounts.api.told", breaks)
    ask = program(ona)
    ask.client.raise_request_exception = False
    shape_of(ask.get("me"), 500, "our-fault")
