"""The same bytes in every file, what a holder downloads, and what badges name for everybody."""

import json
import zlib
from io import BytesIO
from struct import pack
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import png
import pytest
from django.conf import settings as site
from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, extract_png, extract_svg
from PIL import Image

from badges.awards.actions import define_achievement, reissue_award, revoke_award
from badges.awards.definition_actions import archive_achievement
from badges.awards.pictures import carried
from badges.awards.signing_actions import sign_badges
from badges.certificates.models import Certificate
from badges.credentials.carriers import in_png, in_svg, taken_out
from badges.credentials.documents import is_of
from badges.credentials.models import IssuerKey, SignedCredential
from badges.intake.actions import take_in_waiting
from courses.content.actions.importing import import_course, read_course
from lms.common.clock import now
from lms.common.drawings.badge import badge as drawing_of
from lms.common.drawings.pixels import as_png
from tests.badges.credentials.judging import judged
from tests.learning import finish
from tests.packages import pair

pytestmark = pytest.mark.django_db

HOSTILE = "]]> <script>alert(1)</script> &amp; 🦋 \u2028 \ufffe ]]]]>"
SIGNED = "application/vc+ld+json"


def defined(**more):
    said = {
        "name": pair("Akyla akis", "Careful eye"),
        "description": pair("Skiria lapus.", "Tells leaves apart."),
        "criteria": pair("Įveikus kursą.", "By completing the course."),
        "rule": {"any": [{"course": "leaves"}, {"competency": "C1", "level": 2}]},
        "drawing": {"letter": "C", "level": 2, "codes": ["C1"], "seed": 5},
        "valid_months": 24,
    }
    return define_achievement("careful-eye", **{**said, **more}, on=now())


@pytest.fixture
def version(competency_map):
    return defined()


@pytest.fixture
def award(ona, version, give):
    return give(ona, version)


def file_of(award, form, language="en"):
    return f"/en/me/badges/{award.uid}/credential/{language}.{form}"


# --- the files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Akyla akis", HOSTILE])
def test_every_file_carries_the_same_bytes_and_a_stranger_verifies_each(
    ona, give, competency_map, client_for, visitor, title
):
    award = give(ona, defined(name=pair(title, f"{title} en")))
    sign_badges(on=now())
    client = client_for(ona)
    for one in award.credentials.all():
        files = {}
        for form in ("json", "svg", "png"):
            answer = client.get(file_of(award, form, one.language))
            assert answer.status_code == 200
            assert answer["Content-Disposition"].isascii()
            assert answer["Content-Disposition"].endswith(f'-{one.language}.{form}"')
            files[form] = answer.content
        assert files["json"] == one.document.encode()
        drawn = extract_svg(files["svg"], element=SVG_ELEMENT_OB3, text_fallback=True)
        painted = extract_png(files["png"], keyword=ITXT_KEYWORD_OB3)
        for found in (drawn, painted, taken_out(files["svg"]), taken_out(files["png"])):
            assert found.encode() == files["json"]
            judged(json.loads(found), visitor)
        assert json.loads(drawn)["name"].startswith(title)


def test_a_drawing_says_it_first_and_a_picture_in_one_chunk_that_is_not_packed(award):
    sign_badges(on=now())
    one = award.credentials.get(language="lt")
    drawn = carried(one.document, "svg", award.version, "lt").decode()
    tree = ElementTree.fromstring(drawn)
    assert tree[0].tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    assert f"<![CDATA[{one.document}]]>" in drawn
    assert "<title>Akyla akis</title>" in drawn
    painted = carried(one.document, "png", award.version, "lt")
    chunks = [data for kind, data in png.Reader(bytes=painted).chunks() if kind == b"iTXt"]
    assert chunks == [b"openbadgecredential\0\0\0\0\0" + one.document.encode()]


