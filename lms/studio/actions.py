"""What takes several slices at once: publishing as an author decided it, with what is to be scored
again; helping a learner, also in what they are answering now."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.actions import lengthen_open, order_regrade
from courses.content.access import locked_course
from courses.content.actions.publishing import publish
from courses.content.changing import Edit, Kind, edits_between
from courses.content.models import Course, Release
from courses.content.queries import (
    draft_of,
    edition_as_written,
    edition_in_force,
    last_release,
    written_units,
)
from courses.enrolment.models import Enrolment
from courses.progress.actions import allow
from courses.progress.models import Allowance
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.studio.report import BOTH, KEEP, Choices


@atomic
def help_learner(enrolment: Enrolment, kind: str, *, on: datetime, **said: Any) -> Allowance:
    """Allow a learner something; more time also for the attempt they are in.

    said: as courses.progress.actions.allow takes it.
    """
    row = allow(enrolment, kind, on=on, **said)
    if row.kind == Allowance.Kind.TIME:
        lengthen_open(enrolment, on=on)
    return row


@atomic
def publish_as_read(
    course: Course, choices: Choices, *, read: str, by: User, on: datetime
) -> Release:
    """Publish the draft that the author has read, with their decisions; all of it or nothing.

    read: the stamp of the report. Whoever lowers points says why.
    """
    course = locked_course(course.pk)
    asked = _asked(course)
    for edit in asked:
        assert edit.question is not None
        lowers = choices.way(edit) == BOTH
        if lowers and not choices.reasons.get(edit.question.uid, "").strip():
            raise Refusal("no-reason", _("Points may fall only with a reason. Write it down."))
    release = publish(
        course,
        by=by,
        on=on,
        change_note=choices.note,
        only_from_now=choices.spared,
        read=read,
    )
    for edit in asked:
        assert edit.question is not None
        if choices.way(edit) == KEEP:
            continue
        why = choices.reasons.get(edit.question.uid, "").strip()
        order_regrade(
            release,
            edit.question.was,
            edit.question.version,
            way=choices.way(edit),
            reason=why or choices.note or _("The right answer was corrected."),
            by=by,
            on=on,
        )
    return release


def _asked(course: Course) -> list[Edit]:
    """The questions whose right answers this draft changes."""
    if (before := last_release(course)) is None:
        return []
    draft = draft_of(course.pk)
    edits = edits_between(edition_in_force(before), edition_as_written(draft, written_units(draft)))
    return [edit for edit in edits if edit.kind in (Kind.ANSWERS, Kind.REPLACED)]
