"""The mails about an account: addresses, languages, form."""

import re

import pytest
from django.core import mail
from django.utils import translation

from lms.accounts.adapter import message_id, written
from lms.accounts.letters import LETTERS, letter

CONTEXT = {"key": "abc:def", "uid": "1", "code": "0123456789"}


def test_a_forged_host_never_gets_into_a_mail(client_for, ona, sign_up, settings):
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.SITE_URL = "https://laukas.example"
    forged = {"HTTP_HOST": "evil.example"}
    client = client_for(ona)
    change = {"oldpassword": "laukas-demo", "password1": "trys vėjai lauke"}
    client.post("/en/accounts/password/change/", change, **forged)
    for email in (ona.email, "naujas@example.org"):
        sign_up(client_for(), email, **forged)
        client_for().post("/en/accounts/password/reset/", {"email": email}, **forged)
    client_for().post("/en/accounts/password/reset/", {"email": "nera@example.org"}, **forged)
    assert len(mail.outbox) == 6
    for message in mail.outbox:
        raw = message.message().as_string()
        assert "evil.example" not in raw
        assert set(re.findall(r"https?://[^/\s\"<]+", raw)) == {"https://laukas.example"}


def test_a_host_that_is_not_ours_gets_no_answer(visitor, db):
    response = visitor.post(
        "/en/accounts/password/reset/", {"email": "x@example.org"}, HTTP_HOST="evil.example"
    )
    assert response.status_code == 400
    assert not mail.outbox


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("kind", LETTERS)
def test_every_mail_is_whole_in_both_languages(db, kind, language):
    with translation.override(language):
        message = written(letter(kind, CONTEXT), "ona@example.org")
    html, kind_of = message.alternatives[0]
    assert kind_of == "text/html"
    assert f"http://testserver/{language}/" in message.body
    assert f'lang="{language}"' in html
    assert f'href="http://testserver/{language}/' in html
    assert not re.search(r"<img|<link|<script|src=|url\(", html)
    assert "&" not in message.body
    told = message.subject + message.body
    assert not re.search(r"please|prašome|sėkmingai|successfully", told, re.IGNORECASE)
    assert "\n" not in message.subject


@pytest.mark.parametrize("kind", LETTERS)
def test_the_lithuanian_mail_is_lithuanian(db, kind):
    written_in = {}
    for language in ("lt", "en"):
        with translation.override(language):
            sheet = letter(kind, CONTEXT)
        written_in[language] = {sheet.subject, sheet.action, *sheet.before, *sheet.after}
    assert not written_in["lt"] & written_in["en"]


def test_the_same_mail_sent_twice_has_one_id_and_another_has_its_own(db):
    sheet, other = letter("email_confirmation", CONTEXT), letter("unknown_account", CONTEXT)
    first = message_id("ona@example.org", sheet, "2026-03-07 14:02")
    assert re.fullmatch(r"<[0-9a-f]{32}@testserver>", first)
    assert first == message_id("ona@example.org", sheet, "2026-03-07 14:02")
    others = {
        message_id("ona@example.org", other, "2026-03-07 14:02"),
        message_id("jonas@example.org", sheet, "2026-03-07 14:02"),
        message_id("ona@example.org", sheet, "2026-03-08 09:00"),
    }
    assert first not in others and len(others) == 3


def test_the_id_and_the_signs_of_a_machine_are_in_the_headers(visitor, ona):
    visitor.post("/en/accounts/password/reset/", {"email": ona.email})
    headers = mail.outbox[0].message()
    assert headers["Message-ID"].endswith("@testserver>")
    assert headers["Auto-Submitted"] == "auto-generated"