def test_what_carries_nothing_and_what_cannot_be_read_are_told_apart():
    svg = drawing_of("C", 1, (), 1, standalone=True)
    plain = as_png(svg)
    assert taken_out(svg.encode()) is None
    assert taken_out(plain) is None
    bomb = b"openbadgecredential\0\1\0\0\0" + zlib.compress(b" " * 10_000_000)
    packed = pack("!I", len(bomb)) + b"iTXt" + bomb
    packed += pack("!I", zlib.crc32(b"iTXt" + bomb))
    entities = '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>'
    for file in (
        b"",
        b"{}",
        b"<svg",
        entities.encode(),
        in_png("x", plain)[:-30],
        plain[:33] + b"\0\0\0\1tEXt?\0\0\0\0" + plain[33:],
        plain[:33] + packed + plain[33:],
    ):
        with pytest.raises(ValueError, match=r".+"):
            taken_out(file)
    assert taken_out(in_svg("{ }]]>", svg).encode()) == "{ }]]>"


def test_the_painted_badge_is_the_drawn_one():
    """Where the drawing has its colours; an eye compared the rest."""
    badge = Image.open(BytesIO(as_png(drawing_of("D", 2, ("D1",), 3, standalone=True))))
    assert (badge.size, badge.mode) == ((512, 512), "RGBA")

    def at(x, y):
        """Of the drawing's two colours the one it is, and whether it covers."""
        red, _green, _blue, cover = badge.getpixel((x * 512 / 400, y * 512 / 400))
        return "light" if red > 200 else "dark" if red < 90 else "between", cover

    assert at(1, 1)[1] == 0
    for place in ((200, 4), (27, 200), (200, 142), (240, 250)):
        # The rim, a tick of it, inside the letter, above a level that is not reached.
        assert at(*place) == ("dark", 255), place
    for place in ((222, 20), (146, 265), (182, 265), (161, 150)):
        # The ground, two levels that are reached, the stem of the letter.
        assert at(*place) == ("light", 255), place


# --- the holder ----------------------------------------------------------------------------------


def test_what_is_not_signed_yet_is_signed_at_the_download(award, ona, client_for, visitor):
    client = client_for(ona)
    assert not award.credentials.exclude(digest="").exists()
    page = client.get(f"/lt/me/badges/{award.uid}/").text
    for form in ("png", "svg", "json"):
        for language in ("lt", "en"):
            assert f"/lt/me/badges/{award.uid}/credential/{language}.{form}" in page
    judged(json.loads(client.get(file_of(award, "json")).content), visitor)
    SignedCredential.objects.all().delete()
    # Awarded before there were credentials.
    judged(json.loads(client.get(file_of(award, "json")).content), visitor)
    assert SignedCredential.objects.count() == 2


def test_nobody_else_downloads_it(award, ona, jonas, client_for, visitor):
    address = file_of(award, "json")
    assert client_for(jonas).get(address).status_code == 404
    assert "login" in visitor.get(address)["Location"]
    client = client_for(ona)
    for wrong in ("de.json", "de.pdf", "en.", "en.html", "en.json.svg"):
        assert client.get(address.replace("en.json", wrong)).status_code == 404, wrong


def test_a_revoked_badge_is_not_given_out_and_the_page_says_so(award, ona, vytas, client_for):
    sign_badges(on=now())
    revoke_award(award, by=vytas, reason="A mistake.", on=now())
    client = client_for(ona)
    for form in ("png", "svg", "json"):
        answer = client.get(file_of(award, form), follow=True)
        assert answer.redirect_chain
        assert "have been taken back and are not given out any more" in answer.text
        assert "/credential/" not in answer.text


def test_of_a_badge_that_was_issued_anew_only_the_new_one_is_given_out(
    award, ona, vytas, client_for, visitor
):
    ona.full_name = "Ona Petraitytė"
    ona.save(update_fields=["full_name"])
    made = reissue_award(award, by=vytas, reason="The name.", on=now())
    client = client_for(ona)
    assert "have been taken back" in client.get(file_of(award, "svg"), follow=True).text
    document = json.loads(taken_out(client.get(file_of(made, "svg")).content))
    judged(document, visitor)
    assert is_of(document, "name", "Ona Petraitytė")


