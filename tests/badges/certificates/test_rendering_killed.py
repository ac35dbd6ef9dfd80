"""Processes that are killed anywhere between a completed course and its certificate's file, on
PostgreSQL; then the sweep."""

import hashlib
import json
import os
import signal
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.models.query import QuerySet

from badges.certificates import actions, signing_actions
from badges.certificates.actions import path_of, render_due
from badges.certificates.models import Certificate, CertificateFile
from badges.credentials import actions as credentials
from badges.credentials.actions import usable_key
from badges.credentials.models import SignedCredential
from badges.intake.actions import take_in_waiting
from lms.common import whole_files
from lms.common.clock import now
from lms.management.commands import sweep
from tests.learning import finish

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

KILLS = 20
LANGUAGES = {"lt", "en"}


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def drawn(_facts, *, attachments):
    """In place of a PDF: what is told of it here is that it carries its credential."""
    (one,) = attachments
    return b"%PDF" + one.content


@pytest.fixture
def course(sampling_course, monkeypatch):
    monkeypatch.setattr(actions, "render_pdf", drawn)
    monkeypatch.setattr(actions, "rendering_obstacle", lambda: "")
    usable_key(on=now())
    return sampling_course


# --- killed --------------------------------------------------------------------------------------


def dead(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def at_call(number, real, last=dead, counts=lambda *_args: True):
    """The real thing, until it is called for this time. counts: which calls do; badges are given on the
    way, and signed as well."""
    calls = iter(range(1, number))

    def call(*args, **more):
        if counts(*args) and next(calls, None) is None:
            return last(*args, **more)
        return real(*args, **more)

    return call


def of_a_certificate(told):
    """Whether this is what a certificate says, before or after it is signed."""
    if isinstance(told, dict):
        kind = told.get("credentialSubject", {}).get("achievement", {}).get("achievementType")
    else:
        kind = told.kind
    return kind == "CertificateOfCompletion"


def signed_certificates(_rows, objects, _fields):
    return any(getattr(one, "certificate_id", None) for one in objects)


@contextmanager
def half_written(handle, _mode):
    """A file that is written half, and then the power goes."""

    class Half:
        def write(self, content):
            os.write(handle, content[: len(content) // 2])
            dead()

    yield Half()


def renamed(source, target):
    os.rename(source, target)
    dead()


def said_so(real):
    """Where the row is about to say that the file is there."""

    def update(rows, **said):
        return dead() if said.get("made_at") else real(rows, **said)

    return update


# Step → how a process is made to end there; number: at the first or the second of two languages.
STEPS = {
    "being issued": lambda _number: setattr(actions, "tell", dead),
    "issued": lambda _number: setattr(signing_actions, "sign_certificates", dead),
    "told": lambda number: setattr(
        credentials,
        "document_of",
        at_call(number, credentials.document_of, counts=of_a_certificate),
    ),
    "signed": lambda number: setattr(
        credentials, "as_text", at_call(number, credentials.as_text, counts=of_a_certificate)
    ),
    "being written down": lambda _number: setattr(
        QuerySet, "bulk_update", at_call(1, QuerySet.bulk_update, counts=signed_certificates)
    ),
    "begun": lambda number: setattr(actions, "_begun", at_call(number, actions._begun)),
    "before the file": lambda number: setattr(actions, "render_pdf", at_call(number, drawn)),
    "file half-written": lambda number: setattr(
        whole_files.os, "fdopen", at_call(number, os.fdopen, half_written)
    ),
    "file renamed": lambda number: setattr(
        whole_files.os, "replace", at_call(number, os.replace, renamed)
    ),
    "row not yet": lambda number: (
        setattr(whole_files, "digest_of", at_call(number, whole_files.digest_of))
        if number == 1
        else setattr(QuerySet, "update", said_so(QuerySet.update))
    ),
}
UNSIGNED = {"being issued", "issued", "told", "signed", "being written down"}


def _die(step, number, learner, course, name):
    """In a process of its own: finish the course, issue, sign and draw, and end at this step as if the
    power went."""
    connections.close_all()
    connection.settings_dict["NAME"] = name
    STEPS[step](number)
    finish(learner, course, on=now())
    take_in_waiting(on=now())
    render_due(on=now())
    os._exit(0)


def killed_at(step, number, learner, course):
    name = connection.settings_dict["NAME"]
    # The child is to inherit no connection, nor a pool of them.
    connections.close_all()
    connection.close_pool()
    process = get_context("fork").Process(target=_die, args=(step, number, learner, course, name))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL, (step, number, process.exitcode)


# --- what is left, and what comes of it ----------------------------------------------------------


def nothing_is_half(certificates):
    """Signed whole or not at all; under its name a file is whole."""
    for one in SignedCredential.objects.filter(certificate__in=certificates):
        assert bool(one.document) == bool(one.digest) == bool(one.signed_at)
        assert not one.document or json.loads(one.document)["proof"]["proofValue"]
    for file in CertificateFile.objects.filter(certificate__in=certificates):
        place = Path(actions.settings.MEDIA_ROOT) / (
            file.path or f"certificates/{file.certificate.code}-{file.language}.pdf"
        )
        if file.digest or place.exists():
            assert place.read_bytes() == b"%PDF" + document_of(file).encode()


def document_of(file):
    return file.certificate.credentials.get(language=file.language).document


def whole(certificate):
    """One credential and one file a language, each file as its row says, with its credential in it."""
    signed = certificate.credentials.all()
    files = certificate.files.all()
    assert {one.language for one in signed} == {one.language for one in files} == LANGUAGES
    assert (signed.count(), files.count()) == (2, 2)
    for one in signed:
        assert json.loads(one.document)["proof"]["proofValue"]
        assert one.tries == 0
    for file in files:
        content = path_of(file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.digest
        assert len(content) == file.size
        assert content == b"%PDF" + document_of(file).encode()
        assert (file.tries, file.trouble, file.set_aside_at) == (0, "", None)


def test_killed_at_any_step_the_sweep_makes_one_credential_and_one_file_a_language(
    course, person, monkeypatch
):
    steps = list(STEPS)
    for kill in range(KILLS):
        step, number = steps[kill % len(steps)], 1 + kill // len(steps) % 2
        learner = person(f"k{kill}", f"Person K{kill}")
        killed_at(step, number, learner, course)
        mine = Certificate.objects.filter(person=learner)
        assert mine.count() == (0 if step == "being issued" else 1), step
        signed = SignedCredential.objects.filter(certificate__in=mine).exclude(digest="")
        assert signed.count() == (0 if step in UNSIGNED else 2), step
        made = CertificateFile.objects.filter(certificate__in=mine).exclude(digest="")
        # What was made before the second one was killed stays.
        assert made.count() == (0 if step in UNSIGNED or step == "row not yet" else number - 1)
        nothing_is_half(mine)
        before = dict(signed.values_list("pk", "document"))

        later = now() + timedelta(minutes=15)
        with monkeypatch.context() as clock:
            clock.setattr(sweep, "now", lambda later=later: later)
            call_command("sweep", verbosity=0)
        certificate = mine.get()
        whole(certificate)
        # What had been signed is what was handed out.
        assert before.items() <= dict(certificate.credentials.values_list("pk", "document")).items()
    folder = Path(actions.settings.MEDIA_ROOT) / "certificates"
    there = {path.name for path in folder.iterdir()}
    assert there == {path_of(file).name for file in CertificateFile.objects.all()}
    assert len(there) == 2 * KILLS
