"""Reads of notices, and finding people by name."""

from typing import TypeVar

from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Replace

from lms.accounts.models import IN_ORDER, Notice, User
from lms.common.search import fold

SHOWN = 3
Rows = TypeVar("Rows", bound=Model)


def unseen_notices(person: User) -> list[Notice]:
    """The newest notices this person has not seen; no statement where there are none."""
    if not person.unseen:
        return []
    return list(person.notices.filter(seen_at__isnull=True)[:SHOWN])


def named(rows: QuerySet[Rows], typed: str) -> QuerySet[Rows]:
    """The rows whose `person` has a name with every word of this in it, whatever the case, with or
    without Lithuanian diacritics."""
    name: F | Replace = F("person__name_in_order")
    for place in (place for place in IN_ORDER.values() if len(place) > 1):
        name = Replace(name, Value(place), Value(place[0]), output_field=TextField())
    found: QuerySet[Rows] = rows.alias(plain_name=name)  # type: ignore[assignment]
    for word in typed.split():
        found = found.filter(plain_name__contains=fold(word).replace("y", "i"))
    return found
