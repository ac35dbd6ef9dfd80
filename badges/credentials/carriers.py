"""Files that carry a credential: its bytes as they were signed, inside a picture. Pure.

Source: Open Badges 3.0, 5.3 "Baked Badges".
"""

import zlib
from xml.parsers.expat import ExpatError

import png
from openbadgeslib.baking import (
    ITXT_KEYWORD_OB3,
    SVG_ELEMENT_OB3,
    SVG_NS_OB3,
    DecompressionLimitExceeded,
    bake_png,
    extract_png,
    extract_svg,
)

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"


def in_png(document: str, picture: bytes) -> bytes:
    """The picture with the document in a chunk of its own, not compressed."""
    return bake_png(picture, document, keyword=ITXT_KEYWORD_OB3)


def in_svg(document: str, picture: str) -> str:
    """The drawing with the document as its first element, to be read as it stands.

    picture: one of ours, in which no attribute holds a bare ">".
    """
    begins = picture.index(">", picture.index("<svg")) + 1
    # What would end the section is divided between two of them.
    said = document.replace("]]>", "]]]]><![CDATA[>")
    element = (
        f'<{SVG_ELEMENT_OB3} xmlns:openbadges="{SVG_NS_OB3}"><![CDATA[{said}]]></{SVG_ELEMENT_OB3}>'
    )
    return picture[:begins] + element + picture[begins:]


def taken_out(file: bytes) -> str | None:
    """The document that a PNG or SVG carries; None where it carries none.

    Raises ValueError for a file that cannot be read, or whose document grows too large on the way.
    """
    try:
        if file.startswith(PNG_BEGINS):
            return extract_png(file, keyword=ITXT_KEYWORD_OB3)
        return extract_svg(file, element=SVG_ELEMENT_OB3, text_fallback=True)
    except (png.Error, zlib.error, DecompressionLimitExceeded, ExpatError) as error:
        raise ValueError(f"the picture cannot be read: {error}") from error
