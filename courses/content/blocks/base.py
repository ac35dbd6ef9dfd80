"""What every block kind can do. Pure: no database, no request."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from lms.common.html import formula_faults
from lms.common.yamlnodes import Faults

Texts = dict[str, str]
MOST_TEXT = 60_000


@dataclass(frozen=True)
class Source:
    """A block of one language as a file holds it: its body, and where that starts."""

    file: str
    line: int
    body: str

    @property
    def place(self) -> tuple[str, int]:
        return self.file, self.line


@dataclass
class Settings:
    """The words after a keyed line's key, read by name; leftovers are faults."""

    given: dict[str, str]
    place: tuple[str, int]
    faults: Faults
    used: set[str] = field(default_factory=set)

    def take(self, name: str, otherwise: str = "") -> str:
        self.used.add(name)
        return self.given.get(name, otherwise)

    def flag(self, name: str) -> bool:
        self.used.add(name)
        if self.given.get(name, "") != "":
            self.faults.add(self.place, _("“%s” takes no value.") % name)
        return name in self.given

    def finish(self) -> None:
        for name in self.given.keys() - self.used:
            self.faults.add(self.place, _("“%s” is not known on this line.") % name)


@dataclass(frozen=True)
class Rendered:
    """A block as clean HTML of one language, and its plain words."""

    html: str
    plain: str
    title: str = ""
    # What a page needs to draw it, where it is more than a passage: of this language, plain values.
    more: dict[str, Any] = field(default_factory=dict)


class BlockKind(Protocol):
    """One kind of block.

    fields: the names of its texts, in the order in which they are written; a kind whose texts hang
    on its settings has more of them, see courses.content.blocks.fields_of.
    """

    name: str
    fields: tuple[str, ...]

    def fresh(self) -> dict[str, Any]:
        """The settings of a block that nobody has filled in yet."""

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        """(field, message) for all that keeps this language of the block from being shown."""

    def manner(self, settings: Settings) -> dict[str, Any]:
        """The part of the settings that an author sets by words: no items, no files."""

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        """The language-neutral part, from the keyed line."""

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        """The part of one language."""

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        """Clean HTML of one language."""


def markdown_faults(name: str, text: str) -> list[tuple[str, str]]:
    """(name, message) for all that a reader could not be shown."""
    found = []
    if len(text) > MOST_TEXT:
        found.append((name, _("This text is longer than %s characters.") % MOST_TEXT))
    for formula in formula_faults(text):
        found.append((name, _("The formula “%s” cannot be read.") % formula))
    return found


def read_checked(
    kind: BlockKind, texts: Texts, source: Source, settings: dict[str, Any], faults: Faults
) -> Texts:
    """The texts of a file, with what is wrong with them noted at the block's place; what is not
    finished is checked before it is published."""
    if faults.lenient:
        return texts
    for _field, message in kind.faults(settings, texts):
        faults.add(source.place, message)
    return texts


def item_keys(settings: Settings, most: int, *, least: int = 1) -> list[str]:
    """The keys after `items=`, one to `most`, each once; none yet where it is not finished."""
    keys = [key for key in settings.take("items").split(",") if key]
    if not (0 if settings.faults.lenient else least) <= len(keys) <= most:
        settings.faults.add(settings.place, _("“items=” should name 1 to %s items.") % most)
    if len(set(keys)) != len(keys):
        settings.faults.add(settings.place, _("An item stands here twice."))
    return keys


def labelled(source: Source, names: Collection[str], told: str, faults: Faults) -> Texts:
    """`name: text` for each of the names, each running on to the next one or the end. told: what to
    write, for a line that stands before the first."""
    texts: Texts = dict.fromkeys(names, "")
    at = ""
    for number, line in enumerate(source.body.split("\n")):
        name, colon, rest = line.partition(":")
        if colon and name in texts and (not rest or rest[0] == " "):
            at, line = name, rest
        if line.strip() and not at:
            faults.add((source.file, source.line + number), told)
        elif line.strip():
            texts[at] = f"{texts[at]} {line.strip()}".strip()
    return texts


def titled(body: str) -> tuple[str, str]:
    """(title, rest): a first line that starts with `# ` is the title."""
    first, _newline, rest = body.strip("\n").partition("\n")
    if first.startswith("# "):
        return first[2:].strip(), rest.strip("\n")
    return "", body.strip("\n")
