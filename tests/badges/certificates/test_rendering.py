"""The PDF as a stranger, a screen reader and an archive meet it."""

import json
import subprocess
import sys
from functools import cache
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from badges.certificates import rendering
from badges.certificates.facts import Colours, Signatory
from badges.certificates.markup import STEPS, render_html
from badges.certificates.rendering import (
    Attachment,
    Overlong,
    Unprintable,
    render_pdf,
    rendering_obstacle,
)
from badges.certificates.strokes import strokes_of
from lms.common.printing.documents import NoPress, PressTrouble
from tests.pdf.facts import LONG_NAME, LONG_TITLE, SEVEN, TWELVE, WORDY

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "ext": "http://www.aiim.org/pdfa/ns/extension/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
}
LINKED_DATA = "application/ld+json"

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif(
        rendering_obstacle() is not None, reason="Pango is not installed, so there is no PDF"
    ),
]


@pytest.fixture(scope="module")
def printed(birutes):
    """The certificate in a language, read back; made once for all tests that only read."""

    @cache
    def reader(language):
        return PdfReader(BytesIO(render_pdf(birutes(language))))

    return reader


def words(*pages):
    """The text of the pages with single plain spaces."""
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def elements(reader, kind):
    """Every structure element of this kind, in reading order."""
    found = []

    def walk(element):
        if element.get("/S") == kind:
            found.append(element)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            child = kid.get_object()
            if isinstance(child, dict) and "/S" in child:
                walk(child)

    root = reader.trailer["/Root"]["/StructTreeRoot"]["/K"]
    for element in root:
        walk(element.get_object())
    return found


# --- what it says --------------------------------------------------------------------------------


def test_page_one_says_who_did_what_and_what_it_proves(printed):
    page = words(printed("lt").pages[0])
    for said in (
        "Pažymėjimas",
        "Birutė",
        "baigė kursą",
        "„Duomenys, kuriais galima pasitikėti: pirmieji žingsniai“",
        "2026 m. kovo 7 d. · darbo krūvis – 2 val. 10 min. · nuotoliniu būdu, savo tempu",
        "C1 Protokolo laikymasis 1 lygis Testas: 11 iš 12 taškų",
        "Ko šio žmogaus galima paprašyti Stebėti pagal parengtą protokolą",
        "Ieva Vadovauja kursui",
        "laukas.example/v/ 7K7Q-F2M9-DXW4-T8R1-ZC5N-6PBH-J0",
    ):
        assert said in page


def test_the_other_file_says_it_in_english(printed):
    page = words(printed("en").pages[0])
    for said in (
        "Certificate",
        "completed the course",
        "“Collecting data you can trust: first steps”",
        "7 March 2026 · workload 2 h 10 min · online, self-paced",
        "C1 Follow a protocol level 1 Quiz: 11 of 12 points",
        "What this person can be asked to do To observe",
    ):
        assert said in page
    assert "Pažymėjimas" not in page


def test_page_two_holds_outcomes_modules_and_the_elements_of_a_micro_credential(printed):
    page = words(printed("en").pages[1])
    for said in (
        "About this certificate",
        "Follow a protocol step by step",
        "Why data are doubted 40 min",
        "Follow the protocol 1 h 30 min In all 2 h 10 min",
        "Awarded to Birutė",
        "Title Collecting data you can trust: first steps",
        "Awarded by Citizen Science Hub, Kaunas University of Technology",
        "Country Lithuania",
        "Course completed 7 March 2026 Issued 8 March 2026",
        "Notional workload 2 h 10 min",
        "Type of assessment quizzes marked automatically",
        "Form of participation online, self-paced",
        "Quality assurance The hub reviews the content",
        "Course release No. 3",
        "7K7Q-F2M9-DXW4-T8R1-ZC5N-6PBH-J0",
    ):
        assert said in page
    assert len(printed("en").pages) == 2


@pytest.mark.parametrize(
    "name", ["Олександра Шевченко", "Αλεξάνδρα Παπαδοπούλου", "Łukasz Żółć", "Nguyễn Thị Ánh"]
)
def test_names_in_every_printable_script_read_back(birutes, name):
    reader = PdfReader(BytesIO(render_pdf(birutes("en", learner_name=name))))
    assert name in words(reader.pages[0])
    assert font_names(reader) <= {
        "Laukas-Serif",
        "Laukas-Serif-Italic",
        "Laukas-Sans",
        "Laukas-Sans-Bold",
    }


