"""The certificate read aloud, line by line, as a screen reader takes it from the structure tree."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from badges.certificates.facts import Signatory
from badges.certificates.rendering import render_pdf, rendering_obstacle
from tests.pdf.facts import LONG_NAME, LONG_TITLE, SEVEN, WORDY
from tests.pdf.reading import read_aloud

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif(
        rendering_obstacle() is not None, reason="Pango is not installed, so there is no PDF"
    ),
]

ALOUD = """\
P      Citizen Science Hub
P      Kaunas University of Technology
P      Certificate
H1     Birutė
P      completed the course
H2     “Collecting data you can trust: first steps”
P      7 March 2026 · workload 2 h 10 min · online, self-paced · assessment: quizzes marked automatically
H3     What was assessed
TH     Competency
TH     Level
TH     Shown by
TH     A1 Explain what citizen science is
TD     [A1 Explain what citizen science is | Level] level 1
TD     [A1 Explain what citizen science is | Shown by] Quiz: 9 of 10 points
TH     C1 Follow a protocol
TD     [C1 Follow a protocol | Level] level 1
TD     [C1 Follow a protocol | Shown by] Quiz: 11 of 12 points
H3     What this person can be asked to do
P      To observe by a written protocol and note what departed from it.
P      Ieva
P      Course lead
P      Verify
P      laukas.example/v/
P      7K7Q-F2M9-DXW4-T8R1-ZC5N-6PBH-J0
Figure QR code leading to the verification page laukas.example/v/7K7Q-F2M9-DXW4-T8R1-ZC5N-6PBH-J0
H2     About this certificate
H3     Learning outcomes
LI     • Explain why two observers count differently
LI     • Follow a protocol step by step
H3     Modules of the course
TH     Module
TH     Workload
TH     Why data are doubted
TD     [Why data are doubted | Workload] 40 min
TH     Follow the protocol
TD     [Follow the protocol | Workload] 1 h 30 min
TH     In all
TD     [In all | Workload] 2 h 10 min
H3     How to verify
P      Open laukas.example/v/ and enter the code, or scan the QR code on the first page. The page \
repeats everything printed here and says whether it still holds. Capital and small letters are the \
same; O is read as nought, I and L are read as one.
P      7K7Q-F2M9-DXW4-T8R1-ZC5N-6PBH-J0
H3     Elements of a micro-credential
TH     Awarded to
TD     [Awarded to] Birutė
TH     Title
TD     [Title] Collecting data you can trust: first steps
TH     Awarded by
TD     [Awarded by] Citizen Science Hub, Kaunas University of Technology
TH     Country
TD     [Country] Lithuania
TH     Course completed
TD     [Course completed] 7 March 2026
TH     Issued
TD     [Issued] 8 March 2026
TH     Notional workload
TD     [Notional workload] 2 h 10 min
TH     Type of assessment
TD     [Type of assessment] quizzes marked automatically
TH     Form of participation
TD     [Form of participation] online, self-paced
TH     Quality assurance
TD     [Quality assurance] The hub reviews the content before it is published.
TH     Course release
TD     [Course release] No. 3
P      After the EU Council Recommendation on micro-credentials (2022/C 243/02).
"""


def aloud(facts):
    return read_aloud(PdfReader(BytesIO(render_pdf(facts))))


def test_it_is_read_from_who_gave_it_to_how_it_is_verified(birutes):
    assert [str(line) for line in aloud(birutes("en"))] == ALOUD.splitlines()


def test_in_lithuanian_it_is_read_in_the_same_order(birutes):
    lines = aloud(birutes("lt"))
    assert [line.kind for line in lines] == [row.split()[0] for row in ALOUD.splitlines()]
    assert "C1 Protokolo laikymasis" in [line.text for line in lines]


def test_where_a_line_ends_words_stay_apart(birutes):
    facts = birutes(
        "lt",
        learner_name=LONG_NAME,
        course_title=LONG_TITLE,
        competencies=WORDY,
        can_be_asked="Stebėti pagal parengtą protokolą ir užrašyti, kas nuo jo nukrypo. " * 4,
        outcomes=("Žingsnis po žingsnio laikytis stebėjimo protokolo ir jo priedų " * 3,),
        signatories=(Signatory("Ieva", "Vadovauja kursui " * 8),),
    )
    texts = [line.text for line in aloud(facts)]
    for said in (
        facts.learner_name,
        f"„{facts.course_title}“",
        facts.can_be_asked,
        f"• {facts.outcomes[0]}",
        facts.signatories[0].role,
        WORDY[0].shown_by,
    ):
        assert said.strip() in texts


def test_what_runs_over_a_page_is_read_to_its_end_before_the_next(birutes):
    lines = aloud(birutes("en", modules=SEVEN * 3))
    kinds = [f"{line.kind} {line.text}" for line in lines]
    modules = [at for at, line in enumerate(lines) if line.text.startswith("Stebėjimo")]
    assert len(modules) == 21
    assert kinds.index("H3 Modules of the course") < modules[0]
    assert modules[-1] < kinds.index("TH In all") < kinds.index("H3 Elements of a micro-credential")


def test_white_space_in_a_fact_shows_nowhere(birutes):
    spaced = birutes("en", can_be_asked="  To observe\n\n by a written\tprotocol. ")
    plain = birutes("en", can_be_asked="To observe by a written protocol.")
    assert "To observe by a written protocol." in [line.text for line in aloud(spaced)]
    front = [PdfReader(BytesIO(render_pdf(facts))).pages[0] for facts in (spaced, plain)]
    assert front[0].extract_text() == front[1].extract_text()
