"""What the studio shows of dated runs: the list, and one with everybody on the way in."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from courses.classroom.run_words import told, way_in, when
from courses.content.models import Course
from courses.enrolment.calendar import late_in, late_told
from courses.enrolment.models import Application, Enrolment, Invitation, Run
from courses.enrolment.queries import HOLDS_A_PLACE, RunSeen, dated_runs
from lms.common.ids import grouped
from lms.common.languages import current_language

State = Application.State
SHOWN = 50


@dataclass(frozen=True)
class RunRow:
    """A run in the list. learn, asked, wait, offered, invited: how many."""

    run: Run
    when: str
    is_over: bool
    learn: int
    asked: int
    wait: int
    offered: int
    invited: int

    @property
    def numbers(self) -> str:
        """Who is in and who is on the way, in a sentence."""
        run = self.run
        if run.capacity is None:
            said = [
                ngettext("%(n)s learner in it", "%(n)s learners in it", self.learn)
                % {"n": self.learn}
            ]
        else:
            said = [_("%(n)s of %(of)s places taken") % {"n": self.learn, "of": run.capacity}]
        if self.offered:
            said.append(_("offered: %(n)s") % {"n": self.offered})
        if self.wait:
            said.append(_("on the waiting list: %(n)s") % {"n": self.wait})
        if self.invited:
            said.append(_("invited: %(n)s") % {"n": self.invited})
        return ", ".join(said)


def run_rows(course: Course, on: datetime, *, only: Run | None = None) -> list[RunRow]:
    """The dated runs of a course, those that are over last; in one statement."""
    rows = dated_runs(course) if only is None else Run.objects.filter(pk=only.pk)

    def of(table: type[Application | Enrolment | Invitation], condition: Q) -> Coalesce:
        found = table.objects.filter(condition, run=OuterRef("pk")).order_by()  # type: ignore[attr-defined]
        return Coalesce(Subquery(found.values("run").annotate(n=Count("pk")).values("n")), 0)

    counted = rows.annotate(
        learn=of(Enrolment, Q(state__in=HOLDS_A_PLACE)),
        asked=of(Application, Q(state=State.REQUESTED)),
        wait=of(Application, Q(state=State.WAITLISTED)),
        offered=of(Application, Q(state=State.OFFERED)),
        invited=of(Invitation, Q()),
    )
    found = [
        RunRow(
            run,
            when(run, on),
            run.is_over(on),
            *(getattr(run, name) for name in ("learn", "asked", "wait", "offered", "invited")),
        )
        for run in counted
    ]
    return sorted(found, key=lambda row: row.is_over)


@dataclass(frozen=True)
class RunDesk:
    """One run as its instructors see it. link: the address that is given away.  learners: some of
    those who are in; row.learn says how many there are.  late: what opens only after its last day,
    in a sentence."""

    row: RunRow
    way_in: str
    link: str
    asked: list[Application]
    waiting: list[Application]
    offered: list[Application]
    answered: list[Application]
    invited: list[Invitation]
    taken_out: list[Application]
    learners: list[Enrolment]
    late: str

    @property
    def run(self) -> Run:
        return self.row.run


def run_desk(course: Course, run: Run, on: datetime) -> RunDesk:
    """The run with who is in, has asked, waits and is invited; in four statements."""
    ways: dict[str, list[Application]] = {value: [] for value in State.values}
    rows = Application.objects.filter(run=run).select_related("person")
    for application in rows.order_by("waits_since", "asked_at", "pk"):
        ways[application.state].append(application)
    row = run_rows(course, on, only=run)[0]
    learners = Enrolment.objects.filter(run=run, state__in=HOLDS_A_PLACE).select_related("person")
    return RunDesk(
        row,
        way_in(row.run),
        address_of(course, row.run),
        ways[State.REQUESTED],
        ways[State.WAITLISTED],
        ways[State.OFFERED],
        [*ways[State.LAPSED], *ways[State.DECLINED], *ways[State.TURNED_DOWN]],
        list(Invitation.objects.filter(run=run).order_by("email")),
        ways[State.TAKEN_OUT],
        list(learners.order_by("person__name_in_order", "pk")[:SHOWN]),
        "" if row.is_over else late_told(late_in(course, run.ends_on)),
    )


def address_of(course: Course, run: Run, language: str = "") -> str:
    """The address to give away: the link, where one comes in by it; otherwise the run's page. Empty
    where the link is turned off, and for a course that nobody sees yet."""
    if course.in_force_id is None:
        return ""
    door = run.link_code if run.policy == Run.Policy.LINK else str(run.pk)
    if not door:
        return ""
    if not language and run.link_code:
        return f"{settings.SITE_URL}/r/{grouped(door)}"
    with override(language or current_language()):
        return f"{settings.SITE_URL}{reverse('classroom:run', args=[course.slug, door])}"


@dataclass(frozen=True)
class Half:
    """One language of a printed invitation. address: behind the QR code.  typed: the same, as short
    as it can be."""

    language: str
    address: str
    typed: str
    facts: list[str]


def invitation_halves(course: Course, run: Run, on: datetime) -> list[Half]:
    """What is printed, in both languages, that of the run first."""
    languages = [run.language, *(code for code in ("lt", "en") if code != run.language)]
    halves = []
    for language in languages:
        with override(language):
            facts = told(RunSeen(run, 0, 0, by_link=True), on).facts[:1]
            facts.append(way_in(run) if run.policy != Run.Policy.LINK else "")
            address = address_of(course, run, language)
            typed = address_of(course, run) if run.link_code else address
            halves.append(Half(language, address, typed, list(filter(None, facts))))
    return halves
