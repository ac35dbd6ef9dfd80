"""A course seen as a learner will, at the width of a phone and by keyboard, and taken out and in."""

import re
import zipfile

import pytest

from tests.journeys.browser import until
from tests.journeys.person import Person

pytestmark = pytest.mark.journey

COURSE = "studio/courses/collecting-data-first-steps"


def author(person: Person.Maker, **how: object) -> Person:
    ieva = person(**how)
    ieva.go(f"/{ieva.language}/accounts/login/")
    ieva.page.fill("[name=login]", "ieva@example.org")
    ieva.page.fill("[name=password]", "laukas-demo")
    with ieva.page.expect_navigation():
        ieva.page.click("main form button[type=submit]")
    return ieva


def inside(ieva: Person):
    """The page in the phone's frame."""
    frame = ieva.page.frame_locator(".look-frame")
    frame.locator("main").wait_for()
    return frame


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_course_is_walked_at_the_width_of_a_phone(person, language):
    ieva = author(person, language=language)
    ieva.go(f"/{ieva.language}/{COURSE}/preview/?as=joined&width=phone")
    frame = inside(ieva)
    assert ieva.page.locator(".look-frame").bounding_box()["width"] == 390
    assert frame.locator("html").evaluate("root => root.scrollWidth") <= 390
    # The outline is a sheet from below on a phone: its button is there, as it is for learners.
    with ieva.page.expect_navigation():
        frame.locator(".resume .btn").click()
    frame = inside(ieva)
    assert "width=phone" in ieva.page.url and "/units/" in ieva.page.url
    frame.locator("[popovertarget=outline]").click()
    assert frame.locator("#outline").evaluate("sheet => sheet.matches(':popover-open')")
    ieva.page.keyboard.press("Escape")
    # A self-check answers in its place; the button at the end leads the whole page on.
    check = frame.locator("form[hx-post]").first
    check.locator("button[type=submit]").click()
    frame.locator(".check .error, .check .errors").first.wait_for()
    with ieva.page.expect_navigation():
        frame.locator("form[action*='/finish/'] button, form[action*='/quiz/'] button").last.click()
    assert "as=done-1" in ieva.page.url or "/quiz/" in ieva.page.url


def test_places_within_the_framed_page_are_gone_to(person):
    ieva = author(person, language="en")
    ieva.go(f"/en/{COURSE}/preview/?as=done-1&width=phone")
    with ieva.page.expect_navigation():
        inside(ieva).locator(".resume .btn").click()
    with ieva.page.expect_navigation():
        inside(ieva).locator("form[action*='/quiz/'] button").click()
    # Handed in with nothing answered, it names the questions.
    with ieva.page.expect_navigation():
        inside(ieva).locator("#answers button.go").click()
    frame = inside(ieva)
    frame.locator(".errors p a").last.click()
    inner = ieva.page.frames[-1]
    until(inner, "document.documentElement.scrollTop > 200")
    assert "/quiz/" in ieva.page.url and "hand-in" in ieva.page.url


def test_the_controls_work_by_keyboard_and_on_a_phone(person):
    ieva = author(person, language="lt", keyboard=True, phone=True)
    ieva.go(f"/lt/{COURSE}/preview/?as=visitor")
    bar = ieva.page.locator(".look-bar summary")
    ieva.act(bar)
    ieva.pick(".look-form [name=as]", "joined")
    ieva.pick(".look-form [name=language]", "en")
    with ieva.page.expect_navigation():
        ieva.act(ieva.page.locator(".look-form button"))
    ieva.page.wait_for_url("**/en/**as=joined**")
    assert ieva.page.locator(".look-width").count() == 1
    assert not ieva.page.locator(".look-width").is_visible()
    assert ieva.page.evaluate("document.documentElement.scrollWidth") <= 390
    with ieva.page.expect_navigation():
        ieva.act(ieva.page.locator(".look-bar a", has_text="Back to the editor"))
    # Back in the language that she works in.
    assert ieva.page.url.endswith(f"/lt/{COURSE}/outline/")


def test_a_package_goes_out_and_comes_in(person, tmp_path):
    ieva = author(person, language="lt")
    ieva.go(f"/{ieva.language}/{COURSE}/package/")
    with ieva.page.expect_download() as started:
        ieva.page.click("form[action$='/download/'] button")
    path = tmp_path / "course.zip"
    started.value.save_as(path)
    ieva.page.set_input_files("#package", path)
    ieva.press("form[enctype] button")
    assert "Niekas nepasikeistų" in ieva.page.inner_text("main")
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("two-counts.lt.md"):
                content = content.replace(b"::: text opening\n\n", b"::: text opening\n\nNauja. ")
            new.writestr(name, content)
    ieva.page.set_input_files("#package", changed)
    ieva.press("form[enctype] button")
    told = ieva.page.inner_text("main")
    assert "1 pakeista tema" in told
    ieva.press("form[action$='/take/'] button")
    assert re.search("/lt/studio/courses/[^/]+/outline/$", ieva.page.url)
    ieva.page.goto(ieva.page.url.replace("outline", "package"))
    ieva.page.set_input_files("#package", path)
    ieva.press("form[enctype] button")
    ieva.press("form[action$='/take/'] button")
