"""Telling people things, and what they may change about themselves."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import F
from django.utils.translation import gettext as _

from lms.accounts.children import refuse_to_show
from lms.accounts.mailing import GOES_BY_MAIL
from lms.accounts.models import ONLY_BY_MAIL, Notice, NoticeKind, SiteRole, User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.ids import new_code
from lms.common.languages import Pair
from lms.common.transactions import atomic


@atomic
def tell(person: User, kind: NoticeKind, text: Pair, *, link: str, on: datetime) -> Notice:
    """Put a notice on the person's next page, and into the day's digest where its kind goes there.

    link: an address of ours, without its language.
    """
    notice = Notice.objects.create(
        person=person, kind=kind, text=text, link=link, made_at=on, to_mail=kind in GOES_BY_MAIL
    )
    if kind not in ONLY_BY_MAIL:
        User.objects.filter(pk=person.pk).update(unseen=F("unseen") + 1)
    return notice


@atomic
def mark_seen(person: User, *, on: datetime) -> None:
    """The person has seen their notices; at most the counted ones, whatever arrives meanwhile."""
    unseen = Notice.objects.filter(person=person, seen_at__isnull=True)
    seen = unseen.exclude(kind__in=ONLY_BY_MAIL).update(seen_at=on)
    if seen:
        User.objects.filter(pk=person.pk, unseen__gte=seen).update(unseen=F("unseen") - seen)


@atomic
def take_back_notices(person_id: int, kind: NoticeKind, *, link: str, on: datetime) -> int:
    """Put away what has nothing to say any more, on the site and for the letter; how many notices."""
    gone = Notice.objects.filter(
        person=person_id, kind=kind, link=link, seen_at__isnull=True
    ).update(seen_at=on)
    if gone:
        User.objects.filter(pk=person_id, unseen__gte=gone).update(unseen=F("unseen") - gone)
    return gone


@atomic
def change_profile(person: User, *, full_name: str, language: str) -> User:
    """The name for certificates and the language of mails."""
    person.full_name = " ".join(full_name.split())
    person.language = language
    person.save(update_fields=["full_name", "language"])
    return person


@atomic
def confirm_address(person: User) -> User:
    """The person reads the mails of their address; without that nobody signs in.

    For whoever came by a link that was mailed there, and for people made by the operator.
    """
    address, made = EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"primary": True, "verified": True}
    )
    if not made and not (address.verified and address.primary):
        address.verified = address.primary = True
        address.save(update_fields=["verified", "primary"])
    return person


@atomic
def share_passport(person: User, *, shared: bool) -> User:
    """Open the competency passport to whoever has its link, or close it; a new link each time."""
    if shared:
        refuse_to_show(person)
    if shared != bool(person.passport_code):
        person.passport_code = new_code() if shared else None
        person.save(update_fields=["passport_code"])
    return person


@atomic
def suspend(person: User, *, by: User, reason: str, on: datetime) -> User:
    """Shut the account; nothing of it is lost."""
    if person.pk == by.pk:
        raise Refusal("own-account", _("You cannot suspend yourself. Ask another administrator."))
    if not person.is_suspended:
        person.suspended_at = on
        person.save(update_fields=["suspended_at"])
        note(by, "suspended", person, on=on, reason=reason)
    return person


@atomic
def readmit(person: User, *, by: User, reason: str, on: datetime) -> User:
    """Open a suspended account again."""
    if person.is_suspended:
        person.suspended_at = None
        person.save(update_fields=["suspended_at"])
        note(by, "readmitted", person, on=on, reason=reason)
    return person


@atomic
def remove_second_step(person: User, *, by: User, reason: str, on: datetime) -> int:
    """Take app, passkeys and recovery codes from somebody who has lost them; how many there were.

    From then on the password or a mailed code is enough, so whoever does this has made sure who asks.
    """
    gone, _rows = Authenticator.objects.filter(user=person).delete()
    if gone:
        note(by, "second step removed", person, on=on, reason=reason)
    return int(gone)


@atomic
def change_site_role(person: User, role: str, *, by: User, reason: str, on: datetime) -> User:
    """What the person may do on the whole site."""
    if person.pk == by.pk and person.is_administrator and role != SiteRole.ADMINISTRATOR:
        # Otherwise the last administrator could lock everybody out of the administration.
        raise Refusal(
            "own-account",
            _("You cannot give up administering yourself. Ask another administrator."),
        )
    if person.site_role != role:
        before, person.site_role = person.site_role, role
        person.save(update_fields=["site_role"])
        note(by, f"role {before} → {role}", person, on=on, reason=reason)
    return person
