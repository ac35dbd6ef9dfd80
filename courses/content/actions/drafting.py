"""Writing units: saving what is typed, changing blocks, and making versions of it."""

import re
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from courses.banks.reading import digest_of
from courses.content.access import locked_draft, locked_unit
from courses.content.blocks import BLOCKS
from courses.content.blocks.base import MOST_TEXT
from courses.content.drafting import (
    SHAPE,
    UNIT_TEXTS,
    Working,
    behind_of,
    content_of,
    note_change,
    places_of,
    working,
)
from courses.content.models import Release, ReleaseItem, Unit, UnitDraft, UnitVersion
from courses.content.queries import draft_of
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from lms.common.transactions import atomic
from lms.common.wording import printable

MOST_BLOCKS = 40
MOST_LINE = 300
MOST_MINUTES = 600
UNIT_MINUTES = 10
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
# A text of a block, there or taken out.
BLOCK_TEXT = re.compile(r"[0-9a-f-]{36}\.[a-z][a-z0-9-]{0,49}")


@dataclass(frozen=True)
class Typed:
    """One text as an author's page holds it. seen: the sequence it last knew for this text."""

    value: str
    seen: int


@dataclass(frozen=True)
class Clash:
    """Somebody else wrote here meanwhile; nothing was overwritten."""

    place: str
    mine: str
    theirs: str
    seq: int
    author: str


@dataclass
class Saved:
    """What became of a save. gone: texts whose block is no longer there; they are kept."""

    sequence: int
    at: datetime
    seqs: dict[str, int] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@atomic
def save_texts(
    unit: Unit, language: str, typed: Mapping[str, Typed], *, by: User, on: datetime
) -> Saved:
    """Keep what an author typed in one language. The same save again changes nothing; a text that
    somebody else has changed since this author saw it is not overwritten but returned."""
    unit = locked_unit(unit)
    rows = _rows(unit)
    now = working(_version(unit), rows.values())
    first = first_language(draft_of(unit.course_id))
    row = rows.get(language) or UnitDraft(unit=unit, part=language, saved_at=on)
    values, seqs = row.content.setdefault("values", {}), row.content.setdefault("seqs", {})
    saved = Saved(row.sequence, row.saved_at)
    turned: dict[str, str | None] = {}
    known = set(now.places)
    for place, text in typed.items():
        if place not in known and not BLOCK_TEXT.fullmatch(place):
            raise Refusal(
                "no-block", _("This block is no longer here. Somebody may have removed it.")
            )
        value = _checked(place, text.value)
        there = now.retired[language].get(place) if place not in known else None
        current = now.text(language, place) if there is None else there
        seq = now.seq(language, place)
        if place not in known:
            saved.gone.append(place)
        if value == current:
            saved.seqs[place] = seq
        elif text.seen != seq:
            saved.clashes.append(Clash(place, value, current, seq, _name(row)))
        else:
            values[place] = value
            seqs[place] = saved.seqs[place] = row.sequence + 1
            turned |= note_change(now, language, place, current, value, first=first)
    if row.sequence + 1 in saved.seqs.values():
        row.sequence, row.author, row.saved_at = row.sequence + 1, by, on
        row.save()
        saved.sequence, saved.at = row.sequence, on
        _turn(unit, rows | {language: row}, turned, first, on)
    return saved


@atomic
def call_current(unit: Unit, place: str, *, by: User, on: datetime) -> None:
    """The author says that the translation of this text still holds."""
    unit = locked_unit(unit)
    rows = _rows(unit)
    first = first_language(draft_of(unit.course_id))
    now = working(_version(unit), rows.values())
    if any(place in now.behind[code] for code in LANGUAGES):
        _turn(unit, rows, {place: None}, first, on)


def first_language(draft: Release) -> str:
    """The language that a course is written in first; the other one translates it."""
    return str(draft.languages[0]) if draft.languages else LANGUAGES[0]


# --- the shape -----------------------------------------------------------------------------------


