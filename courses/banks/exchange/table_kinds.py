"""Statements, pairs and orders in a table of questions: which a row is, and how it is read. Pure."""

from typing import Any

from django.utils.translation import gettext as _

from courses.banks.exchange.table_rows import Row, pair_of, places_in
from courses.banks.kinds.truefalse import FALSE, FEEDBACK, TRUE
from lms.common.search import fold

# What the example calls them; read are these and the words below.
NAMES: dict[str, dict[str, str]] = {
    "truefalse": {"lt": "tiesa ar netiesa", "en": "true or false"},
    "match": {"lt": "poros", "en": "matching"},
    "order": {"lt": "eilė", "en": "ordering"},
}
WORDS: dict[str, dict[str, str]] = {
    TRUE: {"lt": "tiesa", "en": "true"},
    FALSE: {"lt": "netiesa", "en": "false"},
}
_KINDS = {
    "truefalse": "truefalse", "true false": "truefalse", "tiesa netiesa": "truefalse",
    "taip ne": "truefalse", "statement": "truefalse", "teiginys": "truefalse",
    "match": "match", "pairs": "match", "atitikmenys": "match",
    "order": "order", "eiliskumas": "order", "rikiavimas": "order", "tvarka": "order",
    "choice": "", "options": "", "single": "", "multiple": "", "variantai": "",
    "pasirinkimas": "",
    **{fold(name): kind for kind, names in NAMES.items() for name in names.values()},
}  # fmt: skip
_TRUTH = {
    **dict.fromkeys(("true", "t", "yes", "tiesa", "taip", "teisinga"), TRUE),
    **dict.fromkeys(("false", "f", "no", "netiesa", "ne", "neteisinga"), FALSE),
}


def kind_of(row: Row) -> str:
    """The kind of the row: as it says, else as its cells tell; empty for options."""
    if told := row.get("kind"):
        word = " ".join(fold(told).replace("/", " ").replace("-", " ").split())
        if word in _KINDS:
            return _KINDS[word]
        row.fault(("kind", 0, ""), _("Write true or false, matching, ordering, or nothing."))
        return ""
    names = {name for name, _number, _language in row.cells}
    if "match" in names:
        return "match"
    return "truefalse" if "option" not in names and _truth(row) else ""


def _truth(row: Row) -> str:
    words = {fold(text) for (name, _n, _l), text in row.cells.items() if name == "right"}
    found = {_TRUTH.get(word, "") for word in words}
    return found.pop() if len(found) == 1 else ""


def _true_false(row: Row, languages: tuple[str, ...], language: str) -> dict[str, Any]:
    """The first feedback is said to those who answer “true”, the second to the others."""
    truth = _truth(row)
    if not truth:
        row.fault(("right", 0, ""), _("Write true or false."))
    parts: dict[str, Any] = {"right": truth == TRUE}
    for number, name in enumerate(FEEDBACK.values(), 1):
        if said := pair_of(row, "feedback", number, languages, language, needed=False):
            parts[name] = said
    for name, number in places_in(row):
        if name in ("option", "match") or (name == "feedback" and number > len(FEEDBACK)):
            row.fault((name, number, ""), _("A statement has no such part."))
    return parts


def _match(row: Row, languages: tuple[str, ...], language: str) -> dict[str, Any]:
    """An option with what matches it; a match without an option goes with nothing."""
    options, matches = _numbers(row, "option"), _numbers(row, "match")
    sides: list[dict[str, Any]] = []
    beside: dict[int, str] = {}
    for number in matches:
        text = pair_of(row, "match", number, languages, language, shape="bare")
        known = next((side["key"] for side in sides if side["text"] == text), "")
        if not known:
            known = f"s{len(sides) + 1}"
            sides.append({"key": known, "text": text})
        beside[number] = known
    for number in options:
        if number not in beside:
            row.fault(("match", number, ""), _("This cell is empty."))
    if len(options) < 2:
        row.fault(None, _("At least two pairs are needed: option 1 with match 1, and so on."))
    cards = _cards(row, options, languages, language)
    for number, card in zip(options, cards, strict=True):
        card["side"] = beside.get(number, "")
    return {"sides": sides, "cards": cards}


def _order(row: Row, languages: tuple[str, ...], language: str) -> dict[str, Any]:
    """The options stand in their right order."""
    options = _numbers(row, "option")
    if len(options) < 3:
        row.fault(None, _("At least three cards are needed, as option 1, option 2 and so on."))
    return {"cards": _cards(row, options, languages, language)}


def _cards(
    row: Row, numbers: list[int], languages: tuple[str, ...], language: str
) -> list[dict[str, Any]]:
    cards = []
    for place, number in enumerate(numbers, 1):
        card: dict[str, Any] = {
            "key": f"c{place}",
            "text": pair_of(row, "option", number, languages, language),
        }
        if said := pair_of(row, "feedback", number, languages, language, needed=False):
            card["feedback"] = said
        cards.append(card)
    for number in set(_numbers(row, "feedback")) - set(numbers):
        row.fault(("feedback", number, ""), _("There is no option that this would explain."))
    return cards


def _numbers(row: Row, name: str) -> list[int]:
    return [number for one, number in places_in(row) if one == name]


MAKERS = {"truefalse": _true_false, "match": _match, "order": _order}
