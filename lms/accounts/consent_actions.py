"""A child under 14 and the parent: asking, agreeing, refusing, taking back, growing up."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lms.accounts.closing_actions import close_account, reopen_account
from lms.accounts.models import Consent, Leaving, ParentConsent, User
from lms.accounts.session_actions import end_sessions
from lms.common.doorbell import ring
from lms.common.errors import Refusal
from lms.common.transactions import atomic

# Whoever has not answered by then is taken as refusing.
ANSWER_WITHIN = timedelta(days=30)


@atomic
def ask_parent(person: User, parent_email: str, *, on: datetime) -> ParentConsent:
    """The account waits for a parent from now on; the letter is due once the child has confirmed
    its own address, so that nobody writes to strangers from here."""
    person.consent = Consent.WAITING
    person.save(update_fields=["consent"])
    asked, _made = ParentConsent.objects.update_or_create(
        person=person,
        defaults={
            "parent_email": parent_email.strip().lower(),
            "asked_at": on,
            "sent_at": None,
            "tries": 0,
            "answered_at": None,
        },
    )
    ring_for_letters()
    return asked


def ring_for_letters() -> None:
    """Letters to parents may be due."""
    ring("lms.send_parent_letters")


@atomic
def write_again(person: User, parent_email: str, *, on: datetime) -> ParentConsent:
    """Another address, or the same once more; a link that was sent before is dead."""
    if person.consent != Consent.WAITING:
        raise Refusal("parent-answered", _("Your parent has answered already."))
    ParentConsent.objects.filter(person=person).delete()
    return ask_parent(person, parent_email, on=on)


@atomic
def agree(asked: ParentConsent, *, on: datetime) -> User:
    """The parent agrees, or agrees again before the account is erased."""
    person = _answered(asked, Consent.GIVEN, on=on)
    if person.is_closed:
        reopen_account(person)
    return person


@atomic
def refuse(asked: ParentConsent, *, on: datetime) -> User:
    """The parent does not agree, or no longer: the account is shut at once, and erased when the time
    to come back is over."""
    person = _answered(asked, Consent.REFUSED, on=on)
    if not person.is_closed:
        close_account(person, on=on, credentials=Leaving.Credentials.WITHDRAW)
    end_sessions(person)
    return person


@atomic
def grown_up(asked: ParentConsent) -> User:
    """The child is 14: the account is like any other, and what is held of the parent goes."""
    person = User.objects.select_for_update(no_key=True).get(pk=asked.person_id)
    if person.consent != Consent.GIVEN:
        raise Refusal("not-agreed", _("Agree first that your child learns here."))
    person.consent = Consent.NOT_NEEDED
    person.save(update_fields=["consent"])
    ParentConsent.objects.filter(pk=asked.pk).delete()
    return person


def _answered(asked: ParentConsent, answer: Consent, *, on: datetime) -> User:
    person = User.objects.select_for_update(no_key=True).get(pk=asked.person_id)
    if person.emptied_at is not None:
        raise Refusal("emptied", _("The account has been erased."))
    if person.consent != answer:
        person.consent = answer
        person.save(update_fields=["consent"])
        ParentConsent.objects.filter(pk=asked.pk).update(answered_at=on)
    return person


def give_up_waiting(*, on: datetime) -> int:
    """Take those who were asked a month ago and have not answered as refusing; how many. Nobody waits
    for them any longer: the account is due to be erased at once, as the letter says."""
    unanswered = ParentConsent.objects.filter(
        person__consent=Consent.WAITING,
        person__emptied_at__isnull=True,
        asked_at__lte=on - ANSWER_WITHIN,
    )
    for asked in unanswered:
        refuse(asked, on=on)
        Leaving.objects.filter(person=asked.person_id, done_at__isnull=True).update(due_at=on)
    return len(unanswered)
