"""Pairs and orders of another system as our items: sorting, matching, putting in order. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courses.banks.exchange.markup import Words
from courses.banks.exchange.sentences import CannotCome
from courses.banks.kinds.match import MOST_SIDES
from courses.banks.kinds.order import LEAST_CARDS
from courses.banks.kinds.order import MOST_CARDS as MOST_PLACES
from courses.banks.kinds.placing import LONGEST_PLACE, MOST_CARDS
from lms.common.yamlnodes import KEY

if TYPE_CHECKING:
    from courses.banks.exchange.mapping import Question, Texts, Told

MOST_GROUPS = 6
Side = dict[str, str]


def match(question: Question, texts: Texts) -> dict[str, Any]:
    """Matching; where a few right-hand sides take several cards each, sorting into groups."""
    told = [one for one in question.answers if one.words]
    if len(told) < 2:
        raise CannotCome("few-pairs")
    if len(told) > MOST_CARDS:
        raise CannotCome("many-pairs", str(len(told)))
    sides = [_side(texts, one) for one in question.answers]
    distinct = list({tuple(side.items()): side for side in sides}.values())
    if len(distinct) < 2:
        raise CannotCome("one-group")
    if len(distinct) > MOST_SIDES:
        raise CannotCome("many-groups", str(len(distinct)))
    named = [side for one, side in zip(question.answers, sides, strict=True) if one.words]
    sorts = "groups" in question.own or (
        "sides" not in question.own
        and len(distinct) <= MOST_GROUPS
        and len({tuple(side.items()) for side in named}) < len(named)
    )
    name, part = ("groups", "group") if sorts else ("sides", "side")
    groups = _groups(question, name, distinct)
    keys = iter(_keys(question, len(told)))
    cards = []
    for one, side in zip(question.answers, sides, strict=True):
        if one.words:
            key = next(keys)
            group = next(group["key"] for group in groups if group["text"] == side)
            cards.append(_card(question, texts, one, key, {part: group}))
    return {"kind": "sort" if sorts else "match", name: groups, "cards": cards}


def order(question: Question, texts: Texts) -> dict[str, Any]:
    """Cards to be put in order, as they stand."""
    told = [one for one in question.answers if one.words]
    if len(told) < LEAST_CARDS:
        raise CannotCome("few-cards")
    if len(told) > MOST_PLACES:
        raise CannotCome("many-cards", str(len(told)))
    keys = _keys(question, len(told))
    cards = [_card(question, texts, one, key, {}) for key, one in zip(keys, told, strict=True)]
    return {"kind": "order", "cards": cards}


def _card(
    question: Question, texts: Texts, told: Told, key: str, more: dict[str, Any]
) -> dict[str, Any]:
    card: dict[str, Any] = {"key": key, **more}
    card["text"] = texts.needed(told.words, "no-words", "inline", 600)
    feedback = question.own.get("feedback")
    said = texts.pair(told.feedback)
    if not said and isinstance(feedback, dict) and isinstance(feedback.get(key), str):
        said = texts.pair(Words(feedback[key], "markdown"))
    if said:
        card["feedback"] = said
    return card


def _keys(question: Question, count: int) -> list[str]:
    from courses.banks.exchange.mapping import own_keys

    return own_keys(question, "cards", count) or [f"c{n}" for n in range(1, count + 1)]


def _side(texts: Texts, told: Told) -> Side:
    side = texts.pair(told.match, "bare")
    if not side:
        raise CannotCome("no-words")
    if longest := next((text for text in side.values() if len(text) > LONGEST_PLACE), ""):
        raise CannotCome("long-group", longest)
    return side


def _groups(question: Question, name: str, sides: list[Side]) -> list[dict[str, Any]]:
    """The groups or sides in the order our export wrote down, else as they first come."""
    own = question.own.get(name)
    if isinstance(own, dict):
        texts = [next(iter(side.values())) for side in sides]
        fits = sorted(map(str, own.values())) == sorted(texts)
        if fits and all(isinstance(key, str) and KEY.fullmatch(key) for key in own):
            found = dict(zip(texts, sides, strict=True))
            return [{"key": key, "text": found[str(text)]} for key, text in own.items()]
        question.notes.add("own-keys")
    return [{"key": f"{name[0]}{number}", "text": side} for number, side in enumerate(sides, 1)]
