"""Writing a unit in a real browser: nothing typed is lost, whatever happens to line, page or door."""

import re
from collections.abc import Callable
from typing import TypeAlias

import pytest
from playwright.sync_api import Locator, Page, expect

from lms.pages.demo_cast import PASSWORD
from tests.journeys.person import Person

pytestmark = pytest.mark.journey

Author: TypeAlias = Callable[..., Person]
STATE = "[data-state]"
SAVED = re.compile(r"^Saved( \d\d:\d\d)?$")


def signs_in(one: Person, email: str) -> None:
    one.page.goto(f"{one.address}/en/accounts/login/")
    one.page.fill("[name=login]", email)
    one.page.fill("[name=password]", PASSWORD)
    one.press("main form button[type=submit]")


@pytest.fixture
def ieva(person: Person.Maker) -> Author:
    def make(**how: object) -> Person:
        one = person(language="en", **how)
        signs_in(one, "ieva@example.org")
        return one

    return make


def new_unit(one: Person, title: str) -> str:
    """A course of its own, English first, with one empty unit, open; the unit's path."""
    one.page.goto(f"{one.address}/en/studio/new-course/")
    one.page.fill("[name=title_lt]", f"{title} lt")
    one.page.fill("[name=title_en]", title)
    one.page.check("[name=template][value=data-collection]")
    one.press("main form button[type=submit]")
    one.press(".o-unit .o-name a")
    expect(one.page.locator("h1")).to_contain_text("1.1")
    while one.page.locator("[data-block]").count():
        before = one.page.locator("[data-block]").count()
        one.page.locator("[data-block] button[value=remove]").first.click()
        expect(one.page.locator("[data-block]")).to_have_count(before - 1)
    one.page.reload()
    return one.page.url.removeprefix(one.address).split("?")[0].split("#")[0]


def adds(page: Page, kind: str, *, place: int = -1) -> Locator:
    """A new block, through the menu on the line; it stands where the menu was."""
    count = page.locator("[data-block]").count()
    line = page.locator(".insert").nth(place)
    line.locator("summary").click()
    line.locator(f"button[value={kind}]").click()
    expect(page.locator("[data-block]")).to_have_count(count + 1)
    return page.locator("[data-block]").nth(place)


def text_of(block: Locator, language: str) -> Locator:
    """What looks like the text, ready to be written in."""
    area = block.locator(f"[data-language={language}] [contenteditable]")
    area.wait_for()
    return area


def field_of(block: Locator, language: str) -> Locator:
    return block.locator(f"[data-language={language}] textarea[data-place]")


def is_saved(page: Page, field: Locator, text: str | re.Pattern[str]) -> None:
    """The words are in their field and then on the server: "Saved" alone may be of what came before."""
    expect(field).to_have_value(
        text if isinstance(text, re.Pattern) else re.compile(re.escape(text))
    )
    expect(page.locator(STATE)).to_have_text(SAVED)


