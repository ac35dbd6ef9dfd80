"""Image: a drawing or photograph with words for those who do not see it."""

from html import escape
from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks.base import (
    Rendered,
    Settings,
    Source,
    Texts,
    labelled,
    markdown_faults,
    read_checked,
)
from lms.common.html import plain_text, render_inline
from lms.common.yamlnodes import Faults


class Image:
    """A figure. settings["files"] is {language: {"address", "width", "height"}}."""

    name = "image"
    fields: tuple[str, ...] = ("alt", "caption")

    def fresh(self) -> dict[str, Any]:
        return {"src": "", "wide": False, "decorative": False, "files": {}}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        found = markdown_faults("caption", texts["caption"])
        if settings["decorative"] and texts["alt"]:
            found.append(("alt", _("A decorative picture has no alternative text.")))
        if not settings["decorative"] and not texts["alt"]:
            found.append(
                (
                    "alt",
                    _(
                        "The alternative text is missing: what would you say to somebody who does "
                        "not see the picture?"
                    ),
                )
            )
        return found

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        src = settings.take("src")
        if not src and not settings.faults.lenient:
            settings.faults.add(settings.place, _("“src=” should name a file in pictures/."))
        return {"src": src, **self.manner(settings)}

    def manner(self, settings: Settings) -> dict[str, Any]:
        return {"wide": settings.flag("wide"), "decorative": settings.flag("decorative")}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        told = _("Write “alt: …” and “caption: …” here.")
        texts = labelled(source, self.fields, told, faults)
        return read_checked(self, texts, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        # A draft may hold the block before its picture; publishing refuses that.
        file = settings.get("files", {}).get(language)
        if file is None:
            return Rendered("", texts["alt"])
        caption = render_inline(texts["caption"], language) if texts["caption"] else ""
        html = (
            f"<figure{' class=wide-fig' if settings['wide'] else ''}>"
            f'<img src="{escape(file["address"])}" width="{file["width"]}" '
            f'height="{file["height"]}"{_narrower(file)} '
            f'alt="{escape(texts["alt"])}" loading="lazy">'
            + (f"<figcaption>{caption}</figcaption>" if caption else "")
            + "</figure>"
        )
        return Rendered(html, " ".join(filter(None, [texts["alt"], plain_text(caption)])))


def _narrower(file: dict[str, Any]) -> str:
    """The same picture in fewer pixels, for those whose column is narrow."""
    if not file.get("narrower"):
        return ""
    every = [*file["narrower"], {"address": file["address"], "width": file["width"]}]
    written = ", ".join(f"{escape(one['address'])} {one['width']}w" for one in every)
    return f' srcset="{written}" sizes="(min-width: 44rem) 38.5rem, 92vw"'
