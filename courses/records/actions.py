"""Writing learning records."""

from datetime import datetime
from typing import Any

from django.db import transaction

from courses.content.outline import OutlineItem
from courses.enrolment.models import Enrolment
from courses.records.models import LearningRecord, Verb
from courses.records.signals import record_written


def write_record(
    enrolment: Enrolment,
    verb: Verb,
    *,
    release_id: int,
    on: datetime,
    item: OutlineItem | None = None,
    result: dict[str, Any] | None = None,
    rings: bool = True,
) -> LearningRecord:
    """Write down what happened, in the transaction of the fact itself.

    rings: whether its readers are told after commit. Writers of many records leave that to the
    sweep, which takes them in slices.
    """
    record = LearningRecord.objects.create(
        person_id=enrolment.person_id,
        verb=verb,
        course_id=enrolment.run.course_id,
        unit_id=item.unit_id if item else None,
        run_id=enrolment.run_id,
        release_id=release_id,
        at=on,
        result=result or {},
    )
    if rings:
        pk = record.pk
        transaction.on_commit(
            lambda: record_written.send_robust(sender=LearningRecord, record_id=pk)
        )
    return record
