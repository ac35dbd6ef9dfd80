"""Reads of notices."""

from lms.accounts.models import Notice, User

SHOWN = 3


def unseen_notices(person: User) -> list[Notice]:
    """The newest notices this person has not seen; no statement where there are none."""
    if not person.unseen:
        return []
    return list(person.notices.filter(seen_at__isnull=True)[:SHOWN])
