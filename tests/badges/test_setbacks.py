"""What cannot be taken in: tried again after growing waits, then set aside for a person to see to."""

from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection

from badges.awards.models import Award
from badges.intake import actions as intake
from badges.intake.models import Receipt, Setback
from courses.records.models import LearningRecord, Verb
from courses.records.signals import record_written
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal, trouble_of
from tests.learning import finish

pytestmark = pytest.mark.django_db

SETBACKS = "/en/admin/badges/setback/"


@pytest.fixture
def poison(jonas, sampling_course, monkeypatch):
    """The record of Jonas's completed course breaks the rules each time, until it is mended."""
    real = intake.certify
    state = {"broken": True, "tries": 0}

    def certify(record, *, on):
        if record.person_id == jonas.pk:
            state["tries"] += 1
            if state["broken"]:
                raise RuntimeError(f"nothing fits {jonas.full_name}")
        return real(record, on=on)

    with monkeypatch.context() as deaf:
        # Where the database commits for real, nothing is taken in before the test looks.
        deaf.setattr(record_written, "send_robust", lambda **_said: None)
        finish(jonas, sampling_course, on=now())
    monkeypatch.setattr(intake, "certify", certify)
    return LearningRecord.objects.get(verb=Verb.COMPLETED_COURSE), state


def given_up(at):
    """Sweep at ever later times until the record is set aside; when the last try was."""
    for _try in range(intake.TRIES):
        intake.take_in_waiting(on=at)
        at = Setback.objects.get().try_after
    return at


