"""Time enters at the edge: views, tasks and commands ask here, actions take it as `on`."""

from calendar import monthrange
from datetime import date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """The present moment, with its zone."""
    return timezone.now()


def local_day(moment: datetime) -> date:
    """The day that a calendar on the wall showed at that moment."""
    return timezone.localtime(moment).date()


def day_began(moment: datetime) -> datetime:
    """The first moment of the day that a calendar on the wall showed at that moment."""
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.combine(local.date(), time.min))


def months_later(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months later; the last day of a month that is shorter."""
    place = moment.month - 1 + months
    year, month = moment.year + place // 12, place % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
