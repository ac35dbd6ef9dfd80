"""People's text as markup: what becomes of it, what is never let through, and what it ties."""

import re

import pytest

from lms.common import html as markup
from lms.common.html import formula_faults, plain_text, render_inline, render_markdown

TABLE = "| Data | Vieta |\n|---|--:|\n| 05-01 | 12 |\n"
FORMULA = "$$\n\\bar{x} = \\frac{1}{n}\\sum_{i=1}^{n} x_i\n$$\n"
NOTE = "Suskaičiuota du kartus.[^1]\n\n[^1]: Du žmonės.\n"


def made(source: str, language: str = "en", anchor: str = "") -> str:
    return render_markdown(source, language, anchor=anchor)


def names(html: str) -> list[str]:
    return re.findall(r'aria-label="([^"]*)"', html)


# --- what is never let through -------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "Text with <b onclick='x()'>bold</b>.",
        "<img src=x onerror=alert(1)>",
        '<div role="main" tabindex="5">in</div>',
    ],
)
def test_raw_html_is_shown_as_text(typed):
    for html in (made(typed), render_inline(typed, "en")):
        assert "&lt;" in html
        assert not re.search(r"<(script|img|b|div)\b", html)
        assert plain_text(html).replace("’", "'") == typed


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
    ],
)
def test_links_that_would_run_something_are_not_links(address):
    for html in (made(f"[here]({address})"), render_inline(f"[here]({address})", "en")):
        assert "href" not in html
        assert "here" in html


def test_links_elsewhere_carry_nothing_over():
    html = made("[ECSA](https://www.ecsa.ngo/) and [mail](mailto:hub@example.org)")
    assert '<a href="https://www.ecsa.ngo/" rel="noopener noreferrer">ECSA</a>' in html
    assert 'href="mailto:hub@example.org"' in html


def test_pictures_come_only_from_image_blocks():
    assert "<img" not in made("![bush](https://example.org/bush.png)")


def test_the_sanitiser_stands_even_where_the_parser_lets_something_through(monkeypatch):
    hostile = (
        '<script>x()</script><a href="javascript:x()" onclick="x()" style="top:0">here</a>'
        '<iframe src="https://example.org/"></iframe>'
    )

    class Careless:
        def render(self, *_given):
            return hostile

        renderInline = render

    monkeypatch.setattr(markup, "_parser", Careless)
    for clean in (made("anything"), render_inline("anything", "en")):
        assert clean == '<a rel="noopener noreferrer">here</a>'


# --- headings and footnotes ----------------------------------------------------------------------


def test_headings_start_at_the_second_level_and_end_at_the_fourth():
    html = made("# One\n\n## Two\n\n### Three\n\n#### Four\n\n###### Six\n")
    assert re.findall(r"<(h\d)>", html) == ["h2", "h2", "h3", "h4", "h4"]


def test_footnotes_of_two_blocks_of_one_page_do_not_meet():
    one, other = made(NOTE, "lt", "opening"), made(NOTE, "lt", "closing")
    ids = [re.findall(r'\bid="([^"]+)"', html) for html in (one, other)]
    assert len(ids[0]) == 2
    assert not set(ids[0]) & set(ids[1])
    for html, mine in zip((one, other), ids, strict=True):
        assert {address.lstrip("#") for address in re.findall(r'href="([^"]+)"', html)} == set(mine)


def test_a_note_that_is_called_twice_has_two_places_to_come_back_from():
    html = made("Once[^a] and again[^a].\n\n[^a]: The note.\n", anchor="b")
    assert len(set(re.findall(r'id="(fnref[^"]+)"', html))) == 2
    assert html.count("<li ") == 1


# --- what is wider than a phone ------------------------------------------------------------------


def test_a_table_scrolls_by_itself_reached_by_the_keyboard_under_a_name():
    html = made(TABLE, "lt")
    opening = '<div class="scroll" tabindex="0" role="region" aria-label="Lentelė: Data, Vieta">'
    assert html.startswith(opening)
    assert '<th scope="col" class="num">Vieta</th>' in html
    assert names(made(TABLE)) == ["Table: Data, Vieta"]


