"""Keeping what learners say of themselves. It may be said again: nothing is overwritten."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.content.blocks import ANSWERED
from courses.content.blocks.self_rating import SelfRating as SelfRatingBlock
from courses.content.blocks.survey import Survey
from courses.content.models import Met
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import blocks_of
from courses.enrolment.access import locked_enrolment, refuse_outside
from courses.enrolment.models import Enrolment
from courses.progress.access import is_locked
from courses.progress.actions import complete_unit
from courses.progress.actions.completing import outline_in_force
from courses.surveys.models import SelfRating, SurveyAnswer
from courses.surveys.queries import answers_in, competencies_in, ratings_of
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def answer_survey(
    enrolment: Enrolment, unit_id: int, block: UUID, answers: Mapping[str, Any], *, on: datetime
) -> None:
    """Keep what was answered. The same answers again are kept once; other ones stand beside them,
    and count from now on. A unit that asks for answers is done with the last of them.

    answers: as courses.surveys.reading.read_answers gives them.
    """

    def keep(enrolment: Enrolment, outline: Outline, item: OutlineItem) -> None:
        if not answers:
            raise Refusal("empty", _("Answer at least one question first."))
        last = answers_in(enrolment, unit_id).get(block)
        if last is not None and last.answers == answers:
            return
        SurveyAnswer.objects.create(
            enrolment=enrolment,
            unit_id=unit_id,
            block=block,
            release_id=outline.release_id,
            number=last.number + 1 if last else 1,
            answers=dict(answers),
            given_at=on,
        )

    _keep(enrolment, unit_id, block, Survey.name, keep, on)


@atomic
def rate_self(
    enrolment: Enrolment, unit_id: int, block: UUID, levels: Mapping[str, int], *, on: datetime
) -> None:
    """Keep how the learner sees themselves. levels: competency code → level; 0 for "not yet"."""

    def keep(enrolment: Enrolment, outline: Outline, item: OutlineItem) -> None:
        asked = {one.code: one.competency_id for one in competencies_in(outline)}
        if set(levels) != set(asked):
            raise Refusal("blank", _("Choose a level for each competency first."))
        said = {asked[code]: level for code, level in levels.items()}
        last = ratings_of(enrolment).blocks.get(block, {})
        moment = _settings(item, block)["moment"]
        same = {pk: row.level for pk, row in last.items() if row.moment == moment}
        if same == said:
            return
        number = max((row.number for row in last.values()), default=0) + 1
        SelfRating.objects.bulk_create(
            SelfRating(
                enrolment=enrolment,
                unit_id=unit_id,
                block=block,
                release_id=outline.release_id,
                moment=moment,
                number=number,
                competency_id=competency,
                level=level,
                given_at=on,
            )
            for competency, level in said.items()
        )

    _keep(enrolment, unit_id, block, SelfRatingBlock.name, keep, on)


Keep = Callable[[Enrolment, Outline, OutlineItem], None]


def _keep(
    enrolment: Enrolment, unit_id: int, block: UUID, kind: str, keep: Keep, on: datetime
) -> None:
    enrolment = locked_enrolment(enrolment.pk)
    if not enrolment.is_open:
        raise Refusal("closed", _("You have left this course. Join it again to go on."))
    refuse_outside(enrolment.run, on=on)
    outline = outline_in_force(enrolment)
    item = outline.by_unit.get(unit_id)
    known = item is not None and any(
        one["uid"] == str(block) and one["kind"] == kind for one in blocks_of(item.version_id)
    )
    if item is None or not known:
        raise Refusal("gone", _("This is no longer asked here. Load the page again."))
    if is_locked(enrolment, outline, item, on=on):
        raise Refusal("locked", _("This unit opens later. The course page says what comes first."))
    keep(enrolment, outline, item)
    if item.requirement == Met.ANSWER and _all_answered(enrolment, item):
        complete_unit(enrolment, unit_id, by=Met.ANSWER, on=on)


def _settings(item: OutlineItem, block: UUID) -> dict[str, Any]:
    blocks = blocks_of(item.version_id)
    return next(one["settings"] for one in blocks if one["uid"] == str(block))


def _all_answered(enrolment: Enrolment, item: OutlineItem) -> bool:
    """Whether every survey and self-rating of the unit is answered."""
    asked = {UUID(one["uid"]) for one in blocks_of(item.version_id) if one["kind"] in ANSWERED}
    answered = {*answers_in(enrolment, item.unit_id), *ratings_of(enrolment).blocks}
    return asked <= answered