@atomic
def add_block(unit: Unit, kind: str, *, after: str, by: User, on: datetime) -> str:
    """Put an empty block after the one with this uid (empty: first); its uid."""
    if kind not in BLOCKS:
        raise Refusal("no-kind", _("There is no such kind of block."))
    unit = locked_unit(unit)
    now = _now(unit)
    if len(now.blocks) >= MOST_BLOCKS:
        raise Refusal("full", _("A unit has at most %s blocks.") % MOST_BLOCKS)
    key = f"{kind}-{''.join(secrets.choice(LETTERS) for _place in range(5))}"
    uid = str(uuid.uuid5(unit.uid, key))
    block = {"uid": uid, "key": key, "kind": kind, "settings": BLOCKS[kind].fresh()}
    place = _place(now, after) + 1 if after else 0
    _save_shape(unit, now, [*now.blocks[:place], block, *now.blocks[place:]], by, on)
    return uid


@atomic
def move_block(unit: Unit, block: str, *, by_places: int, by: User, on: datetime) -> None:
    """Move a block up (negative) or down; past an end it stays there."""
    unit = locked_unit(unit)
    now = _now(unit)
    place = _place(now, block)
    to = min(max(place + by_places, 0), len(now.blocks) - 1)
    if to != place:
        blocks = [*now.blocks]
        blocks.insert(to, blocks.pop(place))
        _save_shape(unit, now, blocks, by, on)


@atomic
def remove_block(unit: Unit, block: str, *, by: User, on: datetime) -> None:
    """Take a block out; its texts are kept for the undo, and for whoever still types in it."""
    unit = locked_unit(unit)
    now = _now(unit)
    place = _place(now, block)
    _keep_texts(unit, now, now.blocks[place], on)
    _save_shape(unit, now, now.blocks[:place] + now.blocks[place + 1 :], by, on)


@atomic
def set_block(unit: Unit, block: str, settings: dict[str, Any], *, by: User, on: datetime) -> None:
    """Change what a block is set to; the caller has read the settings by the kind's own rules."""
    unit = locked_unit(unit)
    now = _now(unit)
    place = _place(now, block)
    if now.blocks[place]["settings"] != settings:
        blocks = [*now.blocks]
        blocks[place] = {**blocks[place], "settings": settings}
        if set(places_of(now.blocks[place])) - set(places_of(blocks[place])):
            _keep_texts(unit, now, now.blocks[place], on)
        _save_shape(unit, now, blocks, by, on)


@atomic
def set_unit(
    unit: Unit, *, minutes: int, alignments: list[dict[str, Any]], by: User, on: datetime
) -> None:
    """Change the unit's length and the competencies it claims."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refusal("minutes", _("A unit takes 1 to %s minutes.") % MOST_MINUTES)
    unit = locked_unit(unit)
    now = _now(unit)
    alignments = sorted(alignments, key=lambda aligned: str(aligned["competency"]))
    if (minutes, alignments) != (now.minutes, now.alignments):
        row = _shape_row(unit, on)
        row.content |= {"minutes": minutes, "alignments": alignments}
        _touch(row, by, on)


@atomic
def undo_blocks(unit: Unit, *, sequence: int, by: User, on: datetime) -> None:
    """Take back the last change of the blocks, if nothing has changed since."""
    unit = locked_unit(unit)
    row = _shape_row(unit, on)
    undo = row.content.get("undo")
    if undo is None or row.sequence != sequence:
        raise Refusal("too-late", _("Something else has changed since; this cannot be undone."))
    row.content["blocks"] = undo["blocks"]
    del row.content["undo"]
    _touch(row, by, on)


# --- versions ------------------------------------------------------------------------------------


@atomic
def keep_version(unit: Unit, *, by: User | None, on: datetime) -> UnitVersion:
    """Make a version of what has been written, in the course's draft; none if nothing has."""
    draft = locked_draft(unit.course)
    unit = locked_unit(unit)
    version = _version(unit)
    return fold(draft, unit, version, list(_rows(unit).values()), by=by, on=on)


