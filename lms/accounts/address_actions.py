"""Changing the e-mail address: asked for, confirmed at the new one, told to the old one."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic

SALT = "lms.accounts.new-address"


@atomic
def ask_new_address(person: User, email: str) -> bool:
    """Keep the address until it is confirmed; whether nobody else has it.

    Whoever asks is not told the difference: another letter goes to an address that has an account.
    """
    email = email.strip().lower()
    if email == person.email:
        raise Refusal("same-address", _("This is the address you have. Write another one."))
    person.new_email = email
    person.save(update_fields=["new_email"])
    return not User.objects.filter(email=email).exists()


@atomic
def drop_new_address(person: User) -> None:
    """The person keeps the old address; the link that was mailed is dead."""
    person.new_email = ""
    person.save(update_fields=["new_email"])


def key_of_change(person: User) -> str:
    """What stands in the link that is mailed to the new address."""
    told = {"who": person.pk, "from": person.email, "to": person.new_email}
    return signing.dumps(told, salt=SALT)


def change_behind(key: str) -> User | None:
    """Whose waiting address this link confirms; nobody's where it is old, forged, or another has
    been asked for since."""
    age = settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS * 24 * 3600
    try:
        told = signing.loads(key, salt=SALT, max_age=age)
    except signing.BadSignature:
        return None
    return User.objects.filter(
        pk=told["who"], email=told["from"], new_email=told["to"], emptied_at__isnull=True
    ).first()


@atomic
def change_address(person: User) -> str:
    """The waiting address takes the place of the old one; returns the old one."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    old, new = person.email, person.new_email
    if not new:
        raise Refusal("no-new-address", _("No new address waits to be confirmed."))
    try:
        with transaction.atomic():
            person.email, person.new_email, person.bounced_at = new, "", None
            person.save(update_fields=["email", "new_email", "bounced_at"])
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=new, verified=True, primary=True)
    except IntegrityError:
        # Somebody made an account with it while the letter was on its way.
        raise Refusal(
            "address-taken", _("This address belongs to another account by now. Choose another.")
        ) from None
    return old
