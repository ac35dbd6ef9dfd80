"""Doors that have been tried too often: which, for whom, and for how long."""

import time

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.test import RequestFactory

from tests.lms.accounts.doors import NEW_PASSWORD

WRONG = "wrong password"


@pytest.fixture
def clock(monkeypatch):
    """Moves the time that the counters see."""
    start = time.time()
    monkeypatch.setattr(
        "allauth.core.internal.ratelimit.time.time", lambda: start + moved["seconds"]
    )
    moved = {"seconds": 0}

    def move(seconds):
        moved["seconds"] += seconds

    return move


@pytest.mark.parametrize("email", ["ona@example.org", "nera@example.org"])
def test_the_sixth_wrong_try_waits_whether_or_not_the_account_exists(visitor, ona, sign_in, email):
    for _ in range(5):
        assert sign_in(visitor, email, WRONG).status_code == 200
    response = sign_in(visitor, email, WRONG)
    assert response.status_code == 429
    assert "Try again in 5 minutes." in response.text
    assert response["Retry-After"] == "300"


def test_the_page_speaks_the_language_of_the_visitor(visitor, ona, sign_in):
    for _ in range(5):
        sign_in(visitor, ona.email, WRONG, page="lt")
    response = sign_in(visitor, ona.email, WRONG, page="lt")
    assert '<html lang="lt">' in response.text
    assert "Bandykite dar kartą po 5 minučių." in response.text


def test_not_even_the_right_password_is_looked_at_until_time_has_passed(
    visitor, ona, sign_in, clock
):
    for _ in range(5):
        sign_in(visitor, ona.email, WRONG)
    clock(240)
    response = sign_in(visitor, ona.email)
    assert response.status_code == 429
    assert "Try again in 1 minute." in response.text
    clock(61)
    assert sign_in(visitor, ona.email)["Location"] == "/en/me/"


def test_the_wait_counts_from_the_oldest_try(visitor, ona, sign_in, clock):
    sign_in(visitor, ona.email, WRONG)
    clock(120)
    for _ in range(4):
        sign_in(visitor, ona.email, WRONG)
    assert "Try again in 3 minutes." in sign_in(visitor, ona.email, WRONG).text


def test_other_people_at_the_same_address_are_not_kept_out(visitor, ona, jonas, sign_in):
    for _ in range(6):
        sign_in(visitor, ona.email, WRONG)
    assert sign_in(visitor, jonas.email)["Location"] == "/en/me/"


def test_one_address_does_not_try_one_password_on_everybody(visitor, jonas, sign_in):
    for number in range(10):
        sign_in(visitor, f"nera{number}@example.org", WRONG)
    assert sign_in(visitor, jonas.email).status_code == 429
    elsewhere = sign_in(visitor, jonas.email, REMOTE_ADDR="192.0.2.7")
    assert elsewhere["Location"] == "/en/me/"


def test_signing_in_rightly_uses_up_nothing(client_for, ona, sign_in):
    for _ in range(12):
        assert sign_in(client_for(), ona.email).status_code == 302


def test_neither_capitals_nor_another_name_of_the_site_give_more_tries(
    visitor, ona, sign_in, settings
):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    for email in ("ona@example.org", "ONA@example.org", " Ona@example.org"):
        sign_in(visitor, email, WRONG)
    for _ in range(2):
        sign_in(visitor, ona.email, WRONG, HTTP_HOST="other.example")
    assert sign_in(visitor, ona.email, WRONG).status_code == 429


def test_every_other_door_is_counted_too(ona):
    from allauth.core.exceptions import ImmediateHttpResponse

    for _ in range(5):
        request = RequestFactory().get("/api/v1/")
        assert authenticate(request, username=ona.email, password=WRONG) is None
    with pytest.raises(ImmediateHttpResponse) as refused:
        authenticate(RequestFactory().get("/api/v1/"), username=ona.email, password="laukas-demo")
    assert refused.value.response.status_code == 429
    assert authenticate(None, email=ona.email, password="laukas-demo") is None


def test_where_no_request_is_known_the_account_alone_is_counted(ona):
    for _ in range(5):
        assert authenticate(None, email=ona.email, password=WRONG) is None
    assert authenticate(None, email=ona.email, password="laukas-demo") is None


def test_a_new_password_opens_the_door_at_once(visitor, ona, sign_in, link_in):
    for _ in range(5):
        sign_in(visitor, ona.email, WRONG)
    visitor.post("/en/accounts/password/reset/", {"email": ona.email})
    form = visitor.get(link_in(mail.outbox[-1]))["Location"]
    visitor.post(form, {"password1": NEW_PASSWORD})
    visitor.post("/en/accounts/logout/")
    assert sign_in(visitor, ona.email, NEW_PASSWORD)["Location"] == "/en/me/"


def test_one_address_does_not_make_accounts_without_end(visitor, sign_up):
    for number in range(20):
        sign_up(visitor, f"n{number}@example.org")
    response = sign_up(visitor, "dar@example.org")
    assert response.status_code == 429
    assert "Try again in 1 minute." in response.text


@pytest.mark.parametrize("email", ["ona@example.org", "nera@example.org"])
def test_nobody_is_buried_in_mails(client_for, ona, settings, email):
    most = int(settings.ACCOUNT_RATE_LIMITS["reset_password"].split(",")[1].split("/")[0])
    answers = [
        client_for().post("/en/accounts/password/reset/", {"email": email}).status_code
        for _ in range(most + 1)
    ]
    assert answers == [302] * most + [429]
    assert len(mail.outbox) == most


def test_a_second_confirmation_mail_waits_a_minute(visitor, ona, sign_in):
    ona.emailaddress_set.update(verified=False)
    for _ in range(2):
        assert sign_in(visitor, ona.email)["Location"] == "/en/accounts/confirm-email/"
    assert len(mail.outbox) == 1
