"""Small course packages for tests, written as files like any author's."""

import hashlib
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

# A survey with a question of each kind: its keyed line, and its texts.
QUESTIONS = "questions=why:one:help/learn,how:many:bus/foot,sure:scale,more:short"
SURVEY_TEXTS = {
    "lt": """title: Prieš pradedant
about: Trumpai.
q-why: Kodėl čia?
q-why-help: Noriu padėti
q-why-learn: Noriu mokytis
q-how: Kaip atvyksite?
q-how-bus: Autobusu
q-how-foot: Pėsčiomis
q-sure: Ar tikite savimi?
q-sure-low: visai ne
q-sure-high: labai
q-more: Dar ką nors?""",
    "en": """title: Before you begin
about: In *short*.
q-why: Why are you here?
q-why-help: To help
q-why-learn: To learn
q-how: How will you come?
q-how-bus: By bus
q-how-foot: On foot
q-sure: How sure are you?
q-sure-low: not at all
q-sure-high: very
q-more: Anything else?""",
}


def pair(lt: str, en: str) -> dict[str, str]:
    return {"lt": lt, "en": en}


def single(key: str, *, right: str = "a", see: dict[str, str] | None = None) -> dict[str, Any]:
    """A question whose right option is `right`; every option has its own feedback."""
    item: dict[str, Any] = {
        "key": key,
        "kind": "single",
        "prompt": pair(f"Klausimas {key}?", f"Question {key}?"),
        "options": [
            {
                "key": option,
                "right": "true" if option == right else "false",
                "text": pair(f"Variantas {option}", f"Option {option}"),
                "feedback": pair(f"Paaiškinimas {option}", f"Feedback {option}"),
            }
            for option in ("a", "b", "c")
        ],
        "explanation": pair(f"Taip yra dėl {key}.", f"It is so because of {key}."),
    }
    if see:
        item["see"] = see
    return item


def measured(key: str) -> dict[str, Any]:
    """A question for a number: 20 cm, give or take 4."""
    return {
        "key": key,
        "kind": "number",
        "prompt": pair(f"Kiek {key}?", f"How many {key}?"),
        "answer": 20,
        "tolerance": 4,
        "unit": pair("cm", "cm"),
        "explanation": pair(f"Tiek yra dėl {key}.", f"It is so because of {key}."),
    }


def statement(key: str) -> dict[str, Any]:
    """A statement that does not hold; each answer has its own feedback."""
    return {
        "key": key,
        "kind": "truefalse",
        "prompt": pair(f"Teiginys {key}.", f"Statement {key}."),
        "right": "false",
        "if_true": pair(f"Daugelis taip mano dėl {key}.", f"Many think so of {key}."),
        "if_false": pair(f"Taip dėl {key}.", f"Indeed because of {key}."),
        "explanation": pair(f"Netiesa dėl {key}.", f"False because of {key}."),
    }


def matching(key: str) -> dict[str, Any]:
    """Three cards c1, c2, c3 with their sides p, q, p; side r goes with nothing."""
    return {
        "key": key,
        "kind": "match",
        "prompt": pair(f"Kas su kuo {key}?", f"What goes with what {key}?"),
        "sides": [{"key": one, "text": pair(f"Pusė {one}", f"Side {one}")} for one in "pqr"],
        "cards": [
            {
                "key": card,
                "side": side,
                "text": pair(f"Kortelė {card}", f"Card {card}"),
                "feedback": pair(f"Dėl {card}.", f"Why {card}."),
            }
            for card, side in (("c1", "p"), ("c2", "q"), ("c3", "p"))
        ],
        "explanation": pair(f"Taip eina {key}.", f"So they go, {key}."),
    }


def ordering(key: str) -> dict[str, Any]:
    """Four cards c1 to c4, in their right order."""
    return {
        "key": key,
        "kind": "order",
        "prompt": pair(f"Kas po ko {key}?", f"What after what {key}?"),
        "cards": [
            {
                "key": card,
                "text": pair(f"Žingsnis {card}", f"Step {card}"),
                "feedback": pair(f"Vieta {card}.", f"Place {card}."),
            }
            for card in ("c1", "c2", "c3", "c4")
        ],
        "explanation": pair(f"Iš eilės {key}.", f"In turn, {key}."),
    }


def classifying(key: str) -> dict[str, Any]:
    """Three classes x, y, z, of which y is right, and a key of two couplets that leads to them."""
    return {
        "key": key,
        "kind": "classify",
        "prompt": pair(f"Kuri klasė {key}?", f"Which class {key}?"),
        "description": pair("Aprašymas *čia*.", "Described *here*."),
        "options": [
            {
                "key": one,
                "right": "true" if one == "y" else "false",
                "text": pair(f"Klasė {one}", f"Class {one}"),
                "feedback": pair(f"Panašu į {one}.", f"Looks like {one}."),
            }
            for one in "xyz"
        ],
        "shuffle": "false",
        "couplets": [
            {
                "leads": [
                    {"text": pair(f"Teiginys {n}a", f"Statement {n}a"), "to": first},
                    {"text": pair(f"Teiginys {n}b", f"Statement {n}b"), "to": second},
                ]
            }
            for n, (first, second) in enumerate((("x", "2"), ("y", "z")), 1)
        ],
        "explanation": pair(f"Tai y dėl {key}.", f"It is y because of {key}."),
    }


