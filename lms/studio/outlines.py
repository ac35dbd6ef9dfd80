"""What the outline page shows: modules and units in words, and the one panel that is open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.utils.translation import gettext as _

from courses.content.actions.outlining import shape_of
from courses.content.models import (
    Course,
    DraftChange,
    Met,
    Release,
    ReleaseItem,
    Unit,
    UnitVersion,
)
from courses.content.opening import opening_from, read_claim
from courses.content.shape import Item, Module
from courses.content.standing import DraftUnit, standings
from lms.accounts.models import User
from lms.common.languages import LANGUAGES, Pair, text
from lms.common.wording import percent
from lms.studio.outline_opening import (
    Names,
    OpeningForm,
    opening_form,
    opening_says,
    opens_when,
    skip_says,
)

UNDO_SECONDS = 10
# Where a page offers to take back what was just done.
UNDO_PLACE = "undo-it"
# The page comes a moment after the change.
A_MOMENT = 2


@dataclass(frozen=True)
class Refused:
    """What was asked and not done: the act, why, and what was typed into its form."""

    do: str
    why: str
    typed: QueryDict


@dataclass(frozen=True)
class UnitRow:
    """One unit. opens: when it opens, in sentences.  skip: who may skip it, or empty."""

    uid: str
    label: str
    title: Pair
    unit: DraftUnit
    required: bool
    done_when: str
    opens: list[str]
    lacks_quiz: bool
    lacks_survey: bool = False
    skip: str = ""
    lacks_calibration: bool = False


@dataclass(frozen=True)
class ModuleRow:
    """One module."""

    key: str
    number: int
    title: Pair
    in_order: bool
    choose: int | None
    opens: list[str]
    units: list[UnitRow]

    @property
    def counting(self) -> int:
        """How many of its units are required."""
        return sum(row.required for row in self.units)

    @property
    def minutes(self) -> int:
        """Minutes of all its units."""
        return sum(row.unit.written.minutes for row in self.units)


@dataclass(frozen=True)
class Choice:
    """One thing to choose. group: the module it belongs to."""

    value: str
    label: str
    group: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Panel:
    """The form that is open. kind: `unit`, `to` or `module`."""

    kind: str
    target: str
    titles: dict[str, str]
    seqs: dict[str, int] = field(default_factory=dict)
    required: bool = True
    requirement: str = Met.CONTINUE.value
    score: str = "70"
    in_order: bool = False
    lacks_quiz: bool = False
    lacks_survey: bool = False
    lacks_calibration: bool = False
    level: str = ""
    choices: list[Choice] = field(default_factory=list)
    opening: OpeningForm = field(default_factory=OpeningForm)
    rule: str = "all"
    choose: str = ""
    counting: int = 0


@dataclass(frozen=True)
class Bar:
    """What can be undone for some seconds: what happened, and the act that takes it back."""

    said: Pair
    do: str


@dataclass(frozen=True)
class OutlinePage:
    """The outline as an author meets it."""

    modules: list[ModuleRow]
    removed: list[tuple[str, Pair]]
    panel: Panel | None

    @property
    def units(self) -> int:
        """How many units there are."""
        return sum(len(module.units) for module in self.modules)

    @property
    def planned(self) -> int:
        """How many of them hold only what the template planned."""
        rows = [row for module in self.modules for row in module.units]
        return sum(row.unit.written.is_planned for row in rows)


def outline_page(
    course: Course, draft: Release, *, opened: str, refused: Refused | None
) -> OutlinePage:
    """The draft's outline. opened: `u-<uid>`, `to-<uid>` or `m-<key>`: the panel to open."""
    shape = shape_of(draft)
    units = standings([course])[course.pk].units
    written = {str(uid): unit for uid, unit in units.items()}
    titles = {uid: unit.written.title for uid, unit in written.items()}
    names = Names()
    modules = [
        ModuleRow(
            key=module["key"],
            number=number,
            title=module["title"],
            in_order=module["in_order"],
            choose=module["choose"],
            opens=_opens(module, titles, names),
            units=[
                _row(item, f"{number}.{place}", written[item["uid"]], titles, names)
                for place, item in enumerate(module["items"], 1)
            ],
        )
        for number, module in enumerate(shape, 1)
    ]
    panel = _panel(shape, modules, opened, refused, names)
    return OutlinePage(modules, _removed(course, draft), panel)


def _opens(row: Module | Item, titles: dict[str, Pair], names: Names) -> list[str]:
    after = opens_when(row["opens_after"], titles)
    said = opening_says(opening_from(row["opening"]), names)
    return [after, *said] if after else said


def bar_of(
    draft: Release, person: User, renamed: dict[str, Any] | None, on: datetime
) -> Bar | None:
    """The change that this person has just made, while it can be undone."""
    since = on - timedelta(seconds=UNDO_SECONDS + A_MOMENT)
    if renamed and datetime.fromisoformat(renamed["at"]) >= since:
        return Bar(renamed["said"], f"name-back:{renamed['uid']}")
    change = DraftChange.objects.filter(release=draft, author=person, made_at__gte=since).first()
    return Bar(change.said, f"undo:{change.pk}") if change else None


