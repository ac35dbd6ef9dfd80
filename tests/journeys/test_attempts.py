"""Answers that are never lost, and the rules of attempts, in a real browser."""

import re
import sqlite3
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.attempts_course import SLUG, publish
from tests.journeys.person import Person
from tests.journeys.test_studio_way import signs_in
from tests.journeys.test_way import signs_up

pytestmark = pytest.mark.journey

SAVED = re.compile(r"^\s*(Išsaugota|Saved) \d\d:\d\d")


@pytest.fixture(scope="module", autouse=True)
def there(address: str, folder: Path) -> None:
    publish(folder)
    # The first page makes the style sheet and the fonts, which may take longer than a page should.
    urllib.request.urlopen(f"{address}/lt/", timeout=90).close()


def begins(one: Person, email: str, name: str, title: str) -> str:
    """Joins the course and starts the quiz of the unit with this title; the attempt's address."""
    signs_up(one, email, name)
    one.go(f"/{one.language}/courses/{SLUG}/")
    one.press("main form[action$='/join/'] button")
    return starts(one, title)


def starts(one: Person, title: str) -> str:
    one.go(f"/{one.language}/courses/{SLUG}/")
    one.press(f"main a:has-text('{title}')")
    one.look()
    one.press("[data-quiz] button")
    one.page.wait_for_url("**/attempts/**")
    one.look(f"attempt {title}")
    return one.page.url


def stored(one: Person, attempt: str) -> list[tuple[int, str | None, int]]:
    """(position, answer, how many came late) of an attempt, from the site's own data."""
    uid = attempt.rstrip("/").rpartition("/")[2].replace("-", "")
    with sqlite3.connect(f"file:{one.folder / 'laukas.sqlite3'}?mode=ro", uri=True) as data:
        return data.execute(
            "SELECT r.position, r.answer,"
            " (SELECT count(*) FROM courses_lateanswer l WHERE l.response_id = r.id)"
            " FROM courses_response r JOIN courses_attempt a ON a.id = r.attempt_id"
            " WHERE a.uid = ? ORDER BY r.position",
            (uid,),
        ).fetchall()


def says(page: Page, text: str | re.Pattern[str]) -> None:
    """What the page says of its answers, in the end."""
    expect(page.locator("[data-state]")).to_have_text(text, timeout=20_000)


def all_sent(page: Page) -> None:
    """Nothing waits in this browser any more."""
    for _turn in range(200):
        if page.evaluate("localStorage.length") == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate("JSON.stringify(localStorage)"))


def choose(page: Page, number: int, value: str) -> None:
    page.locator(f"#q-{number} input[value={value}]").check()


def test_answers_given_off_line_arrive_once_although_the_tab_was_closed(
    person: Person.Maker,
) -> None:
    one = person(language="lt", phone=True)
    attempt = begins(one, "be-rysio@example.org", "Ona Be Ryšio", "Uogų patikra")
    one.context.set_offline(True)
    for number, value in ((1, "a"), (2, "b"), (4, "c")):
        choose(one.page, number, value)
    says(one.page, "Dar neišsiųsta, laikoma šioje naršyklėje")
    one.look("not sent yet")
    assert stored(one, attempt) == [(place, None, 0) for place in range(5)]
    one.page.close()

    one.context.set_offline(False)
    one.page = one.context.new_page()
    one.page.goto(attempt)
    says(one.page, SAVED)
    for number, value in ((1, "a"), (2, "b"), (4, "c")):
        expect(one.page.locator(f"#q-{number} input[value={value}]")).to_be_checked()
    told = [(0, '"a"', 0), (1, '"b"', 0), (2, None, 0), (3, '"c"', 0), (4, None, 0)]
    all_sent(one.page)
    assert stored(one, attempt) == told
    one.page.reload()
    expect(one.page.locator("#q-2 input[value=b]")).to_be_checked()
    assert stored(one, attempt) == told


