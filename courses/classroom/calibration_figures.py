"""The figures of a calibration's result: each a drawing and the same as a table. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.calibration.agreement import wilson
from courses.calibration.cohort import Cohort
from courses.calibration.levels import Exercise
from courses.calibration.models import Certainty
from courses.calibration.results import STANDS_FOR
from courses.classroom.calibration_words import exact_share, share_range
from lms.common import wording
from lms.common.charts import (
    Frame,
    Mark,
    Point,
    Row,
    Share,
    Span,
    curve,
    interval_line,
    matrix,
    shares,
)
from lms.common.languages import Pair, text

Numbers = Mapping[str, Any]
Names = Mapping[str, Pair]
NOTHING = "–"


@dataclass(frozen=True)
class Twin:
    """A drawing as a table. head: of its columns.  rows: the first cell of each names it."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Figure:
    """svg: the drawing, of our own making.  title: what it shows, as a sentence.  caption: how to read
    it.  has_scale: whether numbers stand left of it."""

    key: str
    title: str
    svg: SafeString
    caption: str
    twin: Twin
    has_scale: bool = False


def figure(frame: Frame, svg: str, caption: str, twin: Twin, *, has_scale: bool = False) -> Figure:
    safe = mark_safe(svg)  # noqa: S308 - drawn by us from numbers and escaped words
    return Figure(frame.key, frame.name, safe, caption, twin, has_scale)


# --- how far to trust it -------------------------------------------------------------------------


def level_marks(numbers: Numbers, rule: Exercise) -> dict[int, float]:
    """Level → what the lower bound of the series must reach for it. For level 2 as many must be right as
    its next look asks, or its last; so it is the bound that just so many would have there."""
    n = numbers["series"]["n"]
    at, needed = next((look for look in rule.looks if look[0] >= n), rule.looks[-1])
    return {1: rule.level_1_lower, 2: wilson(needed, at).lower, 3: rule.level_3_lower}


def trust_figure(numbers: Numbers, rule: Exercise, cohort: Cohort | None) -> Figure:
    """The interval of the series on a line, with the levels; below it that of this sitting, where the
    series is more."""
    series = numbers["series"]
    whole = Span(series["right"] / series["n"], series["lower"], series["upper"])
    spans = [whole]
    if series["n"] > numbers["n"] and numbers["accuracy"] is not None:
        label = ngettext("Series of %(n)s answer", "Series of %(n)s answers", series["n"]) % {
            "n": series["n"]
        }
        mine = Span(
            numbers["accuracy"], numbers["lower"], numbers["upper"], _("This sitting"), False
        )
        spans = [Span(whole.value, whole.lower, whole.upper, label), mine]
    marks = level_marks(numbers, rule)
    title = _("Likely range: %(range)s") % {"range": share_range(whole.lower, whole.upper)}
    said = _(
        "Right answers in the series: %(share)s, likely range %(range)s. The lower end must reach %(one)s for "
        "level 1, %(two)s for level 2 and %(three)s for level 3."
    ) % {
        "share": wording.percent(whole.value),
        "range": share_range(whole.lower, whole.upper),
        "one": wording.percent(marks[1]),
        "two": wording.percent(marks[2]),
        "three": wording.percent(marks[3]),
    }
    frame = Frame("trust", title, said)
    svg = interval_line(
        frame,
        spans,
        [Mark(place, str(level)) for level, place in marks.items()],
        wording.percent,
        beside=cohort.middle if cohort else None,
    )
    caption = _(
        "The dot is the share of right answers in the series, “cannot tell” among those that were not; the "
        "line is the 95% confidence interval (Wilson). The numbers above are the levels: the whole line must "
        "lie to the right of the dashes."
    )
    if cohort:
        caption += " " + _("The small square is the median of the others.")
    return figure(frame, svg, caption, _levels(numbers, rule, marks))