def test_what_is_written_as_it_looks_is_stored_as_markdown(ieva: Author) -> None:
    one = ieva()
    path = new_unit(one, "As it looks")
    page = one.page
    block = adds(page, "text")
    written = text_of(block, "en")
    # A new block is led into; the tools of the text hang from the bar.
    expect(written).to_be_focused()
    tools = page.get_by_role("toolbar", name=re.compile("Text English"))
    expect(tools).to_be_visible()
    page.keyboard.type("Du ")
    page.keyboard.press("Control+B")
    page.keyboard.type("žmonės")
    page.keyboard.press("Control+B")
    page.keyboard.press("Enter")
    page.keyboard.type("- vienas")
    # By keyboard: Esc to the tools, arrows among them, Esc back, Tab onwards.
    page.keyboard.press("Escape")
    expect(tools.get_by_label("Kind of paragraph")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tools.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("Escape")
    expect(written).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert block.evaluate("node => node.contains(document.activeElement)")
    expect(tools).to_be_hidden()
    is_saved(page, field_of(block, "en"), re.compile(r"^Du \*\*žmonės\*\*\n\n- vienas\s*$"))
    one.look("unit editor")
    page.goto(f"{one.address}{path}")
    again = text_of(page.locator("[data-block]").first, "en")
    expect(again.locator("p").first.locator("strong")).to_have_text("žmonės")


def test_who_goes_on_to_another_text_is_not_called_back_to_the_new_block(ieva: Author) -> None:
    one = ieva()
    # A device whose frames come late.
    one.page.add_init_script(
        "const frame = requestAnimationFrame;"
        "window.requestAnimationFrame = (act) => setTimeout(() => frame(act), 500);"
    )
    new_unit(one, "Gone on")
    block = adds(one.page, "text")
    written = text_of(block, "lt")
    written.click()
    one.page.wait_for_timeout(800)
    expect(written).to_be_focused()
    one.page.keyboard.type("Pirma.")
    is_saved(one.page, field_of(block, "lt"), "Pirma.")
    expect(field_of(block, "en")).to_have_value("")


def test_a_formula_comes_to_where_the_caret_is(ieva: Author) -> None:
    one = ieva()
    path = new_unit(one, "Formula")
    page = one.page
    block = adds(page, "text")
    text_of(block, "en").click()
    page.keyboard.type("Mean:  of *ten*.")
    for _step in range(len(" of *ten*.")):
        page.keyboard.press("ArrowLeft")
    page.get_by_role("toolbar").get_by_role("button", name="Formula").click()
    dialog = page.get_by_role("dialog", name="Formula")
    expect(dialog.get_by_label("In LaTeX")).to_be_focused()
    page.keyboard.type(r"\frac{")
    expect(dialog.locator(".error")).to_contain_text("cannot be read")
    dialog.get_by_label("In LaTeX").fill("")
    dialog.get_by_role("button", name="Mean").click()
    expect(dialog.locator("[data-shown] math")).to_be_visible()
    one.look("formula")
    dialog.get_by_role("button", name="Insert").click()
    source = field_of(block, "en")
    expect(source).to_be_focused()
    expect(source).to_have_value("Mean: $\\bar{x}$ of \\*ten\\*.\n")
    page.keyboard.type("!")
    expect(source).to_have_value("Mean: $\\bar{x}$! of \\*ten\\*.\n")
    expect(block.locator("[data-language=en] [data-preview] math")).to_be_visible()
    # In the source too, on a line of its own.
    block.locator("[data-language=en] [data-formula]").click()
    dialog.get_by_label("In LaTeX").fill("$$n^{2}$$")
    dialog.get_by_label("On a line of its own").check()
    dialog.get_by_role("button", name="Insert").click()
    expect(source).to_have_value("Mean: $\\bar{x}$!\n\n$$\nn^{2}\n$$\n\nof \\*ten\\*.\n")
    expect(block.locator("[data-language=en] [data-preview] .math.block math")).to_be_visible()
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.goto(f"{one.address}{path}")
    again = page.locator("[data-block] [data-language=en]")
    expect(again.locator("[data-why]")).to_have_text(
        "This text is edited in its source, because it has formulas."
    )
    expect(again.locator("textarea[data-place]")).to_be_visible()


def test_the_line_is_lost_while_typing_and_nothing_is(ieva: Author) -> None:
    one = ieva()
    path = new_unit(one, "Offline")
    page = one.page
    block = adds(page, "text")
    text_of(block, "en").click()
    page.keyboard.type("Before the storm.")
    is_saved(page, field_of(block, "en"), "Before the storm.")
    one.context.set_offline(True)
    page.keyboard.type(" In the storm.")
    page.fill("[name='en:title']", "Title in the storm")
    expect(page.locator(STATE)).to_have_text("Offline, kept on this device")
    # A change of the blocks waits; nobody is led away either.
    page.locator(".insert").first.locator("summary").click()
    page.locator(".insert").first.locator("button[value=callout]").click()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#said")).to_have_text(re.compile("Not everything is saved"))
    expect(page.locator("[data-block]")).to_have_count(1)
    one.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.goto(f"{one.address}{path}")
    expect(page.locator("[name='en:title']")).to_have_value("Title in the storm")
    expect(text_of(page.locator("[data-block]").first, "en")).to_contain_text("In the storm.")


def test_the_browser_is_closed_in_the_middle(ieva: Author) -> None:
    one = ieva()
    path = new_unit(one, "Closed")
    page = one.page
    block = adds(page, "text")
    text_of(block, "en").click()
    page.keyboard.type("First words.")
    is_saved(page, field_of(block, "en"), "First words.")
    # The line is down, so that nothing reaches the server on the way out either.
    one.context.set_offline(True)
    page.keyboard.type(" Last words.")
    page.fill("[name='lt:summary']", "Paskutinis sakinys.")
    expect(page.locator(STATE)).to_have_text("Offline, kept on this device")
    # Nor does the browser itself send anything later.
    page.evaluate("void (window.fetch = () => Promise.reject(new TypeError()))")
    page.close()
    one.context.set_offline(False)
    page = one.context.new_page()
    page.goto(f"{one.address}{path}")
    expect(page.locator("[name='lt:summary']")).to_have_value("Paskutinis sakinys.")
    expect(text_of(page.locator("[data-block]").first, "en")).to_contain_text("Last words.")
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(field_of(page.locator("[data-block]").first, "en")).to_have_value(
        re.compile("First words. Last words.")
    )


def test_a_page_left_at_once_sends_its_last_words(ieva: Author) -> None:
    one = ieva()
    path = new_unit(one, "Left")
    page = one.page
    text_of(adds(page, "text"), "en").click()
    page.keyboard.type("Typed and gone")
    page.goto(f"{one.address}/en/studio/")
    page.wait_for_timeout(800)
    # Another device, which has kept nothing.
    other = ieva()
    other.page.goto(f"{other.address}{path}")
    expect(field_of(other.page.locator("[data-block]").first, "en")).to_have_value(
        re.compile("Typed and gone")
    )
    one.page.goto(f"{one.address}{path}")
    text_of(one.page.locator("[data-block]").first, "en")
    expect(one.page.get_by_role("button", name="Bring back")).to_have_count(0)


def test_two_authors_of_one_text_see_both_and_choose(ieva: Author, person: Person.Maker) -> None:
    one = ieva()
    path = new_unit(one, "Two authors")
    block = adds(one.page, "text")
    text_of(block, "en").click()
    one.page.keyboard.type("Common ground.")
    is_saved(one.page, field_of(block, "en"), "Common ground.")
    vytas = person(language="en")
    signs_in(vytas, "vytas@example.org")
    vytas.page.goto(f"{vytas.address}{path}")
    theirs = text_of(vytas.page.locator("[data-block]").first, "en")
    theirs.click()
    vytas.page.keyboard.press("Control+End")
    vytas.page.keyboard.type(" Vytas was here.")
    is_saved(
        vytas.page, field_of(vytas.page.locator("[data-block]").first, "en"), "Vytas was here."
    )

    text_of(block, "en").click()
    one.page.keyboard.press("Control+End")
    one.page.keyboard.type(" Ieva too.")
    expect(one.page.locator(STATE)).to_have_text(re.compile("Somebody else has written here too"))
    clash = block.locator(".clash")
    expect(clash).to_contain_text("Vytas was here.")
    # Typing goes on meanwhile, and nothing is written into the text.
    one.page.keyboard.type(" Still.")
    expect(text_of(block, "en")).to_have_text("Common ground. Ieva too. Still.")
    clash.get_by_role("button", name="Take theirs").click()
    expect(text_of(block, "en")).to_have_text("Common ground. Vytas was here.")
    expect(text_of(block, "en")).to_be_focused()
    expect(one.page.locator(STATE)).to_have_text(SAVED)
    one.page.keyboard.press("Control+End")
    one.page.keyboard.type(" Both now.")
    is_saved(one.page, field_of(block, "en"), "Both now.")
    vytas.page.reload()
    expect(text_of(vytas.page.locator("[data-block]").first, "en")).to_have_text(
        "Common ground. Vytas was here. Both now."
    )


def test_signed_out_meanwhile_the_words_stay_and_go_on_after_signing_in(ieva: Author) -> None:
    one = ieva()
    new_unit(one, "Signed out")
    page = one.page
    block = adds(page, "text")
    text_of(block, "en").click()
    page.keyboard.type("Here.")
    is_saved(page, field_of(block, "en"), "Here.")
    one.context.clear_cookies()
    page.keyboard.type(" And gone.")
    expect(page.locator(STATE)).to_have_text("Signed out: kept on this device.")
    with one.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    door = opened.value
    door.fill("[name=login]", "ieva@example.org")
    door.fill("[name=password]", PASSWORD)
    door.click("main form button[type=submit]")
    door.wait_for_load_state()
    door.close()
    page.bring_to_front()
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=15_000)
    expect(field_of(block, "en")).to_have_value(re.compile("Here. And gone."))
    # The forms go on too.
    adds(page, "callout")


