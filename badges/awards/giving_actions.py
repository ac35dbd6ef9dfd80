"""Giving badges by hand: to one person; lists of people stand in list_actions."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from badges.awards.models import Achievement, AchievementVersion, Award
from badges.awards.queries import held_by
from badges.awards.rules import is_by_hand
from badges.awards.signing_actions import to_be_signed
from courses.content.models import CourseRole
from courses.enrolment.models import Enrolment
from lms.accounts.actions import tell
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.clock import local_day, months_later
from lms.common.errors import Refusal
from lms.common.transactions import atomic

MOST_LINK = 500
_is_address = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True)
class Said:
    """What whoever gives a badge says of it; whoever verifies reads all of it.

    done_on: the day of what was done.  proof, link: where that can be seen.
    """

    reason: str
    done_on: date | None = None
    proof: str = ""
    link: str = ""


@atomic
def give_by_hand(
    achievement: Achievement, person: User, said: Said, *, by: User, on: datetime
) -> Award:
    """Give the badge to this person, saying why. Only a badge that says of itself that it is given by
    hand can be: any other says that its holder has shown something.

    The caller has seen to it that `by` may.
    """
    award = give(achievement, person, said, by=by, on=on)
    note(by, "badge given by hand", award, on=on, reason=said.reason)
    return award


def give(achievement: Achievement, person: User, said: Said, *, by: User, on: datetime) -> Award:
    """The same without a note of its own, for who notes a whole list; within a transaction."""
    said = _checked(said, on)
    version = _to_be_given(achievement)
    _check_person(achievement, person)
    _expire(achievement, person, on)
    ends = None if version.valid_months is None else months_later(on, version.valid_months)
    try:
        with transaction.atomic():
            award = Award.objects.create(
                achievement=achievement,
                version=version,
                person=person,
                recipient_name=person.full_name,
                issued_at=on,
                valid_until=ends,
                given_as=_acts_as(achievement, by),
                given_at=on,
                given_by=by,
                given_reason=said.reason,
                given_proof=said.proof,
                given_link=said.link,
                given_for=said.done_on,
            )
    except IntegrityError as error:
        if held_by(achievement, person):
            raise Refusal("held", _("This person holds the badge already.")) from error
        raise
    to_be_signed(award, on=on)
    tell(person, NoticeKind.BADGE, version.name, link=f"me/badges/{award.uid}/", on=on)
    return award


def why_not_by_hand(version: AchievementVersion) -> str:
    """Why a badge with this rule is given to nobody by hand; empty where it is."""
    if is_by_hand(version.rule):
        return ""
    return _(
        "This badge says that its holder has shown what its rule asks for, so nobody can be given "
        "it by hand."
    )


def _to_be_given(achievement: Achievement) -> AchievementVersion:
    """What is given now, held until the award is there: as in give_award."""
    achievement = Achievement.objects.get(pk=achievement.pk)
    if achievement.archived_at or not achievement.in_force_id:
        raise Refusal("closed", _("The badge is archived: restore it before you give it."))
    version = AchievementVersion.objects.select_for_update(no_key=True).get(
        pk=achievement.in_force_id
    )
    if why := why_not_by_hand(version):
        raise Refusal("closed", why)
    return version


def _checked(said: Said, on: datetime) -> Said:
    reason, proof, link = said.reason.strip(), said.proof.strip(), said.link.strip()
    if not reason:
        raise Refusal("no-reason", _("Say why: whoever verifies the badge will read it."))
    if max(len(reason), len(proof)) > Award.MOST_GIVEN:
        words = _("A text here has at most %s characters.")
        raise Refusal("too-long", words % Award.MOST_GIVEN)
    if said.done_on and said.done_on > local_day(on):
        raise Refusal("bad-day", _("The day of what was done is still to come."))
    if link:
        # Written as the signed credential can carry it.
        link = iri_to_uri(link) or ""
        try:
            _is_address(link)
        except ValidationError as error:
            words = _("Write the whole address, beginning with https://")
            raise Refusal("bad-link", words) from error
        if len(link) > MOST_LINK:
            words = _("A text here has at most %s characters.")
            raise Refusal("bad-link", words % MOST_LINK)
    return Said(reason, said.done_on, proof, link)


def _check_person(achievement: Achievement, person: User) -> None:
    course = achievement.course_id
    if course and not Enrolment.objects.filter(person=person, run__course=course).exists():
        raise Refusal("nobody", _("This person does not learn in the course."))
    if person.closed_at or person.is_suspended:
        raise Refusal("nobody", _("This person’s account is closed."))
    if person.waits_for_parent:
        raise Refusal("parent", _("This person’s parent has not agreed yet."))


def _expire(achievement: Achievement, person: User, on: datetime) -> None:
    """One whose time is over makes room, whether or not the sweep has come by."""
    Award.objects.filter(
        achievement=achievement, person=person, status=Award.Status.ACTIVE, valid_until__lte=on
    ).update(status=Award.Status.EXPIRED, status_at=F("valid_until"))


def _acts_as(achievement: Achievement, by: User) -> str:
    leads = achievement.course_id and CourseRole.objects.filter(
        course=achievement.course_id, person=by, role=CourseRole.Role.OWNER
    )
    return Award.GivenAs.LEAD if leads and leads.exists() else Award.GivenAs.ADMINISTRATOR
