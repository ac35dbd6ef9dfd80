"""The hub's own words as they come with the platform: read from `content/`, never written."""

from functools import cache
from pathlib import Path
from typing import Any, TypedDict

import yaml

from lms.common.languages import LANGUAGES, Pair

CONTENT = Path(__file__).parent / "content"
# The newest first.
NEWS = ("first-two-courses", "how-badges-are-verified", "write-to-the-hub")


class Text(TypedDict):
    """A page or a piece of news in both languages; the body is Markdown."""

    title: Pair
    lead: Pair
    body: Pair


class PrincipleText(TypedDict):
    """One principle in both languages."""

    title: Pair
    gloss: Pair
    example: Pair


@cache
def profile_text() -> dict[str, Any]:
    """The hub's name, colours and notices, by field."""
    said: dict[str, Any] = _yaml("profile.yaml")
    return said


@cache
def principle_texts() -> list[PrincipleText]:
    """The ten principles in their order."""
    said: list[PrincipleText] = _yaml("principles.yaml")
    return said


def page_text(slug: str) -> Text:
    """A page, by its address."""
    return _text(CONTENT / "pages", slug)


def news_text(slug: str) -> Text:
    """A piece of news, by its address."""
    return _text(CONTENT / "news", slug)


def _yaml(name: str) -> Any:
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


@cache
def _text(folder: Path, slug: str) -> Text:
    """A file opens with `# Title` and one paragraph, the lead; the rest is the body."""
    found: Text = {"title": {}, "lead": {}, "body": {}}
    for code in LANGUAGES:
        written = (folder / f"{slug}.{code}.md").read_text(encoding="utf-8")
        title, lead, body = written.split("\n\n", 2)
        found["title"][code] = title.removeprefix("# ")  # type: ignore[literal-required]
        found["lead"][code] = lead  # type: ignore[literal-required]
        found["body"][code] = body.strip()  # type: ignore[literal-required]
    return found
