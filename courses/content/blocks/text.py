"""Text: Markdown."""

from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks.base import (
    Rendered,
    Settings,
    Source,
    Texts,
    markdown_faults,
    read_checked,
)
from lms.common.html import plain_text, render_markdown
from lms.common.yamlnodes import Faults


class Text:
    """A passage to read."""

    name = "text"
    fields: tuple[str, ...] = ("text",)

    def fresh(self) -> dict[str, Any]:
        return {}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        if not texts["text"].strip():
            return [("text", _("This text is empty."))]
        return markdown_faults("text", texts["text"])

    def manner(self, settings: Settings) -> dict[str, Any]:
        return {}

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        return {}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        texts = {"text": source.body.strip("\n")}
        return read_checked(self, texts, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        html = render_markdown(texts["text"], language, anchor=anchor)
        return Rendered(html, plain_text(html))
