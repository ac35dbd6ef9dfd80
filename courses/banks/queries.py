"""Reads of banks."""

from collections.abc import Iterable

from courses.banks.models import ItemVersion


def latest_versions(uids: Iterable[str]) -> dict[str, ItemVersion]:
    """Item uid (as text) → its newest version."""
    newest: dict[str, ItemVersion] = {}
    rows = ItemVersion.objects.filter(item__uid__in=list(uids)).select_related("item")
    for version in rows.order_by("number"):
        newest[str(version.item.uid)] = version
    return newest
