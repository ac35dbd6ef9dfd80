"""Where the site asks a second step of staff, and what an administrator may take away."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from lms.audit.models import AuditNote
from tests.lms.accounts.ways import set_up_app

NEEDED = "/en/accounts/second-step/"


@pytest.fixture
def at_home(client_for, sign_in):
    def enter(person):
        client = client_for()
        return client, sign_in(client, person.email)

    return enter


def test_by_default_nobody_is_asked(at_home, ieva):
    client, answer = at_home(ieva)
    assert answer["Location"] == "/en/me/"
    assert client.get("/en/studio/").status_code == 200


def test_ieva_is_led_to_it_and_on_to_the_studio(at_home, ieva, settings):
    settings.MFA_FOR_STAFF = True
    client, answer = at_home(ieva)
    assert answer["Location"] == NEEDED
    assert (
        "The studio and the administration open as soon as you have one" in client.get(NEEDED).text
    )
    assert client.get("/en/me/").status_code == 200
    assert client.get("/en/studio/")["Location"] == NEEDED
    assert client.post("/en/studio/courses/new/", {})["Location"] == NEEDED
    set_up_app(client)
    assert client.get("/en/studio/").status_code == 200


def test_after_the_codes_the_way_goes_on_where_it_was_stopped(at_home, ieva, settings):
    settings.MFA_FOR_STAFF = True
    client, _answer = at_home(ieva)
    client.get("/en/studio/?x=1")
    set_up_app(client)
    assert "after_second_step" not in client.session
    assert client.get(NEEDED)["Location"].startswith("/en/me/profile/")


@pytest.mark.parametrize(
    "page", ["admin/", "admin/lms/user/", "administration/audit/", "hub/edit/", "studio/"]
)
def test_vytas_reaches_no_administration_without_it(page, at_home, vytas, settings):
    settings.MFA_FOR_STAFF = True
    client, _answer = at_home(vytas)
    assert client.get(f"/en/{page}")["Location"] == NEEDED
    set_up_app(client)
    assert client.get(f"/en/{page}").status_code == 200


def test_learners_are_not_asked(at_home, ona, settings):
    settings.MFA_FOR_STAFF = True
    client, answer = at_home(ona)
    assert answer["Location"] == "/en/me/"
    assert "The studio and the administration" not in client.get(NEEDED).text


def test_an_administrator_removes_a_lost_second_step_with_a_reason(
    at_home, client_for, ona, vytas, sign_in
):
    client, _answer = at_home(ona)
    set_up_app(client)
    people = "/en/admin/lms/user/"
    act = {"action": "remove_second_steps", "_selected_action": [ona.pk]}
    admin = client_for(vytas)
    asked = admin.post(people, act)
    assert "Make sure first who asks" in asked.text
    assert Authenticator.objects.exists()
    admin.post(people, {**act, "reason": "Lost her phone, came to the desk."})
    assert not Authenticator.objects.exists()
    note = AuditNote.objects.get(verb="second step removed")
    assert (note.actor, note.target_id) == (vytas, str(ona.pk))
    assert note.reason == "Lost her phone, came to the desk."
    assert mail.outbox[-1].to == [ona.email]
    assert sign_in(client_for(), ona.email)["Location"] == "/en/me/"
    again = admin.post(people, {**act, "reason": "Once more."}, follow=True)
    assert "There is no second step to remove" in again.text
    assert AuditNote.objects.filter(verb="second step removed").count() == 1
