"""The account in its owner's hands: sessions, another address, another password."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail

from lms.accounts.devices import device_of, network_of
from lms.accounts.models import OpenSession, User
from tests.lms.accounts.doors import NEW_PASSWORD
from tests.lms.accounts.ways import again

PROFILE, ADDRESS = "/en/me/profile/", "/en/accounts/address/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/129.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def places(client_for, ona, sign_in):
    """Ona at a computer and at a phone."""
    found = []
    for agent, address in ((FIREFOX, "193.219.45.17"), (PHONE, "2001:db8:1:2::7")):
        client = client_for(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
        sign_in(client, ona.email)
        found.append(client)
    return found


# --- sessions ------------------------------------------------------------------------------------


def test_ona_sees_where_she_is_signed_in_and_signs_out_the_others(places, ona):
    computer, phone = places
    page = computer.get(PROFILE).text
    assert "Firefox, Linux" in page and "193.219.45.…" in page
    assert "Chrome, Android" in page and "2001:db8:1::…" in page
    assert "193.219.45.17" not in page and "Mozilla" not in page
    computer.post("/en/me/profile/sign-out-others/")
    assert "Chrome, Android" not in computer.get(PROFILE).text
    assert phone.get(PROFILE).status_code == 302
    assert computer.get(PROFILE).status_code == 200
    assert OpenSession.objects.get().browser == "Firefox"


def test_sessions_that_nobody_listed_end_as_well(places, client_for, ona):
    older = client_for(ona)
    assert older.get(PROFILE).status_code == 200
    places[0].post("/en/me/profile/sign-out-others/")
    assert older.get(PROFILE).status_code == 302
    assert places[0].get(PROFILE).status_code == 200


def test_a_browser_that_is_not_in_the_list_is_shown_all_the_same(client_for, ona):
    page = client_for(ona, HTTP_USER_AGENT=FIREFOX).get(PROFILE).text
    assert "Firefox, Linux" in page and ">here<" in page


def test_signing_out_takes_it_from_the_list(places):
    places[1].post("/en/accounts/logout/")
    assert [row.browser for row in OpenSession.objects.all()] == ["Firefox"]


def test_a_new_password_ends_the_others_and_keeps_this_one_in_the_list(places):
    computer, phone = places
    change = {"oldpassword": "laukas-demo", "password1": NEW_PASSWORD}
    computer.post("/en/accounts/password/change/", change)
    assert phone.get(PROFILE).status_code == 302
    page = computer.get(PROFILE).text
    assert "Firefox, Linux" in page and "Chrome" not in page
    assert OpenSession.objects.count() == 1


def test_a_password_set_by_mail_ends_them_all(places, visitor, ona, last_mail, link_in):
    visitor.post("/en/accounts/password/reset/", {"email": ona.email})
    form = visitor.get(link_in(last_mail()), follow=True)
    visitor.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD})
    assert all(place.get(PROFILE).status_code == 302 for place in places)
    assert OpenSession.objects.count() == 1


def test_the_day_of_the_last_request_is_kept_in_the_session_once(places):
    before = list(Session.objects.values_list("session_data", flat=True))
    for place in places:
        place.get(PROFILE)
    first = list(Session.objects.values_list("session_data", flat=True))
    assert first != before
    for place in places:
        place.get("/en/me/")
    assert list(Session.objects.values_list("session_data", flat=True)) == first
    assert "last used" in places[0].get(PROFILE).text


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (PHONE, ("Chrome", "Android")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/129.0 Safari/537.36 Edg/129.0", ("Edge", "Windows")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Safari/605.1", ("Safari", "macOS")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_browsers_are_called_what_their_owners_call_them(agent, device):
    assert device_of(agent) == device


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("193.219.45.17", "193.219.45.…"),
        ("::ffff:193.219.45.17", "193.219.45.…"),
        ("2001:db8:1:2:3::4", "2001:db8:1::…"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_an_address_is_kept_only_as_near_as_needed(address, kept):
    assert network_of(address) == kept


# --- another address -----------------------------------------------------------------------------


@pytest.fixture
def ask(client_for, ona):
    """Ona asks for another address; returns her client."""
    client = client_for(ona)

    def write(email):
        again(client, ADDRESS)
        return client, client.post(ADDRESS, {"email": email})

    return write


def path_in(message):
    return re.search(r"https?://[^/\s]+(/\S+/confirm/\S+)", message.body)[1]


def test_a_new_address_is_confirmed_there_and_told_to_the_old_one(
    ask, visitor, ona, sign_in, client_for
):
    client, answer = ask("Ona.Nauja@Example.org")
    assert answer["Location"].startswith(PROFILE)
    assert "ona.nauja@example.org waits to be confirmed" in client.get(PROFILE).text
    assert mail.outbox[-1].to == ["ona.nauja@example.org"]
    link = path_in(mail.outbox[-1])
    visitor.get(link)
    ona.refresh_from_db()
    assert ona.email == "ona@example.org"
    visitor.post(link)
    ona.refresh_from_db()
    assert (ona.email, ona.new_email) == ("ona.nauja@example.org", "")
    assert mail.outbox[-1].to == ["ona@example.org"]
    assert visitor.get(link).status_code == 404
    assert sign_in(client_for(), ona.email)["Location"] == "/en/me/"
    assert sign_in(client_for(), "ona@example.org").status_code == 200


def test_an_address_with_an_account_gets_another_letter_and_the_same_answer(ask, ona, jonas):
    client, taken = ask(jonas.email)
    page = client.get(PROFILE).text
    assert f"{jonas.email} waits to be confirmed" in page
    assert mail.outbox[-1].to == [jonas.email]
    assert "belongs to an account already" in mail.outbox[-1].body
    assert "/address/confirm/" not in mail.outbox[-1].body
    _client, free = ask_once_more(client)
    assert taken["Location"] == free["Location"]


def ask_once_more(client):
    return client, client.post(ADDRESS, {"email": "laisvas@example.org"})


def test_keeping_the_old_address_kills_the_link(ask, visitor, ona):
    client, _answer = ask("nauja@example.org")
    link = path_in(mail.outbox[-1])
    client.post("/en/accounts/address/keep/")
    assert visitor.post(link).status_code == 404
    ask_once_more(client)
    assert visitor.post(link).status_code == 404
    ona.refresh_from_db()
    assert ona.email == "ona@example.org"


def test_an_address_that_was_taken_meanwhile_is_refused_in_words(ask, visitor, ona, person):
    _client, _answer = ask("nauja@example.org")
    person("nauja")
    visitor.post(path_in(mail.outbox[-1]).replace("/lt/", "/en/"))
    assert "belongs to another account by now" in visitor.get("/en/accounts/login/").text
    assert User.objects.filter(email="nauja@example.org").count() == 1
    ona.refresh_from_db()
    assert ona.email == "ona@example.org"


@pytest.mark.parametrize("email", ["ona@example.org", "ne-adresas", ""])
def test_what_is_no_new_address_is_said_beside_the_field(ask, email):
    _client, answer = ask(email)
    assert answer.status_code == 200 and 'id="id_email-error"' in answer.text
    assert not mail.outbox


def test_asking_is_counted(ask):
    client, _answer = ask("a@example.org")
    for letter in "bcde":
        client.post(ADDRESS, {"email": f"{letter}@example.org"})
    assert client.post(ADDRESS, {"email": "f@example.org"}).status_code == 429
    assert len(mail.outbox) == 5
