"""What a browser fetches for a page it has never seen, and when it comes back."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

import brotli

FOR_PRINT = 'media="print"'
FACE = re.compile(r"@font-face\{([^}]*)\}")
# What the browser looks for by itself is named in the head as well.
LOADED = re.compile(r"<(?:link|script)\b[^>]*>")


@dataclass(frozen=True)
class Fetched:
    """One answer. packed: bytes of its body as they came.  lasts: whether it need not be asked for again."""

    packed: int
    body: bytes
    lasts: bool


@dataclass
class Cold:
    """A page with all that it loads: address → bytes as they came.  again: what is asked for when its
    reader comes back."""

    parts: dict[str, int] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    @property
    def scripts(self) -> int:
        return sum(size for path, size in self.parts.items() if path.endswith(".js"))


Fetch = Callable[[str], Fetched]


def cold(path: str, fetch: Fetch) -> Cold:
    """The page, its sheets and scripts, its icon, and the fonts of signs and styles that it shows."""
    found = Cold()

    def take(at: str) -> bytes:
        got = fetch(at)
        found.parts[at] = got.packed
        if not got.lasts:
            found.again.append(at)
        return got.body

    html = take(path).decode()
    for at in _loaded(html):
        body = take(urljoin(path, at))
        if at.endswith(".css"):
            for font in _fonts(body.decode(), html):
                take(urljoin(urljoin(path, at), font))
        for module in re.findall(
            rb'(?:from|import)\s*"(\./[^"]+)"', body if b"import" in body else b""
        ):
            take(urljoin(urljoin(path, at), module.decode()))
    return found


def _loaded(html: str) -> list[str]:
    found = []
    for tag in LOADED.findall(html):
        if FOR_PRINT in tag or not re.search(r'rel="(?:stylesheet|icon)"|<script\b', tag):
            continue
        if address := re.search(r'(?:href|src)="([^"]+)"', tag):
            found.append(address[1])
    return found


def _fonts(css: str, html: str) -> list[str]:
    """Of the fonts in the sheet those that the page shows. A family, weight and style is taken to be
    shown, but for italics where the page has none; a part of signs, where one of them is there."""
    signs = {ord(sign) for sign in html}
    wanted = []
    for face in FACE.findall(css):
        address = re.search(r'url\("([^"]+)"\)', face)
        if address is None or not _shows(face, html):
            continue
        parts = re.search(r"unicode-range:([^;}]+)", face)
        if parts is None or signs & _range(parts[1]):
            wanted.append(address[1])
    return wanted


def _shows(face: str, html: str) -> bool:
    """Whether the page has anything in this family, weight and style. As Chromium says it: headings are
    serif and not bold."""
    if "italic" in face:
        return re.search(r"<(?:em|i|cite)\b", html) is not None
    if "Serif" in face and "weight:700" in face:
        return re.search(r"<h[123]\b[^>]*>(?:(?!</h).)*<(?:b|strong)\b", html) is not None
    return True


def _range(said: str) -> set[int]:
    found: set[int] = set()
    for part in said.split(","):
        first, _to, last = part.strip().removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def unpacked(body: bytes, encoding: str) -> bytes:
    """A body as it was before it was packed."""
    if encoding == "br":
        return brotli.decompress(body)
    return gzip.decompress(body) if encoding == "gzip" else body
