"""What a package says, in the form in which a course keeps it. Pure."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from courses.banks.reading import ItemText
from courses.content.package.documents import FILED
from courses.content.package.pictures import PictureText, in_language
from courses.content.package.reading import CourseText, UnitText
from courses.content.package.units import BlockText
from lms.common.documents import Document

# One picture or file in one language as a page needs it; src → language → that.
File = dict[str, Any]
Files = dict[str, dict[str, File]]


def unit_content(
    uid: uuid.UUID,
    text: UnitText,
    *,
    items: Mapping[str, str],
    files: Files,
    blocks: Mapping[str, str],
) -> dict[str, Any]:
    """What a version of the unit says; see courses.content.drafting.content_of.

    items: key → uid.  blocks: key → uid of those that the unit has already.
    """
    return {
        "title": text.title,
        "summary": text.summary,
        "minutes": text.minutes,
        "blocks": [_block(uid, block, items, files, blocks) for block in text.blocks],
        "alignments": [
            {"competency": code, "level": level} for code, level in sorted(text.alignments)
        ],
    }


def _block(
    unit: uuid.UUID,
    block: BlockText,
    items: Mapping[str, str],
    files: Files,
    blocks: Mapping[str, str],
) -> dict[str, Any]:
    settings = dict(block.settings)
    if "items" in settings:
        settings["items"] = [items[key] for key in settings["items"]]
    if block.kind in ("image", *FILED):
        settings["files"] = files.get(settings["src"], {})
        # From here on each file says its own.
        settings.pop("language", None)
    return {
        # The block's identity hangs on its unit and key, so that it survives every version.
        "uid": blocks.get(block.key) or str(uuid.uuid5(unit, block.key)),
        "key": block.key,
        "kind": block.kind,
        "settings": settings,
        "texts": block.texts,
    }


def picture_files(text: CourseText, shown: Callable[[PictureText], File]) -> Files:
    """The pictures that blocks and questions show. shown: what a page needs of one."""
    known = {name: shown(picture) for name, picture in text.pictures.items()}
    return {
        src: {
            language: known[in_language(src, language, set(known)) or src]
            for language in text.languages
        }
        for src in _sources(text)
    }


def _sources(text: CourseText) -> set[str]:
    blocks = {
        block.settings["src"]
        for unit in text.units
        for block in unit.blocks
        if block.kind == "image" and block.settings["src"]
    }
    items = {
        item.body["picture"]["src"] for item in text.items.values() if item.body.get("picture")
    }
    return blocks | items


def document_files(text: CourseText, shown: Callable[[Document, str, str], File]) -> Files:
    """The files to take along. shown: what a page needs of one, by its name and the language of what
    is in it."""
    found: Files = {}
    for block in (block for unit in text.units for block in unit.blocks if block.kind in FILED):
        src, names = block.settings["src"], set(text.documents)
        for code in text.languages if src else ():
            name = in_language(src, code, names) or src
            marked = name.split(".")[1] if name.count(".") == 2 else block.settings["language"]
            found.setdefault(src, {})[code] = shown(text.documents[name], name, marked)
    return found


def items_with_files(text: CourseText, files: Files) -> list[ItemText]:
    """The questions, each with the files of its picture."""
    for item in text.items.values():
        if picture := item.body.get("picture"):
            picture["files"] = files[picture["src"]]
    return list(text.items.values())


def files_in(
    contents: Iterable[Mapping[str, Any]], bodies: Iterable[Mapping[str, Any]]
) -> dict[str, File]:
    """Address → the picture as units and questions show it already, its narrower files with it."""
    held = [
        block["settings"].get("files", {}) for content in contents for block in content["blocks"]
    ]
    held += [(body.get("picture") or {}).get("files", {}) for body in bodies]
    return {file["address"]: file for files in held for file in files.values() if file}
