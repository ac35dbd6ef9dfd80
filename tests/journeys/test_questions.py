"""A quiz of four kinds of question, written in both languages by keyboard alone, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from lms.pages.demo_cast import PASSWORD
from tests.journeys.person import Person

pytestmark = pytest.mark.journey


def author(person: Person.Maker, **how: object) -> Person:
    one = person(**how)
    one.page.goto(f"{one.address}/{one.language}/accounts/login/")
    one.page.fill("[name=login]", "ieva@example.org")
    one.page.fill("[name=password]", PASSWORD)
    with one.page.expect_navigation(wait_until="load"):
        one.page.click("main form button[type=submit]")
    return one


def quiz_of_a_new_course(one: Person, title: str) -> str:
    """The address of the questions of a quiz that has none yet."""
    page = one.page
    page.goto(f"{one.address}/{one.language}/studio/new-course/")
    page.fill(f"[name=title_{one.language}]", title)
    page.check("[name=template][value=data-collection]")
    with page.expect_navigation(wait_until="load"):
        page.click("main form button[type=submit]")
    with page.expect_navigation(wait_until="load"):
        page.locator(".o-unit .o-name a").first.click()
    page.locator(".insert summary").first.click()
    blocks = page.locator("[data-block]")
    before = blocks.count()
    page.locator(".insert[open] button[value=quiz]").click()
    # The block comes into the page, without a new one.
    expect(blocks).to_have_count(before + 1)
    with page.expect_navigation(wait_until="load"):
        page.locator(".asks a[href*='/blocks/']").click()
    one.look("quiz without questions")
    return page.url


def both(one: Person, place: str, lt: str, en: str) -> None:
    one.fill(f"[name='{place}.lt']", lt)
    one.fill(f"[name='{place}.en']", en)


def begins(one: Person, kind: str) -> None:
    one.press("#asked a.btn.go")
    one.look("kinds")
    one.press(f"a[href*='kind={kind}']")
    one.look(kind)


def saves(one: Person) -> None:
    one.act(one.page.locator("form#item > p button.go"))
    one.page.wait_for_url("**/blocks/**")


def test_a_quiz_is_written_by_keyboard_in_both_languages_and_tried(person: Person.Maker) -> None:
    one = author(person, language="lt", keyboard=True)
    page = one.page
    quiz = quiz_of_a_new_course(one, "Klausimai klaviatūra")

    begins(one, "single")
    both(one, "prompt", "Kiek kojų turi voras?", "How many legs has a spider?")
    both(one, "options.0.text", "Šešias", "Six")
    both(one, "options.1.text", "Aštuonias", "Eight")
    one.act(page.locator("#f-options-1 .q-extra summary"))
    both(one, "options.1.feedback", "Taip.", "Yes.")
    one.act(page.locator("button[value='add:options']"))
    # The new row is looked at, and what was typed is still there.
    expect(page.locator("#f-options-3")).to_be_focused()
    assert page.input_value("[name='options.1.text.lt']") == "Aštuonias"
    one.act(page.locator("button[value='remove:options:3']"))
    expect(page.locator("#f-options-2")).to_be_focused()
    one.choose("[name=right][value='1']")
    # What is missing is said, and nothing is lost.
    one.fill("[name='explanation.lt']", "Vorai nėra vabzdžiai.")
    one.act(page.locator("form#item > p button.go"))
    expect(page.locator(".errors")).to_be_focused()
    one.look("refused")
    empty = page.locator("#f-explanation-en-error")
    expect(empty).to_be_visible()
    one.fill("[name='explanation.en']", "S")
    # Nobody is told any more that a box is empty that is not.
    expect(empty).to_be_hidden()
    both(one, "explanation", "Vorai nėra vabzdžiai.", "Spiders are no insects.")
    # It shows itself while it is written; here it is answered wrongly first, then rightly.
    shown = page.locator("#try .q-shown")
    expect(shown.locator("label.choice")).to_have_count(2)
    one.choose("#try input[value=a]")
    one.act(page.locator("#try button[value=try]"))
    expect(shown).to_contain_text("Teisingas atsakymas")
    expect(shown).to_contain_text("Vorai nėra vabzdžiai.")
    one.act(page.locator("#try button[value=show]:not([hidden])").first)
    one.choose("#try input[value=b]")
    one.act(page.locator("#try button[value=try]"))
    expect(shown).to_contain_text("Taip.")
    one.choose("#try [name='shown-in'][value=en]")
    expect(page.locator("#try .q-shown")).to_have_attribute("lang", "en")
    expect(shown).to_contain_text("How many legs has a spider?")
    saves(one)
    expect(page.locator(".q-asked > li")).to_have_count(1)

    begins(one, "number")
    both(one, "prompt", "Kiek dienų turi savaitė?", "How many days has a week?")
    one.fill("[name=answer]", "7")
    both(one, "explanation", "Nuo pirmadienio iki sekmadienio.", "From Monday to Sunday.")
    saves(one)

    begins(one, "text")
    both(one, "prompt", "Kaip vadinama tiriama visumos dalis?", "What is the part studied called?")
    both(one, "accept", "imtis", "sample")
    both(one, "explanation", "Ji atstovauja visumai.", "It stands for the whole.")
    saves(one)

    begins(one, "sort")
    both(one, "prompt", "Kur tai auga?", "Where does it grow?")
    both(one, "groups.0.text", "Pievoje", "In a meadow")
    both(one, "groups.1.text", "Miške", "In a forest")
    # The groups just written can be chosen for the cards.
    one.act(page.locator("button[value='add:cards']"))
    expect(page.locator("#f-cards-3")).to_be_focused()
    for n, (lt, en, group) in enumerate(
        (("Ramunė", "Daisy", "g1"), ("Mėlynė", "Bilberry", "g2"), ("Dobilas", "Clover", "g1"))
    ):
        both(one, f"cards.{n}.text", lt, en)
        one.pick(f"[name='cards.{n}.group']", group)
    both(one, "explanation", "Augalai renkasi šviesą.", "Plants choose their light.")
    saves(one)

    names = page.locator(".q-asked .q-name")
    expect(names).to_have_count(4)
    one.look("quiz with questions")
    expect(page.locator("#sums-up")).to_contain_text("4 klausimus")
    last = page.locator(".q-asked > li").last
    moved = last.get_attribute("id")
    one.act(last.locator("button[value^=up]"))
    page.wait_for_load_state()
    expect(page.locator(f"#{moved}")).to_be_focused()
    expect(names.nth(2)).to_have_text("Kur tai auga?")
    one.act(page.locator(f"#{moved} button[value^=out]"))
    page.wait_for_load_state()
    expect(page.locator("#undo")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(names).to_have_count(4)

    one.choose("[name=preset][value=test]")
    one.choose("[name=requirement][value=score]")
    one.fill("[name=score]", "75")
    one.act(page.locator("button[value=rules]"))
    page.wait_for_load_state()
    expect(page.locator("#sums-up")).to_contain_text(re.compile("3 kartus.*bent 75", re.DOTALL))

    # The same in the other language, and in the list of the bank.
    one.language = "en"
    page.goto(quiz.replace("/lt/", "/en/"))
    expect(names.first).to_have_text("How many legs has a spider?")
    page.goto(re.sub(r"units/.*", "questions/?used=yes", page.url))
    one.look("bank")
    expect(page.locator(".q-list .q-name")).to_have_count(4)
    page.fill("[name=q]", "vorai kojos")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=vorai**")
    expect(page.locator(".q-list .q-name")).to_have_text(["How many legs has a spider?"])


def test_one_question_after_another_is_written_without_looking_for_the_way(
    person: Person.Maker,
) -> None:
    one = author(person, language="lt")
    page = one.page
    quiz_of_a_new_course(one, "Vienas po kito")
    begins(one, "truefalse")
    state, other = page.locator("[data-state]"), page.locator("[data-other-kind]")
    expect(state).to_have_text("")
    # The wrong kind was chosen: nothing is typed yet, so another is one press away.
    one.press("[data-other-kind]")
    one.press("a[href*='kind=number']")
    expect(page.locator("[name='prompt.lt']")).to_be_focused()
    both(one, "prompt", "Kiek kojų turi voras?", "How many legs has a spider?")
    expect(state).to_have_text("Dar neišsaugota")
    expect(other).to_be_hidden()
    one.fill("[name=answer]", "8")
    both(one, "explanation", "Vorai nėra vabzdžiai.", "Spiders are no insects.")
    one.press(".unit-bar button[value=another]")
    expect(page.locator(".messages")).to_be_in_viewport()
    expect(page.locator(".messages")).to_contain_text("Klausimas Nr. 1 išsaugotas")
    expect(page.locator(".q-kinds a").first).to_have_text("Skaičius")
    one.look("kinds after a question")
    # One more of the same: Enter, and the writing goes on.
    expect(page.locator(".q-kinds a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name='prompt.lt']")).to_be_focused()
    expect(page.locator("[data-state]")).to_have_text("")
    assert "Šio testo klausimas Nr. 2" in one.text().replace("\u00a0", " ")
    both(one, "prompt", "Kiek kojų turi vabzdys?", "How many legs has an insect?")
    one.fill("[name=answer]", "6")
    one.press(".unit-bar button[value=save]")
    expect(page.locator("#questions")).to_be_focused()
    expect(page.locator(".messages")).to_be_in_viewport(ratio=1)
    one.choose("[name=requirement][value=score]")
    one.press("button[value=rules]")
    expect(page.locator(".messages")).to_be_in_viewport(ratio=1)
    expect(page.locator("#sums-up")).to_be_in_viewport(ratio=1)


def pastes(one: Person, field: str, text: str) -> None:
    """As from another program: by the clipboard, with the keyboard."""
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    one.page.locator(f"[name='{field}']").focus()
    one.page.keyboard.press("Control+V")


def test_lines_pasted_into_an_option_become_options(person: Person.Maker) -> None:
    one = author(person, language="lt")
    page = one.page
    quiz_of_a_new_course(one, "Įklijuota")
    begins(one, "single")

    def options(language: str, *values: str) -> None:
        fields = page.locator(f"[name^='options.'][name$='.text.{language}']")
        expect(fields).to_have_count(len(values))
        for place, value in enumerate(values):
            expect(fields.nth(place)).to_have_value(value)

    pastes(one, "options.0.text.lt", "Šešias\r\nAštuonias\r\nDešimt\r\n")
    expect(page.locator("#pasted")).to_contain_text("3")
    options("lt", "Šešias", "Aštuonias", "Dešimt")
    # The browser's own undo takes them back.
    for _line in range(3):
        page.keyboard.press("Control+Z")
    options("lt", "", "", "")
    pastes(one, "options.0.text.lt", "Šešias\nAštuonias\nDešimt")
    # Four where three rows are: one comes; marks of a list stay behind.
    field = page.locator("[name='options.0.text.en']")
    field.focus()
    top = field.evaluate("one => one.getBoundingClientRect().top")
    pastes(one, "options.0.text.en", "a) Six\nb) Eight\nc) Ten\nd) None")
    expect(page.locator("#f-options-3")).to_be_visible()
    expect(page.locator("[name='options.3.text.en']")).to_have_value("None")
    options("en", "Six", "Eight", "Ten", "None")
    # Whoever pasted still sees the place where they did.
    expect(page.locator("#pasted")).to_contain_text("4")
    assert abs(field.evaluate("one => one.getBoundingClientRect().top") - top) < 2
    options("lt", "Šešias", "Aštuonias", "Dešimt", "")
    # One line, or into the middle of something, is pasted as anywhere.
    pastes(one, "options.3.text.lt", "Nė vienos")
    options("lt", "Šešias", "Aštuonias", "Dešimt", "Nė vienos")
    pastes(one, "options.1.text.lt", " ir\ndaugiau")
    expect(page.locator("[name='options.1.text.lt']")).to_have_value(re.compile("ir\ndaugiau"))
    for place, value in ((2, "Dešimt"), (3, "Nė vienos")):
        expect(page.locator(f"[name='options.{place}.text.lt']")).to_have_value(value)


def test_on_a_phone_a_question_begins_in_the_language_of_the_page(person: Person.Maker) -> None:
    one = author(person, language="lt", phone=True, dark=True)
    page = one.page
    quiz_of_a_new_course(one, "Telefone")
    begins(one, "single")
    page.fill("[name='prompt.lt']", "Kiek kojų turi voras?")
    page.locator(".pick-language label").filter(has_text="EN").click()
    page.fill("[name='prompt.en']", "How many legs has a spider?")
    # What learners will see is shown in the language that is being written.
    shown = page.locator("#try .q-shown")
    expect(shown).to_have_attribute("lang", "en")
    expect(shown).to_contain_text("How many legs has a spider?")
    # The bar is one row, so that the question has the screen.
    bar = page.locator(".q-form .unit-bar").bounding_box()
    assert bar
    assert bar["height"] < 70
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[name=shown][value=lt]")).to_be_checked()
    expect(page.locator("[name='prompt.lt']")).to_be_visible()
    # A sign says that the strip of tabs goes on, and leads there.
    more = page.locator(".tabs-more")
    expect(more).to_be_visible()
    for _press in range(4):
        if more.is_visible():
            more.click()
            page.wait_for_timeout(400)
    expect(more).to_be_hidden()
    expect(page.locator(".tabs a").last).to_be_in_viewport()


def test_what_is_typed_survives_being_signed_out_and_offline(person: Person.Maker) -> None:
    one = author(person, language="en")
    page = one.page
    quiz_of_a_new_course(one, "Signed out")
    begins(one, "number")
    both(one, "prompt", "Kiek?", "How much?")
    one.fill("[name=answer]", "7")
    both(one, "explanation", "Tiek.", "That much.")
    one.context.set_offline(True)
    page.click(".unit-bar button.go")
    expect(page.locator("[data-state]")).to_contain_text("There is no connection")
    one.context.set_offline(False)
    one.context.clear_cookies(name="laukas")
    page.click(".unit-bar button.go")
    expect(page.locator("[data-state]")).to_contain_text("You are signed out")
    other = one.context.new_page()
    other.goto(f"{one.address}/en/accounts/login/")
    other.fill("[name=login]", "ieva@example.org")
    other.fill("[name=password]", PASSWORD)
    with other.expect_navigation(wait_until="load"):
        other.click("main form button[type=submit]")
    page.click(".unit-bar button.go")
    page.wait_for_url("**/blocks/**")
    expect(page.locator(".q-asked .q-name")).to_have_text(["How much?"])


def test_without_scripts_and_on_a_phone_the_same_form_works(person: Person.Maker) -> None:
    one = author(person, language="en", scripts=False, phone=True)
    page = one.page
    quiz_of_a_new_course(one, "No scripts")
    begins(one, "multiple")
    both(one, "prompt", "Kas skraido?", "What flies?")
    both(one, "options.0.text", "Bitė", "A bee")
    both(one, "options.1.text", "Šikšnosparnis", "A bat")
    both(one, "options.2.text", "Vėžlys", "A tortoise")
    both(one, "explanation", "Jos turi sparnus.", "They have wings.")
    # A picture, and what is not needed, are there on a phone too.
    for place, field in (("#item-picture details", "#f-picture"), ("#more", "#f-see")):
        page.locator(f"{place} > summary").click()
        expect(page.locator(field)).to_be_visible()
    page.check("[name='options.0.right']")
    page.check("[name='options.1.right']")
    with page.expect_navigation(wait_until="load"):
        page.click("button[value='down:options:0']")
    assert page.input_value("[name='options.1.text.en']") == "A bee"
    page.check("#try input[value=a]")
    with page.expect_navigation(wait_until="load"):
        page.click("#try button[value=try]")
    expect(page.locator("#try .q-shown")).to_contain_text("Partly right")
    one.look("tried")
    with page.expect_navigation(wait_until="load"):
        page.locator("form#item > p button.go").click()
    expect(page.locator(".q-asked .q-name")).to_have_text(["What flies?"])