def said_by(command):
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_a_record_that_cannot_be_taken_in_waits_longer_each_time_and_is_set_aside(poison):
    record, state = poison
    start = at = now()
    waits = []
    while not Setback.objects.filter(set_aside_at__isnull=False).exists():
        intake.take_in_waiting(on=at)
        intake.take_in_waiting(on=at - timedelta(seconds=1))
        setback = Setback.objects.get()
        waits.append((setback.try_after - at) // timedelta(minutes=1))
        at = setback.try_after
    assert waits[:-1] == [0, 2, 6, 14, 30, 62, 126]
    assert state["tries"] == intake.TRIES
    assert setback.set_aside_at - start == timedelta(hours=4)
    assert intake.take_in_waiting(on=at + timedelta(days=365)) == 0
    assert state["tries"] == intake.TRIES
    # Everything else of the same person was taken in.
    assert not LearningRecord.objects.filter(receipt__isnull=True).exclude(pk=record.pk).exists()


def test_the_row_names_the_fault_and_nobody(poison):
    intake.take_in_waiting(on=now())
    trouble = Setback.objects.get().trouble
    assert trouble.startswith("RuntimeError, tests/badges/test_setbacks.py:")
    assert "Jonas" not in trouble


def test_operators_see_how_many_are_set_aside_and_the_site_stays_ready(poison, visitor):
    # The health check asks for the time itself, so the tries lie in the past.
    given_up(now() - timedelta(hours=5))
    answer = visitor.get("/healthz/ready")
    assert (answer.status_code, answer.json()["set_aside"]) == (200, 1)
    assert answer.json()["due_since"] is None
    assert (
        "Set aside after repeated failures: records: 1, files: 0, batches: 0, credentials: 0, letters: 0, copies: 0."
        in said_by("sweep")
    )
    told = said_by("check_invariants")
    assert (
        "Set aside after repeated failures: records: 1, files: 0, batches: 0, credentials: 0, letters: 0, copies: 0."
        in told
    )
    assert "Every derived number agrees with the facts." in told


def test_what_failed_once_is_due_again_after_its_wait(poison, visitor):
    at = now() - timedelta(minutes=30)
    intake.take_in_waiting(on=at)
    intake.take_in_waiting(on=at)
    due = visitor.get("/healthz/ready").json()["due_since"]
    assert due == (at + timedelta(minutes=2)).isoformat()
    assert visitor.get("/healthz/ready").status_code == 503


def test_an_administrator_has_it_tried_again_with_a_reason(poison, client_for, vytas, jonas):
    record, state = poison
    given_up(now() - timedelta(hours=5))
    client = client_for(vytas)
    page = client.get(SETBACKS).text
    assert "jonas@example.org" in page
    assert "RuntimeError" in page
    chosen = {"action": "take_up", "_selected_action": [record.pk]}
    assert "Say what has been mended." in client.post(SETBACKS, chosen).text
    state["broken"] = False
    client.post(SETBACKS, {**chosen, "reason": "The rule is mended."})
    assert Receipt.objects.filter(pk=record.pk).exists()
    assert not Setback.objects.exists()
    assert jonas.certificates.count() == 1
    note = AuditNote.objects.get(verb="took up again")
    assert (note.actor, note.target, note.reason) == (
        vytas,
        "badges.setback",
        "The rule is mended.",
    )


def test_what_fails_again_says_so_and_begins_its_waits_anew(poison, client_for, vytas):
    record, _state = poison
    given_up(now() - timedelta(hours=5))
    chosen = {"action": "take_up", "_selected_action": [record.pk], "reason": "Perhaps now."}
    page = client_for(vytas).post(SETBACKS, chosen, follow=True).text
    assert "It did not go in this time either" in page
    setback = Setback.objects.get()
    assert (setback.failures, setback.set_aside_at) == (1, None)


def test_nobody_else_and_nothing_without_a_reason(poison, client_for, ieva, vytas):
    record, _state = poison
    given_up(now() - timedelta(hours=5))
    chosen = {"action": "take_up", "_selected_action": [record.pk]}
    assert client_for(ieva).post(SETBACKS, {**chosen, "reason": "Mine."}).status_code == 404
    with pytest.raises(Refusal):
        intake.take_up_record(Setback.objects.get(), by=vytas, reason="  ", on=now())
    assert Setback.objects.get().set_aside_at is not None
    assert not AuditNote.objects.filter(verb="took up again").exists()


def test_what_is_only_waiting_is_not_taken_up(poison, client_for, vytas):
    record, state = poison
    intake.take_in_waiting(on=now())
    chosen = {"action": "take_up", "_selected_action": [record.pk], "reason": "Hurry."}
    page = client_for(vytas).post(SETBACKS, chosen, follow=True).text
    assert "This record is not set aside" in page
    assert state["tries"] == 1


def test_a_setback_ends_where_the_record_is_taken_in_after_all(poison, jonas):
    _record, state = poison
    intake.take_in_waiting(on=now())
    state["broken"] = False
    assert intake.take_in_waiting(on=now()) == 1
    assert not Setback.objects.exists()
    assert Award.objects.filter(person=jonas).count() == 1


def test_a_failure_in_the_learners_own_request_counts(
    jonas, sampling_course, client_for, monkeypatch
):
    def crash(*_args, **_kwargs):
        raise RuntimeError("badges are broken")

    monkeypatch.setattr(intake, "_take_in", crash)
    client_for(jonas).post(f"/en/courses/{sampling_course.slug}/join/")
    assert Setback.objects.get().failures == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
def test_failures_of_several_processes_are_counted_one_by_one(poison):
    _record, _state = poison
    at = now()
    intake.take_in_waiting(on=at)
    intake.take_in_waiting(on=at)
    due = Setback.objects.get().try_after
    together = Barrier(4)

    def sweep():
        together.wait()
        intake.take_in_waiting(on=due)
        connection.close()

    threads = [Thread(target=sweep) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever came second found that the record waits already.
    assert Setback.objects.get().failures == 3


def test_messages_of_errors_stay_out_and_kinds_stay_in():
    assert trouble_of(ValueError("ona@example.org")) == "ValueError"
    assert trouble_of(OSError(28, "No space left on device")) == (
        "OSError (No space left on device)"
    )
    assert trouble_of(Refusal("bad-rule", "Ona")) == "Refusal (bad-rule)"
