"""What the unit page shows: blocks with their questions, and what comes next."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from courses.assessment.limits import attempts_left, opens_at
from courses.assessment.models import Attempt
from courses.assessment.queries import asked_by, attempts_at, counting, whole
from courses.assessment.scoring import reaches, total
from courses.banks.models import ItemVersion
from courses.calibration.queries import Door
from courses.classroom.allowed import allowed_says, shown_where, skipped_says
from courses.classroom.asking import Asked, Gaps, ask, gaps_in, review, told_to_answer
from courses.classroom.calibrating import Calibration, calibration_of
from courses.classroom.surveying import Said, Sent, Survey, said_by, survey_of
from courses.content.blocks import ANSWERED
from courses.content.blocks.quiz import Rules, rules_of
from courses.content.models import Met
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import rendered
from courses.progress.access import UnitPlace
from courses.progress.allowances import amount_in
from courses.progress.calc import Standing, State
from courses.progress.models import Allowance
from courses.progress.queries import completion_of
from courses.progress.skipping import Skip, skip_of
from lms.common.languages import current_language
from lms.common.percentages import whole_percent

# A self-check has no attempt, so its options stand in one order for everybody.
SEED = 1
NOTHING_SAID = Said()

# One paragraph of at most so many signs.
SHORT = re.compile(r"\s*<p>(?:(?!</p>).){0,400}</p>\s*", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block on the page. asked: the questions of a self-check, or of a visitor's quiz.

    open, counted: this learner's attempts at a quiz, the one under way and the one whose result
    counts. left: how many more there may be, or None.  opens: when the next one opens, if it does
    not yet.  is_over: whether the time of the one under way has ended.
    least: the score that the unit asks for in this quiz, in per cent; None for any other.
    gaps: what was left out, where checking was asked for too early.
    calibration: an exercise that measures.
    more: what a page needs to draw it, as its kind renders it.  survey: what a survey or a self-rating
    asks, for learners.
    """

    uid: str
    key: str
    kind: str
    html: str
    title: str
    language: str
    asked: list[Asked]
    questions: int = 0
    open: Attempt | None = None
    counted: Attempt | None = None
    attempts: int = 0
    left: int | None = None
    opens: datetime | None = None
    is_over: bool = False
    rules: Rules = field(default_factory=Rules)
    least: int | None = None
    is_checked: bool = False
    gaps: Gaps | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    survey: Survey | None = None
    calibration: Calibration | None = None

    @property
    def score(self) -> dict[str, int]:
        """What the questions just checked came to, as lms.common.wording.score reads it."""
        marked = [one.marked for one in self.asked if one.marked is not None]
        reached = total(marked)
        return {
            "right": reached.right,
            "partly": reached.partly,
            "items": reached.items,
            "points": reached.points,
            "possible": reached.possible,
        }

    @property
    def reached(self) -> bool | None:
        """Whether the score that the unit asks for is reached; None where this is not its quiz."""
        if self.least is None:
            return None
        return reaches(self.score["points"], self.score["possible"], self.least)

    @property
    def percent(self) -> int:
        """What counts so far in whole per cent; never the score that is asked for, if it is
        less."""
        assert self.counted is not None
        points, possible = self.counted.points or 0, self.counted.possible
        missed = self.least is not None and not reaches(points, possible, self.least)
        return whole_percent(points, possible, short_of=self.least if missed else None)

    @property
    def preset(self) -> str:
        return self.rules.preset

    @property
    def counts(self) -> bool:
        """Whether the unit is done by this quiz."""
        return self.least is not None

    @property
    def result_matters(self) -> bool:
        """Whether it makes a difference which of several results counts."""
        return self.counts or self.preset != "practice"

    @property
    def opens_hints(self) -> bool:
        """Whether hints can be read without asking: where nothing is kept or counted."""
        return self.kind == "check"

    @property
    def is_to_answer(self) -> bool:
        """Whether a visitor's quiz still waits to be answered."""
        return self.kind == "quiz" and bool(self.asked) and not self.is_checked


