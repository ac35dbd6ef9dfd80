"""Changing the questions of a survey: which there are, of what kind, in which order. Their words are
texts of the block."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from courses.content.access import locked_unit
from courses.content.actions.drafting import LETTERS, set_block
from courses.content.blocks.survey import (
    CHOOSING,
    KINDS,
    MOST_CHOICES,
    MOST_QUESTIONS,
    Question,
    questions_of,
    stored,
)
from courses.content.models import Unit
from courses.content.queries import working_of
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic

Change = Callable[[list[Question]], list[Question]]


def add_question(unit: Unit, block: str, kind: str, *, by: User, on: datetime) -> None:
    """Ask one more thing, at the end. kind: as courses.content.blocks.survey has them."""
    if kind not in KINDS:
        raise Refusal("no-kind", _("There is no such kind of question."))

    def change(questions: list[Question]) -> list[Question]:
        if len(questions) >= MOST_QUESTIONS:
            raise Refusal("full", _("A survey has at most %s questions.") % MOST_QUESTIONS)
        choices = (_fresh(), _fresh()) if kind in CHOOSING else ()
        return [*questions, Question(_fresh(), kind, choices)]

    _change(unit, block, change, by, on)


def move_question(
    unit: Unit, block: str, key: str, *, by_places: int, by: User, on: datetime
) -> None:
    """Move a question up (negative) or down; past an end it stays there."""

    def change(questions: list[Question]) -> list[Question]:
        place = _place(questions, key)
        to = min(max(place + by_places, 0), len(questions) - 1)
        questions.insert(to, questions.pop(place))
        return questions

    _change(unit, block, change, by, on)


def remove_question(unit: Unit, block: str, key: str, *, by: User, on: datetime) -> None:
    """Ask it no more. What was answered is kept, and shown no more."""

    def change(questions: list[Question]) -> list[Question]:
        questions.pop(_place(questions, key))
        return questions

    _change(unit, block, change, by, on)


def add_choice(unit: Unit, block: str, key: str, *, by: User, on: datetime) -> None:
    """Offer one more answer to a question. Its key is never one that was used before, so that no
    answer of before counts for it."""

    def change(questions: list[Question]) -> list[Question]:
        place = _place(questions, key)
        one = questions[place]
        if one.kind not in CHOOSING:
            raise Refusal("no-choices", _("This question has no answers to choose from."))
        if len(one.choices) >= MOST_CHOICES:
            raise Refusal("full", _("A question has at most %s answers.") % MOST_CHOICES)
        questions[place] = replace(one, choices=(*one.choices, _fresh()))
        return questions

    _change(unit, block, change, by, on)


def remove_choice(unit: Unit, block: str, key: str, choice: str, *, by: User, on: datetime) -> None:
    """Offer this answer no more."""

    def change(questions: list[Question]) -> list[Question]:
        place = _place(questions, key)
        left = tuple(one for one in questions[place].choices if one != choice)
        questions[place] = replace(questions[place], choices=left)
        return questions

    _change(unit, block, change, by, on)


@atomic
def _change(unit: Unit, block: str, change: Change, by: User, on: datetime) -> None:
    unit = locked_unit(unit)
    found = next((one for one in working_of(unit).blocks if one["uid"] == block), None)
    if found is None or found["kind"] != "survey":
        raise Refusal("no-block", _("This block is no longer here. Somebody may have removed it."))
    questions = change(questions_of(found["settings"]))
    settings = {**found["settings"], "questions": stored(questions)}
    set_block(unit, block, settings, by=by, on=on)


def _place(questions: list[Question], key: str) -> int:
    for place, one in enumerate(questions):
        if one.key == key:
            return place
    raise Refusal("no-question", _("This question is no longer here."))


def _fresh() -> str:
    return "".join(secrets.choice(LETTERS) for _sign in range(6))
