"""Self-rating: the learner says at which level of each of the course's competencies they see
themselves, before or after. It is shown beside what was measured, and never counts."""

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
from lms.common.html import plain_text, render_inline
from lms.common.yamlnodes import Faults

BEFORE, AFTER = "before", "after"
MOMENTS = (BEFORE, AFTER)


class SelfRating:
    """A rating by the level descriptors. moment: of which series it is."""

    name = "self-rating"
    fields: tuple[str, ...] = ("title", "about")

    def fresh(self) -> dict[str, Any]:
        return {"moment": BEFORE}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        return markdown_faults("about", texts["about"])

    def manner(self, settings: Settings) -> dict[str, Any]:
        moment = settings.take("moment", BEFORE)
        if moment not in MOMENTS:
            settings.faults.add(settings.place, _("“moment=” is before or after."))
            moment = BEFORE
        return {"moment": moment}

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        return self.manner(settings)

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        title, about = titled(source.body)
        texts = {"title": title, "about": " ".join(about.split())}
        return read_checked(self, texts, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        about = render_inline(texts["about"], language) if texts["about"] else ""
        plain = f"{texts['title']}. {plain_text(about)}".strip(" .")
        return Rendered(about, plain, texts["title"], {"moment": settings["moment"]})
