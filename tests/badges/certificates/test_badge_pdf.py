"""A badge as a PDF: the page its holder downloads, and what a stranger does with it."""

import json
import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from badges.awards.actions import define_achievement, reissue_award, revoke_award, share_award
from badges.awards.models import Award
from badges.awards.signing_actions import sign_badges
from badges.certificates import badge_views
from badges.certificates.badge_print import MOST_ROWS, sheet_pdf
from badges.certificates.badge_sheet import sheet_of
from badges.certificates.file_checking import said_in
from badges.certificates.rendering import Attachment, render_document, rendering_obstacle
from badges.certificates.verdicts import INSIDE
from badges.credentials.documents import document_of
from badges.credentials.models import SignedCredential
from badges.intake.actions import take_in_waiting
from courses.content.actions.roles import give_role
from lms.common.clock import now
from lms.common.ids import grouped
from lms.common.languages import LANGUAGES
from lms.hub.models import HubProfile
from lms.hub.queries import forget_profile
from tests.badges.certificates.test_file_checking import bring, found_at
from tests.badges.credentials.judging import judged
from tests.calibrations import all_of_it, measuring
from tests.learning import finish
from tests.packages import pair
from tests.pdf.badges import BANK, CODE, DRAWING, NAME, jonass_badge, kinds, told
from tests.pdf.facts import LONG_NAME, LONG_TITLE
from tests.pdf.reading import Line, read_aloud

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(rendering_obstacle() is not None, reason="there is no PDF"),
]


@pytest.fixture
def award(jonas, sampling_course):
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())
    sign_badges(on=now())
    return Award.objects.get(person=jonas)


@pytest.fixture
def measured(jonas, person, teach):
    """Given for what was measured."""
    leaves = teach(measuring())
    expert = person("algis", "Algis Žinovas")
    give_role(leaves, expert, "viewer", by=leaves.owner, reason="Knows leaves", on=now())
    all_of_it(leaves, jonas, expert)
    take_in_waiting(on=now())
    sign_badges(on=now())
    return Award.objects.get(person=jonas, version__achievement__key="careful-observer")


def address_of(award, language, page="en", form="pdf"):
    return f"/{page}/me/badges/{award.uid}/credential/{language}.{form}"


def text_of(content):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def unbroken(text):
    """Without spaces: a long word is broken over lines."""
    return "".join(text.split())


# --- stories -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_holder_downloads_a_page_that_says_what_was_signed(
    measured, jonas, client_for, language
):
    client = client_for(jonas)
    address = address_of(measured, language, page="en" if language == "lt" else "lt")
    assert address in client.get(address.partition("credential/")[0]).text
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].endswith(f'-{language}.pdf"')
    reader = PdfReader(BytesIO(answer.content))
    assert len(reader.pages) == 1
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    assert reader.root_object["/Lang"] == language
    document = json.loads(measured.credentials.get(language=language).document)
    signed, page = said_in(document), unbroken(text_of(answer.content))
    achievement = document["credentialSubject"]["achievement"]
    # A label ends with what it speaks of, which the page says once.
    name = achievement["resultDescription"][0]["name"].partition(": ")[2]
    for said in (
        jonas.full_name,
        signed.title,
        signed.description,
        signed.criteria,
        signed.issuer,
        signed.issuer_id,
        *(one["targetName"] for one in achievement["alignment"]),
        *(label.removesuffix(f": {name}") for label, _value in signed.results[1:]),
        *(value for _label, value in signed.results),
        *(narrative for _name, narrative in signed.evidence),
        {"lt": "Galioja iki", "en": "Valid until"}[language],
        {"lt": "2 lygis", "en": "level 2"}[language],
        grouped(measured.code),
        "testserver/v/",
    ):
        assert unbroken(said) in page, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_carries_the_same_bytes_as_the_data_and_a_stranger_verifies_it(
    award, jonas, client_for, visitor, language
):
    client = client_for(jonas)
    content = client.get(address_of(award, language)).content
    (inside,) = PdfReader(BytesIO(content)).attachments["credential.json"]
    assert inside == client.get(address_of(award, language, form="json")).content
    assert inside == award.credentials.get(language=language).document.encode()
    judged(json.loads(inside), visitor)
    (one,) = PdfReader(BytesIO(content)).root_object["/AF"]
    assert one.get_object()["/AFRelationship"] == "/Alternative"
    answer = bring(visitor, content, language, "badge.pdf")
    assert found_at(answer, INSIDE, "active")
    assert award.version.name[language] in answer.text


