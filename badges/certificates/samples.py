"""A sample certificate of a design: invented facts, printed as real ones are. No database."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from badges.certificates.facts import (
    CertificateFacts,
    Module,
    ShownCompetency,
)
from badges.certificates.looks import text
from badges.certificates.models import CertificateDesign, CourseCertification
from badges.certificates.stating import looking, of_course
from courses.content.outline import Outline
from lms.hub.queries import profile

# Reads as a code, and verifies nothing.
CODE = "SAMP1E" + "0" * 20
DAY = date(2026, 3, 7)
SEED = 7
MANY = 12

WORDS: dict[str, dict[str, Any]] = {
    "lt": {
        "name": "Vardenė Pavardenė",
        "long_name": "Marija Magdalena Vardenauskaitė-Pavardenavičienė-Ilgapavardė",
        "title": "Duomenys, kuriais galima pasitikėti: pirmieji žingsniai",
        "long_title": (
            "Kaip suplanuoti piliečių mokslo tyrimą nuo klausimo iki ataskaitos bendruomenei: "
            "praktinis kursas projektų rengėjams"
        ),
        "modules": ("Kodėl duomenimis abejojama", "Laikykitės protokolo"),
        "competency": "Požymių pastebėjimas ir objekto atpažinimas",
        "shown_by": "40 užduočių: 35 teisingos, 74–95 %, kiekviena klasė bent 67 %",
        "outcomes": (
            "Paaiškinti, kodėl du stebėtojai suskaičiuoja skirtingai",
            "Žingsnis po žingsnio laikytis stebėjimo protokolo",
        ),
        "can": "Stebėti pagal parengtą protokolą ir užrašyti, kas nuo jo nukrypo.",
        "assessment": "internetu ir be priežiūros laikomi testai",
        "participation": "nuotoliniu būdu, savo tempu",
        "quality": "kursas skelbiamas sunumeruotais leidimais",
        "lead": "Vardenis Pavardenis",
    },
    "en": {
        "name": "Jane Sample",
        "long_name": "Maximiliana Alexandrina Featherstonehaugh-Cholmondeley-Sample",
        "title": "Collecting data you can trust: first steps",
        "long_title": (
            "Planning a citizen science project from the first question to the report to its "
            "community: a practical course for those who begin"
        ),
        "modules": ("Why data are doubted", "Follow the protocol"),
        "competency": "Notice features and identify what is observed",
        "shown_by": "40 items: 35 right, 74–95%, every class at least 67%",
        "outcomes": (
            "Explain why two observers count differently",
            "Follow a protocol step by step",
        ),
        "can": "To observe by a written protocol and note what departed from it.",
        "assessment": "quizzes taken online and without supervision",
        "participation": "online, at one’s own pace",
        "quality": "the course is published in numbered releases",
        "lead": "John Sample",
    },
}


@dataclass(frozen=True)
class Wanted:
    """Which sample. is_worst: the longest name and title, and as many competencies as a page takes."""

    language: str
    is_worst: bool = False


def sample_of(design: CertificateDesign, wanted: Wanted) -> CertificateFacts:
    """An invented learner's certificate of an invented course."""
    words = WORDS[wanted.language]
    modules = tuple(Module(title, 65) for title in words["modules"])
    with translation.override(wanted.language):
        return _facts(
            wanted,
            course_title=words["long_title" if wanted.is_worst else "title"],
            minutes=130,
            modules=modules * 3 if wanted.is_worst else modules,
            outcomes=words["outcomes"],
            can_be_asked=words["can"],
            assessment=words["assessment"],
            participation=words["participation"],
            quality=words["quality"],
            country=text(profile().country, wanted.language),
            release_number=1,
            **looking(design, [words["lead"]], wanted.language),
        )


def sample_of_course(
    design: CertificateDesign,
    stated: CourseCertification,
    outline: Outline,
    leaders: list[str],
    wanted: Wanted,
) -> CertificateFacts:
    """An invented learner's certificate of a real course, with what it claims to show."""
    with translation.override(wanted.language):
        return _facts(
            wanted,
            shows=_claimed(outline, wanted),
            **of_course(outline, stated, wanted.language),
            **looking(design, leaders, wanted.language),
        )


Shows = list[tuple[str, str, int]]


def _claimed(outline: Outline, wanted: Wanted) -> Shows:
    """(code, name, the highest level) of all that the course gives evidence of."""
    best: dict[str, tuple[str, str, int]] = {}
    for item in outline.items:
        for one in item.alignments:
            if one.gives_evidence and one.level > best.get(one.code, ("", "", 0))[2]:
                best[one.code] = (one.code, text(one.name, wanted.language), one.level)
    return [found for _code, found in sorted(best.items())]


def _invented(wanted: Wanted) -> Shows:
    name = WORDS[wanted.language]["competency"]
    return [(f"C{n}", name, n % 4 + 1) for n in range(1, MANY + 1)]


def _facts(wanted: Wanted, shows: Shows | None = None, **more: Any) -> CertificateFacts:
    words = WORDS[wanted.language]
    invented = _invented(wanted)
    shows = invented[:2] if shows is None else shows
    if wanted.is_worst:
        shows = [*shows, *invented[len(shows) :]]
    return CertificateFacts(
        language=wanted.language,
        code=CODE,
        verify_url=f"{settings.SITE_URL}/v/{CODE}",
        learner_name=words["long_name" if wanted.is_worst else "name"],
        completed_on=DAY,
        issued_on=DAY,
        competencies=tuple(
            ShownCompetency(code, name, level, words["shown_by"]) for code, name, level in shows
        ),
        seed=SEED,
        **more,
    )
