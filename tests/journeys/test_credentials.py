"""A badge from its earning to its end: shared, downloaded, verified by a stranger by its file, revoked by
an administrator, and verified again; and a certificate's file beside it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lms.pages.demo_cast import PASSWORD
from tests.journeys.person import Person
from tests.journeys.test_way import learns, signs_up

pytestmark = pytest.mark.journey

SAID = {
    "lt": {
        "ours": "Išdavėme mes, nepakeista ir tebegalioja",
        "inside": "Šiame faile esančius duomenis išdavėme mes, ir jie galioja",
        "revoked": re.compile("panaikint", re.IGNORECASE),
    },
    "en": {
        "ours": "Issued by us, unchanged, and in force",
        "inside": "The credential in this file was issued by us and is in force",
        "revoked": re.compile("revoked", re.IGNORECASE),
    },
}


def downloaded(one: Person, link: str, folder: Path) -> Path:
    """The file behind a link, as the browser saves it."""
    with one.page.expect_download() as waiting:
        one.act(one.page.locator(link).first)
    kept = folder / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    return kept


def verifies(one: Person, file: Path) -> None:
    one.go(f"/{one.language}/verify/")
    one.page.set_input_files("#file", file)
    with one.page.expect_navigation(wait_until="load"):
        one.page.click("form[data-drop] button")


def goes_from_earning_to_revoking(
    person: Person.Maker, folder: Path, email: str, **how: object
) -> None:
    one = person(**how)
    said = SAID[one.language]
    signs_up(one, email, "Ona Ženklelienė")
    learns(one)
    one.go(f"/{one.language}/me/badges/")
    one.press("main a[href*='/me/badges/']")
    one.look("a badge of one's own")
    files = [
        downloaded(one, f"a[href$='/credential/{one.language}.{kind}']", folder)
        for kind in ("pdf", "png", "svg", "json")
    ]
    one.press("form[action$='/share/'] button")
    one.look("a shared badge")
    code = re.search(r"/v/([0-9A-Z]{26})", one.page.content())
    assert code
    one.go(f"/{one.language}/me/certificates/")
    certificate = downloaded(one, f"a[href$='/{one.language}.pdf']", folder)

    stranger = person(language=one.language)
    for file in [*files, certificate]:
        verifies(stranger, file)
        what = said["ours" if file.suffix == ".json" else "inside"]
        expect(stranger.page.locator("h1")).to_have_text(what)
    stranger.look("a certificate's file")

    vytas = person(language="en")
    vytas.page.goto(f"{vytas.address}/en/accounts/login/")
    vytas.page.fill("#id_login", "vytas@example.org")
    vytas.page.fill("#id_password", PASSWORD)
    with vytas.page.expect_navigation(wait_until="load"):
        vytas.page.click("main form:has(#id_password) button[type=submit]")
    vytas.page.goto(f"{vytas.address}/en/admin/badges/award/?q={code[1]}")
    vytas.page.check("#result_list tbody tr input[type=checkbox]")
    vytas.page.select_option("select[name=action]", "revoke")
    with vytas.page.expect_navigation(wait_until="load"):
        vytas.page.click("button[name=index]")
    vytas.page.fill("[name=reason]", "Given by mistake.")
    with vytas.page.expect_navigation(wait_until="load"):
        vytas.page.click("form:has([name=reason]) [type=submit]")

    for file in files:
        verifies(stranger, file)
        expect(stranger.page.locator("h1")).to_have_text(said["revoked"])
    stranger.look("a revoked badge's file")
    stranger.go(f"/v/{code[1]}")
    assert "Given by mistake." in stranger.text()
    # Its holder is told, and gets no file of it any more.
    one.go(f"/{one.language}/me/badges/")
    one.press("main a[href*='/me/badges/']")
    assert one.page.locator("a[href*='/credential/']").count() == 0


def test_on_a_phone_in_lithuanian(person: Person.Maker, tmp_path: Path) -> None:
    goes_from_earning_to_revoking(
        person, tmp_path, "zenklelis@example.org", language="lt", phone=True
    )


def test_by_keyboard_in_english(person: Person.Maker, tmp_path: Path) -> None:
    goes_from_earning_to_revoking(
        person, tmp_path, "badge@example.org", language="en", keyboard=True, dark=True
    )