@dataclass(frozen=True)
class UnitPage:
    """Everything the unit page shows beside its outline. optional: what is left where all that is
    required is done.  skip: what lets the learner skip the unit.  counts_by: how it came to count
    without being done here; can_redo: whether the button can still be pressed then.  allowed: what
    holds in this unit, in sentences.  asks_answers: whether it is done by answering its surveys.
    """

    blocks: list[Block]
    is_done: bool
    can_finish: bool
    before: OutlineItem | None
    after: OutlineItem | None
    optional: OutlineItem | None = None
    skip: Skip | None = None
    counts_by: str = ""
    allowed: tuple[str, ...] = ()
    can_redo: bool = False
    asks_answers: bool = False

    @property
    def shown_where(self) -> dict[str, str]:
        """When and where the learner has shown what lets them skip the unit."""
        assert self.skip is not None
        assert self.skip.evidence is not None
        return shown_where(self.skip.evidence)

    @property
    def has_more(self) -> bool:
        """Whether a block is more than a passage, and needs its own styles."""
        return any(block.more for block in self.blocks)

    @property
    def asks(self) -> bool:
        """Whether there are questions on the page, which have styles of their own."""
        return any(block.asked for block in self.blocks)

    @property
    def waits_for_answers(self) -> bool:
        """Whether a visitor has a quiz to answer here, which comes before joining."""
        return any(block.is_to_answer for block in self.blocks)


def unit_page(
    place: UnitPlace,
    *,
    checked: UUID | None = None,
    answers: Mapping[str, Any] | None = None,
    anyway: bool = False,
    sent: Sent | None = None,
    on: datetime,
) -> UnitPage:
    """The page of a published unit for a learner or visitor, as it is at this time. sent: what they
    answered in a survey and could not be kept."""
    attempts: dict[UUID, list[Attempt]] = {}
    if place.enrolment is not None and place.item.questions:
        attempts = attempts_at(place.enrolment, place.item.unit_id)
    stored = rendered(place.item.version_id, current_language()).blocks
    asks = partial(asked_of_visitors, place)
    answered = Answered(checked, answers or {}, anyway) if checked else None
    kinds = {one["kind"] for one in stored}
    said = NOTHING_SAID
    if place.enrolment is not None and kinds & {*ANSWERED}:
        said = said_by(place.enrolment, place.item.unit_id, kinds, on=on)
    page = page_of(place, stored, asks, attempts, answered, said=said, sent=sent, on=on)
    return _with_allowances(place, page) if place.enrolment else page


def _with_allowances(place: UnitPlace, page: UnitPage) -> UnitPage:
    """The page with what may be skipped here, what was, and what an instructor allows."""
    assert place.enrolment is not None
    item, allowed = place.item, [one for one in place.allowed if one.is_for(place.item.unit_id)]
    said = tuple(
        allowed_says(one, place.outline)
        for one in allowed
        if one.kind in (Allowance.Kind.TIME, Allowance.Kind.ATTEMPT)
    )
    if not page.is_done:
        return replace(page, skip=skip_of(place.enrolment, item, allowed, place.on), allowed=said)
    if item.skipped_by is None and not place.enrolment.has_allowances:
        return replace(page, allowed=said)
    row = completion_of(place.enrolment, item.unit_id)
    counts_by = skipped_says(row) if row else ""
    redo = bool(counts_by) and item.requirement == Met.CONTINUE
    return replace(page, counts_by=counts_by, can_redo=redo, allowed=said)


@dataclass(frozen=True)
class Answered:
    """A self-check that has just been answered. anyway: to be checked although questions are left
    out."""

    block: UUID
    answers: Mapping[str, Any]
    anyway: bool


# The item versions that a block asks, in their order.
Asks = Callable[[UUID], Sequence[ItemVersion]]


def page_of(
    place: UnitPlace,
    stored: Iterable[Mapping[str, Any]],
    asks: Asks,
    attempts: Mapping[UUID, list[Attempt]],
    answered: Answered | None,
    *,
    said: Said = NOTHING_SAID,
    sent: Sent | None = None,
    on: datetime,
) -> UnitPage:
    """The page at this place, from blocks as courses.content.rendering makes them."""
    blocks = [_block(place, one, asks, attempts, answered, said, sent, on) for one in stored]
    done = place.standing is not None and place.standing.states[place.item.uid] is State.DONE
    return UnitPage(
        blocks=blocks,
        is_done=done,
        can_finish=place.standing is not None
        and not done
        and place.item.requirement == Met.CONTINUE,
        asks_answers=place.standing is not None
        and not done
        and place.item.requirement == Met.ANSWER,
        before=place.outline.before(place.item),
        after=place.outline.after(place.item),
        optional=optional_left(place.outline, place.standing) if place.standing else None,
    )


