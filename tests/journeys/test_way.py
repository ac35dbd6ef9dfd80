"""The whole way of somebody who has never heard of citizen science, in a real browser."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.person import Person

pytestmark = pytest.mark.journey

COURSE = "collecting-data-first-steps"
PASSWORD = "upes-krantas-2026"

SAID = {
    "lt": {
        "done": "Kursas baigtas",
        "badge": "Pasirengimas dirbti pagal protokolą",
        "course": "Duomenys, kuriais galima pasitikėti",
        "protocol": "Protokolo laikymasis",
    },
    "en": {
        "done": "Course completed",
        "badge": "Ready to follow a protocol",
        "course": "Collecting data you can trust",
        "protocol": "Follow a protocol faithfully",
    },
}


def signs_up(one: Person, email: str, name: str) -> None:
    one.go(f"/{one.language}/")
    one.press('main a[href$="/citizen-science/"]')
    one.look()
    one.go(f"/{one.language}/accounts/signup/")
    one.fill("[name=email]", email)
    one.fill("[name=full_name]", name)
    one.fill("[name=password1]", PASSWORD)
    one.choose("[name=age][value='14']")
    one.press(
        "main form[action*=signup] button[type=submit], main form:has([name=password1]) button[type=submit]"
    )
    one.look()
    one.page.goto(one.last_link(email))
    one.look()
    one.press("main form button[type=submit]")
    one.page.wait_for_url(f"**/{one.language}/me/**")
    one.look()


def learns(one: Person) -> None:
    """From the course page to its end, with one quiz answered wrongly first."""
    one.go(f"/{one.language}/courses/{COURSE}/")
    one.press("main form[action$='/join/'] button")
    slipped = False
    for _unit in range(12):
        one.page.wait_for_load_state("load")
        if f"/courses/{COURSE}/units/" not in one.page.url:
            break
        one.look()
        if one.page.locator("main form[action$='/finish/']").count():
            if one.page.locator("div.check form[action*='/check/']").count():
                checks(one)
            one.press("main form[action$='/finish/'] button")
            continue
        if not slipped:
            takes_quiz(one, rightly=False)
            slipped = True
            one.press("main form[action*='/quiz/'] button")
        else:
            one.press("div.check form[action*='/quiz/'] button")
        one.page.wait_for_url("**/attempts/**")
        one.look("attempt")
        one.answer(rightly=True)
        one.press("form[data-answers] button.go")
        one.look("result")
        one.press("main header a.btn.go")


def takes_quiz(one: Person, *, rightly: bool) -> None:
    one.press("div.check form[action*='/quiz/'] button")
    one.page.wait_for_url("**/attempts/**")
    one.answer(rightly=rightly)
    one.press("form[data-answers] button.go")
    assert one.page.locator(".outcome.not").count() > 0
    one.look("wrong result")


def checks(one: Person) -> None:
    """Answer the first self-check of the unit; nothing is stored, and it says what is right."""
    section = one.page.locator("div.check:has(form[action*='/check/'])").first
    key = section.get_attribute("id")
    name = section.locator("[name^='a-']").first.get_attribute("name")
    assert name
    one.answer_one(name.split(".")[0], rightly=False)
    one.act(section.locator("button[type=submit]"))
    one.page.wait_for_selector(f"#{key} .outcome")
    assert one.page.locator(f"#{key} .outcome.not").count()


def downloads(one: Person, language: str) -> str:
    """The text of the certificate in this language."""
    one.go(f"/{one.language}/me/certificates/")
    link = one.page.locator(f"a[href$='/{language}.pdf']").first
    with one.page.expect_download() as waiting:
        one.act(link)
    path = Path(waiting.value.path())
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def goes_the_whole_way(person: Person.Maker, name: str, email: str, **how: object) -> None:
    one = person(**how)
    said = SAID[one.language]
    signs_up(one, email, name)
    learns(one)
    assert said["done"] in one.text()
    assert said["badge"] in one.page.inner_text("body")
    one.look("course completed")
    printed = downloads(one, one.language)
    assert name in printed
    assert said["course"] in printed
    other = "en" if one.language == "lt" else "lt"
    assert SAID[other]["course"] in downloads(one, other)
    code = one.page.locator(f"a[href$='/{one.language}.pdf']").first.get_attribute("href")
    assert code
    one.go(f"/{one.language}/me/passport/")
    assert said["protocol"] in one.text()

    stranger = person(language=one.language)
    stranger.go(f"/v/{code.split('/')[-2]}")
    assert name in stranger.text()
    assert said["course"] in stranger.text()


def test_the_way_in_lithuanian(person: Person.Maker) -> None:
    goes_the_whole_way(person, "Ona Žydrūnaitė", "way-lt@example.org", language="lt")


def test_the_way_in_english(person: Person.Maker) -> None:
    goes_the_whole_way(person, "Jonas Example", "way-en@example.org", language="en")


def test_the_way_on_a_phone_by_keyboard_alone(person: Person.Maker) -> None:
    goes_the_whole_way(
        person,
        "Birutė Klavišaitė",
        "way-keys@example.org",
        language="lt",
        phone=True,
        keyboard=True,
        dark=True,
    )


def test_the_way_on_a_phone_without_javascript(person: Person.Maker) -> None:
    goes_the_whole_way(
        person, "Jonas Senukas", "way-plain@example.org", language="en", phone=True, scripts=False
    )


def test_answers_are_kept_when_the_network_is_gone_and_sent_when_it_is_back(
    person: Person.Maker,
) -> None:
    one = person(language="en")
    signs_up(one, "offline@example.org", "Ona Offline")
    one.go(f"/en/courses/{COURSE}/")
    one.press("main form[action$='/join/'] button")
    one.press("div.check form[action*='/quiz/'] button")
    one.page.wait_for_url("**/attempts/**")
    one.context.set_offline(True)
    one.answer(rightly=True)
    expect(one.page.locator("[data-state]")).to_contain_text("Not sent yet")
    one.context.set_offline(False)
    expect(one.page.locator("[data-state]")).to_contain_text("Saved", timeout=15_000)
    one.page.reload()
    one.press("form[data-answers] button.go")
    assert one.page.locator(".outcome.not").count() == 0