def test_blocks_move_by_keyboard_alone_and_come_back(ieva: Author) -> None:
    one = ieva()
    new_unit(one, "By keyboard")
    page = one.page
    first, said = adds(page, "text"), page.locator("#said")
    text_of(first, "lt").click()
    page.keyboard.type("Pirmas")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    # Onwards by Tab to the next line, and a block of another kind from its menu.
    line = page.locator(".insert").last.locator("summary")
    one.tab_to(line)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    one.tab_to(page.locator(".insert").last.locator("button[value=callout]"))
    page.keyboard.press("Enter")
    expect(said).to_have_text("Added: Callout.")
    callout = page.locator("[data-block]").nth(1)
    expect(callout.locator("[name^='en:'][name$='.title']")).to_be_focused()
    page.keyboard.type("Pastaba")
    callout.locator("button[value=up]").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(said).to_have_text("Callout: now 1 of 2.")
    moved = page.locator("[data-block]").first
    expect(moved.locator("[name^='en:'][name$='.title']")).to_have_value("Pastaba")
    # The button is spent at the top, so the block itself has the focus; keys go on from there.
    expect(moved).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(said).to_have_text("Callout: now 2 of 2.")
    # What is typed in another text meanwhile is where it was.
    expect(text_of(page.locator("[data-block]").first, "lt")).to_contain_text("Pirmas")
    page.locator("[data-block]").nth(1).locator("button[value=remove]").focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("The block was taken out.")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-block]")).to_have_count(2)
    expect(page.locator("[name^='en:'][name$='.title']")).to_have_value("Pastaba")


