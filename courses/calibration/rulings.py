"""What was decided about the truth of items, and how answers count by it.

Where a corrected judgement lives: not in the rows of a sitting. SittingItem.right, points and seen say
how an answer stood beside the truth when it was given, and are never written again. How it counts *now*
follows from that row and the decision in force, each time it is asked for, and is kept in the one place
that is shown and proves something: the numbers of a new CalibrationResult, which names the one that it
replaces and the reason. Decisions are append-only and results immutable, so every result of the past can
be worked out once more as it was.

A decision is about a truth, and so about every version of its item that asks the same and has the same
answer key: where only the explanation differs, the truth is the same. The latest decision about a truth
is in force. A corrected truth may itself be decided about later; a decision from before the correction
says nothing about what came of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from courses.banks.facing import answer_key, face
from courses.banks.generators import Form, drawn
from courses.banks.kinds import KINDS
from courses.banks.models import ItemVersion
from courses.banks.reading import digest_of
from courses.calibration.judging import Judged, judged
from courses.calibration.models import GoldDecision, SittingItem


def truth_of(version: ItemVersion) -> str:
    """The same for versions of an item that ask the same and have the same right answer."""
    return digest_of([face(version.body), answer_key(version.body)])


@dataclass(frozen=True)
class Ruled:
    """How an answer counts by a decision. judged: by the corrected truth; None where the item counts no
    more.  version: with the corrected truth."""

    decision: GoldDecision
    version: ItemVersion | None = None
    judged: Judged | None = None

    @property
    def is_dropped(self) -> bool:
        return self.version is None

    @property
    def at(self) -> datetime:
        return self.decision.decided_at


@dataclass(frozen=True)
class Rulings:
    """The decisions of a course. by_item: item id → decisions about it, the first first."""

    by_item: Mapping[int, Sequence[GoldDecision]] = field(default_factory=dict)
    _truths: dict[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_item)

    def latest(self, version: ItemVersion, after: int = 0) -> GoldDecision | None:
        """The decision in force about the truth of this version. after: one that must be older."""
        for one in reversed(self.by_item.get(version.item_id, ())):
            if one.pk <= after:
                return None
            if self._truth(one.version) == self._truth(version):
                return one
        return None

    def followed(self, version: ItemVersion) -> tuple[GoldDecision, ItemVersion | None] | None:
        """The decision that answers to a version count by, and the version with the truth that is right
        by it: None where the item was dropped. Nothing where they count as they were judged."""
        decision, truth = None, version
        while one := self.latest(truth, after=decision.pk if decision else 0):
            if one.verdict == GoldDecision.Verdict.DROPPED:
                return one, None
            if one.verdict == GoldDecision.Verdict.STANDS or one.corrected_to is None:
                break
            decision, truth = one, one.corrected_to
        if decision is None or self._truth(truth) == self._truth(version):
            return None
        return decision, truth

    def ruled(self, mine: SittingItem) -> Ruled | None:
        """How the answer to an item of a sitting counts now; None where it counts as it was judged."""
        if not self.by_item or mine.item_version.item_id not in self.by_item:
            return None
        found = self.followed(mine.item_version)
        if found is None:
            return None
        decision, version = found
        if version is None:
            return Ruled(decision)
        body = drawn(version.body, mine.seed, Form(mine.form))
        if mine.answer is not None and not KINDS[body["kind"]].is_answer(body, mine.answer):
            return None
        return Ruled(decision, version, judged(version, body, mine.answer))

    def _truth(self, version: ItemVersion) -> str:
        if version.pk not in self._truths:
            self._truths[version.pk] = truth_of(version)
        return self._truths[version.pk]


NO_RULINGS = Rulings()


def rulings_of(decisions: Iterable[GoldDecision]) -> Rulings:
    """By item, of decisions of one course in their order, each with its versions."""
    found: dict[int, list[GoldDecision]] = defaultdict(list)
    for one in decisions:
        found[one.version.item_id].append(one)
    return Rulings(found)


def rulings_in(course_id: int) -> Rulings:
    """The decisions of a course, in one statement."""
    rows = GoldDecision.objects.filter(course=course_id)
    return rulings_of(rows.select_related("version__item", "corrected_to__item").order_by("pk"))


def rulings_at(unit_id: int) -> Rulings:
    """The decisions of the course of a unit, in one statement."""
    rows = GoldDecision.objects.filter(course__units=unit_id)
    return rulings_of(rows.select_related("version__item", "corrected_to__item").order_by("pk"))
