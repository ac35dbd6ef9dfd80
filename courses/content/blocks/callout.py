"""Callout: an aside that is good to know, or a note that costs something to skip."""

from html import escape
from typing import Any

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
from lms.common.html import plain_text, render_markdown, tied
from lms.common.yamlnodes import Faults

TONES = {"aside": "note", "look": "note look"}


class Callout:
    """A titled note beside the text."""

    name = "callout"
    fields: tuple[str, ...] = ("title", "text")

    def fresh(self) -> dict[str, Any]:
        return {"tone": "aside"}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        found = []
        if not texts["title"].strip():
            found.append(("title", _("The callout has no title.")))
        if not texts["text"].strip():
            found.append(("text", _("The callout has no text.")))
        return found or markdown_faults("text", texts["text"])

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        return self.manner(settings)

    def manner(self, settings: Settings) -> dict[str, Any]:
        tone = settings.take("tone", "aside")
        if tone not in TONES:
            settings.faults.add(settings.place, _("“tone=” is aside or look."))
        return {"tone": tone}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        title, text = titled(source.body)
        if (not title or not text.strip()) and not faults.lenient:
            faults.add(source.place, _("A callout needs a first line “# Title” and a text."))
            return {"title": title, "text": text}
        return read_checked(self, {"title": title, "text": text}, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        inner = render_markdown(texts["text"], language, anchor=anchor)
        title = tied(escape(texts["title"]), language)
        html = f'<aside class="{TONES[settings["tone"]]}"><h3>{title}</h3>{inner}</aside>'
        return Rendered(html, f"{texts['title']}. {plain_text(inner)}", texts["title"])
