"""Reads of banks."""

from collections.abc import Iterable

from courses.banks.models import ItemBank, ItemVersion


def latest_versions(uids: Iterable[str]) -> dict[str, ItemVersion]:
    """Item uid (as text) → its newest version."""
    newest: dict[str, ItemVersion] = {}
    rows = ItemVersion.objects.filter(item__uid__in=list(uids)).select_related("item")
    for version in rows.order_by("number"):
        newest[str(version.item.uid)] = version
    return newest


def digests(bank: ItemBank) -> dict[str, str]:
    """Item key → digest of its newest version, for every item of the bank."""
    rows = ItemVersion.objects.filter(item__bank=bank).order_by("number")
    return dict(rows.values_list("item__key", "digest"))
