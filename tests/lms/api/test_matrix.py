"""Who gets what at every address of the API, by every method; reading writes nothing.

The table says what each address is for. An address that is not in it fails the first test.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from badges.intake.actions import take_in_waiting
from courses.calibration.actions import answer_item, open_sitting, practise_next
from courses.content.actions.courses import archive_course
from courses.content.actions.publishing import unpublish
from courses.content.actions.roles import give_role
from courses.content.models import Course
from lms import api_urls
from lms.accounts.actions import suspend
from lms.accounts.models import ApiToken, SiteRole
from lms.common.clock import now
from tests.calibrations import block_in, measuring, sit
from tests.learning import begin, finish, item_of, open_attempt, outline_in_force, read

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

EVERYBODY = (
    *("anonymous", "learner", "other", "reader", "instructor", "elsewhere", "administrator"),
    *("viewer", "marker", "author", "editor"),
)
SIGNED_IN = EVERYBODY[1:]
# A token that only reads belongs to the learner as well.
MINE = ("learner", "reader")


@dataclass(frozen=True)
class Route:
    """reads: who is answered 200.  writes: method → who may, and with what body.  of: what its ids
    are the ids of."""

    reads: tuple[str, ...] = ()
    writes: tuple[tuple[str, tuple[str, ...], Any], ...] = ()
    of: tuple[tuple[str, str], ...] = ()


JOINED = ("learner",)
# Who may see who learns in a course.
STAFF = ("instructor", "marker", "author", "administrator")
WRITERS = tuple(one for one in SIGNED_IN if one != "reader")
UNIT = (("slug", "slug"), ("uid", "unit"))
# The unit of another course, in which one is measured.
LEAVES = (("slug", "leaves"), ("uid", "measuring"))
EXERCISE = (*LEAVES, ("block", "exercise"))
ITEM = (("uid", "sitting"), ("number", "number"))
ROUTES = {
    "start": Route(EVERYBODY),
    "schema": Route(EVERYBODY),
    "me": Route(SIGNED_IN),
    "courses": Route(EVERYBODY),
    "course": Route(EVERYBODY, of=(("slug", "slug"),)),
    "enrolment": Route(
        writes=(("POST", WRITERS, {}), ("DELETE", WRITERS, None)), of=(("slug", "slug"),)
    ),
    # Its second unit: the first is open to visitors as well.
    "unit": Route(MINE, of=UNIT),
    "completion": Route(writes=(("POST", JOINED, None),), of=(("slug", "slug"), ("uid", "first"))),
    "start-attempt": Route(writes=(("POST", JOINED, None),), of=(*UNIT, ("block", "block"))),
    "enrolments": Route(SIGNED_IN),
    "attempts": Route(SIGNED_IN),
    "attempt": Route(MINE, of=(("uid", "attempt"),)),
    "response": Route(
        writes=(("PUT", JOINED, {"answer": None}),), of=(("uid", "attempt"), ("item", "item"))
    ),
    "submission": Route(writes=(("POST", JOINED, {"anyway": True}),), of=(("uid", "attempt"),)),
    "exercises": Route(MINE, of=LEAVES),
    "examples": Route(MINE, of=EXERCISE),
    "open-sitting": Route(writes=(("POST", JOINED, {"phase": "practice"}),), of=EXERCISE),
    "course-results": Route(STAFF, of=EXERCISE),
    "sitting": Route(MINE, of=(("uid", "sitting"),)),
    "item": Route(MINE, of=ITEM),
    "item-key": Route(writes=(("POST", JOINED, None),), of=ITEM),
    "item-form": Route(writes=(("PUT", JOINED, {"form": "words"}),), of=ITEM),
    "answer-item": Route(writes=(("PUT", JOINED, {"answer": "c", "certainty": "sure"}),), of=ITEM),
    "practise-next": Route(writes=(("POST", JOINED, None),), of=(("uid", "sitting"),)),
    "practise-again": Route(writes=(("POST", JOINED, None),), of=(("uid", "sitting"),)),
    "close-sitting": Route(writes=(("POST", JOINED, None),), of=(("uid", "sitting"),)),
    "results": Route(SIGNED_IN),
    "result": Route(MINE, of=(("uid", "result"),)),
    "result-answers": Route(MINE, of=(("uid", "result"),)),
    "plan": Route(MINE, (("PUT", JOINED, {"text": "Slower."}),), of=(("uid", "result"),)),
    "records": Route(SIGNED_IN),
    "evidence": Route(SIGNED_IN),
    "passport": Route(SIGNED_IN),
    "awards": Route(SIGNED_IN),
    "certificates": Route(SIGNED_IN),
    "verify": Route(EVERYBODY, of=(("code", "code"),)),
}
# Visitors may read these of the first unit of a course, and are told to join for the others.
OPEN = ("unit", "exercises", "examples")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def test_every_address_of_the_api_is_in_the_table():
    assert {one.name for one in api_urls.urlpatterns if one.name} == set(ROUTES)
    for pattern in api_urls.urlpatterns:
        if pattern.name:
            named = {name for name, _thing in ROUTES[pattern.name].of}
            assert set(pattern.pattern.converters) == named, pattern.name


@pytest.fixture
def measured(teach, ona):
    """Ona has been measured once, and has a practice under way in which one answer was not right."""
    course = teach(measuring())
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    result = sit(enrolment, course).results.get()
    outline, item, block = outline_in_force(course), item_of(course, "second"), block_in(course)
    practice = open_sitting(enrolment, outline, item, block, phase="practice", on=now())
    answer_item(practice, 0, None, cannot_tell=True, on=now())
    practise_next(practice, on=now())
    return {
        "leaves": "leaves",
        "measuring": item.uid,
        "exercise": block,
        "sitting": practice.uid,
        "number": 2,
        "result": result.uid,
    }


@pytest.fixture
def world(
    sampling_course, measured, person, program, ona, jonas, birute, ieva, rasa, vytas, settings
):
    settings.API_LIMITS = False
    enrolment = begin(ona, sampling_course)
    read(enrolment, sampling_course, "first")
    attempt = open_attempt(enrolment, sampling_course, "second")
    finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    second = item_of(sampling_course, "second")
    ids = {
        "slug": "sampling",
        "unit": second.uid,
        "first": item_of(sampling_course, "first").uid,
        "block": second.score_block,
        "attempt": attempt.uid,
        "item": attempt.responses.first().item_version.item.uid,
        "code": birute.certificates.get().code,
        **measured,
    }
    staff = {role: person(role) for role in ("viewer", "marker", "author")}
    for role, one in staff.items():
        for course in Course.objects.all():
            give_role(course, one, role, by=ieva, reason="x", on=now())
    shut = person("shut")
    asks = {
        "anonymous": program(),
        "learner": program(ona),
        "reader": program(ona, ApiToken.Scope.READ),
        "other": program(jonas),
        "instructor": program(ieva),
        "elsewhere": program(rasa),
        "administrator": program(vytas),
        "editor": program(person("editor", role=SiteRole.HUB_EDITOR)),
        "suspended": program(shut),
        **{role: program(one) for role, one in staff.items()},
    }
    suspend(shut, by=vytas, reason="x", on=now())
    for ask in asks.values():
        # The day of a token's first use is written once a day, as with sessions.
        ask.get("me")
    return ids, asks


def rows():
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }


def address(name, ids):
    route = ROUTES[name]
    return reverse(f"api:{name}", kwargs={kwarg: ids[thing] for kwarg, thing in route.of})


def test_reading_is_for_whom_the_table_says_and_writes_nothing(world):
    ids, asks = world
    before, wrong = rows(), []
    for name, route in ROUTES.items():
        for role, ask in asks.items():
            for method in ("GET", "HEAD"):
                got = ask(method, address(name, ids)).status_code
                if role in route.reads or (name == "schema"):
                    expected = {200}
                elif role == "suspended" or (role == "anonymous" and name not in OPEN):
                    expected = {401, 405}
                else:
                    expected = {403, 404, 405}
                if got not in expected:
                    wrong.append((role, method, name, got))
    assert wrong == []
    assert rows() == before


def test_writing_is_for_whom_the_table_says_and_nobody_else_changes_anything(world):
    ids, asks = world
    before, wrong = rows(), []
    for name, route in ROUTES.items():
        may = {method: roles for method, roles, _body in route.writes}
        bodies = {method: body for method, _roles, body in route.writes}
        for method in METHODS[1:]:
            for role, ask in asks.items():
                if role in may.get(method, ()):
                    continue
                got = ask(method, address(name, ids), bodies.get(method, {})).status_code
                if not 400 <= got < 500:
                    wrong.append((role, method, name, got))
                shut_out = role in ("anonymous", "suspended") and name != "schema"
                if shut_out and got != 401 and method != "OPTIONS":
                    wrong.append((role, method, name, got))
                if role == "reader" and method != "OPTIONS" and got not in (403, 405):
                    wrong.append((role, method, name, got))
    assert wrong == []
    assert rows() == before


def test_those_who_may_write_do(world):
    ids, asks = world
    wrong = []
    for name, route in ROUTES.items():
        for method, roles, body in sorted(route.writes, key=lambda one: one[0] == "DELETE"):
            for role in roles:
                got = asks[role](method, address(name, ids), body).status_code
                if not 200 <= got < 300 and not (name == "completion" and got == 422):
                    wrong.append((role, method, name, got))
                if name == "enrolment":
                    # Everybody is back where they were.
                    asks[role]("POST", address(name, ids), {})
    assert wrong == []


def foreign(ids):
    """Things of the same kinds that have another parent."""
    return {
        "slug": ids["leaves"],
        "leaves": ids["slug"],
        "unit": ids["measuring"],
        "first": ids["measuring"],
        "measuring": ids["unit"],
        "block": ids["exercise"],
        "exercise": ids["block"],
        "item": ids["exercise"],
        "number": 10**6,
    }


def test_ids_of_another_parent_are_not_there(world):
    ids, asks = world
    before, wrong = rows(), []
    for name, route in ROUTES.items():
        asked = [("GET", route.reads, None), *route.writes]
        for kwarg, thing in route.of:
            if len(route.of) < 2 or thing not in foreign(ids):
                continue
            other = {**ids, thing: foreign(ids)[thing]}
            for method, roles, body in asked:
                for role in roles:
                    got = asks[role](method, address(name, other), body).status_code
                    if got not in (403, 404, 422):
                        wrong.append((role, method, name, kwarg, got))
    assert wrong == []
    assert rows() == before


@pytest.mark.parametrize("state", ["archived", "unpublished"])
def test_a_course_that_is_shut_is_not_there_for_strangers(world, state, ieva):
    ids, asks = world
    for course in Course.objects.all():
        if state == "archived":
            archive_course(course, by=ieva, on=now())
        else:
            unpublish(course, by=ieva, on=now(), reason="x")
    before, wrong = rows(), []
    for name, route in ROUTES.items():
        if "slug" not in dict(route.of):
            continue
        bodies = {method: body for method, _roles, body in route.writes}
        for role in ("anonymous", "elsewhere", "editor"):
            for method in METHODS[:-1]:
                got = asks[role](method, address(name, ids), bodies.get(method)).status_code
                if got not in (401, 403, 404, 405):
                    wrong.append((role, method, name, got))
    assert wrong == []
    assert rows() == before
