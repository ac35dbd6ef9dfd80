"""Inviting people to a run by their addresses, before they have an account."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext as _

from courses.enrolment.access import locked_run
from courses.enrolment.actions.waiting import apply, inform
from courses.enrolment.models import Application, Enrolment, Invitation, Run, RunLetter
from courses.enrolment.queries import HOLDS_A_PLACE, confirmed_addresses
from courses.enrolment.runs import Fault
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.doorbell import ring
from lms.common.errors import Refusal
from lms.common.transactions import atomic

MOST_A_DAY = 200
DAY = 24 * 60 * 60


@atomic
def invite_to_run(
    run: Run, addresses: Sequence[str], *, by: User, on: datetime
) -> tuple[list[Invitation], list[Fault]]:
    """(the invitations made, what was not invited and why). Whoever was invited already is not
    written to again.

    The same happens whether or not somebody here has an address: who invites does not learn it
    before the invitation is taken up.
    """
    run = locked_run(run.pk)
    if not run.takes_in(on):
        raise Refusal("closed", _("This run takes in nobody new. Open it for newcomers first."))
    invited = set(Invitation.objects.filter(run=run).values_list("email", flat=True))
    learns = set(
        Enrolment.objects.filter(
            run=run, state__in=HOLDS_A_PLACE, person__email__in=addresses
        ).values_list("person__email", flat=True)
    )
    new, faults = [], []
    for address in addresses:
        if address in learns:
            faults.append(Fault(address, _("Is in this run already.")))
        elif address in invited:
            faults.append(Fault(address, _("Has been invited already.")))
        else:
            new.append(address)
    if left := _over_the_limit(by, len(new)):
        said = _("You can invite %s people a day. Invite these tomorrow.") % MOST_A_DAY
        faults += [Fault(address, said) for address in new[-left:]]
        new = new[:-left]
    made = Invitation.objects.bulk_create(
        Invitation(run=run, email=address, invited_by=by, invited_at=on) for address in new
    )
    if made:
        _tell(run, new, on=on)
        note(by, "invited to a run", run, on=on, reason=f"{run.course.slug}: {len(new)}")
    return made, faults


def _tell(run: Run, addresses: Sequence[str], *, on: datetime) -> None:
    """A letter to everybody, and a notice to those who have an account."""
    known = {
        person.email: person
        for person in User.objects.filter(email__in=addresses, suspended_at__isnull=True)
    }
    for person in known.values():
        inform(run, person, RunLetter.Kind.INVITATION, on=on)
    RunLetter.objects.bulk_create(
        RunLetter(run=run, kind=RunLetter.Kind.INVITATION, email=address, made_at=on)
        for address in addresses
        if address not in known
    )
    ring("courses.send_run_letters")


@atomic
def uninvite(invitation: Invitation, *, by: User, on: datetime) -> None:
    """Take an invitation back before it is taken up, with the letter that may not be sent yet."""
    gone, _rows = Invitation.objects.filter(pk=invitation.pk).delete()
    if gone:
        RunLetter.objects.filter(run=invitation.run_id, email=invitation.email).delete()
        note(by, "run invitation withdrawn", invitation.run, on=on)


@atomic
def decline_invitation(person: User, run: Run, *, on: datetime) -> bool:
    """The person does not want to come; the address is forgotten. Whether something changed."""
    run = locked_run(run.pk)
    gone, _rows = Invitation.objects.filter(run=run, email__in=confirmed_addresses(person)).delete()
    if gone and not Application.objects.filter(run=run, person=person).exists():
        apply(run, person, Application.State.TURNED_DOWN, on=on)
    return bool(gone)


def _over_the_limit(by: User, wanted: int) -> int:
    """How many of these are too many today; letters go to strangers, so they are counted."""
    digest = hashlib.blake2s(f"run {by.pk}".encode(), digest_size=16).hexdigest()
    counter = f"run-invitations:{digest}"
    cache.add(counter, 0, DAY)
    over = max(cache.incr(counter, wanted) - MOST_A_DAY, 0) if wanted else 0
    over = min(over, wanted)
    if over:
        cache.decr(counter, over)
    return over