def fold_all(draft: Release, *, by: User | None, on: datetime) -> None:
    """Make versions of everything that is being written in this draft, which is held. As many
    statements for one unit as for all."""
    rows = UnitDraft.objects.filter(unit__course=draft.course_id).exclude(content={})
    being_written = {
        unit
        for unit, content in rows.values_list("unit_id", "content")
        if content.keys() & {"values", "behind", "blocks", "minutes", "alignments"}
    }
    if not being_written:
        return
    held = list(
        Unit.objects.select_for_update(no_key=True).filter(pk__in=being_written).order_by("pk")
    )
    # Read again: somebody may have saved before the units were held.
    drafts: dict[int, list[UnitDraft]] = {unit.pk: [] for unit in held}
    for row in UnitDraft.objects.filter(unit__in=held).select_related("author"):
        drafts[row.unit_id].append(row)
    items = ReleaseItem.objects.filter(release=draft, unit__in=held).select_related("version")
    versions = {item.unit_id: item.version for item in items}
    _fold(draft, versions, drafts, by=by, on=on)


def fold(
    draft: Release,
    unit: Unit,
    version: UnitVersion,
    rows: list[UnitDraft],
    *,
    by: User | None,
    on: datetime,
) -> UnitVersion:
    """The same for one unit, where draft and unit are held already and the rows are at hand."""
    return _fold(draft, {unit.pk: version}, {unit.pk: rows}, by=by, on=on)[unit.pk]


def _fold(
    draft: Release,
    versions: Mapping[int, UnitVersion],
    drafts: Mapping[int, list[UnitDraft]],
    *,
    by: User | None,
    on: datetime,
) -> dict[int, UnitVersion]:
    """Unit id → its newest version. versions, drafts: by unit id, of units that are held."""
    states = {unit: working(version, drafts[unit]) for unit, version in versions.items()}
    touched = {unit: now for unit, now in states.items() if now.touched}
    fresh = {
        unit: now
        for unit, now in touched.items()
        if digest_of(content_of(now)) != versions[unit].digest
        or behind_of(now) != versions[unit].behind
    }
    found = dict(versions)
    if fresh:
        numbers = UnitVersion.objects.filter(unit__in=fresh).order_by().values("unit")
        newest = dict(numbers.annotate(newest=Max("number")).values_list("unit", "newest"))
        made = UnitVersion.objects.bulk_create(
            _version_of(unit, now, newest[unit] + 1, drafts[unit], by=by, on=on)
            for unit, now in fresh.items()
        )
        found |= {version.unit_id: version for version in made}
        items = list(ReleaseItem.objects.filter(release=draft, unit__in=fresh))
        for item in items:
            item.version = found[item.unit_id]
        ReleaseItem.objects.bulk_update(items, ["version"])
    emptied = [row for unit, now in touched.items() for row in drafts[unit] if _empty(row, now)]
    UnitDraft.objects.bulk_update(emptied, ["content"])
    return found


def _version_of(
    unit: int,
    now: Working,
    number: int,
    rows: list[UnitDraft],
    *,
    by: User | None,
    on: datetime,
) -> UnitVersion:
    content = content_of(now)
    writers = [row.author for row in rows if row.author_id]
    return UnitVersion(
        unit_id=unit,
        number=number,
        digest=digest_of(content),
        behind=behind_of(now),
        author=by or (writers[-1] if writers else None),
        made_at=on,
        **content,
    )


def _empty(row: UnitDraft, now: Working) -> bool:
    """Clear a row whose content a version holds now; whether that changes it. The sequences stay,
    so that open editors go on where they are, and so does what was typed into blocks that others
    removed."""
    retired = now.retired.get(row.part, {})
    kept = {name: row.content[name] for name in ("seqs", "since") if name in row.content}
    values = row.content.get("values", {})
    if left := {place: values[place] for place in values if place in retired}:
        kept["values"] = left
    changed = bool(kept != row.content)
    row.content = kept
    return changed


