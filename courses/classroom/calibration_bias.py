"""To which side estimates lean, in words and as a figure. Pure."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.generators import GENERATORS
from courses.classroom.calibration_figures import Figure, Twin, figure
from lms.common import wording
from lms.common.charts import Band, Frame, scatter
from lms.common.languages import Pair, current_language, text

Numbers = Mapping[str, Any]
# Kinds whose answers are compared as they are: a thermometer has no "per cent too much".
READ_OFF = ("reading",)


def is_per_cent(unit: Pair) -> bool:
    return text(unit).strip() == "%"


def is_relative(estimate: Numbers) -> bool:
    """Whether errors are told as a share of what was there: where that is more than zero throughout, and
    is neither a share itself nor read off a scale."""
    kind = GENERATORS[estimate["group"]].kind if estimate["group"] in GENERATORS else ""
    least = min((truth for _value, truth in estimate["pairs"]), default=0)
    return kind not in READ_OFF and not is_per_cent(estimate["unit"]) and least > 0


def with_unit(value: float, unit: Pair, places: int | None = None) -> str:
    """A number with its unit, never parted."""
    said, shown = wording.number(value, places), text(unit).strip()
    if shown == "%" and current_language() == "en":
        return f"{said}%"
    return f"{said}{wording.NBSP}{shown}" if shown else said


def error_in(mean: float, unit: Pair) -> str:
    """A mean error with its unit; of shares it is percentage points, and never a whole number of them."""
    if is_per_cent(unit):
        return _("%(n)s percentage points") % {"n": wording.number(mean, 1)}
    return with_unit(mean, unit, places_for(mean))


def places_for(value: float) -> int:
    """How many decimals a mean error is told with."""
    return 0 if abs(value) >= 10 else 1 if abs(value) >= 1 else 2


def bias_of(estimate: Numbers) -> str:
    """To which side the answers lean, in words; that they do not where it might be chance."""
    if not estimate["is_biased"]:
        return _("Your answers lean to neither side by much")
    if is_relative(estimate):
        return _relative(estimate)
    mean = estimate["bias"]
    if is_per_cent(estimate["unit"]):
        return _points(mean)
    said = error_in(abs(mean), estimate["unit"])
    if mean > 0:
        return _("Your answers are about %(much)s too high") % {"much": said}
    return _("Your answers are about %(much)s too low") % {"much": said}


def _relative(estimate: Numbers) -> str:
    share = estimate["relative_bias"]
    kind = GENERATORS[estimate["group"]].kind if estimate["group"] in GENERATORS else ""
    said = {"share": wording.percent(abs(share))}
    if kind == "count":
        if share > 0:
            return _("You count about %(share)s too many") % said
        return _("You count about %(share)s too few") % said
    if share > 0:
        return _("Your answers are about %(share)s too high") % said
    return _("Your answers are about %(share)s too low") % said


def _points(mean: float) -> str:
    whole = round(abs(mean))
    if whole < 1:
        if mean > 0:
            return _("Your answers are less than one percentage point too high")
        return _("Your answers are less than one percentage point too low")
    if mean > 0:
        sentence = ngettext(
            "Your answers are about %(n)s percentage point too high",
            "Your answers are about %(n)s percentage points too high",
            whole,
        )
    else:
        sentence = ngettext(
            "Your answers are about %(n)s percentage point too low",
            "Your answers are about %(n)s percentage points too low",
            whole,
        )
    return sentence % {"n": whole}


def bias_figure(estimate: Numbers, key: str, title: str) -> Figure | None:
    """How far each answer lies from the truth; None where nothing was estimated."""
    if not estimate["pairs"]:
        return None
    relative, unit = is_relative(estimate), estimate["unit"]

    def error(value: float, truth: float) -> float:
        return 100 * (value - truth) / truth if relative else value - truth

    def signed(value: float) -> str:
        places = None if value == round(value, 4) else 1
        said = wording.number(abs(value), places)
        sign = "+" if value > 0 else "−" if value < 0 else ""
        return f"{sign}{said}"

    pairs = sorted((truth, value) for value, truth in estimate["pairs"])
    points = [(truth, error(value, truth)) for truth, value in pairs]
    bands = [
        Band(row["least"], row["most"], 100 * row["relative_bias"] if relative else row["bias"])
        for row in estimate["sizes"]
        if not relative or row["relative_bias"] is not None
    ]
    high = sum(point[1] > 0 for point in points)
    low = sum(point[1] < 0 for point in points)
    said = _("Answers that were too high: %(high)s, too low: %(low)s, of %(n)s.") % {
        "high": high,
        "low": low,
        "n": len(points),
    }
    frame = Frame(key, title, " ".join([said, *sizes_of(estimate)]))
    name = "%" if relative else _("percentage points") if is_per_cent(unit) else text(unit)
    svg = scatter(
        frame,
        points,
        bands,
        across=lambda value: wording.number(value),
        up=signed,
        too_much=_("too much, %(unit)s") % {"unit": name} if name else _("too much"),
        too_little=_("too little"),
        below=_("true value, %(unit)s") % {"unit": text(unit)} if text(unit) else _("true value"),
    )
    caption = _(
        "Each circle is one answer: filled ones are too high or exact, hollow ones too low. The thick lines "
        "are the mean errors of the small, the middle and the large."
    )
    if not bands:
        caption = _(
            "Each circle is one answer: filled ones are too high or exact, hollow ones too low."
        )
    rows = [
        (
            with_unit(truth, unit),
            with_unit(value, unit),
            signed(round(value - truth, 6)),
        )
        for truth, value in pairs
    ]
    head = (_("True value"), _("Your answer"), _("Difference"))
    return figure(frame, svg, caption, Twin(head, rows), has_scale=True)


def sizes_of(estimate: Numbers) -> list[str]:
    """The mean error of the small, the middle and the large, in sentences."""
    relative, unit = is_relative(estimate), estimate["unit"]
    told = []
    for row in estimate["sizes"]:
        mean = row["relative_bias"] if relative else row["bias"]
        if mean is None:
            continue
        much = wording.percent(abs(mean)) if relative else error_in(abs(mean), unit)
        nothing = wording.percent(0) if relative else error_in(0, unit)
        said = {
            "least": wording.number(round(row["least"], 1)),
            "most": with_unit(round(row["most"], 1), unit),
            "much": much,
        }
        if much == nothing:
            told.append(_("From %(least)s to %(most)s: on average right.") % said)
        elif mean > 0:
            told.append(_("From %(least)s to %(most)s: on average %(much)s too high.") % said)
        else:
            told.append(_("From %(least)s to %(most)s: on average %(much)s too low.") % said)
    return told
