"""Hostile strings watched by a browser: kept through the site's own forms, then looked at where they show.

Short form: a handful that between them try every way to run. With HOSTILE=long (`make hostile`): all of them.
"""

import os
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from tests.badges.certificates.designs import TYPED as DESIGN
from tests.guarded.hostile import hostile_strings
from tests.journeys.hostile_course import AT_ONCE, Classroom
from tests.journeys.person import Person
from tests.journeys.watched import Watched, links, plain
from tests.lms.studio.test_achievements import TYPED as BADGE
from tests.lms.studio.test_item import a_choice

pytestmark = pytest.mark.journey

LONG = os.environ.get("HOSTILE") == "long"
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


def batches() -> list[list[str]]:
    if not LONG:
        return [list(TELLING)]
    # Longer ones are refused, and looked at by the tests without a browser.
    texts = [one.text for one in hostile_strings() if one.is_unicode and 0 < len(one.text) <= 200]
    return [texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE)]


def author_keeps(author: Watched, strings: Iterator[str]) -> list[str]:
    """A course of their own whose every text is hostile; the pages that show it."""
    course = {"title_lt": "x", "title_en": "x", "template": "data-collection"}
    # Some are no title; then the next ones are.
    tries = (author.keeps("/en/studio/new-course/", course, strings) for _try in range(AT_ONCE))
    made = next(filter(None, tries), "")
    assert made, "no course was made"
    at = re.match(r"/en/studio/courses/[^/]+/", made)[0]  # type: ignore[index]
    # Before another title takes the place of the first.
    author.looks(f"{at}settings/")
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
    pages += [f"{one}edit/" for one in pages if re.search(r"/runs/\d+/$", one)]
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


def test_nothing_runs_and_all_of_it_is_shown_as_text(person: Person.Maker, folder: Path) -> None:
    names = ("ieva", "vytas", "rasa", "jonas", "ona", "birute", "rimas", "gintaras")
    everybody = [Watched(person(language="en")) for _one in names]
    for name, one in zip(names, everybody, strict=True):
        one.signs_in(f"{name}@example.org")
    author, editor, teacher, *learners = everybody
    learner = learners[0]
    classroom = Classroom(folder, teacher, learners)
    try:
        for strings in batches():
            texts = cycle(strings)
            for path in author_keeps(author, texts):
                author.looks(path)
            for path in editor_keeps(editor, texts):
                editor.looks(path)
            classroom.learners_type(strings)
            learner_keeps(learner, strings)
            for path in ("/en/me/", "/en/me/passport/"):
                learner.looks(path)
    finally:
        learner_keeps(learner, ["Jonas Kazlauskas"])
    assert author.took >= {"/en/studio/new-course/", "settings/", BADGES, "runs/new/", QUESTION, ""}
    assert len(editor.took) == 2
    for one in (author, editor, teacher, learner):
        shown = plain(one.shown)
        missing = [item for item in one.kept.items() if plain(item[0]) not in shown]
        assert one.kept
        assert not missing, "\n".join(map(repr, missing))
