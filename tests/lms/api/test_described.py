"""The description is complete and without warnings, and the API keeps to it, whoever asks."""

import io
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from badges.awards.models import Award
from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.calibration.actions import open_sitting
from lms import api_urls
from lms.common.api.describing import description
from lms.common.clock import now
from tests.calibrations import block_in, measuring, sit
from tests.learning import begin, finish, item_of, open_attempt, outline_in_force, read
from tests.runs import run_of

pytestmark = pytest.mark.django_db


def test_the_description_has_no_warnings():
    said = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=said)
    assert "/api/v1/courses/{slug}" in said.getvalue()


def test_every_address_is_described_in_both_languages(visitor):
    routes = {str(one.pattern) for one in api_urls.urlpatterns if one.name not in ("schema", None)}
    for language in ("lt", "en"):
        answer = visitor.get("/api/v1/schema", headers={"Accept-Language": language})
        said = answer.json()
        assert len(said["paths"]) == len(routes)
        assert answer["Content-Language"] == language and "no-store" not in answer["Cache-Control"]
        for path, methods in said["paths"].items():
            for method, operation in methods.items():
                assert operation["summary"] and operation["description"], (path, method)
                assert "default" in operation["responses"]
                if method != "get":
                    names = {one["name"] for one in operation["parameters"]}
                    assert "Idempotency-Key" in names, path


# --- Schemathesis --------------------------------------------------------------------------------

EXAMPLES = 5
# A short form for `make test`; each role meets every operation with what fits and with what does not.
SHORT = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def ids(sampling_course, teach, ona, birute, ieva) -> dict[str, list[str]]:
    """What Ona has: an open attempt, a sitting that measures and one with help; and Birutė, who has
    finished: an attempt, a badge, a code, a result, a practice."""
    enrolment = begin(ona, sampling_course)
    read(enrolment, sampling_course, "first")
    attempt = open_attempt(enrolment, sampling_course, "second")
    begun = begin(birute, sampling_course)
    finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    run = run_of(sampling_course, ieva)
    leaves = teach(measuring())
    hers, others = begin(ona, leaves), begin(birute, leaves)
    for each in (hers, others):
        sit(each, leaves, "practice", size=4)
    exercise = outline_in_force(leaves), item_of(leaves, "second"), block_in(leaves)
    open_ones = [
        open_sitting(hers, *exercise, phase=phase, on=now()) for phase in ("measured", "aided")
    ]
    result = sit(others, leaves, wrong=range(9)).results.get()
    practice = open_sitting(others, *exercise, phase="practice", on=now())
    second = item_of(sampling_course, "second")
    done = birute.enrolments.get(run=begun.run).attempts.get()
    return {
        "slug": ["sampling", "sampling", "nothing"],
        "leaves": ["leaves"],
        "measuring": [str(exercise[1].uid), str(item_of(leaves, "first").uid)],
        "exercise": [str(exercise[2])],
        "sitting": [str(one.uid) for one in (*open_ones, practice, result.sitting)],
        "result": [str(result.uid)],
        "number": [1, 2, 30],
        "unit": [str(one.uid) for one in sampling_course.units.all()],
        "attempt": [str(attempt.uid), str(done.uid)],
        "block": [str(second.score_block)],
        "item": [str(one.item_version.item.uid) for one in attempt.responses.all()],
        "code": [Certificate.objects.get().code, Award.objects.first().code, "0O1I"],
        "run": [str(run.pk)],
    }


@pytest.fixture
def one_connection():
    """A request neither gives its connection back nor takes another: as with the client of tests, all
    happens in the transaction of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


# A part of an address → what its ids are the ids of; the first that fits.
WHOSE = {
    "exercises": {"slug": "leaves", "uid": "measuring", "block": "exercise"},
    "attempts/": {"uid": "attempt"},
    "sittings/": {"uid": "sitting"},
    "results/": {"uid": "result"},
}
ROLES = ["anonymous", "learner", "finished", "instructor", "administrator"]


@pytest.mark.sweep
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("role", ROLES)
def test_the_api_keeps_to_its_description(role, ids, settings, program, ona, birute, ieva, vytas):
    settings.API_LIMITS = False
    people = {
        "anonymous": None,
        "learner": ona,
        "finished": birute,
        "instructor": ieva,
        "administrator": vytas,
    }
    token = program(people[role]).token
    # Called without a server in between, nothing unpacks what is sent packed.
    headers = {"Accept-Encoding": "identity"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    api = schemathesis.openapi.from_dict(description("en"))
    api.app = get_wsgi_application()
    tried = 0
    for result in api.get_all_operations():
        operation = result.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            tried += _try(operation, mode, ids, headers)
    assert tried > EXAMPLES * 10


def _try(operation: Any, mode: Any, ids: dict[str, list[str]], headers: dict[str, str]) -> int:
    if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query):
        # Where nothing is asked for, nothing can be sent that does not fit.
        return 0
    found = next((part for part in WHOSE if f"/{part}" in operation.path), "")
    whose = {"uid": "unit"} | WHOSE.get(found, {})
    seen = []

    @SHORT
    @given(
        case=operation.as_strategy(generation_mode=mode),
        is_known=st.sampled_from([True, True, True, False]),
        choose=st.fixed_dictionaries({name: st.sampled_from(ids[name]) for name in ids}),
    )
    def keeps(case: Any, is_known: bool, choose: dict[str, str]) -> None:
        seen.append(case)
        if is_known:
            # A cursor is nothing that anybody makes up.
            case.query.pop("cursor", None)
            for name in case.path_parameters:
                case.path_parameters[name] = choose[whose.get(name, name)]
        # Each example finds things as they were: what was left or handed in is there again.
        with transaction.atomic():
            response = case.call(headers={**(case.headers or {}), **headers})
            transaction.set_rollback(True)
        assert response.status_code < 500
        case.validate_response(response, excluded_checks=_left_out())

    keeps()
    return len(seen)


def _left_out() -> list[Any]:
    """Checks that ask of every example what only a live server with all its people can tell."""
    from schemathesis.checks import CHECKS, load_all_checks

    load_all_checks()
    names = {
        # A header that nobody knows is ignored, and a query that says too much is no fault.
        "negative_data_rejection",
        # What fits its field may still be refused by a rule, which is the point of rules.
        "positive_data_acceptance",
        "ignored_auth",
        "use_after_free",
        "ensure_resource_availability",
        "object_level_authorization",
        "missing_required_header",
    }
    return [check for check in CHECKS.get_all() if getattr(check, "__name__", "") in names]
