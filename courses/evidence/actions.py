"""Writing down what a record proves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from courses.content.outline import OutlineAlignment
from courses.evidence.calc import level_shown
from courses.evidence.models import Evidence, EvidenceKind
from courses.records.models import LearningRecord


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
