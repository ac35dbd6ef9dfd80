"""Many awards at once, a list that changes while it is published, and processes that are killed on the
way, on PostgreSQL."""

import json
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from django.db import connection, connections

from badges.awards.actions import award_what_is_due, define_achievement, revoke_award
from badges.awards.models import Award
from badges.awards.rules import Facts
from badges.awards.signing_actions import sign_badges
from badges.credentials import actions
from badges.credentials.actions import publish_list, usable_key
from badges.credentials.models import IssuerKey, SignedCredential, StatusList
from badges.credentials.queries import taken_back
from badges.credentials.status import encoded
from lms.accounts.models import User
from lms.common.clock import now
from tests.packages import pair

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = 20


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def version(postgres_only):
    return define_achievement(
        "careful-eye",
        name=pair("Akyla akis", "Careful eye"),
        description=pair("Skiria lapus.", "Tells leaves apart."),
        criteria=pair("Įveikus kursą.", "By completing the course."),
        rule={"course": "leaves"},
        drawing={"letter": "C", "level": 2, "codes": [], "seed": 5},
        valid_months=24,
        on=now(),
    )


def give(person, version):
    facts = Facts(courses=frozenset({"leaves"}))
    return award_what_is_due(person, facts, [version], [], on=now())


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


def test_twenty_awards_at_once_share_no_place_and_make_one_key(person, version, monkeypatch):
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


def test_signed_from_eight_sides_it_is_signed_once(person, version):
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


def test_what_is_revoked_while_the_list_is_published_is_in_it(person, version, vytas):
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

STEPS = ("allotted", "told", "signed", "written")


def _die(person_id, version_id, step, name):
    """In a process of its own: give the badge, and end at this step as if the power went."""
    from badges.awards.models import AchievementVersion

    connections.close_all()
    connection.settings_dict["NAME"] = name

    def dead(*_args, **_kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    if step == "allotted":
        actions.document_of = dead
        # Before the award's own transaction ends.
        import badges.awards.actions as awards

        awards.tell = dead
    elif step == "told":
        actions.document_of = dead
    elif step == "signed":
        actions.as_text = dead
    else:
        SignedCredential.objects.__class__.bulk_update = dead
    give(User.objects.get(pk=person_id), AchievementVersion.objects.get(pk=version_id))
    os._exit(0)


def test_killed_at_any_step_there_is_one_credential_and_nothing_half(person, version):
    usable_key(on=now())
    name = connection.settings_dict["NAME"]
    fork = get_context("fork")
    for number in range(20):
        step = STEPS[number % len(STEPS)]
        one = person(f"k{number}@example.org")
        connections.close_all()
        process = fork.Process(target=_die, args=(one.pk, version.pk, step, name))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL, (step, process.exitcode)
        held = Award.objects.filter(person=one)
        due = SignedCredential.objects.filter(award__person=one)
        # The award and its due credentials are there together, or neither is.
        assert (held.count(), due.count()) == ((0, 0) if step == "allotted" else (1, 2)), step
        assert not due.exclude(document="").exists(), step
        give(one, version)
        deadline = time.monotonic() + 30
        while due.filter(digest="").exists() and time.monotonic() < deadline:
            sign_badges(on=now())
        assert held.count() == 1
        assert due.count() == 2
        for signed in due:
            assert json.loads(signed.document)["proof"]["proofValue"]
