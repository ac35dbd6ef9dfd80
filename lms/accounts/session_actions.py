"""Keeping the list of browsers somebody is signed in with, and ending the others."""

from datetime import datetime

from django.contrib.sessions.models import Session

from lms.accounts.models import OpenSession, User
from lms.common.ids import new_code
from lms.common.transactions import atomic


@atomic
def remember_session(
    person: User, key: str, *, device: tuple[str, str], network: str, on: datetime
) -> OpenSession:
    """The person has signed in; what is listed of sessions that are over goes."""
    alive = Session.objects.filter(expire_date__gt=on).values("session_key")
    OpenSession.objects.filter(person=person).exclude(session_key__in=alive).delete()
    browser, system = device
    row, _made = OpenSession.objects.update_or_create(
        session_key=key,
        defaults={
            "person": person,
            "browser": browser,
            "system": system,
            "network": network,
            "began_at": on,
        },
    )
    return row


def forget_session(key: str) -> None:
    """The person has signed out there."""
    OpenSession.objects.filter(session_key=key).delete()


@atomic
def end_sessions(person: User, *, but: str = "") -> int:
    """End every session of the person; how many of the listed ones were others.

    but: the key of the one that stays in the list. It is ended like the others unless whoever calls
    binds it anew to the person (Django's `update_session_auth_hash`, then `move_session`).
    """
    person.session_salt = new_code()
    person.save(update_fields=["session_salt"])
    return drop_other_sessions(person, but=but)


@atomic
def drop_other_sessions(person: User, *, but: str) -> int:
    """Take the other sessions out of the list and out of the store; how many there were."""
    others = OpenSession.objects.filter(person=person).exclude(session_key=but)
    Session.objects.filter(session_key__in=others.values("session_key")).delete()
    ended, _rows = others.delete()
    return ended


def move_session(before: str, after: str) -> None:
    """The same browser, under a new key."""
    OpenSession.objects.filter(session_key=before).update(session_key=after)


def forget_dead_sessions(*, on: datetime) -> int:
    """Take out of the list what is no longer a session; how many there were."""
    alive = Session.objects.filter(expire_date__gt=on).values("session_key")
    gone, _rows = OpenSession.objects.exclude(session_key__in=alive).delete()
    return gone
