"""Having everything erased: the choice, the way back, and that nothing is left anywhere."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from badges.awards.actions import share_award
from badges.awards.models import Award
from badges.certificates.actions import render_due
from badges.certificates.models import Certificate, CertificateFile
from badges.intake.actions import take_in_waiting
from courses.assessment.models import Attempt
from courses.content.actions.roles import give_role
from courses.progress.actions import allow
from courses.progress.models import Allowance
from courses.records.models import LearningRecord
from lms.accounts.closing_actions import COOLING_OFF, close_account
from lms.accounts.models import Leaving, User
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.personal import Erasing
from lms.pages.invariants import differences
from lms.privacy.gathering import about
from lms.privacy.leaving_actions import empty_due, reapply_erasures, send_last_letters
from lms.privacy.register import held
from tests.learning import begin, finish
from tests.lms.accounts.ways import again
from tests.lms.privacy.conftest import MAIL, NAME, TYPED, WHY, signed_in
from tests.lms.privacy.everything import places_of

pytestmark = pytest.mark.django_db
LEAVE = "/en/me/profile/close/"
TOKENS = [NAME, MAIL, TYPED, WHY]


def erased(person, credentials="keep"):
    close_account(person, on=now() - COOLING_OFF, credentials=credentials)
    assert empty_due(on=now()) == 1
    person.refresh_from_db()


def test_birute_has_everything_erased(known, client_for, visitor):
    client = signed_in(client_for())
    page = again(client, LEAVE).text
    assert "Close the account and erase everything" in page
    unsaid = client.post(LEAVE, {"way": "erase"})
    assert "Choose what becomes of your badges and certificates." in unsaid.text
    # The summary names it as the page does.
    assert "Badges and certificates: Choose what" in unsaid.text
    assert 'value="erase" checked' in unsaid.text
    answer = client.post(LEAVE, {"way": "erase", "credentials": "keep"})
    assert answer["Location"] == "/en/me/profile/closed/?way=erase"
    assert "For 14 days you can have it back" in visitor.get(answer["Location"]).text
    assert "be patikrinti" in mail.outbox[-1].body or "patikrinti" in mail.outbox[-1].body
    leaving = Leaving.objects.get(person=known)
    assert empty_due(on=leaving.due_at - timedelta(minutes=1)) == 0
    mail.outbox.clear()
    assert empty_due(on=leaving.due_at) == 1
    assert places_of(TOKENS) == []
    # The last letter, and then not even the address for it.
    assert [one.to for one in mail.outbox] == [[MAIL]]
    assert list(differences()) == []


@pytest.mark.parametrize("credentials", ["keep", "withdraw"])
def test_no_table_and_no_file_holds_anything(known, credentials):
    before = places_of(TOKENS)
    # The test looks where something stands: tables, the copy, the certificates.
    assert {"lms_user.email", "courses_response.answer", "courses_lateanswer.answer"} <= set(before)
    assert {"lms_auditnote.reason", "courses_allowance.reason", "courses_application.said"} <= {
        *before
    }
    assert {"courses_surveyanswer.answers", "lms_apitoken.name"} <= set(before)
    assert {"courses_learningrecord.result", "django_admin_log.object_repr"} <= set(before)
    assert sum(place.endswith(".pdf") for place in before) == 2
    # Her copy, and the certificates of a course as one file.
    assert sum(place.endswith(".zip") for place in before) == 2
    erased(known, credentials)
    assert places_of(TOKENS) == []
    assert list(differences()) == []


def test_what_the_register_says_is_what_happens(known):
    had = {entry.model: about(entry, known).exists() for entry in held()}
    missing = [model._meta.label for model, there in had.items() if not there]
    # Nobody under 14, no second step, and letters are sent at once: the rest is all there.
    assert set(missing) <= {
        "account.EmailConfirmation",
        "courses.RoleInvitation",
        "courses.RunLetter",
        "lms.Leaving",
        "lms.ParentConsent",
        "mfa.Authenticator",
    }
    erased(known)
    for entry in held():
        left = about(entry, known)
        if entry.erase is Erasing.DELETE:
            assert not left.exists(), entry.model
        for name, instead in entry.blank.items():
            assert set(left.values_list(name, flat=True)) <= {"", instead}, (entry.model, name)


def test_certificates_are_verified_without_a_name_or_withdrawn(known, visitor, ona, talkative):
    finish(ona, talkative, on=now())
    take_in_waiting(on=now())
    kept, gone = Certificate.objects.get(person=known), Certificate.objects.get(person=ona)
    badge = Award.objects.filter(person=known).first()
    share_award(badge, shared=True, on=now())
    erased(known, "keep")
    page = visitor.get(f"/en/verify/{kept.code}/").text
    assert "Valid. Issued by" in page and "Name removed" in page and NAME not in page
    assert "no name given" in visitor.get(f"/en/verify/{badge.code}/").text
    assert (
        visitor.get(f"/v/{kept.code}", headers={"accept": "application/json"}).json()["printed"][
            "lt"
        ]["learner_name"]
        == "Vardas pašalintas"
    )
    erased(ona, "withdraw")
    page = visitor.get(f"/en/verify/{gone.code}/").text
    assert "This certificate has been revoked" in page
    assert "Withdrawn at the wish of its holder." in page and "Ona Petraitė" not in page
    assert set(Award.objects.filter(person=ona).values_list("status", flat=True)) == {"revoked"}


def test_who_signs_in_in_time_has_everything(known, client_for):
    client = signed_in(client_for())
    again(client, LEAVE)
    client.post(LEAVE, {"way": "erase", "credentials": "withdraw"})
    signed_in(client)
    assert "Your account is open again" in client.get("/en/me/").text
    assert not Leaving.objects.exists()
    assert empty_due(on=now() + timedelta(days=400)) == 0
    assert Attempt.objects.filter(enrolment__person=known).exists()
    assert Certificate.objects.get(person=known).state == "issued"


def test_others_keep_what_is_theirs(known, ona, talkative):
    finish(ona, talkative, on=now())
    answers = list(Attempt.objects.filter(enrolment__person=ona).values_list("pk", "points"))
    records = list(LearningRecord.objects.filter(person=ona).values_list("pk", "result"))
    erased(known)
    assert (
        list(Attempt.objects.filter(enrolment__person=ona).values_list("pk", "points")) == answers
    )
    assert list(LearningRecord.objects.filter(person=ona).values_list("pk", "result")) == records
    ona.refresh_from_db()
    assert (ona.full_name, ona.email) == ("Ona Petraitė", "ona@example.org")


def test_an_instructor_is_gone_from_what_learners_hold(
    ieva, rasa, vytas, ona, sampling_course, client_for
):
    enrolment = begin(ona, sampling_course)
    allow(enrolment, Allowance.Kind.OPEN, unit_id=None, reason="Ligoninė", by=ieva, on=now())
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    render_due(on=now())
    give_role(sampling_course, rasa, "owner", by=vytas, reason="Takes over.", on=now())
    before = Certificate.objects.get().facts["lt"]
    assert ieva.full_name in json.dumps(before, ensure_ascii=False)
    assert sum(place.endswith(".pdf") for place in places_of([ieva.full_name])) == 2
    erased(ieva)
    assert places_of(["Ieva Jankauskienė", "ieva@example.org"]) == []
    after = Certificate.objects.get().facts["lt"]
    assert after["signatories"] == [] and after["learner_name"] == "Ona Petraitė"
    # The files are made anew, and the reason stays the learner's.
    assert render_due(on=now()) == 2
    assert CertificateFile.objects.exclude(digest="").count() == 2
    assert Allowance.objects.get().reason == "Ligoninė"
    assert list(differences()) == []


def test_an_account_that_was_only_closed_keeps_what_was_learnt(known):
    close_account(known, on=now() - timedelta(days=31))
    assert empty_due(on=now()) == 1
    assert Attempt.objects.filter(enrolment__person=known).exists()
    assert Certificate.objects.get().facts["lt"]["learner_name"] == NAME
    assert places_of([MAIL]) == []
    assert list(differences()) == []


def test_the_last_letter_is_tried_again_and_the_address_goes_with_it(known, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    erased(known)
    assert Leaving.objects.get().letter_to == MAIL
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_last_letters() == 1
    assert Leaving.objects.get().letter_to == ""
    assert mail.outbox[-1].subject == "Jūsų paskyros nebėra"


def test_after_a_restore_it_is_done_again(known, settings, capsys):
    close_account(known, on=now() - COOLING_OFF, credentials="withdraw")
    empty_due(on=now())
    told = [json.loads(line) for line in Path(settings.ERASED_LIST).read_text().splitlines()]
    assert [(one["uid"], one["credentials"]) for one in told] == [(known.uid.hex, "withdraw")]
    # A backup from before brings the account back, as it was.
    Leaving.objects.all().delete()
    User.objects.filter(pk=known.pk).update(
        closed_at=None, emptied_at=None, full_name=NAME, email=MAIL, is_active=True
    )
    mail.outbox.clear()
    call_command("reapply_erasures")
    assert "accounts emptied again: 1" in capsys.readouterr().out
    assert places_of([NAME, MAIL]) == []
    assert mail.outbox == []
    assert reapply_erasures(Path(settings.ERASED_LIST), on=now()) == 0
    empty_due(on=now())
    assert len(Path(settings.ERASED_LIST).read_text().splitlines()) == 1


@pytest.mark.parametrize("content", [None, "no list\n", '{"way": "erase"}\n'])
def test_a_list_that_is_none_is_said(settings, content, db):
    path = Path(settings.ERASED_LIST)
    if content is not None:
        path.parent.mkdir(parents=True)
        path.write_text(content)
    with pytest.raises(CommandError, match="list"):
        call_command("reapply_erasures")


def test_erasing_leaves_an_audit_note_without_words(known):
    erased(known)
    notes = AuditNote.objects.filter(target="lms.user", target_id=str(known.pk))
    assert set(notes.values_list("reason", flat=True)) == {""}
    assert notes.filter(verb="account emptied").exists()


def test_one_that_cannot_be_emptied_does_not_hold_up_the_others(known, ona, monkeypatch):
    from lms.privacy import leaving_actions

    once = leaving_actions.erase_rows

    def broken(person, leaving, *, on):
        if person.pk == known.pk:
            raise RuntimeError("disk")
        once(person, leaving, on=on)

    for person in (known, ona):
        close_account(person, on=now() - COOLING_OFF, credentials="keep")
    monkeypatch.setattr(leaving_actions, "erase_rows", broken)
    assert empty_due(on=now()) == 1
    known.refresh_from_db()
    assert known.email == MAIL
