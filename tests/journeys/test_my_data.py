"""One's own data in a browser: a copy, erasing with the way back, and a child with a parent."""

import zipfile

import pytest

from tests.journeys.browser import first_link, mails_to, sweep
from tests.journeys.test_account import FORM, PASSWORD, signed_up, with_password

pytestmark = pytest.mark.journey


def test_at_the_phone_a_copy_is_made_and_everything_erased_until_one_comes_back(person):
    one, email = person(phone=True), "austeja.duomenys@example.org"
    signed_up(one, email)
    one.go("/lt/me/profile/")
    one.press("text=Sukurti mano duomenų kopiją")
    assert "tuoj bus kuriama" in one.text()
    sweep(one.folder, one.address)
    # The page asks by itself.
    one.page.wait_for_selector("text=Atsisiųsti kopiją")
    one.look("profile with a copy")
    assert "kopija parengta" in mails_to(one.folder, email)[0]
    one.press("text=Atsisiųsti kopiją")
    assert "/accounts/again/" in one.page.url
    one.fill("[name=password]", PASSWORD)
    one.press(f"{FORM} button.go")
    # Not left standing at the question for the password.
    one.look("the copy")
    with one.page.expect_download() as kept:
        one.act(one.page.locator("text=Atsisiųsti kopiją"))
    with zipfile.ZipFile(kept.value.path()) as whole:
        assert "Austėja Kazlauskaitė" in whole.read("index.html").decode()
    one.go("/lt/privacy/what-we-hold/")
    one.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    one.look("what we hold, opened")
    one.go("/lt/me/profile/close/")
    assert one.page.locator("[name=way][value=close]").is_checked()
    one.choose("[name=way][value=erase]")
    one.look("leaving, with everything erased")
    one.press("main form button.btn")
    assert "14 dienų" in one.text() and "ištrinta" in one.text()
    one.look()
    assert "apie jus turime" in mails_to(one.folder, email)[0]
    with_password(one, email)
    assert "Jūsų paskyra vėl atverta" in one.text()


def test_by_keyboard_alone_erasing_asks_what_becomes_of_certificates(person):
    one = person(keyboard=True, language="en")
    one.go("/en/accounts/login/")
    one.fill("form.form [name=login]", "birute@example.org")
    one.fill("form.form [name=password]", "laukas-demo")
    one.press(f"{FORM} button.go")
    one.page.goto(f"{one.address}/en/me/profile/close/")
    if "/again/" in one.page.url:
        one.fill("[name=password]", "laukas-demo")
        one.press(f"{FORM} button.go")
    one.look()
    assert not one.page.locator("[name=credentials]").first.is_visible()
    one.choose("[name=way][value=erase]")
    assert one.page.locator("[name=credentials]").first.is_visible()
    one.press("main form button.btn")
    assert "Choose what becomes of your badges and certificates." in one.text()
    one.look("leaving, with something to mend")


def test_a_child_waits_the_parent_agrees_and_takes_it_back(person):
    child, parent = person(phone=True), person(phone=True)
    email, parents = "ugne.vaikas@example.org", "ugnes.mama@example.org"
    child.go("/lt/accounts/signup/")
    child.fill("[name=email]", email)
    child.fill("[name=full_name]", "Ugnė Mažoji")
    child.fill("[name=password1]", PASSWORD)
    assert not child.page.locator("[name=parent_email]").is_visible()
    child.choose("[name=age][value=younger]")
    child.look("sign-up of a child")
    child.press(f"{FORM} button.go")
    assert "Įrašykite mamos, tėčio ar globėjo" in child.text()
    child.look("sign-up of a child, with something to mend")
    child.fill("[name=password1]", PASSWORD)
    child.fill("[name=parent_email]", parents)
    child.press(f"{FORM} button.go")
    child.page.goto(child.last_link(email))
    child.press("main form button.go")
    assert "Laukiame tėvų sutikimo" in child.text()
    child.look()
    sweep(child.folder, child.address)
    link = first_link(mails_to(child.folder, parents)[0])
    parent.page.goto(link)
    parent.look("a parent is asked")
    assert "Ugnė Mažoji" in parent.text()
    parent.press("button[value=agree]")
    parent.look("a parent has agreed")
    child.go("/lt/me/")
    assert "Laukiame" not in child.text()
    child.go("/lt/me/passport/")
    assert child.page.locator("text=Dalytis nuoroda").count() == 0
    parent.press("button[value=refuse]")
    parent.look("a parent has refused")
    with_password(child, email)
    assert "Jūsų tėvai nesutiko" in child.text()
    child.look()
