"""Whether a learner may skip a unit: by what they have shown, or because somebody allows it. Reads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from courses.content.outline import OutlineItem
from courses.enrolment.models import Enrolment
from courses.evidence.models import Evidence
from courses.progress.allowances import Allowed, skip_in


@dataclass(frozen=True)
class Skip:
    """What a unit may be skipped by: one of both."""

    evidence: Evidence | None = None
    allowed: Allowed | None = None


def skip_of(
    enrolment: Enrolment, item: OutlineItem, allowed: Collection[Allowed], on: datetime
) -> Skip | None:
    """What lets this learner skip the unit; no statement for a unit that nobody may skip by what
    they have shown."""
    if evidence := shown_for(enrolment.person_id, item, on):
        return Skip(evidence=evidence)
    given = skip_in(allowed, item.unit_id)
    return Skip(allowed=given) if given else None


def shown_for(person_id: int, item: OutlineItem, on: datetime) -> Evidence | None:
    """The earliest evidence of what the unit accepts in its place, that is still valid and was not
    shown in the unit itself."""
    claim = item.skipped_by
    if claim is None:
        return None
    return (
        Evidence.objects.filter(
            person=person_id, competency__code=claim.code, level__gte=claim.level
        )
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .exclude(record__unit=item.unit_id)
        .select_related("competency", "record")
        .order_by("occurred_at", "pk")
        .first()
    )
