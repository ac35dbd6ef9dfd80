"""A course as a page shows it: a numbered release, or the draft as it is being written. What is
read of a draft is made on the spot and kept nowhere. Reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from courses.banks.models import ItemVersion
from courses.banks.queries import for_quizzes, latest_versions, newest_by_class
from courses.content.blocks import BLOCKS, drawn_by
from courses.content.models import Release
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import (
    Written,
    blocks_of,
    drawable,
    outline_as_written,
    outline_of,
    pinned,
    rendered,
    written_units,
)
from courses.content.rendering import rendered_block

# (class, how many) for each draw; place of a draw → the questions that it may bring.
Draws = tuple[list[tuple[str, int]], Mapping[int, Sequence[ItemVersion]]]


class Readable(Protocol):
    """What learner pages need of a course."""

    @property
    def outline(self) -> Outline:
        """Its modules and units."""

    def blocks(self, item: OutlineItem, language: str) -> Sequence[Mapping[str, Any]]:
        """The unit's blocks as HTML; see courses.content.rendering."""

    def written(self, item: OutlineItem) -> Sequence[Mapping[str, Any]]:
        """The same blocks as they are stored."""

    def lists(self, block: UUID) -> Sequence[ItemVersion]:
        """The questions that one of its blocks always asks, in their order."""

    def draws(self, item: OutlineItem, block: UUID) -> Draws:
        """What it draws beside them."""


def readable(release: Release) -> Readable:
    """The release as learners read it; the draft as they would, were it published now."""
    return ReadableDraft(release) if release.number is None else ReadableRelease(release)


@dataclass(frozen=True)
class ReadableRelease:
    """A numbered release."""

    release: Release

    @property
    def outline(self) -> Outline:
        return outline_of(self.release)

    def blocks(self, item: OutlineItem, language: str) -> Sequence[Mapping[str, Any]]:
        made: Sequence[Mapping[str, Any]] = rendered(item.version_id, language).blocks
        return made

    def written(self, item: OutlineItem) -> Sequence[Mapping[str, Any]]:
        return blocks_of(item.version_id)

    def lists(self, block: UUID) -> Sequence[ItemVersion]:
        return pinned(self.release.pk, block)

    def draws(self, item: OutlineItem, block: UUID) -> Draws:
        for one in blocks_of(item.version_id):
            if one["uid"] == str(block):
                return drawn_by(one), drawable(self.release.pk, block)
        return [], {}


@dataclass(frozen=True)
class ReadableDraft:
    """The draft with what is being typed in it."""

    release: Release

    @cached_property
    def _units(self) -> dict[int, Written]:
        return {one.item.unit_id: one for one in written_units(self.release)}

    @cached_property
    def outline(self) -> Outline:
        return outline_as_written(self.release, list(self._units.values()))

    def blocks(self, item: OutlineItem, language: str) -> Sequence[Mapping[str, Any]]:
        # A block that this edition of the platform cannot read is not shown, and stops publishing.
        said = self._units[item.unit_id].content["blocks"]
        return [rendered_block(block, language) for block in said if block["kind"] in BLOCKS]

    def written(self, item: OutlineItem) -> Sequence[Mapping[str, Any]]:
        said: Sequence[Mapping[str, Any]] = self._units[item.unit_id].content["blocks"]
        return said

    def lists(self, block: UUID) -> Sequence[ItemVersion]:
        for unit in self._units.values():
            for one in unit.content["blocks"]:
                if one["uid"] == str(block):
                    newest = self._newest(unit)
                    uids = one["settings"].get("items", [])
                    return [newest[uid] for uid in uids if uid in newest]
        return []

    def draws(self, item: OutlineItem, block: UUID) -> Draws:
        said = self._units[item.unit_id].content["blocks"]
        mine = next((one for one in said if one["uid"] == str(block)), None)
        draws = drawn_by(mine) if mine else []
        measures = mine is not None and mine["kind"] == "calibration"
        listed = {uid for one in said for uid in one["settings"].get("items", ())}
        there = newest_by_class(self.release.course.bank_id, {name for name, _k in draws})
        return draws, {
            place: [
                version
                for version in there[name]
                if str(version.item.uid) not in listed and (measures or for_quizzes(version))
            ]
            for place, (name, _k) in enumerate(draws)
        }

    def _newest(self, unit: Written) -> dict[str, ItemVersion]:
        """The questions of all blocks of this unit, asked for once."""
        if unit.item.pk not in self._asked:
            uids = [
                uid
                for block in unit.content["blocks"]
                for uid in block["settings"].get("items", [])
            ]
            self._asked[unit.item.pk] = latest_versions(uids) if uids else {}
        return self._asked[unit.item.pk]

    @cached_property
    def _asked(self) -> dict[int, dict[str, ItemVersion]]:
        return {}
