"""Matching: what belongs beside each card. The answer is {card key: side key}."""

import random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Choice,
    Marked,
    Posted,
    arranged,
    read_order,
    verdict_of,
)
from lms.common.languages import LANGUAGES, Pair
from lms.common.yamlnodes import Faults, Fields

MOST_CARDS = 20
MOST_SIDES = 20
LONGEST_SIDE = 120


class Match:
    """Every card with its own side. A side that no card names only distracts; several cards may
    have the same one. Points: the share of cards beside their side."""

    name = "match"
    known = frozenset({"sides", "cards", "shuffle"})

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        sides: list[dict[str, Any]] = []
        for node in fields.entries("sides", least=2, most=MOST_SIDES):
            side = Fields(node, fields.faults, known={"key", "text"})
            text = side.pair("text", languages=languages, most=LONGEST_SIDE)
            _compare(side, text, sides)
            sides.append({"key": side.key(), "text": text})
        cards: list[dict[str, Any]] = []
        for node in fields.entries("cards", least=2, most=MOST_CARDS):
            card = Fields(node, fields.faults, known={"key", "side", "text", "feedback"})
            cards.append(
                {
                    "key": card.key(),
                    "side": card.choice("side", [side["key"] for side in sides]),
                    "text": card.pair("text", languages=languages, most=600),
                    "feedback": card.pair(
                        "feedback", languages=languages, required=False, most=1200
                    ),
                }
            )
        for name, things in (("sides", sides), ("cards", cards)):
            if len({thing["key"] for thing in things}) != len(things):
                fields.fault(_("A key stands here twice."), name)
        return {"sides": sides, "cards": cards} | read_order(fields)

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        beside = {card["key"]: posted.get(f"{name}.{card['key']}", "") for card in body["cards"]}
        sides = {side["key"] for side in body["sides"]}
        return {card: side for card, side in beside.items() if side in sides} or None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        if not isinstance(answer, dict) or not answer:
            return False
        cards = {card["key"] for card in body["cards"]}
        sides = {side["key"] for side in body["sides"]}
        return set(answer) <= cards and all(
            isinstance(side, str) and side in sides for side in answer.values()
        )

    def fault(self, body: Body, answer: Answer) -> str:
        return ""

    def mark(self, body: Body, answer: Answer) -> Marked:
        """The share of cards beside their side; a card left over counts as not matched."""
        if answer is None:
            return BLANK
        points = _matched(body, answer) * 1000 // len(body["cards"])
        feedback = {card["key"]: card["feedback"] for card in body["cards"] if card["feedback"]}
        return Marked(points, verdict_of(points), feedback)

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        beside = answer or {}
        return [
            Choice(key=card["key"], text=card["text"], group=beside.get(card["key"], ""))
            for card in arranged(body, "cards", order)
        ]

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        beside = answer or {}
        return [
            Choice(
                key=card["key"],
                text=card["text"],
                group=beside.get(card["key"], ""),
                right=beside.get(card["key"]) == card["side"],
                right_group=card["side"],
                feedback=card["feedback"],
            )
            for card in arranged(body, "cards", order)
        ]

    def groups(self, body: Body, order: random.Random) -> list[dict[str, Any]]:
        """The sides, by other chances than the cards: by the same ones, as many sides as cards
        would come to stand beside their cards. They never keep their own order, which is mostly
        that of the cards."""
        sides = list(body["sides"])
        order.random()
        order.shuffle(sides)
        return sides

    def reckoning(self, body: Body, answer: Answer) -> str:
        if answer is None:
            return ""
        of = len(body["cards"])
        said = ngettext(
            "%(right)s of %(of)s pair is right.", "%(right)s of %(of)s pairs are right.", of
        )
        return said % {"right": _matched(body, answer), "of": of}

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        return ""


def _matched(body: Body, answer: Answer) -> int:
    return sum(answer.get(card["key"]) == card["side"] for card in body["cards"])


def _compare(side: Fields, text: Pair, others: list[dict[str, Any]]) -> None:
    """Note where it says the same as another: nobody could tell which of the two is meant."""
    said = Fields(side.get("text"), Faults(), known=set(text))
    for code in LANGUAGES:
        words = str(text.get(code, ""))
        same = [str(other["text"].get(code, "")) for other in others]
        if words and _plain(words) in map(_plain, same):
            message = _("Two sides say the same. Give each its own words.")
            side.faults.add(said.get(code) or side.node, message)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