def test_a_name_in_another_script_is_refused_before_anything_is_rendered(birutes, monkeypatch):
    monkeypatch.setattr(rendering.documents, "document", None)
    with pytest.raises(Unprintable) as refused:
        render_pdf(birutes("en", learner_name="Birutė 王"))
    assert refused.value.characters == "王"


def test_a_course_that_proves_no_competency_shows_no_empty_table(birutes):
    page = words(PdfReader(BytesIO(render_pdf(birutes("en", competencies=())))).pages[0])
    assert "What was assessed" not in page
    assert "What this person can be asked to do" in page


# --- long things ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "different",
    [
        {"learner_name": LONG_NAME},
        {"course_title": LONG_TITLE},
        {"competencies": TWELVE},
        {"modules": SEVEN},
        {
            "learner_name": LONG_NAME,
            "course_title": LONG_TITLE,
            "competencies": TWELVE,
            "modules": SEVEN,
            "signatories": (Signatory("Ieva", "Vadovauja kursui"), Signatory("Vytas", "Centras")),
        },
    ],
    ids=["name", "title", "competencies", "modules", "everything"],
)
def test_long_certificates_stay_whole_on_page_one(birutes, different):
    facts = birutes("lt", **different)
    reader = PdfReader(BytesIO(render_pdf(facts)))
    front = words(reader.pages[0])
    assert len(reader.pages) == 2
    for said in (facts.learner_name, facts.course_title, facts.can_be_asked, facts.printed_code):
        assert said in front.replace("- ", "-")
    for row in facts.competencies:
        assert f"{row.code} {row.name} {row.level} lygis {row.shown_by}" in front


def test_what_does_not_fit_moves_to_the_next_page_and_nothing_is_lost(birutes):
    facts = birutes(
        "lt",
        learner_name=LONG_NAME,
        course_title=LONG_TITLE,
        competencies=WORDY,
        modules=SEVEN * 4,
        outcomes=birutes("lt").outcomes * 4,
        quality="Turinį prieš paskelbimą peržiūri piliečių mokslo centras. " * 8,
    )
    reader = PdfReader(BytesIO(render_pdf(facts)))
    front, everything = words(reader.pages[0]), words(*reader.pages)
    assert "Kuo tai parodyta, surašyta kitame puslapyje." in front
    assert facts.printed_code in front and facts.can_be_asked in front
    assert all(f"{row.code} {row.name} {row.level} lygis" in front for row in WORDY)
    assert WORDY[0].shown_by not in front
    assert everything.count(WORDY[0].shown_by) == 12
    assert everything.count("Stebėjimo žingsniai ir sustojimo taisyklės 6") == 4
    assert everything.count("Žingsnis po žingsnio laikytis stebėjimo protokolo") == 4
    assert everything.count("Turinį prieš paskelbimą") == 8


# --- the two standards ---------------------------------------------------------------------------


def test_the_metadata_names_both_standards_in_its_one_block(printed):
    catalogue = printed("lt").trailer["/Root"]
    packet = ElementTree.fromstring(catalogue["/Metadata"].get_object().get_data())
    assert len(packet.findall(".//rdf:RDF", NAMESPACES)) == 1
    description = packet.findall("rdf:RDF/rdf:Description", NAMESPACES)
    stated = {}
    for part in description:
        stated |= {**part.attrib, **{child.tag: child.text for child in part}}
    assert stated[f"{{{NAMESPACES['pdfaid']}}}part"] == "3"
    assert stated[f"{{{NAMESPACES['pdfaid']}}}conformance"] == "A"
    assert stated[f"{{{NAMESPACES['pdfuaid']}}}part"] == "1"
    schema = packet.find(".//ext:schemas/rdf:Bag/rdf:li", NAMESPACES)
    assert schema.findtext("schema:namespaceURI", None, NAMESPACES) == NAMESPACES["pdfuaid"]
    assert schema.findtext("schema:prefix", None, NAMESPACES) == "pdfuaid"
    described = schema.find("schema:property/rdf:Seq/rdf:li", NAMESPACES)
    assert described.findtext("property:name", None, NAMESPACES) == "part"
    assert described.findtext("property:valueType", None, NAMESPACES) == "Integer"
    title = packet.findtext(".//dc:title/rdf:Alt/rdf:li", None, NAMESPACES)
    assert title.replace("\u00a0", " ").startswith("Pažymėjimas: Duomenys, kuriais galima")
    assert title.endswith("Birutė")


