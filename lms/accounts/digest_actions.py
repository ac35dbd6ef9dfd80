"""The letter of the day: gathered from notices, sent once, tried again, set aside; and its choices."""

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.accounts.digest_letter import digest_message, digest_of_id
from lms.accounts.mailing import CHOICES, digest_moment, reachable, wanted, wants
from lms.accounts.models import Digest, Notice, User
from lms.audit.actions import note
from lms.common.errors import Refusal, trouble_of
from lms.common.transactions import atomic

log = logging.getLogger(__name__)

TRIES = 8
WAIT = timedelta(minutes=5)
# What could not be mailed for so long is no news any more.
STALE = timedelta(days=7)
KEPT = timedelta(days=30)


def send_digests(*, on: datetime) -> int:
    """Gather the letters of the day and send what is due; how many went."""
    gather_digests(on=on)
    return send_due(on=on)


# --- gathering -----------------------------------------------------------------------------------


def gather_digests(*, on: datetime) -> int:
    """A letter for everybody whom something has waited for since before the hour of the day, and
    who has had none today; how many were made."""
    moment = digest_moment(on)
    day = timezone.localtime(moment).date()
    Notice.objects.filter(to_mail=True, made_at__lte=moment - STALE).update(to_mail=False)
    people = (
        _to_gather(moment)
        .filter(reachable("person__"))
        .exclude(person__digests__day=day)
        .order_by("person")
        .values_list("person", flat=True)
        .distinct()
    )
    return sum(_gather(pk, day, moment, on=on) for pk in list(people))


def _to_gather(moment: datetime) -> QuerySet[Notice]:
    """What waits, is wanted, and has not been put away on the site meanwhile."""
    return Notice.objects.filter(wanted(), to_mail=True, seen_at__isnull=True, made_at__lte=moment)


@atomic
def _gather(person_id: int, day: date, moment: datetime, *, on: datetime) -> bool:
    digest, made = Digest.objects.get_or_create(
        person_id=person_id, day=day, defaults={"made_at": on}
    )
    if not made:
        return False
    pks = list(_to_gather(moment).filter(person=person_id).values_list("pk", flat=True))
    if not pks:
        # Put away, or chosen otherwise, since it was looked for.
        digest.delete()
        return False
    Notice.objects.filter(pk__in=pks).update(digest=digest, to_mail=False)
    return True


# --- sending -------------------------------------------------------------------------------------


def send_due(*, on: datetime) -> int:
    """Send every letter that is due; how many went. One that cannot be sent does not hold up the
    others."""
    due = Digest.objects.filter(
        Q(try_after__isnull=True) | Q(try_after__lte=on),
        sent_at__isnull=True,
        set_aside_at__isnull=True,
    )
    sent = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        try:
            sent += _send(pk, on=on)
        except Exception as error:
            log.exception("Digest %s could not be made.", pk)
            with transaction.atomic():
                _failed(Digest.objects.get(pk=pk), trouble_of(error), on=on)
    return sent


def _send(pk: int, *, on: datetime) -> bool:
    """Send it and say so in one transaction: whoever dies between the two sends the same letter,
    under the same id, once more."""
    with transaction.atomic():
        # Another worker may be at it.
        rows = Digest.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        due = rows.select_related("person").filter(pk=pk, sent_at__isnull=True).first()
        if due is None:
            return False
        notices = _still_to_tell(due)
        if not notices:
            due.delete()
            return False
        with translation.override(due.person.language):
            message = digest_message(due, notices)
        try:
            message.send()
        except SMTPRecipientsRefused as refused:
            if _for_good(refused):
                due.person.bounced_at = on
                due.person.save(update_fields=["bounced_at"])
                due.delete()
            else:
                _failed(due, trouble_of(refused), on=on)
            return False
        except OSError as error:
            log.warning("Digest %s could not be sent.", pk, exc_info=True)
            _failed(due, trouble_of(error), on=on)
            return False
        due.sent_at, due.trouble = on, ""
        due.save(update_fields=["sent_at", "trouble"])
        return True


def _still_to_tell(digest: Digest) -> list[Notice]:
    """What of it is still to be told: of whoever is no longer written to, nothing."""
    if not User.objects.filter(reachable(), pk=digest.person_id).exists():
        return []
    notices = digest.notices.filter(seen_at__isnull=True).order_by("made_at", "pk")
    return [one for one in notices if wants(digest.person, one.kind)]


def _for_good(refused: SMTPRecipientsRefused) -> bool:
    """Whether the mail server knows that the address takes no mail, and will not."""
    return all(code // 100 == 5 for code, _said in refused.recipients.values())


def _failed(digest: Digest, trouble: str, *, on: datetime) -> None:
    digest.tries += 1
    digest.trouble = trouble
    digest.try_after = on + WAIT * 2 ** min(digest.tries, 8)
    if digest.tries >= TRIES:
        digest.set_aside_at = on
        log.error("Digest %s is set aside after %s tries.", digest.pk, digest.tries)
    digest.save(update_fields=["tries", "trouble", "try_after", "set_aside_at"])


@atomic
def take_up_digest(digest: Digest, *, by: User, reason: str, on: datetime) -> Digest:
    """Try a letter again that was set aside."""
    if digest.set_aside_at is not None:
        digest.set_aside_at, digest.try_after, digest.tries = None, None, 0
        digest.save(update_fields=["set_aside_at", "try_after", "tries"])
        note(by, "letter taken up", digest.person, on=on, reason=reason)
    return digest


def forget_digests(*, on: datetime) -> int:
    """Forget the letters that were sent long enough ago; how many."""
    gone, _rows = Digest.objects.filter(sent_at__lte=on - KEPT).delete()
    return gone


# --- what people choose --------------------------------------------------------------------------


@atomic
def choose_mails(person: User, chosen: Mapping[str, bool]) -> User:
    """What comes by mail, and what is only on the site. chosen: by the names of CHOICES."""
    for choice, by_mail in chosen.items():
        if choice not in CHOICES:
            raise Refusal("no-choice", _("Choose one of the answers that are offered."))
        setattr(person, choice, by_mail)
    person.save(update_fields=list(chosen))
    return person


@atomic
def mail_again(person: User) -> User:
    """The person says that mails arrive again."""
    if person.bounced_at is not None:
        person.bounced_at = None
        person.save(update_fields=["bounced_at"])
    return person


@atomic
def take_bounce(message_id: str, *, on: datetime) -> bool:
    """A letter of ours has come back for good; whether it was one. message_id: of that letter, so
    that nobody stops another person's mails by writing to us."""
    uid = digest_of_id(message_id)
    digest = Digest.objects.filter(uid=uid).select_related("person").first() if uid else None
    if digest is None or digest.sent_at is None:
        return False
    if digest.person.bounced_at is None:
        User.objects.filter(pk=digest.person_id).update(bounced_at=on)
    return True
