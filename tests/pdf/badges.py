"""Jonas's badge in both languages, as it would be signed, and what makes one hard to print."""

import json
from datetime import UTC, datetime
from typing import Any

from badges.certificates.badge_sheet import BadgeSheet, sheet_of
from badges.credentials.documents import Alignment, Issuer, Measured, Proof, Told, document_of
from tests.pdf.facts import CODE, LONG_NAME, LONG_TITLE

NAME = "Jonas"
DRAWING: dict[str, Any] = {"letter": "C", "level": 2, "codes": ["C2"], "seed": 43}
BANK = "36b4be80c17515494f70b0716ea4ac7f1619a70fa692bc8422f5a3154eb64193"
RULES = "42d77a2084045b0db907cf371b7c6f3cd74f338b91e43edae37aa6028569015e"
ESCO = "http://data.europa.eu/esco/skill/62d227f1-3765-42f9-ab47-aaf8f7b423e8"

TEXTS: dict[str, dict[str, Any]] = {
    "lt": {
        "title": "Atidus stebėjimas",
        "description": (
            "Iš požymių patikimai atpažįsta tai, ko anksčiau nematė, ir žino, ką su kuo galima "
            "supainioti."
        ),
        "criteria": (
            "Per kalibravimą be pagalbos reikia pasiekti 2 požymių pastebėjimo ir atpažinimo (C2) "
            "lygį – teisingai atsakyti 35 kartus iš 40 arba 50 iš 60, o kiekvienoje svarbiausioje "
            "klasėje – bent 60 %."
        ),
        "issuer": "KTU piliečių mokslo centras",
        "framework": "Piliečių mokslo kompetencijos",
        "competency": "Požymių pastebėjimas ir objekto atpažinimas",
        "proof": "Lapų kursas, Kuris tai lapas; Išmatuota kalibruojant; 2026 m. kovo 7 d.",
        "unit": "Kuris tai lapas",
        "labels": (
            "Pasiektas lygis",
            "Tikslumas",
            "Tikslumas ne mažesnis kaip (95 % intervalas)",
            "Tikslumas ne didesnis kaip (95 % intervalas)",
            "Atsakyta užduočių",
            "Atsakymai",
            "Sistemingoji paklaida",
            "Priežiūra",
            "Užduočių banko versija",
            "Taisyklių versija",
        ),
        "values": (
            "teisingai 37 iš 40; tikėtinos ribos – nuo 80 % iki 97 %",
            "Padengimas: vidutiniškai 12 % per dideli, 20 įverčių",
            "be priežiūros: niekas nestebėjo",
        ),
    },
    "en": {
        "title": "Careful observer",
        "description": (
            "Reliably identifies by features what was not seen before, and knows what is taken for "
            "what."
        ),
        "criteria": (
            "Reach level 2 of noticing features and identifying (C2) in an unaided calibration, "
            "with 35 of 40 right, or 50 of 60, and at least 60% in each key class."
        ),
        "issuer": "Citizen Science Hub",
        "framework": "Citizen science competencies",
        "competency": "Notice relevant features and identify",
        "proof": "A course of leaves, Which leaf it is; Measured in a calibration; 7 March 2026",
        "unit": "Which leaf it is",
        "labels": (
            "Level reached",
            "Accuracy",
            "Accuracy at least (95% interval)",
            "Accuracy at most (95% interval)",
            "Items answered",
            "Answers",
            "Bias",
            "Supervision",
            "Bank of items, version",
            "Rules, version",
        ),
        "values": (
            "right in 37 of 40; between 80% and 97%",
            "Cover: 12% too high on average, 20 estimates",
            "not proctored: nobody watched",
        ),
    },
}
LEVELS = ("1", "2", "3", "4")


def measured(language: str, row: int, name: str, *, level: int = 2) -> list[Measured]:
    """What badges.awards.signing_actions.results says of a measured row."""
    labels = [f"{label}: {name}" for label in TEXTS[language]["labels"]]
    answers, bias, watched = TEXTS[language]["values"]
    key, percents = f"r{row}", zip(("accuracy", "lower", "upper"), (92.5, 80.1, 97.4), strict=True)
    return [
        Measured(f"{key}-level", labels[0], "PerformanceLevel", str(level), allowed=LEVELS),
        *(
            Measured(f"{key}-{part}", label, "Percent", str(share), "0", "100")
            for (part, share), label in zip(percents, labels[1:4], strict=True)
        ),
        Measured(f"{key}-n", labels[4], "RawScore", "40"),
        Measured(f"{key}-1", labels[5], "Result", answers),
        Measured(f"{key}-2", labels[6], "Result", bias),
        Measured(f"{key}-3", labels[7], "Result", watched),
        Measured(f"{key}-bank", labels[8], "Result", BANK),
        Measured(f"{key}-protocol", labels[9], "Result", RULES),
    ]


