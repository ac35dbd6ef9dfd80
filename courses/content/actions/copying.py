"""Copying a course: its draft, its own bank and its pictures, without anybody who learns in it."""

import shutil
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from courses.banks.models import Item, ItemBank, ItemVersion
from courses.banks.reading import digest_of
from courses.content import files, pictures
from courses.content.access import locked_draft
from courses.content.actions.courses import new_course
from courses.content.actions.outlining import shape_of, write_shape
from courses.content.drafting import behind_of, content_of, working
from courses.content.models import Course, CourseFile, Picture, Unit, UnitDraft, UnitVersion
from courses.content.queries import draft_of
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.languages import LANGUAGES, Pair
from lms.common.transactions import atomic

COPY = {"lt": "{} (kopija)", "en": "{} (copy)"}
DESCRIBED = ("summary", "description", "outcomes", "can_be_asked", "audience", "licence", "drawing")
# What in a stored value stands for something of the old course → the same in the new one.
Words = dict[str, str]


@atomic
def copy_course(course: Course, *, by: User, on: datetime) -> Course:
    """A new course that says what this one's draft says now, led by whoever copied it."""
    old = draft_of(course.pk)
    languages = [str(code) for code in old.languages] or [*LANGUAGES]
    made = new_course(_titled(old.title), languages=languages, by=by, on=on)
    draft = locked_draft(made)
    for name in DESCRIBED:
        setattr(draft, name, getattr(old, name))
    draft.save(update_fields=DESCRIBED)
    words = {f"/media/courses/{course.uid}/": f"/media/courses/{made.uid}/"}
    _copy_pictures(course, made, on=on)
    _copy_files(course, made, on=on)
    words |= _copy_bank(course.bank, made.bank, words, by=by, on=on)
    shape = shape_of(old)
    moved = _copy_units(made, shape, words, by=by, on=on)
    uids = {uid: str(unit.uid) for uid, (unit, _version) in moved.items()}
    for module in shape:
        module["opens_after"] = [uids[uid] for uid in module["opens_after"] if uid in uids]
        for item in module["items"]:
            unit, version = moved[item["uid"]]
            item["opens_after"] = [uids[uid] for uid in item["opens_after"] if uid in uids]
            # Nobody has enrolled in the copy before it was made.
            item |= {"unit": unit.pk, "version": version.pk, "required_from": None}
    write_shape(draft, shape)
    note(by, "course copied", made, on=on, reason=course.slug)
    return made


def _titled(title: Pair) -> Pair:
    made: Pair = {}
    for code, said in title.items():
        if said:
            made[code] = COPY[code].format(str(said)[:280])  # type: ignore[literal-required]
    return made


def _copy_pictures(course: Course, made: Course, *, on: datetime) -> None:
    rows = []
    for old in Picture.objects.filter(course=course):
        file = f"{made.uid}/{old.file.partition('/')[2]}"
        _copy(pictures.path_of(old.file), pictures.path_of(file))
        rows.append(
            Picture(
                course=made,
                key=old.key,
                digest=old.digest,
                media_type=old.media_type,
                width=old.width,
                height=old.height,
                file=file,
                made_at=on,
            )
        )
    Picture.objects.bulk_create(rows)


def _copy_files(course: Course, made: Course, *, on: datetime) -> None:
    rows = []
    for row in CourseFile.objects.filter(course=course):
        old = row.file
        row.pk, row.course, row.made_at = None, made, on
        row.file = f"{made.uid}/{old.partition('/')[2]}"
        _copy(files.path_of(old), files.path_of(row.file))
        rows.append(row)
    CourseFile.objects.bulk_create(rows)


def _copy(source: Path, target: Path) -> None:
    if source.is_file() and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _copy_bank(
    old: ItemBank, made: ItemBank, words: Words, *, by: User, on: datetime
) -> dict[str, str]:
    """Copy the items as they are now; uid of an item → uid of its copy."""
    newest: dict[int, ItemVersion] = {}
    for version in ItemVersion.objects.filter(item__bank=old).order_by("number"):
        newest[version.item_id] = version
    # Archived ones too, as archived: a quiz may still ask them.
    items = list(Item.objects.filter(bank=old, pk__in=newest))
    # Whatever else an item is told by comes along: only its identity is new.
    own = {"id", "uid", "bank"}
    fields = [field.name for field in Item._meta.concrete_fields if field.name not in own]
    copies = Item.objects.bulk_create(
        Item(bank=made, **{name: getattr(item, name) for name in fields}) for item in items
    )
    uids = {str(item.uid): str(copy.uid) for item, copy in zip(items, copies, strict=True)}
    versions = []
    for item, copy in zip(items, copies, strict=True):
        body = _renamed(newest[item.pk].body, words | uids)
        digest = digest_of(
            {"kind": item.kind, "body": {name: body[name] for name in body if name != "kind"}}
        )
        versions.append(
            ItemVersion(item=copy, number=1, body=body, digest=digest, author=by, made_at=on)
        )
    ItemVersion.objects.bulk_create(versions)
    return uids


def _copy_units(
    made: Course, shape: list[dict[str, Any]], words: Words, *, by: User, on: datetime
) -> dict[str, tuple[Unit, UnitVersion]]:
    """uid of a unit → its copy, as it is being written now; nothing of the old one changes."""
    items = [item for module in shape for item in module["items"]]
    versions = UnitVersion.objects.filter(pk__in=[item["version"] for item in items])
    by_unit = {version.unit_id: version for version in versions.select_related("unit")}
    drafts: dict[int, list[UnitDraft]] = {}
    for row in UnitDraft.objects.filter(unit__in=by_unit):
        drafts.setdefault(row.unit_id, []).append(row)
    olds = [by_unit[item["unit"]] for item in items]
    units = Unit.objects.bulk_create(Unit(course=made, key=old.unit.key) for old in olds)
    copies = []
    for old, unit in zip(olds, units, strict=True):
        now = working(old, drafts.get(old.unit_id, ()))
        content = content_of(now)
        blocks = {block["uid"]: str(uuid.uuid5(unit.uid, block["key"])) for block in now.blocks}
        content["blocks"] = _renamed(content["blocks"], words | blocks)
        behind = {
            code: {_place(place, blocks): said for place, said in told.items()}
            for code, told in behind_of(now).items()
        }
        copies.append(
            UnitVersion(
                unit=unit,
                number=1,
                digest=digest_of(content),
                behind=behind,
                author=by,
                made_at=on,
                **content,
            )
        )
    made_versions = UnitVersion.objects.bulk_create(copies)
    return {
        str(old.unit.uid): (unit, version)
        for old, unit, version in zip(olds, units, made_versions, strict=True)
    }


def _place(place: str, blocks: Words) -> str:
    uid, dot, name = place.partition(".")
    return f"{blocks.get(uid, uid)}{dot}{name}"


def _renamed(value: Any, words: Words) -> Any:
    """The same value with the new course's names; addresses of pictures are replaced inside texts
    too."""
    if isinstance(value, dict):
        return {name: _renamed(inner, words) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, words) for inner in value]
    if not isinstance(value, str):
        return value
    if value in words:
        return words[value]
    for old, new in words.items():
        if old.startswith("/media/") and old in value:
            value = value.replace(old, new)
    return value
