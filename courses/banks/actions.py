"""Changing banks: saving items by key, each change as a new version."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from courses.banks.exchange.report import Candidate, free_key, item_text
from courses.banks.models import Item, ItemBank, ItemVersion
from courses.banks.queries import digests, newest_in, newest_of, stamp_of
from courses.banks.reading import ItemText
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.yamlnodes import Faults, Node

MOST_ITEMS = 5000


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
        told = (text.kind, text.category, text.difficulty, text.pool)
        if item.pk is None or told != (item.kind, item.category, item.difficulty, item.pool):
            item.kind, item.category, item.difficulty, item.pool = told
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
    bank = _held(bank)
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


# --- one question at a time ----------------------------------------------------------------------


@atomic
def write_item(bank: ItemBank, text: ItemText, *, author: User, on: datetime) -> Item:
    """Put a new question into the bank; where its key is taken, it gets the next free one."""
    bank = _held(bank)
    taken = set(bank.items.values_list("key", flat=True))
    if len(taken) >= MOST_ITEMS:
        raise Refusal("full", _("A bank has at most %s questions.") % MOST_ITEMS)
    item = Item.objects.create(
        bank=bank,
        key=free_key(text.key, taken),
        kind=text.kind,
        category=text.category,
        difficulty=text.difficulty,
        pool=text.pool,
    )
    _next_version(item, {"kind": text.kind, **text.body}, text.digest, author, on)
    return item


@atomic
def write_all(bank: ItemBank, texts: Iterable[ItemText], *, author: User, on: datetime) -> int:
    """Put those of these questions into the bank that it does not ask in the same words yet; how many.
    What is archived is not there, so it can be written anew."""
    bank = _held(bank)
    there = {one.digest for one in newest_in(bank) if one.item.archived_at is None}
    new = [text for text in texts if text.digest not in there]
    for text in new:
        write_item(bank, text, author=author, on=on)
    return len(new)


@atomic
def change_item(
    item: Item, text: ItemText, *, over: str, author: User, on: datetime
) -> ItemVersion:
    """Make the question say this. What it says already makes no version.

    over: the stamp of the question as its author saw it; where somebody else has saved since,
    nothing is overwritten.
    """
    item = _held_item(item)
    newest = newest_of(item)
    told = (text.category, text.difficulty, text.pool)
    if (newest.digest, item.category, item.difficulty, item.pool) == (text.digest, *told):
        return newest
    if over != stamp_of(item, newest):
        raise Refusal(
            "changed-meanwhile",
            _(
                "Somebody else has saved this question since you opened it. Nothing was overwritten."
            ),
        )
    if text.kind != item.kind:
        raise Refusal("other-kind", _("A question keeps its kind. Write a new one instead."))
    if told != (item.category, item.difficulty, item.pool):
        item.category, item.difficulty, item.pool = told
        item.save(update_fields=["category", "difficulty", "pool"])
    if newest.digest == text.digest:
        return newest
    return _next_version(item, {"kind": text.kind, **text.body}, text.digest, author, on)


@atomic
def bring_back(item: Item, old: ItemVersion, *, author: User, on: datetime) -> ItemVersion:
    """Let the question say again what an older version said, as a new version."""
    if old.item_id != item.pk:
        raise Refusal("not-here", _("This version belongs to another question."))
    item = _held_item(item)
    newest = newest_of(item)
    if newest.digest == old.digest:
        return newest
    return _next_version(item, old.body, old.digest, author, on)


@atomic
def duplicate_item(item: Item, *, author: User, on: datetime) -> Item:
    """The same question once more, under a key of its own, to be changed into another."""
    newest = newest_of(item)
    body = {name: value for name, value in newest.body.items() if name != "kind"}
    text = ItemText(
        item.key, item.kind, item.category, item.difficulty, body, Node("", 0, {}), item.pool
    )
    return write_item(item.bank, text, author=author, on=on)


@atomic
def archive_item(item: Item, *, on: datetime) -> None:
    """Put a question away: it is not offered any more. Quizzes that ask it go on asking it."""
    item = _held_item(item)
    if item.archived_at is None:
        item.archived_at = on
        item.save(update_fields=["archived_at"])


@atomic
def restore_item(item: Item) -> None:
    """Offer an archived question again."""
    item = _held_item(item)
    if item.archived_at is not None:
        item.archived_at = None
        item.save(update_fields=["archived_at"])


def _held(bank: ItemBank) -> ItemBank:
    """The bank, held until the transaction ends: those who write in it take turns."""
    return ItemBank.objects.select_for_update(no_key=True).get(pk=bank.pk)


def _held_item(item: Item) -> Item:
    _held(item.bank)
    return Item.objects.select_related("bank").get(pk=item.pk)


def _next_version(
    item: Item, body: dict[str, Any], digest: str, author: User, on: datetime
) -> ItemVersion:
    number = item.versions.aggregate(newest=Max("number"))["newest"] or 0
    return ItemVersion.objects.create(
        item=item, number=number + 1, body=body, digest=digest, author=author, made_at=on
    )
