"""Closing an account or having it erased, coming back in time, and emptying it afterwards.

What the tables of the storeys above hold goes by `lms.privacy`, which calls `empty_account` last.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext as _

from lms.accounts.models import Consent, Leaving, ParentConsent, SiteRole, User
from lms.accounts.session_actions import end_sessions
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic

# How long an account that was closed can come back, and one that is to be erased.
WAY_BACK = timedelta(days=30)
COOLING_OFF = timedelta(days=14)


@atomic
def close_account(person: User, *, on: datetime, credentials: str = "") -> User:
    """Shut the account for everybody, its owner included, until somebody signs in to it.

    credentials: what becomes of badges and certificates, for who wants everything erased; empty for
    who only closes the account.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.is_administrator:
        raise Refusal(
            "administers",
            _("You administer this site. Ask another administrator to change your role first."),
        )
    if not person.is_closed:
        person.closed_at, person.passport_code, person.new_email = on, None, ""
        person.save(update_fields=["closed_at", "passport_code", "new_email"])
        Leaving.objects.update_or_create(
            person=person,
            defaults={
                "way": Leaving.Way.ERASE if credentials else Leaving.Way.CLOSE,
                "credentials": credentials,
                "asked_at": on,
                "due_at": on + (COOLING_OFF if credentials else WAY_BACK),
            },
        )
        end_sessions(person)
        person.api_tokens.all().delete()
    return person


@atomic
def reopen_account(person: User) -> bool:
    """Its owner has signed in in time; whether it was closed. A parent's word is not undone so."""
    opened = User.objects.filter(pk=person.pk, emptied_at__isnull=True, closed_at__isnull=False)
    if not opened.exclude(consent=Consent.REFUSED).update(closed_at=None):
        return False
    Leaving.objects.filter(person=person, done_at__isnull=True).delete()
    person.closed_at = None
    return True


def due_for_emptying(*, on: datetime) -> list[int]:
    """The accounts that were closed too long ago to come back."""
    closed = User.objects.filter(closed_at__isnull=False, emptied_at__isnull=True)
    due = Q(leaving__due_at__lte=on) | Q(leaving__isnull=True, closed_at__lte=on - WAY_BACK)
    return list(closed.filter(due).values_list("pk", flat=True))


def leaving_of(person: User) -> Leaving:
    """When and how the account goes; what was closed before that was written down is only closed."""
    assert person.closed_at is not None
    row, _made = Leaving.objects.get_or_create(
        person=person,
        defaults={
            "way": Leaving.Way.CLOSE,
            "asked_at": person.closed_at,
            "due_at": person.closed_at + WAY_BACK,
        },
    )
    return row


@atomic
def empty_account(person: User, leaving: Leaving, *, on: datetime) -> None:
    """Remove name and address, and every way in; one letter to the address is due.

    person: held by whoever calls, closed, and not emptied yet.
    """
    leaving.letter_to, leaving.done_at, leaving.tries = person.email, on, 0
    leaving.save(update_fields=["letter_to", "done_at", "tries"])
    person.full_name = person.new_email = ""
    person.email = f"closed-{person.uid.hex}@removed.invalid"
    person.site_role, person.is_active = SiteRole.LEARNER, False
    person.passport_code, person.unseen, person.last_login = None, 0, None
    person.bounced_at = None
    person.emptied_at = on
    person.set_unusable_password()
    person.save()
    end_sessions(person)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    ParentConsent.objects.filter(person=person).delete()
    person.notices.all().delete()
    person.digests.all().delete()
    note(None, "account emptied", person, on=on)
