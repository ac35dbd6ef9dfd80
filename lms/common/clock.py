"""Time enters at the edge: views, tasks and commands ask here, actions take it as `on`."""

from calendar import monthrange
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, with its zone."""
    return timezone.now()


def local_day(moment: datetime) -> date:
    """The day that a calendar on the wall showed at that moment."""
    return timezone.localtime(moment).date()


def months_later(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months later; the last day of a month that is shorter."""
    place = moment.month - 1 + months
    year, month = moment.year + place // 12, place % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
