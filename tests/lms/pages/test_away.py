"""The database away for a moment: a page that says so, and nothing of our inside."""

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection, connections
from django.test import Client

from lms.common.outage import is_away

AWAY_PAGE, AWAY_PROGRAM = "/en/courses/", "/api/v1/courses"


class Without:
    """Every statement fails, as after the server has gone."""

    def __init__(self, error):
        self.error = error

    def __call__(self, *_args, **_more):
        raise self.error


def restarting():
    error = OperationalError("the database system is starting up")
    error.__cause__ = psycopg.errors.CannotConnectNow("the database system is starting up")
    return error


@pytest.fixture
def away(db, monkeypatch):
    error = restarting()
    monkeypatch.setattr(connections["default"], "vendor", "postgresql")
    with connection.execute_wrapper(Without(error)):
        yield


def asked(address, language="en"):
    client = Client(raise_request_exception=False, headers={"Accept-Language": language})
    return client.get(address)


def test_a_page_says_that_the_site_is_back_in_a_moment(away):
    answer = asked(AWAY_PAGE)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Back in a moment" in answer.text and "send it again in a minute" in answer.text
    assert "starting up" not in answer.text and "Traceback" not in answer.text
    assert answer["Cache-Control"] == "no-store"


def test_in_lithuanian_too(away):
    assert "Tuoj grįšime" in asked("/lt/courses/").text


def test_programs_are_told_to_send_the_same_again(away):
    answer = asked(AWAY_PROGRAM)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["code"] == "away"


@pytest.mark.django_db
def test_any_other_fault_stays_our_fault():
    fault = OperationalError("no such table: nothing")
    # PostgreSQL is told by the state, SQLite by the words.
    fault.__cause__ = psycopg.errors.DiskFull("no space left")
    with connection.execute_wrapper(Without(fault)):
        assert asked(AWAY_PAGE).status_code == 500


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (psycopg.errors.AdminShutdown("terminating connection"), True),
        (psycopg.errors.CrashShutdown("terminating connection"), True),
        (psycopg.errors.TooManyConnections("too many"), True),
        (psycopg.errors.LockNotAvailable("lock timeout"), True),
        (psycopg.OperationalError("server closed the connection unexpectedly"), True),
        (psycopg.errors.QueryCanceled("statement timeout"), False),
        (psycopg.errors.DiskFull("no space left"), False),
    ],
)
def test_what_counts_as_away(monkeypatch, error, away):
    monkeypatch.setattr(connections["default"], "vendor", "postgresql")
    told = OperationalError(str(error))
    told.__cause__ = error
    assert is_away(told) is away


def test_a_closed_connection_is_away_and_a_mistake_of_ours_is_not(monkeypatch):
    monkeypatch.setattr(connections["default"], "vendor", "postgresql")
    assert is_away(InterfaceError("connection already closed"))
    assert not is_away(ValueError("no"))
    assert not is_away(None)


def test_a_locked_sqlite_is_away(monkeypatch):
    monkeypatch.setattr(connections["default"], "vendor", "sqlite")
    assert is_away(OperationalError("database is locked"))
    assert not is_away(OperationalError("no such column: x"))
