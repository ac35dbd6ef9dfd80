"""Calibration: an exercise in which an observer practises, is measured on items not seen before, and
gets a level with its uncertainty.

What is measured are the items of the course's bank whose class is among the exercise's classes. Items
that a generator draws serve practice and measuring alike, as each is drawn anew; written items serve
the one that their pool says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any
from urllib.parse import quote, unquote

from django.utils.translation import gettext as _

from courses.content.blocks.base import (
    Rendered,
    Settings,
    Source,
    Texts,
    markdown_faults,
    read_checked,
    titled,
)
from lms.common.html import plain_text, render_markdown
from lms.common.yamlnodes import KEY, Faults

LEAST_SITTING = 30
MOST_SERIES = 60
MOST_CLASSES = 12
MOST_FLOORS = 5
MOST_CLASS = 60
MOST_AIDED = 40
MOST_PRACTICE = 60
MOST_EXAMPLES = 6
MOST_MONTHS = 120
# Where an exercise says nothing else: what the level rule is worked out for; see
# courses.calibration.levels.
USUAL_LOOKS = {30: ((30, 27), (60, 50)), 40: ((40, 35), (60, 50))}
REASON = "reason:"
# Of the normal distribution, for 95 %.
Z = 1.959964

Look = tuple[int, int]
Lesson = Mapping[str, str]


@dataclass(frozen=True)
class Exercise:
    """An exercise as its block says it.

    classes: of the items that it asks.  key_classes: those that each need their floor.  floor: per cent
    of a key class that must be right for level 2.  sitting: items in one sitting.  looks: (after so many
    answers, so many right) for level 2.  practice: practice answers before the first sitting.
    examples: worked ones.  aided: items in the optional set with help, which never counts; 0 for none.
    months: how long a result is valid; 0 for ever.  lessons: class → where it is explained.
    """

    classes: tuple[str, ...]
    key_classes: tuple[str, ...] = ()
    floor: int = 60
    sitting: int = 40
    looks: tuple[Look, ...] = USUAL_LOOKS[40]
    practice: int = 10
    examples: int = 3
    aided: int = 0
    months: int = 24
    lessons: Mapping[str, Lesson] | None = None


def exercise_of(settings: Mapping[str, Any]) -> Exercise:
    """The exercise in a block's settings."""
    return Exercise(
        classes=tuple(settings["classes"]),
        key_classes=tuple(settings["key_classes"]),
        floor=settings["floor"],
        sitting=settings["sitting"],
        looks=tuple((n, right) for n, right in settings["looks"]),
        practice=settings["practice"],
        examples=settings["examples"],
        aided=settings["aided"],
        months=settings["months"],
        lessons=settings["lessons"],
    )


def classes_of(settings: Mapping[str, Any]) -> list[str]:
    """The classes whose items a block measures; none for a block of another kind."""
    return list(settings.get("classes", ()))


