"""What a form says of a survey or a self-rating, and whether it can be kept. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.kinds.base import Posted
from courses.competencies.models import MOST_LEVEL
from courses.content.blocks.survey import MANY, ONE, SCALE, STEPS, Question
from lms.common.wording import printable

MOST_WORDS = 1_000
NOT_YET = 0

Answers = dict[str, Any]


def name_of(question: Question) -> str:
    """The field of a question in forms."""
    return f"s-{question.key}"


def read_answers(questions: Sequence[Question], posted: Posted) -> tuple[Answers, dict[str, str]]:
    """(question key → answer, question key → what is wrong). Every question may be left out; what is
    not on offer is as if it had not been sent."""
    answers: Answers = {}
    wrong: dict[str, str] = {}
    for one in questions:
        said = posted.get(name_of(one), "")
        if one.kind == MANY:
            chosen = posted.getlist(name_of(one))
            if kept := [key for key in one.choices if key in chosen]:
                answers[one.key] = kept
        elif one.kind == ONE:
            if said in one.choices:
                answers[one.key] = said
        elif one.kind == SCALE:
            if said in {str(step) for step in STEPS}:
                answers[one.key] = int(said)
        elif text := printable(said.replace("\r\n", "\n")).strip():
            answers[one.key] = text
            if len(text) > MOST_WORDS:
                told = _("This is longer than %(most)s characters; you wrote %(n)s.")
                wrong[one.key] = told % {"most": MOST_WORDS, "n": len(text)}
    return answers, wrong


def rating_name(code: str) -> str:
    """The field of a competency in forms."""
    return f"r-{code}"


def read_ratings(codes: Collection[str], posted: Mapping[str, str]) -> dict[str, int]:
    """Competency code → the level said, for those that were rated."""
    levels = {str(level): level for level in range(NOT_YET, MOST_LEVEL + 1)}
    said = {code: str(posted.get(rating_name(code), "")) for code in codes}
    return {code: levels[level] for code, level in said.items() if level in levels}
