"""Which notices go by mail and by which choice of the person, who is written to, and when."""

from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lms.accounts.models import NoticeKind, User

# A choice of the person → the kinds of notices it is about. What is in none of them has a letter
# of its own, which goes at once.
CHOICES: dict[str, tuple[NoticeKind, ...]] = {
    "mail_certificates": (NoticeKind.CERTIFICATE, NoticeKind.CERTIFICATE_REVOKED),
    "mail_badges": (NoticeKind.BADGE, NoticeKind.BADGE_REVOKED),
    "mail_for_me": (NoticeKind.RESULT, NoticeKind.HELP),
    "mail_reminders": (NoticeKind.REMINDER, NoticeKind.EXPIRY),
}
CHOICE_OF = {kind: choice for choice, kinds in CHOICES.items() for kind in kinds}
GOES_BY_MAIL = frozenset(CHOICE_OF)


def wants(person: User, kind: str) -> bool:
    """Whether the person has chosen to get this kind by mail."""
    return bool(getattr(person, CHOICE_OF[NoticeKind(kind)]))


def wanted() -> Q:
    """The notices that their people have chosen to get by mail."""
    found = Q(pk__in=())
    for choice, kinds in CHOICES.items():
        found |= Q(kind__in=kinds, **{f"person__{choice}": True})
    return found


def reachable(to: str = "") -> Q:
    """People who are written to: with a confirmed address from which nothing comes back, and an
    open account. to: the way from a row to the person, with its underscores."""
    confirmed = EmailAddress.objects.filter(
        user=OuterRef(f"{to}pk"), email=OuterRef(f"{to}email"), verified=True
    )
    nothing = ("suspended_at", "closed_at", "bounced_at")
    return Q(
        Exists(confirmed),
        **{f"{to}is_active": True},
        **{f"{to}{name}__isnull": True for name in nothing},
    )


def digest_moment(on: datetime) -> datetime:
    """When the last letter of a day was due: today's hour, or yesterday's while it is earlier."""
    today = timezone.localtime(on).date()
    moment = timezone.make_aware(datetime.combine(today, time(settings.DIGEST_HOUR)))
    if moment <= on:
        return moment
    return timezone.make_aware(
        datetime.combine(today - timedelta(days=1), time(settings.DIGEST_HOUR))
    )
