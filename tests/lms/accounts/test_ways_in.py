"""Ways in beside the password: a code from a mail, and the second step after either."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from lms.accounts.actions import suspend
from lms.accounts.models import OpenSession
from lms.common.clock import now
from tests.lms.accounts.doors import without_tokens
from tests.lms.accounts.ways import again, app_code, code_in, set_up_app

ASK, TYPE, STEP = (
    "/en/accounts/login/code/",
    "/en/accounts/login/code/confirm/",
    "/en/accounts/login/second-step/",
)
CODES = "/en/accounts/second-step/codes/"


# --- a code from a mail --------------------------------------------------------------------------


def test_ona_signs_in_with_a_code_from_a_mail(visitor, ona, last_mail):
    page = visitor.get("/en/accounts/login/")
    assert "Have a code mailed to you" in page.text
    sent = visitor.post(ASK, {"email": "Ona@Example.org"})
    assert sent["Location"] == TYPE
    assert "ona@example.org" in visitor.get(TYPE).text
    assert last_mail().subject == "Kodas prisijungti"
    response = visitor.post(TYPE, {"code": code_in(last_mail()).replace("-", " ")})
    assert response["Location"] == "/en/me/"
    assert visitor.get("/en/me/").status_code == 200
    assert OpenSession.objects.get().person == ona


def test_the_code_leads_to_the_page_that_was_wanted(visitor, ona, last_mail):
    visitor.post(f"{ASK}?next=/en/me/passport/", {"email": ona.email})
    response = visitor.post(f"{TYPE}?next=/en/me/passport/", {"code": code_in(last_mail())})
    assert response["Location"] == "/en/me/passport/"


def test_an_address_of_another_host_is_no_next_page(visitor, ona, last_mail):
    visitor.post(f"{ASK}?next=//evil.example/", {"email": ona.email})
    response = visitor.post(f"{TYPE}?next=//evil.example/", {"code": code_in(last_mail())})
    assert response["Location"] == "/en/me/"


def test_nobody_learns_from_the_code_page_who_has_an_account(client_for, ona):
    pages = []
    for email in (ona.email, "nera@example.org"):
        client = client_for()
        assert client.post(ASK, {"email": email})["Location"] == TYPE
        pages.append(without_tokens(client.get(TYPE).text).replace(email, "…"))
        client.post(TYPE, {"code": "1234-5678"})
        pages[-1] += without_tokens(client.get(TYPE).text).replace(email, "…")
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [[ona.email], ["nera@example.org"]]
    assert "no such account" in mail.outbox[1].body


def test_a_code_dies_after_five_wrong_tries(visitor, ona, last_mail):
    visitor.post(ASK, {"email": ona.email})
    for _try in range(4):
        wrong = visitor.post(TYPE, {"code": "0000-0000"})
        assert "This is not the code" in wrong.text
    assert visitor.post(TYPE, {"code": "0000-0000"})["Location"] == ASK
    assert visitor.post(TYPE, {"code": code_in(last_mail())})["Location"] == ASK
    assert visitor.get("/en/me/").status_code == 302


def test_a_code_runs_out(visitor, ona, last_mail, monkeypatch):
    visitor.post(ASK, {"email": ona.email})
    code, later = code_in(last_mail()), time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    visitor.post(TYPE, {"code": code})
    assert visitor.get("/en/me/").status_code == 302


def test_a_code_works_once_and_only_where_it_was_asked_for(client_for, ona, last_mail):
    asked, other = client_for(), client_for()
    asked.post(ASK, {"email": ona.email})
    code = code_in(last_mail())
    assert other.post(TYPE, {"code": code})["Location"] == ASK
    assert asked.post(TYPE, {"code": code})["Location"] == "/en/me/"


def test_asking_for_codes_is_counted(client_for, ona):
    for _try in range(3):
        assert client_for().post(ASK, {"email": ona.email}).status_code == 302
    refused = client_for().post(ASK, {"email": ona.email})
    assert "Too many tries" in refused.text
    assert len(mail.outbox) == 3


def test_a_suspended_person_gets_no_further_with_a_code(visitor, ona, vytas, last_mail):
    suspend(ona, by=vytas, reason="Spam.", on=now())
    visitor.post(ASK, {"email": ona.email})
    assert visitor.post(TYPE, {"code": code_in(last_mail())}).status_code == 403
    assert visitor.get("/en/me/").status_code == 302


def test_a_new_code_can_be_asked_for_and_another_way_chosen(visitor, ona, last_mail):
    visitor.post(ASK, {"email": ona.email})
    first = code_in(last_mail())
    visitor.post(TYPE, {"action": "resend"})
    assert code_in(last_mail()) != first
    away = visitor.post("/en/accounts/logout/", {"next": "/en/accounts/login/"})
    assert away["Location"] == "/en/accounts/login/"
    assert visitor.get("/en/accounts/login/").status_code == 200


def test_on_the_way_into_a_course_the_code_leads_to_it(visitor, sampling_course):
    page = visitor.get(f"/en/courses/{sampling_course.slug}/join/sign-in/")
    assert f"{ASK}?next=/en/courses/{sampling_course.slug}/" in page.text


# --- the second step -----------------------------------------------------------------------------


@pytest.fixture
def ona_at_home(client_for, ona, sign_in):
    client = client_for()
    sign_in(client, ona.email)
    return client


def test_an_app_becomes_the_second_step(ona_at_home, client_for, ona, sign_in):
    secret, codes = set_up_app(ona_at_home)
    assert len(codes) == 10
    assert mail.outbox[-1].subject == "Programėlė tapo antruoju žingsniu"
    client = client_for()
    assert sign_in(client, ona.email)["Location"] == STEP
    assert client.get("/en/me/").status_code == 302
    assert "The second step" in client.get(STEP).text
    wrong = client.post(STEP, {"code": "000000"})
    assert "This code is not right" in wrong.text
    assert client.post(STEP, {"code": app_code(secret, 1)})["Location"] == "/en/me/"
    assert client.get("/en/me/").status_code == 200


def test_a_code_of_the_app_works_once(ona_at_home, client_for, ona, sign_in):
    secret, _codes = set_up_app(ona_at_home)
    code = app_code(secret, 1)
    for lets_in in (True, False):
        client = client_for()
        sign_in(client, ona.email)
        client.post(STEP, {"code": code})
        assert (client.get("/en/me/").status_code == 200) is lets_in


def test_a_recovery_code_lets_in_once(ona_at_home, client_for, ona, sign_in):
    _secret, codes = set_up_app(ona_at_home)
    for lets_in in (True, False):
        client = client_for()
        sign_in(client, ona.email)
        client.post(STEP, {"code": codes[0]})
        assert (client.get("/en/me/").status_code == 200) is lets_in
    assert "9 codes left" in ona_at_home.get("/en/me/profile/").text


def test_the_mailed_code_alone_is_not_enough_where_there_is_a_second_step(
    ona_at_home, client_for, ona, last_mail
):
    set_up_app(ona_at_home)
    client = client_for()
    client.post(ASK, {"email": ona.email})
    assert client.post(TYPE, {"code": code_in(last_mail())})["Location"] == STEP
    assert client.get("/en/me/").status_code == 302


def test_wrong_codes_of_the_second_step_are_counted(ona_at_home, client_for, ona, sign_in):
    secret, _codes = set_up_app(ona_at_home)
    client = client_for()
    sign_in(client, ona.email)
    for _try in range(5):
        client.post(STEP, {"code": "000000"})
    refused = client.post(STEP, {"code": app_code(secret, 1)})
    assert "Too many tries" in refused.text


def test_recovery_codes_are_shown_until_they_are_kept(ona_at_home):
    page = again(ona_at_home, "/en/accounts/second-step/app/")
    code = app_code(page.context["form"].secret)
    ona_at_home.post("/en/accounts/second-step/app/", {"code": code})
    first = ona_at_home.get(CODES)
    assert first.context["codes"] == ona_at_home.get(CODES).context["codes"]
    assert first.context["codes"][0].replace(" ", "%20") in first.context["file"]
    ona_at_home.post(CODES)
    later = ona_at_home.get(CODES)
    assert not later.context["codes"]
    for shown in first.context["codes"]:
        assert shown not in later.text
    ona_at_home.post("/en/accounts/second-step/codes/new/")
    anew = ona_at_home.get(CODES).context["codes"]
    assert len(anew) == 10 and not set(anew) & set(first.context["codes"])


def test_the_secret_lies_in_cipher(ona_at_home, ona, settings):
    secret, codes = set_up_app(ona_at_home)
    rows = Authenticator.objects.filter(user=ona)
    kept = str(list(rows.values_list("data", flat=True)))
    assert secret not in kept
    assert all(code.replace(" ", "") not in kept for code in codes)
    app = rows.get(type=Authenticator.Type.TOTP).wrap()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, [settings.SECRET_KEY]
    assert app.validate_code(app_code(secret, 1))
    settings.SECRET_KEY_FALLBACKS = []
    assert not app.validate_code(app_code(secret, -1))
    assert not app.validate_code(app_code("", 0))


def test_without_the_app_the_password_is_enough_again(ona_at_home, client_for, ona, sign_in):
    set_up_app(ona_at_home)
    assert (
        "recovery codes go as well" in ona_at_home.get("/en/accounts/second-step/app/remove/").text
    )
    ona_at_home.post("/en/accounts/second-step/app/remove/")
    assert not Authenticator.objects.exists()
    assert sign_in(client_for(), ona.email)["Location"] == "/en/me/"


def test_setting_up_asks_for_the_password_first(client_for, ona):
    client = client_for(ona)
    for page in ("app/", "codes/new/"):
        asked = client.get(f"/en/accounts/second-step/{page}")
        assert "/accounts/again/" in asked["Location"], page
    wrong = client.post(asked["Location"], {"password": "not this one"})
    assert "not your present password" in wrong.text
    for page in ("address/", "passkeys/add/"):
        assert "/accounts/again/" in client.get(f"/en/accounts/{page}")["Location"], page
    assert "/accounts/again/" in client.get("/en/me/profile/close/")["Location"]


def test_a_visitor_is_sent_to_sign_in(visitor, db):
    for page in ("second-step/", "second-step/codes/", "second-step/all/", "address/", "again/"):
        response = visitor.get(f"/en/accounts/{page}")
        assert response.status_code == 302 and "/login/" in response["Location"], page


def test_passkeys_are_asked_for_only_when_the_button_is_pressed(visitor, db):
    assert visitor.get("/en/accounts/login/passkey/")["Location"] == "/en/accounts/login/"
    assert not visitor.cookies.get("laukas")
    options = visitor.get("/en/accounts/login/passkey/", headers={"accept": "application/json"})
    wanted = options.json()["publicKey"]
    assert wanted["rpId"] == "testserver" and wanted["userVerification"] == "required"
    for made in ("{}", "9" * 5000, "[" * 50_000):
        refused = visitor.post("/en/accounts/login/passkey/", {"credential": made})
        assert refused["Location"] == "/en/accounts/login/"
    assert "does not open an account" in visitor.get("/en/accounts/login/").text


def test_what_is_no_passkey_is_refused_in_words(ona_at_home, ona):
    page = again(ona_at_home, "/en/accounts/passkeys/add/")
    assert "password alone no longer lets you in" in page.text
    for made in ("", "{}", "[]", '{"id": 1}', '"x"', "null", "9" * 5000):
        response = ona_at_home.post(
            "/en/accounts/passkeys/add/", {"name": "Mano", "credential": made}
        )
        assert response.status_code == 200, made
        assert "errors" in response.text and 'value="Mano"' in response.text
    assert not Authenticator.objects.filter(user=ona).exists()
