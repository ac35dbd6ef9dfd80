"""What sorting and matching share: every card is given one of several places. The answer is
{card key: place key}."""

import random
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Choice,
    Marked,
    Posted,
    Unmeasured,
    arranged,
    read_order,
    verdict_of,
)
from lms.common.yamlnodes import Fields

MOST_CARDS = 20
LONGEST_PLACE = 120


class Placing(Unmeasured):
    """place: what a card's own place is called in it.  places: the body's list of all of them."""

    place: str
    places: str

    def read_cards(
        self, fields: Fields, places: list[dict[str, Any]], languages: tuple[str, ...]
    ) -> Body:
        """The body of these places and of the cards, each with its own place."""
        cards: list[dict[str, Any]] = []
        for node in fields.entries("cards", least=2, most=MOST_CARDS):
            card = Fields(node, fields.faults, known={"key", self.place, "text", "feedback"})
            cards.append(
                {
                    "key": card.key(),
                    self.place: card.choice(self.place, [place["key"] for place in places]),
                    "text": card.pair("text", languages=languages, most=600),
                    "feedback": card.pair(
                        "feedback", languages=languages, required=False, most=1200
                    ),
                }
            )
        for name, things in ((self.places, places), ("cards", cards)):
            if len({thing["key"] for thing in things}) != len(things):
                fields.fault(_("A key stands here twice."), name)
        return {self.places: places, "cards": cards} | read_order(fields)

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        placed = {card["key"]: posted.get(f"{name}.{card['key']}", "") for card in body["cards"]}
        places = {place["key"] for place in body[self.places]}
        return {card: place for card, place in placed.items() if place in places} or None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        if not isinstance(answer, dict) or not answer:
            return False
        cards = {card["key"] for card in body["cards"]}
        places = {place["key"] for place in body[self.places]}
        return set(answer) <= cards and all(
            isinstance(place, str) and place in places for place in answer.values()
        )

    def fault(self, body: Body, answer: Answer) -> str:
        return ""

    def right_in(self, body: Body, answer: Answer) -> int:
        """How many cards have their own place."""
        return sum(answer.get(card["key"]) == card[self.place] for card in body["cards"])

    def mark(self, body: Body, answer: Answer) -> Marked:
        """The share of cards that have their own place; a card left over has none."""
        if answer is None:
            return BLANK
        points = self.right_in(body, answer) * 1000 // len(body["cards"])
        feedback = {card["key"]: card["feedback"] for card in body["cards"] if card["feedback"]}
        return Marked(points, verdict_of(points), feedback)

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        placed = answer or {}
        return [
            Choice(key=card["key"], text=card["text"], group=placed.get(card["key"], ""))
            for card in arranged(body, "cards", order)
        ]

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        placed = answer or {}
        return [
            Choice(
                key=card["key"],
                text=card["text"],
                group=placed.get(card["key"], ""),
                right=placed.get(card["key"]) == card[self.place],
                right_group=card[self.place],
                feedback=card["feedback"],
            )
            for card in arranged(body, "cards", order)
        ]

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        return ""
