"""Drawings from a seed: pure functions from parameters to SVG text, which the caller marks safe."""

from lms.common.drawings.badge import badge
from lms.common.drawings.border import certificate_border
from lms.common.drawings.headers import KINDS, course_header, field_map
from lms.common.drawings.marks import bar, dot, icon, level_marks, logo, ring, sprite
from lms.common.drawings.quadrat import quadrat

__all__ = [
    "KINDS",
    "badge",
    "bar",
    "certificate_border",
    "course_header",
    "dot",
    "field_map",
    "icon",
    "level_marks",
    "logo",
    "quadrat",
    "ring",
    "sprite",
]
