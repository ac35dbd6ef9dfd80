"""Texts of other systems as our Markdown, and what of them cannot come along. Pure.

A text comes in one of the four forms Moodle names: html, moodle (HTML in which a new line counts),
plain and markdown. It leaves as Markdown for a page (block), as Markdown of one paragraph (inline;
prompts, options and feedback are shown so) or as bare words (bare; groups, accepted answers).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

FORMS = ("html", "moodle", "plain", "markdown")
LONGEST = 60_000
BREAK = "\\\n"

# Called with what was lost (a code) and which (a tag, an address); see report.py for the sentences.
Note = Callable[[str, str], None]


@dataclass(frozen=True)
class Words:
    """A text as another system wrote it."""

    source: str = ""
    form: str = "moodle"

    def __bool__(self) -> bool:
        return bool(self.source.strip())


def to_markdown(words: Words, note: Note, *, shape: str = "inline") -> str:
    """The text in our writing. shape: block, inline or bare."""
    source = words.source.replace("\r\n", "\n").replace("\r", "\n")
    if words.form == "markdown":
        return source.strip() if shape == "bare" else _own(source, note, shape)
    if words.form == "html" or (words.form == "moodle" and _MARKED.search(source)):
        if words.form == "moodle":
            source = _LONE_LINE_END.sub("<br>", source)
        return _Page(shape, note).written(source)
    return _plain(source, shape)


# --- text that carries no markup -----------------------------------------------------------------

# A formula never holds another's beginning: without that, many beginnings would take for ever.
_FORMULA = re.compile(
    r"\\\(((?:[^$\\]|\\[^()\[\]$])+?)\\\)|\\\[((?:[^$\\]|\\[^()\[\]$])+?)\\\]|\$\$([^$]+?)\$\$",
    re.S,
)
_BLOCK_OPENER = re.compile(
    r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|!!!|(?=[-=_]{2,}\s*$)[-=_]|=(?=\s*$)|\|(?=[\s:|-]*$)|:(?=[\s:|-]+$)"
    r"|-(?=[\s:|-]*$))"
)
_NUMBERED = re.compile(r"(\d{1,9})([.)](?:\s|$))")
_LINKLIKE = re.compile(r"\]\(|\[\^|\]\[|\]:")


def escaped(text: str, *, dollars: bool = True) -> str:
    """The same words in Markdown: what would be read as markup gets a backslash, and no more,
    because some places show a text as it was written."""
    shown = re.sub(r"\\(?=[!-/:-@\[-`{-~\n])", r"\\\\", text)
    shown = re.sub(r"\\$", r"\\\\", shown)
    shown = shown.replace("`", "\\`").replace("~~", "\\~\\~")
    shown = re.sub(r"(?<! )\*|\*(?! )", r"\\*", shown)
    shown = re.sub(r"_+", _underscores, shown)
    shown = re.sub(r"&(?=#?\w+;)", r"\\&", shown)
    shown = re.sub(r"<(?=[A-Za-z][\w.+-]*[:@])", r"\\<", shown)
    if _LINKLIKE.search(shown):
        shown = shown.replace("[", "\\[")
    return shown.replace("$", "\\$") if dollars else shown


def _underscores(found: re.Match[str]) -> str:
    """A blank to fill in (_____) stays as it is where Markdown cannot take it for emphasis."""
    text, start, end = found.string, found.start(), found.end()
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isspace() or (before.isalnum() and after.isalnum()):
        return found.group()
    return "\\_" * (end - start)


def _dollars(source: str) -> bool:
    """Whether a dollar sign in this text could be taken for the beginning of a formula."""
    return source.count("$") > 1 or _FORMULA.search(source) is not None


def _with_formulas(text: str, *, dollars: bool) -> str:
    """Escaped text in which TeX between \\( \\), \\[ \\] or $$ $$ became our formulas."""
    parts: list[str] = []
    at = 0
    for found in _FORMULA.finditer(text):
        formula = next(part for part in found.groups() if part is not None)
        formula = " ".join(formula.split())
        if formula:
            parts += [escaped(text[at : found.start()], dollars=dollars), f"${formula}$"]
            at = found.end()
    parts.append(escaped(text[at:], dollars=dollars))
    return "".join(parts)


def _guarded(line: str) -> str:
    """A line that begins no list, heading, rule or table, whatever its words are."""
    if _BLOCK_OPENER.match(line):
        return "\\" + line
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def _plain(source: str, shape: str) -> str:
    if shape == "bare":
        return " ".join(source.split())
    paragraphs = []
    dollars = _dollars(source)
    for paragraph in re.split(r"\n[ \t]*\n", source):
        lines = [_with_formulas(line.strip(), dollars=dollars) for line in paragraph.split("\n")]
        paragraphs.append([_guarded(line) for line in lines if line])
    between = "\n\n" if shape == "block" else BREAK
    return between.join(BREAK.join(lines) for lines in paragraphs if lines)


# --- Markdown ------------------------------------------------------------------------------------

_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(([^)\n]*)\)")
_INLINE_DISPLAY = re.compile(r"\$\$([^$\n]+?)\$\$")


def _own(source: str, note: Note, shape: str) -> str:
    """Markdown is ours already, but for pictures, HTML, and formulas in double dollars."""

    def picture(found: re.Match[str]) -> str:
        note("picture", found.group(1) or found.group(2))
        return ""

    def formula(found: re.Match[str]) -> str:
        return f"${found.group(1).strip()}$"

    def line(text: str) -> str:
        alone = shape == "block" and text.strip().startswith("$$")
        return text if alone else _INLINE_DISPLAY.sub(formula, text)

    text = _PICTURE.sub(picture, source)
    tags = sorted({found.group(2).lower() for found in _TAG.finditer(text)} & _HTML)
    if tags:
        note("html-in-markdown", ", ".join(tags))
    return "\n".join(line(one) for one in text.split("\n")).strip()


# --- HTML ----------------------------------------------------------------------------------------

_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9:-]*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
_RAW_END = re.compile(r"</(?:script|style)", re.I)
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w:.-]*+)(?:\s*=\s*("[^"]*+"|'[^']*+'|[^\s"'>]++))?""")
_MARKED = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w+;")
_LONE_LINE_END = re.compile(r"(?<!>)\n(?!\s*<)")
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "del": "~~",
             "s": "~~", "strike": "~~"}  # fmt: skip
