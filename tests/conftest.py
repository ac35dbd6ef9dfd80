"""The cast and the doors: people, a small course, clients that run after-commit work at once."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import models, transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import translation
from hypothesis import HealthCheck, settings

from badges.awards.models import Achievement, AchievementVersion
from courses.competencies.actions import load_map
from courses.competencies.models import Competency, Crosswalk, Framework, Level
from courses.competencies.queries import forget_version
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.content.models import Course
from courses.enrolment.actions import self_paced_run
from courses.progress.actions import settle_due
from lms.accounts.models import SiteRole, User
from lms.common import doorbell, store
from lms.common.clock import now
from lms.hub.queries import forget_profile
from lms.pages.demo_cast import PASSWORD
from tests.packages import Package, sampling

# Speed is measured in benchmarks: a busy machine must not fail a property. On CI the examples are the
# same every time, so that what landed lands again; elsewhere they go on searching.
settings.register_profile(
    "laukas",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("laukas")

Teach = Callable[..., Course]


@pytest.fixture(autouse=True)
def own_world(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files of a test lie in its own folder; nothing kept in the process outlives it; no broker."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STAGED_DIR = tmp_path / "staged"
    settings.MAIL_DIR = tmp_path / "mail"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DOORBELL = False
    settings.DEBUG = False
    settings.SITE_URL = "http://testserver"
    # Pages of debug are left out when the addresses are first asked for, so that is now: a test
    # that switches debug on might be the first of its process.
    assert get_resolver().url_patterns
    store.clear()
    forget_version()
    forget_profile()
    monkeypatch.setattr(doorbell, "_silent_until", 0.0)
    mail.outbox = []
    translation.activate("en")
    yield
    translation.deactivate()
    store.clear()
    forget_version()
    forget_profile()


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Makes a person with a confirmed address."""
    from allauth.account.models import EmailAddress

    def make(
        first: str, name: str = "", role: str = SiteRole.LEARNER, language: str = "en"
    ) -> User:
        email = f"{first}@example.org"
        user = User.objects.create_user(
            email, PASSWORD, full_name=name, site_role=role, language=language
        )
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    return make


@pytest.fixture
def ona(person: Callable[..., User]) -> User:
    return person("ona", "Ona Petraitė", language="lt")


@pytest.fixture
def jonas(person: Callable[..., User]) -> User:
    return person("jonas", "Jonas Kazlauskas")


@pytest.fixture
def birute(person: Callable[..., User]) -> User:
    return person("birute", "Birutė Žemaitytė", language="lt")


@pytest.fixture
def ieva(person: Callable[..., User]) -> User:
    return person("ieva", "Ieva Jankauskienė", SiteRole.INSTRUCTOR)


@pytest.fixture
def rasa(person: Callable[..., User]) -> User:
    return person("rasa", "Rasa Kazlauskienė", SiteRole.INSTRUCTOR)


@pytest.fixture
def vytas(person: Callable[..., User]) -> User:
    return person("vytas", "Vytas Stankevičius", SiteRole.ADMINISTRATOR)


@pytest.fixture(scope="session")
def loaded_map() -> list[list[models.Model]]:
    """The rows of the competency map, table by table, once the first test has loaded them."""
    return []


@pytest.fixture
def competency_map(db: None, loaded_map: list[list[models.Model]]) -> None:
    """The platform's own map and achievements. Loading them asks for each row, one by one, so
    only the first test does it; the others get the same rows in a statement for each table."""
    from badges.awards.actions import load_achievements
    from lms.management.commands.load_map import ACHIEVEMENTS

    if loaded_map:
        with transaction.atomic():
            for rows in loaded_map:
                type(rows[0])._default_manager.bulk_create(rows)
        AchievementVersion.objects.update(made_at=now())
        return
    load_map()
    load_achievements(ACHIEVEMENTS, on=now())
    for table in (Framework, Competency, Crosswalk, Level, Achievement, AchievementVersion):
        loaded_map.append(list(table._default_manager.order_by("pk")))


@pytest.fixture
def teach(competency_map: None, tmp_path: Path, ieva: User) -> Teach:
    """Imports a package and publishes it, as the command does; again with a changed one."""

    def give(package: Package, owner: User | None = None) -> Course:
        folder = package.write(tmp_path / "packages" / package.course["slug"])
        text, faults = read_course(folder)
        assert not faults, "\n".join(map(str, faults))
        course = import_course(text, owner=owner or ieva, on=now())
        self_paced_run(course)
        publish(course, by=owner or ieva, on=now())
        settle_due(on=now())
        course.refresh_from_db()
        return course

    return give


@pytest.fixture
def package() -> Package:
    return sampling()


@pytest.fixture
def sampling_course(teach: Teach, package: Package) -> Course:
    return teach(package)


class AtOnce(Client):
    """A client whose requests run after-commit work at once, as a real one's would."""

    def request(self, **request: Any) -> Any:
        connection = transaction.get_connection()
        before = len(connection.run_on_commit)
        response = super().request(**request)
        while len(connection.run_on_commit) > before:
            _sids, work, _robust = connection.run_on_commit.pop(before)
            work()
        return response


@pytest.fixture
def client_for(db: None) -> Callable[..., AtOnce]:
    """A signed-in client for a person; for nobody, a visitor's."""

    def make(person: User | None = None, **extra: Any) -> AtOnce:
        client = AtOnce(**extra)
        if person is not None:
            client.force_login(person)
        return client

    return make


@pytest.fixture
def visitor(client_for: Callable[..., AtOnce]) -> AtOnce:
    return client_for()
