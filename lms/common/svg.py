"""SVG drawings rebuilt from a list of allowed elements and attributes; nothing else survives."""

import re
from xml.etree import ElementTree

from django.utils.translation import gettext as _

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

ELEMENTS = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "title", "desc", "defs", "use", "linearGradient", "radialGradient", "stop",
    "pattern", "clipPath", "marker", "symbol",
}  # fmt: skip
ATTRIBUTES = {
    "id", "viewBox", "preserveAspectRatio", "width", "height", "x", "y", "x1", "y1", "x2", "y2",
    "cx", "cy", "r", "rx", "ry", "d", "points", "dx", "dy", "transform", "fill", "fill-opacity",
    "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit", "opacity", "font-family",
    "font-size", "font-weight", "font-style", "letter-spacing", "text-anchor",
    "dominant-baseline", "clip-path", "clip-rule", "clipPathUnits", "gradientUnits",
    "gradientTransform", "patternUnits", "patternTransform", "patternContentUnits", "offset",
    "stop-color", "stop-opacity", "marker-start", "marker-mid", "marker-end", "markerWidth",
    "markerHeight", "markerUnits", "refX", "refY", "orient", "role", "rotate", "textLength",
    "lengthAdjust", "vector-effect", "paint-order", "shape-rendering",
}  # fmt: skip
OWN_REFERENCE = re.compile(r"#[A-Za-z][\w.-]*")
URL = re.compile(r"url\((?!\s*(['\"]?)#[A-Za-z][\w.-]*\1\s*\))|\\\\", re.I)
MOST_ELEMENTS = 20_000
DEEPEST = 60


class NotADrawing(ValueError):
    """The file cannot be used as a drawing; the message is a sentence for its author."""


def rebuild(source: bytes) -> tuple[bytes, int, int]:
    """(clean SVG, width, height) in the drawing's own units.

    Raises NotADrawing for what is not well-formed, declares entities, or uses anything that is
    not on the lists: an author should know, so nothing is dropped silently.
    """
    if b"<!DOCTYPE" in source or b"<!ENTITY" in source:
        raise NotADrawing(_("The drawing declares a document type, which is not used here."))
    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        raise NotADrawing(_("The drawing is not well-formed XML: %s.") % error) from error
    if root.tag != f"{{{SVG}}}svg":
        raise NotADrawing(_("This is not an SVG document."))
    if _depth(root) > DEEPEST:
        raise NotADrawing(_("The elements of the drawing nest too deep."))
    count = 0
    for element in root.iter():
        count += 1
        _check(element)
    if count > MOST_ELEMENTS:
        raise NotADrawing(_("The drawing has more than %s elements.") % MOST_ELEMENTS)
    width, height = _size(root)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="utf-8"), width, height


def _depth(root: ElementTree.Element) -> int:
    """How deep the elements nest; walked level by level, for deep ones exhaust the stack."""
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth += 1
        level = [child for element in level for child in element]
    return depth


def _check(element: ElementTree.Element) -> None:
    if not isinstance(element.tag, str) or not element.tag.startswith(f"{{{SVG}}}"):
        raise NotADrawing(_("The drawing uses “%s”, which is not allowed.") % element.tag)
    name = element.tag.removeprefix(f"{{{SVG}}}")
    if name not in ELEMENTS:
        raise NotADrawing(_("The drawing uses “%s”, which is not allowed.") % f"<{name}>")
    for attribute, value in list(element.attrib.items()):
        if attribute in ("href", XLINK_HREF) and name == "use":
            if not OWN_REFERENCE.fullmatch(value):
                raise NotADrawing(_("The drawing refers to another file."))
        elif attribute not in ATTRIBUTES:
            raise NotADrawing(
                _("The drawing uses “%(attribute)s” on “%(element)s”, which is not allowed.")
                % {"attribute": attribute, "element": f"<{name}>"}
            )
        elif URL.search(value):
            raise NotADrawing(_("The drawing refers to another file."))


def _size(root: ElementTree.Element) -> tuple[int, int]:
    numbers = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        _left, _top, width, height = (float(number) for number in numbers)
    except ValueError as error:
        raise NotADrawing(_("The drawing has no viewBox.")) from error
    if not (0 < width <= 10_000 and 0 < height <= 10_000):
        raise NotADrawing(_("The viewBox of the drawing has an impossible size."))
    return round(width), round(height)
