"""Charts of measurements: pure functions from numbers to SVG text, which the caller marks safe.

Across, everything is placed in per cent of the width, and up and down in pixels: so letters keep their
size on a phone, on a desk and on paper. Colours come from classes, which a sheet gives for light, dark
and print; what a colour says is also said by shape, place or word. Words come from the caller.
"""

from lms.common.charts.curve import Point, curve
from lms.common.charts.frame import Frame
from lms.common.charts.line import Mark, Span, interval_line
from lms.common.charts.matrix import Row, matrix
from lms.common.charts.scatter import Band, scatter
from lms.common.charts.shares import Share, shares

__all__ = [
    "Band",
    "Frame",
    "Mark",
    "Point",
    "Row",
    "Share",
    "Span",
    "curve",
    "interval_line",
    "matrix",
    "scatter",
    "shares",
]
