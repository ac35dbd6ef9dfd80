"""Unit files: keyed lines and what stands under them, the same blocks in every language."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks import BLOCKS, Source, fields_of
from courses.content.blocks.base import Settings
from lms.common.languages import LANGUAGES
from lms.common.yamlnodes import KEY, MOST_KEY, Faults

OPENS = re.compile(r"^::: ?(.*)$")
# A line of a text that would open a block, or open and close code, has a backslash before it.
ESCAPED = re.compile(r"^\\(\\*(?::::|```))")
MOST_BLOCKS = 40


@dataclass(frozen=True)
class Part:
    """One keyed line and its body."""

    line: int
    keyed: str
    body: str
    body_line: int


@dataclass(frozen=True)
class BlockText:
    """A block of a unit, with the texts of every language."""

    key: str
    kind: str
    settings: dict[str, Any]
    texts: dict[str, dict[str, str]]
    place: tuple[str, int]


def split(text: str, file: str, faults: Faults) -> list[Part]:
    """The blocks of one file, in order. Fences of code may hold a `:::` of their own."""
    parts: list[tuple[int, str, list[str]]] = []
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("```"):
            fenced = not fenced
        if not fenced and (opened := OPENS.match(line)):
            parts.append((number, " ".join(opened[1].split()), []))
        elif parts:
            parts[-1][2].append(ESCAPED.sub(r"\1", line))
        elif line.strip():
            faults.add((file, number), _("Text stands before the first “::: ” line."))
            return []
    return [Part(number, keyed, *_trimmed(lines, number + 1)) for number, keyed, lines in parts]


def _trimmed(lines: list[str], first: int) -> tuple[str, int]:
    while lines and not lines[0].strip():
        lines, first = lines[1:], first + 1
    return "\n".join(lines).rstrip(), first


def read_unit(
    key: str, unit: str, files: dict[str, str], languages: tuple[str, ...], faults: Faults
) -> list[BlockText]:
    """The blocks of a unit from its files, one for each language. unit: what people call it."""
    names = {code: f"units/{key}.{code}.md" for code in languages}
    for name in names.values():
        if name not in files:
            faults.add((name, 0), _("The unit “%s” has no such file.") % unit)
    if any(name not in files for name in names.values()):
        return []
    parts = {code: split(files[name], name, faults) for code, name in names.items()}
    first = languages[0]
    for code in languages[1:]:
        if not _same(parts[first], parts[code], names[first], names[code], faults):
            return []
    if not (0 if faults.lenient else 1) <= len(parts[first]) <= MOST_BLOCKS:
        faults.add((names[first], 0), _("A unit has 1 to %s blocks.") % MOST_BLOCKS)
    blocks = []
    for index, part in enumerate(parts[first]):
        sources = {
            code: Source(names[code], parts[code][index].body_line, parts[code][index].body)
            for code in languages
        }
        if block := _block(part, names[first], sources, faults):
            blocks.append(block)
    keys = [block.key for block in blocks]
    for block in blocks:
        if keys.count(block.key) > 1:
            faults.add(block.place, _("The block “%s” stands here twice.") % block.key)
    return blocks


def _same(one: list[Part], other: list[Part], name: str, other_name: str, faults: Faults) -> bool:
    for mine, theirs in zip(one, other, strict=False):
        if mine.keyed != theirs.keyed:
            faults.add(
                (other_name, theirs.line),
                _("This line should be the same as line %(line)s of %(file)s: “::: %(keyed)s”.")
                % {"line": mine.line, "file": name, "keyed": mine.keyed},
            )
            return False
    if len(one) != len(other):
        faults.add(
            (other_name, 0),
            _("%(file)s has %(one)s blocks, this file has %(other)s.")
            % {"file": name, "one": len(one), "other": len(other)},
        )
        return False
    return True


def _block(part: Part, file: str, sources: dict[str, Source], faults: Faults) -> BlockText | None:
    kind_name, _space, rest = part.keyed.partition(" ")
    key, _space, words = rest.partition(" ")
    place = (file, part.line)
    if kind_name not in BLOCKS:
        faults.add(
            place,
            _("“%(kind)s” is not a block. Blocks: %(known)s.")
            % {"kind": kind_name, "known": ", ".join(BLOCKS)},
        )
        return None
    if not KEY.fullmatch(key) or len(key) > MOST_KEY:
        faults.add(place, _("The block needs a key after its kind."))
        return None
    given = dict(word.partition("=")[::2] for word in words.split())
    kind = BLOCKS[kind_name]
    read = Settings(given, place, faults)
    settings = kind.read_settings(read)
    read.finish()
    texts = {code: kind.read_texts(source, settings, faults) for code, source in sources.items()}
    if faults.lenient:
        said = {code: fields for code, fields in texts.items() if any(fields.values())}
        # As courses.content.drafting.content_of has it.
        texts = said or {LANGUAGES[0]: dict.fromkeys(fields_of(kind_name, settings), "")}
    return BlockText(key, kind_name, settings, texts, place)
