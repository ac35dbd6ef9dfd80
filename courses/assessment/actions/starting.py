"""Starting an attempt, or another go at what was not right."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.assessment.actions.closing import close_held
from courses.assessment.limits import attempts_left, due_at, opens_at
from courses.assessment.models import Attempt, Response
from courses.assessment.queries import asked_by, may_ask, not_right_in, whole
from courses.assessment.scoring import WHOLE
from courses.banks.models import ItemVersion
from courses.content.blocks.quiz import PRESETS, rules_of
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import blocks_of
from courses.enrolment.access import locked_enrolment, refuse_outside
from courses.enrolment.models import Enrolment
from courses.progress.access import is_locked
from courses.progress.allowances import extra_attempts, extra_minutes
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.wording import when


@atomic
def start_attempt(
    enrolment: Enrolment, outline: Outline, item: OutlineItem, block: UUID, *, on: datetime
) -> Attempt:
    """Open an attempt at a quiz, or return the one that is open: two tabs share it. One whose time
    has ended is closed and returned, so that its result comes first."""
    enrolment = _may_start(enrolment, outline, item, on)
    rules = rules_of(quiz_settings(item, block))
    known = list(Attempt.objects.filter(enrolment=enrolment, block=block))
    if open_one := _open(enrolment, known, on):
        return open_one
    # What was begun in time may be handed in and counts; nothing new begins.
    refuse_outside(enrolment.run, on=on)
    tried = whole(known)
    extra = extra_attempts(enrolment, item.unit_id, on) if rules.attempts else 0
    if attempts_left(rules.attempts, len(tried), extra) == 0:
        raise Refusal("attempts-used", _("You have used all attempts at this quiz."))
    if opens := opens_at(tried, rules.pause, on):
        said = _("The next attempt opens %(when)s. Your answers so far are kept.")
        raise Refusal("too-soon", said % {"when": when(opens, on)})
    more = extra_minutes(enrolment, item.unit_id, on) if rules.minutes else 0
    seed = secrets.randbits(48)
    versions = asked_by(outline.release_id, item.version_id, block, seed=seed, enrolment=enrolment)
    return _opened(
        known,
        versions,
        enrolment=enrolment,
        unit_id=item.unit_id,
        block=block,
        release_id=outline.release_id,
        seed=seed,
        preset=rules.preset,
        opened_at=on,
        due_at=due_at(on, rules.minutes, more),
    )


@atomic
def start_redo(
    enrolment: Enrolment, outline: Outline, item: OutlineItem, attempt: Attempt, *, on: datetime
) -> Attempt:
    """Open another go at what was not right in a submitted attempt of a practice quiz, or return
    what is open there already. It has no limits, and its score counts for nothing."""
    enrolment = _may_start(enrolment, outline, item, on)
    known = list(Attempt.objects.filter(enrolment=enrolment, block=attempt.block))
    if open_one := _open(enrolment, known, on):
        return open_one
    if attempt not in known or attempt.unit_id != item.unit_id:
        raise Refusal("not-here", _("This is not an attempt of yours at this quiz."))
    rules = rules_of(quiz_settings(item, attempt.block))
    if not PRESETS[rules.preset].at_once:
        raise Refusal("no-practice", _("Only practice can be done again in parts."))
    wrong = not_right_in(attempt)
    there = may_ask(outline.release_id, attempt.block)
    versions = [there[item_id] for item_id in wrong if item_id in there]
    if not versions:
        raise Refusal("nothing-wrong", _("Nothing is left here that was not right."))
    return _opened(
        known,
        versions,
        enrolment=enrolment,
        unit_id=item.unit_id,
        block=attempt.block,
        release_id=outline.release_id,
        seed=secrets.randbits(48),
        preset=rules.preset,
        opened_at=on,
        redoes=attempt,
    )


def _may_start(
    enrolment: Enrolment, outline: Outline, item: OutlineItem, on: datetime
) -> Enrolment:
    """The enrolment, held, where it may begin something in this unit."""
    enrolment = locked_enrolment(enrolment.pk)
    if not enrolment.is_open:
        raise Refusal("closed", _("You have left this course. Join it again to go on."))
    if is_locked(enrolment, outline, item, on=on):
        raise Refusal("locked", _("This unit opens later. The course page says what comes first."))
    return enrolment


def _open(enrolment: Enrolment, known: Sequence[Attempt], on: datetime) -> Attempt | None:
    """The attempt that is open, closed where its time has ended."""
    found = next((one for one in known if one.is_open), None)
    if found is not None and found.is_over(on):
        return close_held(enrolment, found, on=on)
    return found


def _opened(known: Sequence[Attempt], versions: Sequence[ItemVersion], **how: Any) -> Attempt:
    number = max((one.number for one in known), default=0) + 1
    attempt = Attempt.objects.create(number=number, possible=WHOLE * len(versions), **how)
    Response.objects.bulk_create(
        Response(attempt=attempt, item_version=version, position=place)
        for place, version in enumerate(versions)
    )
    return attempt


def quiz_settings(item: OutlineItem, block: UUID) -> dict[str, Any]:
    """The settings of a quiz block of this unit; refuses what is no quiz of it."""
    for stored in blocks_of(item.version_id):
        if stored["uid"] == str(block) and stored["kind"] == "quiz":
            return dict(stored["settings"])
    raise Refusal("no-quiz", _("This unit has no such quiz."))
