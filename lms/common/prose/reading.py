"""HTML of the editor, a clipboard or an attacker to blocks, with a list of what they cannot say."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeAlias

import nh3
from django.utils.translation import pgettext

from lms.common.html import heading_level
from lms.common.prose.model import (
    BREAK,
    DEEPEST,
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
    Rule,
    Run,
    Table,
    line_of,
    listing,
)

MARKS: dict[str, Mark] = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em",
    "strong": "strong", "b": "strong",
    "del": "del", "s": "del", "strike": "del",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What stands on lines of its own and is otherwise a paragraph.
PLAIN_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "figure",
    "figcaption", "details", "summary", "address", "dl", "dt", "dd", "li", "caption", "center",
}  # fmt: skip
TAGS = {
    *MARKS, *HEADINGS, *PLAIN_BLOCKS, "a", "br", "hr", "pre", "blockquote", "ul", "ol",
    "table", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "ol": {"start", "type", "data-loose"},
    "ul": {"data-loose"},
    "code": {"class"},
    "th": {"data-align", "align", "colspan", "rowspan"},
    "td": {"data-align", "align", "colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto"}
# Their words are no part of the text.
SILENT = {"script", "style", "template", "noscript", "head", "title"}
GONE = {
    "img": "picture", "svg": "picture", "picture": "picture", "canvas": "picture",
    "video": "media", "audio": "media", "iframe": "media", "object": "media", "embed": "media",
    "math": "formula", "sub": "script", "sup": "script",
    "input": "control", "select": "control", "textarea": "control", "button": "control",
}  # fmt: skip
ALIGNS = ("left", "center", "right")
WIDEST = 100
DEEPEST_HTML = 200
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
SURROGATES = re.compile("[\ud800-\udfff]")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")


@dataclass
class Node:
    """An element; its children are elements and texts."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)


Marks: TypeAlias = frozenset[Mark]


def read_html(html: str) -> tuple[Blocks, list[str]]:
    """The blocks, and in the reader's language what of the HTML is not in them."""
    html = SURROGATES.sub("\ufffd", html.replace("\r\n", "\n").replace("\r", "\n"))
    html = CONTROLS.sub("", html)
    seen = _Seen(convert_charrefs=True)
    seen.feed(html)
    seen.close()
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=SILENT,
        link_rel=None,
        url_schemes=SCHEMES,
        strip_comments=True,
    )
    tree = _Tree(convert_charrefs=True)
    tree.feed(clean)
    tree.close()
    reader = _Reader(seen.gone)
    if tree.too_deep:
        reader.gone.add("depth")
    blocks = reader.blocks(tree.root.children, frozenset(), 0)
    return blocks, [words for kind, words in _words().items() if kind in reader.gone]


class _Seen(HTMLParser):
    """What the HTML had before it was cleaned."""

    def __init__(self, **how: bool) -> None:
        super().__init__(**how)
        self.gone: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in GONE:
            self.gone.add(GONE[tag])
        given = dict(attrs)
        scheme = SCHEME.match((given.get("href") or "").strip()) if tag == "a" else None
        if scheme and scheme[1].lower() not in SCHEMES:
            self.gone.add("link")


class _Tree(HTMLParser):
    """Cleaned HTML as a tree; the cleaner closes every tag."""

    def __init__(self, **how: bool) -> None:
        super().__init__(**how)
        self.root = Node("")
        self.open = [self.root]
        self.skipped = 0
        self.too_deep = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "hr") and len(self.open) > DEEPEST_HTML:
            self.skipped += 1
            self.too_deep = True
            return
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in ("br", "hr"):
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif len(self.open) > 1 and tag not in ("br", "hr"):
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


