"""What instructors have allowed single learners: who may have more time, another attempt, skip a unit
or open it now. Reads; giving and taking back is courses.progress.actions.allowing."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from courses.enrolment.models import Enrolment
from courses.progress.gates import local_day
from courses.progress.models import Allowance


@dataclass(frozen=True)
class Allowed:
    """One allowance that stands. unit_id: None for the whole course.  amount: minutes, or attempts.
    until: the last day on which it stands; None where it has no end.  by: the name of who gave it."""

    id: int
    kind: str
    unit_id: int | None
    amount: int | None
    until: date | None
    reason: str
    by: str

    def is_for(self, unit_id: int) -> bool:
        """Whether it holds in this unit."""
        return self.unit_id is None or self.unit_id == unit_id


def standing_for(enrolments: Collection[Enrolment], on: datetime) -> dict[int, tuple[Allowed, ...]]:
    """Enrolment → what is allowed there now; one statement, and none where nobody was ever given
    anything."""
    ids = [one.pk for one in enrolments if one.has_allowances]
    if not ids:
        return {}
    found: dict[int, list[Allowed]] = defaultdict(list)
    rows = (
        Allowance.objects.filter(enrolment__in=ids, withdrawn_at__isnull=True)
        .filter(Q(until__isnull=True) | Q(until__gte=local_day(on)))
        .select_related("by")
        .order_by("pk")
    )
    for row in rows:
        found[row.enrolment_id].append(
            Allowed(row.pk, row.kind, row.unit_id, row.amount, row.until, row.reason, row.by.name)
        )
    return {pk: tuple(rows) for pk, rows in found.items()}


def allowed_to(enrolment: Enrolment, on: datetime) -> tuple[Allowed, ...]:
    """What this learner is allowed now."""
    return standing_for([enrolment], on).get(enrolment.pk, ())


def extra_minutes(enrolment: Enrolment, unit_id: int, on: datetime) -> int:
    """How many minutes more this learner has in the quizzes of this unit."""
    return amount_in(allowed_to(enrolment, on), Allowance.Kind.TIME, unit_id)


def extra_attempts(enrolment: Enrolment, unit_id: int, on: datetime) -> int:
    """How many attempts more this learner has at each quiz of this unit."""
    return amount_in(allowed_to(enrolment, on), Allowance.Kind.ATTEMPT, unit_id)


def amount_in(allowed: Collection[Allowed], kind: str, unit_id: int) -> int:
    """The same where the allowances are at hand."""
    return sum(one.amount or 0 for one in allowed if one.kind == kind and one.is_for(unit_id))


def skip_in(allowed: Collection[Allowed], unit_id: int) -> Allowed | None:
    """What lets this learner skip the unit, if anything does."""
    kind = Allowance.Kind.SKIP
    return next((one for one in allowed if one.kind == kind and one.is_for(unit_id)), None)
