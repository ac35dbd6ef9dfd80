"""Quiz: items that are answered in an attempt, scored, and can count towards the unit."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _

from courses.content.blocks.base import (
    Rendered,
    Settings,
    Source,
    Texts,
    item_keys,
    markdown_faults,
    read_checked,
    titled,
)
from lms.common.html import plain_text, render_markdown
from lms.common.yamlnodes import Faults


@dataclass(frozen=True)
class Preset:
    """How a quiz behaves. attempts: 0 for no limit."""

    at_once: bool
    attempts: int


PRESETS = {
    "practice": Preset(at_once=True, attempts=0),
    "check": Preset(at_once=False, attempts=0),
    "test": Preset(at_once=False, attempts=3),
}

MOST_ITEMS = 60
MOST_DRAWS = 10
MOST_CLASS = 60
MOST_TRIES = 20
# Thirty days between two attempts; ten hours for one.
MOST_PAUSE = 43_200
MOST_MINUTES = 600
# A hint may not cost the whole point: what is answered with it is still worth something.
MOST_COST = 90
BEST, LAST = "best", "last"


@dataclass(frozen=True)
class Rules:
    """How a quiz is taken, as its block says it.

    attempts: 0 for no limit.  pause: minutes from one attempt to the next.  minutes: for one
    attempt; 0 for as long as one likes.  counts: which of several results is the learner's.
    hint_cost: per cent of a question's point.
    """

    preset: str = "check"
    attempts: int = 0
    pause: int = 0
    minutes: int = 0
    counts: str = BEST
    hint_cost: int = 0

    @property
    def last_counts(self) -> bool:
        return self.counts == LAST

    @property
    def hint_points(self) -> int:
        """What a hint costs, in thousandths of the point."""
        return self.hint_cost * 10


def rules_of(settings: Mapping[str, Any]) -> Rules:
    """The rules in a block's settings; what they do not name is as it was before it could be."""
    return Rules(**{one.name: settings[one.name] for one in fields(Rules) if one.name in settings})


# Said in the settings only where it is otherwise, so that older blocks stay as they are.
USUALLY = {"pause": 0, "minutes": 0, "counts": BEST, "hint_cost": 0}


def draws_of(settings: Mapping[str, Any]) -> list[tuple[str, int]]:
    """(class, how many): what each attempt draws from the bank, beside the items that are listed."""
    return [(one["class"], one["k"]) for one in settings.get("draw", ())]


def questions_of(settings: Mapping[str, Any]) -> int:
    """How many questions an attempt asks: those listed, and those drawn."""
    return len(settings.get("items", ())) + sum(k for _class, k in draws_of(settings))


class Quiz:
    """A run of questions."""

    name = "quiz"
    fields: tuple[str, ...] = ("title", "text")

    def fresh(self) -> dict[str, Any]:
        return {"items": [], "preset": "check", "attempts": PRESETS["check"].attempts}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        return markdown_faults("text", texts["text"])

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        draw = _read_draw(settings)
        items = item_keys(settings, MOST_ITEMS, least=0 if draw else 1)
        # A quiz without draws says nothing of them, as those written before there were any.
        return {"items": items, **({"draw": draw} if draw else {}), **self.manner(settings)}

    def manner(self, settings: Settings) -> dict[str, Any]:
        preset = settings.take("preset", "check")
        if preset not in PRESETS:
            settings.faults.add(settings.place, _("“preset=” is practice, check or test."))
            preset = "check"
        attempts = settings.take("attempts", str(PRESETS[preset].attempts))
        if not attempts.isdecimal() or len(attempts) > 2 or int(attempts) > MOST_TRIES:
            settings.faults.add(settings.place, _("“attempts=” is a number from 0 to 20."))
            attempts = "0"
        more = {
            "pause": _whole(settings, "pause", MOST_PAUSE),
            "minutes": _whole(settings, "minutes", MOST_MINUTES),
            "counts": settings.take("counts", BEST),
            "hint_cost": _whole(settings, "hint_cost", MOST_COST),
        }
        if more["counts"] not in (BEST, LAST):
            settings.faults.add(settings.place, _("“counts=” is best or last."))
            more["counts"] = BEST
        said = {name: value for name, value in more.items() if value != USUALLY[name]}
        return {"preset": preset, "attempts": int(attempts), **said}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        title, text = titled(source.body)
        return read_checked(self, {"title": title, "text": text}, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        html = render_markdown(texts["text"], language, anchor=anchor) if texts["text"] else ""
        return Rendered(html, " ".join([texts["title"], plain_text(html)]).strip(), texts["title"])


def _whole(settings: Settings, name: str, most: int) -> int:
    """A whole number up to `most`; 0 where nothing is said."""
    said = settings.take(name, "0")
    if said.isascii() and said.isdecimal() and len(said) < 6 and int(said) <= most:
        return int(said)
    told = _("“%(name)s=” is a number from 0 to %(most)s.") % {"name": name, "most": most}
    settings.faults.add(settings.place, told)
    return 0


def _read_draw(settings: Settings) -> list[dict[str, Any]]:
    """`draw=counting:3,field%20sheets:2`: so many of each class, the class percent-encoded."""
    draw: list[dict[str, Any]] = []
    for word in filter(None, settings.take("draw").split(",")):
        name, _colon, k = word.rpartition(":")
        category = unquote(name)
        if (
            not category
            or len(category) > MOST_CLASS
            or not k.isdecimal()
            or len(k) > 2
            or not 0 < int(k) <= MOST_ITEMS
        ):
            settings.faults.add(
                settings.place, _("“draw=” names classes, each with a number: counting:3.")
            )
        elif any(one["class"] == category for one in draw) or len(draw) >= MOST_DRAWS:
            settings.faults.add(settings.place, _("“draw=” names up to ten classes, each once."))
        else:
            draw.append({"class": category, "k": int(k)})
    return draw
