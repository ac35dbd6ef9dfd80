"""Self-check: one to three items in the running text, answered at once, never counted."""

from typing import Any

from courses.content.blocks.base import (
    Rendered,
    Settings,
    Source,
    Texts,
    item_keys,
    markdown_faults,
    read_checked,
)
from lms.common.html import plain_text, render_markdown
from lms.common.yamlnodes import Faults


class Check:
    """Questions of which nothing is stored."""

    name = "check"
    fields: tuple[str, ...] = ("text",)

    def fresh(self) -> dict[str, Any]:
        return {"items": []}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        return markdown_faults("text", texts["text"])

    def manner(self, settings: Settings) -> dict[str, Any]:
        return {}

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        return {"items": item_keys(settings, 3)}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        texts = {"text": source.body.strip("\n")}
        return read_checked(self, texts, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        html = render_markdown(texts["text"], language, anchor=anchor) if texts["text"] else ""
        return Rendered(html, plain_text(html))
