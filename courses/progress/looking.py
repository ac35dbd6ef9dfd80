"""When a learner's summary is to be worked out again although they do nothing: something opens by the
calendar, an allowance ends, a competency was shown elsewhere."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.content.outline import Outline
from courses.enrolment.models import Enrolment
from courses.evidence.models import Evidence
from courses.progress.allowances import Allowed
from courses.progress.calc import Standing
from courses.progress.gates import Facts, first_moment, opens_on

# Evidence carries the time of its request, which may commit a little later.
A_REQUEST = timedelta(minutes=5)


def next_look(
    outline: Outline, standing: Standing, allowed: Collection[Allowed], facts: Facts
) -> datetime | None:
    """The first moment at which the calendar changes what is open; None where it does not."""
    days = [missing.opens for missing in standing.missing.values() if missing.opens]
    # An opened unit that the calendar would hold closed, once its allowance has ended.
    days += [one.until + timedelta(days=1) for one in allowed if one.until]
    if facts.opened:
        later = (opens_on(item, facts.since) for item in outline.items if item.uid in facts.opened)
        days += [day for day in later if day and first_moment(day) > facts.on]
    return first_moment(min(days)) if days else None


def waits_for_levels(standing: Standing) -> bool:
    """Whether something stands closed until a competency is shown."""
    return any(missing.shown for missing in standing.missing.values())


def to_look_at(on: datetime) -> QuerySet[Enrolment]:
    """The enrolments whose summary is due to be worked out again."""
    shown = Evidence.objects.filter(
        person=OuterRef("person"), occurred_at__gte=OuterRef("waits_since") - A_REQUEST
    )
    by_calendar = Q(look_again_at__lte=on)
    return Enrolment.objects.filter(by_calendar | Q(Exists(shown), waits_since__isnull=False))
