"""Videos, parts of other sites, surveys and self-ratings: by keyboard, on a phone, in both languages;
and their making in the studio."""

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.browser import until
from tests.journeys.person import Person
from tests.journeys.test_gates import COURSE, copies_the_course, signs_in

pytestmark = pytest.mark.journey

MAP = "https://www.openstreetmap.org/"


def unit_of(one: Person, title: str) -> None:
    """To a unit of the course by its title in the outline."""
    one.go(f"/{one.language}/courses/{COURSE}/")
    link = one.page.locator(".steps a", has_text=title).first
    address = link.get_attribute("href")
    assert address
    one.go(address)
    one.look(title)


def test_a_film_has_captions_and_a_text(person: Person.Maker) -> None:
    ona = signs_in(person(language="lt", phone=True, keyboard=True), "ona")
    unit_of(ona, "Vienas krūmas, du skaičiai")
    film = ona.page.locator("#b-three-counts")
    video = film.locator("video")
    ona.tab_to(video)
    ona.page.keyboard.press("Space")
    until(ona.page, "document.querySelector('video').currentTime > 0")
    until(ona.page, "document.querySelector('video').textTracks[0].cues?.length === 8")
    said = video.evaluate("one => [one.textTracks[0].language, one.textTracks[0].cues[0].text]")
    assert said == ["lt", "Krūmas visiems tas pats."]
    assert video.evaluate("one => one.textTracks.length") == 2
    # A player may begin anywhere.
    video.evaluate("one => { one.currentTime = 30; }")
    until(ona.page, "document.querySelector('video').currentTime >= 30")
    fold = film.locator("summary")
    ona.tab_to(fold)
    ona.page.keyboard.press("Enter")
    expect(film).to_contain_text("visiems trims išeina tiek pat")
    ona.look("text of a film")
    ona.page.emulate_media(media="print")
    expect(film.locator(".said")).to_be_visible()
    expect(video).to_be_hidden()


def test_nobody_is_asked_before_the_reader_says_yes(person: Person.Maker) -> None:
    birute = signs_in(person(language="en", phone=True, keyboard=True), "birute")
    page = birute.page

    def answers(route: Route) -> None:
        route.fulfill(
            body="<!doctype html><title>Map</title><p>The river</p>", content_type="text/html"
        )

    page.route(f"{MAP}**", answers)
    unit_of(birute, "outing")
    part = page.locator("#b-river")
    expect(part).to_contain_text("Until then nobody is asked.")
    assert part.locator("iframe").count() == 0
    assert not birute.troubles
    button = part.get_by_role("button", name="Show OpenStreetMap here")
    birute.tab_to(button)
    page.keyboard.press("Enter")
    frame = part.locator("iframe")
    expect(frame).to_be_focused()
    assert "allow-top-navigation" not in (frame.get_attribute("sandbox") or "")
    expect(part.frame_locator("iframe").locator("p")).to_have_text("The river")
    # The yes is remembered in this browser, until it is taken back.
    page.reload()
    expect(frame).to_be_attached()
    no = part.get_by_role("button", name="Show nothing of OpenStreetMap any more")
    birute.tab_to(no)
    page.keyboard.press("Enter")
    expect(frame).to_have_count(0)
    expect(button).to_be_focused()
    page.reload()
    expect(button).to_be_visible()
    asked = [one for one in birute.troubles if MAP in one]
    assert asked
    birute.troubles = [one for one in birute.troubles if MAP not in one]


def test_without_javascript_links_lead_there(person: Person.Maker) -> None:
    birute = signs_in(person(language="lt", phone=True, scripts=False), "birute")
    unit_of(birute, "išvyka")
    part = birute.page.locator("#b-river")
    expect(part.get_by_role("link", name="Atverti svetainėje OpenStreetMap")).to_be_visible()
    expect(part.get_by_role("button")).to_have_count(0)


def test_a_learner_sees_themselves_before_and_after(person: Person.Maker) -> None:
    birute = signs_in(person(language="en", phone=True, keyboard=True), "birute")
    page = birute.page
    for title, level in (("Four words", "1"), ("magnifying", "3")):
        unit_of(birute, title)
        block = page.locator(".survey", has=page.locator("[name^='r-']"))
        if (fold := block.locator("details:not([open]) > summary")).count():
            birute.act(fold)
        names = block.locator("fieldset input[value='0']").evaluate_all(
            "all => all.map(one => one.name)"
        )
        for name in names:
            birute.choose(f".survey input[name='{name}'][value='{level}']")
        birute.press(".survey:has([name^='r-']) button[type=submit]")
        expect(block).to_contain_text("You answered on")
        birute.look(f"rated {title}")
    row = block.locator("tbody tr").first
    expect(row.locator("td").nth(0)).to_have_text("level 1")
    expect(row.locator("td").nth(1)).to_have_text("level 3")
    expect(block.locator("thead")).to_contain_text("Shown by your work")


