"""A statement, pairs and an order: written in the studio on a phone without scripts, and answered in
Lithuanian by keyboard alone."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.person import Person
from tests.journeys.test_way import COURSE

pytestmark = pytest.mark.journey

BANK = f"/lt/studio/courses/{COURSE}/questions/"


def writes(one: Person, kind: str, texts: dict[str, str]) -> None:
    """A question in Lithuanian, filled in and saved."""
    one.go(f"{BANK}new/?kind={kind}")
    for name, text in {"prompt": "Bandomasis?", "explanation": "Todėl.", **texts}.items():
        field = one.page.locator(f'[name="{name}.lt"]')
        if not field.is_visible():
            # What is not needed waits behind its name.
            one.page.locator("details.q-extra", has=field).locator("summary").click()
        field.fill(text)
    one.look(f"{kind} as it is written")


def saves(one: Person) -> None:
    one.page.locator('main button[value="save"]:visible').last.click()
    expect(one.page.locator("main")).to_contain_text("dar neatsakinėta")


def signs_in(one: Person, name: str) -> None:
    one.go("/lt/accounts/login/")
    one.page.fill("[name=login]", f"{name}@example.org")
    one.page.fill("[name=password]", "laukas-demo")
    with one.page.expect_navigation():
        one.page.keyboard.press("Enter")


def test_all_three_are_written_on_a_phone_without_scripts(person: Person.Maker) -> None:
    one = person(language="lt", phone=True, scripts=False)
    signs_in(one, "ieva")
    writes(one, "truefalse", {"if_true": "Ne taip."})
    one.page.locator('main button[value="save"]:visible').last.click()
    expect(one.page.locator(".errors")).to_contain_text("Nurodykite, ar teiginys teisingas.")
    one.page.locator('[name="right"][value="false"]').check()
    saves(one)
    pairs = {f"pairs.{n}.{part}": f"{part} {n}" for n in range(3) for part in ("text", "match")}
    writes(one, "match", pairs)
    one.page.locator('button[value="add:extras"]').click()
    one.page.locator('[name="extras.0.text.lt"]').fill("niekas")
    one.page.locator('button[value="remove:pairs:2"]').click()
    expect(one.page.locator('[name="pairs"]')).to_have_count(2)
    saves(one)
    expect(one.page.locator('[name="pairs"]')).to_have_count(2)
    writes(one, "order", {f"cards.{n}.text": f"kortelė {n}" for n in range(3)})
    one.page.locator('button[value="up:cards:2"]').click()
    expect(one.page.locator('[name="cards.1.text.lt"]')).to_have_value("kortelė 2")
    one.look("an order, a card moved up")
    saves(one)


def test_they_are_answered_by_keyboard_and_a_slip_loses_nothing(person: Person.Maker) -> None:
    one = person(language="lt", keyboard=True)
    signs_in(one, "birute")
    one.go(f"/lt/courses/{COURSE}/")
    # The module may be folded in.
    unit = one.page.locator("main a[href*='/units/']:has-text('Devyni')").first
    one.go(unit.get_attribute("href") or "")
    one.press("div.check form[action*='/quiz/'] button, main a.btn[href*='/attempts/']")
    names = one.page.eval_on_selector_all(
        "form [name^='a-']", "all => [...new Set(all.map(field => field.name.split('.')[0]))]"
    )
    bodies: dict[str, dict[str, Any]] = {}
    for name in names:
        body = one.truth(name.removeprefix("a-"))
        bodies[body["kind"]] = {**body, "name": name}
    slips(one, bodies["order"])
    for kind in ("truefalse", "match"):
        one.answer_one(bodies[kind]["name"], rightly=True)
        checks(one, bodies[kind]["name"], "Teisingai")


def slips(one: Person, order: dict[str, Any]) -> None:
    """Two cards at one place first, then all where they belong."""
    name, cards = order["name"], [card["key"] for card in order["cards"]]
    twice = len(cards) - 1
    for place, card in enumerate(cards, 1):
        one.pick(f'[name="{name}.{card}"]', str(min(place, twice)))
    checks(one, name, f"Dviejų kortelių vieta ta pati: {twice}.")
    expect(one.page.locator(f'[name="{name}.{cards[0]}"]')).to_have_value("1")
    expect(one.page.locator(f'[name="{name}.{cards[-1]}"]')).to_have_value(str(twice))
    one.answer_one(name, rightly=True)
    checks(one, name, "Teisingai")


def checks(one: Person, name: str, told: str) -> None:
    """Press the button beside this question and read what comes."""
    place = one.page.locator(f"li:has([name^='{name}'])")
    number = re.sub(r"\D", "", place.get_attribute("id") or "")
    with one.page.expect_navigation():
        one.act(place.locator("button[name=place]"))
    expect(one.page.locator(f"#q-{number}")).to_contain_text(told)