_SPANNING = {*_EMPHASIS, "a", "code", "sub", "sup"}
_BLOCKS = {"p", "div", "section", "article", "figure", "figcaption", "dl", "dt", "dd", "address",
           "header", "footer", "main", "aside", "center", "fieldset", "details", "summary"}  # fmt: skip
_CLEAR = {"span", "a", "abbr", "label", "html", "body", "tbody", "thead", "tfoot", "colgroup",
          "col", "caption", "wbr", "time", "q", "var", "nolink", "bdi", "lang"}  # fmt: skip
_LOOKS = {"u", "font", "mark", "small", "big", "center", "tt", "ins", "o:p", "blink", "marquee"}
_MEDIA = {"audio", "video", "iframe", "object", "embed", "source", "track", "applet", "canvas"}
_PARTS = {"svg", "math", "input", "form", "button", "select", "textarea"}
_HEADINGS = {"h1": "##", "h2": "##", "h3": "###", "h4": "####", "h5": "####", "h6": "####"}
_FLAT = {"ul", "ol", "table", "pre", "blockquote", *_HEADINGS}
_HTML = (_BLOCKS | _CLEAR | _LOOKS | _MEDIA | _FLAT | _SPANNING | _PARTS
         | {"br", "hr", "img", "li", "tr", "td", "th", "script", "style"})  # fmt: skip
