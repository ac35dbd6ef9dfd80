"""A sample as a page of its own: the markup of the file, as the file sets it, for a frame.

Nothing we depend on turns a page of a PDF into a picture. So the same markup and style sheet are shown by
the browser, with what only the file's own setting decides taken from there; the file is a press away.
"""

import logging
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from badges.certificates.facts import LAYOUTS, CertificateFacts, Colours
from badges.certificates.logos import media_type, path_of
from badges.certificates.markup import STEPS, render_html
from badges.certificates.rendering import (
    Fit,
    Overlong,
    PressTrouble,
    border_of,
    fit_of,
    part_of,
    rendering_obstacle,
)
from badges.certificates.samples import SEED
from lms.common.drawings.qr import qr_picture

log = logging.getLogger(__name__)

# Lengths of the style sheet; on a page they are parts of the frame's width.
LENGTH = re.compile(r"(?<![\w#.-])(-?(?:\d+\.?\d*|\.\d+))(mm|pt)\b")
PAGE = re.compile(r"@page[^{]*\{[^}]*\}")
ADDRESS = re.compile(r'url\("([a-z0-9-]+\.svg)"\)')
WIDTHS = {"landscape": 297, "portrait": 210}
# Around page one and page two, from the edge of the sheet: certificate.css, portrait.css.
SHEETS = {
    "landscape": ("21mm 26mm 48mm", "210mm", "18mm", "21mm 26mm 19.5mm"),
    "portrait": ("25mm 24mm 75mm", "297mm", "21mm", "21.5mm 24mm 20.5mm"),
}


@dataclass(frozen=True)
class SamplePage:
    """html: a whole document.  fit: how the file is set; none where none can be made, and obstacle says
    why."""

    html: str
    fit: Fit | None
    obstacle: str = ""


def sample_page(facts: CertificateFacts, sheet: str) -> SamplePage:
    """The sample for a frame. sheet: the address of its style sheet."""
    fit, obstacle = None, rendering_obstacle() or ""
    try:
        fit = None if obstacle else fit_of(facts)
    except (Overlong, PressTrouble):
        log.exception("A sample of a certificate could not be set.")
        obstacle = _("No file can be made of this: it is more than a certificate holds. Say less.")
    step, stacked = (fit.step, fit.stacked) if fit else (STEPS[1], False)
    qr = qr_picture(facts.verify_url)
    html = render_html(facts, step=step, stacked=stacked, logo=_inline(facts), qr=qr, sheet=sheet)
    return SamplePage(html, fit, obstacle)


def _inline(facts: CertificateFacts) -> str:
    if not facts.logo:
        return ""
    content = b64encode(path_of(facts.logo.file).read_bytes()).decode()
    return f"data:{media_type(facts.logo.file)};base64,{content}"


# --- what the page asks for ----------------------------------------------------------------------


def look_said(facts: CertificateFacts) -> str:
    """The colours and the layout, as an address names them."""
    return "-".join([*(colour[1:] for colour in facts.colours), facts.layout])


def look_read(said: str) -> tuple[Colours, str] | None:
    """The same back; None for what names no look."""
    *colours, layout = said.split("-")
    is_look = layout in LAYOUTS and len(colours) == len(Colours._fields)
    if not is_look or not all(re.fullmatch("[0-9a-f]{6}", one) for one in colours):
        return None
    return Colours(*(f"#{one}" for one in colours)), layout


def sheet_for_pages(look: tuple[Colours, str], drawing_at: Callable[[str], str], fonts: str) -> str:
    """The style sheet of the file for a page: sheets of paper one below the other, as wide as the
    frame. drawing_at: the address of a drawing.  fonts: the rules that load them."""
    colours, layout = look
    css = PAGE.sub("", part_of("certificate.css", colours, layout))
    front, height, feet, back = SHEETS[layout]
    css += f"""
html {{ background: #8a8f86; }}
.front, .back {{ position: relative; width: 100%; min-height: {height}; background: {colours.paper}; }}
.front {{ height: {height}; padding: {front}; background: {colours.paper} url("border.svg") 0 0 / 100% 100% no-repeat; }}
.front .feet {{ left: 26mm; right: 26mm; bottom: {feet}; }}
.back {{ margin-top: 4mm; padding: {back}; outline: .25mm solid {colours.moss}; outline-offset: -15.5mm; }}
a {{ pointer-events: none; }}
"""
    if layout == LAYOUTS[1]:
        css += ".front .feet { left: 24mm; right: 24mm; }"
    css = LENGTH.sub(lambda found: f"calc({found[1]} * var(--{found[2]}))", css)
    css = ADDRESS.sub(lambda found: f'url("{drawing_at(found[1])}")', css)
    width = WIDTHS[layout]
    units = f":root {{ --mm: calc(100vw / {width}); --pt: calc(100vw / {width} * 25.4 / 72); }}\n"
    return fonts + units + css


def drawing(look: tuple[Colours, str], name: str) -> str | None:
    """A drawing that the sheet asks for, as SVG; None for a name that it does not ask for."""
    colours, layout = look
    if name == "border.svg":
        return border_of(SEED, colours, layout)
    if re.fullmatch(r"level-[1-4]\.svg", name):
        return part_of(name, colours, layout)
    return None
