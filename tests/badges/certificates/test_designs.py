"""Designs of certificates: written by editors, chosen by who leads a course, frozen at issue."""

import json
import re
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from badges.certificates.design_actions import (
    Stated,
    archive_design,
    restore_design,
    state_certification,
    stated_stamp,
    write_design,
)
from badges.certificates.design_rules import Said, credits_doubted, faults_in, stamp_of
from badges.certificates.facts import CertificateFacts
from badges.certificates.logo_intake import LARGEST, take_in
from badges.certificates.logos import path_of
from badges.certificates.models import Certificate, CertificateDesign, CourseCertification
from badges.certificates.queries import certification_of
from badges.certificates.rendering import render_pdf, rendering_obstacle
from badges.certificates.samples import MANY, Wanted, sample_of_course
from badges.credentials.models import SignedCredential
from badges.intake.actions import take_in_waiting
from courses.content.queries import outline_of
from lms.accounts.models import SiteRole
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.pictures import NotAPicture
from lms.hub.models import HubProfile
from lms.hub.queries import forget_profile
from tests.badges.certificates.designs import TYPED, picture, upload
from tests.learning import finish

LIST = "/en/studio/designs/"
COURSE = "/en/studio/courses/sampling/certificate/"
HUB_COLOUR = "#44601f"
STATES = {
    "credits": "1.5",
    "level_lt": "EKS 5 lygis",
    "level_en": "EQF level 5",
    "assessment_lt": "darbo gynimas",
    "assessment_en": "defence of a work",
    "stackability_lt": "Su dviem kitais sudaro modulį",
    "stackability_en": "Makes a module with two others",
    "do": "save",
}


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).replace("\xa0", " ").split())


def stamp(client, address):
    return re.search(r'name="over" value="(\w*)"', client.get(address).text)[1]


@pytest.fixture
def editor(person, client_for):
    return client_for(person("egle", "Eglė Redaktorė", SiteRole.HUB_EDITOR))


def made(editor, **more):
    answer = editor.post(f"{LIST}new/", {**TYPED, **more}, follow=True)
    assert "Saved. From now on, certificates of courses with this design look like this." in words(
        answer
    )
    return CertificateDesign.objects.get(name=more.get("name", TYPED["name"]))


def issued(person, course):
    finish(person, course, on=now())
    take_in_waiting(on=now())
    return Certificate.objects.get(person=person)


# --- the story -----------------------------------------------------------------------------------


def test_an_editor_makes_a_design_a_course_chooses_it_and_what_is_issued_stays(
    editor, ieva, ona, jonas, sampling_course, client_for, visitor
):
    design = made(editor, logo=upload())
    lead = client_for(ieva)
    posted = {**STATES, "design": str(design.pk), "over": stamp(lead, COURSE)}
    assert "Saved. Certificates issued" in words(lead.post(COURSE, posted, follow=True))
    certificate = issued(ona, sampling_course)
    english, lithuanian = (
        CertificateFacts.from_json(certificate.facts[code]) for code in ("en", "lt")
    )
    assert (english.layout, english.bilingual) == ("portrait", True)
    assert (english.colours.moss, english.colours.paper) == ("#7a1f5c", "#fdf8f2")
    assert (english.said, english.also_said) == (
        "completed and defended",
        "sėkmingai baigė ir apgynė",
    )
    assert english.signatories == (("Algis Žinovas", "Director"),)
    assert lithuanian.logo.alt == "Muziejaus ženklas"
    assert lithuanian.assessment == "darbo gynimas"
    # What nobody has written in its place is worked out, as before.
    assert lithuanian.participation == "nuotoliniu būdu, savo tempu"
    for language in ("lt", "en"):
        page = words(visitor.get(f"/{language}/verify/{certificate.code}/"))
        for said in (
            "Oak Grove Museum",
            "completed and defended",
            "ECTS credits 1.5",
            "Qualification level EQF level 5",
            "Type of assessment defence of a work",
            "What it can be combined with Makes a module with two others",
            "Closing words Thank you for what you observed.",
            "Logo Sign of the museum",
            "Director Algis Žinovas",
            "Kvalifikacijos lygis EKS 5 lygis",
        ):
            assert said in page, said
    # Afterwards everything changes, and the certificate does not.
    before = json.dumps(certificate.facts)
    bytes_before = None if rendering_obstacle() else render_pdf(english)
    again = {**TYPED, "layout": "landscape", "accent": "#204060", "without_logo": "on"}
    again |= {"closing_en": "Other words.", "over": stamp(editor, f"{LIST}{design.pk}/")}
    assert editor.post(f"{LIST}{design.pk}/", again).status_code == 302
    lead.post(COURSE, {**STATES, "credits": "6", "over": stamp(lead, COURSE)})
    certificate.refresh_from_db()
    assert json.dumps(certificate.facts) == before
    if bytes_before:
        assert render_pdf(CertificateFacts.from_json(certificate.facts["en"])) == bytes_before
    later = issued(jonas, sampling_course)
    assert later.facts["en"]["credits"] == "6"
    assert later.facts["en"]["layout"] == "landscape"


