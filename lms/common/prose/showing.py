"""Markdown to blocks, with the parser of every text; and blocks to the HTML of the editor."""

from collections.abc import Iterator
from html import escape

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from lms.common.html import heading_level, parsed
from lms.common.prose.model import (
    BREAK,
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
    Rule,
    Run,
    Table,
    Unheld,
    line_of,
    listing,
)

MARKS: dict[str, Mark] = {"em": "em", "strong": "strong", "s": "del"}
ORDER = ("em", "strong", "del", "code")


def read_markdown(source: str) -> Blocks:
    """The blocks of a text. Raises Unheld for what has no block here."""
    return _blocks(iter(parsed(source, {})), "")


def _blocks(tokens: Iterator[Token], until: str) -> Blocks:
    return tuple(block for block, _hidden in _shown(tokens, until))


def _shown(tokens: Iterator[Token], until: str) -> list[tuple[Block, bool]]:
    """Blocks with whether their paragraph is hidden, as those of tight lists are."""
    found: list[tuple[Block, bool]] = []
    for token in tokens:
        if token.type == until:
            return found
        if (block := _block(token, tokens)) is not None:
            found.append((block, token.hidden))
    return found


def _block(token: Token, tokens: Iterator[Token]) -> Block | None:
    kind = token.type
    if kind in ("paragraph_open", "heading_open"):
        line = read_line(next(tokens).children or [])
        next(tokens)
        if not line:
            return None
        return Paragraph(line) if kind[0] == "p" else Heading(heading_level(token.tag), line)
    if kind in ("fence", "code_block"):
        language = token.info.strip()
        if len(language.split()) > 1:
            raise Unheld(kind)
        return Code(unescapeAll(language), token.content.removesuffix("\n"))
    if kind == "hr":
        return Rule()
    if kind == "blockquote_open":
        inner = _blocks(tokens, "blockquote_close")
        return Quote(inner) if inner else None
    if kind in ("bullet_list_open", "ordered_list_open"):
        return _list(token, tokens)
    if kind == "table_open":
        return _table(tokens)
    raise Unheld(kind)


def _list(opening: Token, tokens: Iterator[Token]) -> Listing:
    items, loose = [], False
    for token in tokens:
        if token.type == opening.type.replace("open", "close"):
            break
        shown = _shown(tokens, "list_item_close")
        loose |= any(isinstance(block, Paragraph) and not hidden for block, hidden in shown)
        items.append(tuple(block for block, _hidden in shown))
    number = opening.attrGet("start")
    start = int(1 if number is None else number) if opening.type[0] == "o" else None
    return listing(start, loose, items)


def _table(tokens: Iterator[Token]) -> Table:
    aligns: list[str] = []
    rows: list[list[Line]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            if token.type == "th_open":
                aligns.append(str(token.attrGet("style") or "").removeprefix("text-align:"))
            rows[-1].append(read_line(next(tokens).children or []))
    return Table(tuple(aligns), tuple(tuple(row) for row in rows))


def read_line(children: list[Token]) -> Line:
    """The runs of one line's tokens."""
    runs: list[Run] = []
    marks: list[Mark] = []
    for token in children:
        name, _, end = token.type.partition("_")
        if token.type in ("text", "text_special"):
            runs.append(Run(token.content, frozenset(marks)))
        elif token.type == "softbreak":
            runs.append(Run(" ", frozenset(marks)))
        elif token.type == "hardbreak":
            runs.append(Run(BREAK, frozenset(marks)))
        elif token.type == "code_inline":
            runs.append(Run(token.content, frozenset({*marks, "code"})))
        elif token.type == "link_open":
            marks.append(Link(str(token.attrGet("href")), str(token.attrGet("title") or "")))
        elif name in MARKS and end == "open":
            marks.append(MARKS[name])
        elif end == "close":
            marks.pop()
        else:
            raise Unheld(token.type)
    return line_of(runs)


# --- to the editor -------------------------------------------------------------------------------


def write_html(blocks: Blocks) -> str:
    """HTML without any space between the tags, so that the editor may keep every space."""
    return "".join(_html(block) for block in blocks)


def _html(block: Block) -> str:
    match block:
        case Paragraph(line):
            return f"<p>{_line(line)}</p>"
        case Heading(level, line):
            return f"<h{level}>{_line(line)}</h{level}>"
        case Code(language, text):
            name = f' class="language-{escape(language)}"' if language else ""
            return f"<pre><code{name}>{escape(text)}</code></pre>"
        case Quote(blocks):
            return f"<blockquote>{write_html(blocks)}</blockquote>"
        case Rule():
            return "<hr>"
        case Listing(start, loose, items):
            tag = "ul" if start is None else "ol"
            said = f' start="{start}"' if start not in (None, 1) else ""
            said += ' data-loose="true"' if loose else ""
            # The editor wants a paragraph at the head of every item; empty ones are not stored.
            inner = "".join(f"<li>{write_html(item) or '<p></p>'}</li>" for item in items)
            return f"<{tag}{said}>{inner}</{tag}>"
        case Table(aligns, rows):
            head = _row(rows[0], aligns, "th")
            body = "".join(_row(row, aligns, "td") for row in rows[1:])
            return f"<table><tbody>{head}{body}</tbody></table>"


def _row(cells: tuple[Line, ...], aligns: tuple[str, ...], tag: str) -> str:
    inner = []
    for cell, align in zip(cells, aligns, strict=True):
        said = f' data-align="{align}"' if align else ""
        inner.append(f"<{tag}{said}><p>{_line(cell)}</p></{tag}>")
    return f"<tr>{''.join(inner)}</tr>"


def _line(line: Line) -> str:
    return "".join(_run(run) for run in line)


def _run(run: Run) -> str:
    html = "<br>" if run.text == BREAK else escape(run.text, quote=False)
    for name in reversed(ORDER):
        if name in run.marks:
            html = f"<{name}>{html}</{name}>"
    for mark in run.marks:
        if isinstance(mark, Link):
            title = f' title="{escape(mark.title)}"' if mark.title else ""
            html = f'<a href="{escape(mark.href)}"{title}>{html}</a>'
    return html
