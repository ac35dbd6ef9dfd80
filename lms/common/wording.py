"""Sentences with dates, durations and numbers, right in both languages."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from lms.common.languages import current_language
from lms.common.percentages import whole_percent

NBSP = "\u00a0"
MOST_DIGITS = 40


def duration(minutes: int) -> str:
    """ "25 min." or "1 val. 30 min."; English "25 min" or "1 h 30 min". It never breaks."""
    hours, rest = divmod(max(minutes, 0), 60)
    if not hours:
        said = _("%(minutes)s min") % {"minutes": rest}
    elif not rest:
        said = _("%(hours)s h") % {"hours": hours}
    else:
        said = _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return said.replace(" ", NBSP)


def span(minutes: int) -> str:
    """A time that may be days: "3 days", where it is whole ones; else as `duration` says it."""
    days, rest = divmod(minutes, 24 * 60)
    if not days or rest:
        return duration(minutes)
    said = npgettext("a span of time", "%(n)s day", "%(n)s days", days) % {"n": days}
    return said.replace(" ", NBSP)


def percent(share: float) -> str:
    """A share in [0, 1] as a whole per cent, with the language's space."""
    number = int((Decimal(str(share)) * 100).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
    return f"{number}{NBSP}%" if current_language() == "lt" else f"{number}%"


def score(result: Mapping[str, Any]) -> str:
    """What a quiz came to: how many answers were right, how many partly, and the points in all.

    result: {"right", "items", "points", "possible", "partly"}, points and possible in the same
    measure. Results written down before partly right answers were counted have no "partly".
    """
    right, items = result["right"], result["items"]
    points, possible = result.get("points") or 0, result.get("possible") or 0
    said = {
        "right": right,
        "items": items,
        "partly": result.get("partly", 0),
        "share": percent(whole_percent(points, possible) / 100),
    }
    if said["partly"]:
        whole = _(
            "%(right)s of %(items)s right, %(partly)s more partly – %(share)s of the points in all"
        )
    elif "partly" not in result and points * items > right * possible:
        whole = _(
            "%(right)s of %(items)s right, some of the others partly – %(share)s of the points in all"
        )
    else:
        whole = _("%(right)s of %(items)s right – %(share)s of the points")
    return whole % said


def measured(result: Mapping[str, Any]) -> str:
    """What being measured came to: how many answers of the series were right, and between which limits
    the true share lies.

    result: {"series_right", "series_n", "series_lower", "series_upper"}, the limits in [0, 1].
    """
    return _("%(right)s of %(items)s right, likely limits %(lower)s to %(upper)s") % {
        "right": result["series_right"],
        "items": result["series_n"],
        "lower": percent(result["series_lower"]),
        "upper": percent(result["series_upper"]),
    }


def number(value: float | Decimal | str, places: int | None = None) -> str:
    """A number as this language writes it, rounded (not cut), with the real minus sign."""
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    else:
        exact = exact.normalize()
        if exact == exact.to_integral():
            exact = exact.quantize(Decimal(1))
    shown = formats.number_format(
        f"{abs(exact):f}", use_l10n=True, force_grouping=abs(exact) >= 10000
    )
    return f"−{shown}" if exact < 0 else shown


def read_number(typed: str) -> Decimal | None:
    """The number a person typed: comma or dot, spaces of any kind, hyphen or minus; else None."""
    plain = "".join(typed.split()).replace("−", "-").replace("–", "-").replace(",", ".")
    try:
        value = Decimal(plain)
    except ArithmeticError:
        return None
    fits = value.is_finite() and (not value or -15 <= value.adjusted() < 15)
    return value if fits and len(plain) <= MOST_DIGITS else None


def read_whole(typed: str, digits: int = 9) -> int | None:
    """The whole number a form or address holds; None for anything else, and for more digits than
    any number of ours has: Python refuses to read thousands of them."""
    return int(typed) if typed.isdecimal() and len(typed) <= digits else None


def printable(typed: str) -> str:
    """What a person typed, without control characters, which no database or page wants."""
    return "".join(
        sign for sign in typed if sign in "\t\n" or unicodedata.category(sign) not in ("Cc", "Cs")
    )


def day(moment: date | datetime, *, with_year: bool = True) -> str:
    """ "2026 m. kovo 7 d." or "kovo 7 d."; English "7 March 2026" or "7 March"."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).date()
    shown = formats.date_format(moment, "DATE_FORMAT" if with_year else "MONTH_DAY_FORMAT")
    return shown.replace(" m.", NBSP + "m.").replace(" d.", NBSP + "d.")


def clock_time(moment: datetime) -> str:
    """ "14:02", as the site's clock shows it."""
    return timezone.localtime(moment).strftime("%H:%M")


def when(moment: datetime, now: datetime) -> str:
    """A moment to come as a sentence names it: "today at 15:40", "on 7 March at 15:40"."""
    local, present = timezone.localtime(moment), timezone.localtime(now)
    days = (local.date() - present.date()).days
    said = {"time": local.strftime("%H:%M")}
    if days == 0:
        return _("today at %(time)s") % said
    if days == 1:
        return _("tomorrow at %(time)s") % said
    said["day"] = day(moment, with_year=local.year != present.year)
    return _("on %(day)s at %(time)s") % said


def ago(moment: datetime, now: datetime) -> str:
    """How long since, up to a week; the date after that."""
    local, present = timezone.localtime(moment), timezone.localtime(now)
    days = (present.date() - local.date()).days
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if days == 0:
        return _("today, %(time)s") % {"time": local.strftime("%H:%M")}
    if days == 1:
        return _("yesterday, %(time)s") % {"time": local.strftime("%H:%M")}
    if days < 7:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    return day(moment, with_year=local.year != present.year)


def listed(words: list[Any]) -> str:
    """ "a, b ir c"."""
    texts = [str(word) for word in words]
    if len(texts) < 2:
        return "".join(texts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}