def _row(item: Item, label: str, unit: DraftUnit, titles: dict[str, Pair], names: Names) -> UnitRow:
    scored = item["requirement"] == Met.SCORE
    if scored:
        share = percent(item["score_at_least"] / 100)
        done_when = _("Done when at least %(share)s is reached") % {"share": share}
    elif item["requirement"] == Met.ANSWER:
        done_when = _("Done when what it asks has been answered")
    elif item["requirement"] == Met.MEASURED:
        done_when = measured_says(item["level_at_least"] or 0)
    else:
        done_when = _("Done when it has been read")
    return UnitRow(
        uid=item["uid"],
        label=label,
        title=unit.written.title,
        unit=unit,
        required=item["required"],
        done_when=done_when,
        opens=_opens(item, titles, names),
        lacks_quiz=scored and not unit.written.has_quiz,
        lacks_survey=item["requirement"] == Met.ANSWER and not unit.written.has_survey,
        lacks_calibration=item["requirement"] == Met.MEASURED and not unit.written.has_calibration,
        skip=skip_says(read_claim(item["skipped_by"]), names),
    )


def measured_says(level: int) -> str:
    """When a unit is done that asks to be measured. level: 0 for any result."""
    if not level:
        return _("Done when measured, whatever the result")
    return _("Done when measured at level %(level)s") % {"level": level}


def _removed(course: Course, draft: Release) -> list[tuple[str, Pair]]:
    """(uid, title) of the units that the draft no longer holds."""
    held = ReleaseItem.objects.filter(release=draft).values("unit")
    latest = UnitVersion.objects.filter(unit=OuterRef("pk")).order_by("-number")
    rows = (
        Unit.objects.filter(course=course, archived_at__isnull=True)
        .exclude(pk__in=held)
        .annotate(title=Subquery(latest.values("title")[:1]))
        .filter(title__isnull=False)
        .order_by("pk")
    )
    return [(str(unit.uid), unit.title) for unit in rows]


# --- the open panel ------------------------------------------------------------------------------


def _panel(
    shape: list[Module],
    modules: list[ModuleRow],
    opened: str,
    refused: Refused | None,
    names: Names,
) -> Panel | None:
    kind, _dash, target = opened.partition("-")
    typed = refused.typed if refused and refused.do.partition(":")[2] == target else None
    if kind == "m":
        for row, module in zip(modules, shape, strict=True):
            if row.key == target:
                return _module_panel(row, module, modules, typed, names)
    found = [
        (row, item)
        for shown, module in zip(modules, shape, strict=True)
        for row, item in zip(shown.units, module["items"], strict=True)
        if row.uid == target
    ]
    if kind == "to" and found:
        return Panel("to", target, {}, choices=list(_places(modules, target)))
    if kind == "u" and found:
        return _unit_panel(*found[0], modules, typed, names)
    return None


def _module_panel(
    row: ModuleRow,
    module: Module,
    modules: list[ModuleRow],
    typed: QueryDict | None,
    names: Names,
) -> Panel:
    chosen_rule = "choose" if row.choose else "all"
    chosen = typed.getlist("opens_after") if typed else module["opens_after"]
    inside = {unit.uid for unit in row.units}
    return Panel(
        "module",
        row.key,
        titles=_titles(row.title, typed),
        in_order="in_order" in typed if typed else row.in_order,
        choices=[one for one in _units(modules, chosen) if one.value not in inside],
        opening=opening_form(opening_from(module["opening"]), None, typed, names),
        rule=typed.get("rule", "all") if typed else chosen_rule,
        choose=typed.get("choose", "") if typed else str(row.choose or ""),
        counting=row.counting,
    )


def _unit_panel(
    row: UnitRow,
    item: Item,
    modules: list[ModuleRow],
    typed: QueryDict | None,
    names: Names,
) -> Panel:
    chosen = typed.getlist("opens_after") if typed else item["opens_after"]
    score = item["score_at_least"] or 70
    return Panel(
        "unit",
        row.uid,
        titles=_titles(row.title, typed),
        seqs=dict(row.unit.written.seqs),
        required="required" in typed if typed else row.required,
        requirement=typed.get("requirement", "") if typed else item["requirement"],
        score=typed.get("score", "") if typed else str(score),
        lacks_quiz=not row.unit.written.has_quiz,
        lacks_survey=not row.unit.written.has_survey,
        lacks_calibration=not row.unit.written.has_calibration,
        level=typed.get("level", "") if typed else str(item["level_at_least"] or ""),
        choices=[one for one in _units(modules, chosen) if one.value != row.uid],
        opening=opening_form(
            opening_from(item["opening"]), read_claim(item["skipped_by"]), typed, names
        ),
    )


def _titles(title: Pair, typed: QueryDict | None) -> dict[str, str]:
    if typed:
        return {code: typed.get(f"title_{code}", "") for code in LANGUAGES}
    return {code: str(title.get(code, "")) for code in LANGUAGES}


def _units(modules: list[ModuleRow], chosen: list[str]) -> Iterator[Choice]:
    for module in modules:
        for row in module.units:
            label = f"{row.label} {text(row.title)}"
            yield Choice(
                row.uid, label, f"{module.number}. {text(module.title)}", row.uid in chosen
            )


def _places(modules: list[ModuleRow], uid: str) -> Iterator[Choice]:
    """Every place this unit could stand at, counted as they are without it."""
    for module in modules:
        group = f"{module.number}. {text(module.title)}"
        others = [row for row in module.units if row.uid != uid]
        here = any(row.uid == uid for row in module.units)
        at = [row.uid for row in module.units].index(uid) if here else -1
        yield Choice(f"{module.key}:0", _("at the beginning"), group, at == 0)
        for place, row in enumerate(others, 1):
            label = _("after %(label)s %(title)s") % {"label": row.label, "title": text(row.title)}
            yield Choice(f"{module.key}:{place}", label, group, at == place)
