"""Hostile strings watched by a browser: kept through the site's own forms, then looked at where they show.

Short form: a handful that between them try every way to run. With HOSTILE=long (`make hostile`): all of them.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest

from lms.pages.demo_cast import PASSWORD
from tests.badges.certificates.designs import TYPED as DESIGN
from tests.guarded.hostile import hostile_strings
from tests.journeys.person import Person
from tests.lms.studio.test_achievements import TYPED as BADGE
from tests.lms.studio.test_item import a_choice
from tests.walking import Page, filled

pytestmark = pytest.mark.journey

LONG = os.environ.get("HOSTILE") == "long"
# A course has as many texts.
AT_ONCE = 20
# Each at home in another place: text, an attribute, a script, a sheet, an address, markup of our own.
TELLING = (
    "<img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "</style><style>@import '//evil.example/x.css';</style>",
    "[a](javascript:alert(1)) ![b](https://evil.example/p.png)",
    "</textarea></title><iframe srcdoc='<script>alert(1)</script>'></iframe>",
)
BADGES = "achievements/new/"
QUESTION = "questions/new/?kind=single"
RUN = {
    "name_lt": "",
    "name_en": "",
    "starts_on": "2031-03-01",
    "language": "en",
    "policy": "open",
    "offer_hours": "48",
}
NEWS = {"title_en": "", "title_lt": "", "lead_en": "", "body_en": "", "body_lt": ""}
# What must not be read as it is typed: the writing of a unit, news and pages is Markdown.
WRITTEN = re.compile(r"body|prompt|explanation|feedback|description|text")
# Before any script of the page, and out of reach of its policy.
WATCH = """
window.__refused = [];
document.addEventListener('securitypolicyviolation', e => window.__refused.push(
  `${e.violatedDirective} refused ${e.blockedURI} ${e.sample}`));
