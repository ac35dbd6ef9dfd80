"""Who does what in a course: giving a role, inviting somebody to one, and taking it away."""

import hashlib
from contextlib import suppress
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from courses.content.access import locked_course
from courses.content.letters import send_invitation
from courses.content.models import Course, CourseRole, RoleInvitation
from courses.content.queries import draft_of
from lms.accounts.actions import tell
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic

MOST_INVITATIONS = 20
DAY = 24 * 60 * 60


@atomic
def give_role(
    course: Course, person: User, role: str, *, by: User, reason: str, on: datetime
) -> CourseRole:
    """Give this person this role, in place of the one they had; giving it again changes nothing."""
    _need(reason)
    if person.is_suspended:
        raise Refusal("suspended", _("This account is suspended; readmit the person first."))
    course = locked_course(course.pk)
    held = CourseRole.objects.filter(course=course, person=person).first()
    if held is None:
        given = CourseRole.objects.create(course=course, person=person, role=role)
        _note(given, f"course role → {role}", by=by, reason=reason, on=on)
        return given
    if held.role != role:
        _keep_a_lead(held)
        verb = f"course role {held.role} → {role}"
        held.role = role
        held.save(update_fields=["role"])
        _note(held, verb, by=by, reason=reason, on=on)
    return held


@atomic
def take_role(role: CourseRole, *, by: User, reason: str, on: datetime) -> None:
    """Take this role away; taking it twice is taking it once."""
    _need(reason)
    locked_course(role.course_id)
    held = CourseRole.objects.filter(pk=role.pk).select_related("course", "person").first()
    if held is None:
        return
    _keep_a_lead(held)
    _note(held, f"course role {held.role} →", by=by, reason=reason, on=on)
    held.delete()


@atomic
def invite(course: Course, email: str, role: str, *, by: User, on: datetime) -> RoleInvitation:
    """Keep a role for whoever confirms this address, and write to it.

    The same happens whether or not somebody here has the address: who invites does not learn it
    before the invitation is taken up.
    """
    if role not in CourseRole.Role.values:
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    course = locked_course(course.pk)
    email = email.strip().lower()
    if email == by.email:
        raise Refusal("own-address", _("This is your own address. You have a role already."))
    _count_invitation(by)
    invitation, _made = RoleInvitation.objects.update_or_create(
        course=course, email=email, defaults={"role": role, "invited_by": by, "invited_at": on}
    )
    # One letter and one notice a day, however often somebody changes their mind.
    if cache.add(_counter("letter", f"{course.pk} {email}"), 1, DAY):
        if person := User.objects.filter(email=email, suspended_at__isnull=True).first():
            title = draft_of(course.pk).title
            tell(person, NoticeKind.INVITATION, title, link="studio/", on=on)
        transaction.on_commit(lambda: send_invitation(email, role))
    note(by, f"invited → {role}", course, on=on, reason=email)
    return invitation


@atomic
def withdraw_invitation(invitation: RoleInvitation, *, by: User, on: datetime) -> None:
    """Take an invitation back before it is taken up."""
    gone, _rows = RoleInvitation.objects.filter(pk=invitation.pk).delete()
    if gone:
        note(by, "invitation withdrawn", invitation.course, on=on, reason=invitation.email)


@atomic
def take_up_invitations(person: User, *, on: datetime) -> list[CourseRole]:
    """Give the roles that wait for the addresses this person has confirmed."""
    if person.is_suspended:
        return []
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values("email")
    taken = []
    for invitation in RoleInvitation.objects.filter(email__in=confirmed).select_related(
        "course", "invited_by"
    ):
        by = invitation.invited_by or invitation.course.owner
        # Somebody who leads alone and was invited to something less goes on leading.
        with suppress(Refusal):
            given = give_role(
                invitation.course,
                person,
                invitation.role,
                by=by,
                reason=_("Invited by e-mail."),
                on=on,
            )
            taken.append(given)
        invitation.delete()
    return taken


def _count_invitation(by: User) -> None:
    """Letters go to strangers: nobody sends many of them."""
    counter = _counter("invitations", str(by.pk))
    cache.add(counter, 0, DAY)
    if cache.incr(counter) > MOST_INVITATIONS:
        raise Refusal(
            "too-many",
            _("You have sent %s invitations today. Send the others tomorrow.") % MOST_INVITATIONS,
        )


def _counter(kind: str, whose: str) -> str:
    return f"{kind}:{hashlib.blake2s(whose.encode(), digest_size=16).hexdigest()}"


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refusal("no-reason", _("Say why the role changes."))


def _keep_a_lead(held: CourseRole) -> None:
    """Certificates are signed by those who lead; a course without one could sign none."""
    lead = CourseRole.Role.OWNER
    others = CourseRole.objects.filter(course_id=held.course_id, role=lead).exclude(pk=held.pk)
    if held.role == lead and not others.exists():
        raise Refusal(
            "last-lead",
            _("A course keeps somebody who leads it. Give that role to somebody else first."),
        )


def _note(held: CourseRole, verb: str, *, by: User, reason: str, on: datetime) -> None:
    # The note hangs on the person: the role itself may be gone by the time somebody asks.
    note(by, verb, held.person, on=on, reason=f"{held.course.slug}: {reason}")
