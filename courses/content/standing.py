"""How the drafts of courses stand: what is new since the release in force, what is not translated.
Reads; few statements, however many courses and units there are."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from courses.banks.models import ItemVersion
from courses.banks.reading import digest_of
from courses.content.blocks import ANSWERED
from courses.content.blocks.quiz import questions_of
from courses.content.checking import check_unit
from courses.content.describing import settings_of
from courses.content.drafting import Working, behind_of, content_of, working
from courses.content.models import (
    Course,
    ItemPin,
    Release,
    ReleaseItem,
    ReleaseModule,
    UnitDraft,
    UnitVersion,
)
from courses.content.templates import plan_of
from lms.common.languages import LANGUAGES, Pair
from lms.common.store import immutable


@dataclass(frozen=True)
class Written:
    """What a unit says now. missing, stale: texts that lack a translation, or have an old one.
    to_mend: what else the checks find in its texts and settings.  stops: how much of that stops
    publishing.
    plan: what a template planned for it, where it holds nothing that anybody wrote.
    questions: how many its quizzes ask.  seqs: language → when its title was last written."""

    title: Pair
    minutes: int
    missing: int
    stale: int
    to_mend: int
    stops: int
    plan: Pair
    questions: int
    has_quiz: bool
    has_survey: bool
    has_calibration: bool
    seqs: tuple[tuple[str, int], ...]
    unsaved: bool

    @property
    def is_planned(self) -> bool:
        """Whether it holds a template's note and nothing that anybody wrote."""
        return bool(self.plan)


@dataclass(frozen=True)
class DraftUnit:
    """A unit of a draft. news: `new` or `changed` since the release in force, or empty."""

    uid: UUID
    written: Written
    news: str


@dataclass(frozen=True)
class Standing:
    """A course's draft as a whole."""

    draft: Release
    changed: bool
    units: dict[UUID, DraftUnit]

    @property
    def failing(self) -> list[DraftUnit]:
        """The units in which something stops publishing, but for those that are only planned."""
        return [
            unit
            for unit in self.units.values()
            if unit.written.stops and not unit.written.is_planned
        ]

    @property
    def planned(self) -> list[DraftUnit]:
        """The units that hold what a template planned and nothing that anybody wrote."""
        return [unit for unit in self.units.values() if unit.written.is_planned]

    @property
    def missing(self) -> list[DraftUnit]:
        """The units in which a translation is missing."""
        return [unit for unit in self.units.values() if unit.written.missing]

    @property
    def stale(self) -> list[DraftUnit]:
        """The units in which a translation is older than what it translates."""
        return [unit for unit in self.units.values() if unit.written.stale]


def standings(courses: Collection[Course]) -> dict[int, Standing]:
    """Course id → how its draft stands."""
    ids = [course.pk for course in courses]
    drafts = {
        row.course_id: row for row in Release.objects.filter(course__in=ids, number__isnull=True)
    }
    in_force = {course.pk: course.in_force for course in courses if course.in_force}
    releases = [*drafts.values(), *in_force.values()]
    modules: dict[int, list[Any]] = defaultdict(list)
    for row in ReleaseModule.objects.filter(release__in=releases).order_by("position"):
        told = (row.key, row.title, row.choose, row.in_order, row.opens_after, row.opening)
        modules[row.release_id].append(told)
    items = _items(releases)
    newer = _with_newer_items(in_force.values())
    units = _written(
        {
            draft.pk: (
                tuple(str(code) for code in draft.languages),
                {row["unit_id"]: row["version_id"] for row in items[draft.pk]},
            )
            for draft in drafts.values()
        }
    )
    found = {}
    for pk, draft in drafts.items():
        release = in_force.get(pk)
        published = {row["unit_id"]: row for row in items[release.pk]} if release else {}
        mine = {
            row["unit__uid"]: DraftUnit(
                row["unit__uid"],
                units[row["unit_id"]],
                _news(row, published, units[row["unit_id"]]) if release else "",
            )
            for row in items[draft.pk]
        }
        changed = release is None or (
            release.pk in newer
            or settings_of(release) != settings_of(draft)
            or modules[release.pk] != modules[draft.pk]
            or items[release.pk] != items[draft.pk]
            or any(unit.written.unsaved for unit in mine.values())
        )
        found[pk] = Standing(draft, changed, mine)
    return found


