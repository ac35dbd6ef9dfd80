"""The account in a browser: a code from a mail, an app, a passkey; the way out and back."""

import re

import pytest

from tests.journeys.browser import first_link, mails_to
from tests.lms.accounts.ways import app_code

pytestmark = pytest.mark.journey
PASSWORD = "trys vėjai lauke"
FORM = "form.form"


def signed_up(one, email):
    """A new account with a confirmed address; whoever it is is signed in."""
    one.go(f"/{one.language}/accounts/signup/")
    one.fill("[name=email]", email)
    one.fill("[name=full_name]", "Austėja Kazlauskaitė")
    one.fill("[name=password1]", PASSWORD)
    one.choose("[name=age][value='14']")
    one.press(f"{FORM} button.go")
    one.page.goto(one.last_link(email))
    one.press("main form button.go")


def signed_out(one):
    one.page.goto(f"{one.address}/{one.language}/accounts/logout/")
    one.press("main form button.go")


def with_password(one, email):
    one.page.goto(f"{one.address}/{one.language}/accounts/login/")
    one.fill(f"{FORM} [name=login]", email)
    one.fill(f"{FORM} [name=password]", PASSWORD)
    one.press(f"{FORM} button.go")


def is_me(one):
    """Asked once more who it is."""
    assert "/accounts/again/" in one.page.url
    one.look()
    one.fill("[name=password]", PASSWORD)
    one.press(f"{FORM} button.go")


def test_at_the_phone_a_code_lets_in_and_a_closed_account_comes_back(person):
    one, email = person(phone=True), "austeja.kodas@example.org"
    signed_up(one, email)
    signed_out(one)
    one.go("/lt/accounts/login/")
    one.press("text=Gauti kodą el. paštu")
    one.look()
    one.fill("[name=email]", email)
    one.press(f"{FORM} button.go")
    one.look()
    code = re.search(r"\d{4}-\d{4}", mails_to(one.folder, email)[0])[0]
    one.fill("[name=code]", code)
    one.press(f"{FORM} button.go")
    assert one.page.url.endswith("/lt/me/")
    one.go("/lt/me/profile/")
    assert "čia" in one.page.inner_text("#sessions li:first-child")
    one.press("text=Uždaryti paskyrą")
    is_me(one)
    one.look()
    one.press("main form button.btn")
    assert "Paskyra uždaryta" in one.text()
    one.look()
    assert "visur atjungti" in mails_to(one.folder, email)[0]
    with_password(one, email)
    assert "Jūsų paskyra vėl atverta" in one.text()


def test_by_keyboard_alone_an_app_becomes_the_second_step(person):
    one, email = person(keyboard=True), "austeja.programele@example.org"
    signed_up(one, email)
    one.go("/lt/me/profile/")
    one.press("a[href$='/accounts/second-step/']")
    one.look()
    one.press("text=Nustatyti programėlę")
    is_me(one)
    one.look()
    secret = one.page.input_value("#secret")
    one.fill("[name=code]", app_code(secret))
    one.press(f"{FORM} button.go")
    one.look()
    codes = one.page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    with one.page.expect_download() as kept:
        one.act(one.page.locator("a[download]"))
    assert all(code in kept.value.path().read_text("utf-8") for code in codes)
    one.press("text=Kodus išsaugojau")
    one.look("profile with an app")
    signed_out(one)
    with_password(one, email)
    one.look()
    one.fill("[name=code]", "000000")
    one.press(f"{FORM} button.go")
    assert "Šis kodas netinka" in one.text()
    one.fill("[name=code]", app_code(secret, 1))
    one.press(f"{FORM} button.go")
    assert one.page.url.endswith("/lt/me/")
    signed_out(one)
    with_password(one, email)
    one.fill("[name=code]", codes[0])
    one.press(f"{FORM} button.go")
    one.go("/lt/me/profile/")
    assert "Liko 9 kodai" in one.text()


