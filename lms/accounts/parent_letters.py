"""The letters to parents of children under 14."""

import logging
from datetime import datetime

from django.db.models import F
from django.utils import translation

from lms.accounts.adapter import written
from lms.accounts.letters import letter
from lms.accounts.models import Consent, ParentConsent
from lms.common.transactions import atomic

log = logging.getLogger(__name__)

TRIES = 12


def send_parent_letters(*, on: datetime) -> int:
    """Send every letter that is due; how many went. One that cannot be sent is tried again."""
    due = ParentConsent.objects.filter(
        sent_at__isnull=True,
        tries__lt=TRIES,
        person__consent=Consent.WAITING,
        person__emailaddress__verified=True,
    )
    return sum(_send(pk, on=on) for pk in due.values_list("pk", flat=True))


@atomic
def _send(pk: int, *, on: datetime) -> bool:
    # Another worker may be at it.
    rows = ParentConsent.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    due = rows.select_related("person").filter(pk=pk, sent_at__isnull=True).first()
    if due is None:
        return False
    with translation.override(due.person.language):
        message = written(letter("parent_asked", {"code": due.code}), due.parent_email)
    try:
        message.send()
    except OSError:
        log.exception("A letter to a parent could not be sent")
        ParentConsent.objects.filter(pk=pk).update(tries=F("tries") + 1)
        return False
    ParentConsent.objects.filter(pk=pk).update(sent_at=on)
    return True
