"""A page's Markdown cut at its headings, so that each part stands as an entry of the notebook."""

import hashlib
import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lms.common.html import RENDERER, render_inline, render_markdown
from lms.common.languages import Pair, current_language, in_language
from lms.common.store import immutable

_HEADING = re.compile(r"##(?!#)\s+(.+?)\s*#*\s*")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")


@dataclass(frozen=True)
class Section:
    """One part: the words for the margin, the heading (both may be empty), and clean HTML.

    language: of these words; the reader's own, or the other where a translation is missing.
    """

    anchor: str
    note: str
    title: SafeString
    html: SafeString
    language: str


def sections(body: Pair) -> list[Section]:
    """The parts of a body in the reader's language.

    `## Margin | Heading` opens a part; what stands before the first heading is a part without one.
    """
    source, language = in_language(body, current_language())
    digest = hashlib.blake2s(source.encode(), digest_size=16).hexdigest()
    return immutable(
        ("hub-sections", RENDERER, language, digest), lambda: _sections(source, language)
    )


def cut(source: str) -> list[tuple[str, str, str]]:
    """(margin, heading, Markdown) of each part. A heading inside a code block opens nothing."""
    parts: list[tuple[str, str, list[str]]] = [("", "", [])]
    fence = ""
    for line in source.split("\n"):
        if fenced := _FENCE.match(line):
            fence = "" if fence == fenced[1] else fence or fenced[1]
        heading = None if fence else _HEADING.fullmatch(line)
        if heading:
            note, bar, title = heading[1].partition("|")
            parts.append((note.strip(), title.strip(), []) if bar else ("", note.strip(), []))
        else:
            parts[-1][2].append(line)
    whole = [(note, title, "\n".join(lines).strip()) for note, title, lines in parts]
    return [part for part in whole if any(part)]


def _sections(source: str, language: str) -> list[Section]:
    made = []
    for number, (note, title, text) in enumerate(cut(source), start=1):
        anchor = f"part-{number}"
        made.append(
            Section(
                anchor,
                note,
                mark_safe(render_inline(title, language)),  # noqa: S308 - cleaned by render_*
                mark_safe(render_markdown(text, language, anchor=anchor)),  # noqa: S308
                language,
            )
        )
    return made
