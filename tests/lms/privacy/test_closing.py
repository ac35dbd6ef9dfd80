"""Closing an account: what happens at once, the way back, and what is left after a month."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command

from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.content.actions.roles import give_role, invite
from courses.content.models import CourseRole, RoleInvitation
from courses.records.models import LearningRecord
from lms.accounts.closing_actions import WAY_BACK, close_account
from lms.accounts.models import Notice, OpenSession, User
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.pages.invariants import differences
from lms.privacy.leaving_actions import empty_due
from tests.learning import finish
from tests.lms.accounts.ways import CODE, again, set_up_app

CLOSE, PASSWORD = "/en/me/profile/close/", "laukas-demo"


@pytest.fixture
def certified(birute, sampling_course):
    """Birutė has completed a course, and has a certificate."""
    finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    return Certificate.objects.get(person=birute)


def sign_in(client, email, password=PASSWORD):
    return client.post("/en/accounts/login/", {"login": email, "password": password})


def test_birute_closes_her_account_and_comes_back(client_for, birute, certified):
    client, phone = client_for(), client_for()
    sign_in(client, birute.email)
    sign_in(phone, birute.email)
    page = again(client, CLOSE)
    assert "under the name they carry" in page.text
    assert client.post(CLOSE, {"way": "close"})["Location"] == "/en/me/profile/closed/"
    assert "you can have it back" in client.get("/en/me/profile/closed/").text
    assert phone.get("/en/me/").status_code == client.get("/en/me/").status_code == 302
    assert not OpenSession.objects.exists()
    assert mail.outbox[-1].subject == "Jūsų paskyra uždaryta"
    birute.refresh_from_db()
    assert birute.closed_at
    back = sign_in(client, birute.email)
    assert back["Location"] == "/en/me/"
    assert "Your account is open again" in client.get("/en/me/").text
    birute.refresh_from_db()
    assert birute.closed_at is None
    assert mail.outbox[-1].subject == "Jūsų paskyra vėl atverta"


def test_nothing_closes_without_the_password(client_for, birute):
    client = client_for(birute)
    assert "/accounts/again/" in client.post(CLOSE, {"way": "close"})["Location"]
    birute.refresh_from_db()
    assert birute.closed_at is None


def test_the_shared_passport_closes_at_once(client_for, visitor, birute):
    client = client_for(birute)
    client.post("/en/me/passport/share/", {"shared": "yes"})
    birute.refresh_from_db()
    shared = f"/en/passport/{birute.passport_code}/"
    assert visitor.get(shared).status_code == 200
    close_account(birute, on=now())
    assert visitor.get(shared).status_code == 404


def test_after_a_month_name_address_and_every_way_in_are_gone(
    client_for, visitor, birute, certified, sampling_course, vytas, ieva
):
    client = client_for()
    sign_in(client, birute.email)
    set_up_app(client)
    give_role(sampling_course, birute, "viewer", by=vytas, reason="Looks on.", on=now())
    other = invite(sampling_course, birute.email, "author", by=ieva, on=now())
    code, uid, started = certified.code, birute.uid, now()
    close_account(birute, on=started)
    assert empty_due(on=started + WAY_BACK - timedelta(minutes=1)) == 0
    mail.outbox.clear()
    assert empty_due(on=started + WAY_BACK) == 1
    assert [one.to for one in mail.outbox] == [["birute@example.org"]]
    assert mail.outbox[0].subject == "Jūsų paskyros nebėra"
    assert empty_due(on=started + WAY_BACK) == 0
    birute.refresh_from_db()
    assert (birute.full_name, birute.new_email, birute.uid) == ("", "", uid)
    assert birute.email == f"closed-{uid.hex}@removed.invalid"
    assert not birute.is_active and not birute.has_usable_password()
    assert birute.name == "Closed account"
    for table in (EmailAddress, Authenticator, OpenSession):
        assert not table.objects.filter(**{_person(table): birute}).exists()
    assert not Notice.objects.filter(person=birute).exists()
    assert not RoleInvitation.objects.filter(pk=other.pk).exists()
    for email in ("birute@example.org", birute.email):
        sign_in(client, email)
        assert client.get("/en/me/").status_code == 302
        sent = len(mail.outbox)
        visitor.post("/en/accounts/login/code/", {"email": email})
        visitor.post("/en/accounts/logout/", {"next": "/en/"})
        assert not any(CODE.search(one.body) for one in mail.outbox[sent:])
    verified = visitor.get(f"/en/verify/{code}/")
    assert verified.status_code == 200 and "Birutė Žemaitytė" in verified.text
    assert LearningRecord.objects.filter(person=birute).exists()
    assert AuditNote.objects.get(verb="account emptied").actor is None
    assert list(differences()) == []


def _person(table):
    return "person" if table is OpenSession else "user"


def test_who_signs_in_in_time_is_not_emptied(client_for, birute):
    started = now() - WAY_BACK - timedelta(days=1)
    close_account(birute, on=started)
    sign_in(client_for(), birute.email)
    assert empty_due(on=now()) == 0
    birute.refresh_from_db()
    assert birute.email == "birute@example.org"


def test_the_sweep_empties(birute, capsys):
    close_account(birute, on=now() - WAY_BACK)
    call_command("sweep")
    assert "accounts emptied: 1" in capsys.readouterr().out
    birute.refresh_from_db()
    assert birute.emptied_at


def test_the_address_is_free_afterwards(birute, person):
    close_account(birute, on=now() - WAY_BACK)
    empty_due(on=now())
    assert person("birute").email == "birute@example.org"
    assert User.objects.count() == 2


def test_who_leads_a_course_alone_hands_it_over_first(
    client_for, ieva, rasa, vytas, sampling_course
):
    assert CourseRole.objects.get(course=sampling_course, role="owner").person == ieva
    client = client_for(ieva)
    again(client, CLOSE)
    answer = client.post(CLOSE, {"way": "close"}, follow=True)
    assert "You are the only one who leads" in answer.text
    give_role(sampling_course, rasa, "owner", by=vytas, reason="Takes over.", on=now())
    assert client.post(CLOSE, {"way": "close"})["Location"] == "/en/me/profile/closed/"


def test_administrators_do_not_close_their_accounts(client_for, vytas):
    client = client_for(vytas)
    again(client, CLOSE)
    assert "You administer this site" in client.post(CLOSE, {"way": "close"}, follow=True).text
    vytas.refresh_from_db()
    assert vytas.closed_at is None