def _levels(numbers: Numbers, rule: Exercise, marks: Mapping[int, float]) -> Twin:
    series = numbers["series"]
    lower = exact_share(series["lower"])
    looks = [_("%(right)s of %(n)s") % {"right": right, "n": n} for n, right in rule.looks]
    floors = ""
    if rule.floors:
        floor = wording.percent(min(rule.floors.values()))
        floors = " " + _("and of every class that matters at least %(share)s") % {"share": floor}
    right = _("%(right)s of %(n)s") % {"right": series["right"], "n": series["n"]}
    rows = [
        (
            _("Level %(level)s") % {"level": 1},
            _("lower end at least %(share)s where the series is looked at")
            % {"share": wording.percent(marks[1])},
            lower,
        ),
        (
            _("Level %(level)s") % {"level": 2},
            _("%(looks)s right") % {"looks": f" {_('or')} ".join(looks)} + floors,
            right,
        ),
        (
            _("Level %(level)s") % {"level": 3},
            _(
                "lower end at least %(share)s, every class at least %(least)s, and observations outdoors "
                "that somebody checked"
            )
            % {
                "share": wording.percent(marks[3]),
                "least": wording.percent(rule.level_3_recall),
            },
            lower,
        ),
    ]
    return Twin((_("Level"), _("What it asks of the series"), _("Now")), rows)


# --- which classes -------------------------------------------------------------------------------


def classes_figure(numbers: Numbers, names: Names) -> Figure | None:
    """How much of each class was recognised, beside the floors of those that matter; None where the
    exercise has one class only."""
    rows = [row for row in numbers["classes"] if row["n"]]
    if len(rows) < 2:
        return None
    weakest = min(rows, key=lambda row: (row["recall"], -row["n"]))
    title = _("“%(name)s”: %(right)s of %(n)s right") % {
        "name": text(names[weakest["class"]]),
        "right": weakest["right"],
        "n": weakest["n"],
    }
    if weakest["recall"] == 1:
        title = _("Everything right in every class")
    told = [f"{text(names[row['class']])}: {_of(row)}{_under(row)}" for row in rows]
    drawn = [
        Share(
            text(names[row["class"]]),
            _of(row),
            row["recall"],
            row["lower"],
            row["upper"],
            row["floor"] or None,
            _is_under(row),
        )
        for row in rows
    ]
    frame = Frame("classes", title, "; ".join(told) + ".")
    caption = _("The thin line under each bar is its likely range: with few items it is wide.")
    if any(row["floor"] for row in rows):
        caption = (
            _(
                "The dashes are what level 2 asks of the classes that matter most; names in bold are still "
                "below."
            )
            + " "
            + caption
        )
    return figure(frame, shares(frame, drawn), caption, _recalls(rows, names))


def _of(row: Numbers) -> str:
    return _("%(right)s of %(n)s") % {"right": row["right"], "n": row["n"]}


def _is_under(row: Numbers) -> bool:
    return bool(row["floor"]) and row["recall"] < row["floor"]


def _under(row: Numbers) -> str:
    if not _is_under(row):
        return ""
    return ", " + _("below %(share)s") % {"share": wording.percent(row["floor"])}


def _recalls(rows: Sequence[Numbers], names: Names) -> Twin:
    has_precision = any(row.get("precision") is not None for row in rows)
    head = [_("Class"), _("Right"), _("Share"), _("Likely range"), _("Level 2 asks")]
    if has_precision:
        head.append(_("Right when named"))
    told = []
    for row in rows:
        cells = [
            text(names[row["class"]]),
            _of(row),
            wording.percent(row["recall"]),
            share_range(row["lower"], row["upper"]),
            wording.percent(row["floor"]) if row["floor"] else NOTHING,
        ]
        if has_precision:
            precision = row.get("precision")
            cells.append(NOTHING if precision is None else wording.percent(precision))
        told.append(cells)
    return Twin(head, told)


