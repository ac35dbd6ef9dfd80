"""Many awards at once, a list that changes while it is published, and processes that are killed on the
way, on PostgreSQL."""

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from badges.awards.actions import revoke_award
from badges.awards.models import Award
from badges.awards.signing_actions import sign_badges
from badges.credentials.actions import publish_list, usable_key
from badges.credentials.models import IssuerKey, SignedCredential, StatusList
from badges.credentials.queries import taken_back
from badges.credentials.status import encoded
from lms.common.clock import now
from tests.badges.credentials.dying import STEPS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = 20


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def side_by_side(*jobs):
    together = threading.Barrier(len(jobs))

    def run(job):
        try:
            together.wait(20)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(90) for future in [pool.submit(run, job) for job in jobs]]


def test_twenty_awards_at_once_share_no_place_and_make_one_key(person, give, version, monkeypatch):
    # A small list, so that they do meet.
    monkeypatch.setattr(StatusList, "PLACES", 64)
    people = [person(f"p{number}@example.org") for number in range(PEOPLE)]
    side_by_side(*[lambda one=one: give(one, version) for one in people])
    rows = SignedCredential.objects.all()
    assert rows.count() == 2 * PEOPLE
    places = set(rows.values_list("status_list", "place"))
    assert len(places) == 2 * PEOPLE
    assert IssuerKey.objects.count() == 1
    sign_badges(on=now())
    assert not rows.filter(digest="").exists()


def test_signed_from_eight_sides_it_is_signed_once(person, give, version):
    usable_key(on=now())
    people = [person(f"p{number}@example.org") for number in range(5)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("badges.awards.signing_actions.sign_badges", lambda *_a, **_k: 0)
        for one in people:
            give(one, version)
    counts = side_by_side(*[lambda: sign_badges(on=now()) for _one in range(8)])
    assert sum(counts) + sign_badges(on=now()) == 10
    documents = dict(SignedCredential.objects.values_list("pk", "document"))
    assert all(documents.values())
    sign_badges(on=now())
    assert dict(SignedCredential.objects.values_list("pk", "document")) == documents


def test_what_is_revoked_while_the_list_is_published_is_in_it(person, give, version, vytas):
    people = [person(f"p{number}@example.org") for number in range(6)]
    for one in people:
        give(one, version)
    (listed,) = StatusList.objects.all()
    awards = list(Award.objects.all())
    side_by_side(
        *[lambda one=one: revoke_award(one, by=vytas, reason="x", on=now()) for one in awards],
        *[lambda: publish_list(listed.pk, on=now()) for _one in range(3)],
    )
    listed.refresh_from_db()
    said = json.loads(publish_list(listed.pk, on=now()).document)
    places = taken_back(listed)
    assert len(places) == 12
    assert said["credentialSubject"]["encodedList"] == encoded(places, StatusList.PLACES)
    assert not listed.document or json.loads(listed.document)["credentialSubject"][
        "encodedList"
    ] == encoded(places, StatusList.PLACES)


# --- killed on the way ---------------------------------------------------------------------------


def killed_at(step, person, version, settings):
    """How a process ended that gave the badge until this step."""
    database = connection.settings_dict
    place = f"{database['USER']}@{database['HOST']}" if database["USER"] else database["HOST"]
    env = {
        **os.environ,
        "DATABASE_URL": f"postgres://{place}/{database['NAME']}",
        "CREDENTIAL_KEY_FILE": settings.CREDENTIAL_KEY_FILE,
        "SITE_URL": settings.SITE_URL,
    }
    program = [sys.executable, "-m", "tests.badges.credentials.dying"]
    done = subprocess.run(
        [*program, str(person.pk), str(version.pk), step], env=env, capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done


@pytest.mark.sweep
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_there_is_one_credential_and_nothing_half(
    person, give, version, settings, step
):
    usable_key(on=now())
    for number in range(5):
        one = person(f"k{number}@example.org")
        killed_at(step, one, version, settings)
        held = Award.objects.filter(person=one)
        due = SignedCredential.objects.filter(award__person=one)
        # The award and its due credentials are there together, or neither is.
        assert (held.count(), due.count()) == ((0, 0) if step == "allotted" else (1, 2))
        assert not due.exclude(document="").exists()
        give(one, version)
        sign_badges(on=now())
        assert (held.count(), due.count()) == (1, 2)
        for signed in due:
            assert json.loads(signed.document)["proof"]["proofValue"]
