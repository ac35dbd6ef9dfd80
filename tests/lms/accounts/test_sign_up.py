"""Making an account: what is kept, what is mailed, and what nobody learns by it."""

import re
import smtplib

import pytest
from django.contrib.auth.password_validation import get_default_password_validators
from django.core import mail

from lms.accounts.models import User
from tests.lms.accounts.doors import NEW_PASSWORD, without_tokens


@pytest.mark.parametrize(
    ("page", "chosen", "subject"),
    [
        ("en", "en", "Confirm your e-mail address"),
        ("lt", "lt", "Patvirtinkite el.\xa0pašto adresą"),
        ("lt", "en", "Confirm your e-mail address"),
    ],
)
def test_the_confirmation_mail_speaks_the_language_that_was_chosen(
    visitor, sign_up, last_mail, link_in, page, chosen, subject
):
    response = sign_up(visitor, "naujas@example.org", page=page, language=chosen)
    assert response["Location"] == f"/{page}/accounts/confirm-email/"
    message = last_mail()
    assert message.to == ["naujas@example.org"]
    assert message.subject == subject
    assert message.extra_headers["Content-Language"] == chosen
    assert link_in(message).startswith(f"/{chosen}/accounts/confirm-email/")
    assert f'<html lang="{chosen}">' in message.alternatives[0][0]


@pytest.mark.parametrize("typed", ["Naujas@Example.org", "ONA@example.org"])
def test_the_next_page_shows_the_address_and_a_way_back(visitor, ona, sign_up, typed):
    page = visitor.get(sign_up(visitor, typed)["Location"]).text
    assert f"<b>{typed.lower()}</b>" in page
    assert '<a href="/en/accounts/signup/">Wrong address? Sign up again</a>' in page
    again = visitor.get("/en/accounts/signup/")
    assert again.status_code == 200
    assert sign_up(visitor, "tikras@example.org")["Location"] == "/en/accounts/confirm-email/"
    assert "<b>tikras@example.org</b>" in visitor.get("/en/accounts/confirm-email/").text


def test_a_browser_that_typed_nothing_is_shown_no_address(visitor, db):
    page = visitor.get("/en/accounts/confirm-email/").text
    assert "We have written to the address you gave." in page


def test_name_and_language_are_kept(visitor, sign_up):
    sign_up(visitor, "Naujas@Example.org", full_name="  Jonas   Kazlauskas ", language="lt")
    person = User.objects.get(email="naujas@example.org")
    assert (person.full_name, person.language) == ("Jonas Kazlauskas", "lt")


def test_the_name_may_wait(visitor, sign_up):
    sign_up(visitor, "naujas@example.org", full_name="")
    assert User.objects.get(email="naujas@example.org").full_name == ""


def test_looking_at_the_link_changes_nothing_and_the_button_signs_in(
    visitor, sign_up, last_mail, link_in
):
    sign_up(visitor, "naujas@example.org", next="/en/courses/")
    link = link_in(last_mail())
    for _ in range(2):
        assert "naujas@example.org" in visitor.get(link).text
    assert not User.objects.get(email="naujas@example.org").emailaddress_set.get().verified
    assert visitor.post(link)["Location"] == "/en/courses/"
    assert visitor.get("/en/accounts/password/change/").status_code == 200


def test_a_link_opened_in_another_browser_leads_to_the_sign_in_page(
    visitor, client_for, sign_up, sign_in, last_mail, link_in
):
    sign_up(visitor, "naujas@example.org")
    phone = client_for()
    assert phone.post(link_in(last_mail()))["Location"] == "/en/accounts/login/"
    assert "Your address is confirmed." in phone.get("/en/accounts/login/").text
    assert sign_in(phone, "naujas@example.org", NEW_PASSWORD)["Location"] == "/en/me/"


def test_a_used_link_says_what_to_do(visitor, sign_up, last_mail, link_in):
    sign_up(visitor, "naujas@example.org")
    link = link_in(last_mail())
    visitor.post(link)
    visitor.post("/en/accounts/logout/")
    for response in (visitor.get(link), visitor.post(link)):
        assert response.status_code == 404
        assert "This link no longer works" in response.text
        assert 'href="/en/accounts/login/"' in response.text


def test_an_old_link_and_a_mistyped_one_say_the_same(
    visitor, sign_up, last_mail, link_in, settings
):
    sign_up(visitor, "naujas@example.org")
    link = link_in(last_mail())
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1
    old, wrong = visitor.get(link), visitor.get("/en/accounts/confirm-email/abc:def:ghi/")
    assert old.status_code == wrong.status_code == 404
    # The pages name their own address, for the other language.
    assert old.text.replace(link[3:], "") == wrong.text.replace(
        "/accounts/confirm-email/abc:def:ghi/", ""
    )


def test_looking_at_somebody_elses_link_does_not_sign_me_out(
    visitor, client_for, jonas, sign_up, last_mail, link_in
):
    sign_up(visitor, "naujas@example.org")
    client = client_for(jonas)
    assert "naujas@example.org" in client.get(link_in(last_mail())).text
    assert client.get("/en/accounts/password/change/").status_code == 200


# --- nobody learns who has an account ------------------------------------------------------------


