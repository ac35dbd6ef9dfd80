"""The progress board: which learners, in which order, and how each unit stands with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, OrderBy, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.content.models import Course
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id
from courses.enrolment.models import Enrolment, Run
from courses.progress.facts import facts_for
from courses.progress.models import UnitCompletion
from lms.accounts.queries import named
from lms.common.wording import printable, read_whole
from lms.studio.cells import WORDS, Cell, cells_of, done_by
from lms.studio.stuck import is_stuck, tries, why_stuck

LEARNERS = 25
COLUMNS = 40
MOST_PAGES = 4_000
LONGEST_QUERY = 100
UNSEEN = timedelta(days=14)

FILTERS: dict[str, str | Promise] = {
    "": pgettext_lazy("learners", "Everybody"),
    "active": pgettext_lazy("learners", "Learning"),
    "completed": pgettext_lazy("learners", "Completed"),
    "left": pgettext_lazy("learners", "Left"),
    "unseen": _("Not seen for two weeks"),
    "stuck": pgettext_lazy("learners", "Stuck"),
}
# Sorted by → (field, whether it begins with the most or the newest).
SORTS = {
    "name": ("person__name_in_order", False),
    "progress": ("reached", True),
    "activity": ("last_activity_at", True),
}
OPENS = "activity"
ORDERS: dict[str, str | Promise] = {
    "activity": _("Last active first"),
    "-activity": _("Longest not seen first"),
    "name": _("By name, A to Ž"),
    "-name": _("By name, Ž to A"),
    "progress": _("Most done first"),
    "-progress": _("Least done first"),
}


@dataclass(frozen=True)
class Look:
    """What is looked at; all of it stands in the address.

    turned: whether the order begins at its other end.  run: the only one that is shown, or 0.
    part: which columns, from 1.
    """

    sort: str = OPENS
    turned: bool = False
    state: str = ""
    query: str = ""
    run: int = 0
    page: int = 1
    part: int = 1

    @classmethod
    def of(cls, asked: QueryDict) -> "Look":
        """Read the address; what it does not know, it leaves as it opens."""
        sort = asked.get("sort", OPENS)
        turned = sort.startswith("-")
        name = sort.removeprefix("-")
        state = asked.get("state", "")
        return cls(
            name if name in SORTS else OPENS,
            turned and name in SORTS,
            state if state in FILTERS else "",
            " ".join(printable(asked.get("q", "")).split())[:LONGEST_QUERY],
            read_whole(asked.get("run", "")) or 0,
            _whole(asked.get("page", "")),
            _whole(asked.get("units", "")),
        )

    @property
    def address(self) -> str:
        """The query of this look, without what is as it opens."""
        told = {
            "sort": f"{'-' if self.turned else ''}{self.sort}",
            "state": self.state,
            "q": self.query,
            "run": str(self.run),
            "page": str(self.page),
            "units": str(self.part),
        }
        plain = {"sort": OPENS, "state": "", "q": "", "run": "0", "page": "1", "units": "1"}
        return "?" + urlencode({name: told[name] for name in told if told[name] != plain[name]})

    @property
    def is_filtered(self) -> bool:
        return bool(self.state or self.query or self.run)

    def at(self, page: int) -> "Look":
        return replace(self, page=page)

    def sorted_by(self, name: str) -> "Look":
        """The same by this; once more turns it round."""
        return replace(self, sort=name, turned=name == self.sort and not self.turned, page=1)


def _whole(typed: str) -> int:
    fits = typed.isascii() and typed.isdecimal() and len(typed) < 6
    return min(max(int(typed), 1), MOST_PAGES) if fits else 1


@dataclass(frozen=True)
class Sorting:
    """A heading that sorts. order: `ascending`, `descending`, or empty where another one sorts."""

    address: str
    order: str


@dataclass(frozen=True)
class Row:
    """One learner. cells: (state, its word) for each column.  added: how many units have come in
    since they finished."""

    enrolment: Enrolment
    stuck: list[str]
    cells: list[tuple[Cell, str]]
    added: int = 0


@dataclass(frozen=True)
class Board:
    """One page of the board. total: how many learners the filter finds."""

    look: Look
    outline: Outline | None
    rows: list[Row]
    total: int
    learning: int = 0
    finished: int = 0
    runs: tuple[Run, ...] = ()

    @property
    def choices(self) -> list[Run]:
        """The runs to choose from, where there is more than one."""
        return list(self.runs) if len(self.runs) > 1 else []

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LEARNERS))

    @property
    def gone(self) -> int:
        return self.total - self.learning - self.finished

    @property
    def before(self) -> str:
        return self.look.at(self.look.page - 1).address if self.look.page > 1 else ""

    @property
    def after(self) -> str:
        return self.look.at(self.look.page + 1).address if self.look.page < self.pages else ""

    @cached_property
    def columns(self) -> tuple[OutlineItem, ...]:
        """The units shown: all of them, or one part of a long course."""
        if self.outline is None:
            return ()
        return _part(self.outline, self.look.part)

    @property
    def parts(self) -> list[tuple[str, str, bool]]:
        """(first – last unit, address, whether it is this one), where there is more than one."""
        units = self.outline.items if self.outline else ()
        if len(units) <= COLUMNS:
            return []
        starts = range(0, len(units), COLUMNS)
        return [
            (
                f"{units[start].label}–{units[min(start + COLUMNS, len(units)) - 1].label}",
                replace(self.look, part=number).address,
                number == self.look.part,
            )
            for number, start in enumerate(starts, 1)
        ]

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """(what the address says, in words, whether it is this one), for where no heading shows."""
        chosen = f"{'-' if self.look.turned else ''}{self.look.sort}"
        return [(value, str(label), value == chosen) for value, label in ORDERS.items()]

    @property
    def sortings(self) -> dict[str, Sorting]:
        return {name: _sorting(self.look, name) for name in SORTS}

    @property
    def legend(self) -> list[tuple[Cell, str]]:
        return [(cell, str(word)) for cell, word in WORDS.items()]


def _sorting(look: Look, name: str) -> Sorting:
    order = ""
    if look.sort == name:
        _field, descends = SORTS[name]
        order = "descending" if descends != look.turned else "ascending"
    return Sorting(look.sorted_by(name).address, order)


def _part(outline: Outline, part: int) -> tuple[OutlineItem, ...]:
    start = (part - 1) * COLUMNS
    return outline.items[start : start + COLUMNS] or outline.items[:COLUMNS]


# --- reading -------------------------------------------------------------------------------------


def board_of(course: Course, look: Look, on: datetime) -> Board:
    """One page, in three statements however many learners and units there are."""
    outline = outline_by_id(course.in_force_id) if course.in_force_id else None
    if outline is None:
        return Board(look, None, [], 0)
    runs = tuple(Run.objects.filter(course=course).order_by("-kind", "starts_on", "pk"))
    if look.run not in {run.pk for run in runs}:
        look = replace(look, run=0)
    enrolments = _page(runs, look, on)
    first = enrolments[0] if enrolments else None
    total, learning, finished = (
        getattr(first, name, 0) for name in ("total", "learning", "finished")
    )
    hows = hows_of(enrolments)
    facts = facts_for(enrolments, [outline], on)
    columns = _part(outline, look.part)
    words = {cell: (cell, str(word)) for cell, word in WORDS.items()}
    rows = []
    for one in enrolments:
        mine = hows.get(one.pk, {})
        cells = cells_of(one, outline, mine, facts.of(one, outline, done_by(mine)))
        stuck = why_stuck(one, outline, getattr(one, "tries", 0), on)
        added = one.required - one.done if one.completed_at else 0
        rows.append(Row(one, stuck, [words[cells[item.uid]] for item in columns], max(added, 0)))
    return Board(look, outline, rows, total, learning, finished, runs)


def _page(runs: Sequence[Run], look: Look, on: datetime) -> list[Enrolment]:
    """The learners of this page with how many there are in all. The order is made of ids alone, so
    that what is joined to them is read for this page only."""
    found = _found(runs, look, on)
    start = (look.page - 1) * LEARNERS
    ids = found.order_by(*_order(look)).values("pk")[start : start + LEARNERS]
    every = found.order_by().annotate(every=Value(1)).values("every")

    def counted(**conditions: str) -> Subquery:
        return Subquery(every.filter(**conditions).annotate(n=Count("pk")).values("n"))

    rows = Enrolment.objects.filter(pk__in=ids).annotate(total=counted(), tries=tries())
    if not look.is_filtered:
        rows = rows.annotate(
            learning=Coalesce(counted(state=Enrolment.State.ACTIVE), 0),
            finished=Coalesce(counted(state=Enrolment.State.COMPLETED), 0),
        )
    return list(rows.select_related("person", "run").order_by(*_order(look)))


def _found(runs: Sequence[Run], look: Look, on: datetime) -> QuerySet[Enrolment]:
    # As plain numbers: the indices of the orders begin with the run, and are walked for one only.
    rows = Enrolment.objects.filter(run__in=[look.run] if look.run else [run.pk for run in runs])
    state = Enrolment.State
    conditions = {
        "active": Q(state=state.ACTIVE),
        "completed": Q(state=state.COMPLETED),
        "left": Q(state=state.WITHDRAWN),
        "unseen": Q(state=state.ACTIVE, last_activity_at__lt=on - UNSEEN)
        & ~Q(run__starts_on__gt=timezone.localdate(on - UNSEEN)),
    }
    if look.state == "stuck":
        rows = rows.filter(is_stuck(on))
    elif look.state:
        rows = rows.filter(conditions[look.state])
    return named(rows, look.query) if look.query else rows


def _order(look: Look) -> list[OrderBy]:
    field, descends = SORTS[look.sort]
    down = descends != look.turned
    return [OrderBy(F(field), descending=down), OrderBy(F("pk"), descending=down)]


def hows_of(enrolments: list[Enrolment]) -> dict[int, dict[UUID, str]]:
    """Enrolment id → (uid of the unit → how it came to be done), in one statement."""
    found: dict[int, dict[UUID, str]] = {one.pk: {} for one in enrolments}
    if found:
        rows = UnitCompletion.objects.filter(enrolment__in=found)
        for enrolment, uid, how in rows.values_list("enrolment", "unit__uid", "how"):
            found[enrolment][uid] = how
    return found