def test_what_is_to_be_mended_leads_to_its_field_and_goes_when_it_is(ieva: Author) -> None:
    one = ieva(phone=True)
    path = new_unit(one, "To mend")
    page = one.page
    adds(page, "text")
    beside = page.locator("#to-mend")
    # Nobody is told off for a block that has only just come.
    expect(beside).not_to_contain_text("error")
    page.goto(f"{one.address}{path}")
    expect(beside).to_contain_text("1 error")
    beside.locator("summary").click()
    beside.get_by_role("link", name=re.compile("1. Text")).first.click()
    field = text_of(page.locator("[data-block]").first, "en")
    expect(field).to_be_focused()
    page.keyboard.type("Jau ne tuščias.")
    # What was found before is not read as true of what is written now.
    expect(beside.get_by_text("checked when saved")).to_be_visible()
    expect(beside.locator(".u-count")).to_be_hidden()
    expect(beside).not_to_contain_text("error")
    expect(beside.get_by_text("checked when saved")).to_be_hidden()
    # The other language has the advice now; the link turns the page to it.
    link = beside.get_by_role("link", name=re.compile("1. Text.*Lietuvių"))
    link.click()
    expect(page.locator("[name=shown][value=lt]")).to_be_checked()
    expect(text_of(page.locator("[data-block]").first, "lt")).to_be_focused()
    # The same address from another page.
    address = f"{one.address}{path}{link.get_attribute('href')}"
    page.goto(f"{one.address}/en/studio/")
    page.goto(address)
    expect(text_of(page.locator("[data-block]").first, "lt")).to_be_focused()
    copy = page.get_by_role("button", name="Copy over and translate here").last
    copy.click()
    expect(text_of(page.locator("[data-block]").first, "lt")).to_have_text("Jau ne tuščias.")
    one.look("unit on a phone")


