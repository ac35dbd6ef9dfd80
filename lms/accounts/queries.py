"""Reads of notices and sessions, and finding people by name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.contrib.sessions.models import Session
from django.db.models import F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Replace

from lms.accounts.models import IN_ORDER, ONLY_BY_MAIL, Notice, NoticeKind, OpenSession, User
from lms.common.search import fold

SHOWN = 3
Rows = TypeVar("Rows", bound=Model)


def unseen_notices(person: User) -> list[Notice]:
    """The newest notices this person has not seen; no statement where there are none."""
    if not person.unseen:
        return []
    unseen = person.notices.filter(seen_at__isnull=True).exclude(kind__in=ONLY_BY_MAIL)
    return list(unseen[:SHOWN])


def has_unseen(person_id: int, kind: NoticeKind) -> bool:
    """Whether a notice of this kind waits for this person."""
    return Notice.objects.filter(person=person_id, kind=kind, seen_at__isnull=True).exists()


def named(
    rows: QuerySet[Rows], typed: str, *, name_at: str = "person__name_in_order"
) -> QuerySet[Rows]:
    """The rows whose person has a name with every word of this in it, whatever the case, with or
    without Lithuanian diacritics. name_at: the way from a row to the name."""
    name: F | Replace = F(name_at)
    for place in (place for place in IN_ORDER.values() if len(place) > 1):
        name = Replace(name, Value(place), Value(place[0]), output_field=TextField())
    found: QuerySet[Rows] = rows.alias(plain_name=name)  # type: ignore[assignment]
    for word in typed.split():
        found = found.filter(plain_name__contains=fold(word).replace("y", "i"))
    return found


def people_called(typed: str) -> QuerySet[User]:
    """People by a part of their name or address."""
    return User.objects.filter(
        Q(email__icontains=typed)
        | Q(pk__in=named(User.objects.all(), typed, name_at="name_in_order").values("pk"))
    )


@dataclass(frozen=True)
class ShownSession:
    """A browser in which somebody is signed in. seen: the last day it asked for a page; None
    where that was not kept.  here: whether it is the one that asks."""

    row: OpenSession
    seen: date | None
    here: bool


def open_sessions(person: User, *, here: str, seen: str, on: datetime) -> list[ShownSession]:
    """Where the person is signed in, this browser first, then the newest.

    here: the key of the session that asks.  seen: under which name a session keeps its last day.
    """
    rows = {row.session_key: row for row in OpenSession.objects.filter(person=person)}
    alive = Session.objects.filter(session_key__in=rows, expire_date__gt=on)
    shown = []
    for session in alive:
        day = session.get_decoded().get(seen)
        shown.append(
            ShownSession(
                rows[session.session_key],
                date.fromisoformat(day) if day else None,
                session.session_key == here,
            )
        )
    return sorted(shown, key=lambda one: (not one.here, -one.row.began_at.timestamp()))