def test_later_changes_change_no_byte(award, jonas, client_for):
    client = client_for(jonas)
    before = {one: client.get(address_of(award, one)).content for one in LANGUAGES}
    jonas.full_name, jonas.email = "Jonas Kitaip", "kitas@example.org"
    jonas.save()
    HubProfile.objects.update_or_create(
        pk=1, defaults={"name": pair("Kitas", "Another"), "colour": "#7a1f5c"}
    )
    forget_profile()
    version = award.version
    define_achievement(
        version.achievement.key,
        name=pair("Kita", "Other"),
        description=pair("Kita", "Other"),
        criteria=pair("Kita", "Other"),
        rule=version.rule,
        drawing={"letter": "A", "level": 4, "codes": [], "seed": 6},
        valid_months=1,
        on=now(),
    )
    share_award(award, shared=True, on=now())
    assert {one: client.get(address_of(award, one)).content for one in LANGUAGES} == before
    # Nor does the language in which it is asked for.
    assert client.get(address_of(award, "lt", page="lt")).content == before["lt"]


def test_not_signed_yet_it_is_signed_at_the_download(jonas, sampling_course, client_for):
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())
    SignedCredential.objects.all().delete()
    award = Award.objects.get(person=jonas)
    assert client_for(jonas).get(address_of(award, "lt")).content.startswith(b"%PDF-1.7")
    assert award.credentials.exclude(digest="").count() == 2


def test_nobody_else_downloads_it(award, jonas, ona, client_for, visitor):
    address = address_of(award, "en")
    assert client_for(ona).get(address).status_code == 404
    assert "login" in visitor.get(address)["Location"]
    assert client_for(jonas).get(address_of(award, "de")).status_code == 404


def test_a_revoked_badge_is_not_given_out_and_a_kept_file_says_so(
    award, jonas, vytas, client_for, visitor
):
    client = client_for(jonas)
    kept = client.get(address_of(award, "en")).content
    revoke_award(award, by=vytas, reason="A mistake.", on=now())
    answer = client.get(address_of(award, "en"), follow=True)
    assert "have been taken back and are not given out any more" in answer.text
    assert found_at(bring(visitor, kept), INSIDE, "revoked")


def test_issued_anew_only_the_new_one_is_given_out_with_the_corrected_name(
    award, jonas, vytas, client_for, visitor
):
    client = client_for(jonas)
    kept = client.get(address_of(award, "lt")).content
    jonas.full_name = "Jonas Kazlauskas-Petraitis"
    jonas.save(update_fields=["full_name"])
    made = reissue_award(award, by=vytas, reason="The name.", on=now())
    assert "have been taken back" in client.get(address_of(award, "lt"), follow=True).text
    said = unbroken(text_of(client.get(address_of(made, "lt")).content))
    assert "JonasKazlauskas-Petraitis" in said
    assert found_at(bring(visitor, kept), INSIDE, "superseded")


def test_without_a_key_or_a_library_the_page_says_what_is_missing(
    award, jonas, client_for, settings, monkeypatch
):
    client = client_for(jonas)
    with monkeypatch.context() as patch:
        patch.setattr(badge_views, "rendering_obstacle", lambda: "No Pango.")
        answer = client.get(address_of(award, "en"), follow=True)
        assert "No PDF can be made on this server" in answer.text
    SignedCredential.objects.all().delete()
    settings.CREDENTIAL_KEY, settings.CREDENTIAL_KEY_MADE = "nonsense", False
    answer = client.get(address_of(award, "en"), follow=True)
    assert "has to set the key" in answer.text


def test_a_name_that_the_fonts_lack_is_refused_with_its_letters(
    person, sampling_course, client_for
):
    wang = person("wang", "Wang 王")
    finish(wang, sampling_course, on=now())
    take_in_waiting(on=now())
    award = Award.objects.get(person=wang)
    client = client_for(wang)
    answer = client.get(address_of(award, "en"), follow=True)
    assert "cannot print these letters of your name: 王" in answer.text
    assert client.get(address_of(award, "en", form="json")).status_code == 200


# --- the page ------------------------------------------------------------------------------------


def test_signs_that_the_fonts_lack_are_left_out_of_titles_only():
    sheet, document = jonass_badge("en", title="Careful 🦋 observer", criteria="Look.\n\nTwice.")
    assert sheet.title == "Careful observer"
    assert sheet.criteria == "Look. Twice."
    content = sheet_pdf(sheet, document)
    assert "🦋" not in text_of(content)
    assert "🦋".encode() in PdfReader(BytesIO(content)).attachments["credential.json"][0]


def test_only_the_name_that_was_signed_is_printed():
    document = document_of(told("en"))
    more = {"code": CODE, "verify_url": f"https://x/v/{CODE}", "drawing": DRAWING}
    assert sheet_of(document, name=NAME, **more).printed_name == NAME
    assert sheet_of(document, name="", **more).printed_name == "Name not given"
    with pytest.raises(ValueError, match="not the name that was signed"):
        sheet_of(document, name="Somebody", **more)


