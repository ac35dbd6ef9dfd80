"""Designed certificates as files: portrait, two languages, logos, and fonts that were added."""

from io import BytesIO

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from badges.certificates.facts import Signatory
from badges.certificates.logo_intake import take_in
from badges.certificates.rendering import Unprintable, render_pdf, rendering_obstacle
from lms.common.glyphs import line_width, missing_glyphs, name_obstacle
from lms.common.printing import documents
from tests.badges.certificates.designs import picture
from tests.pdf.facts import LONG_NAME, LONG_TITLE, SEVEN, TWELVE
from tests.pdf.reading import read_aloud

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif(
        rendering_obstacle() is not None, reason="Pango is not installed, so there is no PDF"
    ),
]

THREE = tuple(
    Signatory(name, "Vadovauja") for name in ("Ieva", "Vytas", "Marija Jankauskaitė-Vyšniauskienė")
)
GEORGIAN = "ნინო ბერიძე"


def read(facts):
    return PdfReader(BytesIO(render_pdf(facts)))


def spoken(reader):
    return [(line.kind, line.text) for line in read_aloud(reader)]


def test_portrait_is_read_in_the_order_of_the_page_with_its_logo_first(birutes):
    logo = take_in(picture())._replace(alt="Muziejaus ženklas")
    facts = birutes("lt", layout="portrait", logo=logo, signatories=THREE, closing="Ačiū.")
    reader = read(facts)
    box = reader.pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)
    said = [text for _kind, text in spoken(reader)]
    order = [
        "Muziejaus ženklas",
        "KTU piliečių mokslo centras",
        "Pažymėjimas",
        "Birutė",
        "baigė kursą",
        "Kas įvertinta",
        "Ko šio žmogaus galima paprašyti",
        "Ačiū.",
        "Marija Jankauskaitė-Vyšniauskienė",
        "Patikrinti",
        "Apie šį pažymėjimą",
        "Mokymosi rezultatai",
        "Kurso moduliai",
        "Mikrokredencialo duomenys",
        "Kaip patikrinti",
    ]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)
    assert spoken(reader)[0] == ("Figure", "Muziejaus ženklas")


@pytest.mark.parametrize("layout", ["landscape", "portrait"])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_labels_stand_in_both_languages_and_nothing_runs_off_page_one(birutes, language, layout):
    facts = birutes(
        language,
        layout=layout,
        bilingual=True,
        learner_name=LONG_NAME,
        course_title=LONG_TITLE,
        competencies=TWELVE,
        modules=SEVEN,
        signatories=THREE,
        credits="1.5",
        said="defended" if language == "en" else "apgynė",
        also_said="apgynė" if language == "en" else "defended",
    )
    reader = read(facts)
    lines = spoken(reader)
    said = [text for _kind, text in lines]
    assert {"Pažymėjimas", "Certificate"} <= set(said)
    both = "apgynė defended" if language == "lt" else "defended apgynė"
    assert both in said
    credits = {"lt": "ECTS kreditai ECTS credits", "en": "ECTS credits ECTS kreditai"}
    assert ("TH", credits[language]) in lines
    front = " ".join(reader.pages[0].extract_text().split())
    assert facts.printed_code in front and "Vyšniauskienė" in front
    for row in TWELVE:
        assert f"{row.code} {row.name}" in front
    assert sum(text == TWELVE[0].shown_by for text in said) == 12
    assert len(reader.pages) <= 3


def test_a_design_says_its_own_words_and_no_others(birutes):
    page = read(birutes("en", said="successfully defended", closing="Thank you."))
    front = " ".join(page.pages[0].extract_text().split())
    assert "successfully defended" in front and "completed the course" not in front
    assert front.index("Thank you.") > front.index("To observe by a written protocol")


def test_the_first_file_of_a_process_is_the_same_as_the_next(birutes):
    documents.close()
    logo = take_in(picture())._replace(alt="Ženklas")
    facts = birutes("en", logo=logo, layout="portrait")
    assert render_pdf(facts) == render_pdf(facts)


# --- fonts that were added -----------------------------------------------------------------------


@pytest.fixture
def with_font(tmp_path, settings):
    """A folder with a font that has Georgian letters, and a file that is no font."""
    letters = {ord(sign): f"uni{ord(sign):04X}" for sign in GEORGIAN}
    names = [".notdef", *letters.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(letters)
    pen = TTGlyphPen(None)
    for number, place in enumerate(((0, 0), (0, 600), (500, 600), (500, 0))):
        (pen.lineTo if number else pen.moveTo)(place)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (550, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.save(tmp_path / "squares.ttf")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    settings.CERTIFICATE_FONTS = str(tmp_path)
    documents.close()
    yield
    documents.close()


def test_without_a_folder_a_name_in_another_script_is_refused(birutes):
    assert missing_glyphs(GEORGIAN) and name_obstacle(GEORGIAN)
    with pytest.raises(Unprintable):
        render_pdf(birutes("en", learner_name=GEORGIAN))


def test_with_a_font_for_it_the_name_is_accepted_and_printed(with_font, birutes):
    assert not missing_glyphs(GEORGIAN) and not name_obstacle(GEORGIAN)
    assert missing_glyphs(f"{GEORGIAN} 王") == {"王"}
    assert line_width(GEORGIAN) == pytest.approx(0.55 * len(GEORGIAN.replace(" ", "")), abs=0.5)
    reader = read(birutes("en", learner_name=GEORGIAN))
    assert GEORGIAN in reader.pages[0].extract_text()
    fonts = reader.pages[0]["/Resources"]["/Font"].get_object().values()
    assert any("Squares" in font.get_object()["/BaseFont"] for font in fonts)
