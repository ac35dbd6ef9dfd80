"""Competencies and badges of a course, by keyboard alone and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from lms.pages.demo_cast import PASSWORD
from tests.journeys.person import Person

pytestmark = pytest.mark.journey

COURSE = "collecting-data-first-steps"


def lead(person: Person.Maker, language: str = "en", **how: object) -> Person:
    one = person(language=language, **how)
    one.page.goto(f"{one.address}/{language}/accounts/login/")
    one.page.fill("[name=login]", "ieva@example.org")
    one.page.fill("[name=password]", PASSWORD)
    with one.page.expect_navigation(wait_until="load"):
        one.page.click("main form button[type=submit]")
    one.go(f"/{language}/studio/courses/{COURSE}/outline/")
    return one


def said(one: Person) -> str:
    """The page as it is read; numbers are tied to what they count."""
    return one.text().replace("\xa0", " ")


def test_a_badge_is_written_and_changed_by_keyboard_alone(person: Person.Maker) -> None:
    one = lead(person, keyboard=True)
    page = one.page
    one.press(f"nav.tabs a[href$='/{COURSE}/competencies/']")
    one.look()
    assert re.search(r"\d+ learners have reached level 1", said(one))
    one.press("main a[href$='/achievements/']")
    one.look()
    one.press("main a.btn[href$='/achievements/new/']")
    one.look()
    # What is missing is said where the focus goes.
    one.press("main button[type=submit][value=save]")
    expect(page.locator(".errors")).to_be_focused()
    one.look("refused badge")
    one.fill("[name=name_lt]", "Prie upės")
    one.fill("[name=name_en]", "By the river")
    one.fill("[name=description_en]", "Knows where to stand.")
    one.fill("[name=criteria_en]", "Reach the score of both quizzes.")
    one.choose("[name=how][value=some]")
    one.fill("[name=k]", "1")
    before = page.locator("#look svg").first.inner_html()
    one.pick("#id_part", "C1@1")
    # The picture follows without the focus being moved.
    expect(page.locator("#look")).to_contain_text("Follow a protocol faithfully")
    expect(page.locator("#id_part")).to_be_focused()
    assert page.locator("#look svg").first.inner_html() != before
    one.pick("#id_part_2", f"course:{COURSE}")
    expect(page.locator("#look")).to_contain_text("At least 1 of these:")
    # Birutė has finished the course; learners of other journeys may have as well.
    expect(page.locator("#look")).to_contain_text(
        re.compile(r"\b[1-9]\d* learners? of this course satisf(y|ies) the rule")
    )
    one.fill("[name=seed]", "77")
    # Enter in a field saves.
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    row = page.locator(".badge-row", has_text="By the river")
    expect(row).to_contain_text("nobody holds it yet")
    one.press(".badge-row a:has-text('By the river')")
    one.look()
    one.fill("[name=name_en]", "Beside the river")
    one.press("main button[type=submit][value=save]")
    expect(page.locator(".badge-row", has_text="Beside the river")).to_be_visible()
    one.press(".badge-row a:has-text('Beside the river')")
    one.act(page.locator("summary", has_text="Archive this badge"))
    one.press("form[action$='/archive/'] button")
    expect(page.locator("main")).to_contain_text("Archived badges")


def test_on_a_phone_without_javascript_in_lithuanian(person: Person.Maker) -> None:
    one = lead(person, "lt", phone=True, scripts=False, dark=True)
    page = one.page
    one.go(f"/lt/studio/courses/{COURSE}/competencies/")
    assert "Kursas nurodo ir vertina 4 kompetencijas." in said(one)
    one.go(f"/lt/studio/courses/{COURSE}/competencies/E3/")
    page.locator("select[name^=level-]").first.select_option("2")
    one.press("main button[type=submit]")
    assert "Nurodytas 2 lygis, bet testu galima parodyti ne aukštesnį kaip 1 lygį." in said(one)
    one.go(f"/lt/studio/courses/{COURSE}/achievements/new/")
    page.fill("[name=name_lt]", "Saugiai lauke")
    page.fill("[name=description_lt]", "Numato pavojus.")
    page.fill("[name=criteria_lt]", "Išlaikyti testą (E3).")
    page.select_option("#id_part", "E3@1")
    seed = page.input_value("[name=seed]")
    one.press("button[value=pattern]")
    assert page.input_value("[name=seed]") != seed
    assert page.input_value("[name=name_lt]") == "Saugiai lauke"
    assert "Kompetencija „Sauga lauke ir gamtos tausojimas“ (E3), 1 lygis" in said(one)
    one.press("button[value=rows]")
    assert page.locator("[name=part]").count() == 5
    one.press("main button[value=save]")
    assert "Saugiai lauke" in said(one)
    one.look("badges")
    # Others learn in this course too: it is left as it was.
    one.press(".badge-row a:has-text('Saugiai lauke')")
    page.locator("summary", has_text="Ženklelio archyvavimas").click()
    one.press("form[action$='/archive/'] button")
    one.go(f"/lt/studio/courses/{COURSE}/competencies/E3/")
    page.locator("select[name^=level-]").first.select_option("0")
    one.press("main button[type=submit]")
    assert "Kursas nurodo ir vertina 4 kompetencijas." in said(one)


@pytest.mark.parametrize("how", [{}, {"phone": True, "dark": True}], ids=["wide", "phone-dark"])
def test_every_page_in_lithuanian(person: Person.Maker, how: dict[str, bool]) -> None:
    """Axe and the width, of what the other journeys saw in another language or without scripts."""
    one = lead(person, "lt", **how)
    for place in ("competencies", "competencies/C1", "achievements", "achievements/new"):
        one.go(f"/lt/studio/courses/{COURSE}/{place}/")
    one.go(f"/lt/studio/courses/{COURSE}/achievements/first-steps/")
