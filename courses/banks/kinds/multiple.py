"""Multiple choice: several options are right. The answer is a list of option keys."""

import random

from django.utils.translation import gettext as _

from courses.banks.kinds import options
from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Choice,
    Marked,
    Posted,
    Unplaced,
    read_order,
    verdict_of,
)
from lms.common.yamlnodes import Fields


class Multiple(Unplaced):
    """Any number of several."""

    name = "multiple"
    known = options.KNOWN

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        read = options.read_options(fields, languages)
        if read and len({option["right"] for option in read}) != 2:
            fields.fault(_("At least one option must be right, and at least one wrong."), "options")
        return {"options": read} | read_order(fields)

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        keys = sorted(set(posted.getlist(name)) & set(options.option_keys(body)))
        return keys or None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        return (
            isinstance(answer, list)
            and all(isinstance(key, str) for key in answer)
            and len(set(answer)) == len(answer) > 0
            and set(answer) <= set(options.option_keys(body))
        )

    def fault(self, body: Body, answer: Answer) -> str:
        return ""

    def mark(self, body: Body, answer: Answer) -> Marked:
        """Right choices less wrong ones, as a share of the right ones, never below zero."""
        if answer is None:
            return BLANK
        right = {option["key"] for option in body["options"] if option["right"]}
        hits = len(right & set(answer))
        misses = len(set(answer) - right)
        points = max(0, (hits - misses) * 1000 // len(right))
        feedback = {
            option["key"]: option["feedback"]
            for option in body["options"]
            if option["key"] in answer
        }
        return Marked(points, verdict_of(points), feedback)

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        return options.shown(body, answer or (), order, truth=False)

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        return options.shown(body, answer or (), order, truth=True)

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        return ""
