"""The signed links by which mails are turned off without signing in. Pure, but for finding whose."""

from django.core import signing

from lms.accounts.addresses import absolute
from lms.accounts.mailing import CHOICES
from lms.accounts.models import User

SALT = "lms.accounts.mail-off"
EVERYTHING = "all"


def off_link(person: User, what: str = EVERYTHING) -> str:
    """The full address, in the language that is active. what: a name out of CHOICES, or everything.

    It does not run out: an old letter is as good a reason as a new one.
    """
    return absolute("mail-off", signing.Signer(salt=SALT).sign(f"{person.uid.hex}.{what}"))


def off_behind(key: str) -> tuple[User, tuple[str, ...]] | None:
    """(whose mails, which of them) a link is about; None where it is not of our making."""
    try:
        who, _dot, what = signing.Signer(salt=SALT).unsign(key).partition(".")
    except signing.BadSignature:
        return None
    choices = tuple(CHOICES) if what == EVERYTHING else (what,)
    person = User.objects.filter(uid=who, emptied_at__isnull=True).first()
    if person is None or not set(choices) <= set(CHOICES):
        return None
    return person, choices
