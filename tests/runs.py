"""Dated runs for tests, made as instructors make them."""

from datetime import date, datetime, timedelta
from typing import Any

from courses.content.models import Course
from courses.enrolment.actions import make_run
from courses.enrolment.actions.arranging import Arrangement
from courses.enrolment.models import Run
from lms.accounts.models import User
from lms.common.clock import local_day, now

__all__ = ["day_from_now", "run_of"]


def day_from_now(days: int, on: datetime | None = None) -> date:
    return local_day(on or now()) + timedelta(days=days)


def run_of(course: Course, by: User, **said: Any) -> Run:
    """A run that began yesterday and lasts for a month, unless it is said otherwise."""
    told = {
        "name": {"lt": "Pavasario laida", "en": "Spring run"},
        "starts_on": day_from_now(-1),
        "ends_on": day_from_now(30),
        "language": "lt",
        "capacity": None,
        "policy": Run.Policy.OPEN,
        **said,
    }
    course.refresh_from_db()
    return make_run(course, Arrangement(**told), by=by, on=now())
