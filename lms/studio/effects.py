"""Whom publishing would touch: working out the report that an author reads first. Reads; writes
nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from badges.awards.earning import who_would_earn
from courses.assessment.models import Attempt
from courses.assessment.regrading import Rescored, by_attempt, rescored
from courses.content.changing import Edit, Kind, edits_between, stamp_of
from courses.content.findings import Finding
from courses.content.models import Course, Release
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import (
    edition_as_written,
    edition_in_force,
    findings_in,
    last_number,
    last_release,
    written_units,
)
from courses.enrolment.calendar import late_in_runs
from courses.enrolment.models import Enrolment
from courses.evidence.calc import level_shown
from courses.evidence.models import Evidence
from courses.progress.forecast import Forecast, forecasts
from courses.progress.queries import counted
from lms.common.languages import Pair, text
from lms.common.wording import day
from lms.studio.outline_opening import Names, ended, opening_says, skip_says
from lms.studio.report import BOTH, KEEP, Choices, Earning, Effect, Regraded, Report

# Edits after which somebody may owe more, or less, or have shown enough.
MOVING = {
    *(Kind.REQUIRED, Kind.REMOVED, Kind.EASIER, Kind.STRICTER, Kind.GATE, Kind.RELEASED),
    *(Kind.MODULE, Kind.ORDER, Kind.ANSWERS, Kind.REPLACED, Kind.SKIP),
}


def report_on(course: Course, draft: Release, choices: Choices, *, on: datetime) -> Report:
    """What publishing this draft now would do, under these choices."""
    units = written_units(draft)
    new = edition_as_written(draft, units)
    before = last_release(course)
    old = edition_in_force(before) if before else None
    edits = edits_between(old, new) if old else []
    asked = {
        edit.question.uid: edit
        for edit in edits
        if edit.kind in (Kind.ANSWERS, Kind.REPLACED) and edit.question
    }
    again = {uid: _again(course, edit) for uid, edit in asked.items()}
    outline = _spared(new.outline, choices.spared, on)
    counted = [
        row for uid, rows in again.items() for row in rows if choices.way(asked[uid]) != KEEP
    ]
    points = {str(attempt.uid): reached for attempt, reached in by_attempt(counted).items()}
    people: list[Forecast] = []
    if old and any(edit.kind in MOVING for edit in edits):
        people = forecasts(course.pk, old.outline, outline, points=points, on=on)
    sizes = _sizes(course)
    earned = _earned(course, people, on)
    facts = _Facts(course, edits, people, again, sizes, choices, earned)
    return Report(
        number=last_number(course) + 1,
        is_closed=course.in_force is None,
        old=old,
        new=new,
        stamp=stamp_of(new),
        findings=[*findings_in(new, units), *_late(course, new.outline, on)],
        learning=sum(n for (state, _code), n in sizes.items() if state == Enrolment.State.ACTIVE),
        finished=sum(
            n for (state, _code), n in sizes.items() if state == Enrolment.State.COMPLETED
        ),
        effects=[facts.effect(edit, number) for number, edit in enumerate(edits, 1)],
        forecasts=people,
        earning=[
            Earning(one.name, earned[one.enrolment.person_id])
            for one in people
            if one.enrolment.person_id in earned
        ],
    )


def _late(course: Course, outline: Outline, on: datetime) -> Iterator[Finding]:
    """Advice about units that open when a run of the course is over."""
    for item, run in late_in_runs(course, outline, on):
        assert item.opening.on
        assert run.ends_on
        said = _(
            "The unit opens on %(day)s, but the run “%(run)s” ends on %(last)s: nobody in the run gets"
            " to it."
        )
        words = {"run": text(run.title), "day": day(item.opening.on), "last": day(run.ends_on)}
        yield Finding("opens-after-run", False, said % words, unit=str(item.uid))


def _earned(course: Course, people: list[Forecast], on: datetime) -> dict[int, tuple[Pair, ...]]:
    """Person → names of the badges that the edition would newly bring them."""
    moved = [one for one in people if one.newly or one.completes]
    levels = {
        one.enrolment.person_id: {
            claim.code: level_shown(claim.level, item.shown_by)
            for item in one.newly
            for claim in item.alignments
            if claim.gives_evidence
        }
        for one in moved
    }
    done = {one.enrolment.person_id: {course.slug} for one in moved if one.completes}
    if not moved:
        return {}
    found = who_would_earn(levels, done, on)
    return {person: tuple(version.name for version in given) for person, given in found.items()}


def _again(course: Course, edit: Edit) -> list[Rescored]:
    assert edit.question is not None
    return rescored(course.pk, edit.question.was, edit.question.version, upward=False)


def _by_way(rows: list[Rescored], way: str) -> list[Rescored]:
    """Those of the answers that would be scored again."""
    if way == KEEP:
        return []
    return [row for row in rows if way == BOTH or row.after > row.before]


def _spared(outline: Outline, spared: frozenset[UUID], on: datetime) -> Outline:
    """The outline as those meet it who have enrolled by now."""
    if not spared:
        return outline
    return replace(
        outline,
        modules=tuple(
            replace(
                module,
                items=tuple(
                    replace(item, required_from=on) if item.uid in spared else item
                    for item in module.items
                ),
            )
            for module in outline.modules
        ),
    )


def _sizes(course: Course) -> dict[tuple[str, str], int]:
    """(state, language) → how many learners."""
    rows = Enrolment.objects.filter(run__course=course).order_by()
    counted = rows.values("state", "person__language").annotate(n=Count("pk"))
    return {(row["state"], row["person__language"]): row["n"] for row in counted}


def _may_skip(one: Forecast, item: OutlineItem) -> bool:
    claim = item.skipped_by
    shown = claim is not None and one.levels.get(claim.code, 0) >= claim.level
    return shown and item.uid not in one.done


class _Facts:
    """What the database knows of those whom the edits touch, asked once for all of them."""

    def __init__(
        self,
        course: Course,
        edits: list[Edit],
        people: list[Forecast],
        again: Mapping[str, list[Rescored]],
        sizes: Mapping[tuple[str, str], int],
        choices: Choices,
        earned: Mapping[int, tuple[Pair, ...]],
    ) -> None:
        self.course, self.edits, self.people = course, edits, people
        self.again, self.sizes, self.choices, self.earned = again, sizes, choices, earned

    @cached_property
    def done(self) -> dict[int, int]:
        """Unit id → how many have done it, whether they still learn or have finished."""
        rows = counted().filter(enrolment__run__course=self.course).order_by()
        return dict(rows.values("unit_id").annotate(n=Count("pk")).values_list("unit_id", "n"))

    @cached_property
    def open(self) -> dict[UUID, int]:
        """Block → how many attempts at it are open."""
        rows = Attempt.objects.filter(
            enrolment__run__course=self.course, state=Attempt.State.OPEN
        ).order_by()
        return dict(rows.values("block").annotate(n=Count("pk")).values_list("block", "n"))

    @cached_property
    def open_in_unit(self) -> dict[int, int]:
        rows = Attempt.objects.filter(
            enrolment__run__course=self.course, state=Attempt.State.OPEN
        ).order_by()
        return dict(rows.values("unit_id").annotate(n=Count("pk")).values_list("unit_id", "n"))

    @cached_property
    def evidence(self) -> dict[tuple[int, str], int]:
        """(unit id, competency) → how many rows of evidence rest on it."""
        rows = Evidence.objects.filter(record__course=self.course).order_by()
        counted = rows.values("record__unit_id", "competency__code").annotate(n=Count("pk"))
        return {(row["record__unit_id"], row["competency__code"]): row["n"] for row in counted}

    def effect(self, edit: Edit, number: int) -> Effect:
        effect = Effect(edit, number)
        item = edit.item
        match edit.kind:
            case Kind.REQUIRED:
                assert item is not None
                spared = item.uid in self.choices.spared
                owing = [one for one in self.people if item.uid not in one.done]
                return replace(effect, people=tuple(owing), spared=spared)
            case Kind.REMOVED:
                assert item is not None
                who = tuple(one for one in self.people if item.uid in one.done)
                done = self.done.get(item.unit_id, 0)
                opened = self.open_in_unit.get(item.unit_id, 0)
                return replace(effect, people=who, done=done, open=opened)
            case Kind.EASIER:
                who = tuple(one for one in self.people if item in one.newly)
                return replace(effect, people=who)
            case Kind.STRICTER:
                assert item is not None
                who = tuple(one for one in self.people if item.uid in one.done)
                opened = self.open_in_unit.get(item.unit_id, 0)
                done = self.done.get(item.unit_id, 0)
                return replace(effect, people=who, done=done, open=opened)
            case Kind.GATE:
                return self._gate(effect)
            case Kind.SKIP:
                assert item is not None
                who = tuple(one for one in self.people if _may_skip(one, item))
                claims = (item.skipped_by, edit.was.skipped_by if edit.was else None)
                says = tuple(ended(skip_says(claim, self.names)) for claim in claims)
                return replace(effect, people=who, opening=says[:1], opened=says[1:])
            case Kind.MODULE if edit.chooses:
                return replace(effect, people=tuple(one for one in self.people if one.moves))
            case Kind.ANSWERS | Kind.REPLACED:
                return self._asked(effect)
            case Kind.QUIZ:
                opened = sum(self.open.get(UUID(quiz.block), 0) for quiz in edit.quizzes)
                return replace(effect, open=opened)
            case Kind.UNCLAIMED:
                assert item is not None
                kept = sum(
                    self.evidence.get((item.unit_id, code), 0) for code, _level in edit.claims
                )
                return replace(effect, evidence=kept)
            case Kind.TRANSLATION:
                assert edit.unit is not None
                texts = [
                    *edit.unit.texts,
                    *(text for block in edit.unit.blocks for text in block.texts),
                ]
                active = (Enrolment.State.ACTIVE.value, texts[0].language)
                return replace(effect, readers=self.sizes.get(active, 0))
        return effect

    @cached_property
    def names(self) -> Names:
        return Names()

    def _gate(self, effect: Effect) -> Effect:
        item, was = effect.edit.item, effect.edit.was
        assert item is not None
        assert was is not None
        # Done is told by itself: for those it stays open.
        here = [one for one in self.people if item.uid not in one.done]
        return replace(
            effect,
            people=tuple(one for one in here if one.shuts(item)),
            freed=tuple(one for one in here if one.opens(item)),
            done=self.done.get(item.unit_id, 0),
            opening=tuple(map(ended, opening_says(item.opening, self.names))),
            opened=tuple(map(ended, opening_says(was.opening, self.names))),
        )

    def _asked(self, effect: Effect) -> Effect:
        question = effect.edit.question
        assert question is not None
        rows = self.again[question.uid]
        way = self.choices.way(effect.edit)
        newly = {one.enrolment.pk: one.newly for one in self.people}
        here = {item.uid for item in effect.edit.in_units}
        told = []
        for attempt, points in by_attempt(_by_way(rows, way)).items():
            opens = tuple(one for one in newly.get(attempt.enrolment_id, ()) if one.uid in here)
            person = attempt.enrolment.person_id
            told.append(
                Regraded(
                    attempt,
                    (attempt.points or 0) / attempt.possible,
                    points / attempt.possible,
                    opens,
                    self.earned.get(person, ()) if opens else (),
                )
            )
        return replace(
            effect,
            regraded=tuple(told),
            open=sum(self.open.get(block, 0) for block in self._blocks(question.uid)),
            asks=bool(rows),
            losing=len({row.attempt.pk for row in rows if row.after < row.before}),
            way=way,
            reason=self.choices.reasons.get(question.uid, ""),
        )

    def _blocks(self, uid: str) -> Iterator[UUID]:
        for edit in self.edits:
            if edit.question and edit.question.uid == uid:
                yield from edit.in_blocks
