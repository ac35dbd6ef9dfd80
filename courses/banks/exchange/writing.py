"""Writing items as GIFT. What GIFT has no place for stands in a comment that we read back. Pure.

One language is written: Moodle shows both where its multilang filter is off, and other systems
have no such thing. A course package carries both. Texts are Markdown, and say so.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.banks.exchange.gift import OWN
from courses.banks.generators import is_generated

_ESCAPES = str.maketrans({sign: "\\" + sign for sign in "\\:#={}~"} | {"\n": "\\n"})


@dataclass(frozen=True)
class Written:
    """An item to be written: what stands beside its newest version's body."""

    key: str
    body: Mapping[str, Any]
    category: str = ""
    difficulty: str = "medium"


def write_gift(items: Iterable[Written], language: str) -> str:
    """The items' texts in this language; a comment stands where an item has none.

    Reading it again gives the same items: same keys, kinds, texts, points and feedback.
    """
    items = list(items)
    written = sum(_is_written(item.body, language) for item in items)
    with override(language):
        parts = [_head(written, len(items))]
        category = ""
        for item in items:
            if item.category != category:
                category = item.category
                parts.append(f"$CATEGORY: $course$/{category.replace('/', '//') or 'top'}")
            parts.append(_question(item, language))
    return "\n\n".join(parts) + "\n"


def _head(written: int, of: int) -> str:
    lines = [
        _("Questions in GIFT, texts in Markdown."),
        _("Lines that begin with “laukas:” keep what GIFT has no place for."),
        _("Formulas stand between dollar signs; in Moodle, set its MathJax filter to $…$."),
    ]
    if written < of:
        # Whoever opens the file later has not seen the page it came from.
        said = _("Written: %(n)s of %(of)s questions. The others have no text in this language.")
        lines.append(said % {"n": written, "of": of})
    return "\n".join(f"// {line}" for line in lines)


def _is_written(body: Mapping[str, Any], language: str) -> bool:
    if is_generated(body) or body["kind"] not in _WRITERS:
        return False
    return bool(body["prompt"].get(language))


def _question(item: Written, language: str) -> str:
    body = item.body
    if is_generated(body):
        return "// " + _("“%s” is not written: GIFT has no questions of its kind.") % item.key
    if not body["prompt"].get(language):
        return "// " + _("“%s” is not written: it has no text in this language.") % item.key
    if body["kind"] not in _WRITERS:
        return "// " + _("“%s” is not written: GIFT has no questions of its kind.") % item.key
    own, answers, lost = _WRITERS[body["kind"]](body, language)
    if body.get("see"):
        own["see"] = body["see"]
    if body.get("shuffle") is False:
        own["shuffle"] = False
    lines = [f"// [id:{item.key}] [tag:{item.difficulty}]"]
    if body.get("picture"):
        lost.append(_("The picture of this question is not written."))
    lines += [f"// {line}" for line in lost]
    if own:
        lines.append(f"// {OWN} {json.dumps(own, ensure_ascii=False, sort_keys=False)}")
    lines.append(f"::{_told(item.key)}::[markdown]{_told(body['prompt'][language])} {{")
    lines += answers
    explanation = (body.get("explanation") or {}).get(language)
    if explanation and "explanation" not in own:
        lines.append(f"####{_told(explanation)}")
    return "\n".join([*lines, "}"])


def _told(text: str) -> str:
    return text.translate(_ESCAPES)


def _feedback(pair: Mapping[str, str] | None, language: str) -> str:
    said = (pair or {}).get(language, "")
    return f"#{_side(said)}" if said else ""


_Parts = tuple[dict[str, Any], list[str], list[str]]


def _single(body: Mapping[str, Any], language: str) -> _Parts:
    answers = [
        f"{'=' if option['right'] else '~'}{_option(option, language)}"
        for option in body["options"]
    ]  # fmt: skip
    return {"options": [option["key"] for option in body["options"]]}, answers, []


def _multiple(body: Mapping[str, Any], language: str) -> _Parts:
    share = f"{100 / sum(option['right'] for option in body['options']):.5f}"
    share = share.rstrip("0").rstrip(".") if "." in share else share
    answers = [
        f"~%{'' if option['right'] else '-'}{share}%{_option(option, language)}"
        for option in body["options"]
    ]
    return {"options": [option["key"] for option in body["options"]]}, answers, []


