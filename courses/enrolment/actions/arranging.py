"""Arranging dated runs: making, changing, copying, closing and deleting them, and their links."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from courses.content.models import Course
from courses.enrolment.access import locked_run
from courses.enrolment.actions.waiting import offer_places
from courses.enrolment.calendar import late_in, late_told
from courses.enrolment.models import Enrolment, Run
from courses.enrolment.queries import taken
from courses.enrolment.runs import plain_key
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.clock import local_day
from lms.common.errors import Refusal
from lms.common.ids import new_link
from lms.common.languages import OTHER, Pair
from lms.common.transactions import atomic

SHORTEST_KEY = 4
COPY = {"lt": "{} (kopija)", "en": "{} (copy)"}


@dataclass(frozen=True)
class Arrangement:
    """All that an instructor says of a run. capacity: None where places are not counted.
    knows_late: whether they want the last day though a unit opens only after it."""

    name: Pair
    starts_on: date
    ends_on: date | None
    language: str
    capacity: int | None
    policy: str
    key: str = ""
    domains: tuple[str, ...] = ()
    offer_hours: int = 48
    knows_late: bool = False


@atomic
def make_run(course: Course, said: Arrangement, *, by: User, on: datetime) -> Run:
    """A dated run, open to newcomers at once; a run by link has its link."""
    _check(said)
    _check_calendar(course, said)
    run = Run(course=course, kind=Run.Kind.DATED)
    _arrange(run, said)
    run.save()
    note(by, "run made", run, on=on, reason=course.slug)
    return run


@atomic
def change_run(run: Run, said: Arrangement, *, by: User, on: datetime) -> Run:
    """Say it anew. Nobody who is in loses a place; places that are added go to who waits."""
    _check(said)
    run = locked_run(run.pk)
    # What the last day was before has been decided already, and nothing else waits for it.
    if said.ends_on != run.ends_on:
        _check_calendar(run.course, said)
    if said.capacity is not None and said.capacity < (held := taken(run)):
        raise Refusal(
            "too-few-places",
            _("%(n)s places are taken already. Write at least that many.") % {"n": held},
        )
    _arrange(run, said)
    run.save()
    note(by, "run changed", run, on=on, reason=run.course.slug)
    offer_places(run, on=on)
    return run


def _arrange(run: Run, said: Arrangement) -> None:
    # A link that was turned off stays so.
    was_by_link = run.pk is not None and run.policy == Run.Policy.LINK
    run.name = said.name
    run.starts_on, run.ends_on = said.starts_on, said.ends_on
    run.language, run.capacity, run.policy = said.language, said.capacity, said.policy
    run.key = " ".join(said.key.split()) if said.policy == Run.Policy.KEY else ""
    run.domains = list(said.domains) if said.policy == Run.Policy.DOMAIN else []
    run.offer_hours = said.offer_hours
    if said.policy != Run.Policy.LINK:
        run.link_code = None
    elif not was_by_link:
        run.link_code = new_link()


def _check(said: Arrangement) -> None:
    if said.ends_on is not None and said.ends_on < said.starts_on:
        raise Refusal("ends-early", _("The last day cannot be before the first."))
    if said.policy == Run.Policy.KEY and len(plain_key(said.key)) < SHORTEST_KEY:
        raise Refusal("short-key", _("Write an enrolment key of at least four letters or digits."))
    if said.policy == Run.Policy.DOMAIN and not said.domains:
        raise Refusal("no-domain", _("Write at least one domain, for example ktu.lt."))


def _check_calendar(course: Course, said: Arrangement) -> None:
    """Refuse, once, a last day before which a unit does not open: it may be meant so."""
    if not said.knows_late and (late := late_in(course, said.ends_on)):
        raise Refusal("opens-later", late_told(late))


@atomic
def copy_run(run: Run, *, by: User, on: datetime) -> Run:
    """The same once more without people: it begins on the day after this one ends, and lasts as
    long. Its link is another one. It is closed until somebody has looked at its name and days."""
    starts, ends = run.starts_on, run.ends_on
    assert starts is not None
    if ends is not None:
        length = ends - starts
        starts = max(ends, local_day(on)) + timedelta(days=1)
        ends = starts + length
    copied = Run.objects.create(
        course=run.course,
        kind=Run.Kind.DATED,
        policy=run.policy,
        name={code: COPY[code].format(text) for code, text in run.title.items() if code in OTHER},
        starts_on=starts,
        ends_on=ends,
        language=run.language,
        capacity=run.capacity,
        offer_hours=run.offer_hours,
        key=run.key,
        domains=run.domains,
        link_code=new_link() if run.policy == Run.Policy.LINK else None,
        closed_at=on,
    )
    note(by, "run copied", copied, on=on, reason=run.course.slug)
    return copied


@atomic
def renew_link(run: Run, *, by: User, on: datetime) -> Run:
    """Another link; the old one leads nowhere from now on."""
    run = locked_run(run.pk)
    if run.policy != Run.Policy.LINK:
        raise Refusal("no-link", _("This run has no link. Choose “By a link” first."))
    run.link_code = new_link()
    run.save(update_fields=["link_code"])
    note(by, "run link renewed", run, on=on, reason=run.course.slug)
    return run


@atomic
def take_link(run: Run, *, by: User, on: datetime) -> Run:
    """Turn the link off; turning it off twice is turning it off once."""
    run = locked_run(run.pk)
    if run.link_code is not None:
        run.link_code = None
        run.save(update_fields=["link_code"])
        note(by, "run link turned off", run, on=on, reason=run.course.slug)
    return run


@atomic
def close_run(run: Run, *, by: User, on: datetime) -> Run:
    """Take in nobody new; who is in goes on, and who was offered a place may still take it."""
    run = locked_run(run.pk)
    if run.closed_at is None:
        run.closed_at = on
        run.save(update_fields=["closed_at"])
        note(by, "run closed", run, on=on, reason=run.course.slug)
    return run


@atomic
def reopen_run(run: Run, *, by: User, on: datetime) -> Run:
    """Take people in again; free places go to who waits."""
    run = locked_run(run.pk)
    if run.closed_at is not None:
        run.closed_at = None
        run.save(update_fields=["closed_at"])
        note(by, "run reopened", run, on=on, reason=run.course.slug)
        offer_places(run, on=on)
    return run


@atomic
def delete_run(run: Run, *, by: User, on: datetime) -> None:
    """Take away a run in which nobody has ever learnt, with whoever asked or was invited."""
    run = locked_run(run.pk)
    if Enrolment.objects.filter(run=run).exists():
        raise Refusal(
            "has-learners",
            _("Somebody learns or has learnt in this run, so it stays. You can close it."),
        )
    note(by, "run deleted", run, on=on, reason=run.course.slug)
    run.delete()
