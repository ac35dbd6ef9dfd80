"""What the what-you-see editor cannot hold: such a text is written in its source."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import pgettext
from markdown_it.token import Token

from lms.common.html import parsed
from lms.common.prose.model import DEEPEST


def why_source_only(markdown: str) -> list[str]:
    """What in this text the editor cannot hold, in the reader's language; empty if nothing."""
    env: dict[str, object] = {}
    kinds = set()
    for token in _all(parsed(markdown, env)):
        kinds |= set(_kinds(token))
    # Pictures and markup are off in our texts; a parser with everything on finds them.
    kinds |= {
        kind
        for token in _all(parsed(markdown, {}, everything=True))
        for kind in _kinds(token)
        if kind in ("picture", "markup")
    }
    if env.get("references"):
        kinds.add("reference")
    return [words for kind, words in _words().items() if kind in kinds]


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        children = token.children or []
        yield from children
        for one, two in pairwise(children):
            if one.type == "link_open" and two.type == "link_close":
                yield Token("empty_link", "", 0)


def _kinds(token: Token) -> Iterator[str]:
    if token.type.startswith("footnote"):
        yield "footnote"
    elif token.type.startswith("math"):
        yield "formula"
    elif token.type.startswith("admonition"):
        yield "note"
    elif token.type == "image":
        yield "picture"
    elif token.type.startswith("html"):
        yield "markup"
    elif token.type == "fence" and len(token.info.split()) > 1:
        yield "code"
    elif token.type == "empty_link":
        yield "link"
    if token.block and token.level > DEEPEST:
        yield "depth"


def _words() -> dict[str, str]:
    return {
        "footnote": pgettext("the text has", "footnotes"),
        "formula": pgettext("the text has", "formulas"),
        "note": pgettext("the text has", "notes that stand apart (!!!)"),
        "picture": pgettext("the text has", "pictures"),
        "markup": pgettext("the text has", "HTML tags"),
        "code": pgettext("the text has", "code blocks with settings"),
        "reference": pgettext("the text has", "link addresses written apart"),
        "link": pgettext("the text has", "links without words"),
        "depth": pgettext("the text has", "lists nested very deep"),
    }
