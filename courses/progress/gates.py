"""The one function that every gate asks: pages, files, search and programs alike."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from courses.content.opening import Claim
from courses.content.outline import Outline, OutlineItem


@dataclass(frozen=True)
class Facts:
    """What gates ask about a learner.

    done: uids of the units that count as done.  since: when they joined.  on: the moment that is
    asked about.  levels: competency code → the level they have shown.  opened: uids of the units
    that somebody has opened for them.
    """

    done: Set[UUID]
    since: datetime
    on: datetime
    levels: Mapping[str, int] = field(default_factory=dict)
    opened: Set[UUID] = frozenset()


@dataclass(frozen=True)
class Missing:
    """What still stands before a unit; true where anything does.

    units: what must be done first, in the order of the outline.  opens: the day on which it opens.
    shown: what must have been shown.
    """

    units: tuple[OutlineItem, ...] = ()
    opens: date | None = None
    shown: tuple[Claim, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.opens or self.shown)


NOTHING = Missing()


def missing_before(outline: Outline, item: OutlineItem, facts: Facts) -> Missing:
    """What must be there before this unit opens.

    A unit that is done stays open, and so does one that was opened for the learner. What is no
    longer in the course is not waited for.
    """
    if item.uid in facts.done or item.uid in facts.opened:
        return NOTHING
    waits = {uid for uid in item.waits_for if uid not in facts.done and uid in outline.by_uid}
    units = tuple(outline.by_uid[uid] for uid in sorted(waits, key=outline.places.__getitem__))
    if not item.opening:
        return Missing(units) if units else NOTHING
    day = opens_on(item, facts.since)
    shown = tuple(
        claim for claim in item.opening.shown if facts.levels.get(claim.code, 0) < claim.level
    )
    return Missing(units, day if day and day > local_day(facts.on) else None, shown)


def opens_on(item: OutlineItem, since: datetime) -> date | None:
    """The first day on which the calendar lets somebody in who joined then; None where it always
    does."""
    days = [item.opening.on] if item.opening.on else []
    if item.opening.days:
        days.append(local_day(since) + timedelta(days=item.opening.days))
    return max(days, default=None)


def local_day(moment: datetime) -> date:
    """The day on the site's calendar."""
    return timezone.localtime(moment).date()


def first_moment(day: date) -> datetime:
    """When that day begins by the site's clock."""
    return timezone.make_aware(datetime.combine(day, time()))


def opens_for_visitors(outline: Outline, item: OutlineItem) -> bool:
    """Whether people who are not enrolled may read it: the first unit, if nothing precedes it."""
    first = bool(outline.items) and item.uid == outline.items[0].uid
    return first and not item.waits_for and not item.opening
