"""A badge that is given by hand, to one person and to a list, on a phone: by keyboard, and without
JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import sweep
from tests.journeys.person import Person
from tests.journeys.test_badges import COURSE, lead

pytestmark = pytest.mark.journey

SAID = {
    "en": {
        "one": "The badge is given: Birutė Žemaitytė.",
        "by_hand": "Given by hand, not measured",
        "will": "1 person will be given the badge. 3 lines will not be given",
        "nobody": "Not among this course’s learners: 2",
        "given": "1 person has been given the badge.",
        "revoked": "The badge is revoked.",
    },
    "lt": {
        "one": "Ženklelį gavo: Birutė Žemaitytė.",
        "by_hand": "Suteikta žmogaus sprendimu, nematuota",
        "will": "Ženklelis bus suteiktas 1 žmogui. 3 eilutės nebus įvykdytos",
        "nobody": "Nėra tarp šio kurso besimokančiųjų: 2",
        "given": "Ženklelis suteiktas 1 žmogui.",
        "revoked": "Ženklelis panaikintas.",
    },
}


def written(one: Person, language: str, name: str) -> str:
    """A badge that asks for nothing; the address of who holds it."""
    page = one.page
    one.go(f"/{language}/studio/courses/{COURSE}/achievements/new/")
    for code in ("lt", "en"):
        one.fill(f"[name=name_{code}]", f"{name} {code}")
        one.fill(f"[name=description_{code}]", "Bioblitz")
        one.fill(f"[name=criteria_{code}]", "Bioblitz")
    one.choose("[name=how][value=given]")
    if one.scripts:
        # On a button of another address while the form is followed.
        page.locator("button[value=pattern]").focus()
        # The credential follows the form, and what is open stays open.
        expect(page.locator("#json-en")).to_have_value(re.compile(f"{name} en"))
        expect(page.locator("#json-en")).to_have_value(re.compile('"genre": "given"'))
    one.look("by hand")
    one.press("main button[type=submit][value=save]")
    one.press(f".badge-row a:has-text('{name} {language}')")
    one.press("main a[href$='/recipients/']")
    one.look()
    return page.url


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("lt", False)])
def test_given_to_one_and_to_a_list_and_taken_back(
    person: Person.Maker, language: str, scripts: bool
) -> None:
    one = lead(person, language, phone=True, scripts=scripts, keyboard=scripts, dark=not scripts)
    page, said = one.page, SAID[language]
    recipients = written(one, language, f"Talka {language} {scripts}")
    one.press("main a[href$='/give/']")
    one.fill("[name=q]", "zemait")
    one.fill("[name=reason]", "Led it at Kamša.")
    one.press("main button[value=find]")
    expect(page.locator("[name=reason]")).to_have_value("Led it at Kamša.")
    one.look("found")
    # Nothing that was typed is lost where something is wrong.
    one.fill("[name=link]", "kamsa")
    one.press("main button[value=give]")
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("[name=reason]")).to_have_value("Led it at Kamša.")
    one.look("refused")
    one.fill("[name=link]", "https://example.org/kamsa")
    one.press("main button[value=give]")
    expect(page.locator(".messages")).to_contain_text(said["one"])
    one.look("held")
    one.press("main a[href$='/give/list/']")
    one.look()
    listed = "ona@example.org\nnobody@example.org\nvytas@example.org\nbirute@example.org\n"
    one.fill("[name=pasted]", listed)
    one.fill("[name=reason]", "Took part.")
    one.press("main button[value=look]")
    expect(page.locator("main")).to_contain_text(said["will"])
    one.look("preview")
    one.press("main button[value=give]")
    one.look("being given")
    sweep(one.folder, one.address)
    if not scripts:
        page.reload()
    expect(page.locator("main")).to_contain_text(said["given"])
    expect(page.locator("main")).to_contain_text(said["nobody"])
    one.look("report")
    page.goto(recipients)
    one.press("main tbody a[href$='/revoke/'] >> nth=0")
    one.fill("[name=reason]", "Given by mistake.")
    one.look("revoking")
    one.press("main form button[type=submit]")
    expect(page.locator(".messages")).to_contain_text(said["revoked"])
    expect(page.locator("main")).to_contain_text("Given by mistake.")
