"""What every item kind can do, and the shapes they exchange. Pure: no database, no request."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from lms.common.languages import Pair
from lms.common.yamlnodes import Fields

Body = dict[str, Any]
Answer = Any


class Verdict(StrEnum):
    """How an answer stands; words, never colour alone."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    BLANK = "blank"


@dataclass(frozen=True)
class Marked:
    """points: thousandths of the item's one point, 0 to 1000.

    feedback: what to say about the parts of the answer, by part key, each a pair.
    """

    points: int
    verdict: Verdict
    feedback: Mapping[str, Pair] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """One thing to choose or place, as a page shows it. `right` is set only in a review."""

    key: str
    text: Pair
    chosen: bool = False
    right: bool | None = None
    feedback: Pair | None = None
    group: str = ""
    right_group: str = ""


@dataclass(frozen=True)
class Observed:
    """What an answer and the truth say in the terms of measurement: numbers where something is
    estimated, classes where something is told apart; neither where an answer is only right or not."""

    value: float | None = None
    truth: float | None = None
    category: str = ""
    true_category: str = ""


class Posted(Protocol):
    """A submitted form."""

    def get(self, key: str, default: str, /) -> str: ...
    def getlist(self, key: str, /) -> list[str]: ...


class Kind(Protocol):
    """One way of asking."""

    name: str
    known: frozenset[str]

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        """The kind's part of the body from a package, faults noted in `fields`."""

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        """The answer a form holds under this field name; None where nothing was answered."""

    def is_answer(self, body: Body, answer: Answer) -> bool:
        """Whether this could be an answer to this item (for stored and sent JSON)."""

    def fault(self, body: Body, answer: Answer) -> str:
        """What to mend before this answer can be marked; empty where nothing is."""

    def mark(self, body: Body, answer: Answer) -> Marked:
        """Points and feedback for the answer; None is blank."""

    def choices(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        """What can be chosen, in the order of this attempt, without the truth."""

    def review(self, body: Body, answer: Answer, order: random.Random) -> list[Choice]:
        """The same with the truth and its feedback."""

    def groups(self, body: Body, order: random.Random) -> Sequence[Mapping[str, Any]]:
        """What a thing may be put into or beside: key and text of each, in this attempt's order."""

    def reckoning(self, body: Body, answer: Answer) -> str:
        """How the points came about, in plain words; empty where the verdict says it all."""

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        """The right answer in words, for text and number; empty where choices show it.

        met: beside an answer that is right, which needs no limits, and may need nothing.
        """

    def observed(self, body: Body, answer: Answer) -> Observed:
        """What the answer says beside the truth, for statistics; None says nothing."""


@runtime_checkable
class Shown(Protocol):
    """What a kind adds that brings pieces of a page of its own."""

    def shown(self, body: Body, answer: Answer, *, truth: bool) -> Mapping[str, Any]:
        """What these pieces show, in the reader's language; without `truth` nothing that tells it."""


class Unmeasured:
    """What the kinds share whose answers are only right or not."""

    def observed(self, body: Body, answer: Answer) -> Observed:
        return Observed()


class Unplaced(Unmeasured):
    """What the kinds share in which nothing is put anywhere, and points need no explaining."""

    def groups(self, body: Body, order: random.Random) -> Sequence[Mapping[str, Any]]:
        return ()

    def reckoning(self, body: Body, answer: Answer) -> str:
        return ""


def verdict_of(points: int) -> Verdict:
    """Words for points: all, some or none of the thousand."""
    if points >= 1000:
        return Verdict.RIGHT
    return Verdict.PARTLY if points > 0 else Verdict.WRONG


BLANK = Marked(0, Verdict.BLANK)


def read_order(fields: Fields) -> dict[str, bool]:
    """What a body says of the order of its parts: something only where they keep their own, so that
    items from before this was known stay as they are."""
    return {} if fields.flag("shuffle", otherwise=True) else {"shuffle": False}


def arranged(body: Body, name: str, order: random.Random) -> list[Any]:
    """The body's options or cards in the attempt's order, or in their own where they keep it."""
    parts = list(body[name])
    if body.get("shuffle", True):
        order.shuffle(parts)
    return parts