@pytest.mark.django_db
def test_who_touches_nothing_gets_what_was_always_printed(ona, ieva, sampling_course):
    facts = issued(ona, sampling_course).facts["en"]
    plain = CertificateFacts.from_json(facts)
    assert (plain.layout, plain.bilingual, plain.logo, plain.said) == ("landscape", False, None, "")
    assert plain.colours == type(plain.colours)()
    assert plain.signatories == ((ieva.full_name, "Leads the course"),)
    assert plain.credits == plain.closing == plain.qualification_level == ""


def test_courses_that_have_chosen_nothing_get_the_default_design(editor, ona, sampling_course):
    made(editor, name="Old default", is_default="on")
    made(editor, is_default="on", layout="landscape")
    assert [one.name for one in CertificateDesign.objects.filter(is_default=True)] == ["Museum"]
    assert "Museum Default" in words(editor.get(LIST))
    assert issued(ona, sampling_course).facts["en"]["issuer_name"] == "Oak Grove Museum"


@pytest.mark.django_db
def test_the_credential_says_the_credits_and_is_signed(ona, ieva, sampling_course):
    over = stated_stamp(certification_of(sampling_course.pk))
    said = Stated(credits=Decimal("1.50"))
    state_certification(sampling_course, said, over=over, by=ieva, on=now())
    certificate = issued(ona, sampling_course)
    from badges.certificates.signing_actions import signed_certificate

    for language in ("lt", "en"):
        found = signed_certificate(certificate, language, on=now())
        subject = json.loads(found.document)["credentialSubject"]
        assert subject["achievement"]["creditsAvailable"] == 1.5
    assert (
        SignedCredential.objects.filter(certificate=certificate).exclude(document="").count() == 2
    )


# --- the editor ----------------------------------------------------------------------------------


def test_a_mistake_costs_nothing_of_what_was_typed_and_not_the_logo(editor):
    page = editor.post(f"{LIST}new/", {**TYPED, "accent": "#c9d8b0", "logo": upload()})
    assert page.status_code == 422
    assert "reaches a contrast of 1.4 to 1 on this paper; 4.5 to 1 is needed" in words(page)
    assert 'value="#c9d8b0"' in page.text and "Ačiū už stebėjimus." in page.text
    kept = re.search(r'name="logo_kept" value="([0-9a-f]{64}\.png)"', page.text)[1]
    assert path_of(kept).exists()
    design = made(editor, logo_kept=kept)
    assert design.logo["file"] == kept
    assert "There is a logo" in words(editor.get(f"{LIST}{design.pk}/"))


def test_the_sample_follows_and_saves_nothing(editor):
    page = editor.post(f"{LIST}new/", {**TYPED, "do": ""}, headers={"HX-Request": "true"})
    assert "completed and defended" in page.text and "<h1" not in page.text
    assert not CertificateDesign.objects.exists()
    weak = editor.post(f"{LIST}new/", {**TYPED, "paper": "#777777"}, headers={"HX-Request": "true"})
    assert weak["HX-Retarget"] == "#sample-faults"
    assert "Choose a lighter paper" in words(weak)
    shown = editor.post(f"{LIST}new/", {**TYPED, "do": "show", "worst": "on"})
    assert "Featherstonehaugh" in shown.text and not CertificateDesign.objects.exists()


@pytest.mark.skipif(rendering_obstacle() is not None, reason="Pango is not installed")
def test_the_sample_as_a_file_is_what_the_renderer_makes(editor):
    answer = editor.post(f"{LIST}new/", {**TYPED, "do": "pdf", "sample_language": "lt"})
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    page = reader.pages[0]
    assert page.mediabox.height > page.mediabox.width
    assert "Vardenė Pavardenė" in page.extract_text()
    assert not CertificateDesign.objects.exists()


def test_what_follows_the_form_is_never_the_file_nor_saved(editor):
    # The form says by which button it was last left, also when it only follows what is typed.
    for button in ("pdf", "save"):
        answer = editor.post(f"{LIST}new/", {**TYPED, "do": button}, headers={"HX-Request": "true"})
        assert answer["Content-Type"].startswith("text/html")
        assert 'id="sample"' in answer.text
    assert not CertificateDesign.objects.exists()


