"""Writing a checked package into a course's draft, by key."""

import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.actions import save_items
from courses.banks.models import ItemBank
from courses.banks.reading import ItemText, digest_of
from courses.competencies.queries import levels_by_code
from courses.content.access import locked_draft
from courses.content.actions.drafting import fold_all, put_aside
from courses.content.models import (
    Course,
    CourseRole,
    Picture,
    Release,
    ReleaseItem,
    ReleaseModule,
    Unit,
    UnitVersion,
)
from courses.content.package.files import read_folder
from courses.content.package.linking import check_links
from courses.content.package.pictures import in_language
from courses.content.package.reading import CourseText, UnitText, read_package
from courses.content.pictures import address_of, store
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.yamlnodes import Faults


def read_course(folder: Path) -> tuple[CourseText, Faults]:
    """The package in a folder, and everything that is wrong with it."""
    faults = Faults()
    files = read_folder(folder, faults)
    if "course.yaml" not in files.texts:
        return CourseText(), faults
    course = read_package(files, faults)
    check_links(course, levels_by_code(), faults)
    return course, faults


@atomic
def import_course(text: CourseText, *, owner: User | None, on: datetime) -> Course:
    """Bring the course's draft to what the package says; a new slug makes a new course.

    owner: who answers for a new course; for a known one it may be None and changes nothing.
    Importing the same package again changes nothing.
    """
    course = Course.objects.filter(slug=text.slug).first()
    if course is None:
        if owner is None:
            raise Refusal("no-owner", _("A new course needs an owner: name one by e-mail."))
        course = _new_course(text, owner, on)
    draft = locked_draft(course)
    # What is being written in the browser becomes a version before the package replaces it.
    fold_all(draft, by=owner, on=on)
    _save_course(draft, text)
    files = _save_pictures(course, text, on)
    uids = save_items(course.bank, _items_with_files(text, files), author=owner, on=on)
    _save_structure(course, draft, text, uids, files, author=owner, on=on)
    return course


def _new_course(text: CourseText, owner: User, on: datetime) -> Course:
    bank = ItemBank.objects.create(key=f"course-{text.slug}", title=text.title)
    course = Course.objects.create(slug=text.slug, owner=owner, bank=bank, made_at=on)
    CourseRole.objects.create(course=course, person=owner, role=CourseRole.Role.OWNER)
    Release.objects.create(course=course)
    return course


def _save_course(draft: Release, text: CourseText) -> None:
    draft.languages = list(text.languages)
    draft.audience = text.audience
    draft.licence = text.licence
    draft.drawing = text.drawing
    draft.title = text.title
    draft.summary = text.summary
    draft.description = text.description
    draft.outcomes = text.outcomes
    draft.can_be_asked = text.can_be_asked
    draft.save()


# --- pictures ------------------------------------------------------------------------------------

Files = dict[str, dict[str, dict[str, Any]]]


def _save_pictures(course: Course, text: CourseText, on: datetime) -> Files:
    """src → language → what a page needs to show it."""
    saved: dict[str, Picture] = {}
    for picture in text.pictures.values():
        saved[picture.name] = store(
            course,
            picture.name,
            picture.content,
            media_type=picture.media_type,
            size=(picture.width, picture.height),
            digest=picture.digest,
            on=on,
        )
    files: Files = {}
    for src in _sources(text):
        files[src] = {}
        for language in text.languages:
            name = in_language(src, language, set(saved)) or src
            picture_row = saved[name]
            files[src][language] = {
                "address": address_of(picture_row),
                "width": picture_row.width,
                "height": picture_row.height,
            }
    return files


def _sources(text: CourseText) -> set[str]:
    blocks = {
        block.settings["src"]
        for unit in text.units
        for block in unit.blocks
        if block.kind == "image"
    }
    items = {item.body["picture"]["src"] for item in text.items.values() if item.body["picture"]}
    return blocks | items


def _items_with_files(text: CourseText, files: Files) -> list[ItemText]:
    for item in text.items.values():
        if picture := item.body["picture"]:
            picture["files"] = files[picture["src"]]
    return list(text.items.values())


# --- units ---------------------------------------------------------------------------------------


def _save_structure(
    course: Course,
    draft: Release,
    text: CourseText,
    items: dict[str, str],
    files: Files,
    *,
    author: User | None,
    on: datetime,
) -> None:
    units = {unit.key: unit for unit in course.units.all()}
    stood = dict(draft.items.values_list("unit_id", "version_id"))
    for wanted in text.units:
        if wanted.key not in units:
            units[wanted.key] = Unit.objects.create(course=course, key=wanted.key)
    uids = {key: str(unit.uid) for key, unit in units.items()}
    draft.modules.all().delete()
    for place, module in enumerate(text.modules):
        row = ReleaseModule.objects.create(
            release=draft,
            key=module.key,
            position=place,
            title=module.title,
            choose=module.choose,
            in_order=module.in_order,
            opens_after=[uids[key] for key in module.opens_after],
        )
        for position, unit in enumerate(module.units):
            ReleaseItem.objects.create(
                release=draft,
                module=row,
                unit=units[unit.key],
                version=_version(units[unit.key], unit, items, files, author, on),
                position=position,
                required=unit.required,
                requirement=unit.requirement,
                score_at_least=unit.score_at_least,
                opens_after=[uids[key] for key in unit.opens_after],
            )
    for item in draft.items.select_related("unit"):
        if stood.get(item.unit_id, item.version_id) != item.version_id:
            put_aside(item.unit, on=on)


def _version(
    unit: Unit,
    text: UnitText,
    items: dict[str, str],
    files: Files,
    author: User | None,
    on: datetime,
) -> UnitVersion:
    """The unit's latest version if it says just this, or a new one."""
    content = {
        "title": text.title,
        "summary": text.summary,
        "minutes": text.minutes,
        "blocks": [_block(unit, block, items, files) for block in text.blocks],
        "alignments": [
            {"competency": code, "level": level} for code, level in sorted(text.alignments)
        ],
    }
    digest = digest_of(content)
    latest = unit.versions.order_by("-number").first()
    if latest and latest.digest == digest:
        return latest
    return UnitVersion.objects.create(
        unit=unit,
        number=latest.number + 1 if latest else 1,
        digest=digest,
        author=author,
        made_at=on,
        **content,
    )


def _block(unit: Unit, block: Any, items: dict[str, str], files: Files) -> dict[str, Any]:
    settings = dict(block.settings)
    if "items" in settings:
        settings["items"] = [items[key] for key in settings["items"]]
    if block.kind == "image":
        settings["files"] = files[settings["src"]]
    return {
        # The block's identity hangs on its unit and key, so that it survives every version.
        "uid": str(uuid.uuid5(unit.uid, block.key)),
        "key": block.key,
        "kind": block.kind,
        "settings": settings,
        "texts": block.texts,
    }
