"""How a design looks on paper, in one language; what every certificate of it says. No database."""

from dataclasses import dataclass
from decimal import Decimal

from badges.certificates.facts import OWN_COLOURS, Colours, Logo, Signatory
from badges.certificates.models import CertificateDesign
from lms.common.glyphs import FACES, missing_glyphs
from lms.common.languages import OTHER, Pair
from lms.common.languages import text as any_text
from lms.hub.models import HubProfile

# The face of the line under the name.
ITALIC = "serif-italic"
# How much of the accent is in what is drawn behind and between the words; the rest is paper.
BRAID, CONTOURS, RULES = 0.8, 0.11, 0.36


@dataclass(frozen=True)
class Look:
    """What a design says and how it is drawn, by the names of `CertificateFacts`.

    signatories: none where the course's leads sign.
    """

    layout: str
    bilingual: bool
    colours: Colours
    logo: Logo | None
    said: str
    also_said: str
    issuer_name: str
    issuer_detail: str
    closing: str
    signatories: tuple[Signatory, ...]


def look_of(design: CertificateDesign, hub: HubProfile, language: str) -> Look:
    """The look in this language. design: unsaved and untouched, it is the site's plain look."""
    issuer = text(design.issuer_name, language) or text(hub.name, language)
    issuer = issuer or printable(hub.logo_text)
    return Look(
        layout=design.layout,
        bilingual=design.bilingual,
        colours=colours_of(design.accent, design.paper, hub),
        logo=_logo(design, issuer, language),
        said=printable(any_text(design.said, language), ITALIC),
        also_said=printable(any_text(design.said, OTHER[language]), ITALIC),
        issuer_name=issuer,
        issuer_detail=text(design.issuer_detail, language) or text(hub.institution, language),
        closing=text(design.closing, language),
        signatories=tuple(
            Signatory(one["name"], text(one["role"], language))
            for one in design.signatories
            if not missing_glyphs(one["name"])
        ),
    )


def colours_of(accent: str, paper: str, hub: HubProfile) -> Colours:
    """The colours of a design: what it says, and what is mixed of it."""
    accent, paper = accent.lower() or hub.colour.lower(), paper.lower()
    if accent == hub.colour.lower() and paper == OWN_COLOURS.paper:
        # The plain look, as it has always been drawn.
        return Colours(moss=accent)
    mixed = (_mixed(accent, paper, share) for share in (BRAID, CONTOURS, RULES))
    return Colours(accent, paper, *mixed)


def text(pair: Pair, language: str) -> str:
    """A text of the course, the map or the design, as certificates can print it."""
    return printable(any_text(pair, language))


def printable(whole: str, *more: str) -> str:
    """Without the signs that the certificate's fonts lack: a person's name is refused instead, but
    an author's pictogram must not cost a certificate. more: faces that print it besides."""
    lacking = missing_glyphs(whole, (*FACES, *more))
    return "".join(sign for sign in whole if sign not in lacking).strip()


def plain_credits(credits: Decimal | None) -> str:
    """1.5, 6, or nothing."""
    return format(Decimal(credits).normalize(), "f") if credits else ""


def _logo(design: CertificateDesign, issuer: str, language: str) -> Logo | None:
    if not design.logo:
        return None
    # A picture that nobody can see has to be called something.
    return Logo(**design.logo, alt=text(design.logo_alt, language) or issuer)


def _mixed(colour: str, paper: str, share: float) -> str:
    pairs = ((int(colour[i : i + 2], 16), int(paper[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
