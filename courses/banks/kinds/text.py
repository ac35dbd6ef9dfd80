"""Short free text, compared without case, diacritics and marks. The answer is {"typed": text}."""

import re
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.kinds.base import BLANK, Answer, Body, Marked, verdict_of
from courses.banks.kinds.typed import Typed
from lms.common.languages import LANGUAGES
from lms.common.search import fold
from lms.common.yamlnodes import Fields


class Text(Typed):
    """A word or a few."""

    name = "text"
    most_typed = 200
    known = frozenset({"accept", "near"})

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        accept = _read_words(fields, "accept", languages)
        near = []
        for node in fields.entries("near", required=False, most=12):
            one = Fields(node, fields.faults, known={"match", "feedback"})
            near.append(
                {
                    "match": _read_words(one, "match", languages),
                    "feedback": one.pair("feedback", languages=languages, most=1200),
                }
            )
        return {"accept": accept, "near": near}

    def mark(self, body: Body, answer: Answer) -> Marked:
        """Right in either language: many know a term only in the other one."""
        if answer is None:
            return BLANK
        typed = bare(answer["typed"])
        if _matches(typed, body["accept"]):
            return Marked(1000, verdict_of(1000))
        feedback = {}
        for near in body["near"]:
            if _matches(typed, near["match"]):
                feedback["near"] = near["feedback"]
                break
        return Marked(0, verdict_of(0), feedback)

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        for code in (language, *LANGUAGES):
            if words := body["accept"].get(code):
                return str(words[0])
        return ""


def bare(typed: str) -> str:
    """Folded words with single spaces, without marks and English articles."""
    words = re.findall(r"[^\W_]+", fold(typed))
    return " ".join(word for word in words if word not in ("a", "an", "the"))


def _matches(typed: str, words: dict[str, list[str]]) -> bool:
    return any(typed == bare(word) for forms in words.values() for word in forms)


def _read_words(fields: Fields, name: str, languages: tuple[str, ...]) -> dict[str, Any]:
    inner = Fields(fields.get(name), fields.faults, known=set(LANGUAGES))
    if not fields.has(name):
        fields.fault(_("“%s” is missing.") % name)
        return {}
    words = {
        code: [node.text for node in inner.entries(code, least=1, most=40) if node.text.strip()]
        for code in languages
    }
    for code, forms in words.items():
        if any(not bare(form) for form in forms):
            inner.fault(_("An accepted answer needs letters or digits."), code)
    return {code: forms for code, forms in words.items() if forms}
