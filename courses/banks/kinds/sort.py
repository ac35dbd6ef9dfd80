"""Sorting into groups. The answer is {card key: group key}."""

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
    arranged,
    read_order,
    verdict_of,
)
from lms.common.yamlnodes import Fields


class Sort:
    """Every card into one of the groups."""

    name = "sort"
    known = frozenset({"groups", "cards", "shuffle"})

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        groups: list[dict[str, Any]] = []
        for node in fields.entries("groups", least=2, most=6):
            group = Fields(node, fields.faults, known={"key", "text"})
            groups.append(
                {"key": group.key(), "text": group.pair("text", languages=languages, most=120)}
            )
        cards: list[dict[str, Any]] = []
        for node in fields.entries("cards", least=2, most=20):
            card = Fields(node, fields.faults, known={"key", "group", "text", "feedback"})
            cards.append(
                {
                    "key": card.key(),
                    "group": card.choice("group", [group["key"] for group in groups]),
                    "text": card.pair("text", languages=languages, most=600),
                    "feedback": card.pair(
                        "feedback", languages=languages, required=False, most=1200
                    ),
                }
            )
        for name, things in (("groups", groups), ("cards", cards)):
            if len({thing["key"] for thing in things}) != len(things):
                fields.fault(_("A key stands here twice."), name)
        return {"groups": groups, "cards": cards} | read_order(fields)

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        placed = {card["key"]: posted.get(f"{name}.{card['key']}", "") for card in body["cards"]}
        groups = {group["key"] for group in body["groups"]}
        return {card: group for card, group in placed.items() if group in groups} or None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        if not isinstance(answer, dict) or not answer:
            return False
        cards = {card["key"] for card in body["cards"]}
        groups = {group["key"] for group in body["groups"]}
        return set(answer) <= cards and all(
            isinstance(group, str) and group in groups for group in answer.values()
        )

    def fault(self, body: Body, answer: Answer) -> str:
        return ""

    def mark(self, body: Body, answer: Answer) -> Marked:
        """The share of cards in their group; a card left over counts as not placed."""
        if answer is None:
            return BLANK
        right = sum(answer.get(card["key"]) == card["group"] for card in body["cards"])
        points = right * 1000 // len(body["cards"])
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
                right=placed.get(card["key"]) == card["group"],
                right_group=card["group"],
                feedback=card["feedback"],
            )
            for card in arranged(body, "cards", order)
        ]

    def groups(self, body: Body, order: random.Random) -> list[dict[str, Any]]:
        return list(body["groups"])

    def reckoning(self, body: Body, answer: Answer) -> str:
        return ""

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        return ""
