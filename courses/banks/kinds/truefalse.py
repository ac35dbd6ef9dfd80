"""True or false: a statement that holds or does not. The answer is "true" or "false"."""

import random

from django.utils.translation import gettext as _

from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Choice,
    Marked,
    Posted,
    Unplaced,
    verdict_of,
)
from lms.common.languages import Pair, in_language
from lms.common.yamlnodes import Fields

TRUE, FALSE = "true", "false"
WORDS: dict[str, Pair] = {
    TRUE: {"lt": "Tiesa", "en": "True"},
    FALSE: {"lt": "Netiesa", "en": "False"},
}
FEEDBACK = {TRUE: "if_true", FALSE: "if_false"}


def key_of(body: Body) -> str:
    """Which of the two answers is right."""
    return TRUE if body["right"] else FALSE


class TrueFalse(Unplaced):
    """Whether the statement holds. There is nothing to shuffle: *true* always stands first, so that
    nobody has to look for it."""

    name = "truefalse"
    known = frozenset({"right", *FEEDBACK.values()})

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        right = fields.text("right", required=False)
        if right not in (TRUE, FALSE):
            fields.fault(
                _("“right” should be true or false: whether the statement holds."),
                "right",
                _("Say whether the statement is true or false."),
            )
        body: Body = {"right": right == TRUE}
        for name in FEEDBACK.values():
            body[name] = fields.pair(name, languages=languages, required=False, most=1200)
        return body

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        key = posted.get(name, "")
        return key if self.is_answer(body, key) else None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        return isinstance(answer, str) and answer in WORDS

    def fault(self, body: Body, answer: Answer) -> str:
        return ""

    def mark(self, body: Body, answer: Answer) -> Marked:
        if answer is None:
            return BLANK
        points = 1000 if answer == key_of(body) else 0
        return Marked(points, verdict_of(points), {answer: body[FEEDBACK[answer]]})

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        return [Choice(key=key, text=said, chosen=key == answer) for key, said in WORDS.items()]

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        return [
            Choice(
                key=key,
                text=said,
                chosen=key == answer,
                right=key == key_of(body),
                feedback=body[FEEDBACK[key]] if key == answer else None,
            )
            for key, said in WORDS.items()
        ]

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        return in_language(WORDS[key_of(body)], language)[0]
