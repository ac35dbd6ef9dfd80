"""Contact sheets: every page at two widths, in two languages, light and dark, in one picture each."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.journeys.browser import ROOT, chromium, site

WIDTHS = (390, 1280)
LANGUAGES = ("lt", "en")
SCHEMES = ("light", "dark")
TALLEST = 5200
SCALE = 0.5
# Who tries ten items: in the middle of them, and at their end.
TRIALS = ("trying", "tried")
GAP = 24
COLLECTING = "collecting-data-first-steps"
STUDIO = f"studio/courses/{COLLECTING}/"

# name → (who looks, address after the language; a page to click through is a function below)
PAGES: dict[str, tuple[str, str]] = {
    "landing": ("", ""),
    "citizen-science": ("", "citizen-science/"),
    "about": ("", "about/"),
    "principles": ("", "principles/"),
    "contacts": ("", "contacts/"),
    "accessibility": ("", "accessibility/"),
    "privacy": ("", "privacy/"),
    "news": ("", "news/"),
    "catalogue": ("", "courses/"),
    "search": ("", "courses/?q=protokol"),
    "course-visitor": ("", f"courses/{COLLECTING}/"),
    "course-learner": ("ona", f"courses/{COLLECTING}/"),
    "course-finished": ("birute", f"courses/{COLLECTING}/"),
    "unit-visitor": ("", "@first"),
    "unit-learner": ("ona", "@next"),
    "unit-quiz": ("birute", "@last"),
    "unit-locked": ("ona", "@last"),
    "attempt": ("birute", "@attempt"),
    "result": ("birute", "@result"),
    "home": ("ona", "me/"),
    "home-new": ("jonas", "me/"),
    "passport": ("birute", "me/passport/"),
    "badges": ("birute", "me/badges/"),
    "badge": ("birute", "@badge"),
    "certificates": ("birute", "me/certificates/"),
    "verified": ("", "@verified"),
    "verify": ("", "verify/"),
    "verify-unknown": ("", "verify/ABC/"),
    "achievement": ("", "achievements/ready-for-protocol/1/"),
    "competency-map": ("", "competencies/"),
    "competency": ("", "competencies/C1/"),
    "profile": ("ona", "me/profile/"),
    "try": ("", "try/"),
    "try-item": ("trying", "try/4/"),
    "try-told": ("trying", "try/2/"),
    "try-result": ("tried", "try/result/"),
    "exercise": ("rasa", "@card"),
    "sitting-item": ("rasa", "@item"),
    "sitting-sheet": ("rasa", "@sheet"),
    "sitting-end": ("rasa", "@end"),
    "practice-told": ("rasa", "@told"),
    "practice-sheet-told": ("rasa", "@sheet-told"),
    "measured": ("rasa", "@measured"),
    "measured-answers": ("rasa", "@measured-answers"),
    "mails": ("ona", "accounts/mails/"),
    "leave": ("ona", "me/profile/close/"),
    "filtered": ("", "courses/?competency=C1&level=1"),
    "what-we-hold": ("", "privacy/what-we-hold/"),
    "passport-print": ("birute", "me/passport/print/"),
    "second-step": ("ona", "accounts/second-step/"),
    "tokens": ("ona", "accounts/tokens/"),
    "for-programs": ("", "api/"),
    "audit": ("vytas", "administration/audit/"),
    "studio": ("ieva", "studio/"),
    "people": ("ieva", f"studio/courses/{COLLECTING}/people/"),
    "learner": ("ieva", "@learner"),
    "studio-new-course": ("ieva", "studio/new-course/"),
    "studio-outline": ("ieva", f"{STUDIO}outline/"),
    "studio-settings": ("ieva", f"{STUDIO}settings/"),
    "studio-roles": ("ieva", f"{STUDIO}roles/"),
    "studio-publish": ("ieva", f"{STUDIO}publish/"),
    "studio-competencies": ("ieva", f"{STUDIO}competencies/"),
    "studio-align": ("ieva", f"{STUDIO}competencies/C1/"),
    "studio-achievements": ("ieva", f"{STUDIO}achievements/"),
    "studio-achievement": ("ieva", f"{STUDIO}achievements/new/"),
    "studio-unit": ("ieva", "@unit"),
    "studio-history": ("ieva", "@history"),
    "studio-quiz": ("ieva", "@quiz"),
    "studio-survey": ("ieva", "@survey"),
    "studio-answers": ("ieva", "@answers"),
    "studio-questions": ("ieva", f"{STUDIO}questions/"),
    "studio-question": ("ieva", "@question"),
    "studio-new-question": ("ieva", f"{STUDIO}questions/new/?kind=single"),
    "studio-import": ("ieva", f"{STUDIO}questions/import/"),
    "studio-package": ("ieva", f"{STUDIO}package/"),
    "studio-preview": ("ieva", f"{STUDIO}preview/"),
    "studio-preview-unit": ("ieva", "@look"),
    "hub-edit": ("vytas", "hub/edit/"),
    "hub-edit-profile": ("vytas", "hub/edit/profile/"),
    "sign-in": ("", "accounts/login/"),
    "sign-in-code": ("", "accounts/login/code/"),
    "sign-up": ("", "accounts/signup/"),
    "reset": ("", "accounts/password/reset/"),
    "not-found": ("", "nowhere/"),
    "style": ("", "style/"),
}


def main(wanted: list[str]) -> int:
    """Write the sheets into var/shots; names limit which."""
    out = ROOT / "var" / "shots"
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        site(Path(folder)) as address,
        chromium() as browser,
    ):
        sessions = {
            who: _signed_in(browser, address, who)
            for who in {w for w, _a in PAGES.values()} - {*TRIALS}
        }
        found = _addresses(browser, sessions, address)
        found |= _measured(Path(folder))
        sessions |= {who: _with_trial(address, found[who]) for who in TRIALS}
        for name, (who, path) in PAGES.items():
            if wanted and name not in wanted:
                continue
            sheet = [
                _shot(
                    browser, sessions[who], address, found.get(path, path), width, language, scheme
                )
                for width in WIDTHS
                for language in LANGUAGES
                for scheme in SCHEMES
            ]
            _joined(sheet).save(out / f"{name}.png")
            print(out / f"{name}.png", flush=True)  # noqa: T201
    return 0


def _signed_in(browser: Browser, address: str, who: str) -> dict[str, object]:
    """The cookies of a demo person."""
    context = browser.new_context(locale="en-GB")
    if who:
        page = context.new_page()
        page.goto(f"{address}/en/accounts/login/")
        page.fill("input[name=login] >> visible=true", f"{who}@example.org")
        page.fill("input[name=password] >> visible=true", "laukas-demo")
        page.press("input[name=password] >> visible=true", "Enter")
        page.wait_for_url("**/me/**")
    state = context.storage_state()
    context.close()
    return dict(state)


def _addresses(
    browser: Browser, sessions: dict[str, dict[str, object]], address: str
) -> dict[str, str]:
    """Where the pages are whose address is made by the data."""
    found: dict[str, str] = {}
    with _page(browser, sessions["birute"]) as page:
        page.goto(f"{address}/en/courses/{COLLECTING}/")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        links = page.eval_on_selector_all(".steps a.t", "all => all.map(a => a.pathname)")
        quiz = _with_quiz(page, address, links)
        found["@first"], found["@last"] = links[0][4:], quiz[4:]
        page.goto(address + quiz)
        result = page.eval_on_selector("div.check a[href*=attempts]", "a => a.pathname")
        found["@result"] = result[4:]
        page.click("div.check form[action*=quiz] button.btn")
        found["@attempt"] = page.evaluate("location.pathname")[4:]
        page.goto(f"{address}/en/me/badges/")
        found["@badge"] = page.eval_on_selector("a.h3", "a => a.pathname")[4:]
        page.goto(f"{address}/en/me/certificates/")
        found["@verified"] = page.eval_on_selector("main a[href*=verify\\/]", "a => a.pathname")[4:]
    with _page(browser, sessions["ieva"]) as page:
        page.goto(f"{address}/en/studio/courses/{COLLECTING}/people/?sort=progress")
        found["@learner"] = page.eval_on_selector("tbody .b-name a", "a => a.pathname")[4:]
        page.goto(f"{address}/en/{STUDIO}outline/")
        units = page.eval_on_selector_all(
            "a[href*='/units/']",
            r"all => all.map(a => a.pathname).filter(p => /units\/[^/]+\/$/.test(p))",
        )
        unit = next(unit for unit in units if _asks(page, address + unit))
        found["@unit"], found["@history"], found["@look"] = (
            f"{unit[4:]}{rest}" for rest in ("", "history/", "preview/")
        )
        asking = page.eval_on_selector("a[href$='/questions/'][href*=blocks]", "a => a.pathname")
        found["@quiz"] = asking[4:]
        for one in reversed(units):
            page.goto(address + one)
            if counts := page.query_selector("a[href$='/answers/']"):
                found["@answers"] = counts.evaluate("a => a.pathname")[4:]
                found["@survey"] = one[4:]
                break
        page.goto(f"{address}/en/{STUDIO}questions/")
        found["@question"] = page.eval_on_selector(".q-name a", "a => a.pathname")[4:]
    with _page(browser, sessions["ona"]) as page:
        page.goto(f"{address}/en/courses/{COLLECTING}/continue/")
        found["@next"] = page.evaluate("location.pathname")[4:]
    return found


def _measured(folder: Path) -> dict[str, str]:
    """Where the pages of somebody are who is measured, and the keys of trials by who tries."""
    words = "from tests.journeys.observer import stands; stands('rasa@example.org')"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", words],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(folder), "DEBUG": "1", "PYTHONWARNINGS": "ignore"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "@measured-answers": f"{found['@measured']}answers/"}


def _with_trial(address: str, key: str) -> dict[str, object]:
    """The cookies of a browser that holds the key of a trial."""
    cookie = {
        "name": "trial",
        "value": key,
        "domain": address.split("/")[2].partition(":")[0],
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }
    return {"cookies": [cookie], "origins": []}


def _with_quiz(page: Page, address: str, links: list[str]) -> str:
    """The last unit with a scored quiz that was answered."""
    for link in reversed(links):
        page.goto(address + link)
        if page.query_selector("div.check a[href*=attempts]"):
            return link
    raise RuntimeError("No answered quiz in the demo course.")


def _asks(page: Page, address: str) -> bool:
    """Whether this unit of the studio has a quiz; the page stays there."""
    page.goto(address)
    return page.query_selector("a[href$='/questions/'][href*=blocks]") is not None


@contextmanager
def _page(browser: Browser, state: dict[str, object]) -> Iterator[Page]:
    """One page with these cookies."""
    context = browser.new_context(storage_state=state)  # type: ignore[arg-type]
    try:
        yield context.new_page()
    finally:
        context.close()


def _shot(
    browser: Browser,
    state: dict[str, object],
    address: str,
    path: str,
    width: int,
    language: str,
    scheme: str,
) -> Image.Image:
    context = browser.new_context(
        storage_state=state,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}/{language}/{path}")
    page.wait_for_load_state("networkidle")
    # Pictures below the fold load lazily.
    page.evaluate("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
    page.wait_for_timeout(50)
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    context.close()
    return picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))


def _joined(shots: list[Image.Image]) -> Image.Image:
    small = [
        shot.resize((int(shot.width * SCALE), int(shot.height * SCALE)), Image.Resampling.LANCZOS)
        for shot in shots
    ]
    width = sum(shot.width + GAP for shot in small) + GAP
    height = max(shot.height for shot in small) + 2 * GAP
    sheet = Image.new("RGB", (width, height), "#888")
    x = GAP
    for shot in small:
        sheet.paste(shot, (x, GAP))
        x += shot.width + GAP
    return sheet


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
