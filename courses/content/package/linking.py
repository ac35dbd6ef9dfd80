"""Whether the parts of a package fit together: keys, pictures, gates, competencies."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from courses.banks.generators import is_generated
from courses.content.blocks import drawn_by
from courses.content.outline import circle
from courses.content.package.documents import is_video
from courses.content.package.pictures import in_language
from courses.content.package.reading import CourseText, UnitText
from courses.content.package.units import BlockText
from lms.common.yamlnodes import Faults

COURSE = ("course.yaml", 0)


def check_links(course: CourseText, levels: Mapping[str, Collection[int]], faults: Faults) -> None:
    """Note every reference that leads nowhere.

    levels: the competency codes of the map, each with its levels.
    """
    _check_keys(course, faults)
    _check_blocks(course, faults)
    _check_items(course, faults)
    _check_gates(course, faults)
    for unit in course.units:
        named = [*unit.alignments, *((one.code, one.level) for one in unit.opening.shown)]
        if unit.skipped_by:
            named.append((unit.skipped_by.code, unit.skipped_by.level))
        for code, level in dict.fromkeys(named):
            if level not in levels.get(code, ()):
                faults.add(unit.node, _("The competency map has no “%s”.") % f"{code}@{level}")
    for claim in {one for module in course.modules for one in module.opening.shown}:
        if claim.level not in levels.get(claim.code, ()):
            faults.add(COURSE, _("The competency map has no “%s”.") % claim)


def _check_keys(course: CourseText, faults: Faults) -> None:
    for keys in ([unit.key for unit in course.units], [module.key for module in course.modules]):
        for key in {key for key in keys if keys.count(key) > 1}:
            faults.add(COURSE, _("The key “%s” stands here twice.") % key)


def _check_blocks(course: CourseText, faults: Faults) -> None:
    names = set(course.pictures)
    for unit in course.units:
        asked: set[str] = set()
        for block in unit.blocks:
            for key in block.settings.get("items", []):
                if key not in course.items:
                    faults.add(block.place, _("There is no item “%s”.") % key)
                elif is_generated(course.items[key].body):
                    told = _(
                        "The item “%s” is drawn anew each time; a calibration asks such items."
                    )
                    faults.add(block.place, told % key)
                if key in asked:
                    faults.add(block.place, _("The item “%s” is asked twice in this unit.") % key)
                asked.add(key)
            if not faults.lenient:
                _check_draws(unit, block, course, faults)
            if block.kind == "image" and (block.settings["src"] or not faults.lenient):
                _check_picture(block.settings["src"], block.place, names, course, faults)
            if block.kind == "file":
                _check_file(block.settings["src"], block.place, course, faults)
                if is_video(block.settings["src"]):
                    faults.add(block.place, _("A video is shown by a video block, not as a file."))
            if block.kind == "video" and block.settings["src"]:
                _check_file(block.settings["src"], block.place, course, faults)


def _check_draws(unit: UnitText, block: BlockText, course: CourseText, faults: Faults) -> None:
    """A draw needs as many items of its class as it draws, beside those that the unit lists."""
    listed = {key for one in unit.blocks for key in one.settings.get("items", ())}
    for category, k in _draws(block):
        there = sum(
            item.category == category
            and item.key not in listed
            and (block.kind != "quiz" or not is_generated(item.body))
            for item in course.items.values()
        )
        if there < k:
            message = _("%(k)s questions with the tag “%(class)s” are drawn, but there are %(n)s.")
            faults.add(block.place, message % {"k": k, "class": category, "n": there})


def _draws(block: BlockText) -> list[tuple[str, int]]:
    return drawn_by({"kind": block.kind, "settings": block.settings})


def _check_items(course: CourseText, faults: Faults) -> None:
    places = {(unit.key, block.key) for unit in course.units for block in unit.blocks}
    used = {
        key
        for unit in course.units
        for block in unit.blocks
        for key in block.settings.get("items", [])
    }
    drawn = {
        category for unit in course.units for block in unit.blocks for category, _k in _draws(block)
    }
    for unit in course.units:
        for block in unit.blocks:
            for lesson in block.settings.get("lessons", {}).values():
                if (lesson["unit"], lesson["block"]) not in places:
                    faults.add(block.place, _("“lessons” leads to no block of this course."))
    for item in course.items.values():
        see = item.body["see"]
        if see and (see["unit"], see["block"]) not in places:
            faults.add(item.node, _("“see” leads to no block of this course."))
        if picture := item.body.get("picture"):
            place = (item.node.file, item.node.line)
            _check_picture(picture["src"], place, set(course.pictures), course, faults)
        if item.key not in used and item.category not in drawn:
            faults.add(item.node, _("No block asks the item “%s”.") % item.key)


def _check_picture(
    src: str, place: tuple[str, int], names: set[str], course: CourseText, faults: Faults
) -> None:
    if any(in_language(src, code, names) is None for code in course.languages):
        faults.add(place, _("There is no picture “%s”.") % src)


def _check_file(src: str, place: tuple[str, int], course: CourseText, faults: Faults) -> None:
    if any(in_language(src, code, set(course.documents)) is None for code in course.languages):
        faults.add(place, _("There is no file “%s”.") % src)


def _check_gates(course: CourseText, faults: Faults) -> None:
    units = {unit.key: unit for unit in course.units}
    waits: dict[str, set[str]] = {}
    for module in course.modules:
        for key in module.opens_after:
            if key not in units:
                faults.add(COURSE, _("“opens_after” names no unit: “%s”.") % key)
        before: str | None = None
        for unit in module.units:
            waits[unit.key] = _waits_for(unit, units, module.opens_after, faults)
            if module.in_order and before:
                waits[unit.key].add(before)
            before = unit.key if unit.required else before
    if closed := circle(waits):
        names = " → ".join(closed)
        faults.add(COURSE, _("These units wait for each other: %s.") % names)


def _waits_for(
    unit: UnitText, units: dict[str, UnitText], module_after: list[str], faults: Faults
) -> set[str]:
    for key in unit.opens_after:
        if key not in units:
            faults.add(unit.node, _("“opens_after” names no unit: “%s”.") % key)
    return {key for key in [*unit.opens_after, *module_after] if key in units}