def test_a_passkey_is_named_used_renamed_and_removed(person):
    one, email = person(language="en"), "austeja.raktas@example.org"
    signed_up(one, email)
    device = one.context.new_cdp_session(one.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    one.go("/en/accounts/second-step/")
    one.press("text=Add a passkey")
    is_me(one)
    one.look()
    one.fill("[name=name]", "Mano telefonas")
    one.press("button[data-scripted]")
    one.press("text=I have kept them")
    assert "Mano telefonas" in one.text()
    one.look("profile with a passkey")
    signed_out(one)
    one.go("/en/accounts/login/")
    one.press("button[data-scripted]")
    assert one.page.url.endswith("/en/me/")
    signed_out(one)
    with_password(one, email)
    one.look()
    one.press("button[data-scripted]")
    assert one.page.url.endswith("/en/me/")
    one.go("/en/me/profile/")
    one.press("a:has-text('Rename')")
    one.page.goto(one.page.url.replace("/again/?", "/again/passkey/?"))
    one.look("is it you, with a passkey")
    one.press("button[data-scripted]")
    one.fill("[name=name]", "Senas telefonas")
    one.press(f"{FORM} button.go")
    assert "Senas telefonas" in one.text()
    one.press("a:has-text('Remove')")
    one.look()
    one.press("main form button.btn")
    assert "whoever knows your password gets in" in one.text()
    signed_out(one)
    # The device still has it, the account does not know it any longer.
    one.page.goto(f"{one.address}/en/accounts/login/")
    one.press("button[data-scripted]")
    assert "does not open an account here" in one.page.inner_text("body")
    device.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": made["authenticatorId"], "isUserVerified": False},
    )
    one.page.click("button[data-scripted]")
    one.page.wait_for_selector("text=No passkey was used")


def test_without_javascript_the_pages_say_what_needs_it(person):
    one, email = person(scripts=False, language="en"), "austeja.be@example.org"
    signed_up(one, email)
    one.go("/en/accounts/passkeys/add/")
    is_me(one)
    assert "needs JavaScript" in one.text()
    signed_out(one)
    one.go("/en/accounts/login/")
    assert "needs JavaScript" in one.text()
    one.press("text=Have a code mailed to you")
    one.fill("[name=email]", email)
    one.press(f"{FORM} button.go")
    assert "/confirm/" in one.page.url
    assert "/login/code/confirm/" in first_link(mails_to(one.folder, email)[0])


def test_by_keyboard_alone_a_program_gets_a_token_and_loses_it_again(person):
    one, email = person(keyboard=True, phone=True), "austeja.programa@example.org"
    signed_up(one, email)
    one.go("/lt/me/profile/")
    one.press("a[href$='/accounts/tokens/']")
    one.look()
    one.press("a[href$='/tokens/new/']")
    is_me(one)
    one.look()
    one.press(f"{FORM} button.go")
    assert "kam žetonas skirtas" in one.text()
    one.look("a form with a fault")
    one.fill("[name=name]", "Apskaitos lentelė")
    one.press(f"{FORM} button.go")
    one.look()
    token = one.page.input_value("#token")
    asks = one.context.request
    headers = {"Authorization": f"Bearer {token}", "Cookie": ""}
    assert asks.get(f"{one.address}/api/v1/me", headers=headers).json()["email"] == email
    assert "programa prisijungs" in mails_to(one.folder, email)[0]
    one.press("text=Nukopijavau")
    assert token not in one.text() and f"…{token[-4:]}" in one.text()
    one.look("tokens with one that was used")
    one.press("a[href*='/revoke/']")
    one.look()
    one.press("main form button.btn")
    assert "nieko nebeatveria" in one.text()
    assert asks.get(f"{one.address}/api/v1/me", headers=headers).status == 401


@pytest.mark.parametrize("scripts", [True, False])
def test_what_programs_can_do_is_read_at_the_phone(person, scripts):
    one = person(language="en", phone=True, scripts=scripts, dark=True)
    one.go("/en/")
    one.press("footer a[href$='/api/']")
    assert "For programs" in one.text()
    if scripts:
        one.look()
    one.press("main a[href='#Attempt']")
    assert one.page.url.endswith("#Attempt")
