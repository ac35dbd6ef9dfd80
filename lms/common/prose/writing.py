"""Blocks to Markdown: every sign that Markdown would read as its own is escaped."""

import re
from dataclasses import dataclass, field
from string import punctuation

from django.utils.translation import pgettext
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

from lms.common.html import parsed_line
from lms.common.prose.model import (
    BREAK,
    MOST_NUMBER,
    Block,
    Blocks,
    Code,
    Heading,
    Line,
    Link,
    Listing,
    Mark,
    Paragraph,
    Quote,
    Run,
    Table,
    Unheld,
    adjoins,
    line_of,
)
from lms.common.prose.showing import read_line, read_markdown

SIGNS = {"em": "*", "strong": "**", "del": "~~"}
# Which mark is outermost where two span the same words.
OUTER = {"em": 1, "strong": 2, "del": 3}

SPECIAL = re.compile(
    r"""
      [\\`\[$]
    | (?<!\s)\* | \*(?!\s)              # an asterisk between spaces is only itself
    | (?<![^\W_])_ | _(?![^\W_])        # as is a low line inside a word
    | (?<=~)~ | ~(?=~) | ^~ | ~$
    | <(?!\s)
    | &(?=[#A-Za-z]|$)
    | !$
    """,
    re.VERBOSE,
)
IN_LINK = re.compile(r"[\]^]")
ANY_SIGN = re.compile(f"[{re.escape(punctuation)}]")
STARTS = re.compile(
    r"""
      (?P<digits>\d{1,9})(?P<dot>[.)])(?=\s|$)
    | (?:\#{1,6}|[-+])(?=\s|$)
    | [-:](?=[-\s:|]*$)
    | =(?==*\s*$)
    | [>|]
    | !!! | \?\?\?
    """,
    re.VERBOSE,
)
ALIGNED = {"": "---", "left": ":---", "center": ":---:", "right": "---:"}


@dataclass(frozen=True)
class Markdown:
    """A text to store. dropped: what it cannot say, in the reader's language."""

    text: str
    dropped: list[str] = field(default_factory=list)


def store(blocks: Blocks, dropped: list[str]) -> Markdown:
    """The blocks as Markdown that reads back as these very blocks."""
    writer = _Writer()
    text = writer.text(blocks)
    if writer.lost:
        lost = pgettext("did not come over", "some emphasis between letters")
        return Markdown(text, [*dropped, lost])
    if not _reads_as(text, blocks):
        text = _Writer(careful=True).text(blocks)
        if not _reads_as(text, blocks):
            lost = pgettext("did not come over", "some of the formatting")
            return Markdown(text, [*dropped, lost])
    return Markdown(text, dropped)


def _reads_as(text: str, blocks: Blocks) -> bool:
    try:
        return read_markdown(text) == blocks
    except Unheld:
        return False


