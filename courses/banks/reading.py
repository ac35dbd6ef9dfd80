"""An item as a package writes it, checked and brought into the shape that is stored. Pure."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.kinds import KINDS
from courses.banks.models import Item
from lms.common.html import formula_faults
from lms.common.yamlnodes import Faults, Fields, Node

COMMON = {
    "key",
    "kind",
    "class",
    "difficulty",
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
    )


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
