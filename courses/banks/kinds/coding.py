"""Coding an interview: every passage gets one code of a code book, or none. The answer is
{passage key: code key}."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Choice,
    Marked,
    Observed,
    Posted,
    Verdict,
    verdict_of,
)
from lms.common.languages import Pair, text
from lms.common.yamlnodes import Fields

# The code of what no code of the book fits; every code book has it, and none writes it.
NONE = "none"
NO_CODE: Pair = {"lt": "Joks kodas netinka", "en": "No code fits"}
LEAST_CODES, MOST_CODES = 2, 12
MOST_PASSAGES = 20


class Coding:
    """Passages of a transcript in the order in which they were said. Points: the share of them
    that have their own code.

    A passage may have `lead`, the words of whoever asks before it; they are read, and not coded.
    `target` names the passage by which the item is counted in statistics: the code it was given
    beside its own. Nothing on a page tells which one it is. Without a target an answer is only
    right or not.
    """

    name = "coding"
    known = frozenset({"codes", "passages", "target"})

    # --- as authors write it ---------------------------------------------------------------------

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        codes = [
            self._read_code(Fields(node, fields.faults, known=_CODE), languages)
            for node in fields.entries("codes", least=LEAST_CODES, most=MOST_CODES)
        ]
        among = [*(code["key"] for code in codes), NONE]
        passages = [
            self._read_passage(Fields(node, fields.faults, known=_PASSAGE), among, languages)
            for node in fields.entries("passages", least=2, most=MOST_PASSAGES)
        ]
        keys = [one["key"] for one in passages]
        for name, found in (("codes", among), ("passages", keys)):
            if len(set(found)) != len(found):
                fields.fault(_("A key stands here twice."), name)
        target = fields.choice("target", keys, required=False)
        return {"codes": codes, "passages": passages, "target": target}

    def _read_code(self, code: Fields, languages: tuple[str, ...]) -> Body:
        read: Body = {
            "key": code.key(),
            "name": code.pair("name", languages=languages, most=80),
            "definition": code.pair("definition", languages=languages, most=600),
        }
        for name in ("include", "exclude"):
            read[name] = code.pair(name, languages=languages, required=False, most=600)
        return read

    def _read_passage(
        self, passage: Fields, among: Sequence[str], languages: tuple[str, ...]
    ) -> Body:
        return {
            "key": passage.key(),
            "lead": passage.pair("lead", languages=languages, required=False, most=400),
            "text": passage.pair("text", languages=languages, most=1200),
            "code": passage.choice("code", among),
            "feedback": passage.pair("feedback", languages=languages, required=False, most=1200),
        }

    def face(self, body: Body) -> Body:
        """What of it readers see."""
        said = [{name: one[name] for name in ("key", "lead", "text")} for one in body["passages"]]
        return {"codes": body["codes"], "passages": said}

    # --- answering -------------------------------------------------------------------------------

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        given = {one["key"]: posted.get(f"{name}.{one['key']}", "") for one in body["passages"]}
        codes = _keys(body)
        return {passage: code for passage, code in given.items() if code in codes} or None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        if not isinstance(answer, dict) or not answer:
            return False
        codes = _keys(body)
        return set(answer) <= {one["key"] for one in body["passages"]} and all(
            isinstance(code, str) and code in codes for code in answer.values()
        )

    def fault(self, body: Body, answer: Answer) -> str:
        return ""

    def right_in(self, body: Body, answer: Answer) -> int:
        """How many passages have their own code."""
        return sum(answer.get(one["key"]) == one["code"] for one in body["passages"])

    def mark(self, body: Body, answer: Answer) -> Marked:
        """The share of passages with their own code; a passage left open has none."""
        if answer is None:
            return BLANK
        points = self.right_in(body, answer) * 1000 // len(body["passages"])
        feedback = {one["key"]: one["feedback"] for one in body["passages"] if one["feedback"]}
        return Marked(points, verdict_of(points), feedback)

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        given = answer or {}
        return [
            Choice(key=one["key"], text=one["text"], group=given.get(one["key"], ""))
            for one in body["passages"]
        ]

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        given = answer or {}
        return [
            Choice(
                key=one["key"],
                text=one["text"],
                group=given.get(one["key"], ""),
                right=given.get(one["key"]) == one["code"],
                right_group=one["code"],
                feedback=one["feedback"],
            )
            for one in body["passages"]
        ]

    def groups(self, body: Body, order: random.Random) -> list[dict[str, Any]]:
        """The codes in the order of the book, and that none fits."""
        named = [{"key": code["key"], "text": code["name"]} for code in body["codes"]]
        return [*named, {"key": NONE, "text": NO_CODE}]

    def reckoning(self, body: Body, answer: Answer) -> str:
        if answer is None or self.mark(body, answer).verdict is Verdict.RIGHT:
            return ""
        of = len(body["passages"])
        said = ngettext(
            "%(right)s of %(of)s passage has its code.",
            "%(right)s of %(of)s passages have their codes.",
            of,
        )
        return said % {"right": self.right_in(body, answer), "of": of}

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        names = {code["key"]: text(code["name"], language) for code in body["codes"]}
        names[NONE] = text(NO_CODE, language)
        return "; ".join(f"{n}. {names[one['code']]}" for n, one in enumerate(body["passages"], 1))

    def observed(self, body: Body, answer: Answer) -> Observed:
        """The code that the target was given, and its own."""
        for one in body["passages"]:
            if one["key"] == body["target"]:
                given = (answer or {}).get(one["key"], "")
                return Observed(category=given, true_category=one["code"])
        return Observed()

    # --- on a page -------------------------------------------------------------------------------

    def shown(self, body: Body, answer: Answer, *, truth: bool) -> Mapping[str, Any]:
        """The code book, and every passage with its number and with what was asked before it."""
        given = answer or {}
        names = {code["key"]: code["name"] for code in body["codes"]} | {NONE: NO_CODE}
        turns = []
        for n, one in enumerate(body["passages"], 1):
            code = given.get(one["key"], "")
            turn = {
                "n": n,
                "key": one["key"],
                "lead": one["lead"],
                "text": one["text"],
                "code": code,
                "said": names.get(code),
            }
            if truth:
                turn |= {
                    "right": code == one["code"],
                    "own": names[one["code"]],
                    "feedback": one["feedback"],
                }
            turns.append(turn)
        return {"turns": turns, "codes": body["codes"]}


_CODE = {"key", "name", "definition", "include", "exclude"}
_PASSAGE = {"key", "lead", "text", "code", "feedback"}


def _keys(body: Body) -> set[str]:
    return {code["key"] for code in body["codes"]} | {NONE}
