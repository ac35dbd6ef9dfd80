"""Markup of documents as the trees that it is read as."""

import re
from typing import Any

import pytest
import tinyhtml5

from lms.common.printing import documents, press


def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every page of markup that is set from now on."""
    found: list[str] = []
    set_one = documents.Document.set

    def noting(self: documents.Document, html: str, *more: Any) -> list[list[str]]:
        found.append(html)
        return set_one(self, html, *more)

    monkeypatch.setattr(documents.Document, "set", noting)
    return found


def told(element: Any) -> Any:
    """What there is of it; HTML's parser notes that there was nothing where XML's notes nothing."""
    inner = [told(one) for one in element]
    return element.tag, dict(element.attrib), element.text or "", inner, element.tail or ""


def are_alike(pages: list[str]) -> bool:
    """Whether each is read by the faster parser, and as by the other."""
    fast = [press._tree_of(one) for one in pages]
    # What stands behind its end, HTML puts into a page, even the end of a line.
    ended = [re.sub(r"</body>\s*</html>\s*$", "</body></html>", one) for one in pages]
    slow = [tinyhtml5.parse(one, namespace_html_elements=False) for one in ended]
    return bool(pages) and None not in fast and [*map(told, fast)] == [*map(told, slow)]
