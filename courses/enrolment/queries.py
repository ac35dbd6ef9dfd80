"""Reads of enrolments, runs, and of who is on the way in."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.content.models import Course
from courses.enrolment.models import Application, Enrolment, Interest, Invitation, Run
from courses.enrolment.runs import is_of
from lms.accounts.models import User
from lms.common.clock import local_day
from lms.common.prepared import Prepared

HOLDS_A_PLACE = (Enrolment.State.ACTIVE, Enrolment.State.COMPLETED)


def enrolments_of(person: User) -> QuerySet[Enrolment]:
    """What this person learns, the latest activity first, in one statement."""
    return (
        Enrolment.objects.filter(person=person, run__course__archived_at__isnull=True)
        .exclude(state=Enrolment.State.WITHDRAWN)
        .select_related("run__course__in_force", "next_unit")
        .order_by("-last_activity_at")
    )


def confirmed_addresses(person: User) -> QuerySet[EmailAddress, str]:
    """The addresses that this person has shown to be theirs."""
    found: QuerySet[EmailAddress, str] = EmailAddress.objects.filter(
        user=person, verified=True
    ).values_list("email", flat=True)
    return found


def waits_for(person: User, course: Course) -> bool:
    """Whether this person wants to be told when the course opens."""
    return Interest.objects.filter(person=person, course=course).exists()


def taken(run: Run) -> int:
    """How many places are taken: by who learns or has learnt to the end, and by open offers."""
    learn = Enrolment.objects.filter(run=run, state__in=HOLDS_A_PLACE).count()
    offered = Application.objects.filter(run=run, state=Application.State.OFFERED).count()
    return learn + offered


def waiting(run: Run) -> QuerySet[Application]:
    """The waiting list, the first first."""
    return Application.objects.filter(run=run, state=Application.State.WAITLISTED).order_by(
        "waits_since", "pk"
    )


@dataclass(frozen=True)
class RunSeen:
    """A dated run as one person meets it.

    taken: places that are taken.  waiting: how many stand on the list.  ahead: how many of them
    before this person.  mine: the state of their enrolment in it, or empty.  asked: how they stand
    on the way in.  of_domain: whether their address is one of the run's domains; None where that
    matters to nobody.  learns: whether they learn the course in another run now.
    """

    run: Run
    taken: int
    waiting: int
    mine: str = ""
    asked: Application | None = None
    ahead: int = 0
    invited: bool = False
    of_domain: bool | None = None
    learns: bool = False
    by_link: bool = False

    @property
    def left(self) -> int | None:
        """Free places; None where they are not counted."""
        if self.run.capacity is None:
            return None
        return max(self.run.capacity - self.taken, 0)

    @property
    def is_full(self) -> bool:
        """Whether who comes now waits: places that become free are for those who wait already."""
        return self.run.capacity is not None and (self.left == 0 or self.waiting > 0)

    @property
    def is_in(self) -> bool:
        return self.mine in HOLDS_A_PLACE

    @property
    def concerns_me(self) -> bool:
        """Whether this person has to do with it already."""
        return bool(self.mine or self.asked or self.invited)

    def is_shown(self, on: datetime) -> bool:
        """Whether the course page tells of it: runs by link or invitation are nobody else's."""
        if self.concerns_me and not self.run.is_over(on):
            return True
        hidden = self.run.policy in (Run.Policy.LINK, Run.Policy.INVITATION)
        return self.run.takes_in(on) and (self.by_link or not hidden)


def _counted(states: tuple[str, ...], table: type[Application] | type[Enrolment]) -> Coalesce:
    rows = table.objects.filter(run=OuterRef("pk"), state__in=states).order_by()
    return Coalesce(Subquery(rows.values("run").annotate(n=Count("pk")).values("n")), 0)


def runs_seen(person: User | None, rows: QuerySet[Run], *, by_link: bool = False) -> list[RunSeen]:
    """These runs as this person meets them, in one statement; one more for who belongs to a run by
    their address."""
    if person is None:
        return [
            RunSeen(run, run.learn + run.offered, run.wait, by_link=by_link)  # type: ignore[attr-defined]
            for run in _with_places(rows)
        ]
    return [_seen(person, run, by_link) for run in _with_person(rows, person)]


def _with_places(rows: QuerySet[Run]) -> QuerySet[Run]:
    return rows.annotate(
        learn=_counted(HOLDS_A_PLACE, Enrolment),
        offered=_counted((Application.State.OFFERED,), Application),
        wait=_counted((Application.State.WAITLISTED,), Application),
    )


