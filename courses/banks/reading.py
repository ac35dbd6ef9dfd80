"""An item as a package writes it, checked and brought into the shape that is stored. Pure."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.generators import DIFFICULTIES, GENERATORS, Generator
from courses.banks.kinds import KINDS
from courses.banks.models import Item
from lms.common.html import formula_faults
from lms.common.yamlnodes import Faults, Fields, Node

DRAWN = {"key", "generator", "class", "difficulty", "pool", "see", "values"}
COMMON = {
    "key",
    "kind",
    "class",
    "difficulty",
    "pool",
    "see",
    "prompt",
    "picture",
    "hint",
    "explanation",
}


@dataclass(frozen=True)
class ItemText:
    """One item, ready to be stored."""

    key: str
    kind: str
    category: str
    difficulty: str
    body: dict[str, Any]
    node: Node
    pool: str = Item.Pool.PRACTICE

    @property
    def digest(self) -> str:
        return digest_of({"kind": self.kind, "body": self.body})


def digest_of(value: object) -> str:
    """SHA-256 of the canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_item(
    node: Node, faults: Faults, languages: tuple[str, ...], *, explained: bool = True
) -> ItemText:
    """The item at this place of a file; faults are noted, and reading goes on.

    explained: whether it must have its explanation. Packages ask for it; questions from other
    systems may get theirs later, in the bank.
    """
    first = Fields(node, Faults(), known=set())
    if "generator" in first.map:
        return _read_drawn(node, faults)
    kind_name = first.map["kind"].text if "kind" in first.map else ""
    kind = KINDS.get(kind_name)
    fields = Fields(node, faults, known=COMMON | (kind.known if kind else set(first.map)))
    fields.choice("kind", KINDS)
    body: dict[str, Any] = {
        "prompt": fields.pair("prompt", languages=languages, most=3000),
        "explanation": fields.pair(
            "explanation", languages=languages, required=explained, most=3000
        ),
        "see": _read_see(fields),
        "picture": _read_picture(fields, languages),
    }
    if fields.has("hint"):
        # A question without one says nothing of it, as those from before there were hints.
        body["hint"] = fields.pair("hint", languages=languages, most=1000)
    for name in ("prompt", "hint", "explanation"):
        for text in body.get(name, {}).values():
            for formula in formula_faults(text):
                fields.fault(_("The formula “%s” cannot be read.") % formula, name)
    if kind:
        body |= kind.read(fields, languages)
    return ItemText(
        key=fields.key(),
        kind=kind_name,
        category=fields.text("class", required=False, most=60),
        difficulty=fields.choice(
            "difficulty", Item.Difficulty.values, otherwise=Item.Difficulty.MEDIUM, required=False
        ),
        body=body,
        node=node,
        pool=_read_pool(fields),
    )


def _read_drawn(node: Node, faults: Faults) -> ItemText:
    """An item that a generator draws anew for everybody who is asked it: which generator, which class
    and difficulty, and a value for each of its parameters."""
    fields = Fields(node, faults, known=DRAWN)
    name = fields.choice("generator", GENERATORS)
    generator = GENERATORS.get(name)
    difficulty = fields.choice(
        "difficulty", DIFFICULTIES, otherwise=Item.Difficulty.MEDIUM, required=False
    )
    category = fields.choice("class", generator.classes) if generator else ""
    body = {
        "generator": name,
        "class": category,
        "difficulty": difficulty,
        "values": _read_values(fields, generator) if generator else {},
        "see": _read_see(fields),
    }
    return ItemText(
        key=fields.key(),
        kind=generator.kind if generator else "",
        category=category,
        difficulty=difficulty,
        body=body,
        node=node,
        pool=_read_pool(fields),
    )


def _read_values(fields: Fields, generator: Generator) -> dict[str, str | int]:
    """A value for every parameter; what is not said is as the generator has it."""
    known = {one.name: one for one in generator.parameters}
    values: dict[str, str | int] = {one.name: one.otherwise for one in generator.parameters}
    if not fields.has("values"):
        return values
    said = Fields(fields.get("values"), fields.faults, known=set(known))
    for name, parameter in known.items():
        if not said.has(name):
            continue
        if parameter.choices is not None:
            values[name] = said.choice(name, parameter.choices)
            continue
        values[name] = said.integer(name, parameter.least, parameter.most)
    return values


def _read_pool(fields: Fields) -> str:
    return fields.choice("pool", Item.Pool.values, otherwise=Item.Pool.PRACTICE, required=False)


def _read_see(fields: Fields) -> dict[str, str] | None:
    if not fields.has("see"):
        return None
    see = Fields(fields.get("see"), fields.faults, known={"unit", "block"})
    return {"unit": see.key("unit"), "block": see.key("block")}


def _read_picture(fields: Fields, languages: tuple[str, ...]) -> dict[str, Any] | None:
    if not fields.has("picture"):
        return None
    picture = Fields(fields.get("picture"), fields.faults, known={"src", "alt"})
    return {
        "src": picture.text("src", most=100),
        "alt": picture.pair("alt", languages=languages, most=1000),
    }
