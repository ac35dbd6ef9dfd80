"""Single choice: exactly one option is right. The answer is an option's key."""

import random

from django.utils.translation import gettext as _

from courses.banks.kinds import options
from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Choice,
    Marked,
    Observed,
    Posted,
    Unplaced,
    read_order,
    verdict_of,
)
from lms.common.yamlnodes import Fields


class Single(Unplaced):
    """One of several."""

    name = "single"
    known = options.KNOWN

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        read = options.read_options(fields, languages)
        if read and sum(option["right"] for option in read) != 1:
            fields.fault(_("Exactly one option must be right."), "options")
        return {"options": read} | read_order(fields)

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        key = posted.get(name, "")
        return key if self.is_answer(body, key) else None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        return isinstance(answer, str) and answer in options.option_keys(body)

    def fault(self, body: Body, answer: Answer) -> str:
        return ""

    def mark(self, body: Body, answer: Answer) -> Marked:
        if answer is None:
            return BLANK
        chosen = next(option for option in body["options"] if option["key"] == answer)
        points = 1000 if chosen["right"] else 0
        return Marked(points, verdict_of(points), {answer: chosen["feedback"]})

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        return options.shown(body, {answer}, order, truth=False)

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        return options.shown(body, {answer}, order, truth=True)

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        return ""

    def observed(self, body: Body, answer: Answer) -> Observed:
        right = next(option["key"] for option in body["options"] if option["right"])
        return Observed(category=answer or "", true_category=right)
