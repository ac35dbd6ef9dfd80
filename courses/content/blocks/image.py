"""Image: a drawing or photograph with words for those who do not see it."""

from html import escape
from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks.base import Rendered, Settings, Source, Texts, check_markdown
from lms.common.html import plain_text, render_inline
from lms.common.yamlnodes import Faults, Fields, read_yaml


class Image:
    """A figure. settings["files"] is {language: {"address", "width", "height"}}."""

    name = "image"

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        src = settings.take("src")
        if not src:
            settings.faults.add(settings.place, _("“src=” should name a file in pictures/."))
        return {
            "src": src,
            "wide": settings.flag("wide"),
            "decorative": settings.flag("decorative"),
        }

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        if settings["decorative"] and not source.body.strip():
            return {"alt": "", "caption": ""}
        inner = Faults()
        fields = Fields(
            read_yaml(source.body, source.file, inner), inner, known={"alt", "caption"}
        )
        alt = fields.text("alt", required=not settings["decorative"], most=2000)
        caption = fields.text("caption", required=False, most=2000)
        if settings["decorative"] and alt:
            fields.fault(_("A decorative picture has no “alt”."), "alt")
        for fault in inner:
            faults.add((source.file, source.line + max(fault.line - 1, 0)), fault.message)
        check_markdown(caption, source, faults)
        return {"alt": alt, "caption": caption}

    def render(self, settings: dict[str, Any], texts: Texts, language: str, anchor: str) -> Rendered:
        file = settings["files"][language]
        caption = render_inline(texts["caption"], language) if texts["caption"] else ""
        html = (
            f'<figure{" class=wide-fig" if settings["wide"] else ""}>'
            f'<img src="{escape(file["address"])}" width="{file["width"]}" '
            f'height="{file["height"]}" alt="{escape(texts["alt"])}" loading="lazy">'
            + (f"<figcaption>{caption}</figcaption>" if caption else "")
            + "</figure>"
        )
        return Rendered(html, " ".join(filter(None, [texts["alt"], plain_text(caption)])))
