"""What a measured result says, in plain words: how many answers were right, how far chance could have
moved that, and to which side estimates lean."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lms.common.languages import text
from lms.common.wording import NBSP, number, percent, score

Result = Mapping[str, Any]
# Enough of a digest to tell two versions apart by eye; programs get the whole of it.
SHORT = 8
# Below half a per cent a bias is written as none.
NO_BIAS = 0.005


def outcome(result: Result) -> str:
    """What came of a quiz or of being measured; empty where a result has neither."""
    if "items" in result:
        return score(result)
    return measured(result) if "series_n" in result else ""


def measured(result: Result) -> str:
    """ "right in 37 of 40; between 80% and 97%"."""
    answered = result["n"] - result["cannot_tell"]
    return _range(result["right"], answered, result["lower"], result["upper"])


def _range(right: int, n: int, lower: float, upper: float) -> str:
    words = _("right in %(right)s of %(n)s; between %(lower)s and %(upper)s")
    return words % {"right": right, "n": n, "lower": percent(lower), "upper": percent(upper)}


def measuring(result: Result) -> list[tuple[str, str]]:
    """(label, words) of everything a badge says of a measured result; nothing of another one.

    result: as courses.calibration.actions.closing.summary makes it.
    """
    if "series_n" not in result:
        return []
    rows = [
        (pgettext("measured", "Answers"), _with_untold(measured(result), result["cannot_tell"]))
    ]
    if result["series_n"] != result["n"]:
        series = _range(
            result["series_right"],
            result["series_n"],
            result["series_lower"],
            result["series_upper"],
        )
        rows.append((_("With earlier answers"), series))
    rows += [(_("Bias"), bias(one)) for one in result["estimates"] if one["bias"] is not None]
    if form := _form(result["in_words"], result["n"]):
        rows.append((_("How it was asked"), form))
    rows.append((_("Supervision"), supervision(result)))
    versions = {
        "bank": result["bank_version"][:SHORT],
        "protocol": result["protocol_version"][:SHORT],
    }
    rows.append((_("Versions"), _("items %(bank)s, rules %(protocol)s") % versions))
    return rows


def _with_untold(said: str, untold: int) -> str:
    if not untold:
        return said
    more = ngettext(
        "%(n)s more answered “cannot tell”", "%(n)s more answered “cannot tell”", untold
    )
    return f"{said}; {more % {'n': untold}}"


def _form(in_words: int, n: int) -> str:
    if not in_words:
        return ""
    if in_words == n:
        return _("in words and numbers instead of pictures")
    said = ngettext(
        "%(n)s item in words and numbers instead of a picture",
        "%(n)s items in words and numbers instead of pictures",
        in_words,
    )
    return said % {"n": in_words}


def bias(group: Mapping[str, Any]) -> str:
    """How far a group of estimates leans to one side: "Cover: 12% too high on average, 20 estimates"."""
    relative, absolute = group["relative_bias"], group["bias"]
    if relative is None:
        unit = text(group["unit"])
        amount = number(abs(absolute), 1) + (f"{NBSP}{unit}" if unit else "")
        leans = round(abs(absolute), 1) > 0
    else:
        amount, leans = percent(abs(relative)), abs(relative) >= NO_BIAS
    if not leans:
        said = _("neither too high nor too low on average")
    elif (absolute if relative is None else relative) > 0:
        said = _("%s too high on average") % amount
    else:
        said = _("%s too low on average") % amount
    of = ngettext("%(n)s estimate", "%(n)s estimates", group["n"]) % {"n": group["n"]}
    name = text(group.get("name"))
    return f"{name}: {said}, {of}" if name else f"{said}, {of}"


def supervision(result: Result) -> str:
    """Whether somebody watched."""
    if result["proctored"]:
        return _("proctored: somebody watched")
    return _("not proctored: nobody watched")