def level_only(language: str, row: int, name: str, level: int) -> Measured:
    """What it says of a row that was not measured."""
    label = f"{TEXTS[language]['labels'][0]}: {name}"
    return Measured(f"r{row}-level", label, "PerformanceLevel", str(level), allowed=LEVELS)


def competencies(language: str, count: int) -> list[str]:
    """So many names; the first is that of the map."""
    name = TEXTS[language]["competency"]
    return [name, *(f"{name} ({number})" for number in range(2, count + 1))]


def alignments(language: str, names: list[str]) -> list[Alignment]:
    framework = TEXTS[language]["framework"]
    found = []
    for number, name in enumerate(names, start=1):
        found.append(
            Alignment(
                name, f"https://laukas.example/competencies/C{number}", framework, f"C{number}"
            )
        )
        found.append(Alignment(name, ESCO, "ESCO"))
    return found


def told(language: str, **different: Any) -> Told:
    """What Jonas's badge says, with what is to be different."""
    texts = TEXTS[language]
    names = competencies(language, 1)
    place = "https://laukas.example/achievements/careful-observer/1"
    values: dict[str, Any] = {
        "language": language,
        "achievement": place,
        "kind": "Badge",
        "title": texts["title"],
        "description": texts["description"],
        "criteria": texts["criteria"],
        "criteria_address": f"https://laukas.example/{language}/achievements/careful-observer/1/",
        "image": f"{place}.svg",
        "alignments": alignments(language, names),
        "address": "https://laukas.example/credentials/1AA5NMMVE8TG6PX97N0MXDYX9H",
        "issuer": Issuer(
            "did:web:laukas.example", texts["issuer"], f"https://laukas.example/{language}/"
        ),
        "email": "jonas@example.org",
        "name": NAME,
        "issued_at": datetime(2026, 3, 8, 10, tzinfo=UTC),
        "valid_until": datetime(2028, 3, 8, 10, tzinfo=UTC),
        "status": {},
        "results": measured(language, 1, names[0]),
        "proofs": [Proof(texts["unit"], texts["proof"], "measured")],
        # The same each time, so that the files are.
        "salts": ("a" * 32, "b" * 32),
    }
    return Told(**{**values, **different})


def jonass_badge(language: str, **different: Any) -> tuple[BadgeSheet, str]:
    """The page of Jonas's badge and the document that it carries."""
    said = told(language, **different)
    document = document_of(said)
    sheet = sheet_of(
        document,
        name=said.name,
        code=CODE,
        verify_url=f"https://laukas.example/v/{CODE}",
        drawing=DRAWING,
    )
    return sheet, json.dumps(document, ensure_ascii=False)


def _several(language: str, count: int, *, alike: bool) -> dict[str, Any]:
    names = competencies(language, count)
    results = []
    for row, name in enumerate(names, start=1):
        some = measured(language, row, name, level=row % 4 + 1)
        if not alike:
            # Each was measured by another bank.
            some[-2] = Measured(**{**vars(some[-2]), "value": f"{row}{BANK[1:]}"})
        results += some
    return {"alignments": alignments(language, names), "results": results}


def kinds(language: str) -> dict[str, dict[str, Any]]:
    """What makes a badge hard, by name."""
    texts = TEXTS[language]
    four = competencies(language, 4)
    shown = [level_only(language, row, name, row) for row, name in enumerate(four, start=1)]
    proofs = [Proof(f"{texts['unit']} {n}", f"{n}. {texts['proof']}") for n in range(1, 8)]
    return {
        "measured": {},
        "by-quizzes": {"results": shown, "alignments": alignments(language, four)},
        "bare": {
            "results": (),
            "proofs": (),
            "alignments": (),
            "criteria": "",
            "valid_until": None,
        },
        "nameless": {"name": ""},
        "long-name": {"name": LONG_NAME},
        "long-title": {"title": LONG_TITLE, "name": LONG_NAME},
        "measured-at-once": {**_several(language, 4, alike=True), "name": LONG_NAME},
        "everything": {
            **_several(language, 3, alike=False),
            "name": LONG_NAME,
            "title": LONG_TITLE,
            "proofs": proofs,
        },
        "over-the-page": {**_several(language, 12, alike=False), "proofs": proofs},
        "greek": {"name": "Αλεξάνδρα Παπαδοπούλου"},
        "cyrillic": {"name": "Олександра Шевченко"},
    }
