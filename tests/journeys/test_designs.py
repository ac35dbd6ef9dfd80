"""Designs of certificates: the sample follows the form, by keyboard alone and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from lms.pages.demo_cast import PASSWORD
from tests.badges.certificates.designs import picture
from tests.journeys.person import Person

pytestmark = pytest.mark.journey

COURSE = "collecting-data-first-steps"
# A sample is set several times until it fits, on a machine that does other things as well.
SLOW = 40_000


def editor(person: Person.Maker, language: str = "en", **how: object) -> Person:
    one = person(language=language, **how)
    one.page.set_default_timeout(SLOW)
    one.page.goto(f"{one.address}/{language}/accounts/login/")
    one.page.fill("[name=login]", "vytas@example.org")
    one.page.fill("[name=password]", PASSWORD)
    with one.page.expect_navigation(wait_until="load"):
        one.page.click("main form button[type=submit]")
    one.go(f"/{language}/studio/designs/")
    return one


def test_the_sample_follows_what_is_typed_by_keyboard_alone(person: Person.Maker) -> None:
    one = editor(person, keyboard=True)
    page = one.page
    one.press("main a.btn[href$='/designs/new/']")
    sample = page.frame_locator("#sample iframe")
    expect(sample.locator("h1")).to_have_text("Jane Sample")
    one.look()
    one.fill("[name=name]", "Museum by keyboard")
    one.choose("[name=layout][value=portrait]")
    one.fill("[name=said_en]", "defended a work")
    expect(sample.locator(".said")).to_have_text("defended a work", timeout=SLOW)
    expect(page.locator("#sample iframe.d-portrait")).to_be_visible()
    # The sample came without the focus being moved, and without a step in the history.
    expect(page.locator("[name=said_en]")).to_be_focused()
    assert sample.locator(".front").evaluate("e => getComputedStyle(e).backgroundColor") != (
        "rgba(0, 0, 0, 0)"
    )
    one.fill("[name=role_1_en]", "Director")
    expect(page.locator("#sample-faults")).to_contain_text(
        "Write the name of the person who signs", timeout=SLOW
    )
    expect(sample.locator(".said")).to_have_text("defended a work")
    one.fill("[name=signatory_1]", "Algis")
    expect(sample.locator(".sign").first).to_contain_text("Algis", timeout=SLOW)
    expect(page.locator("#sample-faults")).to_have_text("")
    one.press("main .d-form button.go[value=save]")
    expect(page.locator("main")).to_contain_text("Museum by keyboard")


def test_on_a_phone_without_javascript_in_lithuanian(person: Person.Maker, tmp_path: Path) -> None:
    one = editor(person, "lt", phone=True, scripts=False, dark=True)
    page = one.page
    one.go("/lt/studio/designs/new/")
    (tmp_path / "logo.png").write_bytes(picture())
    page.set_input_files("[name=logo]", tmp_path / "logo.png")
    page.fill("[name=name]", "Muziejus be skriptų")
    page.uncheck("[name=hub_accent]")
    page.fill("[name=accent]", "#ddeecc")
    one.press("main .d-form button.go[value=save]")
    assert "o reikia 4,5 su 1" in one.text().replace("\xa0", " ")
    page.fill("[name=accent]", "#7a1f5c")
    one.press("main button[value=show]")
    sample = page.frame_locator("#sample iframe")
    # The logo was brought with the mistake, and is still there.
    expect(sample.locator("img.logo")).to_have_count(1)
    one.press("main .d-form button.go[value=save]")
    one.go(f"/lt/studio/courses/{COURSE}/certificate/")
    page.get_by_label("Muziejus be skriptų").check()
    page.fill("[name=credits]", "1,5")
    one.press("main button[value=show]")
    expect(sample.locator("table.elements")).to_contain_text("1,5")
    expect(sample.locator("img.logo")).to_have_count(1)
