"""What a unit page shows of surveys and self-ratings: what is asked, and what the learner said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.competencies.models import MOST_LEVEL, Level
from courses.content.blocks.self_rating import AFTER, BEFORE
from courses.content.blocks.survey import SCALE, SHORT, STEPS
from courses.content.outline import Outline, OutlineAlignment
from courses.enrolment.models import Enrolment
from courses.evidence.queries import levels_of
from courses.surveys.counting import LEAST_SHOWN
from courses.surveys.models import SurveyAnswer
from courses.surveys.queries import Rated, answers_in, competencies_in, levels_said, ratings_of
from courses.surveys.reading import MOST_WORDS, rating_name
from lms.common.languages import Pair


@dataclass(frozen=True)
class Choice:
    """What can be chosen. html: clean."""

    key: str
    html: str
    chosen: bool


@dataclass(frozen=True)
class ShownQuestion:
    """A question on the page. ends: what 1 and 5 of a scale mean.  typed: a text as it was written.
    error: what is wrong with it."""

    number: int
    name: str
    kind: str
    prompt: str
    choices: list[Choice]
    ends: list[str]
    typed: str
    error: str

    @property
    def most(self) -> int:
        return MOST_WORDS


@dataclass(frozen=True)
class ShownLevel:
    """A level that one can see oneself at; 0 for none yet."""

    number: int
    name: Pair
    descriptor: Pair
    chosen: bool


@dataclass(frozen=True)
class ShownCompetency:
    """A competency to rate oneself in, with what was said before and after, and what was measured:
    levels, 0 for none yet, None where nothing was said."""

    name: str
    code: str
    title: Pair
    levels: list[ShownLevel]
    before: int | None
    after: int | None
    measured: int
    error: bool


@dataclass(frozen=True)
class Survey:
    """A survey or a self-rating for one learner. answered: when they answered last.  error: why
    what they sent was not kept."""

    questions: list[ShownQuestion] = field(default_factory=list)
    competencies: list[ShownCompetency] = field(default_factory=list)
    moment: str = ""
    answered: datetime | None = None
    error: str = ""
    is_open: bool = True

    @property
    def least(self) -> int:
        """Fewer answers than so many are told to nobody."""
        return LEAST_SHOWN

    @property
    def is_after(self) -> bool:
        return self.moment == AFTER

    @property
    def wrong(self) -> list[ShownQuestion]:
        return [one for one in self.questions if one.error]

    @property
    def shows_series(self) -> bool:
        """Whether there is something to see beside each other."""
        return any(one.before is not None or one.after is not None for one in self.competencies)

    @property
    def shows_measured(self) -> bool:
        return any(one.measured for one in self.competencies)


@dataclass(frozen=True)
class Sent:
    """A form that could not be kept: it is shown again as it was sent. answers: as
    courses.surveys.reading reads them, of a survey or of a self-rating."""

    block: UUID
    answers: Mapping[str, Any]
    wrong: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True)
class Said:
    """What a learner said of themselves, and what they have shown."""

    answers: Mapping[UUID, SurveyAnswer] = field(default_factory=dict)
    rated: Rated = field(default_factory=Rated)
    measured: Mapping[int, int] = field(default_factory=dict)


def said_by(enrolment: Enrolment, unit_id: int, kinds: Collection[str], *, on: datetime) -> Said:
    """What a page with blocks of these kinds shows of this learner."""
    answers = answers_in(enrolment, unit_id) if "survey" in kinds else {}
    if "self-rating" not in kinds:
        return Said(answers)
    shown = levels_of(enrolment.person_id, on)
    return Said(answers, ratings_of(enrolment), {pk: level for pk, (level, _at) in shown.items()})


def survey_of(stored: Mapping[str, Any], outline: Outline, said: Said, sent: Sent | None) -> Survey:
    """A block of a page, with what the learner said there. sent: what could not be kept."""
    block = UUID(stored["uid"])
    mine = sent if sent is not None and sent.block == block else None
    if stored["kind"] == "survey":
        return _survey(stored, said.answers.get(block), mine)
    return _self_rating(stored, outline, said, mine)


def _survey(stored: Mapping[str, Any], last: SurveyAnswer | None, sent: Sent | None) -> Survey:
    answers = sent.answers if sent else (last.answers if last else {})
    wrong = sent.wrong if sent else {}
    questions = [
        _question(number, one, answers.get(one["key"]), wrong.get(one["key"], ""))
        for number, one in enumerate(stored["more"]["questions"], 1)
    ]
    return Survey(
        questions=questions,
        answered=last.given_at if last else None,
        error=sent.error if sent else "",
    )


def _question(number: int, one: Mapping[str, Any], answer: Any, error: str) -> ShownQuestion:
    if one["kind"] == SCALE:
        choices = [Choice(str(step), str(step), answer == step) for step in STEPS]
    else:
        chosen = answer if isinstance(answer, list) else [answer]
        choices = [
            Choice(choice["key"], choice["text"], choice["key"] in chosen)
            for choice in one["choices"]
        ]
    return ShownQuestion(
        number=number,
        name=f"s-{one['key']}",
        kind=one["kind"],
        prompt=one["prompt"],
        choices=choices,
        ends=[choice["text"] for choice in one["choices"]] if one["kind"] == SCALE else [],
        typed=str(answer or "") if one["kind"] == SHORT else "",
        error=error,
    )


def _self_rating(
    stored: Mapping[str, Any], outline: Outline, said: Said, sent: Sent | None
) -> Survey:
    moment = stored["more"]["moment"]
    here = said.rated.blocks.get(UUID(stored["uid"]), {})
    levels = levels_said()
    shown = [_competency(one, levels, said, moment, sent) for one in competencies_in(outline)]
    answered: Sequence[datetime] = [row.given_at for row in here.values()]
    return Survey(
        competencies=shown,
        moment=moment,
        answered=max(answered, default=None),
        error=sent.error if sent else "",
    )


def _competency(
    one: OutlineAlignment,
    levels: Mapping[tuple[int | None, int], Level],
    said: Said,
    moment: str,
    sent: Sent | None,
) -> ShownCompetency:
    known = {
        name: rows[one.competency_id].level
        for name, rows in said.rated.moments.items()
        if one.competency_id in rows
    }
    chosen = sent.answers.get(one.code) if sent else known.get(moment)
    every = []
    for number in range(1, MOST_LEVEL + 1):
        own = levels.get((one.competency_id, number)) or levels.get((None, number))
        if own:
            name = own.name or levels[None, number].name
            every.append(ShownLevel(number, name, own.descriptor, chosen == number))
    return ShownCompetency(
        name=rating_name(one.code),
        code=one.code,
        title=one.name,
        levels=[ShownLevel(0, {}, {}, chosen == 0), *every],
        before=known.get(BEFORE),
        after=known.get(AFTER),
        measured=said.measured.get(one.competency_id, 0),
        error=sent is not None and one.code not in sent.answers,
    )