def test_tables_on_one_page_can_be_told_apart():
    other = TABLE.replace("Vieta", "Kiekis")
    assert names(made(f"{TABLE}\ntext\n\n{other}\ntext\n\n{TABLE}")) == [
        "Table: Data, Vieta",
        "Table: Data, Kiekis",
        "Table: Data, Vieta (2)",
    ]


def test_the_name_of_a_table_is_plain_text():
    html = made('| **Date** | `no"d` & <i> |  |\n|---|---|---|\n| 1 | 2 | 3 |\n')
    assert names(html) == ["Table: Date, no&quot;d &amp; &lt;i&gt;"]
    assert names(made("|  |  |\n|---|---|\n| 1 | 2 |\n")) == ["Table"]


def test_a_formula_on_its_own_line_scrolls_by_itself_reached_by_the_keyboard():
    for language, name in (("lt", "Formulė"), ("en", "Formula")):
        html = made(FORMULA, language)
        opening = f'<div class="math block" tabindex="0" role="group" aria-label="{name}"><math '
        assert html.startswith(opening)
        assert 'display="block"' in html
    assert "tabindex" not in made("The mean $\\bar{x}$ of all.")


@pytest.mark.parametrize("formula", ["$$x = 1$$", "$$\nx = 1\n$$"])
@pytest.mark.parametrize("before", ["A line\n", "> A line\n> ", "A\nB\n"])
def test_a_formula_of_its_own_line_needs_no_empty_line_before_it(before, formula):
    html = made(before + formula.replace("\n", "\n> " if ">" in before else "\n") + "\n\nAfter.\n")
    assert html.count('<div class="math block"') == 1
    assert html.count("<math") == 1
    assert "$" not in html


@pytest.mark.parametrize("said", ["It costs\n$$5 and\n$$6 more.", "\\$\\$x\n\\$\\$y\\$\\$"])
def test_dollars_that_are_no_formula_stay_in_their_paragraph(said):
    html = made(said)
    assert html.count("<p>") == 1
    assert "<math" not in html


def test_a_labelled_formula_has_no_link_that_leads_nowhere():
    html = made("$$a = 1$$ (eq1)\n")
    assert "<math" in html
    assert "href" not in html


def test_an_unreadable_formula_shows_as_typed_and_is_reported():
    assert formula_faults("Fine: $a$. Broken: $\\frac{1}{$.") == ["\\frac{1}{"]
    assert "<code>" in made("$$\n\\frac{1}{\n$$\n")


# --- words that belong together ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", "It took 25 min in all.", "It took 25~min in all."),
        ("en", "A plot of 1 m × 1 m.", "A plot of 1~m~×~1~m."),
        ("en", "So – in the end – yes.", "So~– in the end~– yes."),
        ("en", "I saw a bird.", "I saw a bird."),
        ("lt", "Trukmė 25 min. ir 10 %.", "Trukmė 25~min. ir 10~%."),
        ("lt", "Ir o, į mišką i namus.", "Ir o, į~mišką i~namus."),
        ("lt", "Pvz., t. y. medis, pvz. ąžuolas.", "Pvz., t.~y. medis, pvz.~ąžuolas."),
    ],
)
def test_words_are_tied_where_a_line_must_not_break(language, typed, shown):
    for html in (made(typed, language), render_inline(typed, language)):
        assert plain_without_joining(html) == shown


def plain_without_joining(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).replace("\u00a0", "~").strip()


def test_tying_leaves_tags_alone():
    html = made("[5 km](https://example.org/?a=5%20km) i [x](#b-1)", "lt")
    assert 'href="https://example.org/?a=5%20km"' in html
    assert ">5\u00a0km</a>" in html


@pytest.mark.parametrize("source", [r"$0{,}71$", r"$$\frac{5}{7} \approx 0{,}71$$"])
def test_a_decimal_comma_in_a_formula_belongs_to_its_number(source):
    html = made(source, "lt")
    assert "<mn>0,71</mn>" in html
    assert "<mo>,</mo>" not in html


def test_a_comma_between_arguments_stays_a_comma():
    assert "<mo>,</mo>" in made("$f(1, 2)$")
