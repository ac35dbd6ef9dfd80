"""What learners answered in a survey or a self-rating, as its author sees it: counts, never people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.competencies.models import MOST_LEVEL
from courses.competencies.queries import competencies_by_code, general_levels
from courses.content.blocks.survey import SCALE, SHORT, Question, questions_of
from courses.content.drafting import Working
from courses.surveys.counting import (
    LEAST_SHOWN,
    Counted,
    CountedLevels,
    count_answers,
    count_levels,
)
from courses.surveys.queries import given_in, rated_in
from lms.common.languages import LANGUAGES, Pair, text
from lms.common.percentages import whole_percent
from lms.common.spreadsheet import BOM, as_text, line_of

LEVELS = tuple(range(MOST_LEVEL + 1))


@dataclass(frozen=True)
class Row:
    """One answer on offer. count: how many chose it; percent: of those who answered."""

    said: str | Pair
    count: int
    percent: int

    @property
    def is_pair(self) -> bool:
        return isinstance(self.said, dict)


@dataclass(frozen=True)
class Part:
    """One question, or one competency. n: how many answered.  rows: empty where they are too few.
    texts: of a question for a few words."""

    title: Pair
    kind: str
    n: int
    is_shown: bool
    rows: list[Row]
    texts: tuple[str, ...] = ()
    code: str = ""
    mean: float | None = None


@dataclass(frozen=True)
class Results:
    """A whole survey. people: how many answered anything, told from the least number on."""

    title: Pair
    moment: str
    people: int
    parts: list[Part]

    @property
    def least(self) -> int:
        return LEAST_SHOWN

    @property
    def is_shown(self) -> bool:
        return self.people >= LEAST_SHOWN


def results_of(now: Working, block: dict[str, Any]) -> Results:
    """The counts of a block of the draft. What it asks no more is not shown."""

    def said(field: str) -> Pair:
        place = f"{block['uid']}.{field}"
        return {code: now.text(code, place) for code in LANGUAGES if now.text(code, place)}  # type: ignore[misc, return-value]

    uid = UUID(block["uid"])
    if block["kind"] == "survey":
        given = given_in(uid)
        counted = count_answers(questions_of(block["settings"]), given)
        parts = [_asked(one, said(one.question.field), said) for one in counted]
        return Results(said("title"), "", len(given), parts)
    people, ratings = rated_in(uid)
    known = {one.pk: one for one in competencies_by_code().values()}
    levels = count_levels({pk: ratings[pk] for pk in known if pk in ratings}, LEVELS)
    parts = [
        _rated(one, known[one.competency_id].name, known[one.competency_id].code) for one in levels
    ]
    return Results(said("title"), block["settings"]["moment"], people, parts)


def _asked(one: Counted, title: Pair, said: Any) -> Part:
    question: Question = one.question
    rows = [
        Row(
            _step(int(key), question, said)
            if question.kind == SCALE
            else said(question.field_of(key)),
            count,
            whole_percent(count, one.n),
        )
        for key, count in one.rows
    ]
    mean = None
    if question.kind == SCALE and one.rows:
        mean = sum(int(key) * count for key, count in one.rows) / one.n
    return Part(title, question.kind, one.n, one.is_shown, rows, one.texts, mean=mean)


def _step(step: int, question: Question, said: Any) -> str:
    """The ends of a scale with their words."""
    ends = {1: "low", 5: "high"}
    words = text(said(question.field_of(ends[step]))) if step in ends else ""
    return f"{step} – {words}" if words else str(step)


def _rated(one: CountedLevels, name: Pair, code: str) -> Part:
    names = {level.number: level.name for level in general_levels()}
    rows = [
        Row(
            f"{level}. {text(names.get(level))}" if level else pgettext("no level", "not yet"),
            count,
            whole_percent(count, one.n),
        )
        for level, count in one.rows
    ]
    return Part(name, "levels", one.n, one.is_shown, rows, code=code)


def table_of(results: Results) -> Iterator[str]:
    """The same as lines of a table for spreadsheets."""
    head = [_("Question"), _("Answer"), pgettext("answers", "How many"), _("Of how many")]
    yield BOM + line_of(head)
    for part in results.parts:
        title = as_text(" ".join(filter(None, [part.code, text(part.title)])))
        if not part.is_shown:
            yield line_of([title, as_text(_("fewer than %s answers") % LEAST_SHOWN), "", ""])
        for row in part.rows:
            said = row.said if isinstance(row.said, str) else text(row.said)
            yield line_of([title, as_text(said), row.count, part.n])
        if part.kind == SHORT:
            for written in part.texts:
                yield line_of([title, as_text(written), "", part.n])