class _Reader:
    """Reads one tree. gone: kinds of things that were left out."""

    def __init__(self, gone: set[str]) -> None:
        self.gone = set(gone)

    def blocks(self, children: "list[Node | str]", marks: Marks, level: int) -> Blocks:
        flow = _Flow(self, level)
        flow.walk(children, marks)
        flow.flush()
        return tuple(flow.found)

    def one_line(self, children: "list[Node | str]", marks: Marks, *, breaks: bool = False) -> Line:
        """Everything in there on one line: a heading or a cell holds nothing else."""
        inner = self.blocks(children, marks, DEEPEST)
        if len(inner) > 1 or not all(isinstance(block, Paragraph) for block in inner):
            self.gone.add("structure")
        runs = [run for line in _lines(inner) for run in (*line, Run(" "))]
        if not breaks:
            if any(run.text == BREAK for run in line_of(runs)):
                self.gone.add("break")
            runs = [Run(" ", run.marks) if run.text == BREAK else run for run in runs]
        return line_of(runs)

    def listed(self, node: Node, marks: Marks, level: int) -> Blocks:
        # Browsers read an ordered list in a list without an item between as a part of the item.
        items: list[list[Node | str]] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "li":
                items.append(list(child.children))
            elif isinstance(child, Node) or child.strip():
                if not items:
                    items.append([])
                items[-1].append(child)
        if level + 2 > DEEPEST:
            self.gone.add("depth")
            return tuple(block for item in items for block in self.blocks(item, marks, level))
        if node.attrs.get("type") in ("a", "A", "i", "I"):
            self.gone.add("letters")
        start = self.start(node.attrs.get("start", "1")) if node.tag == "ol" else None
        read = [self.blocks(item, marks, level + 2) for item in items]
        loose = node.attrs.get("data-loose") == "true"
        return (listing(start, loose, read),) if read else ()

    def start(self, said: str) -> int:
        number = int(said) if re.fullmatch(r"-?[0-9]{1,12}", said) else 1
        if not 0 <= number <= MOST_NUMBER:
            self.gone.add("number")
            return 1
        return number

    def table(self, node: Node, marks: Marks) -> Blocks:
        before: list[Block] = []
        rows: list[list[tuple[str, Line]]] = []
        for child in _parts(node):
            if child.tag != "tr":
                before += self.blocks([child], marks, DEEPEST)
                continue
            row: list[tuple[str, Line]] = []
            for cell in child.children:
                if not isinstance(cell, Node) or cell.tag not in ("td", "th"):
                    continue
                align = cell.attrs.get("data-align") or cell.attrs.get("align") or ""
                line = self.one_line(cell.children, marks)
                row.append((align if align in ALIGNS else "", line))
                if cell.attrs.get("rowspan", "1") != "1":
                    self.gone.add("merged")
                if (wide := cell.attrs.get("colspan", "1")) != "1":
                    self.gone.add("merged")
                    more = min(int(wide), WIDEST) - 1 if re.fullmatch("[0-9]{1,4}", wide) else 0
                    row += [("", ())] * more
            rows.append(row)
        width = max(map(len, rows), default=0)
        if not width:
            return tuple(before)
        for row in rows:
            row += [("", ())] * (width - len(row))
        aligns = tuple(
            next((row[place][0] for row in rows if row[place][0]), "") for place in range(width)
        )
        table = Table(aligns, tuple(tuple(line for _align, line in row) for row in rows))
        return (*before, table)


