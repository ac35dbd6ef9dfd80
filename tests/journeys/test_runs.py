"""A dated run with one place and a link: made by keyboard, and two learners with telephones."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys.person import Person
from tests.journeys.test_progress import signs_in
from tests.runs import day_from_now

pytestmark = pytest.mark.journey

COURSE = "research-design-first-steps"
PASSWORD = "trys vėjai lauke"
NAME = "Laida prie Nemuno"


def types_day(one: Person, selector: str, wanted: date) -> None:
    """Type a day by keyboard, in whichever order this browser asks for its parts."""
    field = one.page.locator(selector)
    one.tab_to(field)
    for order in ("%m%d%Y", "%d%m%Y", "%Y%m%d"):
        one.page.keyboard.type(wanted.strftime(order))
        if field.input_value() == wanted.isoformat():
            return
        field.evaluate("field => { field.value = ''; field.blur(); }")
        field.focus()
    raise AssertionError("The day cannot be typed.")


def signs_up(one: Person, email: str, name: str, link: str) -> None:
    """From the link on the blackboard to an account, by the mail that confirms it."""
    one.page.goto(link)
    one.look("run")
    one.press("a.btn.go")
    one.look("sign-up")
    one.fill("[name=email]", email)
    one.fill("[name=full_name]", name)
    one.fill("[name=password1]", PASSWORD)
    one.choose("[name=age][value='14']")
    one.press("main form[action*=sign-up] button.go")
    one.page.goto(one.last_link(email))
    one.press("main form button[type=submit]")


def test_the_second_waits_the_first_leaves_and_the_second_gets_the_place(
    person: Person.Maker,
) -> None:
    ieva = signs_in(person(language="en", keyboard=True), "ieva")
    page = ieva.page
    ieva.go(f"/en/studio/courses/{COURSE}/outline/")
    ieva.press(".tabs a[href$='/runs/']")
    ieva.look("runs")
    ieva.press("a.btn.go")
    ieva.look("new run")
    ieva.press("form.run-form button.go")
    # Without a name and a day the summary takes focus, and says where.
    assert page.locator(".errors").is_visible()
    ieva.look("refused run")
    ieva.fill("#id_name_lt", NAME)
    ieva.fill("#id_name_en", "By the Nemunas")
    types_day(ieva, "#id_starts_on", day_from_now(-1))
    types_day(ieva, "#id_ends_on", day_from_now(30))
    ieva.choose("[name=policy][value=link]")
    ieva.fill("#id_capacity", "1")
    ieva.press("form.run-form button.go")
    assert "The run is made." in ieva.text()
    ieva.look("run")
    link = page.input_value("#share-link")
    ieva.press("a[href$='/print/']")
    ieva.look("invitation")
    assert page.locator(".print-sheet section[lang=lt]").inner_text().count(NAME) == 1

    milda = person(language="lt", phone=True)
    signs_up(milda, "milda@example.org", "Milda Upaitė", link)
    assert f"Esate laidoje „{NAME}“." in milda.text()

    tomas = person(language="lt", phone=True, dark=True)
    signs_up(tomas, "tomas@example.org", "Tomas Girėnas", link)
    assert "Visos vietos užimtos." in tomas.text()
    tomas.look("full run")
    tomas.press("form.form button.go")
    assert "Esate laukiančiųjų sąraše. Vieta: 1." in tomas.text()
    tomas.look("waits")

    milda.go(f"/lt/courses/{COURSE}/")
    milda.page.click("#leave")
    milda.press("form[action$='/leave/'] button")

    tomas.go("/lt/me/")
    assert "Jums atsirado vieta." in tomas.text()
    tomas.look("home with an offer")
    tomas.press(".run-row a.btn")
    tomas.look("offer")
    tomas.press("form.form button.go")
    assert f"Esate laidoje „{NAME}“." in tomas.text()

    page.goto(f"{ieva.address}/en/studio/courses/{COURSE}/runs/")
    assert (
        "1 of 1 places taken"
        in page.get_by_role("listitem").filter(has_text="By the Nemunas").inner_text()
    )


def test_somebody_is_taken_out_and_let_in_again_by_keyboard_alone(person: Person.Maker) -> None:
    ieva = signs_in(person(language="en", keyboard=True), "ieva")
    page = ieva.page
    ieva.go(f"/en/studio/courses/{COURSE}/runs/new/")
    ieva.fill("#id_name_lt", "Laida prie Neries")
    ieva.fill("#id_name_en", "By the Neris")
    types_day(ieva, "#id_starts_on", day_from_now(-1))
    types_day(ieva, "#id_ends_on", day_from_now(30))
    ieva.choose("[name=policy][value=link]")
    ieva.press("form.run-form button.go")
    run = page.url
    domas = person(language="lt", phone=True)
    signs_up(domas, "domas@example.org", "Domas Neris", page.input_value("#share-link"))

    # From the runs to the people of this one, and to the one it is about.
    ieva.go(f"/en/studio/courses/{COURSE}/runs/")
    ieva.press("main a:has-text('By the Neris')")
    ieva.look("run with somebody in it")
    ieva.press("main a[href*='/people/']:has-text('Domas Neris')")
    fold = page.locator("#out > summary")
    ieva.tab_to(fold)
    expect(fold).to_be_in_viewport()
    page.keyboard.press("Enter")
    ieva.look("taking out")
    # Without a reason nothing happens, and it is said where the reason belongs.
    ieva.press("#out button[type=submit]")
    expect(page.locator(".errors")).to_be_focused()
    ieva.look("taking out, refused")
    ieva.act(page.locator(".errors a"))
    expect(page.locator("#why-out")).to_be_focused()
    expect(page.locator("#why-out-error")).to_be_in_viewport()
    page.keyboard.type("You asked to come later.")
    ieva.press("#out button[type=submit]")
    assert page.url == run
    expect(page.locator(".messages")).to_contain_text("They are no longer in the run")
    expect(page.locator(".messages")).to_be_in_viewport()
    ieva.look("run with somebody taken out")
    back = page.get_by_role("button", name=re.compile("Let in again.*Domas Neris"))
    ieva.tab_to(back)
    expect(back).to_be_in_viewport()

    domas.go(f"/lt/courses/{COURSE}/")
    assert "You asked to come later." in domas.text()
    domas.look("taken out")

    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    ieva.look("let in again")
    expect(page.locator(".messages")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Domas Neris")).to_be_visible()
    expect(back).to_have_count(0)
    domas.go(f"/lt/courses/{COURSE}/")
    assert "You asked to come later." not in domas.text()