def _items(releases: Collection[Release]) -> dict[int, list[dict[str, Any]]]:
    items: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = ReleaseItem.objects.filter(release__in=releases).values(
        "release_id",
        "unit_id",
        "unit__uid",
        "version_id",
        "module__key",
        "required",
        "required_from",
        "requirement",
        "score_at_least",
        "level_at_least",
        "opens_after",
        "opening",
        "skipped_by",
    )
    for row in rows.order_by("module__position", "position"):
        told: dict[str, Any] = {**row}
        items[told.pop("release_id")].append(told)
    return items


def _with_newer_items(releases: Collection[Release]) -> set[int]:
    """Ids of the releases of which a question says something else by now."""
    newer = ItemVersion.objects.filter(
        item=OuterRef("item_version__item"), number__gt=OuterRef("item_version__number")
    )
    pins = ItemPin.objects.filter(Exists(newer), release__in=releases)
    return set(pins.order_by().values_list("release_id", flat=True).distinct())


def _news(row: dict[str, Any], published: dict[int, dict[str, Any]], now: Written) -> str:
    if row["unit_id"] not in published:
        return "new"
    old = published[row["unit_id"]]
    same = {name: row[name] == old[name] for name in row if name != "module__key"}
    return "" if all(same.values()) and not now.unsaved else "changed"


def _written(wanted: dict[int, tuple[tuple[str, ...], dict[int, int]]]) -> dict[int, Written]:
    """What units say now. wanted: draft → (its languages, unit → version). What nobody is writing
    is worked out once in a process for a whole draft, and kept until one of its versions changes.
    """
    typed: dict[int, list[UnitDraft]] = defaultdict(list)
    every = {unit for _languages, units in wanted.values() for unit in units}
    for row in UnitDraft.objects.filter(unit__in=every).exclude(content={}):
        typed[row.unit_id].append(row)
    kept: dict[int, dict[int, Written]] = {}
    missed = {}
    for draft, (languages, units) in wanted.items():
        still = tuple(pair for pair in units.items() if pair[0] not in typed)
        try:
            kept[draft] = immutable(("written", languages, still), _nothing)
        except LookupError:
            missed[draft] = ("written", languages, still)
    found = {unit: one for units in kept.values() for unit, one in units.items()}
    load = {
        version
        for draft, (_languages, units) in wanted.items()
        for unit, version in units.items()
        if draft in missed or unit in typed
    }
    versions = {row.unit_id: row for row in UnitVersion.objects.filter(pk__in=load)} if load else {}
    for draft, (languages, units) in wanted.items():
        made = {
            unit: _summary(working(versions[unit], typed.get(unit, ())), versions[unit], languages)
            for unit in units
            if unit in versions
        }
        found |= made
        if draft in missed:
            quiet = {unit: one for unit, one in made.items() if unit not in typed}
            immutable(missed[draft], lambda quiet=quiet: quiet)  # type: ignore[misc]
    return found


def _nothing() -> dict[int, Written]:
    """Nothing is kept yet, and that itself must not be kept."""
    raise LookupError


def _summary(unit: Working, version: UnitVersion, languages: tuple[str, ...]) -> Written:
    states = [
        unit.state(code, place, first=languages[0])
        for code in languages[1:]
        for place in unit.places
    ]
    quizzes = [block for block in unit.blocks if block["kind"] == "quiz"]
    content = content_of(unit)
    unsaved = unit.touched and (
        digest_of(content) != version.digest or behind_of(unit) != version.behind
    )
    found = check_unit(content, first=languages[0], languages=languages, behind={}, items=None)
    return Written(
        title={code: unit.text(code, "title") for code in LANGUAGES if unit.text(code, "title")},  # type: ignore[arg-type, misc]
        minutes=unit.minutes,
        missing=states.count("missing"),
        stale=states.count("stale"),
        to_mend=sum(finding.code != "untranslated" for finding in found),
        stops=sum(finding.stops for finding in found),
        plan=plan_of(content["blocks"]),
        questions=sum(questions_of(block["settings"]) for block in quizzes),
        has_quiz=bool(quizzes),
        has_survey=any(block["kind"] in ANSWERED for block in unit.blocks),
        has_calibration=any(block["kind"] == "calibration" for block in unit.blocks),
        seqs=tuple((code, unit.seq(code, "title")) for code in LANGUAGES),
        unsaved=unsaved,
    )
