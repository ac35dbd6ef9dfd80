"""The progress board and a learner's page by keyboard, on a phone and without JavaScript."""

import pytest
from playwright.sync_api import expect

from lms.pages.demo_cast import PASSWORD
from tests.journeys.person import Person

pytestmark = pytest.mark.journey

COURSE = "collecting-data-first-steps"
# The only course of the demo that nobody learns in until somebody here does.
OTHER = "research-design-first-steps"


def signs_in(one: Person, who: str) -> Person:
    one.page.goto(f"{one.address}/{one.language}/accounts/login/")
    one.page.fill("[name=login]", f"{who}@example.org")
    one.page.fill("[name=password]", PASSWORD)
    with one.page.expect_navigation():
        one.page.press("[name=password]", "Enter")
    return one


def test_an_instructor_counts_a_unit_by_keyboard_and_takes_it_back(person: Person.Maker) -> None:
    jonas = signs_in(person(language="en"), "jonas")
    jonas.go(f"/en/courses/{OTHER}/")
    jonas.press("form[action$='/join/'] button")

    ieva = signs_in(person(language="en", keyboard=True), "ieva")
    page = ieva.page
    ieva.go(f"/en/studio/courses/{OTHER}/outline/")
    ieva.press(".tabs a[href$='/people/']")
    ieva.look("board")
    ieva.fill("#q", "jonas")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "1 learner found" in ieva.text()
    # The grid takes focus, so that the arrows scroll it.
    region = page.get_by_role("region", name="Learners and units")
    ieva.tab_to(region)
    expect(page.get_by_role("columnheader", name="1.1")).to_be_visible()
    row = page.get_by_role("row", name="Jonas Kazlauskas")
    expect(row.get_by_role("cell", name="here now")).to_have_count(1)
    ieva.press("tbody .b-name a")
    ieva.look("learner")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Jonas Kazlauskas")

    # Without a reason the summary takes focus, and what was chosen stays.
    ieva.pick("#id_how", "exempt")
    ieva.press("form[action$='/count/'] button")
    expect(page.locator(".errors")).to_be_focused()
    ieva.look("refused")
    assert page.input_value("#id_how") == "exempt"
    ieva.fill("#id_reason", "Showed it in the field")
    ieva.press("form[action$='/count/'] button")
    assert "Reason: Showed it in the field" in ieva.text()

    ieva.tab_to(page.locator(".b-back summary"))
    page.keyboard.press("Enter")
    ieva.fill(".b-back textarea", "The wrong unit")
    ieva.press(".b-back button")
    assert "The unit no longer counts" in ieva.text()
    assert "Showed it in the field" in ieva.text()


def test_on_a_phone_the_board_is_a_list_with_words(person: Person.Maker) -> None:
    one = signs_in(person(language="lt", phone=True, dark=True), "ieva")
    one.go(f"/lt/studio/courses/{COURSE}/people/")
    page = one.page
    expect(page.locator("thead")).to_be_hidden()
    expect(page.locator("td.b-unit").first).to_be_hidden()
    ona = page.locator("tr", has_text="Ona Petraitė")
    expect(ona.locator(".bar")).to_be_visible()
    expect(ona).to_contain_text("iš 6 temų")
    page.select_option("#sort", "name")
    one.press("form[role=search] button")
    names = page.locator("tbody .b-name a").all_inner_texts()
    # Learners of other journeys stand between them.
    assert names.index("Birutė Žemaitytė") < names.index("Ona Petraitė")
    one.press("tbody .b-name a:has-text('Birutė Žemaitytė')")
    one.look("finished")
    one.press("a[href*='/attempts/']")
    one.look("answers")


def test_without_javascript_it_sorts_filters_and_downloads(person: Person.Maker) -> None:
    one = signs_in(person(language="en", scripts=False), "ieva")
    one.go(f"/en/studio/courses/{COURSE}/people/?sort=name")
    names = one.page.locator("tbody .b-name a").all_inner_texts()
    # Learners of other journeys stand between them.
    assert names.index("Birutė Žemaitytė") < names.index("Ona Petraitė")
    one.press("thead th.b-name a")
    assert one.page.locator("tbody .b-name a").all_inner_texts() == names[::-1]
    one.page.select_option("#state", "completed")
    one.press("form[role=search] button")
    finished = one.page.locator("tbody .b-name a").all_inner_texts()
    assert "Birutė Žemaitytė" in finished
    assert "Ona Petraitė" not in finished
    with one.page.expect_download() as download:
        one.page.click("a[href$='/table.csv']")
    assert download.value.suggested_filename.startswith(COURSE)
