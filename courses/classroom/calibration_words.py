"""What a result of a calibration says in sentences. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.calibration.agreement import wilson
from courses.calibration.levels import Exercise, Opening, Wait, pass_probability
from courses.calibration.queries import Door
from courses.calibration.results import HOLDS, LAST_ANSWERS
from lms.common import wording
from lms.common.languages import LANGUAGES, Pair

Numbers = Mapping[str, Any]
# Somebody who should not pass, and is said to in so many series of a hundred.
UNSURE = 0.7


def title_of(level: int, numbers: Numbers) -> str:
    """What came out, in a few words: the level, or how many were right where there is none."""
    if level and numbers["series"]["is_kept"]:
        return _("Level %(level)s still holds") % {"level": level}
    if level:
        return _("Level %(level)s reached") % {"level": level}
    return _("Right answers: %(right)s of %(n)s") % {
        "right": numbers["right"],
        "n": numbers["answered"],
    }


def accuracy_of(numbers: Numbers, *, is_titled: bool) -> str:
    """How many were right, and how far to trust that. is_titled: whether the title counts them."""
    if numbers["accuracy"] is None:
        return _("You could not tell any of the items, so there is nothing to count yet.")
    said = {
        "right": numbers["right"],
        "n": numbers["answered"],
        "share": wording.percent(numbers["accuracy"]),
        "lower": wording.percent(outward(numbers["lower"], floor)),
        "upper": wording.percent(outward(numbers["upper"], ceil)),
    }
    if is_titled:
        return (
            _(
                "That is %(share)s. Your true accuracy most likely lies between %(lower)s and %(upper)s."
            )
            % said
        )
    return (
        _(
            "%(right)s of %(n)s answers were right: %(share)s. Your true accuracy most likely lies between "
            "%(lower)s and %(upper)s."
        )
        % said
    )


def kept_of(level: int, numbers: Numbers) -> str:
    """What keeps the level of before; empty where the result gives its own."""
    if not level or not numbers["series"]["is_kept"]:
        return ""
    least = next((least for held, least in HOLDS if held == min(level, HOLDS[0][0])), 0.0)
    return _(
        "You had it before, and it holds as long as the lower end of the likely range of your last %(n)s "
        "answers is at least %(share)s."
    ) % {"n": LAST_ANSWERS, "share": wording.percent(least)}


def untold_of(numbers: Numbers) -> str:
    """How often nothing could be told; empty where always something was."""
    n = numbers["cannot_tell"]
    if not n:
        return ""
    return ngettext(
        "Once you said that you cannot tell: an honest answer, which is counted apart. For a level "
        "only right answers count.",
        "%(n)s times you said that you cannot tell: honest answers, which are counted apart. For a "
        "level only right answers count.",
        n,
    ) % {"n": n}


@dataclass(frozen=True)
class Settling:
    """What would settle level 2. sentence: of it.  needed: how many must be right by then, in words.
    is_open: whether this series can still show it."""

    sentence: str
    needed: str
    is_open: bool


def settling_of(numbers: Numbers, rule: Exercise) -> Settling | None:
    """None where level 2 is settled."""
    series = numbers["series"]
    have = {"right": series["right"], "n": series["n"]}
    if (left := series["items_to_settle"]) is not None:
        at = series["n"] + left
        needed = _(
            "Level 2 needs %(needed)s right of %(at)s; you have %(right)s of %(n)s so far."
        ) % {"needed": dict(rule.looks).get(at, at), "at": at, **have}
        sentence = ngettext(
            "%(n)s more item would settle level 2", "%(n)s more items would settle level 2", left
        )
        return Settling(sentence % {"n": left}, needed, is_open=True)
    if not series["is_out_of_reach"]:
        return None
    at, least = rule.looks[-1]
    have |= {"needed": least, "at": at}
    needed = (
        _(
            "Level 2 needs %(needed)s right of %(at)s; with %(right)s of %(n)s that can no longer be reached "
            "in this series."
        )
        % have
    )
    if rule.floors:
        needed = (
            _(
                "Level 2 needs %(needed)s right of %(at)s, and enough of every class that matters; with "
                "%(right)s of %(n)s that can no longer come together in this series."
            )
            % have
        )
    return Settling(_("Level 2 can be settled in a new series"), needed, is_open=False)


def can_show_1(numbers: Numbers, rule: Exercise) -> bool:
    """Whether level 1 is still to be reached in a series that can no longer show level 2."""
    series = numbers["series"]
    left = rule.size - series["n"]
    if not left or any(look["level"] for look in series["looks"]):
        return False
    return wilson(series["right"] + left, rule.size).lower >= rule.level_1_lower


def next_steps(
    door: Door | None, numbers: Numbers, rule: Exercise, *, expires: bool = False
) -> list[str]:
    """What can be done from here, in sentences; none where the exercise is not there any more. expires:
    whether the level that was reached does."""
    if door is None:
        return []
    said = []
    if door.practice_first:
        said.append(
            ngettext(
                "Practise first: %(n)s answer in practice, and then you can be measured again.",
                "Practise first: %(n)s answers in practice, and then you can be measured again.",
                door.practice_first,
            )
            % {"n": door.practice_first}
        )
    if door.joins is not None:
        said.append(_joining(door))
        if numbers["series"]["is_out_of_reach"] and can_show_1(numbers, rule):
            said.append(_("What is left of this series can still show level 1."))
    elif door.opening is not None:
        said.append(_opening(door.opening))
        if door.is_short and expires:
            said.append(_keeping(door.size))
    return said


def _keeping(size: int) -> str:
    return ngettext(
        "Nothing has to be done now: a short check of %(n)s item, before your level expires, keeps it.",
        "Nothing has to be done now: a short check of %(n)s items, before your level expires, keeps it.",
        size,
    ) % {"n": size}


def _joining(door: Door) -> str:
    if door.is_short:
        sentence = ngettext(
            "The next measuring is a short check of %(n)s item, which joins this series.",
            "The next measuring is a short check of %(n)s items, which join this series.",
            door.size,
        )
    else:
        sentence = ngettext(
            "The next measuring has %(n)s item, whose answer joins this series.",
            "The next measuring has %(n)s items, whose answers join this series.",
            door.size,
        )
    return sentence % {"n": door.size}


def _opening(opening: Opening) -> str:
    if opening.is_open:
        return _("A new series may begin whenever you like.")
    if Wait.DAYS in opening.waits or Wait.YEAR in opening.waits:
        return _("A new series opens on %(day)s, after some practice.") % {
            "day": wording.day(opening.earliest)
        }
    return _("A new series opens once you have practised on another day.")


def luck_of(rule: Exercise) -> str:
    """How often luck alone gives level 2, and what keeps it from being tried again and again."""
    share = _luck(rule.looks, tuple(sorted(rule.floors.items())))
    return _(
        "Somebody who is truly right in only 70 of 100 cases would reach level 2 by luck in about %(share)s "
        "of 100 series. That holds for every series anew: so a new one needs practice and 90 days, and there "
        "are at most two a year."
    ) % {"share": wording.number(round(100 * share, 1))}


@lru_cache(maxsize=64)
def _luck(looks: tuple[tuple[int, int], ...], floors: tuple[tuple[str, float], ...]) -> float:
    return pass_probability(UNSURE, Exercise(looks=looks, floors=dict(floors)))


def validity_of(valid_until: datetime | None, on: datetime) -> str:
    """Until when the result is valid, or that it was."""
    if valid_until is None:
        return _("without end")
    if valid_until <= on:
        return _("was valid until %(day)s") % {"day": wording.day(valid_until)}
    return _("until %(day)s") % {"day": wording.day(valid_until)}


def earlier_of(level: int, other: int, until: datetime | None) -> str:
    """That an earlier result shows more and is still valid; empty where it does not."""
    if other <= level:
        return ""
    if until is None:
        return _("An earlier result shows level %(level)s and stays valid.") % {"level": other}
    return _("An earlier result shows level %(level)s and stays valid until %(day)s.") % {
        "level": other,
        "day": wording.day(until),
    }


def titled(texts: Mapping[str, Mapping[str, str]]) -> Pair:
    """The title of a block in its languages."""
    return {code: texts.get(code, {}).get("title", "") for code in LANGUAGES}  # type: ignore[return-value]


def outward(end: float, cut: Callable[[float], int]) -> float:
    """An end of a range in whole per cent, never nearer to the middle than it is: 49.6 per cent must not
    read as the half that a level asks."""
    return cut(round(100 * end, 6)) / 100


def share_range(low: float, high: float) -> str:
    """ "68–90%", with the language's space."""
    return f"{wording.number(100 * outward(low, floor), 0)}–{wording.percent(outward(high, ceil))}"


def exact_share(share: float) -> str:
    """A share with one decimal, cut: beside a threshold a rounded one could read as reached."""
    space = wording.NBSP if wording.percent(1).endswith(f"{wording.NBSP}%") else ""
    return f"{wording.number(floor(round(1000 * share, 6)) / 10, 1)}{space}%"