def test_on_a_phone_the_language_is_remembered_and_a_stale_text_is_begun_again(
    ieva: Author,
) -> None:
    one = ieva(phone=True)
    path = new_unit(one, "On a phone")
    page = one.page
    adds(page, "image")
    expect(page.locator("[data-block] input[type=file]")).to_be_focused()
    page.locator("[data-block] button[value=remove]").click()
    expect(page.locator("[data-block]")).to_have_count(0)
    block = adds(page, "text")
    text_of(block, "en").click()
    page.keyboard.type("First.")
    page.locator(".pick-language label").filter(has_text="LT").click()
    text_of(block, "lt").click()
    page.keyboard.type("Pirma.")
    is_saved(page, field_of(block, "lt"), "Pirma.")
    page.locator(".pick-language label").filter(has_text="EN").click()
    text_of(block, "en").click()
    page.keyboard.type(" Second.")
    is_saved(page, field_of(block, "en"), "Second.")
    page.locator(".pick-language label").filter(has_text="LT").click()
    page.goto(f"{one.address}{path}")
    expect(page.locator("[name=shown][value=lt]")).to_be_checked()
    stands = text_of(page.locator("[data-block]").first, "lt")
    expect(stands).to_have_text("Pirma.")
    page.locator("[data-block] .copy-over").last.click()
    expect(stands).to_contain_text("Second.")
    expect(page.locator(STATE)).to_have_text(SAVED)
    one.look("stale text replaced")
    page.get_by_role("button", name="Undo: bring the old translation back").click()
    expect(stands).to_have_text("Pirma.")
    # The preview is in reach; what does not fit in the bar is behind the dots.
    expect(page.locator("form.unit-bar").get_by_role("link", name="Preview")).to_be_visible()
    page.locator(".u-more summary").click()
    expect(page.locator(".u-more").get_by_role("link", name="History")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".u-more summary")).to_be_focused()


def test_a_picture_and_a_file_come_in_without_a_page_load(ieva: Author, tmp_path) -> None:
    from PIL import Image

    one = ieva()
    new_unit(one, "Pictures")
    page = one.page
    page.evaluate("window.stayed = true")
    block = adds(page, "image")
    Image.new("RGB", (1800, 900), "green").save(tmp_path / "bush.jpg")
    (tmp_path / "fake.jpg").write_text("<script>alert(1)</script>")
    block.locator("[type=file]").set_input_files(tmp_path / "fake.jpg")
    # Where it was asked for, not at the top of a long page.
    expect(block.get_by_role("alert")).to_contain_text("JPEG, PNG or WebP")
    expect(block.get_by_role("alert")).to_be_in_viewport()
    block.locator("[type=file]").set_input_files(tmp_path / "bush.jpg")
    expect(block.locator("img")).to_be_visible()
    expect(page.locator("#refused")).to_be_hidden()
    block.get_by_label("Decorative").check()
    expect(block.get_by_role("textbox", name=re.compile("^Alternative text")).first).to_be_hidden()
    expect(block.get_by_label("Decorative")).to_be_focused()
    block.get_by_label("Decorative").uncheck()
    expect(block.get_by_role("textbox", name=re.compile("^Alternative text")).first).to_be_visible()

    file = adds(page, "file")
    (tmp_path / "field sheet.csv").write_text("date,count\n2026-03-07,14\n")
    file.locator("select").select_option("lt")
    file.locator("[type=file]").set_input_files(tmp_path / "field sheet.csv")
    expect(file.get_by_role("link", name="field-sheet.csv")).to_be_visible()
    expect(file).to_contain_text("CSV, 25")
    expect(file).to_contain_text("in Lithuanian")
    assert page.evaluate("window.stayed")
    one.look("pictures and files")


