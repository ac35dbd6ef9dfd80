"""Badges as pictures of their own: drawn, painted, and with their credential inside."""

import re
from collections.abc import Mapping
from typing import Any

from badges.awards.models import AchievementVersion
from badges.credentials.carriers import in_png, in_svg
from lms.common.drawings.badge import badge
from lms.common.drawings.pixels import as_png
from lms.common.languages import text
from lms.common.store import immutable

# XML 1.0, 2.2: whatever is none of these makes a drawing that nobody can open.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def drawn(version: AchievementVersion, language: str) -> str:
    """The badge as SVG, named in this language."""
    return as_svg(version.drawing, text(version.name, language))


def painted(version: AchievementVersion) -> bytes:
    """The badge as PNG, the same in every language; made once in a process, because it takes long."""
    said = sorted((name, str(value)) for name, value in version.drawing.items())
    return immutable(("badge", *said), lambda: as_png(as_svg(version.drawing, "")))


# What the credential can be carried by here; as a PDF it is printed by badges.certificates.
CARRIED = ("png", "svg", "json")


def carried(document: str, form: str, version: AchievementVersion, language: str) -> bytes:
    """The credential in a file, one of CARRIED: "json" is the document itself, "svg" and "png" pictures that hold it."""
    if form == "svg":
        return in_svg(document, drawn(version, language)).encode()
    if form == "png":
        return in_png(document, painted(version))
    return document.encode()


def as_svg(drawing: Mapping[str, Any], title: str) -> str:
    """The drawing of this letter, level, codes and seed, with a title or, if that is empty, without."""
    return badge(
        drawing["letter"],
        drawing["level"],
        tuple(drawing["codes"]),
        drawing["seed"],
        title=NO_XML.sub("", title),
        standalone=True,
    )