def test_what_a_sample_asks_for_is_drawn_in_its_colours(editor):
    page = editor.get(f"{LIST}new/").text.replace("&amp;", "&").replace("&amp;", "&")
    sheet = re.search(r"(/en/studio/designs/sheet/\?look=[0-9a-z-]+)", page)[1]
    css = editor.get(sheet)
    assert css["Content-Type"].startswith("text/css") and "var(--mm)" in css.text
    for drawing in set(re.findall(r'url\("(/en/studio/designs/drawing/[^"]+)"\)', css.text)):
        assert editor.get(drawing).content.startswith(b"<svg")
    assert editor.get(f"{LIST}sheet/?look=red;}}-landscape").status_code == 404
    assert editor.get(f"{sheet.replace('sheet', 'drawing')}&name=x.svg").status_code == 404


def test_designs_are_the_business_of_editors_alone(editor, ieva, ona, vytas, client_for):
    design = made(editor)
    for path in (LIST, f"{LIST}new/", f"{LIST}{design.pk}/"):
        assert client_for(vytas).get(path).status_code == 200
        for other in (ieva, ona):
            assert client_for(other).get(path).status_code == 404
            assert client_for(other).post(path, TYPED).status_code in (404, 405)


def test_somebody_elses_change_is_not_lost(editor, vytas, client_for):
    design = made(editor)
    place = f"{LIST}{design.pk}/"
    seen = stamp(editor, place)
    client_for(vytas).post(place, {**TYPED, "closing_en": "Theirs.", "over": seen})
    answer = editor.post(place, {**TYPED, "closing_en": "Mine.", "over": seen})
    assert answer.status_code == 422
    assert "Somebody else has changed this design" in words(answer)
    assert "Mine." in answer.text and "Theirs." in answer.text
    assert CertificateDesign.objects.get().closing["en"] == "Theirs."
    over = re.search(r'name="over" value="(\w+)"', answer.text)[1]
    assert editor.post(place, {**TYPED, "closing_en": "Mine.", "over": over}).status_code == 302


# --- rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"accent": "green"}, "accent"),
        ({"accent": "#c9d8b0"}, "accent"),
        ({"paper": ""}, "paper"),
        ({"paper": "#8a8a80"}, "paper"),
        # The hub's colour of today could be read on it; another one that is allowed might not.
        ({"paper": "#d0d8c6"}, "paper"),
        ({"closing": {"en": "x" * 241}}, "closing_en"),
        ({"closing": {"lt": "王"}}, "closing_lt"),
        ({"signatories": [{"name": "ბირუტე", "role": {}}]}, "signatory_1"),
        ({"signatories": [{"name": "", "role": {"en": "Director"}}]}, "signatory_1"),
        ({"signatories": [{"name": "A", "role": {}}] * 4}, "signatory_1"),
        ({"logo": "0" * 64 + ".png"}, "logo"),
    ],
)
def test_what_cannot_be_saved_is_told_by_its_field(said, field):
    found = dict(faults_in(Said(**{"name": "Museum", **said}), HUB_COLOUR))
    assert field in found


def test_a_dark_paper_may_have_a_colour_of_its_own():
    assert not list(faults_in(Said(name="M", accent="#20300a", paper="#d0d8c6"), HUB_COLOUR))


@pytest.mark.django_db
def test_two_designs_have_two_names(vytas):
    first = write_design(None, Said(name="Museum"), by=vytas, on=now())
    # The same form, sent twice.
    assert write_design(None, Said(name=" Museum "), by=vytas, on=now()) == first
    with pytest.raises(Refusal) as refused:
        write_design(None, Said(name="Museum", bilingual=True), by=vytas, on=now())
    assert refused.value.code == "same-name"