class _Writer:
    """careful: escape every sign, also where nothing seems to ask for it."""

    def __init__(self, careful: bool = False) -> None:
        self.careful = careful
        self.lost = False

    def text(self, blocks: Blocks) -> str:
        lines = self.lines(blocks)
        return "\n".join(lines) + "\n" if lines else ""

    # --- blocks ------------------------------------------------------------------------------

    def lines(self, blocks: Blocks, *, tight: bool = False, taken: str = "") -> list[str]:
        """taken: the sign of the list whose item this is: a list at its head takes another."""
        lines: list[str] = []
        above: Block | None = None
        for block in blocks:
            if above is not None and not (tight and adjoins(above, block)):
                lines.append("")
            if isinstance(block, Listing):
                taken = self.list_sign(block, taken)
                lines += self.listed(block, taken)
            else:
                taken = ""
                lines += self.block(block)
            above = block
        return lines

    def block(self, block: Block) -> list[str]:
        match block:
            case Paragraph(line):
                return self.line(line).split("\n")
            case Heading(level, line):
                return self.heading(level, line)
            case Code(language, text):
                return self.code(language, text)
            case Quote(blocks):
                return [f"> {line}".rstrip(" ") for line in self.lines(blocks)]
            case Table(aligns, rows):
                cells = [[self.cell(line) for line in row] for row in rows]
                cells.insert(1, [ALIGNED[align] for align in aligns])
                return [f"| {' | '.join(row)} |" for row in cells]
        # Of three spellings the one that is neither a list nor the underline of a heading.
        return ["___"]

    def heading(self, level: int, line: Line) -> list[str]:
        if any(run.text == BREAK for run in line):
            return [*self.line(line).split("\n"), "---"]
        text = self.line(line, starts=False)
        text = re.sub(r"#+$", lambda match: "\\#" * len(match[0]), text)
        return [f"{'#' * level} {text}"]

    def code(self, language: str, text: str) -> list[str]:
        sign = "~" if "`" in language else "`"
        longest = max(map(len, re.findall(f"{sign}+", text)), default=0)
        fence = sign * max(3, longest + 1)
        info = ANY_SIGN.sub(r"\\\g<0>", language) if re.search(r"[\\&]", language) else language
        return [fence + info, *(text.split("\n") if text else []), fence]

    def list_sign(self, block: Listing, taken: str) -> str:
        if block.start is None:
            return "*" if taken == "-" else "-"
        return ")" if taken == "." else "."

    def listed(self, block: Listing, sign: str) -> list[str]:
        lines: list[str] = []
        for place, item in enumerate(block.items):
            number = "" if block.start is None else min(block.start + place, MOST_NUMBER)
            head = f"{number}{sign} "
            inner = self.lines(item, tight=not block.loose, taken=sign)
            if place and block.loose:
                lines.append("")
            if not inner:
                lines.append(head.rstrip())
                continue
            lines.append(head + inner[0])
            lines += [" " * len(head) + line if line else "" for line in inner[1:]]
        return lines

    # --- lines -------------------------------------------------------------------------------

    def cell(self, line: Line) -> str:
        return self.line(line, starts=False).replace("|", "\\|")

    def line(self, line: Line, *, starts: bool = True) -> str:
        """starts: whether a line's first signs could make it something else than text."""
        for sign in "*_":
            text = self.composed(line, sign)
            if not any(run.marks for run in line) or _line_reads_as(text, line):
                break
        else:
            # No spelling of Markdown holds these marks; the words stay.
            self.lost = True
            text = self.composed(
                line_of(Run(run.text, run.marks - SIGNS.keys()) for run in line), "*"
            )
        if starts:
            text = "\n".join(_harmless_start(part) for part in text.split("\n"))
        return text

    def composed(self, line: Line, em: str) -> str:
        pieces = self.pieces(line, frozenset())
        _make_flank(pieces, em)
        text = "".join(em if piece.sign == "*" else piece.text for piece in pieces)
        # A parser strips more than it should: these spaces are meant.
        if text[:1].isspace() and text[0] != " ":
            text = f"&#{ord(text[0])};{text[1:]}"
        if text[-1:].isspace() and text[-1] != " ":
            text = f"{text[:-1]}&#{ord(text[-1])};"
        return text

    def pieces(self, line: Line, active: frozenset[Mark]) -> "list[_Piece]":
        made: list[_Piece] = []
        place = 0
        while place < len(line):
            open_marks = line[place].marks - active - {"code"}
            if not open_marks:
                made.append(self.leaf(line[place], active))
                place += 1
                continue
            ends = {mark: _reach(line, place, mark) for mark in open_marks}
            mark = max(open_marks, key=lambda one: (ends[one], OUTER.get(str(one), 9)))
            inner = self.pieces(line[place : ends[mark]], active | {mark})
            place = ends[mark]
            if isinstance(mark, Link):
                made += _link(mark, inner)
            else:
                sign = SIGNS[mark]
                made += [_Piece(sign, sign, "open"), *inner, _Piece(sign, sign, "close")]
        return made

    def leaf(self, run: Run, active: frozenset[Mark]) -> "_Piece":
        if run.text == BREAK:
            return _Piece("\\\n")
        if "code" in run.marks:
            return _Piece(_code_span(run.text))
        if self.careful:
            return _Piece(ANY_SIGN.sub(r"\\\g<0>", run.text), kind="text")
        text = SPECIAL.sub(r"\\\g<0>", run.text)
        if any(isinstance(mark, Link) for mark in active):
            text = IN_LINK.sub(r"\\\g<0>", text)
        return _Piece(text, kind="text")