def test_without_a_key_the_page_says_who_has_to_set_it(award, ona, client_for, settings):
    settings.CREDENTIAL_KEY_MADE = False
    client = client_for(ona)
    answer = client.get(file_of(award, "png"), follow=True)
    assert "whoever runs this site has to set the key" in answer.text
    settings.CREDENTIAL_KEY = "nonsense"
    assert "has to set the key" in client.get(f"/en/me/badges/{award.uid}/").text
    assert not IssuerKey.objects.exists()


def test_what_went_wrong_is_tried_again_and_the_page_says_so(award, ona, client_for, monkeypatch):
    monkeypatch.setattr("badges.credentials.actions.document_of", lambda told: 1 / 0)
    answer = client_for(ona).get(file_of(award, "png"), follow=True)
    assert "The files could not be made yet" in answer.text


def test_linkedin_is_offered_while_the_badge_is_shared(award, ona, client_for):
    client = client_for(ona)
    address = f"/en/me/badges/{award.uid}/"
    assert "linkedin.com" not in client.get(address).text
    client.post(f"{address}share/", {"shared": "yes"})
    page = client.get(address).text
    link = page.partition('href="https://www.linkedin.com')[2].partition('"')[0]
    asked = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert asked["startTask"] == ["CERTIFICATION_NAME"]
    assert asked["name"] == ["Careful eye"]
    assert asked["certUrl"] == [f"{site.SITE_URL}/v/{award.code}"]
    assert asked["certId"] == [award.code]
    assert int(asked["expirationYear"][0]) == int(asked["issueYear"][0]) + 2


def test_a_certificate_is_downloaded_as_signed_data(
    ona, jonas, sampling_course, client_for, visitor, settings
):
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    certificate = Certificate.objects.get()
    address = f"/en/me/certificates/{certificate.code}/credential/en.json"
    client = client_for(ona)
    assert address in client.get("/en/me/certificates/").text
    assert client_for(jonas).get(address).status_code == 404
    assert client.get(address.replace("en.json", "de.json")).status_code == 404
    settings.CREDENTIAL_KEY_MADE = False
    assert "has to set the key" in client.get(address, follow=True).text
    settings.CREDENTIAL_KEY_MADE = True
    answer = client.get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="planning-a-sample-en.json"'
    judged(json.loads(answer.content), visitor)
    assert answer.content == certificate.credentials.get(language="en").document.encode()
    page = visitor.get(f"/en/verify/{certificate.code}/").text
    assert f'type="{SIGNED}"' in page
    Certificate.objects.update(state=Certificate.State.REVOKED, status_at=now())
    assert client.get(address).status_code == 404


# --- strangers -----------------------------------------------------------------------------------


def test_the_shared_page_leads_to_the_signed_document(award, visitor, vytas):
    award.shared_at = now()
    award.save(update_fields=["shared_at"])
    address = f"/en/verify/{award.code}/"
    assert SIGNED not in visitor.get(address).text
    sign_badges(on=now())
    one = award.credentials.get(language="en")
    page = visitor.get(address).text
    assert f'<link rel="alternate" type="{SIGNED}" href="/credentials/{one.code}">' in page
    assert 'property="og:image"' in page
    shown = visitor.get(f"/credentials/{one.code}?format=json", HTTP_ACCEPT="text/html")
    assert (shown["Content-Type"], shown.text) == (SIGNED, one.document)
    revoke_award(award, by=vytas, reason="A mistake.", on=now())
    assert SIGNED not in visitor.get(address).text
    assert (
        visitor.get(f"/credentials/{one.code}?format=json", HTTP_ACCEPT="text/html").status_code
        == 410
    )


