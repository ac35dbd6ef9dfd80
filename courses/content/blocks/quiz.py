"""Quiz: items that are answered in an attempt, scored, and can count towards the unit."""

from collections.abc import Mapping
from dataclasses import dataclass
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
        if not attempts.isdecimal() or len(attempts) > 2 or int(attempts) > 20:
            settings.faults.add(settings.place, _("“attempts=” is a number from 0 to 20."))
            attempts = "0"
        return {"preset": preset, "attempts": int(attempts)}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        title, text = titled(source.body)
        return read_checked(self, {"title": title, "text": text}, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        html = render_markdown(texts["text"], language, anchor=anchor) if texts["text"] else ""
        return Rendered(html, " ".join([texts["title"], plain_text(html)]).strip(), texts["title"])


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
