"""What the pages about questions show: the bank's list, where each is asked, what explains it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.assessment.queries import Answered
from courses.banks.facing import prompt_of
from courses.banks.generators import is_generated
from courses.banks.models import Item, ItemVersion
from courses.content.blocks import drawn_by
from courses.content.models import Release
from courses.content.queries import Written, written_units
from lms.common.html import plain_text, render_inline, render_markdown
from lms.common.languages import LANGUAGES, Pair, current_language, in_language, text
from lms.common.search import fold, wanted

KINDS: dict[str, Promise] = {
    "single": gettext_lazy("One right answer"),
    "multiple": gettext_lazy("Several right answers"),
    "truefalse": gettext_lazy("True or false"),
    "number": gettext_lazy("A number"),
    "text": gettext_lazy("A word or a few"),
    "sort": gettext_lazy("Sorting into groups"),
    "match": gettext_lazy("Matching"),
    "order": gettext_lazy("Putting in order"),
}
# Kinds that come by course package, and that the form of a question cannot write.
BY_PACKAGE: dict[str, Promise] = {
    "estimate": gettext_lazy("An estimate"),
    "count": gettext_lazy("A count"),
    "reading": gettext_lazy("A reading with its unit"),
    "classify": gettext_lazy("Classifying with a key"),
    "faults": gettext_lazy("Finding faults"),
    "coding": gettext_lazy("Coding an interview"),
    "plots": gettext_lazy("Plots on a map"),
}
WHAT_FOR: dict[str, Promise] = {
    "single": gettext_lazy("Options, one of them right"),
    "multiple": gettext_lazy("Options, more than one of them right"),
    "truefalse": gettext_lazy("A statement that holds or does not"),
    "number": gettext_lazy("Typed, right within a tolerance"),
    "text": gettext_lazy("Typed, compared without capitals and diacritics"),
    "sort": gettext_lazy("Every card belongs to one of the groups"),
    "match": gettext_lazy("Something goes with each card"),
    "order": gettext_lazy("Cards come in an order, such as steps of a method"),
}
DIFFICULTIES: dict[str, Promise] = {
    Item.Difficulty.EASY: pgettext_lazy("items", "easy"),
    Item.Difficulty.MEDIUM: pgettext_lazy("items", "medium"),
    Item.Difficulty.HARD: pgettext_lazy("items", "hard"),
}
MOST_WORDS = 160
MOST_NAME = 60


@dataclass(frozen=True)
class Use:
    """A block of the draft that asks a question, or may draw it."""

    unit: UUID
    label: str
    title: Pair
    block: str
    kind: str


@dataclass(frozen=True)
class Row:
    """A question as the bank lists it. missing: languages of the course it is not written in."""

    item: Item
    version: ItemVersion
    uses: Sequence[Use]
    missing: Sequence[str]
    answered: Answered = field(default_factory=Answered)

    @property
    def id(self) -> str:
        return str(self.item.uid)

    @property
    def kind_label(self) -> str | Promise:
        kind = self.item.kind
        return KINDS.get(kind, BY_PACKAGE.get(kind, kind))

    @property
    def has_form(self) -> bool:
        """Whether it can be written here; some kinds come by course package only."""
        return self.item.kind in KINDS and not is_generated(self.version.body)

    @property
    def is_drawn(self) -> bool:
        """Whether a generator draws it anew for everybody who is asked it."""
        return is_generated(self.version.body)

    @property
    def difficulty_label(self) -> str | Promise:
        return DIFFICULTIES.get(self.item.difficulty, self.item.difficulty)

    @property
    def is_explained(self) -> bool:
        """Whether it says why, in one language at least; what a generator draws always does."""
        if is_generated(self.version.body):
            return True
        return any((self.version.body.get("explanation") or {}).values())

    @property
    def words(self) -> str:
        """What it asks, in one plain line."""
        return words_of(prompt_of(self.version.body))

    @property
    def language(self) -> str:
        return in_language(prompt_of(self.version.body), current_language())[1]


def words_of(prompt: Pair | None, most: int = MOST_WORDS) -> str:
    """A prompt in one plain line, for this reader."""
    said, language = in_language(prompt, current_language())
    return Truncator(plain_text(render_inline(said, language))).chars(most)


# --- where questions are asked -------------------------------------------------------------------


@dataclass(frozen=True)
class Numbered:
    """A unit of a draft with its number in the outline."""

    label: str
    unit: Written

    @property
    def title(self) -> Pair:
        title: Pair = self.unit.content["title"]
        return title

    @property
    def name(self) -> str:
        return f"{self.label} {text(self.title)}"


def numbered(draft: Release) -> list[Numbered]:
    """The units of the draft as they stand now, as the outline numbers them."""
    found: list[Numbered] = []
    modules: dict[int, int] = {}
    places: dict[int, int] = {}
    for one in written_units(draft):
        module = one.item.module_id
        number = modules.setdefault(module, len(modules) + 1)
        places[module] = places.get(module, 0) + 1
        found.append(Numbered(f"{number}.{places[module]}", one))
    return found


def uses_in(units: Sequence[Numbered]) -> dict[str, list[Use]]:
    """Item uid → the blocks of the draft that ask it."""
    found: dict[str, list[Use]] = {}
    for one in units:
        for block in one.unit.content["blocks"]:
            for uid in block["settings"].get("items", ()):
                found.setdefault(uid, []).append(_use(one, block))
    return found


def draws_in(units: Sequence[Numbered]) -> dict[str, list[Use]]:
    """Class → the blocks of the draft that draw from it."""
    found: dict[str, list[Use]] = {}
    for one in units:
        for block in one.unit.content["blocks"]:
            for category, _k in drawn_by(block):
                found.setdefault(category, []).append(_use(one, block))
    return found


def _use(one: Numbered, block: Mapping[str, Any]) -> Use:
    return Use(one.unit.item.unit.uid, one.label, one.title, block["uid"], block["kind"])


@dataclass(frozen=True)
class Passage:
    """A block that can explain a question. value: what the form sends."""

    value: str
    label: str


def passages_in(units: Sequence[Numbered]) -> list[tuple[str, list[Passage]]]:
    """(unit, its blocks that are read), in the order of the course."""
    return [
        (
            one.name,
            [
                Passage(
                    f"{one.unit.item.unit.key}/{block['key']}",
                    # Once chosen, only this is seen of it, without the name of the unit.
                    f"{one.label} {_beginning(block)}",
                )
                for block in one.unit.content["blocks"]
                if block["kind"] in ("text", "callout", "image")
            ],
        )
        for one in units
    ]


def _beginning(block: Mapping[str, Any]) -> str:
    texts = block["texts"]
    for code in (current_language(), *LANGUAGES):
        said = texts.get(code, {})
        words = said.get("title") or said.get("text") or said.get("caption") or said.get("alt")
        if words and words.strip():
            # The first paragraph or heading names the block; the rest need not be rendered.
            first = words.strip().split("\n\n")[0][:400]
            return Truncator(plain_text(render_markdown(first, code))).chars(MOST_NAME)
    return _("A block without text")


# --- the bank ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What the list of questions is narrowed to, as the address says it."""

    words: str = ""
    kind: str = ""
    category: str = ""
    difficulty: str = ""
    used: str = ""
    untranslated: bool = False
    archived: bool = False

    @classmethod
    def of(cls, asked: QueryDict) -> "Wanted":
        return cls(
            words=asked.get("q", "").strip()[:200],
            kind=asked.get("kind", ""),
            category=asked.get("class", ""),
            difficulty=asked.get("difficulty", ""),
            used=asked.get("used", ""),
            untranslated=bool(asked.get("untranslated")),
            archived=bool(asked.get("archived")),
        )

    @property
    def narrows(self) -> bool:
        """Whether anything beyond the usual list is asked for."""
        return self != Wanted()


