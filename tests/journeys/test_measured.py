"""From ten items without an account to a badge: practice, a sitting that is broken off and gone on with,
its result, a plan, the passport; by finger in Lithuanian and by keyboard alone in English."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.listening import Overheard, shows
from tests.journeys.meeting import answers_in, met_in
from tests.journeys.person import Person
from tests.journeys.test_way import PASSWORD, signs_up

pytestmark = pytest.mark.journey

COURSE = "collecting-data-practised-eye"
SAID = {
    "lt": {
        "unit": "Kaip gerai sukalibruota jūsų akis?",
        "badge": "Kalibruotas vertinimas",
        "practice": 12,
    },
    "en": {"unit": "Do you see a broken protocol?", "badge": "Protocol keeper", "practice": 10},
}
MEASURED = re.compile("measured in a calibration|kalibr|išmatuota")
VALID = re.compile("valid until|galioja iki")
AGAIN = Callable[[Person, str], Person]


def looks(one: Person, name: str) -> None:
    """Axe over the page, once for each kind of page; over its colours in the other light too."""
    if name in one.looked:
        return
    one.look(name)
    one.page.emulate_media(color_scheme="light" if one.dark else "dark")
    found = Axe().run(one.page, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    if found.violations_count:
        one.troubles.append(f"in the other light, {one.page.url}: {found.generate_report()}")
    one.page.emulate_media(color_scheme="dark" if one.dark else "light")


def tries_ten(one: Person) -> None:
    """Ten items from the landing page, each with what is right; then what they came to."""
    one.go(f"/{one.language}/")
    one.press("main form[action$='/try/start/'] button")
    for number in range(1, 11):
        one.page.wait_for_url(f"**/try/{number}/")
        looks(one, f"try {one.met().body['kind']}")
        if number == 3:
            one.choose("[name=cannot]")
        else:
            one.answer(rightly=number != 5)
        one.press("#item button[type=submit]")
        verdict = one.page.locator(".told .outcome")
        expect(verdict).to_have_class(re.compile("not" if number in (3, 5) else r"^outcome$"))
        looks(one, f"try told {number in (3, 5)}")
        one.press(".told a.btn.go")
    one.page.wait_for_url("**/try/result/")
    assert re.search(r"\b8\D+10\b", one.page.inner_text("h1"))
    looks(one, "try result")


def registers(one: Person, email: str, name: str) -> None:
    """From the result of the ten, so that it is kept."""
    one.press("main a[href*='/accounts/signup/']")
    one.fill("[name=email]", email)
    one.fill("[name=full_name]", name)
    one.fill("[name=password1]", PASSWORD)
    one.choose("[name=age][value='14']")
    one.press("main form:has([name=password1]) button[type=submit]")
    one.page.goto(one.last_link(email))
    one.press("main form button[type=submit]")
    one.page.wait_for_url(f"**/{one.language}/me/**")
    one.go(f"/{one.language}/try/result/")
    assert one.page.locator("main p.state").count()


def joins(one: Person) -> None:
    one.go(f"/{one.language}/courses/{COURSE}/")
    one.press("main form[action$='/join/'] button")


def opens_unit(one: Person) -> None:
    """The unit with the exercise, from the course page."""
    one.go(f"/{one.language}/courses/{COURSE}/")
    # The module may be folded in.
    unit = one.page.locator(
        f"main a[href*='/units/']:has-text('{SAID[one.language]['unit']}')"
    ).first
    one.go(unit.get_attribute("href") or "")


def begins(one: Person, phase: str) -> None:
    one.press(f"section.check form:has([value={phase}]) button")
    one.page.wait_for_url("**/sittings/**")


def practises(one: Person) -> None:
    """Worked examples, then as many answers as are asked for, the second one wrong."""
    one.press("section.check a[href*='/examples/']")
    looks(one, "examples")
    assert one.page.locator("ol.items > li").count() == 3
    one.press("main a.btn.go")
    begins(one, "practice")
    for place in range(30):
        looks(one, "practice")
        one.answer(rightly=place != 1)
        one.choose("[name=certainty][value=rather]")
        one.press("#item button[type=submit]")
        expect(one.page.locator("#told .outcome")).to_be_visible()
        looks(one, f"practice told {place == 1}")
        if place == 1:
            assert one.page.locator("form[action$='/again/']").count()
        if place + 1 == SAID[one.language]["practice"]:
            break
        one.press("#told form[action$='/next/'] button")
    one.press("#told form[action$='/finish/'] button")
    looks(one, "practice done")
    one.press("main a.btn.go")


def sits(one: Person, places: range, slip: set[int]) -> None:
    """Items of the sitting at these places: right but for the slips; the fourth cannot be told."""
    for place in places:
        one.page.wait_for_url(f"**/{place + 1}/")
        looks(one, f"sitting {one.met().body['kind']}")
        if place == 3:
            one.choose("[name=cannot]")
        else:
            one.answer(rightly=place not in slip)
            one.choose(f"[name=certainty][value={'guess' if place in slip else 'sure'}]")
        one.press("#item button[type=submit]")


def goes_the_way(one: Person, email: str, name: str, again: AGAIN) -> None:
    tries_ten(one)
    registers(one, email, name)
    joins(one)
    opens_unit(one)
    looks(one, "unit with an exercise")
    practises(one)
    heard = [Overheard(one.page)]
    begins(one, "measured")
    sitting = UUID(one.page.url.split("/sittings/")[1].split("/")[0])
    items = met_in(one.folder, sitting)
    # One slip, and in another class than the one that cannot be told: either could miss its floor.
    slip = next(n for n, met in enumerate(items) if met.category != items[3].category)
    middle = len(items) // 2
    sits(one, range(middle), {slip})

    # The browser is closed in the middle, and opened again.
    before = answers_in(one.folder, sitting)
    assert [answer is not None for answer in before] == [
        place < middle and place != 3 for place in range(len(items))
    ]
    heard[0].stops()
    one = again(one, email)
    heard.append(Overheard(one.page))
    opens_unit(one)
    looks(one, "unit with a sitting that is open")
    begins(one, "measured")
    one.page.wait_for_url(f"**/sittings/{sitting}/{middle + 1}/")
    assert answers_in(one.folder, sitting) == before
    assert one.page.locator("progress").get_attribute("value") == str(middle)
    one.press(f"a[href$='/sittings/{sitting}/{middle}/']")
    assert one.page.locator("[name=certainty]:checked").count() == 1
    one.press("#item button[type=submit]")
    sits(one, range(middle, len(items)), {slip})
    looks(one, "sitting end")

    # Nothing that came until now has told a truth; what comes afterwards does, and is found.
    bodies = [met.body for met in items]
    heard[1].stops()
    told = [line for each in heard for line in each.found(bodies)]
    assert not told, told
    assert not [address for each in heard for address in each.missed]
    nothing_is_marked(heard, sitting, bodies, middle)
    one.press("main form[action$='/finish/'] button")
    looks(one, "result of a calibration")
    result = one.page.url
    assert re.search(r"\b2\b", one.page.inner_text("h1"))
    assert one.page.locator(".reached").count()
    after = Overheard(one.page)
    one.press("main a[href$='/answers/'], main a[href*='/answers/']")
    looks(one, "answers of a calibration")
    after.stops()
    assert after.found(bodies)
    assert all(shows(page, bodies[0]) for page in after.pages("/answers/"))

    plans(one, result)
    sees_what_it_shows(one)


def nothing_is_marked(
    heard: list[Overheard], sitting: UUID, bodies: list[dict[str, object]], middle: int
) -> None:
    """Every item's page, as it came before it was answered, sets nothing apart."""
    seen = 0
    for place, body in enumerate(bodies):
        pages = [text for each in heard for text in each.pages(f"/sittings/{sitting}/{place + 1}/")]
        assert pages
        seen += len(pages)
        # The item before the middle is looked at once more, with the own answer.
        for page in pages if place != middle - 1 else pages[:1]:
            assert not shows(page, body), (place + 1, shows(page, body))
    # The page of the middle came three times: before the end, after it, and after the item before.
    assert seen == len(bodies) + 3


