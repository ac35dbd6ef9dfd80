"""One dated run of a demo course, full and with somebody who waits, reached through the same actions as
any other."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from courses.content.models import Course
from courses.enrolment.actions import make_run
from courses.enrolment.actions.arranging import Arrangement
from courses.enrolment.models import Run
from courses.enrolment.queries import current_runs
from courses.progress.actions import come_in
from lms.accounts.models import User
from lms.pages.demo_cast import people_of

COURSE = "research-design-first-steps"
# The first two have the places, in the order in which they came.
GROUP = {
    "aldona": ("aldona@example.org", "Aldona Grigaitė"),
    "rimas": ("rimas@example.org", "Rimas Balčiūnas"),
    "gintaras": ("gintaras@example.org", "Gintaras Norkus"),
}
PLACES = 2
BEGINS, LASTS = timedelta(days=14), timedelta(days=41)


def reach_run(lead: User, *, on: datetime) -> Run | None:
    """Two weeks from the day of loading, six weeks long. Where the course has a run that is not over,
    nothing is made; that of a demo loaded long ago is followed by another."""
    course = Course.objects.filter(slug=COURSE, in_force__isnull=False).first()
    if course is None or current_runs(course, on).exists():
        return None
    begins = timezone.localtime(on).date() + BEGINS
    run = make_run(course, _arrangement(begins), by=lead, on=on)
    for n, person in enumerate(people_of(GROUP).values()):
        come_in(person, run, on=on + timedelta(minutes=n), waits=True, moves=True)
    return run


def _arrangement(begins: date) -> Arrangement:
    return Arrangement(
        name={"lt": "Mokytojų grupė", "en": "Teachers’ group"},
        starts_on=begins,
        ends_on=begins + LASTS,
        language="lt",
        capacity=PLACES,
        policy=Run.Policy.OPEN,
    )
