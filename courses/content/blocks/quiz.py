"""Quiz: items that are answered in an attempt, scored, and can count towards the unit."""

from dataclasses import dataclass
from typing import Any

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


class Quiz:
    """A run of questions."""

    name = "quiz"
    fields: tuple[str, ...] = ("title", "text")

    def fresh(self) -> dict[str, Any]:
        return {"items": [], "preset": "check", "attempts": PRESETS["check"].attempts}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        return markdown_faults("text", texts["text"])

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        return {"items": item_keys(settings, 60), **self.manner(settings)}

    def manner(self, settings: Settings) -> dict[str, Any]:
        preset = settings.take("preset", "check")
        if preset not in PRESETS:
            settings.faults.add(settings.place, _("“preset=” is practice, check or test."))
            preset = "check"
        attempts = settings.take("attempts", str(PRESETS[preset].attempts))
        if not attempts.isdecimal() or int(attempts) > 20:
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
