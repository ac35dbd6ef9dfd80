"""Whether what opens on a day opens in time for a run. Reads of outlines and runs; no permission."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.content.models import Course
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_of
from courses.enrolment.models import Run
from courses.enrolment.queries import current_runs
from lms.common.languages import text
from lms.common.wording import day, listed

NAMED = 4


def opening_after(outline: Outline, last: date | None) -> list[OutlineItem]:
    """The units that the calendar opens only when the last day is over, in the course's order; a
    module's day counts as that of each of its units."""
    if last is None:
        return []
    return [item for item in outline.items if item.opening.on and item.opening.on > last]


def late_in(course: Course, last: date | None) -> list[OutlineItem]:
    """The same of the release that learners see now."""
    if last is None or course.in_force is None:
        return []
    return opening_after(outline_of(course.in_force), last)


def late_in_runs(course: Course, outline: Outline, on: datetime) -> list[tuple[OutlineItem, Run]]:
    """Every unit of the outline with each run that ends before the unit opens; runs that are over
    are past mending. In one statement, or none where no unit has a day."""
    if not any(item.opening.on for item in outline.items):
        return []
    found = []
    for run in current_runs(course, on).filter(ends_on__isnull=False):
        found += [(item, run) for item in opening_after(outline, run.ends_on)]
    return found


def late_told(items: Iterable[OutlineItem]) -> str:
    """Which units these are and when they open, in a sentence; empty for none."""
    late = list(items)
    if not late:
        return ""
    named = [
        _("“%(unit)s” (%(day)s)") % {"unit": text(item.title), "day": day(item.opening.on)}
        for item in late[:NAMED]
        if item.opening.on
    ]
    if more := len(late) - len(named):
        named.append(ngettext("%(n)s more", "%(n)s more", more) % {"n": more})
    said = ngettext(
        "%(n)s unit opens only after the last day, and nobody in the run gets to it: %(units)s.",
        "%(n)s units open only after the last day, and nobody in the run gets to them: %(units)s.",
        len(late),
    )
    return said % {"n": len(late), "units": listed(named)}
