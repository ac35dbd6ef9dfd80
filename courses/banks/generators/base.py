"""What every generator can do: draw an item with exact truth from a seed.

Pure: no database, no request, no clock, and no chance but the one that is handed in. A generator draws
a *body* of the kind that it names, as `courses.banks.kinds` stores authored ones, so that marking,
reviewing and showing it are the kind's work, and not the generator's.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from lms.common.languages import Pair

Body = dict[str, Any]
Values = Mapping[str, Any]
# By rising difficulty; as `courses.banks.models.Item.Difficulty` names them.
DIFFICULTIES = ("easy", "medium", "hard")


class Form(StrEnum):
    """How an item comes to whoever answers it: as something to be looked at, or in words and numbers,
    of the same competency, for those who cannot see it or would rather not look."""

    PICTURE = "picture"
    WORDS = "words"


@dataclass(frozen=True)
class Parameter:
    """One thing about a generator that an author chooses.

    choices: value → what it is called; without them it is a whole number from `least` to `most`.
    """

    name: str
    label: Pair
    otherwise: str | int
    choices: Mapping[str, Pair] | None = None
    least: int = 0
    most: int = 0
    hint: Pair | None = None

    def accepts(self, value: Any) -> bool:
        """Whether a generator can be given this value."""
        if self.choices is not None:
            return value in self.choices
        return isinstance(value, int) and self.least <= value <= self.most


class Generator(Protocol):
    """Draws items of one sort.

    kind: the item kind of what it draws.  classes: what its items are counted by, each with its name;
    a class is a property of the truth (which margin the leaf has, which fault the sheet holds, how
    dense the cover is), and every class can be drawn at every difficulty.
    """

    name: str
    kind: str
    title: Pair
    classes: Mapping[str, Pair]
    parameters: Sequence[Parameter]

    def draw(
        self,
        values: Values,
        category: str,
        difficulty: str,
        chance: random.Random,
        form: Form,
    ) -> Body:
        """The body of one item: `prompt` and `explanation` (pairs), what the kind asks for, and
        where something is to be looked at a `picture`: {"svg": pair, "alt": pair, "width", "height"}.

        values: a value for every parameter.  The same arguments, with `chance` in the same state,
        give the same body. The picture's `alt` says what is to be seen, and not what is asked.
        """


def picture(svg: Pair, alt: Pair, width: float, height: float) -> Body:
    """A drawing in the shape in which bodies hold it. svg: whole elements, one for each language (they
    may be the same), without styles and scripts; width, height: of its view box."""
    return {"svg": svg, "alt": alt, "width": width, "height": height}


def same(markup: str) -> Pair:
    """A drawing without words is the same in both languages."""
    return {"lt": markup, "en": markup}
