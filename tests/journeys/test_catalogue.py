"""The catalogue in a browser: links inside a card whose title covers it, and filters."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.person import Person

pytestmark = pytest.mark.journey


def test_each_link_of_a_course_card_leads_where_it_says(person: Person.Maker) -> None:
    one = person(language="en")
    for link, place in (
        (".course li a", r"/en/courses/[-a-z]+/units/"),
        (".course p a", r"/en/competencies/[A-Z]\d/$"),
        (".course h3 a", r"/en/courses/[-a-z]+/$"),
    ):
        one.go("/en/courses/?q=protocol")
        one.page.locator(link).first.click()
        expect(one.page).to_have_url(re.compile(place))


def test_filters_by_keyboard_change_the_list_and_the_address(person: Person.Maker) -> None:
    one = person(language="en", keyboard=True)
    one.go("/en/courses/")
    expect(one.page.locator(".filters > summary")).to_be_hidden()
    one.pick("#f-competency", "B1")
    expect(one.page.locator(".course h3").first).to_contain_text("Research design")
    expect(one.page).to_have_url(re.compile(r"/en/courses/\?competency=B1$"))
    # The list has changed under the form; who chooses stays where they were.
    expect(one.page.locator("#f-competency")).to_be_focused()
    one.look("filtered")
    one.fill("#q", "questions")
    with one.page.expect_response(re.compile("q=questions")):
        one.page.keyboard.press("Enter")
    expect(one.page.locator("#found mark").first).to_be_visible()
    one.look("searched")
    expect(one.page.locator("#counted")).to_have_text("1 course found")
    one.press(".chips a:last-child")
    expect(one.page).to_have_url(re.compile(r"/en/courses/$"))


def test_on_a_telephone_without_scripts_filters_are_folded(person: Person.Maker) -> None:
    one = person(language="lt", phone=True, scripts=False)
    one.go("/lt/courses/")
    expect(one.page.locator("#f-effort")).to_be_hidden()
    one.page.click(".filters > summary")
    one.page.select_option("#f-effort", "long")
    one.page.select_option("#f-competency", "A1")
    one.press(".filter-go button")
    assert one.page.url.endswith("/lt/courses/?competency=A1&effort=long")
    assert "Nė vienas kursas neatitinka visų sąlygų." in one.text()
    one.look("nothing")
    one.press("#found a.btn")
    assert one.page.locator(".course").count() > 1
