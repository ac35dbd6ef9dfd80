"""Texts of other systems in our Markdown: the words stay, and nothing comes to life."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.banks.exchange.markup import Words, escaped, to_markdown
from lms.common.html import plain_text, render_inline, render_markdown

SIGNS = "abž 12.*_`#>~[]()!<&;$\\|=-+:^{}\"'/@\n"


def nothing(code: str, detail: str) -> None:
    pass


def words(html: str) -> list[str]:
    return plain_text(html).replace("\u00a0", " ").split()


@given(st.text(SIGNS, max_size=60))
@example("1\n=")
def test_plain_words_stay_what_they_were(source):
    # TeX between double dollars is meant as a formula; see below.
    if "$$" in source or "\\(" in source or "\\[" in source:
        return
    for shape, render in (("inline", render_inline), ("block", render_markdown)):
        markdown = to_markdown(Words(source, "plain"), nothing, shape=shape)
        assert words(render(markdown, "en")) == source.split(), markdown


@given(st.text(SIGNS + "<b></b><p><li>", max_size=80), st.sampled_from(["html", "moodle"]))
def test_no_text_makes_markup_that_is_not_ours(source, form):
    for shape in ("inline", "block"):
        html = render_markdown(to_markdown(Words(source, form), nothing, shape=shape), "en")
        assert not re.search(r"<(?!/?(p|br|em|strong|del|code|pre|ul|ol|li|h\d|blockquote|table|"
                             r"thead|tbody|tr|t[hd]|hr|div|a|span|m\w+|annotation|semantics)\b)", html)  # fmt: skip


RUNS = st.lists(
    st.tuples(st.sampled_from(["b", "i", "code", "span", "a"]), st.text("abž .,(", max_size=6)),
    max_size=5,
)


@given(RUNS)
def test_emphasis_anywhere_leaves_the_words_and_no_signs(runs):
    html = "".join(f"<{tag}>{text}</{tag}>" for tag, text in runs)
    markdown = to_markdown(Words(html, "html"), nothing)
    assert "".join(words(render_inline(markdown, "en"))) == "".join(
        text for _tag, text in runs
    ).replace(" ", ""), markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <b> b </b>c</p>", "a **b** c"),
        ("<b>a<i>b</i></b>", "**a*b***"),
        ("<b></b>a<i> </i>b", "a b"),
        ("a<b>.b.</b>c", "&#97;**.b.**&#99;"),
        ("<b>never closed", "**never closed**"),
        ("never opened</b>", "never opened"),
        ("<b>a<p>b</b>c", "**a**\n\nbc"),
        ("a<br><br>b<br>", "a\\\n\u00a0\\\nb"),
        ("<ul><li><p>a</p><p>b</p></li></ul>c", "- a\n\n  b\n\nc"),
        ("<ol><li>a<ul><li>b</li></ul>c</li><li>d</li></ol>", "1. a\n   - b\n\n   c\n\n2. d"),
        ("<code>a*b`c</code>", "``a*b`c``"),
        ("<pre>a  b\n c</pre>", "```\na  b\n c\n```"),
        ("1. a<br>- b<br># c", "1\\. a\\\n\\- b\\\n\\# c"),
        ("a&nbsp;b &lt;c&gt; &amp;amp;", "a b <c> \\&amp;"),
        ("<!-- a --><p>b</p><!-- c", "b\n\n<!-- c"),
        ("x<sup>2</sup>", "x²"),
        ('<a href="https://a.lt/x(1)">b</a>', "[b](https://a.lt/x%281%29)"),
        ('<a href="javascript:x">b</a>', "b"),
        (r"<p>\[ x \]</p>", "$x$"),
        ("<h1>a <b>b</b></h1>", "## a **b**"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n\n> b"),
    ],
)
def test_html_becomes(html, markdown):
    assert to_markdown(Words(html, "html"), nothing, shape="block") == markdown


def test_a_script_ends_as_words():
    markdown = to_markdown(Words("<p>a</p><script>alert('x')</script>", "html"), nothing)
    assert "<script" not in render_inline(markdown, "en")
    assert "alert(" in render_inline(markdown, "en")


def test_words_without_signs_are_left_as_they_are():
    for text in ("a - b", "3 * 4 < 5 & 6", "snake_case", "_____ is here", "100 $", "ne; #1", "(a)"):
        assert escaped(text, dollars=False) == text


def test_markdown_stays_but_for_pictures_and_double_dollars():
    lost: list[str] = []
    markdown = to_markdown(
        Words("*a* ![b](c.png) <u>d</u> $$e$$\n\n$$f$$", "markdown"),
        lambda code, detail: lost.append(code),
        shape="block",
    )
    assert markdown == "*a*  <u>d</u> $e$\n\n$$f$$"
    assert lost == ["picture", "html-in-markdown"]