def rows_of(
    versions: Sequence[ItemVersion], units: Sequence[Numbered], languages: Sequence[str]
) -> list[Row]:
    """Every question as a row, the newest first."""
    uses, draws = uses_in(units), draws_in(units)
    return [
        Row(
            version.item,
            version,
            uses_of(version.item, uses, draws),
            [code for code in languages if not prompt_of(version.body).get(code)],
        )
        for version in reversed(versions)
    ]


def uses_of(
    item: Item, uses: Mapping[str, Sequence[Use]], draws: Mapping[str, Sequence[Use]]
) -> list[Use]:
    """The blocks that ask a question, and those that may draw it."""
    asked = list(uses.get(str(item.uid), ()))
    units = {use.unit for use in asked}
    may = [] if item.archived_at else draws.get(item.category, ())
    return [*asked, *(use for use in may if use.unit not in units)]


def narrowed(rows: Sequence[Row], wanted_rows: Wanted) -> list[Row]:
    """Those of the rows that are asked for."""
    beginnings = wanted(wanted_rows.words)
    return [
        row
        for row in rows
        if bool(row.item.archived_at) == wanted_rows.archived
        and wanted_rows.kind in ("", row.item.kind)
        and wanted_rows.category in ("", row.item.category)
        and wanted_rows.difficulty in ("", row.item.difficulty)
        and (wanted_rows.used not in ("yes", "no") or bool(row.uses) == (wanted_rows.used == "yes"))
        and not (wanted_rows.untranslated and not row.missing)
        and _holds(row, beginnings)
    ]


def _holds(row: Row, beginnings: Sequence[Sequence[str]]) -> bool:
    if not beginnings:
        return True
    said = " ".join(_texts(row.version.body))
    words = " " + " ".join(fold(f"{said} {row.item.key} {row.item.category}").split())
    for sign in "([{„“\"'‚*_/-":
        words = words.replace(sign, " ")
    return all(any(f" {one}" in words for one in word) for word in beginnings)


def _texts(value: Any) -> Iterator[str]:
    """Every text that learners may read, in both languages."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in ("kind", "key", "see", "files", "src"):
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def classes_in(versions: Sequence[ItemVersion]) -> list[str]:
    """The classes that the bank's questions have, in order."""
    return sorted({one.item.category for one in versions if one.item.category}, key=fold)
