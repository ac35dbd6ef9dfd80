"""The form of items that a generator draws: generator, class, difficulty, parameters, and samples."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from courses.banks.generators import DIFFICULTIES, GENERATORS, Form, Generator, Parameter, drawn
from courses.banks.models import Item, ItemVersion
from courses.banks.reading import ItemText, read_item
from courses.classroom.asking import Asked, review
from lms.common.languages import LANGUAGES, Pair
from lms.common.yamlnodes import Faults, node_of
from lms.studio.items import BY_PACKAGE
from lms.studio.items import DIFFICULTIES as DIFFICULTY_NAMES

SAMPLES = 3
MOST_SEED = 10**9
VALUE = "value-"
Errors = dict[str, str]


def kind_named(generator: Generator) -> str | Promise:
    """What people answer with."""
    return BY_PACKAGE.get(generator.kind, generator.kind)


@dataclass(frozen=True)
class Typed:
    """What the form says. values: of the parameters, by name, as typed."""

    generator: Generator
    category: str
    difficulty: str
    values: Mapping[str, str]
    seed: int = 1

    @property
    def said(self) -> dict[str, Any]:
        """The item as a package writes it; its key comes from what it draws."""
        values: dict[str, Any] = {}
        for one in self.generator.parameters:
            typed = self.values.get(one.name, "").strip()
            if typed:
                is_whole = one.choices is None and typed.isascii() and typed.isdecimal()
                values[one.name] = int(typed[:9]) if is_whole else typed
        return {
            "key": f"{self.generator.name}-{self.category}-{self.difficulty}"[:60],
            "generator": self.generator.name,
            "class": self.category,
            "difficulty": self.difficulty,
            **({"values": values} if values else {}),
        }

    def read(self) -> tuple[ItemText, Errors]:
        """The item, and what is wrong by the field that it stands in."""
        faults = Faults()
        text = read_item(node_of(self.said), faults, LANGUAGES)
        errors: Errors = {}
        for fault in faults:
            errors.setdefault(fault.file.rpartition(".")[2], fault.beside or fault.message)
        return text, errors

    def every(self) -> Iterator["Typed"]:
        """The same for every class at every difficulty."""
        for category in self.generator.classes:
            for difficulty in DIFFICULTIES:
                yield Typed(self.generator, category, difficulty, self.values)


def fresh(generator: Generator) -> Typed:
    """What the form begins with."""
    values = {one.name: str(one.otherwise) for one in generator.parameters}
    return Typed(generator, next(iter(generator.classes)), DIFFICULTIES[0], values)


def stored(body: Mapping[str, Any]) -> Typed:
    """What an item says."""
    generator = GENERATORS[body["generator"]]
    values = {one.name: str(one.otherwise) for one in generator.parameters}
    values |= {name: str(value) for name, value in body["values"].items()}
    return Typed(generator, body["class"], body["difficulty"], values)


def posted(generator: Generator, form: Mapping[str, str]) -> Typed:
    """What was sent."""
    seed = form.get("seed", "")
    known = seed.isascii() and seed.isdecimal() and len(seed) < 10
    return Typed(
        generator,
        form.get("class", ""),
        form.get("difficulty", ""),
        {one.name: form.get(f"{VALUE}{one.name}", "") for one in generator.parameters},
        int(seed) if known else 1,
    )


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """One parameter. choices: (value, what it is called); without them it is a whole number."""

    parameter: Parameter
    value: str
    error: str = ""

    @property
    def name(self) -> str:
        return f"{VALUE}{self.parameter.name}"

    @property
    def choices(self) -> list[tuple[str, Pair]]:
        return [*(self.parameter.choices or {}).items()]


@dataclass(frozen=True)
class Sample:
    """One item as it is drawn from a seed: to be looked at, and in words."""

    picture: Asked
    words: Asked


@dataclass(frozen=True)
class DrawnForm:
    """The form with its samples; none where what is typed cannot be drawn."""

    typed: Typed
    fields: list[Field]
    errors: Errors
    samples: list[Sample]

    @property
    def classes(self) -> list[tuple[str, Pair]]:
        return [*self.typed.generator.classes.items()]

    @property
    def difficulties(self) -> list[tuple[str, Promise]]:
        return [(one, DIFFICULTY_NAMES[one]) for one in DIFFICULTIES]

    @property
    def many(self) -> int:
        """How many items there are of every class at every difficulty."""
        return len(self.classes) * len(DIFFICULTIES)

    @property
    def kind(self) -> str | Promise:
        return kind_named(self.typed.generator)


def drawn_form(typed: Typed) -> DrawnForm:
    text, errors = typed.read()
    fields = [
        Field(one, typed.values.get(one.name, ""), errors.get(one.name, ""))
        for one in typed.generator.parameters
    ]
    return DrawnForm(typed, fields, errors, [] if errors else samples(text, typed.seed))


def samples(text: ItemText, seed: int) -> list[Sample]:
    """Some items as learners could meet them, each with its truth."""
    return [
        Sample(_shown(text, one, Form.PICTURE), _shown(text, one, Form.WORDS))
        for one in range(seed, seed + SAMPLES)
    ]


def _shown(text: ItemText, seed: int, form: Form) -> Asked:
    # Its parts are named by its uid, and no two on the page may have the same name.
    uid = UUID(int=seed * 2 + (form == Form.WORDS))
    item = Item(uid=uid, kind=text.kind, category=text.category)
    version = ItemVersion(item=item, number=1, body=drawn({**text.body, "see": None}, seed, form))
    return review(version, 1, seed=seed, answer=None, outline=None)


def others(typed: Typed) -> Typed:
    """The same with the next samples."""
    following = (typed.seed + SAMPLES) % MOST_SEED
    return Typed(typed.generator, typed.category, typed.difficulty, typed.values, following)


def generators_told() -> Sequence[tuple[Generator, str | Promise]]:
    """(generator, what people answer with) of all that there are."""
    return [(one, kind_named(one)) for one in GENERATORS.values()]


def all_of(typed: Typed) -> list[ItemText]:
    """An item of every class at every difficulty; none where the parameters cannot be read."""
    found = []
    for one in typed.every():
        text, errors = one.read()
        if errors:
            return []
        found.append(text)
    return found


def told_of(n: int) -> str:
    """What is said after many were asked for at once."""
    if not n:
        return _("All of them are in the bank already; nothing was added.")
    return _("Items added to the bank: %s. Learners see them when the course is published.") % n
