"""A database of a test's own, filled as people fill one, that may be destroyed."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from badges.awards.actions import load_achievements
from badges.certificates.actions import render_due
from badges.intake.actions import take_in_waiting
from courses.competencies.actions import load_map
from courses.competencies.queries import forget_version
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.enrolment.actions import self_paced_run
from courses.progress.actions import settle_due
from lms.accounts.models import User
from lms.common import store
from lms.common.backups.databases import database
from lms.common.clock import now
from lms.management.commands.load_map import ACHIEVEMENTS
from lms.pages.demo_cast import finish, make_people
from tests.packages import sampling


@pytest.fixture
def _django_db_helper(
    django_db_setup: None, django_db_blocker: Any, tmp_path: Path
) -> Iterator[None]:
    """Instead of what pytest-django does for a test with `django_db`: no transaction, and no emptying of
    all tables afterwards, which takes ten seconds on PostgreSQL. The test gets the tables in a
    database of its own."""
    with django_db_blocker.unblock():
        yield from _own_database(tmp_path)


def _own_database(tmp_path: Path) -> Iterator[None]:
    tests = connections["default"]
    mine = (Server if tests.vendor == "postgresql" else File)(tests, tmp_path)
    connections["default"] = type(tests)(
        {**tests.settings_dict, "NAME": mine.name}, alias="default"
    )
    try:
        yield
    finally:
        let_go()
        connections["default"] = tests
        mine.remove()


def let_go() -> None:
    """Be connected to nothing, as when the site is stopped."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


class File:
    """A copy of the tests' own SQLite database."""

    def __init__(self, tests: Any, folder: Path) -> None:
        tests.ensure_connection()
        self.name = str(folder / "own.sqlite3")
        copy = sqlite3.connect(self.name)
        tests.connection.backup(copy)
        copy.close()

    def remove(self) -> None:
        """The folder goes with the test."""


class Server:
    """A copy of the tests' own PostgreSQL database, on the same server."""

    def __init__(self, tests: Any, _folder: Path) -> None:
        self.tests, origin = tests, tests.settings_dict["NAME"]
        self.name = f"{origin}_own"
        let_go()
        self.remove()
        self._say(f'CREATE DATABASE "{self.name}" TEMPLATE "{origin}"')

    def remove(self) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _say(self, sql: str) -> None:
        with self.tests._nodb_cursor() as cursor:
            cursor.execute(sql)


@dataclass
class Before:
    """What the first test filled, so that the others need not: a dump, files and all."""

    dump: Path
    files: Path


@pytest.fixture(scope="session")
def before() -> list[Before]:
    """At most one."""
    return []


@pytest.fixture
def filled(
    db: None, tmp_path: Path, before: list[Before], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, User]:
    """Birutė has finished a course: badge, certificate, credentials, files, a picture."""
    store.clear()
    forget_version()
    if not before:
        learn(tmp_path)
        folder = tmp_path_factory.mktemp("filled")
        before.append(Before(folder / "dump", folder / "files"))
        database().dump(before[0].dump)
        shutil.copytree(settings.MEDIA_ROOT, before[0].files / "media")
        shutil.copy(settings.CREDENTIAL_KEY_FILE, before[0].files)
    else:
        database().load(before[0].dump)
        shutil.copytree(before[0].files, tmp_path, dirs_exist_ok=True)
    return {person.email.partition("@")[0]: person for person in User.objects.all()}


def learn(folder: Path) -> None:
    """As people do, from the competency map to the drawn certificate."""
    load_map()
    load_achievements(ACHIEVEMENTS, on=now())
    people = make_people(on=now())
    text, faults = read_course(sampling().write(folder / "package"))
    assert not faults
    course = import_course(text, owner=people["ieva"], on=now())
    self_paced_run(course)
    publish(course, by=people["ieva"], on=now())
    settle_due(on=now())
    course.refresh_from_db()
    finish(people["birute"], course, on=now())
    take_in_waiting(on=now())
    render_due(on=now())
    (Path(settings.MEDIA_ROOT) / "courses").mkdir(exist_ok=True)
    (Path(settings.MEDIA_ROOT) / "courses" / "ąžuolas.svg").write_text("<svg/>")


@pytest.fixture
def destroy() -> Callable[[], None]:
    """Leaves nothing: no table, no file."""

    def do() -> None:
        let_go()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        else:
            for end in ("", "-wal", "-shm"):
                Path(f"{connection.settings_dict['NAME']}{end}").unlink(missing_ok=True)
        for path in sorted(Path(settings.MEDIA_ROOT).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()

    return do


def contents() -> dict[str, Any]:
    """Every row of every table, and every file; but sessions, which end with a restore."""
    quote, found = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                cursor.execute(f"SELECT * FROM {quote(table)}")
                found[table] = sorted(map(repr, cursor.fetchall()))
    media = Path(settings.MEDIA_ROOT)
    found |= {str(path): path.read_bytes() for path in media.rglob("*") if path.is_file()}
    return found
