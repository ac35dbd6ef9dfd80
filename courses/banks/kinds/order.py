"""Putting in order. The answer is {card key: place}, places counted from 1.

Partial credit is by the *longest ordered subset*, as Moodle's ordering questions call it: the most
cards that stand in the right order among themselves, which is all of them less those that would have
to be moved. One card put too early or too late costs one card, while counting right places, or cards
right after one another, would let it cost nearly everything. A single card is always in order with
itself, so points count from the second on: (longest − 1) / (cards − 1). The reverse order gets none.
Schensted (1961), Canad. J. Math. 13:179.
"""

import random
from collections import Counter
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
    Unmeasured,
    verdict_of,
)
from lms.common.languages import LANGUAGES
from lms.common.yamlnodes import Fields

# With two cards, whoever sees them in the wrong order knows the right one.
LEAST_CARDS = 3
MOST_CARDS = 12


class Order(Unmeasured):
    """Every card to its place. They are written in their right order."""

    name = "order"
    known = frozenset({"cards"})

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        cards: list[dict[str, Any]] = []
        for node in fields.entries("cards", least=LEAST_CARDS, most=MOST_CARDS):
            card = Fields(node, fields.faults, known={"key", "text", "feedback"})
            cards.append(
                {
                    "key": card.key(),
                    "text": card.pair("text", languages=languages, most=600),
                    "feedback": card.pair(
                        "feedback", languages=languages, required=False, most=1200
                    ),
                }
            )
        if len({card["key"] for card in cards}) != len(cards):
            fields.fault(_("A key stands here twice."), "cards")
        return {"cards": cards}

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        told = {card["key"]: posted.get(f"{name}.{card['key']}", "") for card in body["cards"]}
        places = {str(place): place for place in range(1, len(body["cards"]) + 1)}
        return {card: places[place] for card, place in told.items() if place in places} or None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        if not isinstance(answer, dict) or not answer:
            return False
        return set(answer) <= {card["key"] for card in body["cards"]} and all(
            type(place) is int and 1 <= place <= len(body["cards"]) for place in answer.values()
        )

    def fault(self, body: Body, answer: Answer) -> str:
        """Two cards at one place are a slip of the hand, not an order."""
        twice = sorted(place for place, n in Counter((answer or {}).values()).items() if n > 1)
        if not twice:
            return ""
        said = ngettext(
            "Two cards have the same place: %(places)s. Give each a place of its own.",
            "Cards have the same places: %(places)s. Give each a place of its own.",
            len(twice),
        )
        return said % {"places": ", ".join(map(str, twice))}

    def mark(self, body: Body, answer: Answer) -> Marked:
        """See above; a card left over stands in no order."""
        if answer is None:
            return BLANK
        standing = in_order(body, answer)
        # What is not finished may have a single card.
        points = max(0, len(standing) - 1) * 1000 // max(1, len(body["cards"]) - 1)
        feedback = {
            card["key"]: card["feedback"]
            for card in body["cards"]
            if card["feedback"] and card["key"] not in standing
        }
        return Marked(points, verdict_of(points), feedback)

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        """In the attempt's order, which is never the right one."""
        placed = answer or {}
        cards = list(body["cards"])
        order.shuffle(cards)
        if cards == body["cards"]:
            cards = [*cards[1:], *cards[:1]]
        return [
            Choice(key=card["key"], text=card["text"], group=str(placed.get(card["key"], "")))
            for card in cards
        ]

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        """In the right order, whatever the attempt's was."""
        placed = answer or {}
        standing = in_order(body, placed)
        return [
            Choice(
                key=card["key"],
                text=card["text"],
                group=str(placed.get(card["key"], "")),
                right=card["key"] in standing,
                right_group=str(place),
                feedback=card["feedback"] if card["key"] not in standing else None,
            )
            for place, card in enumerate(body["cards"], 1)
        ]

    def groups(self, body: Body, order: random.Random) -> list[dict[str, Any]]:
        """The places."""
        return [
            {"key": str(place), "text": dict.fromkeys(LANGUAGES, str(place))}
            for place in range(1, len(body["cards"]) + 1)
        ]

    def reckoning(self, body: Body, answer: Answer) -> str:
        if answer is None or verdict_of(self.mark(body, answer).points) == "right":
            return ""
        of, longest = len(body["cards"]), len(in_order(body, answer))
        if longest < 2:
            return _("No two cards stand in the right order to each other.")
        said = ngettext(
            "%(longest)s of %(of)s card stands in the right order. Points count from the second "
            "card on: %(points)s of %(most)s.",
            "%(longest)s of %(of)s cards stand in the right order. Points count from the second "
            "card on: %(points)s of %(most)s.",
            of,
        )
        return said % {"longest": longest, "of": of, "points": longest - 1, "most": of - 1}

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        return ""


def in_order(body: Body, answer: Answer) -> set[str]:
    """The keys of the most placed cards that stand in the right order among themselves; of several
    such choices, always the same one."""
    rank = {card["key"]: at for at, card in enumerate(body["cards"])}
    # Of cards at one place no two are in order: the later one comes first.
    placed = sorted(answer, key=lambda key: (answer[key], -rank[key]))
    best: list[list[str]] = []
    for at, key in enumerate(placed):
        before = [best[n] for n in range(at) if rank[placed[n]] < rank[key]]
        best.append([*_longest(before), key])
    return set(_longest(best))


def _longest(lists: list[list[str]]) -> list[str]:
    """The first of the longest."""
    return max(lists, key=lambda one: len(one), default=[])
