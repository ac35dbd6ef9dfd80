"""A day and a choice set by keyboard; on a phone in Lithuanian the lock says why, and opens when
somebody opens it for one learner."""

import re

import pytest
from playwright.sync_api import expect

from lms.pages.demo_cast import PASSWORD
from tests.journeys.person import Person

pytestmark = pytest.mark.journey

COURSE = "collecting-data-first-steps"


def signs_in(one: Person, who: str) -> Person:
    # The first page of a cold site cuts its fonts.
    one.page.set_default_timeout(60_000)
    one.page.goto(f"{one.address}/{one.language}/accounts/login/")
    one.page.fill("[name=login]", f"{who}@example.org")
    one.page.fill("[name=password]", PASSWORD)
    with one.page.expect_navigation():
        one.page.press("[name=password]", "Enter")
    return one


def copies_the_course(ieva: Person, language: str = "en") -> str:
    """A course of this journey's own; its address in the studio."""
    ieva.go(f"/{language}/studio/courses/{COURSE}/settings/")
    ieva.tab_to(ieva.page.locator("details:has(form[action$='/copy/']) > summary"))
    ieva.page.keyboard.press("Enter")
    ieva.press("form[action$='/copy/'] button")
    found = re.search(r"/studio/courses/([^/]+)/", ieva.page.url)
    assert found
    return found[1]


def test_a_lock_says_why_and_opens_for_one_learner(person: Person.Maker) -> None:
    ieva = signs_in(person(language="en", keyboard=True), "ieva")
    page = ieva.page
    slug = copies_the_course(ieva)
    assert slug != COURSE

    # The last module asks for all but one of its units, and its last unit waits for a day.
    ieva.go(f"/en/studio/courses/{slug}/outline/")
    module = page.locator(".o-module").last.get_attribute("data-module")
    ieva.go(f"/en/studio/courses/{slug}/outline/?open=m-{module}")
    ieva.look("module panel")
    ieva.tab_to(page.locator("#panel [name=rule]:checked"))
    page.keyboard.press("ArrowDown")
    ieva.fill("#panel-choose", "1")
    ieva.act(page.locator("#panel button.go"))
    expect(page.locator(f"[data-module={module}]")).to_contain_text("Any 1 of its")

    unit = page.locator(".o-unit").last.get_attribute("data-unit")
    ieva.go(f"/en/studio/courses/{slug}/outline/?open=u-{unit}")
    ieva.tab_to(page.locator("#panel summary", has_text="Opens on a day"))
    page.keyboard.press("Enter")
    ieva.look("unit panel")
    ieva.fill("#panel-days", "5")
    ieva.act(page.locator("#panel button.go"))
    expect(page.locator(f"#u-{unit}")).to_contain_text("Opens 5 days after joining")
    ieva.press(".tabs a[href$='/publish/']")
    ieva.look("report")
    ieva.press("form.publish button.go")

    jonas = signs_in(person(language="lt", phone=True), "jonas")
    phone = jonas.page
    jonas.go(f"/lt/courses/{slug}/")
    jonas.press("form[action$='/join/'] button")
    jonas.go(f"/lt/courses/{slug}/")
    jonas.look("course with a lock")
    locked = phone.locator(".steps > li.locked").last
    expect(locked).to_contain_text("Atsivers po 5 dienų")
    expect(phone.locator("main")).to_contain_text("Galite rinktis: pakanka 1 iš")
    jonas.go(f"/lt/courses/{slug}/units/{unit}/")
    jonas.look("locked")
    assert "Ši tema atsivers vėliau." in jonas.text()
    assert "Atsivers po 5 dienų" in jonas.text()
    expect(phone.locator("main a.btn.go")).to_contain_text("Tęsti")

    ieva.go(f"/en/studio/courses/{slug}/people/")
    ieva.press("tbody .b-name a")
    ieva.pick("#id_unit", str(unit))
    ieva.pick("#id_how", "open-now")
    ieva.fill("#id_reason", "Goes into the field tomorrow")
    ieva.press("form[action$='/count/'] button")
    ieva.look("learner with an allowance")
    assert "Allowed now" in ieva.text()

    jonas.go(f"/lt/courses/{slug}/")
    assert "Ieva Jankauskienė atvėrė jums temą" in jonas.text()
    jonas.look("course with an allowance")
    jonas.press(f".steps a.t[href$='/units/{unit}/']")
    expect(phone.locator("article h1")).to_be_visible()
    assert "Atsivers po" not in jonas.text()
