"""Embed: a part of another site, shown once its reader has said yes to asking that site."""

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
from courses.content.hosts import embed_hosts, embed_of
from lms.common.html import plain_text, render_inline
from lms.common.yamlnodes import Faults

LEAST, MOST, USUAL = 160, 1_200, 480


class Embed:
    """A map, a form or a data set of an allow-listed host. height: in pixels."""

    name = "embed"
    fields: tuple[str, ...] = ("title", "about")

    def fresh(self) -> dict[str, Any]:
        return {"address": "", "height": USUAL}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        found = markdown_faults("about", texts["about"])
        if not texts["title"].strip():
            found.append(("title", _("What is embedded needs a title: what will be seen?")))
        if not texts["about"].strip():
            found.append(("about", _("Say what it is for, before anybody decides to load it.")))
        return found

    def manner(self, settings: Settings) -> dict[str, Any]:
        address, height = settings.take("address"), settings.take("height", str(USUAL))
        if address and embed_of(address) is None:
            told = _(
                "“%(address)s” cannot be embedded. Addresses begin with https:// at: %(hosts)s."
            )
            shown = {"address": address[:80], "hosts": ", ".join(embed_hosts())}
            settings.faults.add(settings.place, told % shown)
            address = ""
        whole = height.isascii() and height.isdecimal() and len(height) < 5
        if not whole or not LEAST <= int(height) <= MOST:
            told = _("“height=” is a number from %(least)s to %(most)s.")
            settings.faults.add(settings.place, told % {"least": LEAST, "most": MOST})
            height = str(USUAL)
        return {"address": address, "height": int(height)}

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        manner = self.manner(settings)
        if not settings.given.get("address") and not settings.faults.lenient:
            settings.faults.add(settings.place, _("“address=” should say what is embedded."))
        return manner

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        title, about = titled(source.body)
        texts = {"title": title, "about": " ".join(about.split())}
        return read_checked(self, texts, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        about = render_inline(texts["about"], language) if texts["about"] else ""
        known = embed_of(settings["address"])
        more = {"address": settings["address"], "height": settings["height"]}
        if known:
            more |= {"host": known[0], "name": known[1]}
        plain = f"{texts['title']}. {plain_text(about)}".strip()
        return Rendered(about, plain, texts["title"], more)
