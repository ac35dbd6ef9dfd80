"""Lists in pages, and how often they may be asked for."""

import pytest

from lms.common.api import throttles
from lms.common.api.paging import MOST
from tests.learning import answer, begin, read
from tests.packages import sampling

pytestmark = pytest.mark.django_db


def walk(ask, path):
    """Every page of a list, as a program goes through it."""
    found, following = [], path
    while following:
        page = ask.get(following.removeprefix("http://testserver")).json()
        found.append(page["results"])
        following = page["next"]
    return found


def test_pages_hold_every_row_once_the_newest_first(ona, sampling_course, program):
    begun = begin(ona, sampling_course)
    read(begun, sampling_course, "first")
    answer(begun, sampling_course, "second")
    ask = program(ona)
    pages = walk(ask, "records?limit=1")
    whole = ask.get("records").json()
    assert [one for page in pages for one in page] == whole["results"]
    assert [len(page) for page in pages] == [1] * len(whole["results"])
    assert whole["next"] is None and len(whole["results"]) == 4
    assert whole["results"][-1]["verb"] == "enrolled"


def test_what_comes_in_meanwhile_moves_nothing(ona, sampling_course, program):
    begun = begin(ona, sampling_course)
    read(begun, sampling_course, "first")
    ask = program(ona)
    first = ask.get("records?limit=1").json()
    answer(begun, sampling_course, "second")
    rest = ask.get(first["next"].removeprefix("http://testserver")).json()["results"]
    assert [one["verb"] for one in first["results"] + rest] == ["completed-unit", "enrolled"]


def test_the_catalogue_is_paged_and_searched(teach, program, visitor):
    for slug in ("sampling", "other", "third"):
        teach(sampling(slug))
    ask = program()
    slugs = [one["course"]["slug"] for page in walk(ask, "courses?limit=2") for one in page]
    assert slugs == ["sampling", "other", "third"]
    found = walk(program(language="lt"), "courses?q=tekstas&limit=2")
    assert all(one["units"] or one["hidden"] for page in found for one in page) and found[0]
    assert ask.get("courses?q=zqxw").json() == {"next": None, "results": []}
    short = ask.get("courses?competency=C1&level=1&effort=short").json()["results"]
    assert len(short) == 3
    assert ask.get("courses?q=zq%00xw&competency=%00").status_code == 200
    assert ask.get("courses?competency=A1").json()["results"] == []
    assert ask.get(f"courses?limit={MOST}").status_code == 200
    assert ask.get(f"courses?limit={MOST + 1}").status_code == 400


# --- how often -----------------------------------------------------------------------------------


@pytest.fixture
def minute(monkeypatch):
    """A clock that stands in the middle of a minute until it is moved."""
    at = [1_900_000_050.0]
    monkeypatch.setattr(throttles.time, "time", lambda: at[0])
    monkeypatch.setattr(throttles, "VISITORS", 25)
    monkeypatch.setattr(throttles, "PEOPLE", 40)
    return at


def test_who_asks_too_often_is_told_when_to_go_on(minute, db, program):
    ask = program()
    statuses = [ask.get("").status_code for _once in range(26)]
    assert statuses == [200] * 25 + [429]
    answer = ask.get("")
    assert answer.json()["code"] == "too-many" and answer["Retry-After"] == "30"
    assert "30" in answer.json()["detail"]
    minute[0] += 30
    assert ask.get("").status_code == 200


def test_tokens_are_counted_each_for_itself_and_visitors_by_address(minute, ona, program):
    ask, other = program(ona), program(ona)
    assert [ask.get("me").status_code for _once in range(41)] == [200] * 40 + [429]
    assert other.get("me").status_code == 200
    visitor = program()
    for _once in range(25):
        visitor.get("")
    elsewhere = visitor.client.get("/api/v1/", REMOTE_ADDR="193.219.45.17")
    assert elsewhere.status_code == 200
    assert visitor.get("").status_code == 429


def test_one_household_of_addresses_is_one(minute, db, client_for):
    client = client_for()
    for place in range(25):
        client.get("/api/v1/", REMOTE_ADDR=f"2001:db8:1:2::{place:x}")
    assert client.get("/api/v1/", REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert client.get("/api/v1/", REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_processes_tell_each_other_what_they_have_counted(minute, db, program):
    ask = program()
    for _process in range(3):
        throttles.forget_counts()
        statuses = [ask.get("").status_code for _once in range(10)]
    # Twenty were counted elsewhere: the tenth here is the thirtieth of all.
    assert statuses == [200] * 9 + [429]


def test_limits_can_be_off_for_automatic_tests(minute, db, program, settings):
    settings.API_LIMITS = False
    ask = program()
    assert {ask.get("").status_code for _once in range(30)} == {200}
