"""What a certificate design may say: lengths, letters that can be printed, colours that can be read."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from badges.certificates.facts import LAYOUTS, OWN_COLOURS
from badges.certificates.logos import kept
from badges.certificates.looks import ITALIC
from badges.certificates.models import CertificateDesign
from courses.banks.reading import digest_of
from lms.common.glyphs import FACES, missing_glyphs
from lms.common.languages import Pair
from lms.common.wording import duration, number
from lms.hub.colours import LEAST, LIGHT_GROUNDS, contrast, is_colour, luminance

MOST_NAME, MOST_LINE, MOST_CLOSING, MOST_SIGNATORIES = 80, 120, 240, 3
# The quieter of the two inks (certificate.css): what it can be read on, the other can.
QUIET_INK = "#4e584b"
# A hub's colour can be read on every ground of the site (lms.hub.colours), the darkest of them this.
DARKEST = min(LIGHT_GROUNDS, key=luminance)
# European Commission, ECTS Users' Guide (2015).
HOURS_OF_A_CREDIT = (25, 30)
Fault = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an editor says of a design; the same names as CertificateDesign has. logo: its file."""

    name: str
    layout: str = LAYOUTS[0]
    bilingual: bool = False
    accent: str = ""
    paper: str = OWN_COLOURS.paper
    logo: str = ""
    logo_alt: Pair = field(default_factory=Pair)
    said: Pair = field(default_factory=Pair)
    issuer_name: Pair = field(default_factory=Pair)
    issuer_detail: Pair = field(default_factory=Pair)
    closing: Pair = field(default_factory=Pair)
    signatories: list[dict[str, Any]] = field(default_factory=list)
    is_default: bool = False


# The texts that are printed, and how long each may be.
PAIRS = {
    "logo_alt": MOST_LINE,
    "said": MOST_LINE,
    "issuer_name": MOST_LINE,
    "issuer_detail": MOST_LINE,
    "closing": MOST_CLOSING,
}


def said_by(design: CertificateDesign) -> Said:
    """What the design says now."""
    values = {one.name: getattr(design, one.name) for one in fields(Said)}
    return Said(**{**values, "logo": (design.logo or {}).get("file", "")})


def values_of(said: Said) -> dict[str, Any]:
    """The fields of the row. The logo must be one that is kept."""
    logo = kept(said.logo) if said.logo else None
    return {
        **asdict(said),
        "accent": said.accent.lower(),
        "paper": said.paper.lower(),
        "logo": {"file": logo.file, "width": logo.width, "height": logo.height} if logo else {},
    }


def stamp_of(design: CertificateDesign) -> str:
    """Which state this is: whoever saves says which one they have changed."""
    return digest_of(asdict(said_by(design)))


def faults_in(said: Said, hub_colour: str) -> Iterator[Fault]:
    """(field, sentence) of everything that cannot be saved."""
    if not said.name.strip():
        yield "name", _("Give the design a name, so that it can be chosen.")
    if len(said.name) > MOST_NAME:
        yield "name", _("A text here has at most %s characters.") % MOST_NAME
    if said.layout not in LAYOUTS:
        yield "layout", _("Choose one of the answers that are offered.")
    if said.logo and kept(said.logo) is None:
        yield "logo", _("This logo is not here any more. Choose its file again.")
    yield from _unreadable(said, hub_colour)
    for name, most in PAIRS.items():
        yield from _faults_in_pair(name, getattr(said, name), most)
    yield from _faults_in_signatories(said.signatories)


def _unreadable(said: Said, hub_colour: str) -> Iterator[Fault]:
    for name in ("accent", "paper"):
        shade = getattr(said, name)
        if not is_colour(shade) and (shade or name == "paper"):
            yield name, _("This is not a colour. Write # and six digits, like #44601f.")
            return
    found = contrast(QUIET_INK, said.paper)
    if found < LEAST:
        yield (
            "paper",
            _(
                "Text on this paper reaches a contrast of %(found)s to 1; %(least)s to 1 is needed. "
                "Choose a lighter paper."
            )
            % _ratios(found),
        )
        return
    found = contrast(said.accent or hub_colour, said.paper)
    if found < LEAST:
        yield (
            "accent" if said.accent else "paper",
            _(
                "Text in this colour reaches a contrast of %(found)s to 1 on this paper; %(least)s "
                "to 1 is needed. Choose a darker colour or a lighter paper."
            )
            % _ratios(found),
        )
    elif not said.accent and luminance(said.paper) < luminance(DARKEST):
        yield (
            "paper",
            _(
                "The Hub’s colour may change, and could then not be read on this paper. Choose a "
                "paper as light as %s or lighter, or give the design a colour of its own."
            )
            % DARKEST,
        )


def _ratios(found: float) -> dict[str, str]:
    # Cut, not rounded: 4.49 must not be shown as the 4.5 that is asked for.
    return {"found": number(int(found * 10) / 10, 1), "least": number(LEAST, 1)}


def _faults_in_pair(name: str, pair: Pair, most: int) -> Iterator[Fault]:
    faces = (*FACES, ITALIC) if name == "said" else FACES
    for code, words in pair.items():
        assert isinstance(words, str)
        if len(words) > most:
            yield f"{name}_{code}", _("A text here has at most %s characters.") % most
        if missing := missing_glyphs(words, faces):
            yield f"{name}_{code}", unprintable(missing)


def _faults_in_signatories(signatories: list[dict[str, Any]]) -> Iterator[Fault]:
    if len(signatories) > MOST_SIGNATORIES:
        yield "signatory_1", _("At most %s people sign.") % MOST_SIGNATORIES
    for place, one in enumerate(signatories, start=1):
        if not one["name"].strip():
            yield f"signatory_{place}", _("Write the name of the person who signs, or no role.")
        if len(one["name"]) > MOST_LINE:
            yield f"signatory_{place}", _("A text here has at most %s characters.") % MOST_LINE
        if missing := missing_glyphs(one["name"]):
            yield f"signatory_{place}", unprintable(missing)
        yield from _faults_in_pair(f"role_{place}", one["role"], MOST_LINE)


def unprintable(missing: set[str]) -> str:
    """That these letters cannot be printed, in the reader's language."""
    letters = [sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in sorted(missing)]
    return _("Certificates cannot print: %s") % " ".join(letters)


def credits_doubted(credits: str, minutes: int) -> str:
    """What to say where credits are not the hours of work that the course states; nothing where they
    are. credits: as facts state them."""
    if not credits:
        return ""
    least, most = (float(credits) * hours for hours in HOURS_OF_A_CREDIT)
    if least <= minutes / 60 <= most:
        return ""
    words = _(
        "So many credits are %(least)s to %(most)s hours of work, but the course states %(time)s, and"
        " the certificate would say both."
    )
    return words % {
        "least": number(least, 0),
        "most": number(most, 0),
        "time": duration(minutes),
    }
