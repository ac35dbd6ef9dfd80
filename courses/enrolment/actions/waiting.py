"""Who is on the way into a run: asking, the waiting list, offers of places and their end.

All of it happens under the lock of the run. Coming in at last is in courses.progress.actions.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from courses.enrolment.access import locked_run
from courses.enrolment.models import Application, Invitation, Run, RunLetter
from courses.enrolment.queries import taken, waiting
from lms.accounts.actions import tell
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.clock import local_day
from lms.common.doorbell import ring
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES, Pair, text
from lms.common.transactions import atomic

State = Application.State
# What an instructor has decided of somebody, who cannot undo it.
DECIDED = (State.DECLINED, State.TAKEN_OUT)
LETTERS_KEPT = timedelta(days=7)


def apply(run: Run, person: User, state: State, *, on: datetime, said: str = "") -> Application:
    """Put the person on the way in; the run is locked. Who stood somewhere before stands here now."""
    waits = on if state == State.WAITLISTED else None
    application, _made = Application.objects.update_or_create(
        run=run,
        person=person,
        defaults={
            "state": state,
            "asked_at": on,
            "waits_since": waits,
            "offer_until": None,
            "said": " ".join(said.split()),
            "reason": "",
        },
    )
    return application


@atomic
def offer_places(run: Run, *, on: datetime) -> int:
    """Offer every free place to who has waited longest; how many were offered.

    Offers that have run out are over first. An offer holds its place until it is taken, declined or
    over, so that nobody is offered what somebody else gets.
    """
    run = locked_run(run.pk)
    _end_offers(run, on=on)
    if not run.takes_in(on):
        return 0
    queue = list(waiting(run).select_related("person"))
    if run.capacity is not None:
        queue = queue[: max(run.capacity - taken(run), 0)]
    for application in queue:
        offer(run, application, on=on)
    return len(queue)


def offer(run: Run, application: Application, *, on: datetime) -> None:
    """Keep a place for this person for as long as the run says; the run is locked."""
    application.state = State.OFFERED
    application.offer_until = on + timedelta(hours=run.offer_hours)
    application.waits_since = application.waits_since or on
    application.save(update_fields=["state", "offer_until", "waits_since"])
    inform(run, application.person, RunLetter.Kind.OFFER, on=on, until=application.offer_until)


def _end_offers(run: Run, *, on: datetime) -> None:
    over = Application.objects.filter(run=run, state=State.OFFERED, offer_until__lte=on)
    for application in over.select_related("person"):
        application.state = State.LAPSED
        application.offer_until = application.waits_since = None
        application.save(update_fields=["state", "offer_until", "waits_since"])
        inform(run, application.person, RunLetter.Kind.LAPSED, on=on)


def offer_due(*, on: datetime) -> int:
    """Every run in which an offer has run out or a place waits for somebody; how many offers came
    of it."""
    over = Q(applications__state=State.OFFERED, applications__offer_until__lte=on)
    waits = Q(applications__state=State.WAITLISTED)
    due = Run.objects.filter(over | waits).order_by("pk").distinct()
    return sum(offer_places(run, on=on) for run in due)


@atomic
def withdraw_application(person: User, run: Run, *, on: datetime) -> bool:
    """Ask no longer, wait no longer, decline the offer; whether something changed."""
    run = locked_run(run.pk)
    gone, _rows = (
        Application.objects.filter(run=run, person=person).exclude(state__in=DECIDED).delete()
    )
    if gone:
        offer_places(run, on=on)
    return bool(gone)


@atomic
def decline_request(
    application: Application, *, reason: str, by: User, on: datetime
) -> Application:
    """Do not take the person in, and say why; they read it. Repeating it changes nothing."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("no-reason", _("Say why; the person reads it."))
    run = locked_run(application.run_id)
    found = Application.objects.filter(pk=application.pk).select_related("person").first()
    if found is None or found.state == State.DECLINED:
        return application
    if found.state not in (State.REQUESTED, State.WAITLISTED):
        raise Refusal("decided", _("This has been decided meanwhile. Look at the page again."))
    found.state, found.reason, found.waits_since = State.DECLINED, reason, None
    found.save(update_fields=["state", "reason", "waits_since"])
    note(by, "run request declined", found.person, on=on, reason=f"{run.pk}: {reason}")
    inform(run, found.person, RunLetter.Kind.DECLINED, on=on)
    return found


@atomic
def forget_invitations(*, on: datetime) -> int:
    """Delete the addresses that have been kept long enough, letters that never could be sent, and
    what became of people on the way into runs that are long over; how many rows."""
    before = on - timedelta(days=Invitation.KEPT)
    gone, _rows = Invitation.objects.filter(invited_at__lte=before).delete()
    late, _rows = RunLetter.objects.filter(made_at__lte=on - LETTERS_KEPT).delete()
    past, _rows = Application.objects.filter(run__ends_on__lte=local_day(before)).delete()
    return gone + late + past


# --- telling -------------------------------------------------------------------------------------


def inform(
    run: Run, person: User, kind: RunLetter.Kind, *, on: datetime, until: datetime | None = None
) -> None:
    """A notice on the person's next page and a letter; the letter is a row until it is sent."""
    link = f"courses/{run.course.slug}/runs/{run.pk}/"
    tell(person, NoticeKind.RUN, _sentence(run, kind), link=link, on=on)
    RunLetter.objects.filter(run=run, person=person).delete()
    RunLetter.objects.create(run=run, person=person, kind=kind, until=until, made_at=on)
    ring("courses.send_run_letters")


def _sentence(run: Run, kind: RunLetter.Kind) -> Pair:
    """The sentence in both languages, with the run's name."""
    said = {}
    for code in LANGUAGES:
        with translation.override(code):
            name = {"name": text(run.title, code)}
            said[code] = {
                RunLetter.Kind.OFFER: _("A place is free for you: %(name)s") % name,
                RunLetter.Kind.ADMITTED: _("You have been taken in: %(name)s") % name,
                RunLetter.Kind.DECLINED: _("Your request has been answered: %(name)s") % name,
                RunLetter.Kind.LAPSED: _("The offer of a place has run out: %(name)s") % name,
                RunLetter.Kind.INVITATION: _("You are invited: %(name)s") % name,
                RunLetter.Kind.TAKEN_OUT: _("You have been taken out of a run: %(name)s") % name,
            }[kind]
    return said  # type: ignore[return-value]