def test_they_arrive_too_where_another_page_is_opened_first(person: Person.Maker) -> None:
    one = person(language="lt", phone=True)
    attempt = begins(one, "kitas-puslapis@example.org", "Jonas Kitur", "Uogų patikra")
    unit = one.page.locator(".crumbs a").get_attribute("href")
    one.context.set_offline(True)
    choose(one.page, 3, "b")
    says(one.page, "Dar neišsiųsta, laikoma šioje naršyklėje")
    one.page.close()
    one.context.set_offline(False)
    one.page = one.context.new_page()
    one.page.goto(f"{one.address}{unit}")
    all_sent(one.page)
    assert stored(one, attempt)[2] == (2, '"b"', 0)


def test_of_two_tabs_the_one_written_in_last_counts(person: Person.Maker) -> None:
    """One tab is off-line while the other answers the same question and another one."""
    one = person(language="en")
    attempt = begins(one, "two-tabs@example.org", "Ona Tabs", "Berry check")
    other = person(language="en")
    other.context.add_cookies(one.context.cookies())  # type: ignore[arg-type]
    other.page.goto(attempt)

    one.context.set_offline(True)
    choose(one.page, 1, "a")
    choose(one.page, 3, "c")
    says(one.page, "Not sent yet, kept in this browser")
    choose(other.page, 1, "b")
    choose(other.page, 2, "b")
    says(other.page, SAVED)
    one.context.set_offline(False)
    # What was written earlier gives way, and says so; what only this tab wrote arrives.
    expect(one.page.locator("#q-1 input[value=b]")).to_be_checked(timeout=20_000)
    expect(one.page.locator("#q-3 input[value=c]")).to_be_checked()
    says(one.page, re.compile("A newer answer was saved|Saved"))
    all_sent(one.page)
    assert [answer for _n, answer, _late in stored(one, attempt)] == [
        '"b"',
        '"b"',
        '"c"',
        None,
        None,
    ]
    # And the older tab may change its mind: it has seen nothing of "b" in the other, but is later.
    choose(other.page, 3, "a")
    says(other.page, SAVED)
    all_sent(other.page)
    assert stored(one, attempt)[2] == (2, '"a"', 0)


def test_practice_that_was_not_checked_is_there_again(person: Person.Maker) -> None:
    one = person(language="lt")
    attempt = begins(one, "pratybos@example.org", "Jonas Pratybos", "Uogų treniruotė")
    choose(one.page, 2, "b")
    one.fill("#q-6 input:not([type=hidden])", "20")
    one.page.close()
    one.page = one.context.new_page()
    one.page.goto(attempt)
    expect(one.page.locator("#q-2 input[value=b]")).to_be_checked()
    expect(one.page.locator("#q-6 input:not([type=hidden])")).to_have_value("20")
    # Enter checks; it does not ask for a hint.
    one.page.locator("#q-6 input:not([type=hidden])").press("Enter")
    one.page.wait_for_load_state("load")
    expect(one.page.locator("[data-hint]")).to_have_count(0)
    expect(one.page.locator("#q-6 .outcome")).to_be_visible()
    all_sent(one.page)


@pytest.mark.parametrize("scripts", [True, False])
def test_hints_and_what_was_wrong_by_keyboard(person: Person.Maker, scripts: bool) -> None:
    one = person(language="lt", keyboard=True, scripts=scripts)
    begins(one, f"uzuomina-{scripts}@example.org".lower(), "Ona Užuomina", "Uogų treniruotė")
    one.choose("#q-2 input[value=a]")
    one.press("#q-1 button[name=hint]")
    assert one.page.url.endswith("#q-1")
    assert "skirtingai" in one.page.inner_text("#q-1")
    if scripts:
        expect(one.page.locator("#q-1 [data-hint]")).to_be_focused()
    one.look("a hint")
    # What had been chosen came along, and was checked with it.
    assert one.page.locator("#q-2 .outcome").is_visible()
    one.choose("#q-1 input[value=b]")
    one.press("#q-1 button[name=place]")
    one.press("main form button.go")
    if one.page.locator("button[name=confirm]").count():
        one.press("button[name=confirm]")
    one.look("result of practice")
    assert "Teisingai: 1 iš 6" in one.page.inner_text("h1")
    one.press("form[action$='/redo/'] button")
    one.page.wait_for_url("**/attempts/**")
    assert "Kas dar nepavyko" in one.page.inner_text("h1")
    one.look("redoing")
    assert one.page.locator("ol.items > li").count() == 5