def test_programs_find_the_metadata_without_knowing_pdf(birutes):
    content = render_pdf(birutes("en"))
    packet = content[content.index(b"<?xpacket begin") : content.index(b"<?xpacket end")]
    assert packet.count(b"<rdf:RDF ") == 1
    assert b"<pdfuaid:part>1</pdfuaid:part>" in packet


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_catalogue_has_what_archives_and_screen_readers_ask_for(printed, language):
    reader = printed(language)
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Birutė" in reader.metadata.title
    (intent,) = catalogue["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert intent.get_object()["/DestOutputProfile"].get_object()["/N"] == 3
    assert reader.pdf_header == "%PDF-1.7"
    assert "/ID" in reader.trailer and not reader.is_encrypted
    assert not {"/AcroForm", "/AA", "/OpenAction"} & catalogue.keys()
    assert all(page["/Tabs"] == "/S" for page in reader.pages)


def font_names(reader):
    return {font["/BaseFont"].partition("+")[2] for font in fonts(reader)}


def fonts(reader):
    return [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]


def test_every_font_is_ours_embedded_and_readable(printed):
    reader = printed("lt")
    assert font_names(reader) == {
        "Laukas-Serif",
        "Laukas-Serif-Italic",
        "Laukas-Sans",
        "Laukas-Sans-Bold",
    }
    for font in fonts(reader):
        (descendant,) = font["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
        assert "/ToUnicode" in font


def test_everything_drawn_is_tagged_or_marked_as_decoration(printed):
    shown = {b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"f*", b"S", b"s", b"B", b"sh"}
    reader = printed("lt")
    for page in reader.pages:
        depth, drawn = 0, 0
        for _, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            if operator in shown:
                drawn += 1
                assert depth > 0, operator
        assert depth == 0 and drawn > 20


def test_headings_run_in_order_and_table_cells_know_their_headers(printed):
    reader = printed("lt")
    assert len(elements(reader, "/H1")) == 1
    assert len(elements(reader, "/H2")) == 2
    assert len(elements(reader, "/H3")) == 6
    assert len(elements(reader, "/Table")) == 3
    named = {header["/ID"] for header in elements(reader, "/TH")}
    for cell in elements(reader, "/TD"):
        headers = cell["/A"]["/Headers"]
        assert headers and set(headers) <= named


def test_the_only_picture_is_the_code_and_it_is_read_out(printed):
    (figure,) = elements(printed("lt"), "/Figure")
    alternative = figure["/Alt"].replace("\u00a0", " ")
    assert alternative == (
        "QR kodas, vedantis į tikrinimo puslapį laukas.example/v/7K7Q-F2M9-DXW4-T8R1-ZC5N-6PBH-J0"
    )


def test_the_address_of_verification_can_be_pressed(printed):
    (annotation,) = printed("en").pages[0]["/Annots"]
    link = annotation.get_object()
    assert link["/A"]["/URI"] == "https://laukas.example/v/7K7QF2M9DXW4T8R1ZC5N6PBHJ0"
    assert link["/Contents"]
    assert link["/F"] == 4
    assert len(elements(printed("en"), "/Link")) == 1


def test_nothing_is_a_bitmap_or_a_soft_mask(printed):
    reader = printed("lt")
    for item in range(1, reader.trailer["/Size"]):
        dictionary = reader.get_object(item)
        if isinstance(dictionary, dict):
            assert dictionary.get("/Subtype") != "/Image"
            assert "/SMask" not in dictionary
            assert dictionary.get("/BM", "/Normal") == "/Normal"


# --- the attachment ------------------------------------------------------------------------------


def test_an_attachment_says_the_same_for_machines(birutes):
    credential = json.dumps({"type": ["VerifiableCredential"], "name": "Birutė"}).encode()
    attached = Attachment("credential.json", credential, LINKED_DATA, "The same as a credential")
    reader = PdfReader(BytesIO(render_pdf(birutes("en"), attachments=[attached])))
    assert reader.attachments == {"credential.json": [credential]}
    (file,) = [file.get_object() for file in reader.trailer["/Root"]["/AF"]]
    assert file["/AFRelationship"] == "/Alternative"
    assert file["/F"] == file["/UF"] == "credential.json"
    assert file["/Desc"] == "The same as a credential"
    embedded = file["/EF"]["/F"]
    assert embedded["/Subtype"] == f"/{LINKED_DATA}"
    # The day of issue: a file made again later is the same file.
    assert embedded["/Params"]["/CreationDate"].startswith("D:20260308")
    assert embedded["/Params"]["/ModDate"].startswith("D:20260308")


def test_several_attachments_stand_in_order_each_with_its_own_type(birutes):
    pair = [
        Attachment("lt.json", b"{}", "application/json", "In Lithuanian"),
        Attachment("en.txt", b"Birute", "text/plain", "In English"),
    ]
    reader = PdfReader(BytesIO(render_pdf(birutes("en"), attachments=pair)))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Names"]["/EmbeddedFiles"]["/Names"][::2] == ["en.txt", "lt.json"]
    files = [file.get_object() for file in catalogue["/AF"]]
    kinds = {file["/UF"]: file["/EF"]["/F"]["/Subtype"] for file in files}
    assert kinds == {"en.txt": "/text/plain", "lt.json": "/application/json"}
    assert len(files) == 2


def test_attachments_of_one_name_or_of_no_type_are_refused(birutes):
    one = Attachment("credential.json", b"{}", "application/json", "The same as a credential")
    with pytest.raises(ValueError, match="one name"):
        render_pdf(birutes("en"), attachments=[one, one])
    with pytest.raises(ValueError, match="media type"):
        render_pdf(birutes("en"), attachments=[one._replace(kind="json /JS")])


def test_without_an_attachment_the_file_holds_none(printed):
    assert not printed("en").attachments
    assert "/AF" not in printed("en").trailer["/Root"]


# --- what it must not do -------------------------------------------------------------------------


def test_markup_in_a_fact_is_printed_as_text(birutes):
    hostile = '<img src="http://example.org/a.png"><link href="file:///etc/hostname">{{ x }}'
    facts = birutes("en", issuer_detail=hostile, can_be_asked=hostile)
    html = render_html(facts)
    assert html.count("<img") == 1
    assert "<link" not in html
    assert words(PdfReader(BytesIO(render_pdf(facts))).pages[0]).count(hostile) == 2


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a.png",
        "file:///etc/hostname",
        "data:image/svg+xml,<svg/>",
        "https://certificate.invalid/44601f/other.svg",
    ],
)
def test_an_address_outside_the_map_stops_the_certificate(birutes, monkeypatch, address):
    def with_stranger(facts, **how):
        return render_html(facts, **how).replace("<h1", f'<img alt="x" src="{address}"><h1')

    monkeypatch.setattr(rendering, "render_html", with_stranger)
    with pytest.raises(RuntimeError, match="no file for"):
        render_pdf(birutes("en"))


