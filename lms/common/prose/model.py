"""What the editor can hold: blocks of runs of text. Compared as values; knows no syntax."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

# markdown-it leaves out what lies deeper than twenty; a list and its item are two.
DEEPEST = 16
MOST_NUMBER = 999_999_999
SPACE = re.compile(r"[ \t\n\f\r]+")
BREAK = "\n"


class Unheld(ValueError):
    """The text has something the editor cannot hold."""


@dataclass(frozen=True)
class Link:
    """Where a link leads, and the words a pointer over it shows."""

    href: str
    title: str = ""


Mark: TypeAlias = Link | Literal["em", "strong", "del", "code"]


@dataclass(frozen=True)
class Run:
    """Text in one look. The text of a hard break is BREAK, and nothing else holds a new line."""

    text: str
    marks: frozenset[Mark] = frozenset()


Line: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    line: Line


@dataclass(frozen=True)
class Heading:
    """level: 2 to 4."""

    level: int
    line: Line


@dataclass(frozen=True)
class Code:
    """A code block; its text without the last new line."""

    language: str
    text: str


@dataclass(frozen=True)
class Quote:
    blocks: "Blocks"


@dataclass(frozen=True)
class Listing:
    """A list. start: of a numbered one. loose: with space between its paragraphs."""

    start: int | None
    loose: bool
    items: tuple["Blocks", ...]


@dataclass(frozen=True)
class Table:
    """aligns: "", "left", "center" or "right" for each column. The first row is the head."""

    aligns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Rule:
    """A line across."""


Block: TypeAlias = Paragraph | Heading | Code | Quote | Listing | Table | Rule
Blocks: TypeAlias = tuple[Block, ...]


def line_of(runs: Iterable[Run]) -> Line:
    """The runs as a page shows them: spaces collapsed, marks off the spaces at their edges.

    Equal to the eye means equal here, and Markdown has no emphasis that begins with a space.
    """
    signs: list[tuple[str, frozenset[Mark]]] = []
    for run in runs:
        text = re.sub(r"[\t\n\f\r]", " ", run.text) if "code" in run.marks else run.text
        if run.text == BREAK:
            signs.append((BREAK, run.marks - {"code"}))
        elif "code" in run.marks:
            signs += [(sign, run.marks) for sign in text]
        else:
            signs += [(sign, run.marks) for sign in SPACE.sub(" ", text)]
    signs = _collapsed(signs)
    return _merged(_unmarked_edges(signs))


def _collapsed(signs: list[tuple[str, frozenset[Mark]]]) -> list[tuple[str, frozenset[Mark]]]:
    """One space between words, none at breaks and ends; no breaks at the end."""
    kept: list[tuple[str, frozenset[Mark]]] = []
    for sign, marks in signs:
        plain = sign == " " and "code" not in marks
        if plain and (not kept or kept[-1][0] == BREAK or _is_plain_space(kept[-1])):
            continue
        if sign == BREAK and kept and _is_plain_space(kept[-1]):
            kept.pop()
        kept.append((sign, marks))
    while kept and (kept[-1][0] == BREAK or _is_plain_space(kept[-1])):
        kept.pop()
    return kept


def _is_plain_space(sign: tuple[str, frozenset[Mark]]) -> bool:
    return sign[0] == " " and "code" not in sign[1]


def _unmarked_edges(
    signs: list[tuple[str, frozenset[Mark]]],
) -> list[tuple[str, frozenset[Mark]]]:
    """Spaces and breaks bear only the marks that reach over them from word to word."""
    done: list[tuple[str, frozenset[Mark]]] = []
    for hangs, group in groupby(signs, key=lambda sign: _hangs(*sign)):
        part = list(group)
        if hangs:
            place = len(done) + len(part)
            left = done[-1][1] if done else frozenset()
            right = signs[place][1] if place < len(signs) else frozenset()
            all_over = left.intersection(right, *(marks for _sign, marks in part)) - {"code"}
            part = [(sign, all_over) for sign, _marks in part]
        done += part
    return done


def _hangs(sign: str, marks: frozenset[Mark]) -> bool:
    return sign.isspace() and "code" not in marks


def _merged(signs: list[tuple[str, frozenset[Mark]]]) -> Line:
    runs: list[Run] = []
    for sign, marks in signs:
        if runs and runs[-1].marks == marks and BREAK not in (sign, runs[-1].text):
            runs[-1] = Run(runs[-1].text + sign, marks)
        else:
            runs.append(Run(sign, marks))
    return tuple(runs)


def listing(start: int | None, loose: bool, items: Iterable[Blocks]) -> Listing:
    """A list that says loose only where that can be seen and stored."""
    kept = tuple(items)
    seen = any(isinstance(block, Paragraph) for item in kept for block in item)
    storable = len(kept) > 1 or any(len(item) > 1 for item in kept)
    forced = any(not adjoins(one, two) for item in kept for one, two in pairwise(item))
    return Listing(start, seen and ((loose and storable) or forced), kept)


def adjoins(above: Block, below: Block) -> bool:
    """Whether the two stay two when no empty line parts them."""
    if isinstance(below, Heading) and any(run.text == BREAK for run in below.line):
        # Written as lines with an underline, it would begin as a paragraph does.
        below = Paragraph(below.line)
    match above, below:
        case Paragraph(), Paragraph():
            return False
        case (Table(), Paragraph() | Table()) | (Quote(), Quote()):
            return False
        case Quote() | Listing(), Paragraph() | Table():
            # A line after an open paragraph belongs to it, however it is indented.
            return not _ends_in_paragraph(above)
        case Paragraph(), Listing(start, _, items):
            # Only a list that starts with one, and with words, may follow a paragraph at once.
            first = items[0] if items else ()
            return start in (None, 1) and bool(first) and _begins_with_words(first[0])
    return True


def _ends_in_paragraph(block: Block) -> bool:
    match block:
        case Paragraph():
            return True
        case Quote(blocks):
            return bool(blocks) and _ends_in_paragraph(blocks[-1])
        case Listing(_, _, items):
            return bool(items and items[-1]) and _ends_in_paragraph(items[-1][-1])
    return False


def _begins_with_words(block: Block) -> bool:
    if isinstance(block, Listing):
        return bool(block.items) and bool(block.items[0]) and _begins_with_words(block.items[0][0])
    return True
