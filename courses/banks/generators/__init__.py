"""Generators, one file each: items with exact truth, as many as are wanted, drawn from a seed."""

import random
from collections.abc import Mapping
from typing import Any

from courses.banks.generators.base import DIFFICULTIES, Form, Generator, Parameter
from courses.banks.generators.fieldsheet import FieldSheet
from courses.banks.generators.flock import Flock
from courses.banks.generators.instrument import Instruments
from courses.banks.generators.interview import Interview
from courses.banks.generators.leaf import LeafTraits
from courses.banks.generators.quadrat import Quadrat
from courses.banks.generators.sampling import SamplingMap

_ALL: tuple[Generator, ...] = (
    Quadrat(),
    Flock(),
    Instruments(),
    LeafTraits(),
    FieldSheet(),
    Interview(),
    SamplingMap(),
)
GENERATORS: dict[str, Generator] = {generator.name: generator for generator in _ALL}


def is_generated(body: Mapping[str, Any]) -> bool:
    """Whether an item's body is drawn anew for everybody who is asked it."""
    return "generator" in body


def drawn(body: dict[str, Any], seed: int, form: Form = Form.PICTURE) -> dict[str, Any]:
    """The body that a stored body and a seed make: a generated one drawn, any other as it is.

    The same seed always draws the same item; two seeds draw two. Raises KeyError for a generator that
    is not known.
    """
    if not is_generated(body):
        return body
    generator = GENERATORS[body["generator"]]
    chance = random.Random(f"{generator.name}:{body['class']}:{body['difficulty']}:{seed}")
    made = generator.draw(body["values"], body["class"], body["difficulty"], chance, form)
    return {"kind": generator.kind, "see": body.get("see"), **made}


__all__ = ["DIFFICULTIES", "GENERATORS", "Form", "Generator", "Parameter", "drawn", "is_generated"]
