"""The outline by keyboard, by pointer and without JavaScript, in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, expect

from lms.pages.demo_cast import PASSWORD
from tests.journeys.person import Person

pytestmark = pytest.mark.journey


def author(person: Person.Maker, **how: object) -> Person:
    one = person(language="en", **how)
    one.page.goto(f"{one.address}/en/accounts/login/")
    one.page.fill("[name=login]", "ieva@example.org")
    one.page.fill("[name=password]", PASSWORD)
    one.press("main form button[type=submit]")
    return one


def makes_course(one: Person, title: str) -> None:
    one.go("/en/studio/")
    one.press("a[href$='/new-course/']")
    one.look()
    one.page.fill("[name=title_en]", title)
    one.page.check("[name=template][value=data-collection]")
    one.press("main form button[type=submit]")
    one.look("outline")


def names(one: Person, module: int = 1) -> Locator:
    return one.page.locator(f".o-module:nth-of-type({module}) .o-unit .o-name a")


FIRST, SECOND = "Two people, one bush", "What makes data differ"


def test_alt_and_arrows_move_a_unit_and_the_focus_stays_on_it(person: Person.Maker) -> None:
    one = author(person)
    makes_course(one, "By keyboard")
    link = one.page.get_by_role("link", name=FIRST)
    link.focus()
    one.page.keyboard.press("Alt+ArrowDown")
    expect(one.page.locator("#said")).to_have_text(re.compile(f"{FIRST}.*2.*2"))
    expect(names(one)).to_have_text([SECOND, FIRST])
    expect(link).to_be_focused()
    # On into the next module, and back: one press a place, none lost.
    one.page.keyboard.press("Alt+ArrowDown")
    one.page.keyboard.press("Alt+ArrowUp")
    one.page.keyboard.press("Alt+ArrowUp")
    expect(one.page.locator("#said")).to_have_text(re.compile(f"{FIRST}.*1.*2"))
    expect(names(one)).to_have_text([FIRST, SECOND])
    expect(link).to_be_focused()
    one.page.locator("#undo-it").click()
    expect(one.page.locator("#said")).to_contain_text("Taken back")
    expect(names(one)).to_have_text([SECOND, FIRST])
    one.page.reload()
    expect(names(one)).to_have_text([SECOND, FIRST])


def test_menus_forms_and_refusals_work_by_keyboard_alone(person: Person.Maker) -> None:
    one = author(person)
    makes_course(one, "By menu")
    page = one.page
    row = page.locator(".o-unit").first
    more = row.locator("summary[aria-label^='Change or move']")
    more.focus()
    page.keyboard.press("Enter")
    row.get_by_role("button", name="Move down").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("2")
    # The menu is open again at the same button, for another step.
    moved = page.locator(".o-unit", has_text=FIRST)
    expect(moved.get_by_role("button", name="Move down")).to_be_focused()
    page.keyboard.press("Escape")
    expect(moved.locator("summary[aria-label^='Change or move']")).to_be_focused()

    page.keyboard.press("Enter")
    moved.get_by_role("link", name="Name and rules…").focus()
    page.keyboard.press("Enter")
    title = page.locator("#panel [name=title_en]")
    expect(title).to_be_focused()
    one.look("panel")
    page.fill("#panel [name=title_en]", "Renamed here")
    page.locator("#panel [name=requirement][value=score]").check()
    page.fill("#panel [name=score]", "200")
    page.locator("#panel button[type=submit]").press("Enter")
    expect(page.locator("#panel .errors")).to_be_focused()
    assert page.input_value("#panel [name=title_en]") == "Renamed here"
    page.fill("#panel [name=score]", "80")
    page.locator("#panel button[type=submit]").press("Enter")
    expect(page.locator("#said")).to_contain_text("Renamed here")
    expect(page.get_by_role("link", name="Renamed here")).to_be_focused()
    assert "Done when at least 80% is reached" in one.text()

    page.locator("#add-module > summary").click()
    page.fill("#add-module [name=title_en]", "Own module")
    page.locator("#add-module button").press("Enter")
    field = page.locator(".o-module:last-of-type .o-add [name=title_en]")
    expect(field).to_be_focused()
    # The bar with the undo lies beside the buttons that are wanted next, not over them.
    adds = page.locator(".o-module:last-of-type .o-add button.go").bounding_box()
    bar = page.locator("#undo").bounding_box()
    assert adds and bar and adds["y"] + adds["height"] <= bar["y"]
    for said in ("One unit", "Another unit"):
        page.keyboard.type(said)
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text(said)
        expect(field).to_be_focused()
    expect(page.locator(".o-module:last-of-type .o-unit")).to_have_count(2)


def test_a_unit_is_dragged_and_the_undo_goes_by_itself(person: Person.Maker) -> None:
    one = author(person)
    makes_course(one, "By pointer")
    page = one.page
    # High enough that nothing lies near an edge, where the page would go along.
    page.set_viewport_size({"width": 1280, "height": 1800})
    page.clock.install()
    page.reload()
    grip = page.locator(".o-unit [data-grip]").first.bounding_box()
    target = page.locator(".o-module:nth-of-type(2) .o-unit").first.bounding_box()
    assert grip and target
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(target["x"] + 80, target["y"] + 20, steps=6)
    page.mouse.move(target["x"] + 80, target["y"] + target["height"] - 6, steps=3)
    page.mouse.up()
    expect(page.locator("#undo")).to_be_visible()
    expect(names(one, 2).nth(1)).to_have_text(FIRST)
    # The bar waits while the pointer is over it.
    page.mouse.move(2, 2)
    page.clock.run_for(9_000)
    expect(page.locator("#undo")).to_be_visible()
    page.clock.run_for(3_000)
    expect(page.locator("#undo")).to_have_count(0)


def test_without_javascript_on_a_phone(person: Person.Maker) -> None:
    one = author(person, phone=True, scripts=False)
    makes_course(one, "Without scripts")
    row = one.page.locator(".o-unit").first
    row.locator("summary").click()
    one.press(".o-menu[open] button[value^='down:']")
    expect(names(one)).to_have_text([SECOND, FIRST])
    one.look("moved")
    one.press("#undo-it")
    expect(names(one)).to_have_text([FIRST, SECOND])
    assert "Taken back" in one.text()
    one.page.locator(".o-unit").first.locator("summary").click()
    one.press(".o-menu[open] a[href*='open=to-']")
    one.page.select_option("#panel-to", index=4)
    one.press("#panel button[type=submit]")
    expect(names(one, 2).filter(has_text=FIRST)).to_have_count(1)
    one.look("moved elsewhere")


def test_what_nobody_has_written_is_left_out_without_leaving_the_page_that_publishes(
    person: Person.Maker,
) -> None:
    one = author(person)
    makes_course(one, "Left out on the way")
    outline = one.page.url.split("?")[0]
    one.press(".o-unit .o-name a")
    one.page.locator("[data-block] button[value=remove]").first.click()
    expect(one.page.locator("[data-block]")).to_have_count(0)
    one.page.locator(".insert").last.locator("summary").click()
    one.page.locator(".insert[open] button[value=text]").click()
    expect(one.page.locator("[data-block]")).to_have_count(1)
    side = one.page.locator("[data-block]").last.locator("[data-language=en]")
    side.locator("[contenteditable]").fill("Count twice.")
    # "Saved" alone may be of what came before the words were Markdown.
    expect(side.locator("textarea[data-place]")).to_have_value(re.compile(r"Count twice\."))
    expect(one.page.locator("[data-state]")).to_contain_text("Saved")
    one.page.goto(outline.replace("outline/", "publish/"))
    expect(one.page.locator("form.publish button.go")).to_be_disabled()
    one.press("button[value=unwritten-out]")
    assert "/publish/" in one.page.url
    expect(one.page.locator("#undo-it")).to_be_focused()
    one.look("left out")
    expect(one.page.locator("form.publish button.go")).to_be_enabled()
    expect(one.page.locator("form.publish button.go")).to_be_in_viewport()
    one.press("#undo-it button")
    expect(one.page.locator("form.publish button.go")).to_be_disabled()
    one.press("button[value=unwritten-out]")
    one.press("form.publish button.go")
    assert "Release 1" in one.text()
