"""Markdown to clean HTML: the only door through which people's text becomes markup."""

import re
from functools import cache
from html import escape, unescape
from typing import Any

import nh3
from latex2mathml.converter import convert as latex_to_mathml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

# Raise it when the output of the same text changes: rendered units are then made anew.
RENDERER = 3

MATHML = {
    "math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace",
    "msub", "msup", "msubsup", "munder", "mover", "munderover", "mfrac", "msqrt", "mroot",
    "mtable", "mtr", "mtd", "mpadded", "mphantom", "mstyle", "menclose", "mmultiscripts",
}  # fmt: skip
TAGS = MATHML | {
    "p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li",
    "h2", "h3", "h4", "a", "table", "thead", "tbody", "tr", "th", "td", "sup", "section",
    "div", "span",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "id", "class", "aria-label", "role"},
    "ol": {"start", "class"},
    "li": {"id", "class"},
    "section": {"class"},
    "sup": {"class", "id"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "p": {"class"},
    "th": {"class", "scope"},
    "td": {"class"},
    "hr": {"class"},
    "math": {"xmlns", "display"},
    "mo": {"stretchy", "fence", "separator", "form", "lspace", "rspace"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
    "mtable": {"columnalign", "rowspacing"},
}
# What is wider than a phone scrolls by itself; the keyboard reaches it, and it has a name.
TABLE = {"lt": "Lentelė", "en": "Table"}
FORMULA = {"lt": "Formulė", "en": "Formula"}
WRITTEN = {"text", "code_inline"}
ALIGNED = {"text-align:right": "num", "text-align:center": "mid", "text-align:left": "start"}


def render_markdown(source: str, language: str, *, anchor: str = "") -> str:
    """Clean HTML of a text in this language.

    Raw HTML in the source shows as text. Headings start at level two, whatever was written.
    anchor: makes the ids of footnotes differ between the texts of one page.
    """
    html = _parser().render(source, {"docId": anchor, "language": language})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return tied(clean, language)


def render_inline(source: str, language: str) -> str:
    """Clean HTML of one line: emphasis, code, links and formulas, no blocks."""
    html = _parser().renderInline(source, {"docId": "", "language": language})
    return tied(
        nh3.clean(
            html,
            tags=MATHML | {"em", "strong", "code", "a", "del", "br"},
            attributes=ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer",
        ),
        language,
    )


def plain_text(html: str) -> str:
    """The words of an HTML text, for search, mails and machines."""
    without = re.sub(r"<annotation.*?</annotation>", " ", html, flags=re.S)
    spaced = re.sub(r"</(p|li|h\d|td|th|tr|div)>|<br ?/?>", " ", without)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", spaced)).split())


# --- words that belong together ------------------------------------------------------------------

_UNITS = r"%|°C|km|cm|mm|m|g|kg|l|ml|h|min|ha|val\.|min\.|d\.|m\.|sek\.|proc\.|ECTS|lyg\w+|Nr\."
_NUMBER_AND_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w]))")
_BEFORE_DASH = re.compile(r" (?=– )")
_ONE_LETTER = re.compile(r"(?<![\w’'])([AaIiOoUuĮį]) (?=\w)")
_TIMES = re.compile(r" × ")
_SHORT_FORMS = re.compile(r"\b(t\.) (?=y\.|t\.|p\.)|\b(pvz\.|Nr\.|angl\.|doc\.|prof\.|el\.) (?=\S)")
_TAG = re.compile(r"(<[^>]*>)")
# LaTeX writes a decimal comma as 0{,}71; MathML would set it as a list, with a gap after the comma.
_DECIMAL_COMMA = re.compile(r"<mn>(\d+)</mn><mrow><mo>&#x0002C;</mo></mrow><mn>(\d+)</mn>")


def tied(html: str, language: str) -> str:
    """Put U+00A0 where a line must not break; tags are left alone."""
    return "".join(
        part if part.startswith("<") else _tied_text(part, language) for part in _TAG.split(html)
    )


def _tied_text(text: str, language: str) -> str:
    text = _NUMBER_AND_UNIT.sub("\u00a0", text)
    text = _BEFORE_DASH.sub("\u00a0", text)
    text = _TIMES.sub("\u00a0×\u00a0", text)
    if language == "lt":
        text = _ONE_LETTER.sub("\\1\u00a0", text)
        text = _SHORT_FORMS.sub(lambda m: m.group(0).strip() + "\u00a0", text)
    return text


# --- the parser ----------------------------------------------------------------------------------


