"""Changing banks: saving items by key, each change as a new version."""

from datetime import datetime

from courses.banks.models import Item, ItemBank, ItemVersion
from courses.banks.reading import ItemText
from lms.accounts.models import User
from lms.common.transactions import atomic


@atomic
def save_items(
    bank: ItemBank, texts: list[ItemText], *, author: User | None, on: datetime
) -> dict[str, str]:
    """Bring the bank's items to these texts; key → uid of each. Unchanged items stay untouched."""
    items = {item.key: item for item in bank.items.all()}
    latest: dict[int, ItemVersion] = {}
    for version in ItemVersion.objects.filter(item__bank=bank).order_by("number"):
        latest[version.item_id] = version
    uids: dict[str, str] = {}
    for text in texts:
        item = items.get(text.key) or Item(bank=bank, key=text.key)
        told = (text.kind, text.category, text.difficulty)
        if item.pk is None or told != (item.kind, item.category, item.difficulty):
            item.kind, item.category, item.difficulty = told
            item.save()
        known = latest.get(item.pk)
        if known is None or known.digest != text.digest:
            ItemVersion.objects.create(
                item=item,
                number=known.number + 1 if known else 1,
                body={"kind": text.kind, **text.body},
                digest=text.digest,
                author=author,
                made_at=on,
            )
        uids[text.key] = str(item.uid)
    return uids
