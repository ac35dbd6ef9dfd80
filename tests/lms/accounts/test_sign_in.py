"""Signing in and out: sessions, redirects, suspended people, the demo buttons."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils.timezone import now

from lms.accounts.actions import readmit, suspend
from tests.lms.accounts.doors import PASSWORD, without_tokens

PUBLIC = [
    "/lt/",
    "/en/courses/",
    "/lt/accounts/login/",
    "/en/accounts/signup/",
    "/lt/accounts/confirm-email/",
    "/lt/accounts/confirm-email/abc/",
    "/lt/accounts/password/reset/",
    "/lt/accounts/password/reset/done/",
    "/lt/accounts/password/reset/key/1-abc/",
    "/lt/accounts/logout/",
    "/lt/me/",
    "/lt/nothing-here/",
]


def test_signing_in_leads_home(visitor, ona, sign_in):
    assert sign_in(visitor, "Ona@Example.ORG ", page="lt")["Location"] == "/lt/me/"
    assert visitor.get("/lt/accounts/login/")["Location"] == "/lt/me/"


def test_the_session_gets_a_new_key_at_sign_in(visitor, ona, sign_in, sign_up):
    sign_up(visitor, "naujas@example.org")
    before = visitor.cookies[configured.SESSION_COOKIE_NAME].value
    sign_in(visitor, ona.email)
    after = visitor.cookies[configured.SESSION_COOKIE_NAME].value
    assert before != after
    assert not Session.objects.filter(session_key=before).exists()


def test_people_stay_signed_in_for_two_weeks(visitor, ona, sign_in):
    sign_in(visitor, ona.email)
    session = Session.objects.get(session_key=visitor.cookies[configured.SESSION_COOKIE_NAME].value)
    assert timedelta(days=13) < session.expire_date - now() < timedelta(days=15)


@pytest.mark.parametrize("page", PUBLIC)
def test_a_visitor_gets_no_session(visitor, db, page):
    visitor.get(page)
    assert configured.SESSION_COOKIE_NAME not in visitor.cookies
    assert not Session.objects.exists()


def test_signing_out_ends_the_session(client_for, ona):
    client = client_for(ona)
    asked = client.get("/en/accounts/logout/")
    assert asked.status_code == 200
    assert client.get("/en/me/").status_code == 200
    response = client.post("/en/accounts/logout/")
    assert response["Location"] == "/en/"
    assert not Session.objects.exists()
    assert "You have signed out." in client.get("/en/").text


# --- nobody learns who has an account ------------------------------------------------------------


def test_a_wrong_password_and_an_unknown_account_read_the_same(client_for, ona, sign_in):
    known = sign_in(client_for(), ona.email, "wrong password")
    unknown = sign_in(client_for(), "nera@example.org", "wrong password")
    assert known.status_code == unknown.status_code == 200
    assert "do not go together" in known.text
    assert without_tokens(known.text).replace(ona.email, "") == without_tokens(
        unknown.text
    ).replace("nera@example.org", "")
    assert set(known.cookies) == set(unknown.cookies)


def test_an_unknown_account_costs_a_password_as_well(visitor, db, sign_in, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.base_user.make_password", lambda raw: hashed.append(raw) or "!"
    )
    sign_in(visitor, "nera@example.org", "some password")
    assert hashed == ["some password"]


def test_programs_get_the_same_pages_as_people(visitor, ona, sign_in):
    response = sign_in(visitor, ona.email, "wrong", HTTP_ACCEPT="application/json")
    assert response["Content-Type"].startswith("text/html")


# --- where to go next ----------------------------------------------------------------------------


def test_the_page_that_was_asked_for_comes_next(visitor, ona, sign_in):
    asked = visitor.get("/en/me/passport/?level=2")
    assert asked["Location"] == "/en/accounts/login/?next=/en/me/passport/%3Flevel%3D2"
    assert 'value="/en/me/passport/?level=2"' in visitor.get(asked["Location"]).text
    response = sign_in(visitor, ona.email, next="/en/me/passport/?level=2")
    assert response["Location"] == "/en/me/passport/?level=2"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.net/",
        "//example.net/",
        "///example.net",
        "/\\example.net",
        "http:example.net",
        "http://testserver/en/me/",
        "javascript:alert(1)",
        " https://example.net/",
    ],
)
def test_nobody_is_sent_elsewhere(client_for, ona, sign_in, elsewhere):
    client = client_for()
    assert sign_in(client, ona.email, next=elsewhere)["Location"] == "/en/me/"
    again = client.get("/en/accounts/login/", {"next": elsewhere})
    assert again["Location"] == "/en/me/"
    assert client.post("/en/accounts/logout/", {"next": elsewhere})["Location"] == "/en/"


# --- suspended and unconfirmed -------------------------------------------------------------------


def test_a_suspended_person_is_told_so_and_gets_no_session(visitor, ona, vytas, sign_in):
    suspend(ona, by=vytas, reason="Spam", on=now())
    response = sign_in(visitor, ona.email)
    assert response.status_code == 403
    assert "This account is suspended" in response.text
    assert not Session.objects.exists()
    readmit(ona, by=vytas, reason="A mistake", on=now())
    assert sign_in(visitor, ona.email)["Location"] == "/en/me/"


def test_only_who_knows_the_password_learns_of_the_suspension(visitor, ona, vytas, sign_in):
    suspend(ona, by=vytas, reason="Spam", on=now())
    response = sign_in(visitor, ona.email, "wrong password")
    assert response.status_code == 200
    assert "do not go together" in response.text


def test_a_suspended_person_is_signed_out_at_the_next_request(visitor, ona, vytas, sign_in):
    sign_in(visitor, ona.email)
    suspend(ona, by=vytas, reason="Spam", on=now())
    response = visitor.get("/en/me/")
    assert response.status_code == 403
    assert "This account is suspended" in response.text
    assert not Session.objects.exists()
    assert visitor.get("/en/me/")["Location"].startswith("/en/accounts/login/")


def test_no_other_door_opens_for_a_suspended_person(ona, vytas):
    suspend(ona, by=vytas, reason="Spam", on=now())
    assert authenticate(None, email=ona.email, password=PASSWORD) is None


def test_an_unconfirmed_person_is_mailed_a_link_instead(visitor, ona, sign_in, link_in):
    ona.emailaddress_set.update(verified=False)
    response = sign_in(visitor, ona.email)
    assert response["Location"] == "/en/accounts/confirm-email/"
    assert visitor.get("/en/me/").status_code == 302
    link = link_in(mail.outbox[0])
    assert link.startswith("/lt/accounts/confirm-email/")
    assert visitor.post(link)["Location"] == "/lt/me/"


# --- the demo people -----------------------------------------------------------------------------


def test_the_demo_people_are_offered_only_in_debug(visitor, ona, vytas, settings):
    hidden = f'name="password" value="{PASSWORD}"'
    assert hidden not in visitor.get("/en/accounts/login/").text
    settings.DEBUG = True
    page = visitor.get("/en/accounts/login/?next=/en/courses/").text
    assert page.count(hidden) == 2
    assert 'name="login" value="ona@example.org"' in page
    assert 'name="login" value="jonas@example.org"' not in page
    assert "Half-way through a course" in page


def test_the_form_can_be_filled_in_by_a_password_manager(visitor, db):
    page = visitor.get("/en/accounts/login/").text
    assert 'autocomplete="email"' in page
    assert 'autocomplete="current-password"' in page
    page = visitor.get("/en/accounts/signup/").text
    for purpose in ("email", "name", "new-password"):
        assert f'autocomplete="{purpose}"' in page


def test_an_error_of_the_form_as_a_whole_is_counted_and_listed(visitor, ona, sign_in):
    page = sign_in(visitor, ona.email, "guess").text
    summary = page.split('<div class="errors"')[1].split("</div>")[0]
    assert "One thing to mend before this can be sent" in summary
    assert summary.count("<li>") == 1
    assert "<a " not in summary
