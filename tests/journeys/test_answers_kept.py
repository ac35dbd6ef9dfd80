"""What scripts promise about answers: filled in after joining, and never lost between devices."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import until
from tests.journeys.person import Person
from tests.journeys.test_way import COURSE, signs_up

pytestmark = pytest.mark.journey


def first_unit(one: Person) -> None:
    one.go(f"/en/courses/{COURSE}/")
    one.press("main a[href*='/units/']")


def test_what_a_visitor_answered_is_filled_in_once_she_has_joined(person: Person.Maker) -> None:
    one = person(language="en")
    signs_up(one, "filled-in@example.org", "Ona Visitor")
    first_unit(one)
    form = one.page.locator("form[data-visitor]")
    box = form.locator("input[type=radio]").first
    name, value = box.get_attribute("name"), box.get_attribute("value")
    box.check()
    form.locator("button[type=submit]").last.click()
    expect(one.page.locator(".errors")).to_be_focused()
    expect(one.page.locator(".errors")).to_contain_text("7 of 8 questions have no answer")
    one.look("questions left out")
    one.press("main form[action$='/join/'] button")
    # At the quiz that was begun, not at the top of its unit.
    expect(one.page).to_have_url(re.compile("#b-"))
    expect(one.page.locator("[data-quiz] button")).to_be_in_viewport()
    one.press("div.check form[action*='/quiz/'] button")
    expect(one.page.locator("[data-refilled]")).to_be_visible()
    expect(one.page.locator("[data-state]")).to_contain_text("Saved")
    one.page.reload()
    expect(one.page.locator(f"[name='{name}'][value='{value}']")).to_be_checked()
    expect(one.page.locator("[data-refilled]")).to_be_hidden()


def test_checking_brings_a_visitor_to_the_score(person: Person.Maker) -> None:
    one = person(language="en")
    first_unit(one)
    form = one.page.locator("form[data-visitor]")
    one.page.evaluate(
        """() => {
          for (const box of document.querySelectorAll("form[data-visitor] input"))
            if (box.type === "radio" || box.type === "checkbox") box.checked = true;
            else if (box.type !== "hidden") box.value = "20";
          for (const list of document.querySelectorAll("form[data-visitor] select"))
            list.selectedIndex = 1;
        }"""
    )
    join = one.page.locator("[data-join] .btn")
    expect(join).not_to_have_class(re.compile(r"\bgo\b"))
    form.locator("button[type=submit]").last.click()
    score = one.page.locator("[data-score]")
    expect(score).to_be_focused()
    expect(score).to_be_in_viewport()
    expect(score).to_contain_text("% of the points")
    expect(join).to_have_class(re.compile(r"\bgo\b"))


def test_an_answer_that_was_off_line_while_another_device_handed_in_is_kept_late(
    person: Person.Maker,
) -> None:
    one = person(language="en")
    signs_up(one, "two-devices@example.org", "Jonas Devices")
    one.go(f"/en/courses/{COURSE}/")
    one.press("main form[action$='/join/'] button")
    one.press("div.check form[action*='/quiz/'] button")
    one.page.wait_for_url("**/attempts/**")
    attempt = one.page.url
    other = person(language="en")
    other.context.add_cookies(one.context.cookies())  # type: ignore[arg-type]
    other.page.goto(attempt)

    one.context.set_offline(True)
    one.page.locator("input[type=radio]").first.check()
    expect(one.page.locator("[data-state]")).to_contain_text("Not sent yet")
    other.press("form[data-answers] button.go")
    expect(other.page.locator(".errors")).to_be_focused()
    other.press("button[name=confirm]")
    one.context.set_offline(False)
    expect(one.page.locator("main .note.look").first).to_contain_text(
        "came after you handed in", timeout=15_000
    )
    one.look("a late answer")
    until(one.page, "localStorage.length === 0")