def plans(one: Person, result: str) -> None:
    """A correction plan, kept with the result."""
    one.page.goto(result)
    one.fill("main form[action*='/plan/'] textarea", "Žiūrėsiu dar kartą. I shall look twice.")
    one.press("main form[action*='/plan/'] button")
    one.page.goto(result)
    assert "look twice" in one.page.content()


def sees_what_it_shows(one: Person) -> None:
    """The badge, and the passport with how it was shown and until when."""
    said = SAID[one.language]
    one.go(f"/{one.language}/me/badges/")
    assert said["badge"] in one.text()
    one.go(f"/{one.language}/me/passport/")
    shown = one.page.locator("main").text_content() or ""
    assert said["unit"] in shown
    assert MEASURED.search(shown.lower())
    assert VALID.search(shown.lower().replace("\xa0", " "))


def test_by_finger_in_lithuanian_on_a_phone(person: Person.Maker) -> None:
    def opened_again(one: Person, _email: str) -> Person:
        """The same phone: what a browser keeps over its end."""
        state = one.context.storage_state()
        kept = [cookie for cookie in state["cookies"] if cookie["expires"] > 0]
        one.leave()
        return person(language="lt", phone=True, state={**state, "cookies": kept})

    one = person(language="lt", phone=True)
    goes_the_way(one, "matuota@example.org", "Ona Matuotoji", opened_again)


