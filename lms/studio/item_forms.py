"""The form of a question: every text in both languages, what is wrong beside it and in a summary."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from courses.banks.exchange.mapping import key_of
from courses.banks.kinds.truefalse import FEEDBACK
from courses.banks.models import Item
from courses.banks.reading import ItemText, read_item
from lms.common.languages import LANGUAGES, OTHER, in_language
from lms.common.yamlnodes import Faults, node_of
from lms.studio.item_labels import (
    ADD,
    ASK_FOR_HINT,
    EXTRAS,
    HINTS,
    LABELS,
    LINES,
    MOST,
    MOST_ROWS,
    ROW_TITLES,
)
from lms.studio.item_pairs import place_in_form, with_sides
from lms.studio.item_rows import ROWS, Values, languages_in, packaged
from lms.studio.items import DIFFICULTIES, KINDS, Passage

Errors = dict[str, list[str]]
PASTED = {"options", "cards", "pairs"}
IN_LANGUAGE = {"lt": "Lietuvių", "en": "English"}


@dataclass(frozen=True)
class Said:
    """One field. place: its name, and where a fault in it stands."""

    place: str
    label: str | Promise
    value: str
    language: str = ""
    lines: int = 1
    most: int = 60
    errors: Sequence[str] = ()

    @property
    def id(self) -> str:
        return "f-" + self.place.replace(".", "-")


@dataclass(frozen=True)
class Both:
    """A text in the languages of the course, side by side. ask_for_hint: what its hint waits behind,
    or empty where it stands open."""

    halves: list[Said]
    hint: str | Promise = ""
    is_extra: bool = False
    ask_for_hint: str | Promise = ""

    @property
    def is_folded(self) -> bool:
        """Whether it waits behind its name: something extra that nobody has written yet."""
        return self.is_extra and not any(half.value.strip() or half.errors for half in self.halves)

    @property
    def id(self) -> str:
        return self.halves[0].id.rpartition("-")[0]


@dataclass(frozen=True)
class FormRow:
    """An option, group, card or wrong answer. choices: the groups it may belong to."""

    n: int
    name: str
    title: str
    key: str
    texts: list[Both]
    lines: list[Said]
    right: bool
    choices: Sequence[tuple[str, str]]
    chosen: str
    is_first: bool
    is_last: bool
    errors: Sequence[str] = ()

    @property
    def place(self) -> str:
        return f"{self.name}.{self.n}"

    @property
    def id(self) -> str:
        return f"f-{self.name}-{self.n}"


@dataclass(frozen=True)
class FormRows:
    """All rows of one sort."""

    name: str
    label: str | Promise
    hint: str | Promise
    add: Promise
    rows: list[FormRow]
    is_full: bool
    errors: Sequence[str]

    @property
    def takes_lines(self) -> bool:
        """Whether several lines pasted into one row go into several."""
        return self.name in PASTED


@dataclass(frozen=True)
class ItemForm:
    """A question to be written. keeps_order: whether its parts are not shuffled; None where there is
    nothing to shuffle.  right: whether a statement holds; None where it is no statement."""

    kind: str
    prompt: Both
    explanation: Both
    hint: Both
    texts: list[Both]
    lines: list[Said]
    rows: list[FormRows]
    right: Said | None
    keeps_order: bool | None
    category: Said
    difficulty: str
    see: Said
    picture: Said
    alt: Both
    errors: Errors
    summary: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def kind_label(self) -> Promise:
        return KINDS[self.kind]

    @property
    def says_more(self) -> bool:
        """Whether anything stands, or is wrong, among what a question does not need."""
        lines = [*self.hint.halves, self.category, self.see]
        usual = self.difficulty in ("", Item.Difficulty.MEDIUM)
        return not usual or any(one.value.strip() or one.errors for one in lines)

    @property
    def difficulties(self) -> Mapping[str, Promise]:
        return DIFFICULTIES


# --- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Read:
    """What the form says, by the rules of packages, and what is wrong with it by place."""

    text: ItemText
    errors: Errors


def read_form(
    values: Values,
    *,
    key: str,
    first: str,
    places: Sequence[str],
    files: Mapping[str, Any] | None,
    before: Mapping[str, Any] | None = None,
    used: Collection[str] = (),
) -> Read:
    """key: the question's own, or empty for a new one.  places: values that “see” may have.
    files: the picture as it is stored.  before, used: what the question says, and the keys its
    parts have had."""
    faults = Faults()
    languages = languages_in(values, first)
    said = in_language(values["prompt"], first)[0]
    key = key or key_of(" ".join(said.split()[:6]), 1)
    item = packaged(values, key, languages)
    moved: dict[str, str] = {}
    if values["kind"] == "match":
        item, moved = with_sides(item, before, used)
    # A question can be asked before its author has found the words for why; the report advises it.
    text = read_item(node_of(item), faults, languages, explained=False)
    errors: Errors = {}
    for fault in faults:
        place = place_in_form(fault.file, moved)
        if place.startswith("see."):
            place = "see"
        message = fault.beside or fault.message
        if message not in errors.setdefault(place, []):
            errors[place].append(message)
    if values["see"] and values["see"] not in places:
        errors["see"] = [_("This passage is no longer in the course. Choose another, or none.")]
    if picture := text.body.get("picture"):
        if files is None:
            errors["picture"] = [_("This picture is no longer here. Choose it again.")]
        else:
            picture["files"] = files
    return Read(text, errors)


# --- showing -------------------------------------------------------------------------------------


def item_form(values: Values, order: Sequence[str], errors: Errors | None = None) -> ItemForm:
    """The form. order: the languages as they stand side by side."""
    made = _Making(values, order, errors or {})
    kind = values["kind"]
    form = ItemForm(
        kind=kind,
        prompt=made.both("prompt"),
        explanation=made.both("explanation"),
        hint=made.both("hint"),
        texts=[
            made.both(name) for name in ("accept", "unit", *FEEDBACK.values()) if name in values
        ],
        lines=[
            made.line(name) for name in ("answer", "tolerance", "half_tolerance") if name in values
        ],
        rows=[made.rows(name) for name in ROWS[kind]],
        right=made.line("right") if "right" in values else None,
        keeps_order=values.get("keeps_order"),
        category=made.line("class"),
        difficulty=values["difficulty"],
        see=made.line("see"),
        picture=made.said("picture", LABELS["picture"], values["picture"]["src"]),
        alt=made.both("picture.alt", values["picture"]["alt"]),
        errors=made.errors,
        summary=made.summary,
    )
    left = [place for place in made.errors if place not in made.placed]
    form.summary.extend(("", "", " ".join(made.errors[place])) for place in left)
    return form


class _Making:
    """Makes fields one after another and remembers which errors have found their place."""

    def __init__(self, values: Values, order: Sequence[str], errors: Errors) -> None:
        self.values, self.order, self.errors = values, order, errors
        self.placed: set[str] = set()
        self.summary: list[tuple[str, str, str]] = []

    def said(self, place: str, label: str | Promise, value: str, **more: Any) -> Said:
        found = self.errors.get(place, [])
        made = Said(place, label, value, errors=found, **more)
        self.placed.add(place)
        if found:
            language = made.language and f" ({IN_LANGUAGE[made.language]})"
            name = f"{self.row_title}, {label}" if self.row_title else f"{label}"
            self.summary.append((made.id, f"{name}{language}", " ".join(found)))
        return made

    row_title = ""

    def both(self, place: str, pair: Mapping[str, str] | None = None, part: str = "") -> Both:
        """part: what labels and limits call it, where that is not its place."""
        part = part or place
        pair = self.values[place] if pair is None else pair
        halves = [
            self.said(
                f"{place}.{code}",
                self._of_kind(LABELS, part),
                pair[code],
                language=code,
                lines=LINES.get(part, 1),
                most=MOST[part],
            )
            for code in self.order
        ]
        if place in self.errors:
            first = halves[0]
            self.placed.add(place)
            self.summary.append((first.id, str(first.label), " ".join(self.errors[place])))
        return Both(halves, HINTS.get(part, ""), part in EXTRAS, ASK_FOR_HINT.get(part, ""))

    def line(self, place: str) -> Said:
        return self.said(place, LABELS[place], self.values[place])

    def rows(self, name: str) -> FormRows:
        rows = self.values[name]
        errors = self.errors.get(name, [])
        label = self._of_kind(LABELS, name)
        self.placed.add(name)
        if errors:
            self.summary.append((f"f-{name}", str(label), " ".join(errors)))
        shown = [self._row(name, n, row, len(rows)) for n, row in enumerate(rows)]
        self.row_title = ""
        full = len(rows) >= self._of_kind(MOST_ROWS, name)
        hint = self._of_kind(HINTS, name)
        return FormRows(name, label, hint, ADD[name], shown, full, errors)

    def _of_kind(self, said: Mapping[str, Any], name: str) -> Any:
        """What is said of rows or texts of this name: in this kind, else in all."""
        return said.get(f"{self.values['kind']}:{name}", said.get(name, ""))

    def _row(self, name: str, n: int, row: Values, of: int) -> FormRow:
        kind = ROWS[self.values["kind"]][name]
        self.row_title = title = str(ROW_TITLES[name]) % {"n": n + 1}
        place = f"{name}.{n}"
        lines = [
            self.said(f"{place}.{part}", LABELS[f"{name}.{part}"], row[part], most=40)
            for part in kind.plain
            if part != "group"
        ]
        if "group" in kind.plain:
            self.said(f"{place}.group", LABELS["cards.group"], row["group"])
        return FormRow(
            n=n,
            name=name,
            title=title,
            key=row.get("key", ""),
            texts=[
                self.both(f"{place}.{part}", row[part], f"{name}.{part}")
                for part in kind.words + kind.texts
            ],
            lines=lines,
            right=bool(row.get("right")),
            choices=self._groups() if "group" in kind.plain else (),
            chosen=row.get("group", ""),
            is_first=n == 0,
            is_last=n == of - 1,
            errors=self.errors.get(f"{place}.group", ()),
        )

    def _groups(self) -> list[tuple[str, str]]:
        return [
            (
                group["key"],
                in_language(group["text"], self.order[0])[0]
                or str(ROW_TITLES["groups"]) % {"n": n},
            )
            for n, group in enumerate(self.values["groups"], 1)
        ]


def order_of(languages: Sequence[str], first: str, values: Values) -> list[str]:
    """The languages to write in: the course's, its first one first, and what is written already."""
    shown = [first, *(code for code in languages if code != first)]
    if OTHER[first] not in shown and OTHER[first] in languages_in(values, first):
        shown.append(OTHER[first])
    return [code for code in shown if code in LANGUAGES]


def places_in(passages: Sequence[tuple[str, list[Passage]]]) -> list[str]:
    """The values that “see” may have."""
    return [one.value for _unit, found in passages for one in found]
