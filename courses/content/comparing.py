"""What differs between two writings of a unit, in words. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from lms.common.languages import LANGUAGES

WORDS = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)
# Longer texts are compared line by line: word by word would take seconds.
MOST_WORDS = 4_000


@dataclass(frozen=True)
class Piece:
    """A run of words. how: `same`, `added` or `removed`."""

    how: str
    text: str


@dataclass(frozen=True)
class TextChange:
    """One text of a block or unit that says something else. name: `title`, `summary`, or the
    field of the block."""

    name: str
    language: str
    pieces: tuple[Piece, ...]

    @property
    def shown(self) -> tuple[Piece, ...]:
        """The changes with what stands around them."""
        return shortened(self.pieces, 120)


@dataclass(frozen=True)
class BlockChange:
    """What became of one block. how: `added`, `removed` or `changed`; settings: whether it is set
    otherwise; moved: whether it stands elsewhere among those that both have."""

    uid: str
    kind: str
    how: str
    settings: bool
    moved: bool
    texts: tuple[TextChange, ...]


@dataclass(frozen=True)
class UnitChange:
    """What differs between two writings of one unit."""

    texts: tuple[TextChange, ...]
    minutes: tuple[int, int] | None
    claimed: tuple[tuple[str, int], ...]
    unclaimed: tuple[tuple[str, int], ...]
    blocks: tuple[BlockChange, ...]

    def __bool__(self) -> bool:
        return bool(self.texts or self.minutes or self.claimed or self.unclaimed or self.blocks)


def words_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The way from one text to the other. Putting the same and removed pieces together gives the
    old text, the same and added ones the new."""
    long = len(old) + len(new) > 5 * MOST_WORDS
    before, after = (
        text.splitlines(keepends=True) if long else WORDS.findall(text) for text in (old, new)
    )
    pieces: list[Piece] = []
    for how, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(before[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(after[c:d])))
    return tuple(pieces)


def shortened(pieces: Sequence[Piece], around: int = 60) -> tuple[Piece, ...]:
    """The changes with a little of what stands around them, for a report."""
    shown = []
    for place, piece in enumerate(pieces):
        if piece.how != "same" or len(piece.text) <= 2 * around + 20:
            shown.append(piece)
            continue
        # Cut between words.
        head = piece.text[:around].rpartition(" ")[0] if place else ""
        tail = piece.text[-around:].partition(" ")[2] if place < len(pieces) - 1 else ""
        shown.append(Piece("same", f"{head} … {tail}" if head or tail else "…"))
    return tuple(shown)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> UnitChange:
    """old, new: contents as courses.content.drafting.content_of gives them."""
    texts = [
        change
        for name in ("title", "summary")
        for change in _texts(name, {name: old[name]}, {name: new[name]})
    ]
    claims = [
        {(one["competency"], one["level"]) for one in side["alignments"]} for side in (old, new)
    ]
    return UnitChange(
        texts=tuple(texts),
        minutes=(old["minutes"], new["minutes"]) if old["minutes"] != new["minutes"] else None,
        claimed=tuple(sorted(claims[1] - claims[0])),
        unclaimed=tuple(sorted(claims[0] - claims[1])),
        blocks=tuple(_blocks(old["blocks"], new["blocks"])),
    )


def _blocks(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[BlockChange]:
    before = {block["uid"]: block for block in old}
    after = {block["uid"]: block for block in new}
    moved = _moved([uid for uid in before if uid in after], [uid for uid in after if uid in before])
    changes = []
    for block in new:
        uid = block["uid"]
        if uid not in before:
            changes.append(_change(block, "added", {}, _by_field(block), settings=False))
            continue
        texts = {"old": _by_field(before[uid]), "new": _by_field(block)}
        settings = before[uid]["settings"] != block["settings"]
        if settings or uid in moved or texts["old"] != texts["new"]:
            changes.append(
                _change(
                    block,
                    "changed",
                    texts["old"],
                    texts["new"],
                    settings=settings,
                    moved=uid in moved,
                )
            )
    changes += [
        _change(block, "removed", _by_field(block), {}, settings=False)
        for block in old
        if block["uid"] not in after
    ]
    return changes


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest things that need to move to get from one order to the other."""
    kept: set[str] = set()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for match in matcher.get_matching_blocks():
        kept |= set(before[match.a : match.a + match.size])
    return set(before) - kept


def _by_field(block: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """field → language → text."""
    names = {name for texts in block["texts"].values() for name in texts}
    return {
        name: {
            code: said for code in LANGUAGES if (said := block["texts"].get(code, {}).get(name, ""))
        }
        for name in sorted(names)
    }


def _change(
    block: Mapping[str, Any],
    how: str,
    old: Mapping[str, Mapping[str, str]],
    new: Mapping[str, Mapping[str, str]],
    *,
    settings: bool,
    moved: bool = False,
) -> BlockChange:
    texts = [change for name in {**old, **new} for change in _texts(name, old, new)]
    return BlockChange(block["uid"], block["kind"], how, settings, moved, tuple(texts))


def _texts(
    name: str, old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]
) -> list[TextChange]:
    changes = []
    for code in LANGUAGES:
        before, after = old.get(name, {}).get(code, ""), new.get(name, {}).get(code, "")
        if before != after:
            changes.append(TextChange(name, code, words_diff(before, after)))
    return changes
