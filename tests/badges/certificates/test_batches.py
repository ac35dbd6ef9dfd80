"""The certificates of a course or run as one file: asked for, made step by step, downloaded, removed."""

import csv
import io
import os
import re
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from badges.certificates import actions, batch_actions
from badges.certificates.actions import (
    issue_due,
    reissue_certificate,
    render_due,
    revoke_certificate,
)
from badges.certificates.batch_actions import (
    TRIES,
    advance_batch,
    ask_batch,
    batches_due,
    forget_batches,
    path_of,
    take_up_batch,
)
from badges.certificates.batch_zip import Entry
from badges.certificates.erasing_actions import erase_credentials, erase_signatory
from badges.certificates.models import Certificate, CertificateBatch, CertificateFile
from badges.intake.actions import take_in_waiting
from courses.content.actions.roles import give_role
from courses.progress.actions import come_in
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.wording import day
from lms.pages.queries import set_aside
from tests.learning import finish
from tests.runs import run_of

PEOPLE = "/en/studio/courses/sampling/people/"
ASK, STATE = f"{PEOPLE}certificates/ask/", f"{PEOPLE}certificates/state/"
FILE = f"{PEOPLE}certificates.zip"
HX = {"HX-Request": "true"}


@pytest.fixture
def cohort(sampling_course, jonas, birute, ona):
    """Three who completed the course, one of whom has no name yet; nothing is drawn."""
    ona.full_name = ""
    ona.save()
    for learner in (jonas, birute, ona):
        finish(learner, sampling_course, on=now())
    take_in_waiting(on=now())
    return sampling_course


@pytest.fixture
def drawn(monkeypatch):
    """Certificates as files of a few bytes, and how often one was drawn."""
    times = []

    def draw(facts, **_more):
        times.append(facts.learner_name)
        return b"%PDF " + facts.learner_name.encode() + facts.language.encode()

    monkeypatch.setattr(actions, "render_pdf", draw)
    return times


@pytest.fixture
def lead(ieva, client_for):
    return client_for(ieva)


def asked(course, by, *, run=None, language="lt"):
    return ask_batch(course, run, by=by, language=language, on=now())


def made(course, by, **more):
    batch = asked(course, by, **more)
    assert batches_due(on=now()) == 1
    batch.refresh_from_db()
    return batch


def unpacked(content):
    """(name → content, the lines of the table) of a zip."""
    with ZipFile(io.BytesIO(content)) as whole:
        assert whole.testzip() is None
        held = {name: whole.read(name) for name in whole.namelist()}
    text = held.pop("index.csv").decode("utf-8")
    assert text.startswith("\ufeff")
    return held, list(csv.DictReader(io.StringIO(text[1:])))


def content_of(batch):
    return unpacked(path_of(batch).read_bytes())


# --- the story -----------------------------------------------------------------------------------


