"""Leaves: told apart by margin, by how they are divided, by how they stand on the stem."""

import random
from collections.abc import Mapping, Sequence

from courses.banks.generators.base import Body, Form, Parameter, Values, picture, same
from courses.banks.generators.leaf import words
from courses.banks.generators.leaf.drawing import drawn
from courses.banks.generators.leaf.growing import grown
from courses.banks.generators.leaf.key import (
    ALL,
    CLASSES,
    MEANS,
    TRAITS,
    couplets,
    trait_of,
    way_to,
)
from courses.banks.generators.leaf.sketch import SIDE
from lms.common.languages import Pair

_TRAIT = Parameter(
    name="trait",
    label={"lt": "Pagal ką skiriama", "en": "What they are told apart by"},
    otherwise=ALL,
    choices={
        "margin": {"lt": "Lapo kraštas", "en": "Margin"},
        "compound": {"lt": "Paprasti ir sudėtiniai lapai", "en": "Simple and compound leaves"},
        "arrangement": {"lt": "Išsidėstymas ant stiebo", "en": "Arrangement on the stem"},
        ALL: {"lt": "Visi požymiai pagal vieną raktą", "en": "All traits, by one key"},
    },
    hint={
        "lt": "Lemia, kokie atsakymai siūlomi. Jei klasė prie pasirinkto požymio netinka, siūlomi jos pačios požymio atsakymai.",
        "en": "Decides which answers are offered. A class that does not belong to the trait is asked by its own.",
    },
)


class LeafTraits:
    """One leaf or shoot; the harder, the nearer it comes to another class."""

    name = "leaf"
    kind = "classify"
    title: Pair = {"lt": "Lapo požymiai", "en": "Leaf traits"}
    classes: Mapping[str, Pair] = CLASSES
    parameters: Sequence[Parameter] = (_TRAIT,)

    def draw(
        self, values: Values, category: str, difficulty: str, chance: random.Random, form: Form
    ) -> Body:
        trait = trait_of(category, values["trait"])
        plant = grown(category, difficulty, chance)
        key = couplets(trait)
        body: Body = {
            "prompt": words.PROMPTS[trait],
            "options": [
                {
                    "key": name,
                    "right": name == category,
                    "text": CLASSES[name],
                    "feedback": {} if name == category else MEANS[name],
                }
                for name in TRAITS[trait]
            ],
            "shuffle": False,
            "couplets": key,
            "explanation": _explained(words.reason(category, plant), way_to(category, key)),
        }
        if form is Form.WORDS:
            return body | {"description": words.description(plant, difficulty, chance)}
        return body | {"picture": picture(same(drawn(plant, chance)), words.alt(plant), SIDE, SIDE)}


def _explained(reason: Pair, way: str) -> Pair:
    return {
        "lt": f"{reason['lt']} Kelias pagal raktą: {way}.",
        "en": f"{reason['en']} The way through the key: {way}.",
    }