def opening_of(version_id: int, block: UUID) -> Mapping[str, Any] | None:
    """What stands before the questions of a quiz: its title and text, in the reader's language.

    is_short: one paragraph, which need not be folded away. It may be a title without a text.
    """
    for stored in rendered(version_id, current_language()).blocks:
        if stored["uid"] == str(block) and (stored["html"] or stored["title"]):
            return {**stored, "is_short": SHORT.fullmatch(stored["html"]) is not None}
    return None


def optional_left(outline: Outline, standing: Standing) -> OutlineItem | None:
    """The first open unit that is left where nothing required is."""
    if standing.next is not None:
        return None
    states = standing.states
    return next((item for item in outline.items if states[item.uid] is State.OPEN), None)


def asked_of_visitors(place: UnitPlace, block: UUID) -> list[ItemVersion]:
    """What a block asks whoever has no attempt; where it draws, the same for everybody."""
    return asked_by(place.outline.release_id, place.item.version_id, block, seed=SEED)


def _block(
    place: UnitPlace,
    stored: Mapping[str, Any],
    asks: Asks,
    attempts: Mapping[UUID, list[Attempt]],
    answered: Answered | None,
    said: Said,
    sent: Sent | None,
    on: datetime,
) -> Block:
    uid = UUID(stored["uid"])
    shown = {name: stored[name] for name in ("uid", "key", "kind", "html", "title", "language")}
    shown["least"] = place.item.score_at_least if place.item.score_block == uid else None
    shown["more"] = stored.get("more", {})
    if stored["kind"] in ANSWERED and place.standing is not None:
        survey = survey_of(stored, place.outline, said, sent)
        return Block(**shown, asked=[], survey=survey)
    if stored["kind"] == "calibration":
        shown["more"] = {}
        return Block(**shown, asked=[], calibration=measured(place, stored, on))
    if stored["kind"] not in ("check", "quiz"):
        return Block(**shown, asked=[])
    versions = asks(uid)
    if stored["kind"] == "check" or place.standing is None:
        now = answered if answered is not None and answered.block == uid else None
        mine = now.answers if now else {}
        asked = [
            ask(version, number, seed=SEED, answer=mine.get(str(version.item.uid)))
            for number, version in enumerate(versions, 1)
        ]
        if now is None:
            return Block(**shown, asked=asked, questions=len(versions))
        gaps = gaps_in(asked)
        if gaps.faulty or len(gaps.blank) == len(asked) or (gaps.blank and not now.anyway):
            asked = [told_to_answer(one) for one in asked]
            return Block(**shown, asked=asked, questions=len(versions), gaps=gaps)
        asked = [
            review(
                version,
                number,
                seed=SEED,
                answer=mine.get(str(version.item.uid)),
                outline=place.outline,
            )
            for number, version in enumerate(versions, 1)
        ]
        return Block(**shown, asked=asked, questions=len(versions), is_checked=True)
    tried, rules = attempts.get(uid, []), rules_in(stored)
    under_way = next((attempt for attempt in tried if attempt.is_open), None)
    more = amount_in(place.allowed, Allowance.Kind.ATTEMPT, place.item.unit_id)
    return Block(
        **shown,
        asked=[],
        questions=len(versions),
        open=under_way,
        counted=counting(tried, last=rules.last_counts),
        attempts=len(whole(tried)),
        left=attempts_left(rules.attempts, len(whole(tried)), more),
        opens=opens_at(whole(tried), rules.pause, on),
        is_over=under_way is not None and under_way.is_over(on),
        rules=rules,
    )


def measured(place: UnitPlace, stored: Mapping[str, Any], on: datetime) -> Calibration:
    """An exercise for whoever is here; in a preview, where nobody learns, as for somebody who has
    practised and may be measured."""
    shown = calibration_of(stored, place.outline, place.enrolment, on)
    if place.enrolment is None and place.standing is not None:
        return replace(shown, door=Door(shown.exercise.sitting))
    return shown


def rules_in(stored: Mapping[str, Any]) -> Rules:
    """The rules of a quiz, from its block as courses.content.rendering makes it."""
    said = {name: stored[name] for name in ("preset", "attempts")}
    return rules_of({**said, **stored.get("rules", {})})