@pytest.mark.django_db
def test_a_design_is_archived_where_a_course_has_it_and_deleted_where_none_has(
    vytas, ieva, ona, sampling_course
):
    by = {"by": vytas, "on": now()}
    spare = write_design(None, Said(name="Spare"), **by)
    used = write_design(None, Said(name="Used", layout="portrait"), **by)
    over = stated_stamp(certification_of(sampling_course.pk))
    row = state_certification(sampling_course, Stated(design=used.pk), over=over, by=ieva, on=now())
    assert archive_design(spare, **by) and not archive_design(used, **by)
    assert [one.name for one in CertificateDesign.objects.all()] == ["Used"]
    # Its course keeps it; another cannot take it any more.
    assert issued(ona, sampling_course).facts["en"]["layout"] == "portrait"
    over = stated_stamp(row)
    row = state_certification(sampling_course, Stated(), over=over, by=ieva, on=now())
    with pytest.raises(Refusal) as refused:
        state_certification(
            sampling_course, Stated(design=used.pk), over=stated_stamp(row), by=ieva, on=now()
        )
    assert refused.value.code == "no-design"
    restore_design(used, **by)
    state_certification(
        sampling_course, Stated(design=used.pk), over=stated_stamp(row), by=ieva, on=now()
    )
    verbs = list(AuditNote.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs.count("design deleted") == verbs.count("design archived") == 1


@pytest.mark.django_db
def test_saving_the_same_again_is_no_change(vytas):
    design = write_design(None, Said(name="Museum"), by=vytas, on=now())
    before = AuditNote.objects.count()
    write_design(design, Said(name="Museum"), over=stamp_of(design), by=vytas, on=now())
    assert AuditNote.objects.count() == before


def test_credits_are_read_as_they_are_written_and_bounded(ieva, sampling_course, client_for):
    lead = client_for(ieva)
    for typed, is_right in (("1,5", True), ("0", False), ("301", False), ("one", False)):
        over = stamp(lead, COURSE)
        answer = lead.post(COURSE, {"credits": typed, "over": over, "do": "save"})
        assert answer.status_code == (302 if is_right else 422), typed
        assert is_right or f'value="{typed}"' in answer.text
    assert CourseCertification.objects.get().credits == Decimal("1.5")
    assert 'value="1,5"' in lead.get(COURSE.replace("/en/", "/lt/")).text


def test_credits_that_are_not_the_stated_hours_are_doubted_where_they_are_typed(
    ieva, sampling_course, client_for
):
    lead = client_for(ieva)
    said = {"credits": "2", "over": stamp(lead, COURSE)}
    follows = lead.post(COURSE, said, headers={"HX-Request": "true"})
    assert "are 50 to 60 hours of work" in words(follows)
    assert lead.post(COURSE, {**said, "do": "save"}).status_code == 302
    assert "are 50 to 60 hours of work" in words(lead.get(COURSE))


@given(st.decimals("0.1", "300", places=1), st.integers(0, 20_000))
def test_credits_are_25_to_30_hours_each(credits, minutes):
    doubted = credits_doubted(str(credits), minutes)
    assert bool(doubted) == (not 25 * credits <= Decimal(minutes) / 60 <= 30 * credits)


def test_the_sample_of_a_course_shows_what_the_course_can_show(ieva, sampling_course, client_for):
    outline = outline_of(sampling_course.in_force)
    real = {one.code for item in outline.items for one in item.alignments if one.gives_evidence}
    sample = sample_of_course(
        CertificateDesign(), CourseCertification(), outline, ["Ieva"], Wanted("en")
    )
    assert {one.code for one in sample.competencies} == real
    worst = sample_of_course(
        CertificateDesign(), CourseCertification(), outline, ["Ieva"], Wanted("en", True)
    )
    assert len(worst.competencies) == MANY


def test_the_hubs_colour_is_a_choice_beside_the_picker(editor):
    page = editor.get(f"{LIST}new/").text
    assert re.search(r'type="color" name="paper"|name="paper"[^>]*type="color"', page)
    made(editor, hub_accent="on", accent="#ffffff")
    assert CertificateDesign.objects.get().accent == ""


def test_the_hubs_own_colour_is_followed_until_a_certificate_is_issued(vytas, ona, sampling_course):
    HubProfile.objects.update_or_create(pk=1, defaults={"colour": "#7A1F5C"})
    forget_profile()
    facts = issued(ona, sampling_course).facts["lt"]
    assert facts["colours"]["moss"] == "#7a1f5c"


# --- logos ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB"), ("WEBP", "RGBA")])
def test_a_logo_is_encoded_anew_and_no_larger_than_it_prints(kind, mode):
    logo = take_in(picture(kind, (2400, 800), mode))
    with Image.open(path_of(logo.file)) as kept:
        assert kept.size == (logo.width, logo.height)
        assert kept.width <= LARGEST[0] and kept.height <= LARGEST[1]
        assert "exif" not in kept.info and "icc_profile" not in kept.info
    assert take_in(picture(kind, (2400, 800), mode)) == logo


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture(size=(1300, 100)),
        picture(size=(100, 300)),
        picture(size=(40, 30)),
        b"\x89PNG" + b"0" * 3_000_000,
    ],
    ids=["no picture", "a drawing", "a thread", "a tower", "a speck", "too much"],
)
def test_what_is_no_logo_is_refused(content):
    with pytest.raises(NotAPicture):
        take_in(content)
