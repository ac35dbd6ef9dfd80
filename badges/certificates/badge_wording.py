"""The words that the page of a badge prints besides what was signed, in both languages.

They belong to the document and not to the interface, like those of certificates (wording.py), whose
other words it shares.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeWording:
    """One language's words. Those with braces take a value where the braces stand."""

    kind: str
    drawing: str
    said: str
    nameless: str
    awarded: str
    valid_until: str
    valid: str
    endless: str
    issuer: str
    criteria: str
    shown: str
    framework: str
    measured: str
    measured_for: str
    evidence: str
    credits: str
    how_code: str
    how_file: str


BADGE_WORDING = {
    "lt": BadgeWording(
        kind="Ženklelis",
        drawing="Ženklelio piešinys: raidė {letter}, {level} lygis",
        said="gavo ženklelį",
        nameless="Vardas nenurodytas",
        awarded="Suteikta",
        valid_until="Galioja iki",
        valid="Galioja",
        endless="neribotai",
        issuer="Išdavė",
        criteria="Už ką jis suteikiamas",
        shown="Kas parodyta",
        framework="Kompetencijų sandara",
        measured="Kaip išmatuota",
        measured_for="Kaip išmatuota: {}",
        evidence="Kuo tai pagrįsta",
        credits="Kreditai (ECTS)",
        how_code=(
            "Atidarykite {} ir įveskite kodą arba nuskaitykite QR kodą. Kol ženkleliu dalijamasi "
            "nuoroda, ten parašyta, ar jis tebegalioja."
        ),
        how_file=(
            "Šiame PDF faile yra ir mūsų pasirašytas ženklelis. Kas turi failą, tuo pačiu adresu "
            "gali jį patikrinti bet kada, net jei ženkleliu nesidalijama, ir palyginti, ar "
            "ženklelis išduotas čia įrašytu vardu."
        ),
    ),
    "en": BadgeWording(
        kind="Badge",
        drawing="Drawing of the badge: letter {letter}, level {level}",
        said="received the badge",
        nameless="Name not given",
        awarded="Awarded",
        valid_until="Valid until",
        valid="Valid",
        endless="without limit",
        issuer="Issued by",
        criteria="What it is given for",
        shown="What was shown",
        framework="Competency framework",
        measured="How it was measured",
        measured_for="How it was measured: {}",
        evidence="What it rests on",
        credits="Credits (ECTS)",
        how_code=(
            "Open {} and enter the code, or scan the QR code. While the badge is shared by its "
            "link, the page says whether it still holds."
        ),
        how_file=(
            "This PDF also holds the badge as we signed it. Whoever has the file can check it at "
            "the same address at any time, shared or not, and compare whether the badge was issued "
            "to the name printed here."
        ),
    ),
}
