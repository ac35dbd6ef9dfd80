"""Closing an account, having it back within a month, and emptying it afterwards."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from lms.accounts.models import SiteRole, User
from lms.accounts.session_actions import end_sessions
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic

WAY_BACK = timedelta(days=30)


@atomic
def close_account(person: User, *, on: datetime) -> User:
    """Shut the account for everybody, its owner included, until somebody signs in to it."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.is_administrator:
        raise Refusal(
            "administers",
            _("You administer this site. Ask another administrator to change your role first."),
        )
    if not person.is_closed:
        person.closed_at, person.passport_code, person.new_email = on, None, ""
        person.save(update_fields=["closed_at", "passport_code", "new_email"])
        end_sessions(person)
        person.api_tokens.all().delete()
    return person


@atomic
def reopen_account(person: User) -> bool:
    """Its owner has signed in in time; whether it was closed."""
    opened = User.objects.filter(pk=person.pk, emptied_at__isnull=True, closed_at__isnull=False)
    if not opened.update(closed_at=None):
        return False
    person.closed_at = None
    return True


def due_for_emptying(*, on: datetime) -> list[int]:
    """The accounts that were closed too long ago to come back."""
    due = User.objects.filter(closed_at__lte=on - WAY_BACK, emptied_at__isnull=True)
    return list(due.values_list("pk", flat=True))


@atomic
def empty_account(person_id: int, *, on: datetime) -> str:
    """Remove name and address, and every way in; what was learnt stays, as nobody's in particular.

    Certificates are documents of their own and keep what they say. Returns the address that was
    removed, once; nothing where somebody has come back meanwhile, or it is done already.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    if person.closed_at is None or person.closed_at > on - WAY_BACK or person.emptied_at:
        return ""
    email = person.email
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
    person.notices.all().delete()
    person.digests.all().delete()
    note(None, "account emptied", person, on=on)
    return email
