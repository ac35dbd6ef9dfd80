"""Matching: what belongs beside each card. The answer is {card key: side key}."""

import random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.kinds.base import Answer, Body
from courses.banks.kinds.placing import LONGEST_PLACE, Placing
from lms.common.languages import LANGUAGES, Pair
from lms.common.yamlnodes import Faults, Fields

MOST_SIDES = 20


class Match(Placing):
    """Every card with its own side. A side that no card names only distracts; several cards may
    have the same one. Points: the share of cards beside their side."""

    name = "match"
    known = frozenset({"sides", "cards", "shuffle"})
    place = "side"
    places = "sides"

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        sides: list[dict[str, Any]] = []
        for node in fields.entries("sides", least=2, most=MOST_SIDES):
            side = Fields(node, fields.faults, known={"key", "text"})
            text = side.pair("text", languages=languages, most=LONGEST_PLACE)
            _compare(side, text, sides)
            sides.append({"key": side.key(), "text": text})
        return self.read_cards(fields, sides, languages)

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
        return said % {"right": self.right_in(body, answer), "of": of}


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
