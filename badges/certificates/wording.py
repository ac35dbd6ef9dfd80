"""The words a certificate prints besides its facts, in both languages, and how it writes dates.

They belong to the document and not to the interface: a file made again years later must read the
same, whatever language the request speaks and however the pages have been reworded since.
"""

from dataclasses import dataclass
from datetime import date

NBSP = "\u00a0"

MONTHS = {
    "lt": (
        "sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio", "liepos", "rugpjūčio",
        "rugsėjo", "spalio", "lapkričio", "gruodžio",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip


def written_date(day: date, language: str) -> str:
    """2026 m. kovo 7 d.; 7 March 2026."""
    month = MONTHS[language][day.month - 1]
    if language == "lt":
        return f"{day.year}{NBSP}m. {month} {day.day}{NBSP}d."
    return f"{day.day}{NBSP}{month} {day.year}"


def written_duration(minutes: int, language: str) -> str:
    """12 val., 1 val. 30 min., 45 min.; 12 h, 1 h 30 min, 45 min.

    minutes: not negative.  Nothing inside it may break over a line.
    """
    hour, minute = ("val.", "min.") if language == "lt" else ("h", "min")
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}{NBSP}{hour}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}{NBSP}{minute}")
    return NBSP.join(parts)


def written_number(plain: str, language: str) -> str:
    """1,5 in Lithuanian, 1.5 in English.  plain: with a point, or empty."""
    return plain.replace(".", ",") if language == "lt" else plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language's words. Those with braces take a value where the braces stand."""

    kind: str
    said: str
    quoted: str
    workload_on_front: str
    assessment_on_front: str
    shown: str
    competency: str
    level: str
    level_reached: str
    shown_by: str
    shown_by_follows: str
    can: str
    verify: str
    qr: str
    about: str
    outcomes: str
    modules: str
    module: str
    workload: str
    in_all: str
    elements: str
    elements_source: str
    learner: str
    title: str
    country: str
    issuer: str
    completed: str
    issued: str
    notional_workload: str
    credits: str
    qualification_level: str
    prerequisites: str
    stackability: str
    assessment: str
    participation: str
    quality: str
    release: str
    release_number: str
    how: str
    how_address: str
    how_page: str
    how_code: str
    # Only where the document is repeated on a page: on paper the code stands under its address.
    code: str
    under_name: str
    closing: str
    logo: str


WORDING = {
    "lt": Wording(
        kind="Pažymėjimas",
        said="baigė kursą",
        quoted="„{}“",
        workload_on_front="darbo krūvis – {}",
        assessment_on_front="vertinimas – {}",
        shown="Kas įvertinta",
        competency="Kompetencija",
        level="Lygis",
        level_reached="{} lygis",
        shown_by="Kuo parodyta",
        shown_by_follows="Kuo tai parodyta, surašyta kitame puslapyje.",
        can="Ko šio žmogaus galima paprašyti",
        verify="Patikrinti",
        qr="QR kodas, vedantis į tikrinimo puslapį {}",
        about="Apie šį pažymėjimą",
        outcomes="Mokymosi rezultatai",
        modules="Kurso moduliai",
        module="Modulis",
        workload="Darbo krūvis",
        in_all="Iš viso",
        elements="Mikrokredencialo duomenys",
        elements_source="Pagal ES Tarybos rekomendaciją dėl mikrokredencialų (2022/C\u00a0243/02).",
        learner="Gavo",
        title="Pavadinimas",
        country="Šalis",
        issuer="Išdavė",
        completed="Kursas baigtas",
        issued="Išduota",
        notional_workload="Numatomas darbo krūvis",
        credits="ECTS kreditai",
        qualification_level="Kvalifikacijos lygis",
        prerequisites="Ką reikėjo mokėti prieš pradedant",
        stackability="Su kuo galima sudėti",
        assessment="Vertinimo būdas",
        participation="Dalyvavimo forma",
        quality="Kokybės užtikrinimas",
        release="Kurso leidimas",
        release_number="Nr.\u00a0{}",
        how="Kaip patikrinti",
        how_address="Atidarykite {} ir įveskite kodą arba nuskaitykite QR kodą pirmame puslapyje.",
        how_page=(
            "Ten pakartota viskas, kas čia išspausdinta, ir parašyta, ar pažymėjimas tebegalioja."
        ),
        how_code=(
            "Didžiosios ir mažosios raidės nesiskiria; O skaitoma kaip nulis, I ir L – kaip "
            "vienetas."
        ),
        code="Kodas",
        under_name="Po vardu",
        closing="Baigiamieji žodžiai",
        logo="Logotipas",
    ),
    "en": Wording(
        kind="Certificate",
        said="completed the course",
        quoted="“{}”",
        workload_on_front="workload {}",
        assessment_on_front="assessment: {}",
        shown="What was assessed",
        competency="Competency",
        level="Level",
        level_reached="level\u00a0{}",
        shown_by="Shown by",
        shown_by_follows="What showed it is listed on the next page.",
        can="What this person can be asked to do",
        verify="Verify",
        qr="QR code leading to the verification page {}",
        about="About this certificate",
        outcomes="Learning outcomes",
        modules="Modules of the course",
        module="Module",
        workload="Workload",
        in_all="In all",
        elements="Elements of a micro-credential",
        elements_source=(
            "After the EU Council Recommendation on micro-credentials (2022/C\u00a0243/02)."
        ),
        learner="Awarded to",
        title="Title",
        country="Country",
        issuer="Awarded by",
        completed="Course completed",
        issued="Issued",
        notional_workload="Notional workload",
        credits="ECTS credits",
        qualification_level="Qualification level",
        prerequisites="Prerequisites",
        stackability="What it can be combined with",
        assessment="Type of assessment",
        participation="Form of participation",
        quality="Quality assurance",
        release="Course release",
        release_number="No.\u00a0{}",
        how="How to verify",
        how_address="Open {} and enter the code, or scan the QR code on the first page.",
        how_page="The page repeats everything printed here and says whether it still holds.",
        how_code=(
            "Capital and small letters are the same; O is read as nought, I and L are read as one."
        ),
        code="Code",
        under_name="Under the name",
        closing="Closing words",
        logo="Logo",
    ),
}