_INDICES = {
    "sub": str.maketrans("0123456789+-−=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓ"),
    "sup": str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
}
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>]+", re.I)
_HARMLESS_STYLE = re.compile(r"(?:\s*(?:text-align:\s*(?:left|start)|)\s*;?)*", re.I)
MOST_OPEN = 40


@dataclass
class _Open:
    """A tag that is open, and what was written since."""

    tag: str
    parts: list[str]
    attributes: dict[str, str]


class _Marked(str):
    """Words with marks round all of them, and what stands between the marks."""

    tag: str
    inside: str

    def __new__(cls, words: str, tag: str, inside: str) -> "_Marked":
        made = super().__new__(cls, words)
        made.tag, made.inside = tag, inside
        return made


class _Page:
    """One HTML text on its way into Markdown."""

    def __init__(self, shape: str, note: Note) -> None:
        self.shape = shape
        self.note = note
        self.blocks: list[str] = []
        self.open = [_Open("", [], {})]
        self.lists: list[tuple[str, int]] = []
        self.item = ""
        self.quoted = 0
        self.heading = ""
        self.dollars = False
        self.rows: list[list[str]] | None = None

    def written(self, source: str) -> str:
        self.dollars = _dollars(source)
        for kind, name, rest in _pieces(source):
            if kind == "text":
                self._text(name)
            elif kind == "raw":
                self._raw(name, rest)
            elif kind == "start":
                self._start(name, _attributes(rest))
            else:
                self._end(name)
        self._flush()
        if self.rows is not None:
            self._table()
        if self.shape == "bare":
            return " ".join(" ".join(self.blocks).split())
        between = "\n\n" if self.shape == "block" else BREAK
        joined = between.join(block for block in self.blocks if block.strip())
        # A list is one block: its entries stand on lines that follow each other.
        return re.sub(r"(?m)^(\s*(?:- |\d+\. ).*)\n\n(?=\s*(?:- |\d+\. ))", r"\1\n", joined).strip()

    # --- pieces ---

    def _text(self, text: str) -> None:
        if self.shape == "bare" or self._inside("pre"):
            self._put(text)
        else:
            text = re.sub(r"[ \t\n\f\xa0]+", " ", text)
            self._put(text if self._inside("code") else _with_formulas(text, dollars=self.dollars))

    def _raw(self, tag: str, content: str) -> None:
        if tag == "script":
            self.note("script", content.strip()[:60])
            self._text(f"<script>{content}</script>")
        else:
            self.note("looks", tag)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._notice(tag, attributes)
        if tag == "br":
            self._put(" " if self.shape == "bare" or self.rows is not None else BREAK)
        elif tag == "img":
            self.note("picture", attributes.get("alt") or attributes.get("src", "")[:80])
        elif tag == "hr":
            self._flush()
        elif tag in _BLOCKS:
            if self.rows is None:
                self._flush()
            else:
                self._put(" ")
        elif tag in _FLAT or tag in ("li", "tr", "td", "th"):
            self._start_block(tag)
        elif tag in _SPANNING and len(self.open) < MOST_OPEN:
            self._open(tag, attributes)

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        """Two runs of one emphasis side by side are one: "****" would be read as four stars."""
        parts = self.open[-1].parts
        last = parts[-1] if parts else ""
        if isinstance(last, _Marked) and _mark(last.tag) == _mark(tag):
            parts.pop()
            self.open.append(_Open(tag, [last.inside], attributes))
        else:
            self.open.append(_Open(tag, [], attributes))

    def _notice(self, tag: str, attributes: dict[str, str]) -> None:
        style = attributes.get("style", "")
        if tag in _LOOKS or "color" in attributes or not _HARMLESS_STYLE.fullmatch(style):
            self.note("looks", tag)
        if tag in _MEDIA:
            self.note("media", attributes.get("src") or attributes.get("data", ""))
        elif tag not in _HTML or tag in _PARTS:
            self.note("markup", tag)
        for name in attributes:
            if name.startswith("on"):
                self.note("markup", name)
        if self.shape != "block" and tag in _FLAT:
            self.note("flattened", tag)
        if attributes.get("colspan", "1") != "1" or attributes.get("rowspan", "1") != "1":
            self.note("markup", "colspan")

    def _start_block(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell()
            if self.rows:
                self.rows[-1].append("")
            return
        if tag == "tr":
            self._cell()
            if self.rows is not None:
                self.rows.append([])
            return
        if self.rows is not None:
            self._put(" ")
            return
        self._flush()
        if tag in ("ul", "ol"):
            self.lists.append((tag, 0))
        elif tag == "li":
            kind, count = self.lists.pop() if self.lists else ("ul", 0)
            self.lists.append((kind, count + 1))
            mark = f"{count + 1}. " if kind == "ol" else "- "
            self.item = "   " * (len(self.lists) - 1) + mark
        elif tag == "blockquote":
            self.quoted += 1
        elif tag == "table":
            self.rows = []
        elif tag == "pre":
            self.open.append(_Open("pre", [], {}))
        else:
            self.heading = _HEADINGS[tag] + " "

    def _end(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._cell()
        elif tag == "table" and self.rows is not None:
            self._cell()
            self._table()
        elif tag in _BLOCKS or tag in _HEADINGS or tag == "pre":
            if self.rows is None:
                self._flush()
        elif tag in ("ul", "ol", "li"):
            self._flush()
            if tag != "li" and self.lists:
                self.lists.pop()
            # What follows stands in the entry around this list, or in none.
            self.item = "   " * len(self.lists) if tag != "li" else ""
        elif tag == "blockquote":
            self._flush()
            self.quoted = max(0, self.quoted - 1)
        elif any(one.tag == tag for one in self.open):
            while self.open[-1].tag != tag:
                self._close()
            self._close()

    # --- writing ---

    def _put(self, text: str) -> None:
        """Emphasis that ends with a mark is none before a letter (CommonMark 0.31, section 6.2):
        there the letter is written as a number."""
        if not text:
            return
        parts = self.open[-1].parts
        if parts and parts[-1].endswith("*") and self.shape != "bare":
            before = parts[-1].rstrip("*")[-1:]
            if parts[-1] != before and _is_mark(before) and _is_letter(text[0]):
                text = f"&#{ord(text[0])};{text[1:]}"
        parts.append(text)

    def _inside(self, tag: str) -> bool:
        return any(one.tag == tag for one in self.open)

    def _close(self) -> None:
        one = self.open.pop()
        content = "".join(one.parts)
        self._put(self._wrapped(one, content))

    def _wrapped(self, one: _Open, content: str) -> str:
        words = content.strip(" \n")
        if one.tag in _INDICES:
            small = words.translate(_INDICES[one.tag])
            if any(sign in small for sign in words if sign.strip()):
                self.note("markup", one.tag)
                return content
            return small
        if self.shape == "bare" or not words:
            return content
        before = content[: len(content) - len(content.lstrip(" \n"))]
        after = content[len(content.rstrip(" \n")) :]
        if one.tag == "code":
            ticks = "`" * (max(map(len, re.findall(r"`+", words)), default=0) + 1)
            space = " " if words[0] == "`" or words[-1] == "`" else ""
            words = f"{ticks}{space}{words}{space}{ticks}"
        elif one.tag == "a":
            words = self._link(words, one.attributes.get("href", ""))
        elif one.tag in _EMPHASIS and not self._inside(one.tag):
            mark = _EMPHASIS[one.tag]
            around = self.open[-1].parts
            last = around[-1] if around and not before else ""
            if isinstance(last, _Marked) and (_is_mark(words[0]) or _is_mark(last.inside[-1])):
                # Nothing in Markdown says where the one emphasis ends and the other begins.
                self.note("looks", one.tag)
                return content
            words = f"{mark}{words}{mark}"
            if (
                not before
                and around
                and _is_letter(around[-1][-1:])
                and _is_mark(words.strip("*")[:1])
            ):
                around[-1] = f"{around[-1][:-1]}&#{ord(around[-1][-1])};"
        if after or one.tag == "a":
            return f"{before}{words}{after}"
        self._put(before)
        return _Marked(words, one.tag, content)

    def _link(self, words: str, address: str) -> str:
        if not address or address.startswith("#"):
            return words
        if not _SAFE_ADDRESS.fullmatch(address.strip()):
            self.note("link", address[:80])
            return words
        address = address.strip().replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
        return f"[{words}]({address})"

    def _flush(self) -> None:
        """End the paragraph, list entry, heading or code that is being written."""
        code = self._inside("pre")
        while len(self.open) > 1:
            if self.open[-1].tag == "pre":
                self.open[-2].parts.append("".join(self.open.pop().parts))
            else:
                self._close()
        content = "".join(self.open[0].parts)
        self.open[0].parts.clear()
        if code and not content.strip():
            return
        if code and self.shape == "block":
            self.blocks.append(_fenced(content))
        elif code:
            self.blocks.append(escaped(" ".join(content.split())))
        elif content.strip(" \\\n"):
            self._block(content)

    def _block(self, content: str) -> None:
        if "`" not in content:
            content = re.sub(" {2,}", " ", content)
        lines = [line.strip() for line in content.split(BREAK)]
        while lines and not lines[0]:
            lines.pop(0)
        while lines and not lines[-1]:
            lines.pop()
        if self.shape == "bare":
            self.blocks.append(content)
            return
        guarded = [_guarded(line) if line else "\u00a0" for line in lines]
        if self.shape == "inline":
            mark = self.item.strip().replace("-", "–", 1) + " " if self.item else ""
            self.blocks.append(mark.replace(". ", ") ") + BREAK.join(guarded))
        else:
            indent = " " * len(self.item)
            body = (BREAK + indent).join(guarded)
            if self.heading:
                body = " ".join(guarded)
            quote = "> " * self.quoted
            self.blocks.append(f"{quote}{self.item}{self.heading}{body}")
        self.heading = ""
        self.item = " " * len(self.item) if self.lists and self.shape == "block" else ""

    def _cell(self) -> None:
        if self.rows is None:
            return
        while len(self.open) > 1:
            self._close()
        content = " ".join("".join(self.open[0].parts).split())
        self.open[0].parts.clear()
        if content and not (self.rows and self.rows[-1]):
            self.blocks.append(content)
        elif content:
            self.rows[-1][-1] = (self.rows[-1][-1] + " " + content).strip()

    def _table(self) -> None:
        rows = [row for row in self.rows or [] if row]
        self.rows = None
        if self.shape != "block":
            self.blocks += [" | ".join(filter(None, row)) for row in rows]
            return
        if not rows:
            return
        width = max(map(len, rows))
        lines = [
            "| " + " | ".join(cell.replace("|", "\\|") for cell in row + [""] * (width - len(row)))
            + " |"
            for row in rows
        ]  # fmt: skip
        lines.insert(1, "|" + " --- |" * width)
        self.blocks.append("\n".join(lines))


def _mark(tag: str) -> str:
    return _EMPHASIS.get(tag, tag)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS" if sign else False


def _is_letter(sign: str) -> bool:
    return bool(sign) and not sign.isspace() and not _is_mark(sign)


def _fenced(code: str) -> str:
    fence = "`" * max(3, max(map(len, re.findall(r"`+", code)), default=0) + 1)
    return f"{fence}\n{code.strip(chr(10))}\n{fence}"


def _pieces(source: str) -> Iterator[tuple[str, str, str]]:
    """("text", words, ""), ("start" or "end", tag, attributes), ("raw", tag, content).

    Comments go; what looks like a tag and is none stays as text.
    """
    source = _without_comments(source)
    at = 0
    while found := _TAG.search(source, at):
        if found.start() > at:
            yield "text", unescape(source[at : found.start()]), ""
        closing, tag, rest = found.group(1), found.group(2).lower(), found.group(3)
        at = found.end()
        if not closing and tag in ("script", "style"):
            close = _RAW_END.search(source, at)
            end = close.start() if close else len(source)
            yield "raw", tag, source[at:end]
            after = source.find(">", end)
            at = after + 1 if after >= 0 else len(source)
            continue
        yield ("end" if closing else "start"), tag, rest
    if at < len(source):
        yield "text", unescape(source[at:]), ""


def _without_comments(source: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := source.find("<!--", at)) >= 0:
        end = source.find("-->", start)
        if end < 0:
            break
        parts.append(source[at:start])
        at = end + 3
    return "".join(parts) + source[at:]


def _attributes(rest: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(rest)
    return {one.group(1).lower(): unescape((one.group(2) or "").strip("\"'")) for one in found}


# --- one text in two languages -------------------------------------------------------------------

_SPAN = re.compile(r"<(/?)span\b([^<>]*)>", re.I)
_MLANG = re.compile(r"\{mlang(?:\s+([\w ,-]{1,60}))?\}")


def languages_in(source: str) -> set[str]:
    """The languages a text marks for Moodle's filters: span class="multilang" and {mlang}."""
    found = set()
    for span in _SPAN.finditer(source):
        if code := _marked_language(span):
            found.add(code)
    for mark in _MLANG.finditer(source):
        found |= set(_codes(mark.group(1)))
    return found


def in_one_language(source: str, language: str) -> tuple[str, bool]:
    """The text as its filter shows it in this language, and whether it had words for it."""
    if "{mlang" in source:
        return _by_marks(source, language)
    runs = _spans(source)
    if not runs:
        return source, True
    parts: list[str] = []
    at = 0
    had = True
    for start, end, options in runs:
        codes = [code for code, _words in options]
        here = language if language in codes else codes[0]
        had = had and language in codes
        parts += [source[at:start], next(words for code, words in options if code == here)]
        at = end
    return "".join(parts) + source[at:], had


def _marked_language(span: re.Match[str]) -> str:
    if span.group(1):
        return ""
    attributes = _attributes(span.group(2))
    if "multilang" not in attributes.get("class", "").split():
        return ""
    return attributes.get("lang", "")[:2].lower()


def _spans(source: str) -> list[tuple[int, int, list[tuple[str, str]]]]:
    """Runs of neighbouring language spans: where they stand, and language → words of each."""
    runs: list[tuple[int, int, list[tuple[str, str]]]] = []
    depth = 0
    opened: tuple[int, int, str] | None = None
    for span in _SPAN.finditer(source):
        if opened is None:
            if code := _marked_language(span):
                opened, depth = (span.start(), span.end(), code), 0
        elif not span.group(1):
            depth += 1
        elif depth:
            depth -= 1
        else:
            start, inner, code = opened
            words = (code, source[inner : span.start()])
            if runs and not source[runs[-1][1] : start].strip():
                first, _end, options = runs.pop()
                runs.append((first, span.end(), [*options, words]))
            else:
                runs.append((start, span.end(), [words]))
            opened = None
    return runs


def _codes(listed: str | None) -> list[str]:
    return [code.strip()[:2].lower() for code in (listed or "").split(",") if code.strip()]


def _by_marks(source: str, language: str) -> tuple[str, bool]:
    parts: list[str] = []
    other: list[str] = []
    had = False
    at = 0
    codes: list[str] = []
    for mark in [*_MLANG.finditer(source), None]:
        words = source[at : mark.start() if mark else len(source)]
        if not codes:
            parts.append(words)
        elif language in codes:
            parts.append(words)
            had = True
        elif "ot" in codes:
            other.append(words)
        if mark:
            codes = _codes(mark.group(1))
            at = mark.end()
    return "".join(parts if had else parts + other), had
