"""Reads of banks."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from courses.banks.models import Item, ItemBank, ItemVersion
from courses.banks.reading import digest_of


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


def newest_of(item: Item) -> ItemVersion:
    """What the question says now."""
    return ItemVersion.objects.filter(item=item).order_by("-number")[:1].get()


def stamp_of(item: Item, newest: ItemVersion) -> str:
    """Tells whether anybody has saved the question meanwhile: it changes with every saving."""
    return f"{newest.number}-{digest_of([item.category, item.difficulty])[:12]}"


def newest_in(bank: ItemBank) -> list[ItemVersion]:
    """What every question of the bank says now, each with its item, the first first; in one
    statement."""
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    rows = ItemVersion.objects.filter(~Exists(newer), item__bank=bank)
    return list(rows.select_related("item").order_by("item_id"))