def test_a_picture_is_asked_for_and_pasted_within_a_text(ieva: Author, tmp_path) -> None:
    from PIL import Image

    one = ieva()
    new_unit(one, "Pictures in texts")
    page = one.page
    adds(page, "text")
    block = page.locator("[data-block]").first
    text_of(block, "en").fill("Two people, one bush.")
    adds(page, "callout")
    # Where an author looks first: among the tools of the text.
    text_of(block, "en").click()
    with page.expect_file_chooser() as chooser:
        page.locator(".u-dock [data-tool=picture]").click()
    Image.new("RGB", (600, 300), "green").save(tmp_path / "bush.jpg")
    chooser.value.set_files(tmp_path / "bush.jpg")
    blocks = page.locator("[data-block]")
    expect(blocks).to_have_count(3)
    expect(blocks.nth(1).locator("img")).to_be_visible()
    # From the clipboard: a picture alone, as a browser or a tool for screenshots gives it.
    text_of(block, "en").click()
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """async () => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 80, height: 40 });
            canvas.getContext("2d").fillRect(0, 0, 80, 40);
            const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
            await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
        }"""
    )
    page.keyboard.press("Control+V")
    expect(blocks).to_have_count(4)
    expect(blocks.nth(1).locator("img")).to_have_attribute("width", "80")
    expect(field_of(block, "en")).to_have_value(re.compile(r"^Two people, one bush\.\s*$"))
    expect(page.locator("#refused")).to_be_hidden()


def test_what_a_screen_reader_meets_makes_sense(ieva: Author) -> None:
    one = ieva()
    new_unit(one, "Read aloud")
    page = one.page
    adds(page, "callout")
    text_of(adds(page, "text"), "en").click()
    page.keyboard.type("Words.")
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.locator("#to-mend")).to_contain_text("2 errors")
    expect(page.locator("main")).to_match_aria_snapshot(
        """
        - navigation "This course"
        - heading /1.1/ [level=1]
        - paragraph:
          - status: /Saved/
        - link "History"
        - button "Save"
        - button "Done"
        - 'toolbar "Text tools: Text English"':
          - combobox "Kind of paragraph"
          - button "Bold"
        - complementary "About this unit":
          - group:
            - heading "Before publishing" [level=2]
            - heading "Stops publishing" [level=3]
            - list:
              - listitem:
                - paragraph: 1. Callout · English
                - paragraph: The callout has no title.
                - paragraph:
                  - link /Mend it here.*Callout/
        - region "Title and summary":
          - textbox "Title of the unit English"
          - textbox "Title of the unit Lietuvių"
        - group: Add a block at the beginning
        - region "1. Callout":
          - heading "1. Callout" [level=2]
          - button "Move 1. Callout up" [disabled]
          - button "Move 1. Callout down"
          - button /Take out.*1. Callout/
          - textbox "Title English"
          - textbox "Title Lietuvių"
          - 'tablist "Way of writing: Text English"':
            - tab "Write" [selected]
            - tab "Source"
          - tabpanel "Write":
            - textbox "Text English"
          - group "What kind of callout":
            - radio "An aside" [checked]
            - radio "Not to be missed"
        - group: Add a block after 1
        - region "2. Text":
          - tabpanel "Write":
            - textbox "Text English":
              - paragraph: Words.
        - group: Add a block after 2
        """
    )
    # The menu of kinds, opened.
    page.locator(".insert").first.locator("summary").click()
    expect(page.locator(".insert").first).to_match_aria_snapshot(
        """
        - group:
          - text: Add a block at the beginning
          - button "Text Headings, paragraphs, lists, tables"
          - button "Picture A photograph or drawing with its description"
          - button "File A document or table to take along"
        """
    )


