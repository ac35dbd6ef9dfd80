"""Passwords that are forgotten, set anew and changed."""

import pytest
from django.core import mail

from tests.lms.accounts.doors import NEW_PASSWORD, PASSWORD, without_tokens

ASK = "/en/accounts/password/reset/"
CHANGE = "/en/accounts/password/change/"


def test_asking_reads_the_same_for_unknown_accounts_and_each_gets_one_mail(client_for, ona):
    known, unknown = client_for(), client_for()
    for client, email in ((known, ona.email), (unknown, "nera@example.org")):
        assert client.post(ASK, {"email": email})["Location"] == f"{ASK}done/"
    pages = [without_tokens(client.get(f"{ASK}done/").text) for client in (known, unknown)]
    assert pages[0] == pages[1]
    assert set(known.cookies) == set(unknown.cookies)
    assert [message.to for message in mail.outbox] == [[ona.email], ["nera@example.org"]]


def test_the_mails_help_in_the_language_of_their_reader(visitor, ona):
    visitor.post(ASK, {"email": ona.email})
    visitor.post(ASK, {"email": "nera@example.org"})
    known, unknown = mail.outbox
    assert "/lt/accounts/password/reset/key/" in known.body
    assert known.extra_headers["Content-Language"] == "lt"
    assert "/en/accounts/signup/" in unknown.body
    assert "/key/" not in unknown.body
    assert unknown.extra_headers["Content-Language"] == "en"


def test_the_link_sets_the_password_once_and_signs_in(visitor, ona, sign_in, link_in, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    visitor.post(ASK, {"email": ona.email})
    link = link_in(mail.outbox[0])
    form = visitor.get(link)["Location"]
    # The key leaves the address at once, so that no Referer carries it on.
    assert form.endswith("-set-password/")
    assert 'autocomplete="new-password"' in visitor.get(form).text
    assert visitor.post(form, {"password1": NEW_PASSWORD})["Location"] == "/lt/me/"
    assert visitor.get("/lt/me/").status_code == 200
    assert mail.outbox[1].to == [ona.email]
    assert "/lt/accounts/password/reset/" in mail.outbox[1].body
    visitor.post("/en/accounts/logout/")
    again = visitor.get(link)
    assert again.status_code == 404
    assert 'href="/lt/accounts/password/reset/"' in again.text
    assert sign_in(visitor, ona.email, PASSWORD).status_code == 200
    assert sign_in(visitor, ona.email, NEW_PASSWORD)["Location"] == "/en/me/"


def test_an_old_link_no_longer_works(visitor, ona, link_in, settings):
    visitor.post(ASK, {"email": ona.email})
    settings.PASSWORD_RESET_TIMEOUT = -1
    response = visitor.get(link_in(mail.outbox[0]))
    assert response.status_code == 404


def test_looking_at_a_made_up_link_writes_nothing(visitor, ona):
    ona.emailaddress_set.all().delete()
    assert visitor.get("/en/accounts/password/reset/key/1-abc-def/").status_code == 404
    assert visitor.get(f"/en/accounts/password/reset/key/{ona.pk}-x-y/").status_code == 404
    assert not ona.emailaddress_set.exists()


def test_the_link_confirms_the_address_it_was_sent_to(visitor, ona, link_in):
    ona.emailaddress_set.update(verified=False)
    visitor.post(ASK, {"email": ona.email})
    form = visitor.get(link_in(mail.outbox[0]))["Location"]
    assert visitor.post(form, {"password1": NEW_PASSWORD})["Location"] == "/lt/me/"
    assert ona.emailaddress_set.get().verified


def test_a_weak_password_is_refused_with_the_reason(visitor, ona, link_in):
    visitor.post(ASK, {"email": ona.email})
    form = visitor.get(link_in(mail.outbox[0]))["Location"].replace("/lt/", "/en/")
    page = visitor.post(form, {"password1": "petraitė12"})
    assert "too similar to" in page.text
    ona.refresh_from_db()
    assert ona.check_password(PASSWORD)


def test_changing_it_needs_the_present_one_and_ends_other_sessions(client_for, ona, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    here, there = client_for(ona), client_for(ona)
    wrong = here.post(CHANGE, {"oldpassword": "not this", "password1": NEW_PASSWORD})
    assert "This is not your present password." in wrong.text
    right = here.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})
    assert right["Location"] == "/en/me/profile/"
    assert here.get("/en/me/profile/").status_code == 200
    assert there.get("/en/me/profile/").status_code == 302
    assert [message.to for message in mail.outbox] == [[ona.email]]


def test_guessing_the_present_password_of_an_open_session_is_counted(client_for, ona):
    client = client_for(ona)
    answers = [
        client.post(CHANGE, {"oldpassword": "guess", "password1": NEW_PASSWORD}).status_code
        for _ in range(6)
    ]
    assert answers == [200] * 5 + [429]


def test_an_account_without_a_password_chooses_one(client_for, ona):
    ona.set_unusable_password()
    ona.save()
    client = client_for(ona)
    assert client.get(CHANGE)["Location"] == "/en/accounts/password/set/"
    response = client.post("/en/accounts/password/set/", {"password1": NEW_PASSWORD})
    assert response["Location"] == "/en/me/profile/"
    ona.refresh_from_db()
    assert ona.check_password(NEW_PASSWORD)


@pytest.mark.parametrize(
    "unused",
    [
        "email/",
        "inactive/",
        "reauthenticate/",
        "password/reset/key/done/",
        "",
    ],
)
def test_pages_of_allauth_that_this_site_does_not_use_are_not_there(client_for, ona, unused):
    assert client_for(ona).get(f"/en/accounts/{unused}").status_code == 404