def test_ieva_has_the_certificates_of_her_course_gathered(cohort, lead, vytas, jonas, birute):
    page = lead.get(PEOPLE).text
    assert "In this course 2 certificates are in force." in page
    assert lead.post(ASK, {"language": "en"})["Location"] == f"{PEOPLE}#certificates"
    page = lead.get(PEOPLE).text
    assert "in a moment" in page and 'hx-trigger="every 2s"' in page
    assert "See how far it is" in page and lead.get(STATE)["Location"] == f"{PEOPLE}#certificates"
    # One at a time.
    lead.post(ASK, {"language": "lt"})
    batch = CertificateBatch.objects.get()
    assert batch.language == "en"
    assert "no file to download now" in lead.get(FILE, follow=True).text
    call_command("sweep", verbosity=0)
    state = lead.get(STATE, headers=HX).text
    assert "The file is ready." in state and "every 2s" not in state
    assert "1 certificate is left out" in state
    answer = lead.get(FILE)
    assert answer["Content-Type"] == "application/zip"
    assert re.search(r'filename="sampling-certificates-.*\.zip"', answer["Content-Disposition"])
    assert "no-store" in answer["Cache-Control"]
    files, lines = unpacked(b"".join(answer.streaming_content))
    codes = dict(Certificate.objects.values_list("person__email", "code"))
    assert set(files) == {
        f"certificate-kazlauskas-{codes['jonas@example.org']}.pdf",
        f"certificate-zemaityte-{codes['birute@example.org']}.pdf",
    }
    assert all(content.startswith(b"%PDF") for content in files.values())
    told = {line["Code"]: line for line in lines}
    assert told[codes["jonas@example.org"]]["File"] in files
    left_out = told[codes["ona@example.org"]]
    assert (left_out["File"], left_out["Left out because"]) == (
        "",
        "waits for the learner’s full name",
    )
    # What is revoked is handed out no longer, and the file can be made anew without it.
    mine = Certificate.objects.get(person=jonas)
    revoke_certificate(mine, by=vytas, reason="A slip", on=now())
    refused = lead.get(FILE, follow=True).text
    assert "is no longer in force, so the file" in refused and "Make the file anew" in refused
    assert FILE not in refused
    before = path_of(batch.__class__.objects.get())
    lead.post(ASK, {"language": ""})
    assert not before.exists()
    call_command("sweep", verbosity=0)
    files, lines = unpacked(b"".join(lead.get(FILE).streaming_content))
    assert len(files) == 1
    assert [line["Language"] for line in lines if line["File"]] == [birute.language]
    why = [line["Left out because"] for line in lines if line["Name"] == jonas.full_name]
    assert why == [f"revoked on {day(now())}"]


def test_a_run_has_a_file_of_its_own(cohort, ieva, lead, person, drawn):
    run = run_of(cohort, ieva)
    petras = person("petras", "Petras Petraitis")
    come_in(petras, run, on=now())
    finish(petras, cohort, on=now())
    take_in_waiting(on=now())
    assert Certificate.objects.get(person=petras).enrolment.run == run
    assert "In this run 1 certificate is in force." in lead.get(f"{PEOPLE}?run={run.pk}").text
    answer = lead.post(f"{ASK}?run={run.pk}", {"language": "lt"})
    assert answer["Location"] == f"{PEOPLE}?run={run.pk}#certificates"
    lead.post(ASK, {"language": "lt"})
    assert CertificateBatch.objects.count() == 2
    call_command("sweep", verbosity=0)
    files, lines = unpacked(b"".join(lead.get(f"{FILE}?run={run.pk}").streaming_content))
    assert len(files) == 1 and len(lines) == 1 and "petraitis" in next(iter(files))
    assert len(unpacked(b"".join(lead.get(FILE).streaming_content))[0]) == 3


def test_one_that_was_issued_anew_makes_it_stale_and_is_in_the_next(
    cohort, ieva, lead, vytas, jonas, drawn
):
    made(cohort, ieva)
    jonas.full_name = "Jonas Kazlauskis"
    jonas.save()
    before = Certificate.objects.get(person=jonas)
    reissue_certificate(before, by=vytas, reason="A slip", on=now())
    assert "no longer in force" in lead.get(FILE, follow=True).text
    files, lines = content_of(made(cohort, ieva, language="en"))
    assert len(files) == 2 and len(lines) == 3
    assert before.code not in str(lines) and "Jonas Kazlauskis" in str(lines)


def test_a_run_of_another_course_is_not_found(cohort, lead, ieva, teach):
    from tests.packages import sampling

    other = run_of(teach(sampling("other"), ieva), ieva)
    for answer in (lead.post(f"{ASK}?run={other.pk}"), lead.get(f"{FILE}?run={other.pk}")):
        assert answer.status_code == 404
    assert not CertificateBatch.objects.exists()


def test_only_leads_have_it_and_each_her_own(cohort, ieva, vytas, person, client_for, drawn):
    give = {"by": ieva, "reason": "x", "on": now()}
    other = {role: person(role) for role in ("owner", "author", "marker", "viewer")}
    for role, who in other.items():
        give_role(cohort, who, role, **give)
    made(cohort, ieva)
    for role, who in other.items():
        client = client_for(who)
        page, file = client.get(PEOPLE), client.get(FILE)
        if role == "owner":
            assert "All certificates as one file" in page.text and ".zip" not in page.text
            assert file.status_code == 302
            assert client.post(ASK).status_code == 302
        else:
            assert "All certificates" not in page.text
            assert [file.status_code, client.post(ASK).status_code] == [404, 404]
            assert client.get(STATE, headers=HX).status_code == 404
    assert client_for(vytas).post(ASK).status_code == 302
    assert CertificateBatch.objects.count() == 3


