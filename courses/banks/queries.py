"""Reads of banks."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from courses.banks.models import ItemBank, ItemVersion


def latest_versions(uids: Collection[str]) -> dict[str, ItemVersion]:
    """Item uid (as text) → its newest version; older ones are not read."""
    if not uids:
        return {}
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    rows = ItemVersion.objects.filter(~Exists(newer), item__uid__in=set(uids))
    return {str(version.item.uid): version for version in rows.select_related("item")}


def digests(bank: ItemBank) -> dict[str, str]:
    """Item key → digest of its newest version, for every item of the bank."""
    rows = ItemVersion.objects.filter(item__bank=bank).order_by("number")
    return dict(rows.values_list("item__key", "digest"))
