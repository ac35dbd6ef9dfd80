"""Giving a badge to a list of people: confirming it, giving it line by line, forgetting it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Lower

from badges.awards.giving_actions import Said, give
from badges.awards.lists import Line
from badges.awards.models import Achievement, Award, GivenList, GivenRow
from badges.awards.queries import given_to
from courses.content.models import Course
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.doorbell import ring
from lms.common.errors import Refusal, trouble_of
from lms.common.transactions import atomic

log = logging.getLogger(__name__)

Outcome = GivenRow.Outcome
# How many lines a step sees to: under a second, with their signatures.
STEP = 20
TRIES = 5
# Longer than any step takes: whoever died in one is followed by another.
LEASE = timedelta(minutes=5)
# What a refusal of one person is called in the report.
REFUSED = {
    "held": Outcome.HELD,
    "nobody": Outcome.NOBODY,
    "parent": Outcome.PARENT,
    "closed": Outcome.CLOSED,
    "no-reason": Outcome.NO_REASON,
    "too-long": Outcome.TOO_LONG,
    "bad-day": Outcome.BAD_DAY,
}


@dataclass(frozen=True)
class Planned:
    """What will come of one line. person: whom it means.  outcome: `given`, or why nothing is.

    before: an award that was revoked from this person.
    """

    line: Line
    outcome: str
    person: User | None = None
    before: Award | None = None

    @property
    def will_be_given(self) -> bool:
        return self.outcome == Outcome.GIVEN


def plan(achievement: Achievement, lines: Sequence[Line], *, on: datetime) -> list[Planned]:
    """What will come of each line, in two statements, however many there are; writes nothing.

    Where the badge is a course's, an address without an account and the account of somebody who does
    not learn there come out the same: whoever leads a course does not learn who else is here.
    """
    people = people_behind(achievement.course, [one.email for one in lines if not one.fault])
    held = given_to(achievement, [person.pk for person in people.values()], on)
    return [_planned(line, people.get(line.email), held) for line in lines]


def people_behind(course: Course | None, emails: Sequence[str]) -> dict[str, User]:
    """Address → the person who has shown that it is theirs, of those who learn in the course; of all,
    where there is none."""
    people = User.objects.annotate(plain=Lower("email")).filter(
        plain__in=emails, closed_at__isnull=True, suspended_at__isnull=True
    )
    if course:
        learn = Enrolment.objects.filter(run__course=course)
        people = people.filter(pk__in=learn.values("person"))
    own = people.filter(emailaddress__verified=True, emailaddress__email__iexact=F("email"))
    return {person.email.lower(): person for person in own}


def _planned(line: Line, person: User | None, held: dict[int, Award]) -> Planned:
    if line.fault:
        return Planned(line, line.fault)
    if person is None:
        return Planned(line, Outcome.NOBODY)
    award = held.get(person.pk)
    if award and award.status == Award.Status.ACTIVE:
        return Planned(line, Outcome.HELD, person)
    if person.waits_for_parent:
        return Planned(line, Outcome.PARENT, person)
    return Planned(line, Outcome.GIVEN, person, award)


@atomic
def confirm_list(
    achievement: Achievement, uid: UUID, lines: Sequence[Line], *, by: User, on: datetime
) -> GivenList:
    """Have the badge given to these people; the same page confirmed twice makes one list.

    The caller has seen to it that `by` may.
    """
    made, is_new = GivenList.objects.get_or_create(
        uid=uid,
        defaults={"achievement": achievement, "by": by, "confirmed_at": on, "try_after": on},
    )
    if not is_new:
        return made
    GivenRow.objects.bulk_create(
        GivenRow(
            given_list=made,
            number=line.number,
            email=line.email,
            name=line.name,
            reason=line.reason,
            done_on=line.done_on,
            outcome=line.fault,
        )
        for line in lines
    )
    note(by, f"badges given by a list of {len(lines)}", achievement, on=on)
    ring("badges.give_list", made.pk)
    return made


# --- giving it -----------------------------------------------------------------------------------


def advance_list(list_id: int, *, on: datetime) -> bool:
    """See to the next lines, unless somebody else is at it or there is none; whether more are due at
    once.

    Each line is given and said to be in one transaction, so whoever follows a process that died goes
    on where it was. A line that fails five times is said to have failed, and the others go on.
    """
    due = GivenList.objects.filter(pk=list_id, done_at__isnull=True, try_after__lte=on)
    until = on + LEASE
    if not due.update(tries=F("tries") + 1, try_after=until):
        return False
    given = GivenList.objects.select_related("achievement__course", "by").get(pk=list_id)
    mine = GivenList.objects.filter(pk=list_id, done_at__isnull=True, try_after=until)
    rows = list(given.rows.filter(outcome=Outcome.DUE).order_by("number")[:STEP])
    if given.tries > TRIES and rows:
        given.rows.filter(pk=rows[0].pk, outcome=Outcome.DUE).update(outcome=Outcome.FAILED)
        log.error("Line %s of the list %s could not be given.", rows[0].number, given.pk)
        mine.update(tries=0, try_after=on)
        return True
    try:
        for row in rows:
            give_line(row.pk, given, on=on)
            # The next line has tries of its own, and nobody takes over what goes on.
            mine.update(tries=1)
    except Exception as error:
        log.exception("The list %s stopped at a line.", given.pk)
        later = on + timedelta(minutes=2**given.tries)
        mine.update(trouble=trouble_of(error), try_after=later)
        return False
    if rows:
        mine.update(tries=0, trouble="", try_after=on)
        return True
    mine.update(done_at=on, tries=0, trouble="")
    return False


@atomic
def give_line(row_id: int, given: GivenList, *, on: datetime) -> str:
    """Give one line, if it is still due; what came of it."""
    row = GivenRow.objects.select_for_update(no_key=True).get(pk=row_id)
    if row.outcome:
        return row.outcome
    person = people_behind(given.achievement.course, [row.email]).get(row.email)
    try:
        if person is None:
            raise Refusal("nobody", "")
        said = Said(row.reason, row.done_on)
        row.award = give(given.achievement, person, said, by=given.by, on=on)
        row.outcome = Outcome.GIVEN
    except Refusal as refusal:
        row.outcome = REFUSED[refusal.code]
    row.save(update_fields=["outcome", "award"])
    return row.outcome


def lists_due(*, on: datetime) -> int:
    """Do every step that is due; how many lists were finished."""
    due = GivenList.objects.filter(done_at__isnull=True, try_after__lte=on)
    return sum(_finished(pk, on=on) for pk in list(due.values_list("pk", flat=True)))


def _finished(list_id: int, *, on: datetime) -> bool:
    while advance_list(list_id, on=on):
        pass
    return GivenList.objects.filter(pk=list_id, done_at__isnull=False).exists()


def forget_lists(*, on: datetime) -> int:
    """Remove the lists whose time is over, with every address in them; how many."""
    over = on - GivenList.KEPT
    _rows, counts = GivenList.objects.filter(done_at__lte=over).delete()
    return int(counts.get("badges.GivenList", 0))
