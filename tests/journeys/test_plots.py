"""Plots on a map by keyboard, by finger and without scripts, on the page of parts; axe over what is asked
and what is told afterwards."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.journeys.browser import AXE_TAGS
from tests.journeys.person import Person

pytestmark = pytest.mark.journey

ASKED = 'form[action="#s-asked"] li:has(> .plots[data-columns])'
OURS = [[".items > li:has(> .plots)"], [".items > li:has(> .coding)"]]


def opened(one: Person) -> Locator:
    """The first question with a map on the page of parts."""
    one.go(f"/{one.language}/style/")
    return one.page.locator(ASKED).first


def coordinates(question: Locator) -> list[str]:
    typed: list[str] = question.locator(".cells input").evaluate_all(
        "all => all.map(field => field.value)"
    )
    return [one for one in typed if one]


def test_plots_are_laid_moved_and_taken_off_by_keyboard(person: Person.Maker) -> None:
    one = person(language="en", keyboard=True)
    question = opened(one)
    lays, says = question.locator("[data-next]"), question.locator("[data-says]")
    one.tab_to(lays)
    one.page.keyboard.press("Enter")
    assert coordinates(question) == ["12", "8"]
    # It has the focus, says where it lies, and moves by a cell.
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        one.page.keyboard.press(key)
    assert coordinates(question) == ["14", "9"]
    expect(says).to_contain_text("Plot 1: x 14, y 9,")
    for _step in range(12):
        one.page.keyboard.press("ArrowUp")
    assert coordinates(question) == ["14", "16"]
    expect(says).to_have_text("The edge of the map.")
    lays.focus()
    one.page.keyboard.press("Enter")
    assert coordinates(question) == ["14", "16", "12", "8"]
    one.page.keyboard.press("Delete")
    assert coordinates(question) == ["14", "16"]
    expect(says).to_have_text("Plot 2 is taken off the map.")
    # What is typed shows on the map.
    question.locator("[data-typed] > summary").press("Enter")
    fields = question.locator(".cells input")
    fields.nth(4).fill("3")
    fields.nth(5).fill("99")
    expect(question.locator(".plots-over [role=button]")).to_have_count(1)
    fields.nth(5).fill("4")
    expect(question.locator(".plots-over [role=button]")).to_have_count(2)
    found = Axe().run(one.page, context={"include": OURS}, options={"runOnly": AXE_TAGS})
    assert found.violations_count == 0, found.generate_report()


def test_plots_are_laid_and_dragged_by_hand_on_a_phone(person: Person.Maker) -> None:
    one = person(language="lt", phone=True)
    question = opened(one)
    over = question.locator(".plots-over")
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    assert box
    over.click(position={"x": box["width"] * 0.3, "y": box["height"] * 0.3})
    over.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.6})
    before = coordinates(question)
    assert len(before) == 4
    mark = over.locator("[role=button]").first.bounding_box()
    assert mark
    x, y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    one.page.mouse.move(x, y)
    one.page.mouse.down()
    one.page.mouse.move(x + 60, y + 30, steps=4)
    one.page.mouse.up()
    after = coordinates(question)
    assert int(after[0]) > int(before[0])
    assert int(after[1]) < int(before[1])
    assert after[2:] == before[2:]


def test_without_scripts_coordinates_are_typed(person: Person.Maker) -> None:
    one = person(language="lt", phone=True, scripts=False)
    question = opened(one)
    expect(question.locator("[data-tools]")).to_be_hidden()
    expect(question.locator("[data-typed]")).to_have_attribute("open", "")
    fields = question.locator(".cells input")
    fields.nth(0).fill("7")
    fields.nth(1).fill("12")
    assert coordinates(question) == ["7", "12"]
    expect(question.locator("figure.drawn svg")).to_be_visible()
