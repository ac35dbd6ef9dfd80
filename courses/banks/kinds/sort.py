"""Sorting into groups. The answer is {card key: group key}."""

import random
from typing import Any

from courses.banks.kinds.base import Answer, Body
from courses.banks.kinds.placing import LONGEST_PLACE, Placing
from lms.common.yamlnodes import Fields

MOST_GROUPS = 6


class Sort(Placing):
    """Every card into one of the groups. Points: the share of cards in their group."""

    name = "sort"
    known = frozenset({"groups", "cards", "shuffle"})
    place = "group"
    places = "groups"

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        groups: list[dict[str, Any]] = []
        for node in fields.entries("groups", least=2, most=MOST_GROUPS):
            group = Fields(node, fields.faults, known={"key", "text"})
            text = group.pair("text", languages=languages, most=LONGEST_PLACE)
            groups.append({"key": group.key(), "text": text})
        return self.read_cards(fields, groups, languages)

    def groups(self, body: Body, order: random.Random) -> list[dict[str, Any]]:
        return list(body["groups"])

    def reckoning(self, body: Body, answer: Answer) -> str:
        return ""
