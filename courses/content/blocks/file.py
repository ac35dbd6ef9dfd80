"""File: something to take along, with what it is, how large, and in which language."""

from html import escape
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.content.blocks.base import (
    Rendered,
    Settings,
    Source,
    Texts,
    markdown_faults,
    read_checked,
    titled,
)
from lms.common.html import plain_text, render_inline, tied
from lms.common.languages import LANGUAGES
from lms.common.yamlnodes import Faults


class File:
    """A file. settings["files"] is {language: {"address", "name", "size", "language"}}."""

    name = "file"
    fields: tuple[str, ...] = ("title", "about")

    def fresh(self) -> dict[str, Any]:
        return {"src": "", "files": {}}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        found = markdown_faults("about", texts["about"])
        if not texts["title"].strip():
            found.append(("title", _("The file needs a title: what is in it?")))
        return found

    def manner(self, settings: Settings) -> dict[str, Any]:
        return {}

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        src, language = settings.take("src"), settings.take("language")
        if not src:
            settings.faults.add(settings.place, _("“src=” should name a file in files/."))
        if language and language not in LANGUAGES:
            settings.faults.add(settings.place, _("“language=” is lt or en."))
        return {"src": src, "language": language}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        title, about = titled(source.body)
        texts = {"title": title, "about": " ".join(about.split())}
        return read_checked(self, texts, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        # A draft may hold the block before its file; publishing refuses that.
        file = settings.get("files", {}).get(language)
        if file is None:
            return Rendered("", texts["title"], texts["title"])
        about = render_inline(texts["about"], language) if texts["about"] else ""
        title = tied(escape(texts["title"]), language)
        html = (
            f'<figure><a href="{escape(file["address"])}" download="{escape(file["name"])}">'
            f"{title}</a><figcaption>{escape(told(file, language))}"
            + (f"<br>{about}" if about else "")
            + "</figcaption></figure>"
        )
        plain = f"{texts['title']}. {plain_text(about)}".strip()
        return Rendered(html, plain, texts["title"])


def told(file: dict[str, Any], language: str) -> str:
    """ "PDF, 1.2 MB, in Lithuanian", in the language asked for."""
    with override(language):
        words = [file["name"].rpartition(".")[2].upper(), filesizeformat(file["size"])]
        if file["language"]:
            words.append(_("in Lithuanian") if file["language"] == "lt" else _("in English"))
        return ", ".join(words)
