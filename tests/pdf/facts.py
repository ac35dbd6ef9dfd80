"""Birutė's certificate in both languages, as it would be frozen at issue, and what makes one hard."""

from datetime import date
from typing import Any

from badges.certificates.facts import CertificateFacts, Module, ShownCompetency, Signatory

CODE = "7K7QF2M9DXW4T8R1ZC5N6PBHJ0"

TEXTS: dict[str, dict[str, Any]] = {
    "lt": {
        "course_title": "Duomenys, kuriais galima pasitikėti: pirmieji žingsniai",
        "modules": (
            Module("Kodėl duomenimis abejojama", 40),
            Module("Laikykitės protokolo", 90),
        ),
        "competencies": (
            ShownCompetency("A1", "Piliečių mokslo samprata", 1, "Testas: 9 iš 10 taškų"),
            ShownCompetency("C1", "Protokolo laikymasis", 1, "Testas: 11 iš 12 taškų"),
        ),
        "outcomes": (
            "Paaiškinti, kodėl du stebėtojai suskaičiuoja skirtingai",
            "Žingsnis po žingsnio laikytis stebėjimo protokolo",
        ),
        "can_be_asked": "Stebėti pagal parengtą protokolą ir užrašyti, kas nuo jo nukrypo.",
        "assessment": "automatiškai vertinami testai",
        "participation": "nuotoliniu būdu, savo tempu",
        "quality": "Turinį prieš paskelbimą peržiūri piliečių mokslo centras.",
        "issuer_name": "KTU piliečių mokslo centras",
        "issuer_detail": "Kauno technologijos universitetas",
        "country": "Lietuva",
        "signatories": (Signatory("Ieva", "Vadovauja kursui"),),
    },
    "en": {
        "course_title": "Collecting data you can trust: first steps",
        "modules": (Module("Why data are doubted", 40), Module("Follow the protocol", 90)),
        "competencies": (
            ShownCompetency("A1", "Explain what citizen science is", 1, "Quiz: 9 of 10 points"),
            ShownCompetency("C1", "Follow a protocol", 1, "Quiz: 11 of 12 points"),
        ),
        "outcomes": (
            "Explain why two observers count differently",
            "Follow a protocol step by step",
        ),
        "can_be_asked": "To observe by a written protocol and note what departed from it.",
        "assessment": "quizzes marked automatically",
        "participation": "online, self-paced",
        "quality": "The hub reviews the content before it is published.",
        "issuer_name": "Citizen Science Hub",
        "issuer_detail": "Kaunas University of Technology",
        "country": "Lithuania",
        "signatories": (Signatory("Ieva", "Course lead"),),
    },
}

LONG_NAME = "Marija Magdalena Jankauskaitė-Vyšniauskienė-Radzivilaitė Ona"
LONG_TITLE = (
    "Kaip suplanuoti piliečių mokslo tyrimą nuo klausimo iki ataskaitos bendruomenei: "
    "praktinis kursas projektų rengėjams"
)
TWELVE = tuple(
    ShownCompetency(
        f"C{number}",
        "Požymių pastebėjimas ir objekto atpažinimas",
        number % 4 + 1,
        "40 užduočių: 35 teisingos, 74–95 %, kiekviena klasė bent 67 %",
    )
    for number in range(1, 13)
)
WORDY = tuple(row._replace(shown_by=f"{row.shown_by}; {row.shown_by}") for row in TWELVE)
SEVEN = tuple(Module(f"Stebėjimo žingsniai ir sustojimo taisyklės {n}", 90) for n in range(7))


def birutes_facts(language: str, **different: Any) -> CertificateFacts:
    """Birutė's facts in a language, with what is to be different."""
    values: dict[str, Any] = {
        "language": language,
        "code": CODE,
        "verify_url": f"https://laukas.example/v/{CODE}",
        "learner_name": "Birutė",
        "completed_on": date(2026, 3, 7),
        "issued_on": date(2026, 3, 8),
        "minutes": 130,
        "seed": 7,
        "release_number": 3,
        **TEXTS[language],
        **different,
    }
    return CertificateFacts(**values)