"""
SHOWN = """
() => [document.title, document.body.innerText,
  ...[...document.querySelectorAll('input, textarea')].map(one => one.value),
  ...[...document.querySelectorAll('iframe[srcdoc]')].map(one => one.contentDocument.body.innerText),
].join('\\n')
"""


def batches() -> list[list[str]]:
    if not LONG:
        return [list(TELLING)]
    # Longer ones are refused, and looked at by the tests without a browser.
    texts = [one.text for one in hostile_strings() if one.is_unicode and 0 < len(one.text) <= 200]
    return [texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE)]


@dataclass
class Watched:
    """Somebody at a browser whose pages are watched. kept: texts that the site took.  took: by which
    pages.  shown: all that was to be read so far."""

    one: Person
    kept: set[str] = field(default_factory=set)
    took: set[str] = field(default_factory=set)
    shown: str = ""

    def __post_init__(self) -> None:
        page = self.one.page
        self.one.context.add_init_script(WATCH)
        page.on("dialog", self._asked)
        page.on("response", self._answered)

    def _asked(self, dialog: Any) -> None:
        self.one.troubles.append(f"a dialog on {self.one.page.url}: {dialog.message}")
        dialog.dismiss()

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.one.troubles.append(f"{response.status} for {response.url} on {self.one.page.url}")

    def signs_in(self, email: str) -> None:
        page = self.one.page
        page.goto(f"{self.one.address}/en/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation(wait_until="load"):
            page.click("main form button[type=submit]")

    def html(self, path: str) -> str:
        answer = self.one.page.request.get(f"{self.one.address}{path}")
        assert answer.url == f"{self.one.address}{path}", answer.url
        return answer.text()

    def keeps(self, path: str, data: dict[str, Any], strings: Iterator[str]) -> str:
        """Send the page's largest form with hostile strings for all texts of `data` that may be any; the
        address it led to, empty where it was refused."""
        forms = [one for one in Page(self.html(path)).forms if one.method == "post"]
        form = max(forms, key=lambda one: len(one.data) + len(one.texts))
        typed = {name: next(strings) for name, said in data.items() if self._is_free(name, said)}
        sent = {**filled(form, {}, None), **data, **typed}
        answer = self.one.page.request.post(
            urljoin(f"{self.one.address}{path}", form.action),
            data=urlencode(sent, doseq=True),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            max_redirects=0,
        )
        assert answer.status < 500, (path, answer.status, typed)
        if answer.status not in (302, 303):
            return ""
        self.took.add(re.sub(r".*/courses/[^/]+/(units/[^/]+/)?", "", path))
        self.kept |= {text for name, text in typed.items() if not WRITTEN.search(name)}
        return str(answer.headers["location"])

    def _is_free(self, name: str, said: Any) -> bool:
        return bool(re.search(r"(_lt|_en|\.lt|\.en)$", name)) or name in ("name", "full_name")

    def looks(self, path: str) -> None:
        page = self.one.page
        page.goto(f"{self.one.address}{path}")
        refused = page.evaluate("window.__refused")
        self.one.troubles += [f"{path}: {one}" for one in refused]
        self.shown += page.evaluate(SHOWN)


def links(html: str, under: str) -> list[str]:
    """Addresses of pages below this one, one of each kind, in order."""
    found: dict[str, str] = {}
    for href in re.findall(r'href="([^"#?]+)"', html):
        if href.startswith(under) and "." not in href.rpartition("/")[2]:
            found.setdefault(re.sub(r"[0-9a-f-]{36}|\d+", "*", href), href)
    return list(found.values())


def plain(text: str) -> str:
    """As it can be compared: browsers join white space, and some signs of it are lost on the way."""
    return " ".join(re.sub(r"[^\x21-\uffff]", " ", text).split())


def around(strings: list[str]) -> Iterator[str]:
    while True:
        yield from strings


def author_keeps(author: Watched, strings: Iterator[str]) -> list[str]:
    """A course of their own whose every text is hostile; the pages that show it."""
    course = {"title_lt": "x", "title_en": "x", "template": "data-collection"}
    # Some are no title; then the next ones are.
    tries = (author.keeps("/en/studio/new-course/", course, strings) for _try in range(AT_ONCE))
    made = next(filter(None, tries), "")
    assert made, "no course was made"
    at = re.match(r"/en/studio/courses/[^/]+/", made)[0]  # type: ignore[index]
    settings = dict.fromkeys(
        [f"{one}_{code}" for one in ("title", "summary", "can_be_asked") for code in ("lt", "en")],
        "x",
    )
    for path, data in (
        ("settings/", {**settings, "languages": "lt,en"}),
        # Of a course that is no release yet nothing can be asked.
        (BADGES, {**BADGE, "how": "given", "part": ["", "", ""]}),
        ("runs/new/", RUN),
        (QUESTION, a_choice()),
    ):
        author.keeps(f"{at}{path}", data, strings)
    start = author.html(f"{at}outline/")
    unit = next(one for one in links(start, f"{at}units/"))
    author.keeps(unit, {f"title_{code}": "x" for code in ("lt", "en")}, strings)
    pages = [at, *(f"{at}{one}/" for one in ("outline", "settings", "achievements", "runs"))]
    pages += [f"{at}{one}/" for one in ("questions", "people", "roles", "certificate", "preview")]
    pages += [f"{at}publish/", f"{at}competencies/", unit, f"{unit}history/"]
    for within in ("achievements", "runs", "questions", "preview"):
        pages += links(author.html(f"{at}{within}/"), f"{at}{within}/")
    skipped = ("/new/", "/join/", "/leave/", "/continue/", "/import/", "/drawn/", "/finish/")
    return ["/en/studio/", *(one for one in dict.fromkeys(pages) if not one.endswith(skipped))]


def editor_keeps(editor: Watched, strings: Iterator[str]) -> list[str]:
    """A design and a piece of news; the pages that show them."""
    designs = "/en/studio/designs/"
    others = set(re.findall(rf"{designs}\d+/", editor.html(designs)))
    editor.keeps(f"{designs}new/", {**DESIGN, "name": "x"}, strings)
    own = set(re.findall(rf"{designs}\d+/", editor.html(designs))) - others
    news = editor.keeps("/en/hub/edit/news/add/", NEWS, strings)
    return [designs, *own, "/en/hub/edit/", *([news] if news else [])]


def learner_keeps(learner: Watched, strings: list[str]) -> None:
    """Names of a person, one after the other, where certificates can print them."""
    for text in strings:
        name = {"full_name": "x", "language": "en"}
        if learner.keeps("/en/me/profile/", name, iter([text])):
            learner.looks("/en/me/profile/")


def test_nothing_runs_and_all_of_it_is_shown_as_text(person: Person.Maker) -> None:
    author, editor, learner = (Watched(person(language="en")) for _one in range(3))
    author.signs_in("ieva@example.org")
    editor.signs_in("vytas@example.org")
    learner.signs_in("jonas@example.org")
    try:
        for strings in batches():
            texts = around(strings)
            for path in author_keeps(author, texts):
                author.looks(path)
            for path in editor_keeps(editor, texts):
                editor.looks(path)
            learner_keeps(learner, strings)
            for path in ("/en/me/", "/en/me/passport/"):
                learner.looks(path)
    finally:
        learner_keeps(learner, ["Jonas Kazlauskas"])
    assert author.took >= {"/en/studio/new-course/", "settings/", BADGES, "runs/new/", QUESTION, ""}
    assert len(editor.took) == 2
    for one in (author, editor, learner):
        shown = plain(one.shown)
        missing = [text for text in one.kept if plain(text) not in shown]
        assert one.kept and not missing, missing