def test_what_a_badge_names_can_be_read_by_everybody(award, visitor, ona):
    sign_badges(on=now())
    for one in award.credentials.all():
        said = json.loads(one.document)["credentialSubject"]["achievement"]
        path = urlsplit(said["id"]).path
        asked = {"HTTP_ACCEPT": "application/ld+json", "HTTP_ACCEPT_LANGUAGE": one.language}
        published = visitor.get(path, **asked)
        assert published["Content-Type"] == "application/ld+json"
        assert "Accept-Language" in published["Vary"]
        told = published.json()
        assert told.pop("@context") == json.loads(one.document)["@context"]
        # The credential adds its twin and results; the version what nobody's evidence is needed for.
        assert {name: said[name] for name in told if name != "alignment"} == {
            name: value for name, value in told.items() if name != "alignment"
        }
        assert told["alignment"][0]["targetUrl"].endswith("/competencies/C1")
        picture = visitor.get(urlsplit(said["image"]["id"]).path)
        assert picture["Content-Type"] == "image/svg+xml"
        assert ElementTree.fromstring(picture.text).tag.endswith("svg")
        page = visitor.get(path, HTTP_ACCEPT_LANGUAGE=one.language, follow=True)
        assert page.request["PATH_INFO"] == urlsplit(said["criteria"]["id"]).path
        assert said["name"] in page.text
        assert said["criteria"]["narrative"] in page.text
        assert f"/{one.language}/competencies/C1/" in page.text
        assert ona.full_name not in page.text
    assert "Any one of these:" in visitor.get("/en/achievements/careful-eye/1/").text


def test_earlier_versions_and_archived_badges_stay(award, visitor, vytas):
    changed = defined(name=pair("Kita", "Sharper eye"))
    assert "/lt/achievements/careful-eye/2/" in visitor.get("/sitemap.xml").text
    old = visitor.get("/en/achievements/careful-eye/1/").text
    assert "Careful eye" in old
    assert "/en/achievements/careful-eye/2/" in old
    assert "Sharper eye" in visitor.get("/en/achievements/careful-eye/2/").text
    archive_achievement(changed.achievement, by=vytas, on=now())
    assert "Nobody gets this badge any more" in visitor.get("/en/achievements/careful-eye/2/").text


def test_a_badge_of_a_course_that_is_not_published_is_not_there(
    competency_map, ieva, package, tmp_path, visitor
):
    text, _faults = read_course(package.write(tmp_path / "package"))
    course = import_course(text, owner=ieva, on=now())
    define_achievement(
        "by-the-river",
        name=pair("Prie upės", "By the river"),
        description=pair("Upė", "River"),
        criteria=pair("Upė", "River"),
        rule={"course": course.slug},
        drawing={"letter": "C", "level": 1, "codes": [], "seed": 1},
        valid_months=None,
        course=course,
        on=now(),
    )
    for address in ("/achievements/by-the-river/1.svg", "/en/achievements/by-the-river/1/"):
        assert visitor.get(address, follow=True).status_code == 404
    assert "by-the-river" not in visitor.get("/sitemap.xml").text


@pytest.mark.parametrize(
    "place", ["nothing/1", "careful-eye/0", "careful-eye/9", f"careful-eye/{10**30}"]
)
def test_what_is_not_there_is_not_found(version, visitor, place):
    for address in (
        f"/achievements/{place}",
        f"/achievements/{place}.svg",
        f"/lt/achievements/{place}/",
    ):
        assert visitor.get(address, follow=True).status_code == 404, address


def test_programs_are_told_where_the_credentials_are(award, ona, client_for, vytas):
    client = client_for(ona)

    def told():
        (row,) = client.get("/api/v1/awards").json()["results"]
        return row["credentials"]

    assert told() == {"lt": None, "en": None}
    sign_badges(on=now())
    codes = {one.language: one.code for one in award.credentials.all()}
    assert told() == {
        language: f"{site.SITE_URL}/credentials/{code}" for language, code in codes.items()
    }
    revoke_award(award, by=vytas, reason="A mistake.", on=now())
    assert told() == {"lt": None, "en": None}
