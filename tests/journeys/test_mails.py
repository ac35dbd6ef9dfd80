"""The letter of the day, its links without signing in, and a course that tells when it opens."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.attempts_course import publish
from tests.journeys.browser import ROOT, mails_to
from tests.journeys.person import Person
from tests.journeys.test_progress import signs_in
from tests.journeys.test_way import signs_up
from tests.packages import Package, pair, sampling

pytestmark = pytest.mark.journey

MORNING = """\
import django
django.setup()
from datetime import timedelta
from courses.enrolment.actions import remind_quiet
from lms.accounts.digest_actions import send_digests
from lms.common.clock import now
on = now() + timedelta(days={days})
remind_quiet(on=on)
send_digests(on=on)
"""


def asks_manage(one: Person, *command: str) -> None:
    """Run something on the site whose data this person's site has."""
    env = {
        **os.environ,
        "VAR_DIR": str(one.folder),
        "SITE_URL": one.address,
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "PYTHONWARNINGS": "ignore",
    }
    for name in ("DATABASE_URL", "EMAIL_URL"):
        env.pop(name, None)
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def mornings_later(one: Person, days: int) -> None:
    """The sweep of the morning after so many days."""
    asks_manage(one, "-c", MORNING.format(days=days))


def named(slug: str, lt: str, en: str) -> Package:
    package = sampling(slug)
    package.course["title"] = pair(lt, en)
    return package


def learns(one: Person, slug: str) -> None:
    """Join and do whatever comes next, until nothing does."""
    one.go(f"/{one.language}/courses/{slug}/")
    one.press("main form[action$='/join/'] button")
    for _unit in range(4):
        one.page.wait_for_load_state("load")
        if one.page.locator("main form[action$='/finish/']").count():
            one.press("main form[action$='/finish/'] button")
        elif one.page.locator("div.check form[action*='/quiz/'] button").count():
            one.press("div.check form[action*='/quiz/'] button")
            one.page.wait_for_url("**/attempts/**")
            one.answer(rightly=True)
            one.press("form[data-answers] button.go")
            one.press("main header a.btn.go")
        else:
            return


def test_what_a_learner_earns_comes_next_morning_and_reminders_are_turned_off_by_a_link(
    person: Person.Maker, folder: Path
) -> None:
    publish(folder, named("pastas", "Laiškai iš lauko", "Letters from the field"))
    publish(folder, named("antras-pastas", "Antras laiškas", "A second letter"))
    milda = person(language="lt", phone=True)
    signs_up(milda, "pastu@example.org", "Milda Paštė")
    learns(milda, "pastas")
    milda.go("/lt/courses/antras-pastas/")
    milda.press("main form[action$='/join/'] button")

    before = len(mails_to(folder, "pastu@example.org"))
    mornings_later(milda, 1)
    letters = mails_to(folder, "pastu@example.org")
    assert len(letters) == before + 1
    told = letters[0].replace("\xa0", " ")
    assert "Parengtas jūsų pažymėjimas" in told and "Laiškai iš lauko" in told
    assert "Nebesiųsti laiškų apie pažymėjimus:" in told and "priminim" not in told
    milda.go("/lt/mail/")
    assert "Laiškai iš lauko" in milda.text()

    # Two quiet weeks later: one reminder, of the course that is begun and not finished.
    mornings_later(milda, 15)
    reminder = mails_to(folder, "pastu@example.org")[0]
    assert "Antras laiškas" in reminder and "Laiškai iš lauko" not in reminder
    mornings_later(milda, 16)
    assert len(mails_to(folder, "pastu@example.org")) == before + 2

    # The link works on any device, without signing in and without scripts.
    found = re.search(r"Nebesiųsti priminimų:\n(\S+)", reminder)
    assert found, reminder
    stranger = person(language="lt", scripts=False)
    stranger.page.goto(found[1])
    stranger.look("turn off")
    assert "Priminimai" in stranger.text()
    stranger.press("main form button")
    assert "Jie išjungti." in stranger.text()

    milda.go("/lt/me/profile/")
    milda.press("main a[href$='/accounts/mails/']")
    milda.look("mails")
    expect(milda.page.locator("[name=mail_reminders]")).not_to_be_checked()
    expect(milda.page.locator("[name=mail_badges]")).to_be_checked()
    milda.choose("[name=mail_reminders]")
    milda.press("main form.form button.go")
    expect(milda.page.locator("[name=mail_reminders]")).to_be_checked()


def test_an_announced_course_tells_when_it_opens(person: Person.Maker, folder: Path) -> None:
    slug = "laukiamas"
    files = named(slug, "Laukiamas kursas", "A course to wait for").write(folder / slug)
    ieva = signs_in(person(language="en", keyboard=True), "ieva")
    asks_manage(ieva, "manage.py", "import_course", str(files), "--owner", "ieva@example.org")
    ieva.go(f"/en/studio/courses/{slug}/settings/")
    ieva.press("#announce button")
    ieva.look("announced settings")
    assert "Whoever asks is told when it opens." in ieva.text()

    # By address, on a telephone without scripts.
    guest = person(language="lt", phone=True, scripts=False, dark=True)
    guest.go("/lt/courses/")
    guest.press("text=Laukiamas kursas")
    guest.look("announced")
    guest.fill("[name=email]", "ne adresas")
    guest.press("#tell-me button")
    assert guest.page.input_value("[name=email]") == "ne adresas"
    guest.fill("[name=email]", "laukia@example.org")
    guest.press("#tell-me button")
    assert "Parašėme adresu laukia@example.org." in guest.text()
    guest.page.goto(guest.last_link("laukia@example.org"))
    guest.look("interest")
    guest.press("main form button.go")
    assert "Pranešime, kai kursas bus atidarytas." in guest.text()

    # With an account, by one button, on and off and on.
    jonas = signs_in(person(language="en", phone=True), "jonas")
    for button in ("Tell me when it opens", "Do not tell me", "Tell me when it opens"):
        jonas.go(f"/en/courses/{slug}/")
        jonas.look(f"announced: {button}")
        with jonas.page.expect_navigation():
            jonas.page.get_by_role("button", name=button).click()
    assert "You will be told when the course opens." in jonas.text()

    ieva.go(f"/en/studio/courses/{slug}/publish/")
    ieva.press("form.publish button.go")
    asks_manage(ieva, "manage.py", "sweep")
    asks_manage(ieva, "manage.py", "sweep")
    told = mails_to(folder, "laukia@example.org")
    assert len(told) == 2
    assert "kursas atidarytas" in told[0] and f"/lt/courses/{slug}/" in told[0]
    assert sum(slug in letter for letter in mails_to(folder, "jonas@example.org")) == 1
    guest.page.goto(f"{guest.address}/lt/courses/{slug}/")
    assert "Registruotis į kursą" in guest.text()
    jonas.go("/en/me/")
    assert "A course you wait for has opened:" in jonas.page.inner_text("body")