def test_without_certificates_there_is_nothing_to_ask(sampling_course, lead, ieva):
    assert 'id="certificates"' not in lead.get(PEOPLE).text
    lead.post(ASK, {"language": "lt"})
    assert "Nobody has a certificate here that is in force." in lead.get(PEOPLE).text
    assert not CertificateBatch.objects.exists()


def test_a_language_that_there_is_not_is_refused(cohort, lead):
    answer = lead.post(ASK, {"language": "de"}, follow=True)
    assert "Choose in which language" in answer.text
    assert not CertificateBatch.objects.exists()


def test_without_the_library_that_draws_it_is_said(cohort, lead, monkeypatch):
    monkeypatch.setattr(batch_actions, "rendering_obstacle", lambda: "No library.")
    assert "No library." in lead.post(ASK, {"language": "lt"}, follow=True).text


# --- what is in it -------------------------------------------------------------------------------


def test_a_name_that_no_other_has_in_letters_that_every_system_unpacks():
    def named(name, code="ABC"):
        return Entry(1, name, code, "lt", None).file_name

    assert named("Birutė Žemaitytė-Ąžuolė") == "certificate-zemaityte-azuole-ABC.pdf"
    assert named("Ольга Петрова") == "certificate-ABC.pdf"
    assert named("") == "certificate-ABC.pdf"
    assert named("A ../../etc/passwd") == "certificate-etcpasswd-ABC.pdf"
    assert named("Ona Ona", "A") != named("Ona Ona", "B")


def test_the_table_runs_nothing(cohort, ieva, jonas, drawn):
    certificate = Certificate.objects.get(person=jonas)
    for facts in certificate.facts.values():
        facts["learner_name"] = "=HYPERLINK(1)"
    certificate.save()
    _files, lines = content_of(made(cohort, ieva, language="en"))
    assert "'=HYPERLINK(1)" in [line["Name"] for line in lines]


def test_what_cannot_be_drawn_is_left_out_and_said(cohort, ieva, jonas, monkeypatch, drawn):
    def fail(facts, **_more):
        if facts.learner_name == jonas.full_name:
            raise OSError(28, "disk full")
        return b"%PDF"

    monkeypatch.setattr(actions, "render_pdf", fail)
    files, lines = content_of(made(cohort, ieva, language="en"))
    assert len(files) == 1
    why = {line["Name"]: line["Left out because"] for line in lines}
    assert why[jonas.full_name] == "the file is not made yet"
    CertificateFile.objects.filter(digest="").update(set_aside_at=now())
    _files, lines = content_of(made(cohort, ieva, language="en"))
    why = {line["Name"]: line["Left out because"] for line in lines}
    assert "could not be made" in why[jonas.full_name]


# --- step by step --------------------------------------------------------------------------------


@pytest.fixture
def two_a_step(monkeypatch):
    monkeypatch.setattr(batch_actions, "STEP", 2)


@pytest.fixture
def crowd(cohort, person):
    """Five with a certificate, and one without a name."""
    for number in range(3):
        finish(person(f"p{number}", f"Person P{number}"), cohort, on=now())
    take_in_waiting(on=now())
    return cohort


def test_it_says_how_far_it_is(crowd, ieva, lead, drawn, two_a_step):
    batch = asked(crowd, ieva)
    told = []
    while advance_batch(batch.pk, on=now()):
        page = lead.get(STATE, headers=HX).text
        told.append(re.search(r"\d of \d", page)[0])
        assert '<svg class="bar"' in page
    assert told == ["2 of 5", "4 of 5", "5 of 5"]
    batch.refresh_from_db()
    assert batch.is_ready and len(drawn) == 5
    assert not advance_batch(batch.pk, on=now())