def faulty(key: str) -> dict[str, Any]:
    """A sheet of two rows with two faults: a date, and a count that goes with what was seen."""
    return {
        "key": key,
        "kind": "faults",
        "prompt": pair(f"Kas čia blogai {key}?", f"What is wrong {key}?"),
        "description": pair("Taisyklės.", "The rules."),
        "columns": [
            {"key": one, "text": pair(f"Stulpelis {one}", f"Column {one}")}
            for one in ("date", "seen", "count")
        ],
        "rows": [
            {
                "key": "r1",
                "text": pair("Diena 1", "Day 1"),
                "cells": {"date": "2026-04-31", "seen": pair("taip", "yes"), "count": "3"},
            },
            {
                "key": "r2",
                "text": pair("Diena 2", "Day 2"),
                "cells": {"date": "2026-05-02", "seen": pair("ne", "no"), "count": "7"},
            },
        ],
        "faults": [
            {
                "key": "f1",
                "cells": ["r1.date"],
                "class": "date",
                "feedback": pair("Tokios dienos nėra.", "There is no such day."),
            },
            {
                "key": "f2",
                "cells": ["r2.seen", "r2.count"],
                "class": "count",
                "feedback": pair("Nematyta, bet 7.", "Not seen, but 7."),
            },
        ],
        "explanation": pair(f"Dvi klaidos {key}.", f"Two faults {key}."),
    }


def reading(key: str, **more: Any) -> dict[str, Any]:
    """A unit that is done by reading."""
    return {
        "key": key,
        "title": pair(f"Tema {key}", f"Unit {key}"),
        "minutes": 10,
        "blocks": {
            "::: text opening": pair(
                f"Lietuviškas tekstas apie {key}.", f"English text about {key}."
            )
        },
        **more,
    }


def scored(key: str, items: list[str], *, score: int = 70, **more: Any) -> dict[str, Any]:
    """A unit that is done by a quiz."""
    unit = reading(key, requirement=f"score {score}", aligns=["C1@1"], **more)
    unit["blocks"][f"::: quiz settle items={','.join(items)} preset=check"] = pair(
        "# Testas", "# Quiz"
    )
    return unit


class Package:
    """A course package that can be changed and written again."""

    def __init__(self, slug: str, modules: list[dict[str, Any]], items: list[dict[str, Any]]):
        self.modules = deepcopy(modules)
        self.items = deepcopy(items)
        self.pictures: dict[str, bytes] = {}
        self.files: dict[str, bytes] = {}
        self.course: dict[str, Any] = {
            "format": "laukas-course/1",
            "slug": slug,
            "languages": ["lt", "en"],
            "audience": "participant",
            "licence": "CC BY 4.0",
            "drawing": "furrows",
            "title": pair("Imties planavimas", "Planning a sample"),
            "summary": pair("Trumpas kursas.", "A short course."),
            "description": pair("Kam šis kursas.", "Who this is for."),
            "outcomes": [pair("Suplanuoti imtį", "Plan a sample")],
            "can_be_asked": pair("Suplanuoti imtį.", "To plan a sample."),
        }

    def units(self) -> list[dict[str, Any]]:
        return [unit for module in self.modules for unit in module["units"]]

    def unit(self, key: str) -> dict[str, Any]:
        return next(unit for unit in self.units() if unit["key"] == key)

    def item(self, key: str) -> dict[str, Any]:
        return next(item for item in self.items if item["key"] == key)

    def digest(self) -> str:
        """The same for packages that would write the same files."""
        return hashlib.sha256(repr(vars(self)).encode()).hexdigest()

    def write(self, folder: Path) -> Path:
        """Write the files, in place of whatever was there."""
        for name in ("units", "items", "pictures", "files"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for old in folder.rglob("*.*"):
            old.unlink()
        modules = deepcopy(self.modules)
        for module in modules:
            for unit in module["units"]:
                blocks = unit.pop("blocks")
                for code in ("lt", "en"):
                    text = "\n".join(f"{line}\n\n{body[code]}\n" for line, body in blocks.items())
                    (folder / "units" / f"{unit['key']}.{code}.md").write_text(text, "utf-8")
        for name, value in (
            ("course.yaml", {**self.course, "modules": modules}),
            ("items/items.yaml", {"items": self.items}),
        ):
            if value.get("items") == []:
                continue
            dumped = yaml.safe_dump(_plain(value), allow_unicode=True, sort_keys=False)
            (folder / name).write_text(dumped, "utf-8")
        for name, content in self.pictures.items():
            (folder / "pictures" / name).write_bytes(content)
        for name, content in self.files.items():
            (folder / "files" / name).write_bytes(content)
        return folder


def _plain(value: Any) -> Any:
    """Booleans as the words that packages use, and no aliases."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


def sampling(slug: str = "sampling") -> Package:
    """Three units in order: read, answer (C1 at level 1), read; and one optional."""
    return Package(
        slug,
        [
            {
                "key": "start",
                "title": pair("Pradžia", "Start"),
                "in_order": "true",
                "units": [
                    reading("first"),
                    scored("second", ["q1", "q2", "q3"]),
                    reading("third"),
                    reading("extra", required="false"),
                ],
            }
        ],
        [single("q1", see={"unit": "first", "block": "opening"}), single("q2"), single("q3")],
    )
