"""Links inside a card whose title covers the whole card: only a pointer shows what it meets."""

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