@dataclass
class _Piece:
    """A part of a line. sign: of emphasis.  kind: open, close, text, or nothing to touch."""

    text: str
    sign: str = ""
    kind: str = ""


def _reach(line: Line, place: int, mark: Mark) -> int:
    end = place
    while end < len(line) and mark in line[end].marks:
        end += 1
    return end


def _link(link: Link, inner: "list[_Piece]") -> "list[_Piece]":
    words = "".join(piece.text for piece in inner)
    if not link.title and words == link.href and re.fullmatch(r"https?://[\w/.:?=%+-]+", words):
        return [_Piece(f"<{words}>")]
    href = re.sub(r"[\\<>&*_`$~\[\]]", r"\\\g<0>", link.href)
    if not re.fullmatch(r"[^\s()<>\x00-\x1f]+", link.href):
        href = f"<{href}>"
    title = ANY_SIGN.sub(r"\\\g<0>", link.title)
    return [_Piece("["), *inner, _Piece(f']({href} "{title}")' if title else f"]({href})")]


def _code_span(text: str) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    runs = {len(found) for found in re.findall("`+", text)}
    fence = "`" * next(length for length in range(1, longest + 2) if length not in runs)
    padded = text.strip(" ") and (
        text[0] == "`" or text[-1] == "`" or (text[0] == " " and text[-1] == " ")
    )
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


def _harmless_start(text: str) -> str:
    if not (match := STARTS.match(text)):
        return text
    place = match.start("dot") if match["dot"] else 0
    return f"{text[:place]}\\{text[place:]}"


# --- emphasis next to letters --------------------------------------------------------------------


def _make_flank(pieces: "list[_Piece]", em: str) -> None:
    """Emphasis between a letter and a mark is no emphasis to Markdown: write the letter as a number.

    CommonMark 0.31, section 6.2: a run of signs that has a letter before and a mark after does
    not open; one that has a mark before and a letter after does not close. A low line wants no
    letter on its outer side at all.
    """
    place = 0
    while place < len(pieces):
        if not pieces[place].sign:
            place += 1
            continue
        end = place
        while end < len(pieces) and pieces[end].sign[:1] == pieces[place].sign[0]:
            end += 1
        before = pieces[place - 1] if place else None
        after = pieces[end] if end < len(pieces) else None
        kinds = {piece.kind for piece in pieces[place:end]}
        if before and after and before.text and after.text:
            left, right = before.text[-1], after.text[0]
            strict = em == "_" and pieces[place].sign == "*"
            opens = "open" in kinds and _is_letter(left) and (strict or _is_mark(right))
            closes = "close" in kinds and _is_letter(right) and (strict or _is_mark(left))
            if opens and before.kind == "text":
                before.text = f"{before.text[:-1]}&#{ord(left)};"
            elif closes and after.kind == "text":
                after.text = f"&#{ord(right)};{after.text[1:]}"
        place = end


def _is_mark(sign: str) -> bool:
    return isMdAsciiPunct(ord(sign)) or isPunctChar(sign)


def _is_letter(sign: str) -> bool:
    return not _is_mark(sign) and not isWhiteSpace(ord(sign))


def _line_reads_as(text: str, line: Line) -> bool:
    try:
        return read_line(parsed_line(text)) == line
    except Unheld:
        return False
