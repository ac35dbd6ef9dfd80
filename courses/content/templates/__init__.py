"""What a new course can begin with: modules and units, each with a note on what belongs there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from lms.common.languages import LANGUAGES, Pair

FOLDER = Path(__file__).parent
NAMES = ("research-design", "data-collection")
# How a note begins and ends, so that nobody takes it for the unit itself.
NOTE = {
    "lt": "**Kas čia rašoma.** {}\n\n*Kai temą parašysite, šią pastabą ištrinkite.*",
    "en": "**What belongs here.** {}\n\n*Delete this note when you have written the unit.*",
}
FIRST_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[^\W\d_a-ząčęėįšųūž])")


@dataclass(frozen=True)
class PlannedUnit:
    """A unit to be written. note: Markdown."""

    title: Pair
    note: Pair
    minutes: int


@dataclass(frozen=True)
class PlannedModule:
    """A module of units to be written."""

    title: Pair
    units: tuple[PlannedUnit, ...]


@dataclass(frozen=True)
class CourseTemplate:
    """The modules that a kind of course usually has."""

    name: str
    title: Pair
    summary: Pair
    modules: tuple[PlannedModule, ...]

    @property
    def units(self) -> int:
        """How many units it plans."""
        return sum(len(module.units) for module in self.modules)


@lru_cache(maxsize=1)
def course_templates() -> dict[str, CourseTemplate]:
    """Name → template, in the order in which they are offered."""
    return {name: _read(name) for name in NAMES}


def is_note(said: str) -> bool:
    """Whether this is what a template wrote, not the unit that should stand in its place."""
    return said.strip() in _notes()


def plan_of(blocks: Sequence[Mapping[str, Any]]) -> Pair:
    """The first sentence of a template's note in each language, where a unit holds nothing else."""
    if not is_planned_only(blocks):
        return {}
    said = {
        code: _notes()[text.strip()]
        for block in blocks
        for code, texts in block["texts"].items()
        for text in texts.values()
        if text.strip()
    }
    return {code: FIRST_SENTENCE.split(said[code], 1)[0] for code in LANGUAGES if code in said}  # type: ignore[return-value]


def is_planned_only(blocks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a unit of these blocks holds the template's note and nothing that anybody wrote."""
    said = [
        text
        for block in blocks
        for texts in block["texts"].values()
        for text in texts.values()
        if text.strip()
    ]
    return (
        bool(said) and all(block["kind"] == "text" for block in blocks) and all(map(is_note, said))
    )


@lru_cache(maxsize=1)
def _notes() -> dict[str, str]:
    """A note as it stands in a unit → its own words."""
    found = {}
    for template in course_templates().values():
        for unit in (unit for module in template.modules for unit in module.units):
            for code, said in unit.note.items():
                before, after = NOTE[code].split("{}")
                note = str(said).removeprefix(before).removesuffix(after)
                found[str(said).strip()] = note
    return found


def _read(name: str) -> CourseTemplate:
    said = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    modules = []
    for module in said["modules"]:
        units = [
            PlannedUnit(
                title={"lt": lt, "en": en},
                note={"lt": NOTE["lt"].format(lt_note), "en": NOTE["en"].format(en_note)},
                minutes=minutes,
            )
            for minutes, lt, lt_note, en, en_note in module["units"]
        ]
        modules.append(PlannedModule(module["title"], tuple(units)))
    return CourseTemplate(name, said["title"], said["summary"], tuple(modules))