def _with_person(rows: QuerySet[Run], person: User) -> QuerySet[Run]:
    learnt = Enrolment.objects.filter(person=person)
    mine = Q(applications__person=person)
    before = Application.objects.filter(
        Q(waits_since__lt=OuterRef("asked__waits_since"))
        | Q(waits_since=OuterRef("asked__waits_since"), pk__lt=OuterRef("asked__pk")),
        run=OuterRef("pk"),
        state=Application.State.WAITLISTED,
    ).order_by()
    found = _with_places(rows).annotate(asked=FilteredRelation("applications", condition=mine))
    return found.annotate(
        mine=Subquery(learnt.filter(run=OuterRef("pk")).values("state")[:1]),
        learns=Exists(
            learnt.filter(run__course=OuterRef("course"), state=Enrolment.State.ACTIVE).exclude(
                run=OuterRef("pk")
            )
        ),
        invited=Exists(
            Invitation.objects.filter(run=OuterRef("pk"), email__in=confirmed_addresses(person))
        ),
        ahead=Coalesce(Subquery(before.values("run").annotate(n=Count("pk")).values("n")), 0),
        asked_pk=F("asked__pk"),
        asked_state=F("asked__state"),
        asked_since=F("asked__asked_at"),
        asked_until=F("asked__offer_until"),
        asked_said=F("asked__said"),
        asked_reason=F("asked__reason"),
    )


def _seen(person: User, run: Run, by_link: bool) -> RunSeen:
    said = vars(run)
    asked = None
    if said["asked_pk"] is not None:
        asked = Application(
            pk=said["asked_pk"],
            run=run,
            person=person,
            state=said["asked_state"],
            asked_at=said["asked_since"],
            offer_until=said["asked_until"],
            said=said["asked_said"],
            reason=said["asked_reason"],
        )
    return RunSeen(
        run,
        said["learn"] + said["offered"],
        said["wait"],
        mine=said["mine"] or "",
        asked=asked,
        ahead=said["ahead"],
        invited=said["invited"],
        # By the address of the account; whoever comes in is asked for every confirmed one.
        of_domain=is_of(person.email, run.domains) if run.policy == Run.Policy.DOMAIN else None,
        learns=said["learns"],
        by_link=by_link,
    )


def dated_runs(course: Course) -> QuerySet[Run]:
    """The dated runs of a course, the next first."""
    return Run.objects.filter(course=course, kind=Run.Kind.DATED).order_by("starts_on", "pk")


def current_runs(course: Course, on: datetime) -> QuerySet[Run]:
    """Those that are not over."""
    return _not_over(dated_runs(course), local_day(on))


def _not_over(rows: QuerySet[Run], today: date) -> QuerySet[Run]:
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


# Every course page and every home asks these, most often for nothing.
_SHOWN = Prepared[Run](
    lambda course, today: _with_places(_not_over(dated_runs(Course(pk=course)), today)),
    course=int,
    today=date,
)
_SHOWN_TO = Prepared[Run](
    lambda course, today, person: _with_person(
        _not_over(dated_runs(Course(pk=course)), today), User(pk=person)
    ),
    course=int,
    today=date,
    person=int,
)
_ON_THE_WAY = Prepared[Run](
    lambda person, today: _with_person(_concerning(User(pk=person), today), User(pk=person)),
    person=int,
    today=date,
)


def runs_shown(person: User | None, course: Course, on: datetime) -> list[RunSeen]:
    """The runs of a course that are not over, as this person meets them; in one statement."""
    today = local_day(on)
    if person is None:
        found = _SHOWN.rows(course=course.pk, today=today)
        return [RunSeen(run, run.learn + run.offered, run.wait) for run in found]  # type: ignore[attr-defined]
    found = _SHOWN_TO.rows(course=course.pk, today=today, person=person.pk)
    return [_seen(person, run, by_link=False) for run in found]


def runs_on_the_way(person: User, on: datetime) -> list[RunSeen]:
    """Where this person is invited, waits, has asked or is offered a place; in one statement."""
    found = _ON_THE_WAY.rows(person=person.pk, today=local_day(on))
    return [_seen(person, run, by_link=False) for run in found]


def _concerning(person: User, today: date) -> QuerySet[Run]:
    concerned = Exists(
        Application.objects.filter(run=OuterRef("pk"), person=person).exclude(
            state=Application.State.TURNED_DOWN
        )
    ) | Exists(Invitation.objects.filter(run=OuterRef("pk"), email__in=confirmed_addresses(person)))
    rows = Run.objects.filter(concerned, kind=Run.Kind.DATED, course__in_force__isnull=False)
    return (
        _not_over(rows, today)
        .filter(course__archived_at__isnull=True)
        .select_related("course")
        .order_by("starts_on", "pk")
    )
