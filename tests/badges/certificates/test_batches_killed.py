"""Processes that are killed while they gather certificates, and several that do so at once, on
PostgreSQL."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from threading import Barrier
from zipfile import ZipFile

import pytest
from django.db import connection, connections
from django.db.models.query import QuerySet

from badges.certificates import actions, batch_actions, batch_zip
from badges.certificates.actions import revoke_certificate
from badges.certificates.batch_actions import (
    LEASE,
    advance_batch,
    ask_batch,
    batches_due,
    forget_batches,
    path_of,
)
from badges.certificates.models import Certificate, CertificateBatch
from badges.intake.actions import take_in_waiting
from lms.common.clock import now
from tests.learning import finish

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LEARNERS = 6


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def course(sampling_course, person, monkeypatch):
    """Six with a certificate; a step sees to two, and a file takes a moment."""
    monkeypatch.setattr(batch_actions, "STEP", 2)
    monkeypatch.setattr(actions, "render_pdf", lambda facts, **_more: b"%PDF" * 1000)
    for number in range(LEARNERS):
        finish(person(f"p{number}", f"Person P{number}"), sampling_course, on=now())
    take_in_waiting(on=now())
    return sampling_course


def whole(batch):
    batch.refresh_from_db()
    with ZipFile(path_of(batch)) as content:
        assert content.testzip() is None
        return len(content.namelist()) - 1


STEPS = ("file", "noted", "writing", "written", "kept")


def _die(batch_id, step, name):
    """In a process of its own: gather, and end at this step as if the power went."""
    connections.close_all()
    connection.settings_dict["NAME"] = name

    def dead(*_args, **_kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    if step == "file":
        files = iter(range(3))
        draw = batch_actions.render_file

        def third(*args, **more):
            return draw(*args, **more) if next(files) < 2 else dead()

        batch_actions.render_file = third
    elif step == "noted":
        update = QuerySet.update
        QuerySet.update = lambda rows, **said: dead() if "reached" in said else update(rows, **said)
    elif step == "writing":
        batch_zip._line = dead
    elif step == "written":
        batch_actions._kept = dead
    else:
        # In the transaction that says it is there.
        CertificateBatch.certificates = property(dead)
    while advance_batch(batch_id, on=now()):
        pass
    os._exit(0)


def test_killed_at_any_step_it_goes_on_and_there_is_one_whole_file(course, ieva):
    name = connection.settings_dict["NAME"]
    fork = get_context("fork")
    for number in range(20):
        step = STEPS[number % len(STEPS)]
        batch = ask_batch(course, None, by=ieva, language="lt", on=now())
        if step == "file":
            for one in Certificate.objects.all():
                for file in one.files.all():
                    file.digest = ""
                    file.save()
        # The child is to inherit no connection, nor a pool of them.
        connections.close_all()
        connection.close_pool()
        process = fork.Process(target=_die, args=(batch.pk, step, name))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL, (step, process.exitcode)
        batch.refresh_from_db()
        assert not batch.is_ready, step
        seen_to = batch.done
        assert seen_to == {"file": 2, "noted": 0}.get(step, LEARNERS), step
        # Nobody takes over before the one that died would have been done.
        assert batches_due(on=now()) == 0
        assert batches_due(on=now() + LEASE + timedelta(seconds=1)) == 1
        assert whole(batch) == LEARNERS
    # What the killed ones left is swept away in the end.
    forget_batches(on=now() + 2 * LEASE)
    assert list(path_of(batch).parent.iterdir()) == [path_of(batch)]


def side_by_side(*jobs):
    together = Barrier(len(jobs))

    def run(job):
        try:
            together.wait(20)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(90) for future in [pool.submit(run, job) for job in jobs]]


def test_asked_and_made_from_eight_sides_there_is_one(course, ieva):
    def ask():
        return ask_batch(course, None, by=ieva, language="lt", on=now()).pk

    assert len(set(side_by_side(*[ask] * 8))) == 1
    side_by_side(*[lambda: batches_due(on=now())] * 8)
    batches_due(on=now())
    batch = CertificateBatch.objects.get()
    assert whole(batch) == LEARNERS
    assert list(path_of(batch).parent.iterdir()) == [path_of(batch)]


def test_what_is_revoked_at_the_same_moment_is_out_or_makes_it_stale(course, ieva):
    certificates = list(Certificate.objects.all())
    batch = ask_batch(course, None, by=ieva, language="lt", on=now())
    side_by_side(
        lambda: batches_due(on=now()),
        *[
            lambda one=one: revoke_certificate(one, by=ieva, reason="x", on=now())
            for one in certificates[:3]
        ],
    )
    batches_due(on=now())
    held = whole(batch)
    stale = batch.certificates.filter(state=Certificate.State.REVOKED).count()
    assert batch.certificates.count() == held
    assert held - stale == LEARNERS - 3
