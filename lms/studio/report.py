"""The publish report as values: what an author decided, and whom each edit touches. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from courses.assessment.models import Attempt
from courses.banks.facing import right_answer
from courses.content.changing import Edit, Edition, Kind
from courses.content.findings import Finding
from courses.content.outline import OutlineItem
from courses.content.templates import is_planned_only
from courses.progress.forecast import Forecast
from lms.common.languages import Pair, current_language

UPWARD, BOTH, KEEP = "upward", "both", "keep"


@dataclass(frozen=True)
class Choices:
    """What the author has decided. spared: units that only those who start from now must do.
    ways: question uid → `upward`, `both` or `keep`.  reasons: question uid → why."""

    spared: frozenset[UUID] = frozenset()
    ways: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def way(self, edit: Edit) -> str:
        """Another answer to the same question moves scores up; another question moves none."""
        assert edit.question is not None
        otherwise = UPWARD if edit.kind is Kind.ANSWERS else KEEP
        return self.ways.get(edit.question.uid, otherwise)


@dataclass(frozen=True)
class Regraded:
    """One attempt that would be scored again. before, after: shares, 0 to 1.  opens: units that would
    then count as done.  badges: names of those that would newly be earned."""

    attempt: Attempt
    before: float
    after: float
    opens: tuple[OutlineItem, ...]
    badges: tuple[Pair, ...] = ()

    @property
    def name(self) -> str:
        return self.attempt.enrolment.person.name


@dataclass(frozen=True)
class Effect:
    """An edit, and whom it touches. people: those who are learning now.  number: in the report.

    freed: those for whom a unit that is closed now would be open.  opening, opened: when it opens
    besides what is done first, in sentences, as it will be and as it is now.

    asks: whether something that was handed in would get other points.  losing: how many attempts
    would lose some if scores could fall.
    done: how many have done the unit.  open: attempts that are open at what changes.  evidence:
    rows that stay.  readers: how many learn in the language that was translated.
    """

    edit: Edit
    number: int
    people: tuple[Forecast, ...] = ()
    freed: tuple[Forecast, ...] = ()
    opening: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    done: int = 0
    open: int = 0
    evidence: int = 0
    readers: int = 0
    regraded: tuple[Regraded, ...] = ()
    spared: bool = False
    asks: bool = False
    losing: int = 0
    way: str = ""
    reason: str = ""

    @property
    def right_before(self) -> str:
        """The right answer of now, in words."""
        return self._right("was")

    @property
    def right_after(self) -> str:
        return self._right("version")

    def _right(self, which: str) -> str:
        body = getattr(self.edit.question, which).body
        return right_answer(body, current_language())

    @property
    def template(self) -> str:
        return f"studio/publish/{self.edit.kind.value}.html"


@dataclass(frozen=True)
class Earning:
    """Somebody who would newly be given badges. badges: their names."""

    name: str
    badges: tuple[Pair, ...]


@dataclass(frozen=True)
class Report:
    """Everything an author sees before publishing. number: of the release that it would be.
    is_closed: whether nobody can open the course now, because it is not published."""

    number: int
    old: Edition | None
    new: Edition
    stamp: str
    findings: list[Finding]
    learning: int
    finished: int
    effects: list[Effect]
    forecasts: list[Forecast]
    earning: list[Earning]
    is_closed: bool

    @property
    def losing(self) -> int:
        """How many would lose points by what the author has chosen."""
        return len(
            {
                one.attempt.enrolment.person_id
                for effect in self.effects
                for one in effect.regraded
                if one.after < one.before
            }
        )

    @cached_property
    def unwritten(self) -> list[OutlineItem]:
        """The units that hold what a template wrote and nothing else."""
        return [
            self.new.outline.by_uid[uid]
            for uid, content in self.new.contents.items()
            if is_planned_only(content["blocks"])
        ]

    @property
    def stops(self) -> list[Finding]:
        """What must be mended, but for what goes with the units that nobody has written."""
        return [finding for finding in self._of_written if finding.stops]

    @property
    def advice(self) -> list[Finding]:
        return [finding for finding in self._of_written if not finding.stops]

    @property
    def _of_written(self) -> list[Finding]:
        unwritten = {str(item.uid) for item in self.unwritten}
        return [finding for finding in self.findings if finding.unit not in unwritten]

    @property
    def falling(self) -> int:
        """How many would have a lower percentage."""
        return sum(one.falls for one in self.forecasts)

    @cached_property
    def completing(self) -> list[Forecast]:
        """Those who would complete the course by this."""
        return [one for one in self.forecasts if one.completes]

    @property
    def is_first(self) -> bool:
        return self.old is None

    @property
    def units(self) -> int:
        return len(self.new.outline.items)

    @property
    def says_something(self) -> bool:
        return self.is_closed or bool(self.effects)
