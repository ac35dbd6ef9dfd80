"""Fetching enrolments and runs, and the locks on them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, Value, When
from django.http import Http404
from django.utils.translation import gettext as _

from courses.content.models import Course
from courses.enrolment.models import Application, Enrolment, Run
from lms.accounts.models import User
from lms.common import wording
from lms.common.errors import Refusal
from lms.common.ids import read_link
from lms.common.prepared import Prepared
from lms.common.wording import read_whole

# Where somebody has learnt in several runs: the one in which they learn, then one they completed.
NEAREST = Case(
    When(state=Enrolment.State.ACTIVE, then=Value(0)),
    When(state=Enrolment.State.COMPLETED, then=Value(1)),
    default=Value(2),
)


_OF = Prepared[Enrolment](
    lambda person, course: (
        Enrolment.objects.filter(person=person, run__course=course)
        .select_related("run", "next_unit")
        .order_by(NEAREST, "-enrolled_at", "-pk")[:1]
    ),
    person=int,
    course=int,
)
_AT = Prepared[Enrolment](
    lambda person, slug: (
        Enrolment.objects.filter(
            person=person,
            run__course__slug=slug,
            run__course__in_force__isnull=False,
            run__course__archived_at__isnull=True,
        )
        .select_related("run__course")
        .order_by(NEAREST, "-enrolled_at", "-pk")[:1]
    ),
    person=int,
    slug=str,
)


def enrolment_of(person: User, course: Course) -> Enrolment | None:
    """This person's enrolment in the course, whatever its state."""
    return _OF.first(person=person.pk, course=course.pk)


def enrolment_at(person: User, slug: str) -> Enrolment | None:
    """The same by the address of a published course, with the course, in one statement."""
    return _AT.first(person=person.pk, slug=slug)


def enrolment_in(course: Course, pk: int) -> Enrolment:
    """An enrolment in this course, with its person; for those who may see who learns there."""
    enrolment = (
        Enrolment.objects.filter(run__course=course, pk=pk).select_related("run", "person").first()
    )
    if enrolment is None:
        raise Http404(_("Nobody learns here under this address."))
    return enrolment


def refuse_outside(run: Run, *, on: datetime) -> None:
    """Refuse what would count before a run begins or after it is over; reading goes on."""
    if run.starts_on and run.begins_later(on):
        raise Refusal(
            "not-begun", _("This run begins on %(day)s.") % {"day": wording.day(run.starts_on)}
        )
    if run.ends_on and run.is_over(on):
        raise Refusal(
            "over",
            _(
                "This run ended on %(day)s. You can still read what was open to you; nothing more is counted."
            )
            % {"day": wording.day(run.ends_on)},
        )


def locked_enrolment(pk: int) -> Enrolment:
    """The enrolment, held until the transaction ends; taken after runs and people, before the rest.

    no_key: a plain FOR UPDATE would deadlock with the key-share locks of foreign keys.
    """
    found = _LOCKED.first(pk=pk)
    if found is None:
        raise Enrolment.DoesNotExist
    return found


_LOCKED = Prepared[Enrolment](
    lambda pk: (
        Enrolment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("run")
        .filter(pk=pk)
    ),
    pk=int,
)


# --- runs ----------------------------------------------------------------------------------------


def run_in(course: Course, pk: int) -> Run:
    """A run of this course, dated or not, for those who have been let in to the course."""
    run = Run.objects.filter(course=course, pk=pk).first()
    if run is None:
        raise Http404(_("There is no such run."))
    run.course = course
    return run


def dated_run(course: Course, pk: int) -> Run:
    """A dated run of this course, for those who arrange it; they have been let in to the course."""
    run = Run.objects.filter(course=course, kind=Run.Kind.DATED, pk=pk).first()
    if run is None:
        raise Http404(_("There is no such run."))
    run.course = course
    return run


def run_at(course: Course, door: str) -> tuple[Run, bool]:
    """(the run, whether it was found by its link). door: its number, or the code of its link.

    A code is a secret: whoever has it comes in by it, and no other code leads anywhere.
    """
    rows = Run.objects.filter(course=course, kind=Run.Kind.DATED)
    if (pk := read_whole(door)) is not None:
        run, by_link = rows.filter(pk=pk).first(), False
    else:
        code = read_link(door)
        run, by_link = (rows.filter(link_code=code).first() if code else None), True
    if run is None:
        raise Http404(_("There is no such run."))
    run.course = course
    return run, by_link


def run_by_link(typed: str) -> Run:
    """The run behind a link, with its course."""
    code = read_link(typed)
    rows = Run.objects.filter(
        link_code=code, course__in_force__isnull=False, course__archived_at__isnull=True
    )
    run = rows.select_related("course").first() if code else None
    if run is None:
        raise Http404(_("There is no such run."))
    return run


def locked_runs(pks: Collection[int]) -> dict[int, Run]:
    """These runs, held until the transaction ends; the first lock anybody takes. Their places are
    counted under it."""
    rows = Run.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=pks)
    return {run.pk: run for run in rows.select_related("course").order_by("pk")}


def locked_run(pk: int) -> Run:
    """One run, held in the same way."""
    return locked_runs([pk])[pk]


def locked_person(person: User) -> User:
    """The person, held until the transaction ends, after runs: a course is learnt in one run at a
    time, and they may be coming into two."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def application_in(run: Run, pk: int) -> Application:
    """Somebody on the way into this run."""
    found = Application.objects.filter(run=run, pk=pk).select_related("person").first()
    if found is None:
        raise Http404(_("Nobody waits here under this address."))
    return found
