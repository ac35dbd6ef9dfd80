"""Joining a course or one of its runs, and leaving it."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from courses.content.models import Course
from courses.enrolment.access import (
    enrolment_of,
    locked_enrolment,
    locked_person,
    locked_run,
    locked_runs,
)
from courses.enrolment.actions import enrol, offer_places, withdraw
from courses.enrolment.models import Enrolment, Run
from courses.progress.actions.completing import (
    complete_what_was_shown,
    outline_in_force,
    update_summary,
)
from courses.progress.models import How
from courses.progress.queries import units_marked
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.accounts.children import refuse_before_consent
from lms.accounts.models import User
from lms.common.transactions import atomic


@atomic
def join(person: User, course: Course, *, on: datetime, run: Run | None = None) -> Enrolment:
    """Enrol and say where to begin. Repeating it changes nothing; coming back loses nothing.

    run: which one; whoever learns in another of the course leaves that. Without it: the one in which
    this person is, and otherwise the self-paced one.
    """
    if run is not None:
        hold(run, on=on, person=person)
    refuse_before_consent(locked_person(person))
    before = enrolment_of(person, course)
    if before is not None and before.is_open and run is None:
        return before
    enrolment, changed = enrol(person, course, on=on, run=run)
    if not changed:
        return enrolment
    if before is not None and before.state == Enrolment.State.ACTIVE and before != enrolment:
        leave(before, on=on)
    enrolment = locked_enrolment(enrolment.pk)
    outline = outline_in_force(enrolment)
    verb = Verb.ENROLLED if enrolment.enrolled_at == on else Verb.RETURNED
    write_record(enrolment, verb, release_id=outline.release_id, on=on)
    marked = units_marked(enrolment)
    complete_what_was_shown(enrolment, outline, marked, how=How.DONE, on=on)
    update_summary(enrolment, outline, marked.done, on=on)
    return enrolment


def hold(run: Run, *, on: datetime, person: User | None = None) -> Run:
    """The run, held until the transaction ends, together with every other of its course that is not
    over, and those that the person might leave for it.

    Which run they leave is known only once the person is held, and runs are held before people: so
    all of them are, in one order, and nobody who comes into several at once waits for themselves.
    """
    today = timezone.localtime(on).date()
    wanted = Q(pk=run.pk) | Q(kind=Run.Kind.DATED, ends_on__isnull=True)
    wanted |= Q(kind=Run.Kind.DATED, ends_on__gte=today)
    if person is not None:
        learnt = Enrolment.objects.filter(
            run=OuterRef("pk"), person=person, state=Enrolment.State.ACTIVE
        )
        wanted |= Q(Exists(learnt))
    found = Run.objects.filter(wanted, course=run.course_id).values_list("pk", flat=True)
    return locked_runs(set(found))[run.pk]


@atomic
def leave(enrolment: Enrolment, *, on: datetime) -> None:
    """Leave the course; everything done is kept for a return, and the place is offered to whoever
    waits for it."""
    run = locked_run(enrolment.run_id) if enrolment.run.is_dated else None
    enrolment = locked_enrolment(enrolment.pk)
    if withdraw(enrolment, on=on):
        write_record(enrolment, Verb.LEFT, release_id=enrolment.summary_release_id, on=on)
        if run is not None:
            offer_places(run, on=on)