def test_what_is_issued_meanwhile_is_in_it(crowd, ieva, ona, drawn, two_a_step):
    batch = asked(crowd, ieva)
    assert advance_batch(batch.pk, on=now())
    ona.full_name = "Ona Onaitė"
    ona.save()
    issue_due(ona, on=now())
    batches_due(on=now())
    batch.refresh_from_db()
    assert (batch.count, batch.left_out, len(content_of(batch)[0])) == (6, 0, 6)


def test_two_at_once_make_one(crowd, ieva, drawn, monkeypatch):
    batch = asked(crowd, ieva)
    draw = actions.render_pdf

    def meanwhile(facts, **more):
        # Another worker and the sweep come by.
        assert not advance_batch(batch.pk, on=now()) and batches_due(on=now()) == 0
        return draw(facts, **more)

    monkeypatch.setattr(actions, "render_pdf", meanwhile)
    assert batches_due(on=now()) == 1
    assert len(drawn) == 5


def test_one_that_was_taken_over_writes_nothing(crowd, ieva, drawn, monkeypatch):
    """Whoever was so slow that another has begun the same step leaves it to them."""
    batch = asked(crowd, ieva)
    assert advance_batch(batch.pk, on=now())
    write = batch_actions.write_zip

    def slow(path, entries):
        held = write(path, entries)
        monkeypatch.undo()
        later = now() + batch_actions.LEASE + timedelta(minutes=1)
        assert not advance_batch(batch.pk, on=later)
        return held

    monkeypatch.setattr(batch_actions, "write_zip", slow)
    assert not advance_batch(batch.pk, on=now())
    batch.refresh_from_db()
    assert batch.is_ready
    assert list(path_of(batch).parent.iterdir()) == [path_of(batch)]


def test_what_is_revoked_while_it_is_written_is_not_in_it(crowd, ieva, jonas, drawn, monkeypatch):
    batch = asked(crowd, ieva)
    assert advance_batch(batch.pk, on=now())
    write = batch_actions.write_zip

    def revoked(path, entries):
        held = write(path, entries)
        monkeypatch.setattr(batch_actions, "write_zip", write)
        mine = Certificate.objects.get(person=jonas)
        revoke_certificate(mine, by=ieva, reason="A slip", on=now())
        return held

    monkeypatch.setattr(batch_actions, "write_zip", revoked)
    assert advance_batch(batch.pk, on=now())
    assert batches_due(on=now()) == 1
    batch.refresh_from_db()
    assert len(content_of(batch)[0]) == 4
    assert list(path_of(batch).parent.iterdir()) == [path_of(batch)]


def test_removed_while_it_is_written_it_leaves_no_file(crowd, ieva, drawn, monkeypatch, settings):
    batch = asked(crowd, ieva)
    write = batch_actions.write_zip

    def removed(path, entries):
        held = write(path, entries)
        CertificateBatch.objects.all().delete()
        return held

    monkeypatch.setattr(batch_actions, "write_zip", removed)
    batches_due(on=now())
    assert list((Path(settings.MEDIA_ROOT) / "batches").iterdir()) == []
    assert not CertificateBatch.objects.filter(pk=batch.pk).exists()


def test_one_that_breaks_is_tried_again_and_then_set_aside(
    crowd, ieva, vytas, lead, client_for, drawn, monkeypatch
):
    def broken(*_args, **_more):
        raise RuntimeError("disk")

    batch, on = asked(crowd, ieva), now()
    with monkeypatch.context() as patched:
        patched.setattr(batch_actions, "write_zip", broken)
        for _try in range(TRIES):
            batches_due(on=on)
            # Not again at once.
            assert not advance_batch(batch.pk, on=on)
            on += timedelta(hours=1)
    batch.refresh_from_db()
    assert batch.is_given_up and "RuntimeError" in batch.trouble
    assert set_aside()["batches"] == 1
    assert "could not be made" in lead.get(PEOPLE).text
    admin = client_for(vytas)
    chosen = {"action": "take_up", "_selected_action": [batch.pk], "reason": "The disk is bigger"}
    page = admin.post("/en/admin/badges/certificatebatch/", chosen, follow=True).text
    assert "Try again what was set aside" in page
    assert "gathered again: sampling, Ieva" in admin.get("/en/administration/audit/").text
    assert AuditNote.objects.get(target="badges.certificatebatch").verb == "took up again"
    assert batches_due(on=now()) == 1
    # What is not set aside stays as it is.
    batch.refresh_from_db()
    path = batch.path
    assert take_up_batch(batch, by=vytas, reason="x", on=now()).path == path
    with pytest.raises(Refusal):
        take_up_batch(batch, by=vytas, reason=" ", on=now())


