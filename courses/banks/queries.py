"""Reads of banks."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from courses.banks.generators import is_generated
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
    return f"{newest.number}-{digest_of([item.category, item.difficulty, item.pool])[:12]}"


def newest_in(bank: ItemBank) -> list[ItemVersion]:
    """What every question of the bank says now, each with its item, the first first; in one
    statement."""
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    rows = ItemVersion.objects.filter(~Exists(newer), item__bank=bank)
    return list(rows.select_related("item").order_by("item_id"))


def for_quizzes(version: ItemVersion) -> bool:
    """Whether a quiz may draw the question: it is not held out, and is the same for everybody."""
    return version.item.pool == Item.Pool.PRACTICE and not is_generated(version.body)


def newest_by_class(bank_id: int, classes: Collection[str]) -> dict[str, list[ItemVersion]]:
    """Class → what its questions say now, the first first, none that is archived. One statement; none
    where no class is asked for."""
    found: dict[str, list[ItemVersion]] = {one: [] for one in classes}
    if not found:
        return found
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    rows = ItemVersion.objects.filter(
        ~Exists(newer),
        item__bank=bank_id,
        item__category__in=found,
        item__archived_at=None,
    )
    for version in rows.select_related("item").order_by("item_id"):
        found[version.item.category].append(version)
    return found