@atomic
def restore_version(unit: Unit, old: UnitVersion, *, by: User, on: datetime) -> UnitVersion:
    """Bring back what an older version said, as a new one. What was there is kept as a version."""
    if old.unit_id != unit.pk:
        raise Refusal("not-here", _("This version belongs to another unit."))
    draft = locked_draft(unit.course)
    unit = locked_unit(unit)
    rows = _rows(unit)
    latest = fold(draft, unit, _version(unit), list(rows.values()), by=by, on=on)
    if old.digest == latest.digest:
        return latest
    newest = unit.versions.aggregate(newest=Max("number"))["newest"]
    restored = UnitVersion.objects.create(
        unit=unit,
        number=newest + 1,
        title=old.title,
        summary=old.summary,
        minutes=old.minutes,
        blocks=old.blocks,
        alignments=old.alignments,
        behind=old.behind,
        digest=old.digest,
        author=by,
        made_at=on,
    )
    ReleaseItem.objects.filter(release=draft, unit=unit).update(version=restored)
    put_aside(unit, on=on)
    return restored


def put_aside(unit: Unit, *, on: datetime) -> None:
    """The unit's content was replaced under whoever is typing: every text has a new sequence, so
    that their next save shows them both. Call it with the unit held and its drafts folded."""
    rows = _rows(unit)
    for code in LANGUAGES:
        row = rows.get(code) or UnitDraft(unit=unit, part=code)
        row.sequence += 1
        row.content = {"since": row.sequence}
        row.saved_at = on
        row.save()


# --- inside --------------------------------------------------------------------------------------


def _rows(unit: Unit) -> dict[str, UnitDraft]:
    return {row.part: row for row in unit.drafts.select_related("author")}


def _version(unit: Unit) -> UnitVersion:
    item = (
        ReleaseItem.objects.filter(release__course=unit.course_id, release__number=None, unit=unit)
        .select_related("version")
        .first()
    )
    if item is None:
        raise Refusal("not-in-course", _("This unit is no longer in the course."))
    return item.version


def _now(unit: Unit) -> Working:
    return working(_version(unit), _rows(unit).values())


def _checked(place: str, value: str) -> str:
    value = printable(value.replace("\r\n", "\n"))
    most = MOST_LINE if place == "title" else MOST_TEXT
    if len(value) > most:
        raise Refusal("too-long", _("This text is longer than %s characters.") % most)
    return " ".join(value.split()) if place in UNIT_TEXTS else value.strip("\n")


def _turn(
    unit: Unit,
    rows: dict[str, UnitDraft],
    turned: dict[str, str | None],
    first: str,
    on: datetime,
) -> None:
    """Write what changed about the translation into its row."""
    if not turned:
        return
    code = next(code for code in LANGUAGES if code != first)
    row = rows.get(code) or UnitDraft(unit=unit, part=code, saved_at=on)
    row.content.setdefault("behind", {}).update(turned)
    row.save()


def _place(now: Working, uid: str) -> int:
    for place, block in enumerate(now.blocks):
        if block["uid"] == uid:
            return place
    raise Refusal("no-block", _("This block is no longer here. Somebody may have removed it."))


def _shape_row(unit: Unit, on: datetime) -> UnitDraft:
    return unit.drafts.filter(part=SHAPE).first() or UnitDraft(unit=unit, part=SHAPE, saved_at=on)


def _save_shape(
    unit: Unit, now: Working, blocks: list[dict[str, Any]], by: User, on: datetime
) -> None:
    row = _shape_row(unit, on)
    row.content["undo"] = {"blocks": now.blocks}
    row.content["blocks"] = blocks
    _touch(row, by, on)


def _touch(row: UnitDraft, by: User, on: datetime) -> None:
    row.sequence, row.author, row.saved_at = row.sequence + 1, by, on
    row.save()


def _keep_texts(unit: Unit, now: Working, block: dict[str, Any], on: datetime) -> None:
    """Put the texts of a block that is about to go into the drafts: a version made meanwhile would
    leave nothing for the undo."""
    rows = _rows(unit)
    for code in LANGUAGES:
        said = {place: now.text(code, place) for place in places_of(block)}
        if not any(said.values()):
            continue
        row = rows.get(code) or UnitDraft(unit=unit, part=code, saved_at=on)
        row.content.setdefault("values", {}).update(said)
        row.save()


def _name(row: UnitDraft) -> str:
    return row.author.name if row.author else ""
