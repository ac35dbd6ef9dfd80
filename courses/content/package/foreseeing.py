"""What a package would change in a draft, said before anything is written. Reads."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.banks.facing import prompt_of
from courses.banks.queries import newest_in
from courses.banks.reading import digest_of
from courses.content import files
from courses.content.comparing import UnitChange, compare
from courses.content.describing import SETTINGS, settings_of
from courses.content.models import Course, Release, ReleaseItem
from courses.content.package.contents import (
    File,
    document_files,
    files_in,
    items_with_files,
    picture_files,
    unit_content,
)
from courses.content.package.pictures import PictureText
from courses.content.package.reading import CourseText, ModuleText
from courses.content.pictures import address_at, file_of
from courses.content.queries import Written, draft_of, written_units
from lms.common.documents import Document
from lms.common.languages import Pair


@dataclass(frozen=True)
class UnitForeseen:
    """A unit and what becomes of it. change: for one that both have and that says otherwise."""

    key: str
    title: Pair
    change: UnitChange | None = None


@dataclass(frozen=True)
class QuestionForeseen:
    """A question that comes in, or is asked otherwise."""

    key: str
    prompt: Pair


@dataclass(frozen=True)
class Foreseen:
    """What the draft would be after the package.

    settings: the fields of the course that say something else.  order: whether modules or units
    stand otherwise, or ask for something else.  units: how many stay as they are.  stamp: of the
    draft that this was worked out for, and of the package.
    """

    settings: list[str]
    order: bool
    added: list[UnitForeseen]
    changed: list[UnitForeseen]
    gone: list[UnitForeseen]
    same: int
    new_questions: list[QuestionForeseen]
    changed_questions: list[QuestionForeseen]
    pictures: list[str]
    stamp: str

    def __bool__(self) -> bool:
        return bool(
            self.settings
            or self.order
            or self.added
            or self.changed
            or self.gone
            or self.new_questions
            or self.changed_questions
            or self.pictures
        )


def foresee(course: Course, text: CourseText) -> Foreseen:
    """What taking this package into the course's draft would change."""
    draft = draft_of(course.pk)
    units = written_units(draft)
    versions = newest_in(course.bank)
    contents = {one.item.unit.key: one.content for one in units}
    known = files_in(contents.values(), [version.body for version in versions])
    pictures: list[str] = []
    offered = picture_files(text, _shown(course, known, pictures))
    offered |= document_files(text, _document(course, pictures))
    items = items_with_files(text, offered)
    held = {version.item.key: version for version in versions}
    uids = {item.key: f"new:{item.key}" for item in items} | {
        key: str(version.item.uid) for key, version in held.items()
    }
    new = {unit.key: unit for unit in text.units}
    identities = dict(course.units.values_list("key", "uid"))
    added = [UnitForeseen(key, unit.title) for key, unit in new.items() if key not in contents]
    changed = []
    for one in units:
        key = one.item.unit.key
        if key in new:
            blocks = {block["key"]: block["uid"] for block in one.content["blocks"]}
            wanted = unit_content(
                identities.get(key, uuid.UUID(int=0)),
                new[key],
                items=uids,
                files=offered,
                blocks=blocks,
            )
            if change := compare(one.content, wanted):
                changed.append(UnitForeseen(key, one.content["title"], change))
    told = _told(text)
    return Foreseen(
        settings=[name for name, said in settings_of(draft).items() if said != told[name]],
        order=_order_now(draft, units) != _order_then(text.modules),
        added=added,
        changed=changed,
        gone=[
            UnitForeseen(one.item.unit.key, one.content["title"])
            for one in units
            if one.item.unit.key not in new
        ],
        same=len(new) - len(added) - len(changed),
        new_questions=[
            QuestionForeseen(item.key, prompt_of(item.body))
            for item in items
            if item.key not in held
        ],
        changed_questions=[
            QuestionForeseen(item.key, prompt_of(item.body))
            for item in items
            if item.key in held
            and (item.digest, item.category, item.difficulty, item.pool)
            != (
                held[item.key].digest,
                held[item.key].item.category,
                held[item.key].item.difficulty,
                held[item.key].item.pool,
            )
        ],
        pictures=sorted(set(pictures)),
        stamp=_stamp(draft, units, [version.pk for version in versions]),
    )


def _shown(course: Course, known: Mapping[str, File], missing: list[str]) -> Any:
    """A picture as it will be shown; what the course does not have yet is noted as missing."""
    kept = {row.digest: row for row in course.pictures.all()}

    def shown(picture: PictureText) -> File:
        row = kept.get(picture.source) or kept.get(picture.digest)
        if row is None:
            missing.append(picture.name)
            file = file_of(course, picture.digest, picture.media_type)
            return {
                "address": address_at(file),
                "width": picture.width,
                "height": picture.height,
            }
        address = address_at(row.file)
        return known.get(address) or {"address": address, "width": row.width, "height": row.height}

    return shown


def _document(course: Course, missing: list[str]) -> Callable[[Document, str, str], File]:
    """A file to take along as it will be offered; one that the course does not have yet is noted."""
    kept = {row.file: row for row in course.files.all()}

    def shown(document: Document, name: str, language: str) -> File:
        file = files.file_of(course, document)
        if file in kept:
            return files.shown(kept[file], language)
        missing.append(name)
        return {
            "address": files.address_at(file),
            "name": files.saved_as(document, name),
            "size": len(document.content),
            "language": language,
        }

    return shown


def _told(text: CourseText) -> dict[str, Any]:
    told = {name: getattr(text, name) for name in SETTINGS}
    return told | {"languages": list(text.languages)}


def _order_now(draft: Release, units: Iterable[Written]) -> list[Any]:
    keys = {str(one.item.unit.uid): one.item.unit.key for one in units}
    mine: dict[int, list[ReleaseItem]] = {}
    for one in units:
        mine.setdefault(one.item.module_id, []).append(one.item)
    return [
        (
            row.key,
            row.title,
            row.choose,
            row.in_order,
            [keys.get(uid, "") for uid in row.opens_after],
            row.opening,
            [
                (
                    keys[str(item.unit.uid)],
                    item.required,
                    item.requirement,
                    item.score_at_least,
                    item.level_at_least,
                    [keys.get(uid, "") for uid in item.opens_after],
                    item.opening,
                    item.skipped_by,
                )
                for item in mine.get(row.pk, [])
            ],
        )
        for row in draft.modules.order_by("position")
    ]


def _order_then(modules: Iterable[ModuleText]) -> list[Any]:
    return [
        (
            module.key,
            module.title,
            module.choose,
            module.in_order,
            module.opens_after,
            module.opening.stored,
            [
                (
                    unit.key,
                    unit.required,
                    unit.requirement,
                    unit.score_at_least,
                    unit.level_at_least,
                    unit.opens_after,
                    unit.opening.stored,
                    str(unit.skipped_by or ""),
                )
                for unit in module.units
            ],
        )
        for module in modules
    ]


def _stamp(draft: Release, units: list[Written], versions: list[int]) -> str:
    said = [one.content for one in units]
    return digest_of([settings_of(draft), _order_now(draft, units), said, sorted(versions)])[:32]