def test_one_refused_certificate_does_not_spoil_the_next(birutes, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(rendering, "_levels", dict)
        with pytest.raises(RuntimeError, match="level-1"):
            render_pdf(birutes("en", colours=Colours("#0a0b0c")))
    assert render_pdf(birutes("en", colours=Colours("#0a0b0c"))).startswith(b"%PDF-1.7")


def test_the_hubs_colour_is_used_for_the_words_and_the_strokes(birutes):
    reader = PdfReader(BytesIO(render_pdf(birutes("en", colours=Colours("#ff0000")))))
    streams = [
        item.get_data()
        for number in range(1, reader.trailer["/Size"])
        if hasattr(item := reader.get_object(number), "get_data")
    ]
    moss = b"0.266667 0.376471 0.121569"
    assert any(b"1 0 0 rg" in stream for stream in streams)
    assert any(b"1 0 0 RG" in stream for stream in streams)
    assert not any(moss in stream for stream in streams)


# --- the same again ------------------------------------------------------------------------------


def test_how_to_verify_stands_in_the_shorter_column(birutes):
    short = render_html(birutes("en"))
    long = render_html(birutes("en", modules=SEVEN, outcomes=tuple("abcdefg")))
    assert short.index("How to verify") < short.index("Elements of a micro-credential")
    assert long.index("How to verify") > long.index("Elements of a micro-credential")


def test_no_heading_ends_a_page_without_its_text(birutes):
    outcomes = tuple(f"{number}. {'to look and to write it down; ' * 5}" for number in range(1, 13))
    reader = PdfReader(BytesIO(render_pdf(birutes("en", outcomes=outcomes, modules=SEVEN))))
    with_heading = [page for page in reader.pages if "Modules of the course" in words(page)]
    assert "Stebėjimo žingsniai ir sustojimo taisyklės 0" in words(with_heading[0])


def test_border_and_code_are_drawn_at_their_size_without_reading_svg(birutes):
    facts = birutes("en")
    reader = PdfReader(BytesIO(render_pdf(facts)))
    streams = [
        item.get_data()
        for number in range(1, reader.trailer["/Size"])
        if hasattr(item := reader.get_object(number), "get_data")
    ]
    border = strokes_of(rendering.border_of(facts.seed, facts.colours, facts.layout))
    for drawn, millimetres in ((border, 297), (rendering._qr(facts), 28)):
        # Whoever read the SVG would have written other operators.
        (stream,) = [stream for stream in streams if drawn.operators in stream]
        scale = stream.partition(drawn.operators)[0].rpartition(b"q ")[2].split()[0]
        assert round(float(scale) * drawn.width / 96 * 25.4) == millimetres


@pytest.mark.parametrize(
    "different",
    [
        {"can_be_asked": "To observe. " * 3000},
        {"outcomes": tuple(f"Outcome {number}" for number in range(1500))},
    ],
)
def test_what_is_no_certificate_is_refused(birutes, different):
    with pytest.raises(Overlong):
        render_pdf(birutes("en", **different))


def test_the_same_facts_give_the_same_bytes(birutes):
    first = render_pdf(birutes("lt"))
    render_pdf(birutes("en", competencies=TWELVE))
    assert render_pdf(birutes("lt")) == first
    assert render_pdf(birutes("lt", seed=8)) != first


def test_numbers_do_not_part_from_their_units(birutes):
    html = render_html(birutes("lt", outcomes=("Nueiti 5 km ir suskaičiuoti",)))
    assert "Nueiti 5\u00a0km" in html


@pytest.mark.parametrize("step", STEPS)
def test_the_same_facts_give_the_same_markup(birutes, step):
    facts = birutes("lt", competencies=WORDY)
    assert render_html(facts, step=step) == render_html(facts, step=step)


def test_the_language_of_the_request_changes_nothing(birutes, settings):
    from django.utils import translation

    with translation.override("lt"):
        first = render_html(birutes("en"))
    with translation.override("en"):
        assert render_html(birutes("en")) == first


# --- machines ------------------------------------------------------------------------------------


def test_without_pango_the_page_can_say_why(monkeypatch):
    def lacks():
        raise NoPress("no library called libpango")

    monkeypatch.setattr(rendering, "_found", [])
    monkeypatch.setattr(rendering.documents, "ensure", lacks)
    assert "Pango" in rendering_obstacle()
    # It stays so until somebody installs it and starts the site anew.
    monkeypatch.setattr(rendering.documents, "ensure", None)
    assert "Pango" in rendering_obstacle()


def test_a_press_that_did_not_start_this_time_is_no_missing_library(monkeypatch):
    def fails():
        raise PressTrouble("time by the clock")

    monkeypatch.setattr(rendering, "_found", [])
    monkeypatch.setattr(rendering.documents, "ensure", fails)
    assert rendering_obstacle() is None
    assert not rendering._found


def test_starting_the_site_does_not_load_weasyprint():
    code = (
        "import sys, badges.certificates.rendering; "
        "sys.exit(any(name.split('.')[0] == 'weasyprint' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
