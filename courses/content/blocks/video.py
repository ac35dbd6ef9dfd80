"""Video: a file of the course or a video of an allow-listed service, with captions as WebVTT and the
text that they make."""

from collections.abc import Mapping
from dataclasses import asdict
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks.base import (
    Rendered,
    Settings,
    Source,
    Texts,
    markdown_faults,
    titled,
)
from courses.content.captions import caption_faults, read_captions, transcript
from courses.content.hosts import player_of, services
from lms.common.html import plain_text, render_inline, tied
from lms.common.languages import LANGUAGES, OTHER
from lms.common.videos import ENDINGS
from lms.common.yamlnodes import Faults

WEBVTT = "WEBVTT"


class Video:
    """A film. settings["files"] is {language: {"address", "name", "size", "language"}}; with an
    "address" of a service there are none.

    silent: nobody speaks in it and nothing is told by sound, so it needs no captions.
    """

    name = "video"
    fields: tuple[str, ...] = ("title", "about", "captions")

    def fresh(self) -> dict[str, Any]:
        return {"src": "", "address": "", "silent": False, "files": {}}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        found = self._faults(texts)
        if texts["captions"].strip():
            found += [("captions", told) for told in caption_faults(texts["captions"].lstrip())]
        return found

    def _faults(self, texts: Texts) -> list[tuple[str, str]]:
        found = markdown_faults("about", texts["about"])
        if not texts["title"].strip():
            found.append(("title", _("The video needs a title: what does it show?")))
        return found

    def manner(self, settings: Settings) -> dict[str, Any]:
        address = settings.take("address")
        if address and player_of(address) is None:
            told = _("“%(address)s” is not the address of a video at %(services)s.")
            shown = {"address": address[:80], "services": ", ".join(services())}
            settings.faults.add(settings.place, told % shown)
            address = ""
        return {"address": address, "silent": settings.flag("silent")}

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        src, language = settings.take("src"), settings.take("language")
        manner = self.manner(settings)
        faults, place = settings.faults, settings.place
        if bool(src) == bool(manner["address"]) and not (faults.lenient and not src):
            told = _("“src=” should name a video in files/, or “address=” say where one is shown.")
            faults.add(place, told)
        if src and not src.endswith(tuple(f".{ending}" for ending in ENDINGS)):
            faults.add(place, _("A video is an MP4 or WebM file."))
        if language and language not in LANGUAGES:
            faults.add(place, _("“language=” is lt or en."))
        return {"src": src, "language": language, **manner}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        lines = source.body.split("\n")
        begins = next(
            (n for n, line in enumerate(lines) if line.split(" ")[0] == WEBVTT), len(lines)
        )
        title, about = titled("\n".join(lines[:begins]))
        captions = "\n".join(lines[begins:])
        texts = {"title": title, "about": " ".join(about.split()), "captions": captions}
        if not faults.lenient:
            for _field, message in self._faults(texts):
                faults.add(source.place, message)
            for fault in read_captions(captions)[1] if captions else ():
                place = source.file, source.line + begins + fault.line - 1
                faults.add(place, fault.message)
        return texts

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        about = render_inline(texts["about"], language) if texts["about"] else ""
        said = transcript(texts["captions"])
        words = [texts["title"], plain_text(about), *(one.text for one in said)]
        player = player_of(settings.get("address", ""))
        more = {
            "file": settings.get("files", {}).get(language),
            "player": asdict(player) if player else None,
        }
        return Rendered(about, " ".join(filter(None, words)), texts["title"], more)


def captioned(texts: Mapping[str, Texts], language: str) -> dict[str, Any]:
    """The languages in which a video has captions, the reader's first, and what is said in it: in
    the reader's language, or where that has no captions in the other."""
    there = [
        code
        for code in (language, OTHER[language])
        if read_captions(texts.get(code, {}).get("captions", ""))[0]
    ]
    if not there:
        return {"captions": [], "said": [], "said_in": language}
    said = transcript(texts[there[0]]["captions"])
    return {
        "captions": there,
        "said": [
            {"at": one.at, "voice": one.voice, "text": tied(escape(one.text), there[0])}
            for one in said
        ],
        "said_in": there[0],
    }


def lacks_captions(block: Mapping[str, Any], language: str) -> bool:
    """Whether somebody who does not hear the video gets nothing of it in this language."""
    said = block["texts"].get(language, {}).get("captions", "")
    return not block["settings"].get("silent") and not said.strip()
