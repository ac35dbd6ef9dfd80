"""What gates ask about learners, gathered from the tables. Nobody pays for what nobody asks: levels
cost a statement where the course asks for them, allowances where somebody has been given one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from courses.content.outline import Outline
from courses.enrolment.models import Enrolment
from courses.evidence.models import Evidence
from courses.progress.allowances import Allowed, standing_for
from courses.progress.gates import Facts
from courses.progress.models import Allowance


def facts_of(
    enrolment: Enrolment,
    outline: Outline,
    done: Set[UUID],
    *,
    on: datetime,
    allowed: Collection[Allowed] | None = None,
) -> Facts:
    """Of one learner. allowed: their allowances, where they are at hand."""
    if allowed is None:
        allowed = standing_for([enrolment], on).get(enrolment.pk, ())
    levels: Mapping[str, int] = {}
    if outline.asks_shown:
        levels = levels_shown([enrolment.person_id], on).get(enrolment.person_id, {})
    return _facts(enrolment, outline, done, allowed, levels, on)


def facts_for(
    enrolments: Collection[Enrolment],
    outlines: Iterable[Outline],
    on: datetime,
) -> "FactsOfMany":
    """Of many learners of a course, in two statements at most. outlines: all that will be asked
    about."""
    asks = any(
        outline.asks_shown or any(item.skipped_by for item in outline.items) for outline in outlines
    )
    people = [one.person_id for one in enrolments] if asks else []
    return FactsOfMany(standing_for(enrolments, on), levels_shown(people, on), on)


class FactsOfMany:
    """What was read of many, to be asked for one after another."""

    def __init__(
        self,
        allowed: Mapping[int, Collection[Allowed]],
        levels: Mapping[int, Mapping[str, int]],
        on: datetime,
    ) -> None:
        self.allowed, self.levels, self.on = allowed, levels, on

    def of(self, enrolment: Enrolment, outline: Outline, done: Set[UUID]) -> Facts:
        allowed = self.allowed.get(enrolment.pk, ())
        levels = self.levels.get(enrolment.person_id, {})
        return _facts(enrolment, outline, done, allowed, levels, self.on)


def _facts(
    enrolment: Enrolment,
    outline: Outline,
    done: Set[UUID],
    allowed: Collection[Allowed],
    levels: Mapping[str, int],
    on: datetime,
) -> Facts:
    opened = {one.unit_id for one in allowed if one.kind == Allowance.Kind.OPEN}
    uids = {item.uid for item in outline.items if None in opened or item.unit_id in opened}
    return Facts(done, enrolment.enrolled_at, on, levels, frozenset(uids))


def levels_shown(people: Collection[int], on: datetime) -> dict[int, dict[str, int]]:
    """Person → competency code → the highest level they have shown that is still valid."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    if not people:
        return found
    rows = (
        Evidence.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .filter(person__in=people, occurred_at__lte=on)
        .order_by()
    )
    for person, code, level in rows.values_list("person_id", "competency__code", "level"):
        found[person][code] = max(level, found[person].get(code, 0))
    return found
