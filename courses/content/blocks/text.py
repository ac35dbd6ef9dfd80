"""Text: Markdown."""

from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks.base import Rendered, Settings, Source, Texts, check_markdown
from lms.common.html import plain_text, render_markdown
from lms.common.yamlnodes import Faults


class Text:
    """A passage to read."""

    name = "text"

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        return {}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        text = source.body.strip("\n")
        if not text.strip():
            faults.add(source.place, _("This text is empty."))
        check_markdown(text, source, faults)
        return {"text": text}

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        html = render_markdown(texts["text"], language, anchor=anchor)
        return Rendered(html, plain_text(html))