class _Renderer(RendererHTML):
    """HTML with headings one level down at most, tables that scroll, and named footnotes."""

    def heading_open(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        return f"<h{heading_level(tokens[idx].tag)}>"

    def heading_close(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        return f"</h{heading_level(tokens[idx].tag)}>\n"

    def table_open(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        name = escape(_table_name(tokens[idx:], env))
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table>\n'

    def table_close(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        # A head cell without words names nothing: screen readers get an ordinary cell.
        if not tokens[idx + 1].content:
            return "<td>"
        return f'<th scope="col"{_aligned(tokens[idx])}>'

    def th_close(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        return "</th>\n" if tokens[idx - 1].content else "</td>\n"

    def td_open(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        return f"<td{_aligned(tokens[idx])}>"

    def math_block(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        # A group, not a landmark: nobody looks for formulas in a list of places.
        formula = _formula(tokens[idx].content.strip(), {"display_mode": True})
        name = FORMULA[env["language"]]
        return (
            f'<div class="math block" tabindex="0" role="group" aria-label="{name}">'
            f"{formula}</div>\n"
        )

    math_block_label = math_block

    def footnote_ref(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        number, place = _footnote(tokens[idx], env)
        sub = tokens[idx].meta.get("subId", 0)
        again = f"-{sub}" if sub else ""
        label = {"lt": "Išnaša", "en": "Note"}[env["language"]]
        return (
            f'<sup class="footnote-ref"><a href="#fn-{place}" id="fnref-{place}{again}" '
            f'aria-label="{label} {number}">{number}</a></sup>'
        )

    def footnote_block_open(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        return '<section class="footnotes"><ol>\n'

    def footnote_open(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        return f'<li id="fn-{_footnote(tokens[idx], env)[1]}">'

    def footnote_anchor(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        label = {"lt": "Atgal prie teksto", "en": "Back to the text"}[env["language"]]
        place = _footnote(tokens[idx], env)[1]
        return f' <a href="#fnref-{place}" class="back" aria-label="{label}">↩</a>'


def heading_level(tag: str) -> int:
    """The level a heading is shown at, whatever was written."""
    return min(max(int(tag[1]), 2), 4)


def _aligned(token: Any) -> str:
    name = ALIGNED.get(str(token.attrGet("style") or ""))
    return f' class="{name}"' if name else ""


def _table_name(tokens: Any, env: Any) -> str:
    """What to call a table: by its columns, because landmarks of one name cannot be told apart."""
    head = next(place for place, token in enumerate(tokens) if token.type == "thead_close")
    cells = [
        "".join(part.content for part in token.children or [] if part.type in WRITTEN).strip()
        for token in tokens[:head]
        if token.type == "inline"
    ]
    name = f"{TABLE[env['language']]}: {', '.join(filter(None, cells))}".rstrip(": ")
    env.setdefault("tables", []).append(name)
    again = env["tables"].count(name)
    return name if again == 1 else f"{name} ({again})"


def _footnote(token: Any, env: Any) -> tuple[int, str]:
    number = token.meta["id"] + 1
    return number, f"{env['docId']}-{number}" if env.get("docId") else str(number)


def _formula(content: str, options: dict[str, Any]) -> str:
    try:
        made = latex_to_mathml(content, display="block" if options["display_mode"] else "inline")
        return _DECIMAL_COMMA.sub(r"<mn>\1,\2</mn>", str(made))
    except Exception:
        # An unreadable formula shows as it was typed; publishing reports it.
        return f"<code>{escape(content)}</code>"


def parsed(source: str, env: dict[str, Any], *, everything: bool = False) -> list[Token]:
    """The tokens of a text, as `render_markdown` sees them.

    env: gets what the text defines, such as `references`.
    everything: pictures and raw HTML become tokens too, which never reach a page.
    """
    parser = _parser_of_everything() if everything else _parser()
    return parser.parse(source, env)


def parsed_line(source: str) -> list[Token]:
    """The tokens of one line without blocks."""
    return _parser().parseInline(source, {})[0].children or []


@cache
def _parser_of_everything() -> MarkdownIt:
    parser = _parser.__wrapped__()
    parser.options["html"] = True
    return parser.enable(["image", "html_block", "html_inline"])


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
    parser.use(footnote_plugin, inline=False)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, renderer=_formula)
    _end_paragraphs_at_formulas(parser)
    parser.use(admon_plugin)
    rules: dict[str, Any] = parser.renderer.rules  # type: ignore[attr-defined]
    # The plugins put their own rules over the renderer's methods; ours come last.
    for name in vars(_Renderer):
        if not name.startswith("_"):
            rules[name] = getattr(parser.renderer, name)
    return parser


def _end_paragraphs_at_formulas(parser: MarkdownIt) -> None:
    """A formula on lines of its own needs no empty line before it: people forget that, and their
    readers would see the dollars."""
    block = parser.block.ruler
    rule = next(one.fn for one in block.__rules__ if one.name == "math_block")

    def ends(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        line, told = state.line, len(state.tokens)
        found = rule(state, start, end, silent)
        if silent:
            # The plugin's rule writes even where it is only asked.
            state.line = line
            del state.tokens[told:]
        return found

    block.at("math_block", ends, {"alt": ["paragraph", "reference", "blockquote"]})


def formula_faults(source: str) -> list[str]:
    """The formulas in a text that cannot be shown."""
    faults = []
    for token in _parser().parse(source, {"docId": "", "language": "en"}):
        for part in [token, *(token.children or [])]:
            if part.type in {"math_inline", "math_block", "math_inline_double"}:
                try:
                    latex_to_mathml(part.content)
                except Exception:
                    faults.append(part.content)
    return faults