def test_a_paid_hint_a_pause_and_the_last_result(person: Person.Maker) -> None:
    one = person(language="en", phone=True, dark=True)
    begins(one, "paid-hint@example.org", "Jonas Hint", "Berry check")
    expect(one.page.locator(".clock")).to_contain_text("20 min left")
    expect(one.page.locator("#q-1 button[name=hint]")).to_contain_text("costs 25% of the point")
    one.press("#q-1 button[name=hint]")
    one.answer(rightly=True)
    says(one.page, SAVED)
    one.press("form[data-answers] button.go")
    text = one.text()
    assert "5 of 5 right" in text
    assert "95% of the points" in text
    assert "You asked for the hint, which costs 25% of the point." in text
    one.look("a result with a hint")
    one.press(".crumbs a")
    card = one.page.inner_text("[data-quiz]")
    assert "Your last result, which counts: 95% of the points." in card
    assert re.search(r"The next attempt opens (today|tomorrow) at \d\d:\d\d\.", card)
    assert one.page.locator("[data-quiz] button").count() == 0
    one.look("a pause")


def test_when_the_time_ends_what_is_saved_is_handed_in_by_itself(person: Person.Maker) -> None:
    one = person(language="lt", phone=True)
    attempt = begins(one, "minute@example.org", "Ona Minutė", "Vienos minutės testas")
    expect(one.page.locator(".clock")).to_contain_text(re.compile(r"liko \d+ (s|min\.)"))
    choose(one.page, 1, "a")
    says(one.page, SAVED)
    choose(one.page, 2, "a")
    expect(one.page.locator("h1")).to_have_text("Teisingai: 2 iš 5", timeout=80_000)
    assert one.page.url == attempt
    assert "skaičiuojama, kas iki tol išsaugota" in one.text()
    one.look("time that ran out")


def test_an_author_sets_the_rules_and_writes_a_hint_by_keyboard(person: Person.Maker) -> None:
    one = person(language="lt", keyboard=True)
    signs_in(one, "ieva")
    one.go(f"/lt/studio/courses/{SLUG}/outline/")
    one.press("main a:has-text('Vienos minutės testas')")
    one.press("a[href*='/questions/'][href*='/blocks/']")
    one.look()
    one.pick("#pause", "1440")
    one.choose("[name=counts][value=last]")
    one.fill("#minutes", "ilg")
    one.press("button[value=rules]")
    expect(one.page.locator(".errors")).to_be_focused()
    assert "skaičius nuo 0 iki 600" in one.page.inner_text(".errors")
    expect(one.page.locator("#minutes")).to_have_value("ilg")
    expect(one.page.locator("#pause")).to_have_value("1440")
    one.fill("#minutes", "15")
    one.fill("#hint_cost", "50")
    one.press("button[value=rules]")
    told = one.page.inner_text("#sums-up").replace("\u00a0", " ")
    assert "skaičiuojamas paskutinis rezultatas" in told
    assert "15 min." in told
    assert "1 diena" in told
    assert "50 %" in told
    one.press("ol.q-asked li:first-child .q-name a")
    if one.page.locator("#more[open]").count() == 0:
        one.act(one.page.locator("#more summary"))
    one.fill("[name='hint.lt']", "Skaičiuokite **du kartus**.")
    one.fill("[name='hint.en']", "Count **twice**.")
    one.look("a question with a hint")
    one.press("form#item > p button.go")
    one.go(f"/lt/studio/courses/{SLUG}/publish/")
    report = one.text().replace("\u00a0", " ")
    assert "Pertrauka tarp dviejų bandymų: Nėra → 1 diena" in report
    assert "Bandymo laikas: 1 min. → 15 min." in report
    assert "Iš kelių rezultatų skaičiuojamas paskutinis" in report