class _Flow:
    """Blocks in the order in which they end; loose text gathers into paragraphs."""

    def __init__(self, reader: _Reader, level: int) -> None:
        self.reader, self.level = reader, level
        self.found: list[Block] = []
        self.runs: list[Run] = []

    def flush(self) -> None:
        if line := line_of(self.runs):
            self.found.append(Paragraph(line))
        self.runs = []

    def walk(self, children: "list[Node | str]", marks: Marks) -> None:
        for child in children:
            if isinstance(child, str):
                # Text that says BREAK is only white space here.
                self.runs.append(Run(child.replace(BREAK, " "), marks))
            elif child.tag == "br":
                self.runs.append(Run(BREAK, marks))
            elif child.tag in MARKS:
                self.walk(child.children, marks | {MARKS[child.tag]})
            elif child.tag == "a":
                self.walk(child.children, self.linked(child, marks))
            elif child.tag in PLAIN_BLOCKS:
                self.flush()
                self.walk(child.children, marks)
                self.flush()
            else:
                self.flush()
                self.found += self.block(child, marks)

    def linked(self, node: Node, marks: Marks) -> Marks:
        href = node.attrs.get("href", "").strip()
        if not href or any(isinstance(mark, Link) for mark in marks):
            return marks
        return marks | {Link(normal_href(href), " ".join(node.attrs.get("title", "").split()))}

    def block(self, node: Node, marks: Marks) -> Blocks:
        reader, level = self.reader, self.level
        if node.tag in HEADINGS:
            shown = heading_level(node.tag)
            line = reader.one_line(node.children, marks, breaks=shown == 2)
            return (Heading(shown, line),) if line else ()
        if node.tag == "pre":
            return (_code(node),)
        if node.tag == "hr":
            return (Rule(),)
        if node.tag == "blockquote":
            if level + 1 > DEEPEST:
                reader.gone.add("depth")
                return reader.blocks(node.children, marks, level)
            inner = reader.blocks(node.children, marks, level + 1)
            return (Quote(inner),) if inner else ()
        if node.tag in ("ul", "ol"):
            return reader.listed(node, marks, level)
        if node.tag == "table":
            return reader.table(node, marks)
        return reader.blocks(node.children, marks, level)


def normal_href(href: str) -> str:
    """The address as Markdown gives it back."""
    from markdown_it.common.normalize_url import normalizeLink

    return normalizeLink(re.sub(r"\s+", "%20", href))


def _parts(table: Node) -> "list[Node]":
    """Rows of a table, and what else is in it."""
    parts = []
    for child in table.children:
        if isinstance(child, Node):
            parts += _parts(child) if child.tag in ("thead", "tbody", "tfoot") else [child]
    return parts


def _code(node: Node) -> Code:
    name = next(
        (
            child.attrs["class"]
            for child in node.children
            if isinstance(child, Node) and child.tag == "code" and "class" in child.attrs
        ),
        "",
    )
    languages = [part[9:] for part in name.split() if part.startswith("language-")]
    text = _text(node)
    if node.children and isinstance(node.children[0], str):
        # The first new line after the tag is not in the text, says HTML.
        text = text.removeprefix("\n")
    return Code(next(filter(None, languages), ""), text)


def _text(node: Node) -> str:
    return "".join(
        child if isinstance(child, str) else "\n" if child.tag == "br" else _text(child)
        for child in node.children
    )


def _lines(blocks: Blocks) -> list[Line]:
    """Every line in these blocks, whatever they are."""
    lines: list[Line] = []
    for block in blocks:
        match block:
            case Paragraph(line) | Heading(_, line):
                lines.append(line)
            case Code(_, text):
                lines.append((Run(" ".join(text.split()), frozenset({"code"})),) if text else ())
            case Quote(inner):
                lines += _lines(inner)
            case Listing(_, _, items):
                lines += [line for item in items for line in _lines(item)]
            case Table(_, rows):
                lines += [line for row in rows for line in row]
    return lines


def _words() -> dict[str, str]:
    return {
        "picture": pgettext("did not come over", "pictures"),
        "media": pgettext("did not come over", "video, sound and embedded pages"),
        "formula": pgettext("did not come over", "formulas"),
        "script": pgettext("did not come over", "raised and lowered letters"),
        "control": pgettext("did not come over", "form fields"),
        "link": pgettext("did not come over", "unsafe link addresses"),
        "merged": pgettext("did not come over", "merged cells"),
        "structure": pgettext("did not come over", "paragraphs and lists inside a cell or heading"),
        "break": pgettext("did not come over", "line breaks inside a cell or heading"),
        "letters": pgettext("did not come over", "letters as list numbers"),
        "number": pgettext("did not come over", "the first number of a list"),
        "depth": pgettext("did not come over", "nesting that is too deep"),
    }
