"""A unit as it is being written: a version with what was typed over it. Pure.

A *place* names one text of a unit: `title`, `summary`, or `<block uid>.<field>`.

What a draft row holds (`UnitDraft.content`):

- of a language: `values` {place: text} typed since the version, `seqs` {place: sequence at which it
  was last written}, `since` the sequence below which nothing is known, `behind` {place: text or
  null} over the version's own.
- of the shape: `blocks` [{uid, key, kind, settings}], `minutes`, `alignments`, and `undo`, what
  the last change of the blocks replaced.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.content.blocks import BLOCKS, fields_of
from courses.content.models import UnitDraft, UnitVersion
from courses.content.templates import is_note
from lms.common.languages import LANGUAGES

UNIT_TEXTS = ("title", "summary")
SHAPE = UnitDraft.Part.SHAPE


@dataclass
class Working:
    """A unit as it stands now.

    texts: language → place → text; only places that have one.
    seqs: language → place → sequence of its last writing.  since: language → floor of those.
    behind: language → place → what the first language said when the translation was last right.
    retired: texts of blocks that are no longer there, so that an undo finds them.
    """

    blocks: list[dict[str, Any]]
    minutes: int
    alignments: list[dict[str, Any]]
    texts: dict[str, dict[str, str]]
    seqs: dict[str, dict[str, int]]
    since: dict[str, int]
    behind: dict[str, dict[str, str]]
    undo: dict[str, Any] | None = None
    touched: bool = False
    retired: dict[str, dict[str, str]] = field(default_factory=dict)

    def text(self, language: str, place: str) -> str:
        return self.texts[language].get(place, "")

    def seq(self, language: str, place: str) -> int:
        return self.seqs[language].get(place, self.since[language])

    def state(self, language: str, place: str, *, first: str) -> str:
        """How a translation stands: `missing`, `stale` or `current`; the first language is always
        current, and so is what neither language says."""
        if language == first or not self.text(first, place):
            return "current"
        if not self.text(language, place):
            return "missing"
        return "stale" if place in self.behind[language] else "current"

    @property
    def places(self) -> list[str]:
        """Every place that the unit has, in reading order."""
        return [*UNIT_TEXTS, *(place for block in self.blocks for place in places_of(block))]


def places_of(block: Mapping[str, Any]) -> list[str]:
    """The places of one block; a block of an unknown kind has none that could be written."""
    return [f"{block['uid']}.{name}" for name in fields_of(block["kind"], block["settings"])]


def working(version: UnitVersion, drafts: Iterable[UnitDraft]) -> Working:
    """The version with its drafts over it."""
    rows = {row.part: row for row in drafts}
    shape = rows[SHAPE].content if SHAPE in rows else {}
    texts = {code: _texts_of(version, code) for code in LANGUAGES}
    unit = Working(
        blocks=[_shape_of(block) for block in shape.get("blocks", version.blocks)],
        minutes=shape.get("minutes", version.minutes),
        alignments=shape.get("alignments", version.alignments),
        texts=texts,
        seqs={code: {} for code in LANGUAGES},
        since=dict.fromkeys(LANGUAGES, 0),
        behind={code: dict(version.behind.get(code, {})) for code in LANGUAGES},
        undo=shape.get("undo"),
        touched=any(name in shape for name in ("blocks", "minutes", "alignments")),
    )
    for code in LANGUAGES:
        if code not in rows:
            continue
        content = rows[code].content
        unit.texts[code] |= content.get("values", {})
        unit.seqs[code] = dict(content.get("seqs", {}))
        unit.since[code] = content.get("since", 0)
        for place, said in content.get("behind", {}).items():
            if said is None:
                unit.behind[code].pop(place, None)
            else:
                unit.behind[code][place] = said
        unit.touched |= bool(content.get("behind"))
    _retire(unit)
    unit.touched |= any(
        place not in unit.retired[code]
        for code in LANGUAGES
        if code in rows
        for place in rows[code].content.get("values", {})
    )
    return unit


def _shape_of(block: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: block[name] for name in ("uid", "key", "kind", "settings")}
    if block["kind"] not in BLOCKS:
        # What this edition cannot read is carried along whole and never written over.
        kept["texts"] = block.get("texts", {})
    return kept


def _texts_of(version: UnitVersion, language: str) -> dict[str, str]:
    texts = {}
    for name in UNIT_TEXTS:
        if said := getattr(version, name).get(language):
            texts[name] = said
    for block in version.blocks:
        for name, said in block["texts"].get(language, {}).items():
            if said:
                texts[f"{block['uid']}.{name}"] = said
    return texts


def _retire(unit: Working) -> None:
    """Set aside the texts whose block is gone."""
    known = set(unit.places)
    for block in unit.blocks:
        if block["kind"] not in BLOCKS:
            known |= {
                f"{block['uid']}.{name}" for texts in block["texts"].values() for name in texts
            }
    for code in LANGUAGES:
        gone = {place for place in unit.texts[code] if place not in known}
        unit.retired[code] = {place: unit.texts[code].pop(place) for place in gone}
        for place in set(unit.behind[code]) - known:
            del unit.behind[code][place]


def content_of(unit: Working) -> dict[str, Any]:
    """What a version of this says: title, summary, minutes, blocks, alignments."""
    return {
        **{
            name: {code: unit.texts[code][name] for code in LANGUAGES if name in unit.texts[code]}
            for name in UNIT_TEXTS
        },
        "minutes": unit.minutes,
        "blocks": [_block(unit, block) for block in unit.blocks],
        "alignments": unit.alignments,
    }


def _block(unit: Working, block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] not in BLOCKS:
        return dict(block)
    names = fields_of(block["kind"], block["settings"])
    texts = {
        code: {name: unit.text(code, f"{block['uid']}.{name}") for name in names}
        for code in LANGUAGES
    }
    said = {code: fields for code, fields in texts.items() if any(fields.values())}
    # A language in which nothing is said yet is absent, so that readers get the other one.
    return {**block, "texts": said or {LANGUAGES[0]: texts[LANGUAGES[0]]}}


def behind_of(unit: Working) -> dict[str, dict[str, str]]:
    """What a version says of its stale translations."""
    return {code: said for code, said in unit.behind.items() if said}


def note_change(
    unit: Working, language: str, place: str, old: str, new: str, *, first: str
) -> dict[str, str | None]:
    """What a change of this text means for the translation: {place: what it was a translation of},
    null where it is right again. For the row of the language that is not `first`."""
    translation = next(code for code in LANGUAGES if code != first)
    if language == translation:
        return {place: None} if place in unit.behind[translation] else {}
    # What a template put there is neither a text nor the translation of one.
    if not unit.text(translation, place) or is_note(unit.text(translation, place)) or is_note(old):
        return {}
    was = unit.behind[translation].get(place)
    if was is None:
        return {place: old}
    return {place: None} if was == new else {}
