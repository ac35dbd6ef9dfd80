"""Answering items as an expert, whose answers speak for or against their truth."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.banks.kinds import KINDS
from courses.banks.models import ItemVersion
from courses.calibration.judging import judged
from courses.calibration.models import ExpertAnswer
from courses.calibration.vouching import body_for_experts, seed_for_experts, to_vouch
from courses.content.models import Course, CourseRole
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def answer_as_expert(
    course: Course,
    block: UUID,
    version: ItemVersion,
    answer: Any,
    *,
    cannot_tell: bool = False,
    by: User,
    on: datetime,
) -> ExpertAnswer:
    """Keep what somebody with a role in the course says to an item of an exercise. The first answer
    counts, and whoever set a truth is no expert on it.

    answer: in the form of the item's kind; None only with cannot_tell.
    """
    if not CourseRole.objects.filter(course=course, person=by).exists():
        raise Refusal("no-expert", _("Experts have a role in the course."))
    if version.author_id == by.pk:
        raise Refusal("own-item", _("You set the truth of this item; others answer it."))
    if version.pk not in {one.pk for one in to_vouch(course, block, by)}:
        raise Refusal("not-here", _("The exercise asks no such item."))
    body = body_for_experts(version)
    kind = KINDS[body["kind"]]
    if cannot_tell:
        answer = None
    elif answer is None or not kind.is_answer(body, answer):
        raise Refusal("no-answer", _("Answer first, or say that you cannot tell."))
    elif fault := kind.fault(body, answer):
        raise Refusal("has-a-fault", fault)
    found = judged(version, body, answer)
    kept, _made = ExpertAnswer.objects.get_or_create(
        item_version=version,
        seed=seed_for_experts(version),
        expert=by,
        defaults={
            "answer": answer,
            "cannot_tell": cannot_tell,
            "right": found.right,
            "seen": found.seen,
            "at": on,
        },
    )
    return kept
