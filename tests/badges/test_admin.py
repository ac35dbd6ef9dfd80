"""What administrators do with badges and certificates: revoke them and see files made, with a reason."""

from datetime import timedelta

import pytest

from badges.awards.models import Award
from badges.certificates import actions
from badges.certificates.file_actions import take_up_file
from badges.certificates.models import Certificate, CertificateFile
from badges.intake.actions import take_in_waiting
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from tests.learning import finish

AWARDS = "/en/admin/badges/award/"
CERTIFICATES = "/en/admin/badges/certificate/"
FILES = "/en/admin/badges/certificatefile/"


def chosen(action, *rows, **more):
    return {"action": action, "_selected_action": [row.pk for row in rows], **more}


@pytest.fixture
def award(jonas, sampling_course):
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())
    return Award.objects.get(person=jonas)


@pytest.fixture
def certificate(award):
    return Certificate.objects.get(person=award.person)


@pytest.fixture
def set_aside(certificate, monkeypatch):
    """A file that could not be made five times."""

    def fail(_facts, **_more):
        raise OSError(28, "disk full")

    file = certificate.files.get(language="lt")
    with monkeypatch.context() as broken:
        broken.setattr(actions, "rendering_obstacle", lambda: "")
        broken.setattr(actions, "render_pdf", fail)
        for hours in range(actions.TRIES):
            actions.render_file(file.pk, on=now() + timedelta(hours=hours))
    file.refresh_from_db()
    assert file.set_aside_at
    return file


# --- revoking ------------------------------------------------------------------------------------


def test_revoking_a_certificate_asks_why_and_the_stranger_reads_it(
    client_for, vytas, visitor, certificate
):
    client = client_for(vytas)
    asked = client.post(CERTIFICATES, chosen("revoke", certificate))
    assert asked.status_code == 200
    assert "Jonas Kazlauskas" in asked.text
    assert "Whoever verifies the certificate will read the reason." in asked.text
    certificate.refresh_from_db()
    assert certificate.state == Certificate.State.ISSUED
    reason = "Issued to the wrong person."
    page = client.post(CERTIFICATES, chosen("revoke", certificate, reason=reason), follow=True)
    assert "Revoke: Jonas Kazlauskas" in page.text
    said = visitor.get(f"/en/verify/{certificate.code}/").text
    assert "This certificate has been revoked" in said
    assert reason in said
    note = AuditNote.objects.get(verb="revoked")
    assert (note.actor, note.target_id, note.reason) == (vytas, str(certificate.pk), reason)


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_revoked(client_for, vytas, award, certificate, reason):
    client = client_for(vytas)
    for page, row in ((AWARDS, award), (CERTIFICATES, certificate)):
        answer = client.post(page, chosen("revoke", row, reason=reason))
        assert "This field is required." in answer.text
        assert 'aria-invalid="true"' in answer.text
    award.refresh_from_db()
    certificate.refresh_from_db()
    assert (award.status, certificate.state) == ("active", "issued")
    assert not AuditNote.objects.filter(verb="revoked").exists()


def test_what_is_not_in_force_is_refused_and_the_others_are_revoked(
    client_for, vytas, person, certificate, sampling_course
):
    nameless = person("nameless")
    finish(nameless, sampling_course, on=now())
    take_in_waiting(on=now())
    due = Certificate.objects.get(person=nameless)
    both = chosen("revoke", due, certificate, reason="Issued by mistake.")
    page = client_for(vytas).post(CERTIFICATES, both, follow=True).text
    assert "Only a certificate that is in force can be revoked." in page
    assert "Revoke: Jonas Kazlauskas" in page
    due.refresh_from_db()
    certificate.refresh_from_db()
    assert (due.state, certificate.state) == ("due", "revoked")
    assert AuditNote.objects.filter(verb="revoked").count() == 1


def test_revoking_a_badge_is_audited_and_done_once(client_for, vytas, award):
    client = client_for(vytas)
    client.post(AWARDS, chosen("revoke", award, reason="Answers were shared."))
    award.refresh_from_db()
    assert (award.status, award.status_by) == ("revoked", vytas)
    again = client.post(AWARDS, chosen("revoke", award, reason="Once more."), follow=True)
    assert "Only a badge that is in force can be revoked." in again.text
    award.refresh_from_db()
    assert award.status_reason == "Answers were shared."
    assert AuditNote.objects.filter(verb="revoked").count() == 1


def test_nobody_else_revokes(client_for, ieva, ona, award, certificate):
    for one in (ieva, ona):
        client = client_for(one)
        for page, row in ((AWARDS, award), (CERTIFICATES, certificate)):
            answer = client.post(page, chosen("revoke", row, reason="Because."))
            assert answer.status_code == 404
    award.refresh_from_db()
    certificate.refresh_from_db()
    assert (award.status, certificate.state) == ("active", "issued")


# --- files ---------------------------------------------------------------------------------------


def test_a_file_that_was_set_aside_is_taken_up_again(client_for, vytas, set_aside, monkeypatch):
    rung = []
    monkeypatch.setattr(
        "badges.certificates.file_actions.ring", lambda name, pk: rung.append((name, pk))
    )
    client = client_for(vytas)
    assert "disk full" in client.get(FILES, {"set_aside_at__isempty": "0"}).text
    client.post(FILES, chosen("take_up", set_aside, reason="The disk has room again."))
    set_aside.refresh_from_db()
    assert (set_aside.set_aside_at, set_aside.tries) == (None, 0)
    assert rung == [("badges.render_certificate", set_aside.pk)]
    note = AuditNote.objects.get(verb="took up again")
    assert (note.actor, note.reason) == (vytas, "The disk has room again.")
    monkeypatch.setattr(actions, "rendering_obstacle", lambda: "")
    monkeypatch.setattr(actions, "render_pdf", lambda _facts, **_more: b"%PDF-1.7")
    assert actions.render_due(on=now()) == 2


def test_a_file_that_is_not_set_aside_stays_as_it_is(client_for, vytas, certificate):
    file = certificate.files.get(language="en")
    page = client_for(vytas).post(FILES, chosen("take_up", file, reason="Why not."), follow=True)
    assert "This file is not set aside." in page.text
    assert not AuditNote.objects.filter(verb="took up again").exists()


def test_no_file_is_made_for_a_revoked_certificate(vytas, set_aside):
    actions.revoke_certificate(set_aside.certificate, by=vytas, reason="Mistake.", on=now())
    with pytest.raises(Refusal) as refused:
        take_up_file(set_aside, by=vytas, reason="Disk mended.", on=now())
    assert refused.value.code == "revoked"
    set_aside.refresh_from_db()
    assert set_aside.set_aside_at is not None
    assert CertificateFile.objects.count() == 2