def _option(option: Mapping[str, Any], language: str) -> str:
    """The option's text; a blank keeps what looks like a weight or a form from being one."""
    text = _told(option["text"][language])
    if text.startswith(("%", "[")):
        text = f"[markdown]{text}"
    return text + _feedback(option["feedback"], language)


def _number(body: Mapping[str, Any], language: str) -> _Parts:
    answer, tolerance = body["answer"], body["tolerance"]
    answers = [f"={answer}:{tolerance}"]
    if body["half_tolerance"]:
        answers.append(f"=%50%{answer}:{body['half_tolerance']}")
    answers += [
        f"=%0%{near['answer']}:{tolerance}{_feedback(near['feedback'], language)}"
        for near in body["near"]
    ]
    answers[0] = "#" + answers[0]
    unit = (body["unit"] or {}).get(language)
    return ({"unit": unit} if unit else {}), answers, []


def _text(body: Mapping[str, Any], language: str) -> _Parts:
    answers = [f"={_typed(word)}" for word in body["accept"].get(language, ())]
    answers += [
        f"=%0%{_typed(word)}{_feedback(near['feedback'], language)}"
        for near in body["near"]
        for word in near["match"].get(language, ())
    ]
    return {}, answers, []


def _typed(word: str) -> str:
    """An accepted answer: a star is anything to Moodle, an arrow makes a pair."""
    return _told(word).replace("*", "\\*").replace("->", "→")


def _true_false(body: Mapping[str, Any], language: str) -> _Parts:
    """What is said to those who were wrong comes first."""
    said = [_feedback(body[name], language) for name in ("if_false", "if_true")]
    wrong, right = said if body["right"] else said[::-1]
    sign = "TRUE" if body["right"] else "FALSE"
    return {}, [f"{sign}{wrong or '#' * bool(right)}{right}"], []


def _pairs(name: str, part: str) -> Callable[[Mapping[str, Any], str], _Parts]:
    """Cards with their groups or sides; without a card, those that none has."""

    def written(body: Mapping[str, Any], language: str) -> _Parts:
        groups = {group["key"]: group["text"][language] for group in body[name]}
        own: dict[str, Any] = {name: groups, "cards": [card["key"] for card in body["cards"]]}
        lost = _feedback_apart(body, language, own)
        if lost:
            lost = [_("GIFT has no explanations of single pairs; they stand in the line below.")]
        answers = [
            f"={_side(card['text'][language])} -> {_side(groups[card[part]])}"
            for card in body["cards"]
        ]
        empty = set(groups) - {card[part] for card in body["cards"]}
        answers += [f"= -> {_side(text)}" for key, text in groups.items() if key in empty]
        return own, answers, lost

    return written


def _order(body: Mapping[str, Any], language: str) -> _Parts:
    """As Moodle's ordering questions are written: a card on each line, and room for nothing else."""
    own: dict[str, Any] = {"cards": [card["key"] for card in body["cards"]]}
    explained = (body.get("explanation") or {}).get(language)
    if explained:
        own["explanation"] = explained
    lost = []
    if _feedback_apart(body, language, own) or explained:
        lost.append(_("GIFT has no explanations of an order; they stand in the line below."))
    answers = [f">{len(body['cards'])} ALL VERTICAL"]
    answers += [_line(card["text"][language]) for card in body["cards"]]
    return own, answers, lost


def _feedback_apart(body: Mapping[str, Any], language: str, own: dict[str, Any]) -> list[str]:
    """Put what is said to single cards into our own line; what of it there is."""
    said = {
        card["key"]: card["feedback"][language]
        for card in body["cards"]
        if card["feedback"].get(language)
    }
    if said:
        own["feedback"] = said
    return list(said)


def _line(text: str) -> str:
    """A card on a line of its own, which must not look like a comment or a category."""
    text = _side(text)
    return f"[markdown]{text}" if text.startswith(("//", "$")) else text


def _side(text: str) -> str:
    text = _told(text).replace("->", "→")
    return f"[markdown]{text}" if text.startswith(("%", "[")) else text


_WRITERS = {
    "single": _single,
    "multiple": _multiple,
    "number": _number,
    "text": _text,
    "truefalse": _true_false,
    "sort": _pairs("groups", "group"),
    "match": _pairs("sides", "side"),
    "order": _order,
}
