"""What authors get of surveys: counts, and none of fewer than five answers. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.content.blocks.survey import MANY, SCALE, SHORT, STEPS, Question

# Among fewer than so many answers somebody could tell who gave one.
LEAST_SHOWN = 5


@dataclass(frozen=True)
class Counted:
    """One question. n: how many answered it.  rows: (choice or step, how many), in the order of the
    question, empty where they are too few.  texts: what was written, in no order that tells when.
    """

    question: Question
    n: int
    rows: tuple[tuple[str, int], ...] = ()
    texts: tuple[str, ...] = field(default=())

    @property
    def is_shown(self) -> bool:
        return self.n >= LEAST_SHOWN

    def share(self, count: int) -> float:
        """Of those who answered, in [0, 1]."""
        return count / self.n if self.n else 0.0


def count_answers(
    questions: Sequence[Question], given: Iterable[Mapping[str, Any]]
) -> list[Counted]:
    """The questions with their counts. given: what each person answered last."""
    every = list(given)
    return [
        _counted(one, [one_of[one.key] for one_of in every if one.key in one_of])
        for one in questions
    ]


def _counted(question: Question, answers: list[Any]) -> Counted:
    if question.kind == SHORT:
        said = [str(answer) for answer in answers]
        if len(said) < LEAST_SHOWN:
            return Counted(question, len(said))
        return Counted(question, len(said), texts=tuple(sorted(said, key=_shuffled)))
    offered = [str(step) for step in STEPS] if question.kind == SCALE else [*question.choices]
    counts: Counter[str] = Counter()
    n = 0
    for answer in answers:
        # An answer that is offered no more counts no more.
        chosen = answer if question.kind == MANY and isinstance(answer, list) else [answer]
        known = {str(one) for one in chosen} & {*offered}
        n += bool(known)
        counts.update(known)
    if n < LEAST_SHOWN:
        return Counted(question, n)
    return Counted(question, n, rows=tuple((one, counts[one]) for one in offered))


def _shuffled(text: str) -> str:
    """The same order every time, which has nothing to do with when or by whom it was written."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class CountedLevels:
    """One competency. n: how many rated themselves in it.  rows: (level, how many); empty where they
    are too few."""

    competency_id: int
    n: int
    rows: tuple[tuple[int, int], ...] = ()

    @property
    def is_shown(self) -> bool:
        return self.n >= LEAST_SHOWN

    def share(self, count: int) -> float:
        """Of those who rated themselves, in [0, 1]."""
        return count / self.n if self.n else 0.0


def count_levels(
    ratings: Mapping[int, Iterable[int]], levels: Sequence[int]
) -> list[CountedLevels]:
    """ratings: competency id → the levels at which people saw themselves last."""
    found = []
    for competency, said in ratings.items():
        counts = Counter(said)
        n = counts.total()
        rows = tuple((level, counts[level]) for level in levels) if n >= LEAST_SHOWN else ()
        found.append(CountedLevels(competency, n, rows))
    return found
