"""Verifying by a file: dropped on the page, chosen by keyboard, and without JavaScript."""

import json
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.person import Person

pytestmark = pytest.mark.journey

DROPPED = """(text) => {
  const brought = new DataTransfer();
  brought.items.add(new File([text], "badge.json", { type: "application/json" }));
  return brought;
}"""


@pytest.fixture
def badge(person: Person.Maker) -> str:
    """Birutė's badge as it was signed, in English."""
    one = person()
    with sqlite3.connect(f"file:{one.folder / 'laukas.sqlite3'}?mode=ro", uri=True) as database:
        (found,) = database.execute(
            "SELECT document FROM badges_signedcredential JOIN badges_award ON badges_award.id = award_id"
            " JOIN lms_user ON lms_user.id = person_id"
            " WHERE badges_signedcredential.language = 'en' AND document != '' AND email = 'birute@example.org' LIMIT 1"
        ).fetchone()
    return str(found)


def test_a_file_is_dropped_and_its_holder_compared(person: Person.Maker, badge: str) -> None:
    one = person(language="en")
    page = one.page
    one.go("/en/verify/")
    one.look()
    brought = page.evaluate_handle(DROPPED, badge)
    page.dispatch_event("main", "dragenter", {"dataTransfer": brought})
    expect(page.locator("form.over")).to_be_visible()
    page.dispatch_event("main", "dragleave", {"dataTransfer": brought})
    expect(page.locator("form.over")).to_have_count(0)
    with page.expect_navigation(wait_until="load"):
        page.dispatch_event("main", "drop", {"dataTransfer": brought})
    expect(page.locator("h1")).to_have_text("Issued by us, unchanged, and in force")
    one.look("a file of ours")
    one.fill("#who", "birute@example.org")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    expect(page.locator("#who-said")).to_contain_text("It is the holder’s")
    expect(page.locator("#who")).to_be_focused()


def test_without_scripts_an_altered_file_is_told(
    person: Person.Maker, badge: str, tmp_path: Path
) -> None:
    one = person(language="lt", scripts=False, phone=True)
    document = json.loads(badge)
    document["name"] = "Professor"
    altered = tmp_path / "badge.json"
    altered.write_text(json.dumps(document))
    one.go("/lt/verify/")
    # The hint of what needs scripts is not shown.
    assert not one.page.locator("[data-scripted]").is_visible()
    one.page.set_input_files("#file", altered)
    with one.page.expect_navigation(wait_until="load"):
        one.page.click("form[data-drop] button")
    expect(one.page.locator("h1")).to_have_text("Pasirašytas failas buvo pakeistas")
    assert "Professor" not in one.page.locator("main").inner_text()
    one.look("an altered file")