def test_an_address_with_an_account_gets_the_same_answer(client_for, ona, sign_up):
    fresh, taken = client_for(), client_for()
    answers = [
        sign_up(client, email)
        for client, email in ((fresh, "naujas@example.org"), (taken, ona.email))
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert set(fresh.cookies) == set(taken.cookies)
    pages = [without_tokens(client.get(answers[0]["Location"]).text) for client in (fresh, taken)]
    # Each page names the address that was typed.
    assert pages[0].replace("naujas@example.org", "") == pages[1].replace(ona.email, "")


def test_the_mail_tells_the_owner_in_their_language_and_changes_nothing(
    visitor, ona, sign_up, last_mail
):
    before = ona.password
    sign_up(visitor, "ONA@example.org", full_name="Kita", page="en")
    message = last_mail()
    assert message.to == [ona.email]
    assert message.extra_headers["Content-Language"] == ona.language == "lt"
    assert "/lt/accounts/login/" in message.body
    assert "/lt/accounts/password/reset/" in message.body
    ona.refresh_from_db()
    assert (ona.full_name, ona.password) == ("Ona Petraitė", before)
    assert User.objects.count() == 1


def test_both_answers_cost_one_password(client_for, ona, sign_up, monkeypatch):
    hashed = []
    spied = User.set_password
    monkeypatch.setattr(
        User, "set_password", lambda self, raw: (hashed.append(raw), spied(self, raw))[1]
    )
    sign_up(client_for(), "naujas@example.org")
    fresh = len(hashed)
    sign_up(client_for(), ona.email)
    assert (fresh, len(hashed)) == (1, 2)


def test_two_sign_ups_at_the_same_moment_make_one_account(visitor, ona, sign_up, monkeypatch):
    # What the slower of the two sees: nobody had the address when it looked.
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email", lambda *_, **__: True
    )
    response = sign_up(visitor, ona.email)
    assert response["Location"] == "/en/accounts/confirm-email/"
    assert User.objects.filter(email=ona.email).count() == 1
    assert [message.to for message in mail.outbox] == [[ona.email]]
    assert "/lt/accounts/login/" in mail.outbox[0].body


def test_nobody_sends_words_of_their_own_to_strangers(visitor, sign_up, last_mail):
    sign_up(visitor, "svetimas@example.org", full_name="Pinigai: http://example.net/")
    message = last_mail()
    assert "Pinigai" not in message.body + message.alternatives[0][0] + message.subject


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "jonas"}, "It should look like name@example.org."),
        ({"email": ""}, "Write your e-mail address."),
        ({"email": "j" * 250 + "@example.org"}, "at most 254 characters"),
        ({"password1": ""}, "Choose a password."),
        ({"password1": "pilkas"}, "at least 10 characters"),
        ({"password1": "password123"}, "too common"),
        ({"password1": "kazlauskas1"}, "too similar to"),
        ({"password1": "naujokas@example"}, "too similar to"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_in_the_summary(visitor, sign_up, wrong, said):
    response = sign_up(visitor, wrong.pop("email", "naujokas@example.org"), **wrong)
    assert response.status_code == 200
    assert response.text.count(said) == 2
    assert re.search(r'<div class="errors" role="alert" tabindex="-1" autofocus>', response.text)
    assert 'aria-invalid="true"' in response.text
    assert not User.objects.exists()
    assert not mail.outbox


def test_the_hint_asks_for_as_many_characters_as_the_rule(visitor, db):
    least = next(
        rule.min_length for rule in get_default_password_validators() if hasattr(rule, "min_length")
    )
    assert f"At least {least} characters" in visitor.get("/en/accounts/signup/").text


def test_where_the_mail_server_is_down_the_page_says_so_and_nothing_is_lost(
    visitor, sign_up, sign_in, monkeypatch, settings
):
    class Down:
        def __init__(self, *args, **kwargs):
            pass

        def send_messages(self, messages):
            raise smtplib.SMTPServerDisconnected

    sending = settings.EMAIL_BACKEND
    monkeypatch.setattr("django.core.mail.get_connection", Down)
    monkeypatch.setattr("django.core.mail.message.EmailMessage.get_connection", Down)
    response = sign_up(visitor, "naujas@example.org")
    assert response.status_code == 503
    assert "The mail could not be sent" in response.text
    monkeypatch.undo()
    settings.EMAIL_BACKEND = sending
    settings.ACCOUNT_RATE_LIMITS = {}
    response = sign_in(visitor, "naujas@example.org", NEW_PASSWORD)
    assert response["Location"] == "/en/accounts/confirm-email/"
    assert mail.outbox[-1].to == ["naujas@example.org"]


@pytest.mark.parametrize(
    ("typed", "said", "listed"),
    [
        ({"password1": "", "email": "naujas@example.org"}, "One thing to mend", 1),
        # Too short and too common: one password to mend.
        ({"password1": "12345", "email": "naujas@example.org"}, "One thing to mend", 1),
        ({"password1": "12345", "email": "naujas"}, "2 things to mend", 2),
    ],
)
def test_the_summary_counts_every_error_it_lists(visitor, sign_up, typed, said, listed):
    page = sign_up(visitor, **typed).text
    summary = page.split('<div class="errors"')[1].split("</div>")[0]
    assert f"{said} before this can be sent" in summary
    assert summary.count("<li>") == listed
