"""What the page of an exercise's results shows, and the files that it offers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.banks.generators import GENERATORS
from courses.calibration.models import CalibrationResult, SittingItem
from courses.calibration.naming import class_names
from courses.calibration.queries import begun_in, results_in
from courses.calibration.reporting import (
    LEAST_PEOPLE,
    Leaning,
    Stand,
    Summary,
    leanings_of,
    may_be_told,
    stands_of,
    summary_of,
)
from courses.classroom.calibration_words import share_range
from courses.content.models import Course, Unit
from courses.content.queries import working_of
from lms.common.languages import LANGUAGES, Pair, text
from lms.common.spreadsheet import BOM, as_text, line_of
from lms.common.wording import percent

ON_A_PAGE = 100


def title_at(unit: Unit, block: str) -> Pair:
    """What the exercise is called; 404 where the unit has no such exercise now."""
    now = working_of(unit)
    if not any(one["uid"] == block and one["kind"] == "calibration" for one in now.blocks):
        raise Http404(_("This unit has no such calibration."))
    place = f"{block}.title"
    return {code: now.text(code, place) for code in LANGUAGES if now.text(code, place)}  # type: ignore[misc, return-value]


@dataclass(frozen=True)
class Results:
    """The page. waiting: how many have begun and were not measured yet."""

    title: Pair
    stands: list[Stand]
    summary: Summary
    page: Page  # type: ignore[type-arg]
    waiting: int

    @property
    def rows(self) -> list[tuple[Stand, str, list[str]]]:
        """(a learner, the likely range of their accuracy, how their estimates lean) of this page."""
        return [
            (
                one,
                share_range(one.lower, one.upper),
                [leaning_says(each) for each in one.leanings],
            )
            for one in self.page
        ]

    @property
    def estimates(self) -> bool:
        """Whether anything is estimated here, and so can lean."""
        return any(one.latest.numbers["estimates"] for one in self.stands)

    @property
    def least(self) -> int:
        return LEAST_PEOPLE

    @property
    def may_be_told(self) -> bool:
        """Whether the answers can be taken along for teaching."""
        return may_be_told(self.summary.people)


def results_at_block(
    course: Course, unit: Unit, block: Any, on: datetime, page: str | None = None
) -> Results:
    title = title_at(unit, str(block))
    stands = stands_of(results_in(course.pk, block), on)
    return Results(
        title,
        stands,
        summary_of(stands),
        Paginator(stands, ON_A_PAGE).get_page(page),
        max(0, begun_in(course.pk, block) - len(stands)),
    )


def leaning_says(one: Leaning) -> str:
    """ "Too much by 15% (a flock of birds)", of estimates that lean."""
    words = {"share": percent(round(abs(one.share), 2)), "what": _group_named(one.group)}
    if one.share > 0:
        said = _("%(what)s: about %(share)s too much")
    else:
        said = _("%(what)s: about %(share)s too little")
    return said % words


def _group_named(group: str) -> str:
    generator = GENERATORS.get(group)
    return text(generator.title) if generator else _("Estimates")


def classes_of(
    result: CalibrationResult, items: Sequence[SittingItem]
) -> list[tuple[Pair, Mapping[str, Any]]]:
    """(what a class is called, its numbers) of a result; of classes that came."""
    rows = [one for one in result.numbers["classes"] if one["n"]]
    bodies = [one.item_version.body for one in items]
    named = class_names(bodies, [one["class"] for one in rows])
    return [(named[one["class"]], one) for one in rows]


# --- files ---------------------------------------------------------------------------------------


def table_lines(stands: Sequence[Stand]) -> Iterator[str]:
    """The results as lines of a table for spreadsheets."""
    head = [
        pgettext("person", "Name"),
        pgettext("of a calibration", "Level"),
        _("Answers in the series"),
        pgettext("counted", "Right"),
        _("Share right"),
        _("Interval from"),
        _("Interval to"),
        _("Balanced accuracy, last sitting"),
        _("How estimates lean"),
        _("Measured on"),
        _("Valid until"),
        _("Times measured"),
    ]
    yield BOM + line_of(head)
    for one in stands:
        yield line_of(
            [
                as_text(one.name),
                one.level,
                one.n,
                one.right,
                round(one.accuracy, 3),
                round(one.lower, 3),
                round(one.upper, 3),
                _share(one.latest.numbers["balanced"]),
                as_text("; ".join(leaning_says(each) for each in one.leanings)),
                _day(one.latest.made_at),
                _day(one.valid_until),
                len(one.results),
            ]
        )


def as_json(
    course: Course, unit: Unit, block: object, results: Results, on: datetime
) -> dict[str, Any]:
    """The same for programs: every result of every learner, shares in [0, 1], days by ISO 8601."""
    return {
        "course": course.slug,
        "unit": unit.key,
        "calibration": str(block),
        "title": dict(results.title),
        "made_on": _day(on),
        "learners": [
            {
                "name": one.name,
                "level": one.level,
                "valid_until": _day(one.valid_until) or None,
                "results": [result_told(result) for result in one.results],
            }
            for one in results.stands
        ],
    }


def result_told(result: CalibrationResult) -> dict[str, Any]:
    """A result as files and programs have it."""
    numbers = result.numbers
    series = numbers["series"]
    return {
        "level": result.level,
        "measured_on": _day(result.made_at),
        "valid_until": _day(result.valid_until) or None,
        "items": numbers["n"],
        "right": numbers["right"],
        "cannot_tell": numbers["cannot_tell"],
        "accuracy": numbers["accuracy"],
        "lower": numbers["lower"],
        "upper": numbers["upper"],
        "balanced_accuracy": numbers["balanced"],
        "kappa": numbers.get("kappa"),
        "series": {name: series[name] for name in ("number", "n", "right", "lower", "upper")},
        "classes": [
            {name: one[name] for name in ("class", "n", "right", "recall", "lower", "upper")}
            for one in numbers["classes"]
        ],
        "estimates": [
            {
                "group": one["group"],
                "unit": dict(one["unit"]),
                "n": one["n"],
                "bias": one["bias"],
                "mean_absolute_error": one["error"],
                "share_within_tolerance": one["within"],
                "alpha": one["alpha"],
            }
            for one in numbers["estimates"]
        ],
        "leanings": [
            {"group": one.group, "relative_bias": one.share} for one in leanings_of(numbers)
        ],
        "bank_version": result.bank_version,
        "protocol_version": result.protocol_version,
    }


def _share(share: float | None) -> float | str:
    return "" if share is None else round(share, 3)


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""
