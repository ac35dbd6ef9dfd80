"""Taking somebody out of a dated run. Letting them in again is `approve`, as for those who ask."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.enrolment.access import locked_enrolment, locked_person, locked_run
from courses.enrolment.actions import offer_places, withdraw
from courses.enrolment.actions.waiting import apply, inform
from courses.enrolment.models import Application, Enrolment, Invitation, RunLetter
from courses.enrolment.queries import confirmed_addresses
from courses.progress.actions.reasons import stated_reason
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic

TAKEN_OUT = Application.State.TAKEN_OUT


@atomic
def take_out(enrolment: Enrolment, *, reason: str, by: User, on: datetime) -> bool:
    """End somebody's learning in a dated run; whether something changed.

    Everything they did stays, and they read the reason. They come in again only when an instructor
    lets them in or invites them anew; their place goes to whoever waits. Two who do it at once do it
    once. Who has completed the course stays, and nobody is taken out of learning at their own pace.
    """
    reason = stated_reason(reason)
    run = locked_run(enrolment.run_id)
    if not run.is_dated:
        raise Refusal("own-pace", _("Nobody is taken out of learning at their own pace."))
    person = locked_person(enrolment.person)
    enrolment = locked_enrolment(enrolment.pk)
    if enrolment.state == Enrolment.State.COMPLETED:
        raise Refusal("completed", _("This person has completed the course, and stays in the run."))
    if not withdraw(enrolment, on=on):
        if Application.objects.filter(run=run, person=person, state=TAKEN_OUT).exists():
            return False
        raise Refusal("left", _("This person has left the run already."))
    Invitation.objects.filter(run=run, email__in=confirmed_addresses(person)).delete()
    kept = apply(run, person, TAKEN_OUT, on=on)
    kept.reason = reason
    kept.save(update_fields=["reason"])
    told = {"reason": reason, "by": by.name}
    release = enrolment.summary_release_id
    write_record(enrolment, Verb.LEFT, release_id=release, on=on, result=told)
    note(by, "taken out of a run", person, on=on, reason=f"{run.course.slug}, {run.pk}: {reason}")
    inform(run, person, RunLetter.Kind.TAKEN_OUT, on=on)
    offer_places(run, on=on)
    return True