def confusion_figure(numbers: Numbers, names: Names) -> Figure | None:
    """What was taken for what; None where no classes were told apart, or too many for a page."""
    table = numbers.get("confusion")
    if not table or not 2 <= len(table["labels"]) <= 12:
        return None
    pairs = confused(numbers)
    title = _("Nothing was taken for anything else")
    if pairs:
        true, taken, count = pairs[0]
        title = ngettext(
            "Most often “%(true)s” was taken for “%(taken)s” (%(n)s time)",
            "Most often “%(true)s” was taken for “%(taken)s” (%(n)s times)",
            count,
        ) % {"true": text(names[true]), "taken": text(names[taken]), "n": count}
    said = "; ".join(
        _("“%(true)s” taken for “%(taken)s”: %(n)s")
        % {"true": text(names[true]), "taken": text(names[taken]), "n": count}
        for true, taken, count in pairs
    )
    frame = Frame("confusion", title, f"{said or title}.")
    drawn = _in_order(table, names)
    caption = _(
        "Rows are what was there, columns what you answered, in the same order. Filled cells are right "
        "answers, framed ones are mix-ups."
    )
    has_untold = any(table["cannot_tell"])
    if has_untold:
        caption += " " + _("Under the question mark is how often you said that you cannot tell.")
    head = [
        _("What was there"),
        *(row.label for row in drawn),
        *([_("Cannot tell")] if has_untold else []),
    ]
    rows = [
        [row.label, *map(str, row.counts), *([str(row.untold)] if has_untold else [])]
        for row in drawn
    ]
    return figure(frame, matrix(frame, drawn), caption, Twin(head, rows))


def _in_order(table: Numbers, names: Names) -> list[Row]:
    """Rows and columns in the order in which the exercise names its classes."""
    known = {name: place for place, name in enumerate(names)}
    order = sorted(range(len(table["labels"])), key=lambda at: known[table["labels"][at]])
    return [
        Row(
            text(names[table["labels"][at]]),
            [table["rows"][at][column] for column in order],
            table["cannot_tell"][at],
        )
        for at in order
    ]


def confused(numbers: Numbers) -> list[tuple[str, str, int]]:
    """(true class, what it was taken for, how often), the most frequent first."""
    table = numbers.get("confusion")
    if not table:
        return []
    labels = table["labels"]
    found = [
        (true, taken, count)
        for true, counts in zip(labels, table["rows"], strict=True)
        for taken, count in zip(labels, counts, strict=True)
        if count and true != taken
    ]
    return sorted(found, key=lambda pair: -pair[2])


# --- how sure ------------------------------------------------------------------------------------


def confidence_figure(numbers: Numbers) -> Figure | None:
    """How often each word was right; None where no word was said."""
    said = [one for one in numbers["confidence"] if one["n"]]
    if not said:
        return None
    words = {str(key): label for key, label in Certainty.choices}
    surest = said[0]
    title = _("“%(word)s”: %(right)s of %(n)s were right") % {
        "word": words[surest["word"]],
        "right": surest["right"],
        "n": surest["n"],
    }
    points = [
        Point(
            str(words[one["word"]]),
            STANDS_FOR[Certainty(one["word"])],
            _of(one),
            one["right"] / one["n"],
            one["lower"],
            one["upper"],
        )
        for one in said
    ]
    told = "; ".join(f"{one.word}: {one.told}" for one in points)
    frame = Frame("confidence", title, f"{told}.")
    caption = _(
        "Up: how many answers were right. The slanting line is where a word keeps its promise: a guess "
        "right in 50 of 100 cases, “rather sure” in 75, “sure” in 95. Above it you are better than you "
        "say, below it less good."
    )
    rows = [
        (
            one.word,
            one.told,
            wording.percent(one.share),
            share_range(one.lower, one.upper),
            wording.percent(one.stands_for),
        )
        for one in points
    ]
    head = (_("You said"), _("Right"), _("Share"), _("Likely range"), _("What it promises"))
    svg = curve(frame, points, wording.percent)
    return figure(frame, svg, caption, Twin(head, rows), has_scale=True)