def test_what_was_measured_at_once_is_told_once_and_what_was_not_apart():
    at_once, _document = jonass_badge("lt", **kinds("lt")["measured-at-once"])
    assert [one.level for one in at_once.shown] == [2, 3, 4, 1]
    ((heading, rows),) = at_once.measurements
    assert heading == "Kaip išmatuota"
    assert [label for label, _value in rows][:2] == [
        "Tikslumas",
        "Tikslumas ne mažesnis kaip (95 % intervalas)",
    ]
    apart, _document = jonass_badge("lt", **kinds("lt")["everything"])
    assert [heading.partition(": ")[0] for heading, _rows in apart.measurements] == [
        "Kaip išmatuota"
    ] * 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["bare", "long-title", "measured-at-once", "greek", "cyrillic"])
def test_it_stays_on_one_page(kind, language):
    different = kinds(language)[kind]
    content = sheet_pdf(*jonass_badge(language, **different))
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == 1
    said = unbroken(text_of(content))
    assert unbroken(different.get("name", NAME)) in said
    assert grouped(CODE) in said


def test_what_does_not_fit_goes_on_and_nothing_is_lost():
    different = kinds("lt")["over-the-page"]
    sheet, document = jonass_badge("lt", **different)
    assert sheet.row_count > MOST_ROWS
    content = sheet_pdf(sheet, document)
    reader, said = PdfReader(BytesIO(content)), unbroken(text_of(content))
    assert f"1/{len(reader.pages)}" in said
    for one in sheet.measured:
        for _label, value in one.rows:
            assert unbroken(value) in said
    assert said.count(BANK[1:]) == 12


def test_read_aloud_it_goes_from_whose_it_is_to_how_to_verify():
    sheet, document = jonass_badge("en", name=LONG_NAME, title=LONG_TITLE)
    lines = read_aloud(PdfReader(BytesIO(sheet_pdf(sheet, document))))
    said = [(line.kind, line.text) for line in lines]
    assert said[:7] == [
        ("P", "Citizen Science Hub"),
        ("P", "Badge"),
        ("Figure", "Drawing of the badge: letter C, level 2, C2"),
        ("H1", LONG_NAME),
        ("P", "received the badge"),
        ("H2", f"“{LONG_TITLE}”"),
        ("P", sheet.description),
    ]
    assert [text for kind, text in said if kind == "H3"] == [
        "What it is given for",
        "What was shown",
        "How it was measured",
        "What it rests on",
        "How to verify",
    ]
    assert Line("TD", "8 March 2028", ("Valid until",)) in lines
    assert Line("TD", "92.5%", ("Accuracy",)) in lines
    level = next(line for line in lines if line.text == "level 2")
    assert level.heads == (f"C1 {sheet.shown[0].name}", "Level")
    assert said[-3:] == [
        ("P", "laukas.example/v/"),
        ("P", grouped(CODE)),
        ("Figure", f"QR code leading to the verification page laukas.example/v/{grouped(CODE)}"),
    ]


def test_what_authors_wrote_is_text_and_no_markup():
    hostile = '<b>"&amp; </title><img src="https://evil.example/x">'
    sheet, document = jonass_badge("en", title=hostile, criteria=hostile, name=hostile)
    assert unbroken(text_of(sheet_pdf(sheet, document))).count(unbroken(hostile)) == 3


# --- the file ------------------------------------------------------------------------------------

TWICE = """
import hashlib, django
django.setup()
from badges.certificates.badge_print import sheet_pdf
from badges.certificates.rendering import render_pdf
from tests.pdf.badges import jonass_badge
from tests.pdf.facts import birutes_facts
for _time in range(2):
    print(hashlib.sha256(sheet_pdf(*jonass_badge("lt")) + render_pdf(birutes_facts("lt"))).hexdigest())
"""


@pytest.mark.sweep
def test_the_first_file_of_a_process_is_as_all_others(settings):
    made = [
        subprocess.run([sys.executable, "-c", TWICE], capture_output=True, text=True, check=True)
        for _process in range(2)
    ]
    said = [one.stdout.split() for one in made]
    assert len(said[0]) == 2
    assert len({*said[0], *said[1]}) == 1


def test_attachments_of_documents_are_named_once_and_in_order():
    one = Attachment("b.json", b"{}", "application/json", "B")
    other = Attachment("a.txt", b"A", "text/plain", "A")
    html = "<html lang=en><title>x</title><p>x"
    content = render_document(html, "", {}, attachments=[one, other], dated=now().date())
    reader = PdfReader(BytesIO(content))
    assert reader.attachments == {"a.txt": [b"A"], "b.json": [b"{}"]}
    assert len(reader.root_object["/AF"]) == 2
    with pytest.raises(ValueError, match="one name"):
        render_document(html, "", {}, attachments=[one, one])
