"""Changing banks: saving items by key, each change as a new version."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from courses.banks.exchange.report import Candidate, free_key, item_text
from courses.banks.models import Item, ItemBank, ItemVersion
from courses.banks.queries import digests
from courses.banks.reading import ItemText
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.yamlnodes import Faults


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


@atomic
def accept_items(
    bank: ItemBank, candidates: Iterable[Candidate], *, author: User, on: datetime
) -> dict[int, str]:
    """Bring questions from another system into the bank; their number in the file → uid.

    Nothing that is in the bank changes: a question whose twin stands there already is that one,
    so that accepting twice makes no doubles, and a key that was taken meanwhile is avoided.
    """
    # Two tabs that accept at the same time wait for each other, and the second finds the twins.
    bank = ItemBank.objects.select_for_update(no_key=True).get(pk=bank.pk)
    standing = digests(bank)
    known = {digest: key for key, digest in standing.items()}
    taken = set(standing)
    texts: list[ItemText] = []
    keys: dict[int, str] = {}
    for candidate in candidates:
        faults = Faults()
        text = item_text(candidate, faults)
        if faults:
            raise Refusal(
                "unreadable-question",
                _("Question %(number)s cannot be brought over: %(fault)s")
                % {"number": candidate.number, "fault": next(iter(faults)).message},
            )
        if text.digest not in known:
            text = replace(text, key=free_key(text.key, taken))
            taken.add(text.key)
            known[text.digest] = text.key
            texts.append(text)
        keys[candidate.number] = known[text.digest]
    uids = save_items(bank, texts, author=author, on=on)
    for item in bank.items.filter(key__in=set(keys.values()) - set(uids)):
        uids[item.key] = str(item.uid)
    return {number: uids[key] for number, key in keys.items()}
