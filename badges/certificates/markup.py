"""Certificate facts as the HTML of its two pages; what a PDF is, the rendering knows."""

import re
import unicodedata
from collections.abc import Sequence
from math import ceil

from django.template import loader

from badges.certificates.facts import CertificateFacts
from badges.certificates.wording import WORDING, written_date, written_duration
from lms.common.glyphs import line_width
from lms.common.html import tied
from lms.common.languages import OTHER

# How page one is set, from few words to many (certificate.css); at the last step, what showed
# each level stands on the next page.
STEPS = (0, 1, 2, 3, 4)
# With more competencies than this, the airiest step need not be tried.
FEW = 4

# With no more outcomes and modules than this, how to verify stands under them, and the two columns
# of page two end at about the same height; otherwise under the elements.
BESIDE = 10

# Points, as in certificate.css, and the points between its margins.
NAME_SIZES = (40, 33, 27, 22, 18)
COURSE_SIZES = (20, 17, 14.5)
LINES = {"landscape": 245 / 25.4 * 72, "portrait": 162 / 25.4 * 72}

# Where a logo and the QR code are, seen from the style sheet of the document.
LOGO, QR = "logo", "qr"


def render_html(
    facts: CertificateFacts,
    *,
    step: int = 0,
    stacked: bool = False,
    logo: str = LOGO,
    qr: str = QR,
    sheet: str = "",
) -> str:
    """The certificate's markup.

    step: one of STEPS.  stacked: page two in one column, for what is longer than the page.  logo, qr:
    their addresses.  sheet: the address of a style sheet, for whoever shows the markup as a page.
    """
    words, language = WORDING[facts.language], facts.language
    also, line = facts.also, LINES[facts.layout]
    said = facts.said or words.said
    also_said = facts.also_said or also.said if also else ""
    quoted_course = words.quoted.format(facts.course_title)
    competencies = facts.levels
    half = ceil(len(competencies) / 2)
    html = loader.get_template("badges/certificate_pdf.html").render(
        {
            "facts": facts,
            "words": words,
            "also": also,
            "also_language": OTHER[language],
            "said": said,
            "also_said": also_said if also_said != said else "",
            "logo": logo,
            "sheet": sheet,
            "step": step,
            "name_size": _size(facts.learner_name, NAME_SIZES, line),
            "course_size": _size(quoted_course, COURSE_SIZES, line),
            "quoted_course": quoted_course,
            "front_facts": _front_facts(facts),
            "competencies": competencies,
            "first_half": competencies[:half],
            "second_half": competencies[half:],
            "evidence_on_front": step < STEPS[-1],
            "modules": facts.workloads,
            "workload": written_duration(facts.minutes, language),
            "elements": _elements(facts),
            "stacked": stacked,
            "how_beside": facts.layout == "landscape"
            and len(facts.outcomes) + len(facts.modules) <= BESIDE,
            "how_address": words.how_address.format(facts.verify_place),
            "qr": qr,
            "qr_words": words.qr.format(f"{facts.verify_place}{facts.printed_code}"),
        }
    )
    return tied(_spaced(unicodedata.normalize("NFC", html)), language)


def _spaced(html: str) -> str:
    """With one space where there were several, and none at the edges of elements: the style sheet
    keeps white space, so that lines end with theirs."""
    return re.sub(r"(<[a-z][^<>]*>) | (?=</)", r"\1", re.sub(r"[ \t\r\n]+", " ", html))


def _front_facts(facts: CertificateFacts) -> str:
    words = WORDING[facts.language]
    line = [
        written_date(facts.completed_on, facts.language),
        words.workload_on_front.format(written_duration(facts.minutes, facts.language)),
    ]
    if facts.participation:
        line.append(facts.participation)
    if facts.assessment:
        line.append(words.assessment_on_front.format(facts.assessment))
    return " · ".join(line)


def _elements(facts: CertificateFacts) -> list[tuple[str, str, str]]:
    """(label, value, label in the other language) of each."""
    words, also = facts.words, facts.also
    return [
        (getattr(words, name), value, getattr(also, name) if also else "")
        for name, value in facts.named_elements
    ]


def _size(text: str, sizes: Sequence[float], line: float) -> int:
    """Which size sets the text on one line, counted from 1; the smallest may take two lines."""
    width = line_width(text)
    fitting = (number for number, size in enumerate(sizes, start=1) if width * size <= line)
    return next(fitting, len(sizes))
