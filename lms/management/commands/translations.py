"""The interface's messages: gathered from the source, kept in the catalogues, compiled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

ROOTS = ("lms", "courses", "badges")
TEMPLATES = (".html", ".txt")
LANGUAGES = ("lt", "en")
PLURALS = {
    "lt": (
        "nplurals=4; plural=(n % 10 == 1 && (n % 100 > 19 || n % 100 < 11) ? 0 : "
        "(n % 10 >= 2 && n % 10 <=9) && (n % 100 > 19 || n % 100 < 11) ? 1 : n % 1 != 0 ? 2: 3);"
    ),
    "en": "nplurals=2; plural=(n != 1);",
}
# A translator's comment that opens so marks a message of a package, kept though no source of
# ours holds it.
BORROWED = "Shown by "

# The function's name, and where its context, its singular and its plural stand.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
PIECE = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(?:n?p?gettext|_)\((?:{PIECE}(?:, ?)?)+(?:count)?\)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]")


class Message(NamedTuple):
    """What gettext looks up, and the plural beside it."""

    context: str | None
    singular: str
    plural: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.singular


# --- gathering -----------------------------------------------------------------------------------


def in_python(source: str) -> Iterator[Message]:
    """Every message that a module marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in CALLS:
            continue
        context, singular, plural = (
            None if place is None else _constant(node, place) for place in CALLS[name]
        )
        if singular:
            yield Message(context, singular, plural)


def _constant(call: ast.Call, place: int) -> str | None:
    if place < len(call.args) and isinstance(argument := call.args[place], ast.Constant):
        return argument.value if isinstance(argument.value, str) else None
    return None


def in_template(source: str) -> Iterator[Message]:
    """Every message that a template marks for translation."""
    for call in IN_TEMPLATE.findall(templatize(source)):
        yield from in_python(call)


def gathered(top: Path = settings.BASE_DIR) -> dict[tuple[str | None, str], Message]:
    """All messages of the project, by what gettext looks up."""
    found: dict[tuple[str | None, str], Message] = {}
    for root in ROOTS:
        for path in sorted((top / root).rglob("*")):
            if path.suffix == ".py":
                messages = in_python(path.read_text("utf-8"))
            elif path.suffix in TEMPLATES and "templates" in path.parts:
                messages = in_template(path.read_text("utf-8"))
            else:
                continue
            for message in messages:
                # A message met with and without a plural is one entry, and has the plural.
                if message.key not in found or message.plural:
                    found[message.key] = message
    return found
