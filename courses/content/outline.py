"""The shape of a release: modules, units, what each asks. Pure values, safe to keep and share."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from courses.content.opening import ALWAYS, Claim, Opening
from lms.common.languages import Pair


@dataclass(frozen=True)
class OutlineItem:
    """A unit as one release holds it.

    label: "1.2".  score_block: the quiz that counts, where the requirement is a score.
    last_counts: whether its last result is the learner's, and not the best one.
    waits_for: uids of the units that must be done first, the module's and the order's included.
    questions: how many items its quizzes ask.  opening: when it opens besides, the module's included.
    skipped_by: whoever has shown this already may skip it.  asks: how many surveys and self-ratings it
    has, all of which are answered where the requirement is that.  measure_block: its first calibration.
    level_at_least: what must be reached there, where the requirement is to be measured; 0 for any result.
    """

    id: int
    unit_id: int
    uid: UUID
    key: str
    version_id: int
    module_key: str
    label: str
    title: Pair
    summary: Pair
    minutes: int
    required: bool
    required_from: datetime | None
    requirement: str
    score_at_least: int | None
    score_block: UUID | None
    waits_for: tuple[UUID, ...]
    questions: int
    alignments: tuple["OutlineAlignment", ...]
    last_counts: bool = False
    opening: Opening = ALWAYS
    skipped_by: Claim | None = None
    asks: int = 0
    level_at_least: int | None = None
    measure_block: UUID | None = None

    @property
    def shown_by(self) -> str:
        """The kind of evidence that doing the unit gives; see courses.evidence.calc."""
        return "measured" if self.measure_block is not None else "assessed"


@dataclass(frozen=True)
class OutlineAlignment:
    """A competency that a unit claims."""

    competency_id: int
    code: str
    name: Pair
    level: int
    gives_evidence: bool


@dataclass(frozen=True)
class OutlineModule:
    """A module as one release holds it."""

    key: str
    label: str
    title: Pair
    choose: int | None
    items: tuple[OutlineItem, ...]

    @property
    def counting(self) -> int:
        """How many of its units are required: a choice is made among these."""
        return sum(item.required for item in self.items)

    @property
    def minutes(self) -> int:
        """Minutes of what is required; where a choice is given, of the shortest choice."""
        required = sorted(item.minutes for item in self.items if item.required)
        return sum(required if self.choose is None else required[: self.choose])


@dataclass(frozen=True)
class Outline:
    """One release of a course."""

    release_id: int
    number: int | None
    course_id: int
    course_uid: UUID
    slug: str
    title: Pair
    summary: Pair
    description: Pair
    outcomes: tuple[Pair, ...]
    can_be_asked: Pair
    languages: tuple[str, ...]
    audience: str
    licence: str
    drawing: str
    modules: tuple[OutlineModule, ...]

    @cached_property
    def items(self) -> tuple[OutlineItem, ...]:
        return tuple(item for module in self.modules for item in module.items)

    @cached_property
    def by_uid(self) -> Mapping[UUID, OutlineItem]:
        return {item.uid: item for item in self.items}

    @cached_property
    def drawn(self) -> dict[Hashable, str]:
        """Room for what pages draw of it that is the same for everybody (`{% once %}`)."""
        return {}

    @cached_property
    def by_unit(self) -> Mapping[int, OutlineItem]:
        return {item.unit_id: item for item in self.items}

    @cached_property
    def places(self) -> Mapping[UUID, int]:
        """Uid → where the unit stands in the order of the outline."""
        return {item.uid: place for place, item in enumerate(self.items)}

    @cached_property
    def asks_shown(self) -> bool:
        """Whether any unit asks what a learner has shown, here or elsewhere."""
        return any(item.opening.shown for item in self.items)

    @property
    def minutes(self) -> int:
        """Minutes of what is required: the workload that certificates state."""
        return sum(module.minutes for module in self.modules)

    def after(self, item: OutlineItem) -> OutlineItem | None:
        """The unit that follows in the order of the outline."""
        place = self.items.index(item) + 1
        return self.items[place] if place < len(self.items) else None

    def before(self, item: OutlineItem) -> OutlineItem | None:
        """The unit that stands before it."""
        place = self.items.index(item)
        return self.items[place - 1] if place else None


def circle(waits: Mapping[str, set[str]]) -> list[str]:
    """A chain of names that closes on itself, or an empty list.

    waits: name → the names that must come first. O(names + edges).
    """
    state: dict[str, int] = {}
    for start in waits:
        if state.get(start):
            continue
        stack = [(start, iter(sorted(waits.get(start, ()))))]
        state[start] = 1
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[name] = 2
                stack.pop()
            elif state.get(following) == 1:
                path = [step for step, _rest in stack]
                return [*path[path.index(following) :], following]
            elif not state.get(following):
                state[following] = 1
                stack.append((following, iter(sorted(waits.get(following, ())))))
    return []
