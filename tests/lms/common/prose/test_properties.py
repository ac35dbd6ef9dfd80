"""Whatever is written goes through the editor and back without loss, and no markup comes of text."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.common.html import render_markdown
from lms.common.prose import from_prose, to_prose, why_source_only
from lms.common.prose.model import (
    BREAK,
    Code,
    Heading,
    Link,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    line_of,
    listing,
)
from lms.common.prose.reading import CONTROLS, read_html
from lms.common.prose.showing import read_markdown, write_html
from lms.common.prose.writing import _Writer

pytestmark = pytest.mark.sweep

thorough = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

# Signs Markdown gives a meaning to, often; letters, spaces of several kinds, other scripts, seldom.
SIGNS = [*list("*_`~#>-+=|[]()<>!$\\&:.?^\"'{}/@%1a0"), "**", "```", "&amp;", "&#35;", "1.", "!!!"]
LETTERS = [*list("aąšž Ž9"), "–", "„", "“", "\xa0", "\u2003", "日", "😀", "é", "«"]
awkward = st.lists(st.sampled_from([*SIGNS, *LETTERS, *LETTERS, " ", " "]), max_size=24).map(
    "".join
)
words = st.one_of(awkward, st.text(max_size=20), st.sampled_from(["Upė", "2 * 3", "kaina 5 $"]))
languages = st.sampled_from(["", "", "python", "c++", "r", "a`b", "x&amp;y", "a\\*b"])
links = st.builds(
    Link,
    st.sampled_from(
        [
            "https://gamta.lt/a_b?x=1&copy=2#c",
            "/lt/courses/",
            "mailto:ona@example.org",
            "#v",
            "a(b",
            "x%20y",
        ]
    ),
    st.sampled_from(["", "", 'Apie "upę"', "a\\b_c*"]),
)
marks = st.frozensets(
    st.one_of(st.sampled_from(["em", "strong", "del", "code"]), st.sampled_from(["em", "strong"])),
    max_size=3,
)


@st.composite
def lines(draw, *, breaks: bool = True):
    runs = []
    for _part in range(draw(st.integers(1, 5))):
        if breaks and draw(st.integers(0, 6)) == 0:
            runs.append(Run(BREAK))
        text = CONTROLS.sub("", draw(words)).replace("\n", " ").replace("\r", " ")
        linked = {draw(links)} if draw(st.integers(0, 5)) == 0 else set()
        runs.append(Run(text, draw(marks) | linked))
    line = line_of(runs)
    return line or (Run("x"),)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 3))
    row = st.tuples(*[st.one_of(st.just(()), lines(breaks=False))] * width)
    aligns = st.tuples(*[st.sampled_from(["", "left", "center", "right"])] * width)
    return Table(draw(aligns), tuple(draw(st.lists(row, min_size=1, max_size=3))))


code_text = st.lists(
    st.sampled_from(["", "a", "  b", "```", "~~~~", "- c", "\td", "# e", "<p>", "&amp;"]),
    max_size=4,
).map("\n".join)
simple = st.sampled_from(["a", "1. b", "- c", "---", "a\nb", "a\n---", "\nx"]).map(
    lambda text: tuple(Run(part) for part in re.split("(\n)", text) if part)
)
leaves = st.one_of(
    simple.map(Paragraph),
    simple.map(Paragraph),
    st.builds(Heading, st.just(2), simple),
    st.just(Heading(3, (Run("c", frozenset({"em"})),))),
    st.builds(Code, st.just(""), st.sampled_from(["", "a\n\n  b", "```", "- c\n"])),
    st.just(Table(("", "right"), (((), (Run("d"),)), ((Run("e|"),), ())))),
    st.just(Rule()),
)
# One block with all that a line or a cell may hold.
single = st.one_of(
    lines().map(Paragraph),
    lines().map(Paragraph),
    st.builds(Heading, st.just(2), lines()),
    st.builds(Heading, st.integers(3, 4), lines(breaks=False)),
    st.builds(Code, languages, code_text),
    tables(),
).map(lambda block: (block,))


def containers(inner):
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    item = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        several.map(Quote),
        st.builds(
            listing,
            st.one_of(st.none(), st.sampled_from([0, 1, 7, 999_999_998])),
            st.booleans(),
            st.lists(item, min_size=1, max_size=3),
        ),
    )


nested = st.lists(st.recursive(leaves, containers, max_leaves=6), max_size=3).map(tuple)
documents = st.one_of(single, nested)


class Seen(HTMLParser):
    """A page as it is seen: its blocks, and each sign with the marks it stands in."""

    MARKS = ("em", "strong", "del", "code", "a")

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[object] = []
        self.marks: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in self.MARKS:
            self.marks.append((tag, given.get("href", "")))
        else:
            self.parts.append((tag, given.get("class"), given.get("start")))

    def handle_endtag(self, tag):
        if tag in self.MARKS:
            self.marks.pop()
        else:
            self.parts.append(f"/{tag}")

    def handle_data(self, data):
        for sign in data:
            kind = frozenset(self.marks)
            if sign in " \n\t":
                # Spaces show no marks, and one is as good as two.
                if self.parts and self.parts[-1] == " ":
                    continue
                self.parts.append(" ")
            else:
                self.parts.append((sign, kind))


def seen(html: str) -> list[object]:
    parts = Seen(html).parts
    # Space next to a tag of a block is not seen.
    return [
        part
        for place, part in enumerate(parts)
        if part != " "
        or not (
            place == 0
            or place == len(parts) - 1
            or _is_tag(parts[place - 1])
            or _is_tag(parts[place + 1])
        )
    ]


def _is_tag(part: object) -> bool:
    return (isinstance(part, str) and part[0] == "/") or (
        isinstance(part, tuple) and len(part) == 3
    )


def rendered(markdown: str) -> str:
    return render_markdown(markdown, "en")


@thorough
@given(documents)
def test_every_document_of_the_editor_is_stored_and_opens_as_it_was(document):
    html = write_html(document)
    assert read_html(html) == (document, [])
    stored = from_prose(html)
    assert not stored.dropped
    assert read_markdown(stored.text) == document
    assert to_prose(stored.text) == html


@thorough
@given(documents)
def test_nothing_needs_the_careful_spelling(document):
    assert read_markdown(_Writer().text(document)) == document


@thorough
@given(documents)
def test_a_careful_spelling_says_the_same(document):
    assert read_markdown(_Writer(careful=True).text(document)) == document


# Sources as people write them, not as we write them back.
spelled = st.lists(
    st.sampled_from(
        [
            "# A", "## B *c* ##", "C\n---", "text", "text\nmore", "a  \nb", "a\\\nb", "**a**b", "*a*", "__b__",
            "~~c~~", "`d`", "``e`f``", "[g](/h)", "[g](/h \"i\")", "<https://gamta.lt/>", "- a", "- a\n- b",
            "- a\n\n- b", "* a\n  - b\n    1. c", "1. a\n2. b", "3) a\n4) b", "- a\n\n  b", "-", "- a\n  > b\n  # c",
            "- a\n  ```\n  b\n\n  c\n  ```\n  d", "> a\nb", "> a\n>\n> - b", "> > a", "```\na\n```",
            "```python\na\n\nb\n```", "~~~\n```\n~~~", "    indented", "---", "***", "a|b\n-|-\nc|d",
            "| a | b |\n|:--|--:|\n| *c* | `d\\|e` |", "|a|\n|:-:|", "\\*a\\*", "&amp; &copy; &nbsp;", "5 < 6 & 7",
            "a_b_c", "2 * 3", "!\\[", "a ***b** c*", "*a **b***", "***a***", "**a *b* c**", "*a*b", "- - a", "- # a\n  b",
            "+ a\n  | b |\n  | - |\n  | c |", "1. - a\n   - b\n2. c", "- a\n   \n   b\n- c", "a\n===", "a\nb\n---",
        ]
    ),
    max_size=5,
)  # fmt: skip
joined = st.tuples(spelled, st.sampled_from(["\n\n", "\n", "\n\n\n", "\n  ", "\n> "])).map(
    lambda pair: pair[1].join(pair[0])
)


@thorough
@given(joined)
def test_a_source_looks_the_same_after_the_editor(source):
    if why_source_only(source):
        return
    stored = from_prose(to_prose(source))
    assert not stored.dropped
    assert seen(rendered(stored.text)) == seen(rendered(source))
    assert from_prose(to_prose(stored.text)) == stored


@thorough
@given(documents)
def test_stored_once_it_is_stored_the_same_for_ever(document):
    stored = from_prose(write_html(document)).text
    assert from_prose(to_prose(stored)).text == stored
    assert not why_source_only(stored)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_of(html: str) -> str:
    parts = Seen(html).parts
    return "".join(part[0] if isinstance(part, tuple) and len(part) == 2 else "" for part in parts)


typed = st.one_of(st.text(max_size=60), awkward)


@thorough
@given(typed, st.sampled_from(["p", "h2", "h3", "li", "td", "blockquote"]))
def test_whatever_is_typed_shows_as_just_that_text(text, tag):
    wrapped = {"li": "<ul><li>{}</li></ul>", "td": "<table><tr><td>a</td><td>{}</td></tr></table>"}
    html = wrapped.get(tag, f"<{tag}>{{}}</{tag}>").replace("{}", escaped(text))
    stored = from_prose(html)
    assert not stored.dropped
    shown = rendered(stored.text)
    allowed = {
        "p",
        "h2",
        "h3",
        "ul",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "div",
    }
    assert set(re.findall(r"<(\w+)", shown)) <= allowed
    # The page ties some words with U+00A0; controls nobody sees are not stored.
    plain = re.sub(r"[\s\x1c-\x1f]", "", CONTROLS.sub("", text).replace("\r", ""))
    assert re.sub(r"\s", "", text_of(shown)).removeprefix("a" if tag == "td" else "") == plain


class Tags(HTMLParser):
    """What a browser makes of the HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names, self.attributes, self.addresses = set(), set(), set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses |= {value.strip().lower() for name, value in attrs if name == "href"}


TAGS = ["p", "b", "a href='javascript:x'", "img src=x onerror=y", "script", "table", "tr", "td", "li", "ul", "ol",
    "svg", "math", "style", "template", "h1", "pre", "code", "blockquote", "div", "a href=//x", "iframe", "p onclick=z",
    "o:p", "td colspan=9", "th rowspan=2", "ol start=-4", "br", "!--", "![CDATA[", "?xml"]  # fmt: skip
hostile = st.lists(
    st.one_of(
        st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
        st.sampled_from(TAGS).map(lambda tag: f"</{tag.split()[0]}>"),
        awkward,
        st.text(max_size=8),
    ),
    max_size=25,
).map("".join)


@thorough
@given(hostile)
def test_no_html_breaks_it_or_brings_markup_through(html):
    stored = from_prose(html)
    shown = rendered(stored.text)
    tags = Tags(shown)
    assert not tags.names & {"script", "img", "svg", "math", "iframe", "style", "template", "input"}
    assert tags.attributes <= {
        "href",
        "rel",
        "class",
        "start",
        "tabindex",
        "role",
        "aria-label",
        "scope",
    }
    assert not [address for address in tags.addresses if address.startswith("javascript")]
    assert from_prose(to_prose(stored.text)).text == stored.text
