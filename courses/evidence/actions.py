"""Writing down what a record proves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.content.outline import OutlineAlignment
from courses.evidence.calc import level_shown
from courses.evidence.models import Evidence, EvidenceKind
from courses.records.models import LearningRecord
from lms.accounts.actions import take_back_notices
from lms.accounts.models import NoticeKind
from lms.accounts.queries import has_unseen


def record_evidence(
    record: LearningRecord,
    alignments: Iterable[OutlineAlignment],
    *,
    kind: EvidenceKind,
    result: dict[str, Any],
    reached: int | None = None,
    valid_until: datetime | None = None,
) -> None:
    """One row for each alignment that gives evidence, in the transaction of the record.

    A kind shows only so much: a quiz aligned to level 3 still proves level 1.
    reached: the level that was reached, where that is measured; below 1 proves nothing.
    """
    if reached is not None and reached < 1:
        return
    rows = [
        Evidence(
            person_id=record.person_id,
            competency_id=aligned.competency_id,
            level=level_shown(min(aligned.level, reached or aligned.level), kind),
            valid_until=valid_until,
            kind=kind,
            record=record,
            result=result,
            occurred_at=record.at,
        )
        for aligned in alignments
        if aligned.gives_evidence
    ]
    if rows:
        Evidence.objects.bulk_create(rows)
    if rows and kind == EvidenceKind.MEASURED and has_unseen(record.person_id, NoticeKind.EXPIRY):
        assert record.unit is not None
        link = unit_link(record.course.slug, record.unit.uid)
        take_back_notices(record.person_id, NoticeKind.EXPIRY, link=link, on=record.at)


def unit_link(slug: str, uid: UUID) -> str:
    """The address of a unit, as a notice has it."""
    return f"courses/{slug}/units/{uid}/"
