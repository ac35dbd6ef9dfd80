"""The administration of people: suspending, readmitting, roles, and what nobody may do there."""

from datetime import timedelta

import pytest

from lms.accounts.actions import change_site_role, suspend, tell
from lms.accounts.digest_actions import gather_digests
from lms.accounts.mailing import digest_moment
from lms.accounts.models import Digest, NoticeKind, SiteRole, User
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal

PEOPLE = "/en/admin/lms/user/"


def chosen(action, *people, **more):
    return {"action": action, "_selected_action": [person.pk for person in people], **more}


def test_the_administration_has_no_sign_in_page_of_its_own(visitor, db):
    first = visitor.get("/en/admin/")
    assert first["Location"] == "/en/admin/login/?next=/en/admin/"
    assert visitor.get(first["Location"])["Location"] == "/en/accounts/login/?next=/en/admin/"
    posted = visitor.post("/en/admin/login/", {"username": "vytas@example.org", "password": "x"})
    assert posted["Location"] == "/en/accounts/login/?next=/en/admin/"


@pytest.mark.parametrize(
    "page", ["/en/admin/", "/en/admin/login/", PEOPLE, "/en/admin/lms/auditnote/"]
)
def test_for_everybody_else_it_is_not_there(client_for, ona, ieva, page):
    for person in (ona, ieva):
        assert client_for(person).get(page).status_code == 404


def test_people_are_found_by_name_and_address(client_for, vytas, ona, jonas):
    page = client_for(vytas).get(PEOPLE, {"q": "petraitė"}).text
    assert ona.email in page
    assert jonas.email not in page


def test_suspending_asks_why_and_leaves_a_note(client_for, vytas, ona, jonas):
    client = client_for(vytas)
    asked = client.post(PEOPLE, chosen("suspend_people", ona, jonas))
    assert asked.status_code == 200
    assert ona.email in asked.text and 'name="reason"' in asked.text
    assert not User.objects.filter(suspended_at__isnull=False).exists()
    client.post(PEOPLE, chosen("suspend_people", ona, jonas, reason="Spam in answers"))
    assert User.objects.filter(suspended_at__isnull=False).count() == 2
    note = AuditNote.objects.filter(target="lms.user", target_id=str(ona.pk)).get()
    assert (note.actor, note.verb, note.reason) == (vytas, "suspended", "Spam in answers")


def test_suspending_without_a_reason_is_asked_again(client_for, vytas, ona):
    client_for(vytas).post(PEOPLE, chosen("suspend_people", ona, reason="  "))
    ona.refresh_from_db()
    assert not ona.is_suspended


def test_readmitting_opens_the_account_and_leaves_a_note(client_for, vytas, ona):
    suspend(ona, by=vytas, reason="Spam", on=now())
    client_for(vytas).post(PEOPLE, chosen("readmit_people", ona, reason="Cleared up"))
    ona.refresh_from_db()
    assert not ona.is_suspended
    assert [note.verb for note in AuditNote.objects.all()] == ["readmitted", "suspended"]


def test_nobody_suspends_themselves(client_for, vytas):
    client = client_for(vytas)
    page = client.post(PEOPLE, chosen("suspend_people", vytas, reason="Tired"), follow=True)
    assert "You cannot suspend yourself." in page.text
    vytas.refresh_from_db()
    assert not vytas.is_suspended


def test_a_role_changes_with_a_reason_and_a_note(client_for, vytas, ona):
    client, page = client_for(vytas), f"{PEOPLE}{ona.pk}/change/"
    refused = client.post(page, {"site_role": "instructor", "reason": ""})
    assert "Say why the role changes." in refused.text
    client.post(page, {"site_role": "instructor", "reason": "Teaches from March"})
    ona.refresh_from_db()
    assert ona.site_role == SiteRole.INSTRUCTOR
    note = AuditNote.objects.get()
    assert note.verb == "role learner → instructor"
    assert (note.actor, note.reason) == (vytas, "Teaches from March")


def test_nothing_but_the_role_can_be_changed_there(client_for, vytas, ona):
    data = {"site_role": "learner", "email": "x@example.org", "suspended_at": "", "reason": ""}
    client_for(vytas).post(f"{PEOPLE}{ona.pk}/change/", data)
    ona.refresh_from_db()
    assert ona.email == "ona@example.org"
    assert not AuditNote.objects.exists()


def test_the_last_administrator_stays(vytas):
    with pytest.raises(Refusal) as refused:
        change_site_role(vytas, SiteRole.LEARNER, by=vytas, reason="Enough", on=now())
    assert refused.value.code == "own-account"
    vytas.refresh_from_db()
    assert vytas.is_administrator


def test_nobody_is_added_or_deleted_there(client_for, vytas, ona):
    client = client_for(vytas)
    assert client.get(f"{PEOPLE}add/").status_code == 403
    assert client.post(f"{PEOPLE}{ona.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(PEOPLE, chosen("delete_selected", ona, post="yes")).status_code == 302
    assert User.objects.filter(pk=ona.pk).exists()


def test_audit_notes_are_only_read(client_for, vytas, ona):
    suspend(ona, by=vytas, reason="Spam in answers", on=now())
    client, note = client_for(vytas), AuditNote.objects.get()
    assert "Spam in answers" in client.get("/en/admin/lms/auditnote/").text
    page = f"/en/admin/lms/auditnote/{note.pk}/"
    assert client.get(f"{page}change/").status_code == 200
    assert client.post(f"{page}change/", {"reason": "Nothing"}).status_code == 403
    assert client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    note.refresh_from_db()
    assert note.reason == "Spam in answers"


def test_passwords_are_changed_and_sessions_ended_on_our_own_pages(client_for, vytas):
    client = client_for(vytas)
    changing = client.get("/en/admin/password_change/")
    assert changing["Location"] == "/en/accounts/password/change/"
    assert client.post("/en/admin/logout/")["Location"] == "/en/"
    assert client.get("/en/me/").status_code == 302


def test_a_letter_that_was_set_aside_is_tried_again_with_a_reason(client_for, vytas, ona):
    tell(ona, NoticeKind.BADGE, {"en": "Secret badge"}, link="me/badges/", on=now())
    gather_digests(on=digest_moment(now()) + timedelta(days=1))
    Digest.objects.update(set_aside_at=now(), tries=8, trouble="TimeoutError")
    client, page = client_for(vytas), "/en/admin/lms/digest/"
    shown = client.get(page).text
    assert ona.email in shown and "TimeoutError" in shown
    # What it is about is its reader's alone.
    assert "Secret badge" not in shown
    assert "Secret badge" not in client.get(f"{page}{Digest.objects.get().pk}/change/").text
    client.post(page, chosen("take_up", Digest.objects.get(), reason="The server is back."))
    assert Digest.objects.get().set_aside_at is None
    note = AuditNote.objects.get(verb="letter taken up")
    assert (note.target_id, note.reason) == (str(ona.pk), "The server is back.")
    assert "had a letter of the day sent again" in client.get("/en/administration/audit/").text