def test_a_unit_is_written_by_keyboard_alone(ieva: Author) -> None:
    one = ieva(keyboard=True)
    page = one.page
    page.goto(f"{one.address}/en/studio/new-course/")
    one.fill("[name=title_en]", "Keys only")
    one.choose("[name=template][value=data-collection]")
    one.press("main form button[type=submit]")
    one.press(".o-unit .o-name a")
    one.fill("[name='en:summary']", "In one sentence.")
    note = page.locator("[data-block]").first
    one.tab_to(text_of(note, "en"))
    page.keyboard.press("Control+A")
    page.keyboard.type("## A heading")
    page.keyboard.press("Enter")
    page.keyboard.type("Words with a ")
    page.keyboard.press("Control+K")
    page.keyboard.type("example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("link")
    page.keyboard.press("Enter")
    expect(text_of(note, "en")).to_be_focused()
    # A table through the tools, its cells by Tab, out of it by Esc and Tab.
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    tools = page.get_by_role("toolbar")
    for _step in range(8):
        page.keyboard.press("ArrowRight")
    expect(tools.get_by_role("button", name="Table", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(text_of(note, "en")).to_be_focused()
    expect(text_of(note, "en").locator("th, td").first).to_be_visible()
    page.keyboard.type("Day")
    page.keyboard.press("Tab")
    page.keyboard.type("Count")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not text_of(note, "en").evaluate("node => node.contains(document.activeElement)")
    field = field_of(note, "en")
    expect(field).to_have_value(
        re.compile(r"^## A heading\n\nWords with a \[link\]\(https://example\.org\)")
    )
    is_saved(page, field, "| Day | Count |")
    done = page.get_by_role("button", name="Done")
    one.tab_to(done)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/outline/" in page.url


def test_pasting_from_an_office_keeps_words_and_structure(ieva: Author) -> None:
    one = ieva()
    new_unit(one, "Paste")
    page = one.page
    block = adds(page, "text")
    # A new block leads into the language of the page; the other is gone to after that.
    expect(text_of(block, "en")).to_be_focused()
    written = text_of(block, "lt")
    written.click()
    expect(written).to_be_focused()
    html = (
        '<p class="MsoTitle">Protokolas</p><p class="MsoNormal" style="color:red">Skaičiuokite '
        "<b>uogas</b><o:p></o:p></p><table><tr><td><p>Diena</p></td><td><p>Kiek</p></td></tr>"
        "<tr><td><p>1</p></td><td><p>14</p></td></tr></table><img src='file:///c:/a.png'>"
    )
    written.evaluate(
        """(area, html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", "x");
          area.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )
    field = field_of(block, "lt")
    for kept in ("## Protokolas", "**uogas**", "| Diena | Kiek |"):
        is_saved(page, field, kept)
    expect(block.locator("[data-language=lt] [data-said]")).to_contain_text("pictures")


def test_without_javascript_every_part_is_a_form(ieva: Author) -> None:
    one = ieva(scripts=False)
    one.page.goto(f"{one.address}/en/studio/new-course/")
    one.page.fill("[name=title_en]", "Plain")
    one.page.fill("[name=title_lt]", "Paprastas")
    one.page.check("[name=template][value=data-collection]")
    one.press("main form button[type=submit]")
    one.press(".o-unit .o-name a")
    page = one.page
    count = page.locator("[data-block]").count()
    page.locator(".insert").first.locator("summary").click()
    one.press(".insert button[value=text]")
    assert page.locator("[data-block]").count() == count + 1
    assert "Added: Text." in one.text()
    page.locator("[data-block]").first.locator("textarea").first.fill("Be skriptų.")
    one.press("#texts button:not([name=done])")
    assert (
        page.locator("[data-block]").first.locator("textarea").first.input_value() == "Be skriptų."
    )
    one.press("[data-block] button[value=remove]")
    one.press("#undo-it")
    assert page.locator("[data-block]").count() == count + 1
