"""The authors' whole way: a course made, written, translated, previewed, published and learnt; then a
change whose report names the learner, who keeps what she had."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from lms.pages.demo_cast import PASSWORD
from tests.journeys.person import Person

pytestmark = pytest.mark.journey

SAVED = re.compile(r"\d\d:\d\d|^(Saved|Išsaugota)")
TEXT = {
    "lt": "## Kaip skaičiuoti\n\nSkaičiuokite **du kartus**.\n\n"
    "| Kas | Kiek |\n| --- | --- |\n| Ona | 14 |\n\nVidurkis: $\\bar{x}$.",
    "en": "## How to count\n\nCount **twice**.\n\n"
    "| Who | How many |\n| --- | --- |\n| Ona | 14 |\n\nThe mean: $\\bar{x}$.",
}
DONE = {"lt": "Kursas baigtas", "en": "Course completed"}
ALT = {"lt": "Žalias krūmas prie tako.", "en": "A green bush by a path."}


def signs_in(one: Person, name: str) -> None:
    one.page.goto(f"{one.address}/{one.language}/accounts/login/")
    one.page.fill("[name=login]", f"{name}@example.org")
    one.page.fill("[name=password]", PASSWORD)
    one.press("main form button[type=submit]")


def shows(one: Person, language: str) -> None:
    """On a phone one language is shown at a time; the switch stays in reach."""
    switch = one.page.locator(f".pick-language input[value={language}]")
    if switch.is_visible():
        switch.check()


def adds(one: Person, kind: str) -> Locator:
    page = one.page
    count = page.locator("[data-block]").count()
    line = page.locator(".insert").last
    line.locator("summary").click()
    line.locator(f"button[value={kind}]").click()
    expect(page.locator("[data-block]")).to_have_count(count + 1)
    return page.locator("[data-block]").last


def writes(one: Person, block: Locator, language: str, text: str) -> None:
    """By the source tab, where a formula belongs."""
    shows(one, language)
    side = block.locator(f"[data-language={language}]")
    # The tool comes when the text is near the screen.
    side.locator("[contenteditable]").wait_for()
    side.get_by_text(re.compile("^(Source|Šaltinis)$")).click()
    side.locator("textarea[data-place]").fill(text)


def question(one: Person, kind: str, fields: dict[str, str]) -> None:
    one.press("#asked a.btn.go")
    one.press(f"a[href*='kind={kind}']")
    for name, value in fields.items():
        if name.endswith((".lt", ".en")):
            shows(one, name[-2:])
        field = one.page.locator(f"[name='{name}']")
        if name == "right" or (field.count() and field.first.get_attribute("type") == "radio"):
            one.page.locator(f"[name='{name}'][value='{value}']").check()
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    one.act(one.page.locator("form#item > p button.go"))
    one.page.wait_for_url("**/blocks/**")


def pair(place: str, lt: str, en: str) -> dict[str, str]:
    return {f"{place}.lt": lt, f"{place}.en": en}


def four_questions(one: Person) -> None:
    why = pair("explanation", "Taip parašyta temoje.", "The unit says so.")
    question(
        one,
        "single",
        {
            **pair("prompt", "Kiek kartų skaičiuoti?", "How often to count?"),
            **pair("options.0.text", "Vieną", "Once"),
            **pair("options.1.text", "Du", "Twice"),
            "right": "1",
            **why,
        },
    )
    days = pair("prompt", "Kiek dienų turi savaitė?", "How many days has a week?")
    question(one, "number", {**days, "answer": "7", **why})
    question(
        one,
        "text",
        {
            **pair("prompt", "Kaip vadinama tiriama visumos dalis?", "What is the part called?"),
            **pair("accept", "imtis", "sample"),
            **why,
        },
    )
    question(
        one,
        "single",
        {
            **pair("prompt", "Ką daryti su nulįu?", "What to do with a zero?"),
            **pair("options.0.text", "Įrašyti", "Write it down"),
            **pair("options.1.text", "Praleisti", "Leave it out"),
            "right": "0",
            **why,
        },
    )


def writes_the_unit(one: Person, tmp_path: Path) -> str:
    """A course with one unit: heading, table, formula, picture and a quiz of four; its address."""
    page, mine = one.page, one.language
    page.goto(f"{one.address}/{mine}/studio/new-course/")
    title = f"Skaičiavimas {mine}"
    page.fill("[name=title_lt]", title)
    page.fill("[name=title_en]", f"Counting {mine}")
    page.check("[name=template][value=data-collection]")
    one.press("main form button[type=submit]")
    outline = page.url
    # The template's other units are for later: the course begins with one module of one unit.
    while page.locator(".o-module").count() > 1:
        left = page.locator(".o-module").count()
        last = page.locator(".o-module").last
        last.locator(".o-head .o-menu > summary").click()
        last.locator("button[value^='module-out']").click()
        expect(page.locator(".o-module")).to_have_count(left - 1)
    while page.locator(".o-unit").count() > 1:
        left = page.locator(".o-unit").count()
        last = page.locator(".o-unit").last
        last.locator(".o-menu > summary").click()
        last.locator("button[value^='out:']").click()
        expect(page.locator(".o-unit")).to_have_count(left - 1)
    one.press(".o-unit .o-name a")
    while page.locator("[data-block]").count():
        left = page.locator("[data-block]").count()
        page.locator("[data-block] button[value=remove]").first.click()
        expect(page.locator("[data-block]")).to_have_count(left - 1)

    text = adds(one, "text")
    other = "en" if mine == "lt" else "lt"
    writes(one, text, mine, TEXT[mine])
    writes(one, text, other, TEXT[other])
    expect(page.locator("[data-state]")).to_have_text(SAVED)

    picture = adds(one, "image")
    Image.new("RGB", (1400, 700), "green").save(tmp_path / "bush.png")
    picture.locator("[type=file]").set_input_files(tmp_path / "bush.png")
    expect(picture.locator("img")).to_be_visible()
    for code, said in ALT.items():
        shows(one, code)
        picture.locator(f"[data-language={code}] [data-place$='.alt']").fill(said)
    expect(page.locator("[data-state]")).to_have_text(SAVED)
    one.look("unit editor")

    quiz = adds(one, "quiz")
    with page.expect_navigation(wait_until="load"):
        quiz.locator(".asks a[href*='/blocks/']").click()
    four_questions(one)
    expect(page.locator(".q-asked > li")).to_have_count(4)
    page.check("[name=requirement][value=score]")
    page.fill("[name=score]", "75")
    one.press("button[value=rules]")
    one.look("quiz of four")
    return outline.removesuffix("outline/")


def publishes(one: Person, course: str, note: str = "") -> None:
    one.page.goto(f"{course}publish/")
    one.look("publish report")
    if note:
        one.page.fill("[name=note]", note)
    one.press("form.publish button.go")
    one.look("published")


@pytest.mark.parametrize(("language", "phone"), [("lt", False), ("en", True)])
def test_a_course_is_written_published_learnt_and_changed(
    person: Person.Maker, tmp_path: Path, language: str, phone: bool
) -> None:
    ieva = person(language=language, phone=phone)
    signs_in(ieva, "ieva")
    course = writes_the_unit(ieva, tmp_path)
    slug = course.rstrip("/").rpartition("/")[2]

    # As a learner will see it, at the width of a phone.
    ieva.page.goto(f"{course}preview/?as=joined&width=phone")
    shown = ieva.page.frame_locator(".look-frame") if not phone else ieva.page
    shown.locator("main").first.wait_for()
    expect(shown.locator("main")).to_contain_text(
        "Skaičiavimas" if language == "lt" else "Counting"
    )

    publishes(ieva, course)
    assert re.search(r"(Leidimas Nr\.\s|Release )1", ieva.text())

    ona = person(language=language, phone=phone)
    signs_in(ona, "ona")
    ona.go(f"/{language}/courses/{slug}/")
    ona.press("main form[action$='/join/'] button")
    expect(ona.page.locator("main table")).to_be_visible()
    assert ona.page.locator("main math").count()
    assert ona.page.locator(f"main img[alt='{ALT[language]}']").count()
    ona.look("unit as learnt")
    ona.press("form[action*='/quiz/'] button")
    ona.answer(rightly=True)
    ona.press("#answers button.go")
    ona.go(f"/{language}/courses/{slug}/")
    assert DONE[language] in ona.text()

    # Jonas has only begun, so that a new duty touches him.
    jonas = person(language=language)
    signs_in(jonas, "jonas")
    jonas.go(f"/{language}/courses/{slug}/")
    jonas.press("main form[action$='/join/'] button")

    # A required unit more: the report names who has to do it, and who does not.
    ieva.page.goto(f"{course}outline/")
    adding = ieva.page.locator(".o-module").first.locator(".o-add")
    adding.locator("summary").click()
    adding.locator("[name=title_lt]").fill("Dar viena")
    adding.locator("[name=title_en]").fill("One more")
    adding.locator("button.go").click()
    expect(ieva.page.locator(".o-unit")).to_have_count(2)
    with ieva.page.expect_navigation(wait_until="load"):
        ieva.page.locator(".o-unit .o-name a").last.click()
    more = adds(ieva, "text")
    writes(ieva, more, "lt", "Perskaitykite ir tai.")
    writes(ieva, more, "en", "Read this too.")
    expect(ieva.page.locator("[data-state]")).to_have_text(SAVED)
    ieva.page.goto(f"{course}publish/")
    ieva.look("report that names people")
    report = ieva.text()
    assert "Jonas" in report
    assert "Ona" not in report
    publishes(ieva, course, "Dar viena tema." if language == "lt" else "One more unit.")
    assert re.search(r"(Leidimas Nr\.\s|Release )2", ieva.text())

    # Ona keeps what she had.
    ona.go(f"/{language}/courses/{slug}/")
    assert DONE[language] in ona.text()
    ona.go(f"/{language}/me/certificates/")
    assert ("Skaičiavimas" if language == "lt" else "Counting") in ona.text()
