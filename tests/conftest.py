"""The cast and the doors: people, a small course, clients that run after-commit work at once."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone, translation
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
from lms.accounts.models import ApiToken, SiteRole, User
from lms.accounts.token_actions import make_token
from lms.common import doorbell, store
from lms.common.api.throttles import forget_counts
from lms.common.clock import now
from lms.hub.queries import forget_profile
from lms.pages.demo_cast import PASSWORD
from tests.kept import Kept, Statement, inserts, keep, put_back, standing
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
# make quick looks less long for what breaks a property; make test looks as long as it should.
settings.register_profile("quick", settings.get_profile("laukas"), max_examples=15)

Teach = Callable[..., Course]
# What leads to the database. Whatever asks for none of it is the same on both.
DATABASE = {"db", "transactional_db", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks pages as somebody is a story; make quick runs what is smaller. Whatever needs no
    database runs once."""
    for item in items:
        asks = set(getattr(item, "fixturenames", ()))
        if "client_for" in asks:
            item.add_marker("story")
        marked = any(item.iter_markers("django_db")) or any(item.iter_markers("postgres"))
        if not marked and not asks & DATABASE:
            item.add_marker("once")


@pytest.fixture(autouse=True)
def own_world(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files of a test lie in its own folder; nothing kept in the process outlives it; no broker."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STAGED_DIR = tmp_path / "staged"
    settings.CREDENTIAL_KEY_FILE = str(tmp_path / "credential-key.pem")
    settings.MAIL_DIR = tmp_path / "mail"
    settings.ERASED_LIST = str(tmp_path / "kept" / "erased.jsonl")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DOORBELL = False
    if settings.DEBUG:  # setting it anew throws away every compiled template
        settings.DEBUG = False
    settings.SITE_URL = "http://testserver"
    # Pages of debug are left out when the addresses are first asked for, so that is now: a test
    # that switches debug on might be the first of its process.
    assert get_resolver().url_patterns
    store.clear()
    forget_version()
    forget_profile()
    forget_counts()
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
def loaded_map() -> list[Statement]:
    """What writes the rows of the competency map, once the first test has loaded them."""
    return []


@pytest.fixture
def competency_map(db: None, loaded_map: list[Statement]) -> None:
    """The platform's own map and achievements. Loading them asks for each row, one by one, so
    only the first test does it; the others get the same rows in a statement for each table."""
    from badges.awards.actions import load_achievements
    from lms.management.commands.load_map import ACHIEVEMENTS

    if not loaded_map:
        load_map()
        load_achievements(ACHIEVEMENTS, on=now())
        tables = (Framework, Competency, Crosswalk, Level, Achievement, AchievementVersion)
        loaded_map.extend(inserts([list(one._base_manager.order_by("pk")) for one in tables]))
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, values in loaded_map:
            cursor.execute(sql, values)
    AchievementVersion.objects.update(made_at=now())


@pytest.fixture(scope="session")
def kept_courses() -> dict[str, Kept]:
    """What the first course of a test left, by the digest of its package."""
    return {}


@pytest.fixture
def teach(
    competency_map: None,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    ieva: User,
    kept_courses: dict[str, Kept],
) -> Teach:
    """Imports a package and publishes it, as the command does; again with a changed one. The first
    course of a test is put back as it was left when it was first imported."""

    def give(package: Package, owner: User | None = None) -> Course:
        if Course.objects.exists():
            return published(package, owner or ieva)
        kept = kept_courses.get(known := package.digest())
        if kept:
            with suppress(IntegrityError):
                put_back(kept, owner or ieva)
                return Course.objects.get(slug=package.course["slug"])
        before = standing()
        course = published(package, owner or ieva)
        if kept is None:
            media = tmp_path_factory.mktemp("kept") / "media"
            kept_courses[known] = keep(before, owner or ieva, media)
        return course

    def published(package: Package, owner: User) -> Course:
        folder = package.write(tmp_path / "packages" / package.course["slug"])
        text, faults = read_course(folder)
        assert not faults, "\n".join(map(str, faults))
        course = import_course(text, owner=owner, on=now())
        self_paced_run(course)
        publish(course, by=owner, on=now())
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
def token_of(db: None) -> Callable[..., str]:
    """A token that somebody makes."""

    def make(person: User, scope: str = ApiToken.Scope.WRITE, name: str = "") -> str:
        day = timezone.localdate() + timedelta(days=30)
        called = name or f"{scope} {person.api_tokens.count()}"
        return make_token(person, name=called, scope=scope, valid_until=day, on=now())[1]

    return make


@pytest.fixture
def visitor(client_for: Callable[..., AtOnce]) -> AtOnce:
    return client_for()
