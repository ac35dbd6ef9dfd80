"""Leaving: closing or erasing an account, emptying it when its time is over, saying so, and doing it
again where a backup has brought it back."""

import json
import logging
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from lms.accounts.adapter import written
from lms.accounts.closing_actions import (
    close_account,
    due_for_emptying,
    empty_account,
    leaving_of,
)
from lms.accounts.letters import letter
from lms.accounts.models import Leaving, User
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.wording import listed
from lms.privacy.erasing_actions import erase_rows
from lms.privacy.queries import led_alone

log = logging.getLogger(__name__)

# Whoever has not got the last letter by then does not get it: no address is kept for longer.
TRIES = 60


@atomic
def leave_site(person: User, *, on: datetime, credentials: str = "") -> User:
    """Close the account, or have it erased; not while a course would lose the only one who leads it.

    credentials: what becomes of badges and certificates, where everything is to be erased.
    """
    if alone := led_alone(person):
        raise Refusal(
            "leads-alone",
            _("You are the only one who leads: %(courses)s. Give that role to somebody else first.")
            % {"courses": listed(alone)},
        )
    return close_account(person, on=on, credentials=credentials)


def empty_due(*, on: datetime) -> int:
    """Empty every account whose time is over, each in a transaction of its own; how many were."""
    emptied = 0
    for pk in due_for_emptying(on=on):
        try:
            emptied += _empty(pk, on=on)
        except Exception:
            log.exception("The account of person %s could not be emptied.", pk)
    send_last_letters()
    list_erased(on=on)
    return emptied


@atomic
def _empty(person_id: int, *, on: datetime) -> bool:
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    if person.closed_at is None or person.emptied_at is not None:
        # Somebody has come back meanwhile, or another sweep was here.
        return False
    leaving = leaving_of(person)
    if leaving.due_at > on:
        return False
    _erase(person, leaving, on=on)
    return True


def _erase(person: User, leaving: Leaving, *, on: datetime) -> None:
    erase_rows(person, leaving, on=on)
    empty_account(person, leaving, on=on)


# --- the last letter -----------------------------------------------------------------------------


def send_last_letters() -> int:
    """Tell those whose account is gone, and forget where to; how many were told."""
    due = Leaving.objects.exclude(letter_to="").values_list("pk", flat=True)
    return sum(_send(pk) for pk in list(due))


@atomic
def _send(pk: int) -> bool:
    rows = Leaving.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    row = rows.select_related("person").filter(pk=pk).exclude(letter_to="").first()
    if row is None:
        return False
    with translation.override(row.person.language):
        message = written(
            letter("account_emptied", {"credentials": row.credentials}), row.letter_to
        )
    try:
        message.send()
    except OSError:
        log.exception("The last letter to somebody who left could not be sent")
        given_up = row.tries + 1 >= TRIES
        Leaving.objects.filter(pk=pk).update(
            tries=F("tries") + 1, **({"letter_to": ""} if given_up else {})
        )
        return False
    Leaving.objects.filter(pk=pk).update(letter_to="")
    return True


# --- the list outside of the database ------------------------------------------------------------


def list_erased(*, on: datetime) -> int:
    """Write down whose accounts were emptied, where no backup of the database holds it; how many.

    Each line is {"uid", "way", "credentials", "at"}: numbers that say nothing to anybody else.
    """
    due = list(
        Leaving.objects.filter(done_at__isnull=False, listed_at__isnull=True)
        .select_related("person")
        .order_by("pk")
    )
    if not due:
        return 0
    path = Path(settings.ERASED_LIST)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for row in due:
            assert row.done_at is not None
            said = {
                "uid": row.person.uid.hex,
                "way": row.way,
                "credentials": row.credentials,
                "at": row.done_at.isoformat(),
            }
            file.write(json.dumps(said) + "\n")
        file.flush()
        os.fsync(file.fileno())
    Leaving.objects.filter(pk__in=[row.pk for row in due]).update(listed_at=on)
    return len(due)


def reapply_erasures(path: Path, *, on: datetime) -> int:
    """Empty again whom the list names and a restored backup has brought back; how many were.

    Raises OSError where there is no list, ValueError where a line is none.
    """
    again = 0
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            said = json.loads(line)
            again += _again(said["uid"], said["way"], said["credentials"], on=on)
    return again


@atomic
def _again(uid: str, way: str, credentials: str, *, on: datetime) -> bool:
    person = (
        User.objects.select_for_update(no_key=True).filter(uid=uid, emptied_at__isnull=True).first()
    )
    if person is None:
        return False
    if person.closed_at is None:
        person.closed_at = on
        person.save(update_fields=["closed_at"])
    leaving, _made = Leaving.objects.update_or_create(
        person=person,
        defaults={"way": way, "credentials": credentials, "asked_at": on, "due_at": on},
    )
    _erase(person, leaving, on=on)
    # They were told when it was done first, and the list has them.
    Leaving.objects.filter(pk=leaving.pk).update(letter_to="", listed_at=on)
    return True