def test_a_step_that_takes_the_process_with_it_is_given_up_in_the_end(crowd, ieva, monkeypatch):
    batch, on = asked(crowd, ieva), now()

    def dead(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_actions, "_files_made", dead)
    for _try in range(TRIES):
        with pytest.raises(KeyboardInterrupt):
            advance_batch(batch.pk, on=on)
        on += timedelta(hours=1)
    assert not advance_batch(batch.pk, on=on)
    batch.refresh_from_db()
    assert batch.is_given_up and batch.trouble == "the process ended while making it"


def test_statements_do_not_grow_with_the_learners(cohort, ieva, person, drawn):
    def counted():
        render_due(on=now())
        batch = asked(cohort, ieva)
        with CaptureQueriesContext(connection) as captured:
            batches_due(on=now())
        batch.refresh_from_db()
        assert batch.is_ready
        return len(captured)

    few = counted()
    for number in range(10):
        finish(person(f"p{number}", f"Person P{number}"), cohort, on=now())
    take_in_waiting(on=now())
    assert counted() == few


# --- removing ------------------------------------------------------------------------------------


def test_after_seven_days_it_is_removed(cohort, ieva, lead, drawn):
    batch = made(cohort, ieva)
    assert forget_batches(on=batch.until - timedelta(minutes=1)) == 0
    assert path_of(batch).is_file()
    assert forget_batches(on=batch.until) == 1
    assert not path_of(batch).exists() and not CertificateBatch.objects.exists()
    assert Certificate.objects.count() == 3
    assert "All certificates as one file" in lead.get(PEOPLE).text
    assert "no file to download now" in lead.get(FILE, follow=True).text


def test_past_its_day_it_is_not_handed_out_before_the_sweep(cohort, ieva, lead, drawn):
    made(cohort, ieva)
    CertificateBatch.objects.update(ready_at=now() - CertificateBatch.KEPT)
    assert lead.get(FILE).status_code == 302
    assert "All certificates as one file" in lead.get(PEOPLE).text


def test_what_no_row_knows_is_removed(cohort, ieva, drawn):
    batch = made(cohort, ieva)
    stray = path_of(batch).parent / ".half.zip-x"
    stray.write_bytes(b"left by a crash")
    forget_batches(on=now())
    assert stray.exists()
    old = (now() - timedelta(hours=1)).timestamp()
    for path in (stray, path_of(batch)):
        os.utime(path, (old, old))
    forget_batches(on=now())
    assert not stray.exists() and path_of(batch).exists()


def test_with_somebody_who_is_erased_it_goes(cohort, ieva, jonas, drawn):
    batch = made(cohort, ieva)
    erase_credentials(jonas, "keep", on=now())
    assert not path_of(batch).exists() and not CertificateBatch.objects.exists()
    # Made anew it names them no more.
    files, lines = content_of(made(cohort, ieva, language="en"))
    assert len(files) == 1
    assert jonas.full_name not in str(lines)
    assert "the learner has had their data erased" in str(lines)


def test_with_the_name_of_an_erased_lead_it_goes(cohort, ieva, vytas, drawn):
    batch = made(cohort, vytas)
    assert erase_signatory(ieva.full_name, on=now()) == 2
    assert not path_of(batch).exists() and not CertificateBatch.objects.exists()


def test_what_an_erased_lead_asked_for_goes(cohort, ieva, drawn):
    batch = made(cohort, ieva)
    erase_credentials(ieva, "keep", on=now())
    assert not path_of(batch).exists() and not CertificateBatch.objects.exists()