def test_by_keyboard_alone_in_english(person: Person.Maker) -> None:
    def elsewhere(one: Person, email: str) -> Person:
        """Another computer, where one signs in first."""
        one.leave()
        other = person(language="en", keyboard=True, dark=True)
        other.go("/en/accounts/login/")
        other.fill("[name=login]", email)
        other.fill("[name=password]", PASSWORD)
        other.press("main form:has([name=password]) button[type=submit]")
        return other

    one = person(language="en", keyboard=True, dark=True)
    goes_the_way(one, "measured@example.org", "Jonas Measured", elsewhere)


def test_whoever_cannot_see_the_leaves_takes_them_in_words(person: Person.Maker) -> None:
    one = person(language="lt", keyboard=True)
    signs_up(one, "zodziais@example.org", "Jonas Žodžiais")
    joins(one)
    one.go(f"/lt/courses/{COURSE}/")
    unit = one.page.locator("main a[href*='/units/']:has-text('Kaip patikimai atpažįstate?')").first
    one.go(unit.get_attribute("href") or "")
    begins(one, "practice")
    assert one.page.locator("figure.drawn").count() == 1
    picture = one.met()
    one.press("main form[action$='/form/'] button")
    looks(one, "leaf in words")
    words = one.met()
    assert (picture.form, words.form) == ("picture", "words")
    assert words.category == picture.category
    assert one.page.locator("figure.drawn").count() == 0
    described = one.page.locator(".described").inner_text()
    assert re.sub(r"\W+", "", words.body["description"]["lt"]) == re.sub(r"\W+", "", described)
    one.answer(rightly=True)
    one.choose("[name=certainty][value=sure]")
    one.press("#item button[type=submit]")
    expect(one.page.locator("#told .outcome")).to_have_class("outcome")
    # What follows comes in words too, and that is kept with each answer.
    one.press("#told form[action$='/next/'] button")
    assert one.page.locator("figure.drawn").count() == 0
    one.answer(rightly=True)
    one.choose("[name=certainty][value=sure]")
    one.press("#item button[type=submit]")
    sitting = UUID(one.page.url.split("/sittings/")[1].split("/")[0])
    assert [met.form for met in met_in(one.folder, sitting)] == ["words", "words"]
    assert None not in answers_in(one.folder, sitting)
