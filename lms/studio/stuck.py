"""Who is stuck: around lately, and either at the same unit for a week or tried it again and again."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import ngettext

from courses.assessment.models import Attempt
from courses.content.models import Course
from courses.content.outline import Outline
from courses.enrolment.models import Enrolment

SAME_UNIT = timedelta(days=7)
TRIES = 3
# Who has not been here for so long has gone, and is not waiting for help with a unit.
AROUND = timedelta(days=28)


def is_stuck(on: datetime) -> Q:
    """The condition on enrolments."""
    long = Q(next_unit_since__lte=on - SAME_UNIT) | Q(
        next_unit_since__isnull=True, last_activity_at__lte=on - SAME_UNIT
    )
    # Before its run begins nobody could go on.
    long &= ~Q(run__starts_on__gt=timezone.localdate(on - SAME_UNIT))
    around = Q(
        state=Enrolment.State.ACTIVE, next_unit__isnull=False, last_activity_at__gte=on - AROUND
    )
    # The third attempt exists.
    return around & (long | Q(Exists(_handed_in().order_by("pk")[TRIES - 1 : TRIES])))


def stuck_in(courses: Collection[Course], on: datetime) -> dict[int, int]:
    """Course id → how many learners are stuck there, in one statement."""
    rows = Enrolment.objects.filter(is_stuck(on), run__course__in=courses).order_by()
    counted = rows.values("run__course").annotate(n=Count("pk"))
    return dict(counted.values_list("run__course", "n"))


def tries() -> Combinable:
    """How often the next unit's quiz was handed in, of an enrolment."""
    counted = _handed_in().order_by().values("enrolment").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def _handed_in() -> QuerySet[Attempt]:
    return Attempt.objects.filter(
        enrolment=OuterRef("pk"),
        unit=OuterRef("next_unit"),
        state=Attempt.State.SUBMITTED,
        redoes__isnull=True,
    )


def why_stuck(enrolment: Enrolment, outline: Outline, tries: int, on: datetime) -> list[str]:
    """The reasons in words; empty for who is not stuck. The same rule as `is_stuck`."""
    item = outline.by_unit.get(enrolment.next_unit_id or 0)
    if enrolment.state != Enrolment.State.ACTIVE or item is None:
        return []
    if enrolment.last_activity_at < on - AROUND:
        return []
    found = []
    if tries >= TRIES:
        said = ngettext(
            "%(n)s attempt at the quiz of %(unit)s",
            "%(n)s attempts at the quiz of %(unit)s",
            tries,
        )
        found.append(said % {"unit": item.label, "n": tries})
    since = enrolment.next_unit_since or enrolment.last_activity_at
    if starts := enrolment.run.starts_on:
        since = max(since, timezone.make_aware(datetime.combine(starts, time.min)))
    if since <= on - SAME_UNIT:
        days = (on - since).days
        said = ngettext("%(n)s day at %(unit)s", "%(n)s days at %(unit)s", days)
        found.append(said % {"unit": item.label, "n": days})
    return found
