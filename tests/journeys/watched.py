"""Somebody at a browser whose pages are watched: what they keep through the site's own forms, and see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin

from lms.common.wording import printable
from lms.pages.demo_cast import PASSWORD
from tests.journeys.person import Person
from tests.walking import Form, Page, filled

# What must not be read as it is typed: the writing of a unit, news and pages is Markdown.
WRITTEN = re.compile(r"body|prompt|explanation|feedback|description|text")
# Texts that may be any: in two languages, of a person, of a learner.
FREE = re.compile(r"(_lt|_en|\.lt|\.en)$|^(name|full_name|said)$|^[as]-")
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


@dataclass
class Watched:
    """Somebody at a browser whose pages are watched. kept: texts that they are to see, and where they were
    typed.  took: by which pages.  shown: all that was to be read so far."""

    one: Person
    kept: dict[str, str] = field(default_factory=dict)
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

    def form(self, path: str, action: str = "") -> Form:
        """The largest form of a page that goes to such an address."""
        forms = [one for one in Page(self.html(path)).forms if one.method == "post"]
        return max(
            (one for one in forms if action in one.action),
            key=lambda one: len(one.data) + len(one.texts),
        )

    def keeps(
        self,
        path: str,
        data: dict[str, Any],
        strings: Iterator[str],
        *,
        action: str = "",
        before: "Watched | None" = None,
    ) -> str:
        """Send the page's largest form with hostile strings for all texts of `data` that may be any; the
        address it led to, empty where it was refused. before: who else is to see them."""
        form = self.form(path, action)
        typed = {name: next(strings) for name in data if FREE.search(name)}
        answer = self._sends(path, form, {**data, **typed})
        assert answer.status < 500, (path, answer.status, typed)
        if answer.status not in (302, 303):
            return ""
        self.took.add(re.sub(r".*/courses/[^/]+/(units/[^/]+/)?", "", path))
        kept = {text: f"{path} {name}" for name, text in typed.items() if not WRITTEN.search(name)}
        self.kept |= kept
        if before:
            before.kept |= kept
        return str(answer.headers["location"])

    def presses(self, path: str, action: str) -> str:
        """Send a form of the page as it stands; the address it led to."""
        answer = self._sends(path, self.form(path, action), {})
        assert answer.status in (302, 303), (path, action, answer.status)
        return str(answer.headers["location"])

    def _sends(self, path: str, form: Form, data: dict[str, Any]) -> Any:
        return self.one.page.request.post(
            urljoin(f"{self.one.address}{path}", form.action),
            data=urlencode({**filled(form, {}, None), **data}, doseq=True),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            max_redirects=0,
        )

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
    """As it can be compared: the site drops control signs, and a carriage return is one in some places and
    white space in others; browsers join white space, and lose some signs."""
    return re.sub(r"[^\x21-\uffff]", "", printable(text))
