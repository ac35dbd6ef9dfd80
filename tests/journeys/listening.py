"""What the site sends to a browser, searched for what must not be there yet."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from playwright.sync_api import Error, Page, Response

Body = Mapping[str, Any]
_READ = ("text/", "json", "javascript", "xml")
_REDIRECTS = range(300, 400)
# What an item's page says in numbers whatever is right, its place and when it was saved; and what the item
# says in words, which the tests of the generators judge.
_PLACES = re.compile(
    r"<svg\b.*?</svg>|<head>.*?</head>|<header\b.*?</header>|<footer\b.*?</footer>|<nav\b.*?</nav>"
    r"|<h1\b.*?</h1>|<span class=\"state\">.*?</span>|<div class=\"(?:told|described)\".*?<fieldset|<[^>]*>",
    re.DOTALL,
)


class Overheard:
    """All that comes to this page in words until it is left: (address, text) by the order of coming.
    missed: addresses of what could not be read."""

    def __init__(self, page: Page) -> None:
        self.said: list[tuple[str, str]] = []
        self.missed: list[str] = []
        self.page = page
        page.on("response", self._heard)

    def stops(self) -> None:
        """Hear nothing more, as when the page is about to be left. A file whose page was left before it
        could be read is the same for everybody, and is read now."""
        self.page.remove_listener("response", self._heard)
        for address in [one for one in self.missed if "/static/" in one]:
            self.said.append((address, self.page.request.get(address).text()))
            self.missed.remove(address)

    def _heard(self, response: Response) -> None:
        kind = response.headers.get("content-type", "")
        # A file that is the same for everybody is read once.
        known = "/static/" in response.url and any(response.url == one for one, _text in self.said)
        if not known and response.status not in _REDIRECTS and any(one in kind for one in _READ):
            try:
                self.said.append((response.url, response.text()))
            except Error:
                self.missed.append(response.url)

    def pages(self, part: str) -> list[str]:
        """The texts of pages with this in their address."""
        return [text for address, text in self.said if part in address]

    def found(self, bodies: Iterable[Body]) -> list[str]:
        """Where something stands that tells the truth of one of these items."""
        return found_in(self.said, bodies)


def found_in(said: Iterable[tuple[str, str]], bodies: Iterable[Body]) -> list[str]:
    """Where in (address, text) something stands that tells the truth of one of these items."""
    phrases = {phrase for body in bodies for phrase in told_by(body)}
    assert phrases
    return [
        f"{address}: {phrase}"
        for address, text in said
        for plain in [_plain(text)]
        for phrase in sorted(phrases)
        if phrase in plain
    ]


def told_by(body: Body) -> Iterator[str]:
    """What is said of an item only once it is answered: why it is so, what each wrong answer overlooks,
    and the right one in words; not what its question says as well."""
    asked = "".join(
        _plain(text)
        for name in ("prompt", "told", "description")
        for text in (body.get(name) or {}).values()
    )
    pairs = [body["explanation"]]
    for name in ("options", "faults", "near", "passages"):
        pairs += [one["feedback"] for one in body.get(name, ()) if one.get("feedback")]
    for pair in pairs:
        for text in pair.values():
            for sentence in re.split(r"(?<=[.!?:;])\s", text):
                plain = _plain(sentence)
                # A bare number or a word or two may stand anywhere.
                if len(re.findall(r"[^\W\d_]{3,}", plain)) > 1 and plain not in asked:
                    yield plain


def shows(page: str, body: Body) -> str:
    """What on the page of an item that is not answered sets apart what is right; empty where nothing."""
    inputs = re.findall(r"<input\b[^>]*\bname=\"a-[^>]*>", page)
    if any(re.search(r"\s(checked|data-\w+)\b", one) for one in inputs):
        return "an answer is marked"
    of_one_kind = [one for one in inputs if "aria-label" in one] or inputs
    if len({tuple(sorted(re.findall(r"([\w-]+)=", one))) for one in of_one_kind}) > 1:
        return "answers differ in their markup"
    if signs := re.search(
        r"at-fault|for-nothing|verdict|outcome|<script(?! src)|<title>[^<]*</title><desc", page
    ):
        return signs[0]
    drawings = re.findall(r"<figure class=\"drawn\".*?</figure>", page, re.DOTALL)
    if any(
        re.search(r"\s(id|class|data-[\w-]+)=|<(title|desc)\b", one.partition("<svg")[2])
        for one in drawings
    ):
        return "the drawing says more than is to be seen"
    if "answer" in body:
        rest = " ".join(
            [_PLACES.sub(" ", page), *re.findall(r"\bvalue=\"([^\"]*)", "".join(inputs))]
        )
        for truth in {body["answer"], body["answer"].replace(".", ",")}:
            if re.search(rf"(?<![\w.,]){re.escape(truth)}(?![\w]|[.,]\d)", rest):
                return f"the number {truth}"
    return ""


def _plain(text: str) -> str:
    """Words and numbers alone, tied by single spaces; so that no markup hides them."""
    words = re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", "", text)))
    return f" {' '.join(words)} "