def test_a_survey_is_answered_by_keyboard(person: Person.Maker) -> None:
    birute = signs_in(person(language="lt", phone=True, keyboard=True), "birute")
    page = birute.page
    unit_of(birute, "didinamąjį")
    block = page.locator("#b-looking-back")
    if (fold := block.locator("details:not([open]) > summary")).count():
        birute.act(fold)
    birute.fill("#looking-back-s-mend", "ž" * 1001)
    birute.choose("[name=s-pace][value=right]")
    birute.press("#b-looking-back button[type=submit]")
    expect(page.locator(".errors").first).to_be_focused()
    expect(block).to_contain_text("ilgesnis kaip 1000")
    expect(block.locator("[name=s-pace][value=right]")).to_be_checked()
    expect(block.locator("textarea")).to_have_value("ž" * 1001)
    birute.look("survey with an error")
    birute.fill("#looking-back-s-mend", "Daugiau filmukų")
    birute.choose("[name=s-sure][value='4']")
    birute.press("#b-looking-back button[type=submit]")
    expect(block).to_contain_text("Atsakėte")
    birute.look("survey answered")


def test_an_address_that_cannot_be_embedded_is_refused_beside_it(person: Person.Maker) -> None:
    ieva = signs_in(person(language="lt", phone=True, dark=True), "ieva")
    page = ieva.page
    page.goto(f"{ieva.address}/lt/studio/courses/{copies_the_course(ieva, 'lt')}/outline/")
    ieva.press(".o-unit a[href*='/units/']")
    line = page.locator(".insert").last
    line.locator("summary").click()
    line.locator("button[value=embed]").click()
    block = page.locator("[data-block]").last
    field = block.locator("[name=address]")
    expect(field).to_be_visible()
    field.fill("https://example.org/map")
    field.press("Enter")
    refusal = block.get_by_role("alert")
    expect(refusal).to_contain_text("įterpti negalima")
    expect(refusal).to_be_in_viewport()
    # What was typed can be mended where the focus is.
    expect(field).to_be_focused()
    expect(field).to_have_value("https://example.org/map")
    ieva.look("embed refused")
    field.fill(f"{MAP}export/embed.html?bbox=1%2C2%2C3%2C4")
    field.press("Enter")
    expect(page.locator("#refused")).to_be_hidden()


def test_a_survey_is_made_in_the_studio(person: Person.Maker) -> None:
    ieva = signs_in(person(language="en", keyboard=True), "ieva")
    page = ieva.page
    slug = copies_the_course(ieva)
    ieva.go(f"/en/studio/courses/{slug}/outline/")
    address = page.locator(".o-unit a[href*='/units/']").first.get_attribute("href")
    assert address
    ieva.go(address)
    ieva.act(page.locator("#in-first > summary"))
    ieva.act(page.locator("#in-first button[value=survey]"))
    block = page.locator("[data-block]").first
    expect(block.get_by_role("heading", level=2)).to_contain_text("1. Survey")
    title = block.locator("input[name^='en:'][name$='.title']")
    ieva.tab_to(title)
    page.keyboard.type("Before you begin")
    ieva.act(block.locator("button[name=kind][value=one]"))
    expect(block.get_by_role("heading", level=3).first).to_contain_text("Question 1")
    # What was typed before is still there.
    expect(title).to_have_value("Before you begin")
    ieva.act(block.get_by_role("button", name="Add an answer"))
    expect(block.locator("input[name^='en:'][name*='.q-']")).to_have_count(4)
    for number in range(4):
        field = block.locator("input[name^='en:'][name*='.q-']").nth(number)
        ieva.tab_to(field)
        page.keyboard.type(f"Words {number}")
    ieva.act(block.locator("button[name=kind][value=scale]"))
    expect(block.get_by_role("heading", level=3)).to_have_count(3)
    ieva.act(block.locator("button[value=question-removed]").last)
    expect(page.locator("#undo")).to_contain_text("The question was taken out.")
    ieva.act(page.locator("#undo-it"))
    expect(block.get_by_role("heading", level=3)).to_have_count(3)
    expect(block.locator("input[name^='en:'][name*='.q-']").nth(1)).to_have_value("Words 1")
    ieva.look("survey being written")
    ieva.act(block.get_by_role("link", name="See the answers"))
    page.wait_for_url("**/answers/")
    ieva.look("answers")
    assert "nobody has answered yet" in ieva.text()