class Calibration:
    """Practice, measuring and its result."""

    name = "calibration"
    fields: tuple[str, ...] = ("title", "text", "reason")

    def fresh(self) -> dict[str, Any]:
        return {
            "classes": [],
            "key_classes": [],
            "floor": 60,
            "sitting": 40,
            "looks": [list(look) for look in USUAL_LOOKS[40]],
            "practice": 10,
            "examples": 3,
            "aided": 0,
            "months": 24,
            "lessons": {},
        }

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        found = markdown_faults("text", texts["text"])
        if not texts["title"].strip():
            found.append(("title", _("The calibration needs a title: what is measured?")))
        if not texts["reason"].strip():
            told = _("Say why the thresholds are as they are; whoever is measured reads it.")
            found.append(("reason", told))
        return found

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        return self.manner(settings)

    def manner(self, settings: Settings) -> dict[str, Any]:
        classes = _names(settings, "classes", MOST_CLASSES)
        if not classes and not settings.faults.lenient:
            settings.faults.add(settings.place, _("“classes=” should name what is told apart."))
        key_classes = _names(settings, "key_classes", MOST_FLOORS)
        for one in key_classes:
            if one not in classes:
                told = _("“%s” has a floor but is not among the classes.")
                settings.faults.add(settings.place, told % one)
        sitting = _whole(settings, "sitting", LEAST_SITTING, MOST_SERIES, 40)
        return {
            "classes": classes,
            "key_classes": key_classes,
            "floor": _whole(settings, "floor", 0, 100, 60),
            "sitting": sitting,
            "looks": _looks(settings, sitting),
            "practice": _whole(settings, "practice", 0, MOST_PRACTICE, 10),
            "examples": _whole(settings, "examples", 0, MOST_EXAMPLES, 3),
            "aided": _whole(settings, "aided", 0, MOST_AIDED, 0),
            "months": _whole(settings, "months", 0, MOST_MONTHS, 24),
            "lessons": _lessons(settings, classes),
        }

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        title, rest = titled(source.body)
        text, reason = _reasoned(rest)
        texts = {"title": title, "text": text, "reason": reason}
        return read_checked(self, texts, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        html = render_markdown(texts["text"], language, anchor=anchor) if texts["text"] else ""
        reason = render_markdown(texts["reason"], language) if texts["reason"] else ""
        words = " ".join([texts["title"], plain_text(html)]).strip()
        return Rendered(html, words, texts["title"], {"reason": reason, "settings": settings})


def words_of(settings: Mapping[str, Any]) -> dict[str, str]:
    """The settings as a package writes them."""
    lessons = ",".join(
        f"{quote(name, safe='')}:{one['unit']}/{one['block']}"
        for name, one in settings["lessons"].items()
    )
    said = {
        "classes": ",".join(quote(one, safe="") for one in settings["classes"]),
        "key_classes": ",".join(quote(one, safe="") for one in settings["key_classes"]),
        "floor": settings["floor"],
        "sitting": settings["sitting"],
        "looks": ",".join(f"{n}:{right}" for n, right in settings["looks"]),
        "practice": settings["practice"],
        "examples": settings["examples"],
        "aided": settings["aided"],
        "months": settings["months"],
        "lessons": lessons,
    }
    return {name: str(value) for name, value in said.items() if value != ""}


def _names(settings: Settings, name: str, most: int) -> list[str]:
    names = [unquote(word) for word in settings.take(name).split(",") if word]
    if len(names) > most or len(set(names)) < len(names) or any(len(n) > MOST_CLASS for n in names):
        told = _("“%(name)s=” names up to %(most)s classes, each once.")
        settings.faults.add(settings.place, told % {"name": name, "most": most})
        return []
    return names


def _whole(settings: Settings, name: str, least: int, most: int, otherwise: int) -> int:
    said = settings.take(name, str(otherwise))
    if said.isascii() and said.isdecimal() and len(said) < 4 and least <= int(said) <= most:
        return int(said)
    told = _("“%(name)s=” is a whole number from %(least)s to %(most)s.")
    limits = {"name": name, "least": least, "most": most}
    settings.faults.add(settings.place, told % limits)
    return otherwise


def usual_looks(sitting: int) -> list[list[int]]:
    """The looks of an exercise that says nothing else; for a sitting between the usual ones as many
    right as the nearer of them asks in proportion, rounded up."""
    if sitting in USUAL_LOOKS:
        return [list(look) for look in USUAL_LOOKS[sitting]]
    if sitting == MOST_SERIES:
        return [[60, 49]]
    return [[sitting, -(-sitting * 7 // 8)], [60, 50]]


def least_right(n: int) -> int:
    """How many of n answers must be right at least, so that level 2 includes level 1: whose bound, the
    lower one of the Wilson 95 % interval, is then no less than one half."""
    return ceil(n / 2 + Z * sqrt(n) / 2)


def _looks(settings: Settings, sitting: int) -> list[list[int]]:
    """`looks=40:35,60:50`: at most two, at points that are fixed beforehand."""
    said = settings.take("looks")
    if not said:
        return usual_looks(sitting)
    looks: list[list[int]] = []
    for word in said.split(","):
        n, _colon, right = word.partition(":")
        if not (n.isdecimal() and right.isdecimal() and len(n) < 3 and len(right) < 3):
            break
        looks.append([int(n), int(right)])
    fits = (
        1 <= len(looks) <= 2
        and len(looks) == len(said.split(","))
        and all(
            LEAST_SITTING <= n <= MOST_SERIES and least_right(n) <= right <= n for n, right in looks
        )
        and [n for n, _right in looks] == sorted({n for n, _right in looks})
        and looks[0][0] == sitting
    )
    if not fits:
        told = _(
            "“looks=” names one or two points up to 60 answers, the first after one sitting, each with "
            "how many must be right, clearly more than half: 40:35,60:50."
        )
        settings.faults.add(settings.place, told)
        return usual_looks(sitting)
    return looks


def _lessons(settings: Settings, classes: list[str]) -> dict[str, dict[str, str]]:
    """`lessons=serrate:leaf-margins/teeth`: where each class is explained, as unit and block."""
    lessons: dict[str, dict[str, str]] = {}
    for word in filter(None, settings.take("lessons").split(",")):
        name, _colon, place = word.rpartition(":")
        unit, _slash, block = place.partition("/")
        category = unquote(name)
        if category not in classes or not KEY.fullmatch(unit) or not KEY.fullmatch(block):
            told = _("“lessons=” says for a class where it is explained: oak:leaves/oaks.")
            settings.faults.add(settings.place, told)
        else:
            lessons[category] = {"unit": unit, "block": block}
    return lessons


def _reasoned(text: str) -> tuple[str, str]:
    """(text, reason): what stands after the last line that begins with `reason:`."""
    lines = text.split("\n")
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].startswith(REASON):
            reason = "\n".join([lines[at].removeprefix(REASON), *lines[at + 1 :]])
            return "\n".join(lines[:at]).rstrip("\n"), " ".join(reason.split())
    return text, ""
