"""A stranger brings a file: ours as it was signed, ours and altered, somebody else's, and hostile ones."""

import base64
import copy
import json
import re
import subprocess
import sys
import tracemalloc
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from struct import pack
from zlib import crc32

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, SVG_NS_OB3, bake_png, bake_svg

from badges.awards.actions import revoke_award
from badges.awards.models import Award
from badges.awards.signing_actions import sign_badges
from badges.certificates.actions import reissue_certificate, revoke_certificate
from badges.certificates.erasing_actions import erase_credentials
from badges.certificates.facts import CertificateFacts
from badges.certificates.file_checking import checked
from badges.certificates.models import Certificate
from badges.certificates.rendering import Attachment, render_pdf, rendering_obstacle
from badges.certificates.signing_actions import sign_certificates
from badges.certificates.verdicts import INSIDE, NO_FILE, NOT_OURS, OURS
from badges.credentials import embedded
from badges.credentials.actions import usable_key
from badges.credentials.checking import NotOurs
from badges.credentials.embedded import MOST_INSIDE, NotFound, embedded_in
from badges.credentials.models import IssuerKey, SignedCredential
from badges.credentials.proofs import digest, sign
from badges.intake.actions import take_in_waiting
from lms.accounts.models import Leaving
from lms.common.clock import now
from tests.architecture.test_counts import check, measure
from tests.badges.credentials.judging import changed
from tests.learning import finish

pytestmark = pytest.mark.django_db

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
NEEDS_PANGO = pytest.mark.skipif(rendering_obstacle() is not None, reason="there is no PDF")


@pytest.fixture
def award(jonas, sampling_course):
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())
    sign_badges(on=now())
    sign_certificates(on=now())
    return Award.objects.get(person=jonas)


@pytest.fixture
def texts(award):
    """Language → the badge as it was signed."""
    return {one.language: one.document for one in award.credentials.all()}


def as_png(text):
    return bake_png(PICTURE, text, keyword=ITXT_KEYWORD_OB3)


def as_svg(text):
    return bake_svg(DRAWING, text, element=SVG_ELEMENT_OB3, namespace=SVG_NS_OB3, as_text=True)


def as_pdf(text, name="credential.json"):
    import weasyprint

    attached = weasyprint.Attachment(
        file_obj=BytesIO(text.encode()), name=name, relationship="Alternative"
    )
    return weasyprint.HTML(string="<p>x").write_pdf(attachments=[attached])


def bring(client, data, language="en", name="file"):
    return client.post(f"/{language}/verify/", {"file": SimpleUploadedFile(name, data)})


def found_at(response, table, key):
    """Whether the page says this, in its own language."""
    language = re.search(r'<html lang="(..)"', response.text)[1]
    said = table[key]
    with translation.override(language):
        title = str(getattr(said, "title", said))
    assert title
    return title in response.text


# --- stories -------------------------------------------------------------------------------------


@pytest.mark.parametrize("carrier", ["json", "png", "svg"])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_a_file_as_it_was_downloaded_is_ours_and_in_force(texts, visitor, carrier, language):
    made = {"json": str.encode, "png": as_png, "svg": as_svg}[carrier]
    document = json.loads(texts[language])
    answer = bring(visitor, made(texts[language]), language)
    assert answer.status_code == 200
    assert found_at(answer, OURS if carrier == "json" else INSIDE, "active")
    achievement = document["credentialSubject"]["achievement"]
    for said in (
        document["name"],
        document["issuer"]["id"],
        *(one["targetUrl"] for one in achievement["alignment"]),
        *(one["name"] for one in achievement["resultDescription"]),
        *(one["narrative"] for one in document["evidence"]),
    ):
        assert said.replace("&", "&amp;") in answer.text, said
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("form", ["json", "png", "svg"])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_what_its_holder_downloads_a_stranger_checks(
    award, jonas, client_for, visitor, form, language
):
    address = f"/{language}/me/badges/{award.uid}/credential/{language}.{form}"
    downloaded = client_for(jonas).get(address)
    answer = bring(visitor, downloaded.content)
    assert found_at(answer, OURS if form == "json" else INSIDE, "active")
    # A picture may show another name or badge than the one that is signed in it.
    assert ("only what stands below counts" in answer.text) is (form != "json")


@NEEDS_PANGO
def test_a_certificate_is_checked_by_the_credential_in_its_pdf(award, jonas, visitor):
    certificate = Certificate.objects.get(person=jonas)
    signed = certificate.credentials.get(language="lt")
    facts = CertificateFacts.from_json(certificate.facts["lt"])
    attached = Attachment("credential.json", signed.document.encode(), "application/vc", "Tas pats")
    answer = bring(visitor, render_pdf(facts, attachments=[attached]), "lt", "pazymejimas.pdf")
    assert found_at(answer, INSIDE, "active")
    assert facts.course_title in answer.text
    assert f"/lt/verify/{certificate.code}/" in answer.text
    revoke_certificate(certificate, by=jonas, reason="Klaida.", on=now())
    answer = bring(visitor, render_pdf(facts, attachments=[attached]), "en")
    assert found_at(answer, INSIDE, "revoked")
    assert "Klaida." in answer.text


def test_a_certificate_with_a_corrected_name_leads_to_the_one_that_counts(
    award, jonas, vytas, visitor
):
    certificate = Certificate.objects.get(person=jonas)
    data = certificate.credentials.get(language="en").document.encode()
    assert found_at(bring(visitor, data), OURS, "active")
    jonas.full_name = "Jonas Kitaip"
    jonas.save()
    newer = reissue_certificate(certificate, by=vytas, reason="A misspelt name.", on=now())
    answer = bring(visitor, data)
    assert found_at(answer, OURS, "superseded")
    assert "A misspelt name." in answer.text
    assert f"/en/verify/{newer.code}/" in answer.text


def test_what_became_of_it_is_said_from_the_records(award, texts, visitor, vytas):
    data = texts["en"].encode()
    award.valid_until = now() - timedelta(days=1)
    award.save(update_fields=["valid_until"])
    assert found_at(bring(visitor, data), OURS, "expired")
    award.valid_until = None
    award.save(update_fields=["valid_until"])
    assert found_at(bring(visitor, data), OURS, "active")
    revoke_award(award, by=vytas, reason="A mistake.", on=now())
    revoked = bring(visitor, data)
    assert found_at(revoked, OURS, "revoked")
    # Its holder has not shared it: the reason is for whoever has the link.
    assert "A mistake." not in revoked.text
    Award.objects.update(shared_at=now())
    assert "A mistake." in bring(visitor, data).text
    Award.objects.update(status=Award.Status.SUPERSEDED)
    SignedCredential.objects.update(revoked_at=None)
    assert found_at(bring(visitor, data), OURS, "superseded")
    Award.objects.update(status=Award.Status.ACTIVE, status_at=None)
    SignedCredential.objects.update(revoked_at=now())
    assert found_at(bring(visitor, data), OURS, "revoked")


def test_expired_and_not_yet_in_force_are_no_forgeries(award):
    one = award.credentials.get(language="en")
    key = usable_key(on=now())
    bare = {k: v for k, v in json.loads(one.document).items() if k != "proof"}
    for member, at, status in (
        ("validUntil", "2020-01-01T00:00:00Z", "expired"),
        ("validFrom", "2090-01-01T00:00:00Z", "early"),
    ):
        document = sign({**bare, member: at}, key.private, key.method, on=now())
        SignedCredential.objects.filter(pk=one.pk).update(digest=digest(document))
        assert checked(json.dumps(document), on=now()).standing.status == status


def test_of_an_erased_person_the_fingerprint_still_decides(award, texts, jonas, visitor):
    erase_credentials(jonas, Leaving.Credentials.KEEP, on=now())
    assert award.credentials.first().document == ""
    assert found_at(bring(visitor, texts["en"].encode()), OURS, "active")


def test_the_holder_is_compared_without_being_told(award, texts, jonas, visitor):
    first = bring(visitor, texts["en"].encode()).text
    assert jonas.email not in first
    assert jonas.full_name not in first
    for typed, matches in (
        (jonas.full_name, True),
        (f"  {jonas.full_name.replace(' ', '  ')} ", True),
        (jonas.email.upper(), True),
        ("Ona Petraitė", False),
        ("ona@example.org", False),
        ("<script>", False),
    ):
        answer = visitor.post("/en/verify/", {"document": texts["en"], "who": typed})
        assert found_at(answer, OURS, "active")
        assert ("It is the holder’s:" in answer.text) is matches, typed
        assert ("is written so:" in answer.text) is not matches, typed
        assert ("may be somebody else’s" in answer.text) is not matches, typed
        assert "<script>" not in answer.text.split("<main")[1]
    kept = visitor.post("/en/verify/", {"document": texts["en"], "who": "x", "face": "1"})
    assert found_at(kept, INSIDE, "active") and 'name="face"' in kept.text
    # What the second form brings along is looked at as the file was.
    altered = texts["en"].replace(json.loads(texts["en"])["name"], "Professor")
    answer = visitor.post("/en/verify/", {"document": altered, "who": jonas.email})
    assert found_at(answer, NOT_OURS, "changed")
    assert "It is the holder’s:" not in answer.text


def test_nothing_is_stored(texts, visitor):
    def rows():
        return {
            model._meta.label: list(model.objects.order_by("pk").values_list())
            for model in apps.get_models()
        }

    before = rows()
    bring(visitor, as_png(texts["lt"]))
    visitor.post("/en/verify/", {"document": texts["en"], "who": "Somebody"})
    assert rows() == before


def test_it_asks_the_database_little(texts, client_for, settings):
    # What is counted of the tries is another matter.
    settings.ACCOUNT_RATE_LIMITS = {}
    client, data = client_for(), texts["en"].encode()
    check("check_file", measure(lambda: bring(client, data)))


def test_the_form_is_ours_only_and_is_not_asked_without_end(texts, client_for):
    client = client_for(enforce_csrf_checks=True)
    assert bring(client, texts["en"].encode()).status_code == 403
    client = client_for()
    answers = [bring(client, b"{}").status_code for _ in range(13)]
    assert answers == [422] * 12 + [429]


# --- not ours ------------------------------------------------------------------------------------


def test_every_altered_copy_is_refused(texts):
    document = json.loads(texts["lt"])
    assert checked(json.dumps(document), on=now()).standing.status == "active"
    copies = list(changed(document))
    assert len(copies) > 100
    passed, whys = [], set()
    for how, path, made in copies:
        try:
            checked(json.dumps(made), on=now())
        except NotOurs as error:
            whys.add(error.why)
        else:
            passed.append((how, path))
    assert passed == []
    assert whys <= {
        "changed",
        "other-issuer",
        "other-key",
        "unsigned",
        "no-credential",
        "unrecorded",
    }
    assert "changed" in whys


def test_what_our_key_signed_twice_is_not_what_we_have_on_record(award, texts, visitor):
    key = usable_key(on=now())
    bare = {k: v for k, v in json.loads(texts["en"]).items() if k != "proof"}
    another = sign({**bare, "name": "Professor"}, key.private, key.method, on=now())
    answer = bring(visitor, json.dumps(another).encode())
    assert found_at(answer, NOT_OURS, "unrecorded")
    assert "Professor" not in answer.text
    award.credentials.all().delete()
    assert found_at(bring(visitor, texts["en"].encode()), NOT_OURS, "unrecorded")


def test_a_key_that_is_not_ours_is_named_so(texts, visitor):
    stranger = Ed25519PrivateKey.generate()
    document = json.loads(texts["en"])
    proof = document.pop("proof")
    ours = proof["verificationMethod"]
    forged = sign(document, stranger, f"{ours}-2", on=now())
    assert found_at(bring(visitor, json.dumps(forged).encode()), NOT_OURS, "other-key")
    # Under the name of ours it does not fit ours.
    forged = sign(document, stranger, ours, on=now())
    assert found_at(bring(visitor, json.dumps(forged).encode()), NOT_OURS, "changed")
    unsigned = bring(visitor, json.dumps(document).encode())
    assert found_at(unsigned, NOT_OURS, "unsigned")


def test_an_old_key_still_counts(texts, visitor):
    IssuerKey.objects.update(retired_at=now())
    assert found_at(bring(visitor, texts["en"].encode()), OURS, "active")


@pytest.mark.parametrize("language", ["lt", "en"])
def test_of_another_issuer_it_says_whose_and_how_to_check(texts, visitor, language):
    document = json.loads(texts["en"])
    document["issuer"] = {
        "id": "did:web:elsewhere.example",
        "type": ["Profile"],
        "name": "<b>Elsewhere</b>",
    }
    answer = bring(visitor, json.dumps(document).encode(), language)
    assert found_at(answer, NOT_OURS, "other-issuer")
    assert "&lt;b&gt;Elsewhere&lt;/b&gt; (did:web:elsewhere.example)" in answer.text
    assert "VerifierPlus" in answer.text
    # Nothing it says is repeated as if it were so.
    assert document["name"] not in answer.text
    token = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.AAAA"
    assert found_at(bring(visitor, as_png(token)), NOT_OURS, "other-form")
    in_attribute = bake_svg(DRAWING, token, element=SVG_ELEMENT_OB3, namespace=SVG_NS_OB3)
    assert found_at(bring(visitor, in_attribute), NOT_OURS, "other-form")


# --- hostile files -------------------------------------------------------------------------------


def chunk(kind, data):
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))


def png_with(data):
    return embedded.PNG + chunk(b"iTXt", data) + chunk(b"IEND", b"")


def svg_with(text, before=b""):
    return (
        before
        + b'<svg xmlns="http://www.w3.org/2000/svg"><o:credential xmlns:o="'
        + SVG_NS_OB3.encode()
        + b'">'
        + text
        + b"</o:credential></svg>"
    )


def pdf_with(stream, filters=b"/FlateDecode"):
    parts = [
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a.json)3 0 R]>>>>>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Type/Filespec/F(a.json)/UF(a.json)/EF<</F 4 0 R>>>>",
        b"<</Type/EmbeddedFile/Filter %b/Length %d>>stream\n%b\nendstream"
        % (filters, len(stream), stream),
    ]
    made, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%b endobj\n" % (number, part)
    start = len(made)
    made += b"xref\n0 5\n0000000000 65535 f \n"
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def packed(megabytes):
    packing = zlib.compressobj(9)
    parts = [packing.compress(b'{"@context":"')]
    parts += [packing.compress(b"x" * 1_000_000) for _ in range(megabytes)]
    return b"".join([*parts, packing.compress(b'"}'), packing.flush()])


ITXT = ITXT_KEYWORD_OB3 + b"\0"
LAUGHS = b'<!DOCTYPE svg [<!ENTITY a "ha">%b]>' % b"".join(
    b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
HOSTILE = {
    "nothing": (b"", "empty"),
    "ten megabytes": (b"{" + b" " * (10 * 1024 * 1024), "too-large"),
    "a large JSON": (b'{"a":"' + b"x" * MOST_INSIDE + b'"}', "too-large"),
    "a picture without": (PICTURE, "nothing-inside"),
    "a cut picture": (PICTURE[:40], "unreadable"),
    "a PNG bomb": (png_with(ITXT + b"\1\0\0\0" + packed(60)), "too-large"),
    "a PNG that is not packed": (png_with(ITXT + b"\0\0\0\0" + b"x" * 300_000), "too-large"),
    "a PNG packed wrongly": (png_with(ITXT + b"\1\0\0\0" + b"nonsense"), "unreadable"),
    "a PNG cut in its chunk": (png_with(ITXT + b"\1\0"), "unreadable"),
    "a PNG with letters of another code": (png_with(ITXT + b"\0\0\0\0{\xff\xfe"), "unreadable"),
    "a chunk that is longer than the file": (
        embedded.PNG + b"\xff\xff\xff\xffiTXt" + ITXT,
        "unreadable",
    ),
    "a wrong sum": (png_with(ITXT + b"\0\0\0\0{}")[:-16] + b"\0" * 16, "unreadable"),
    "a drawing without": (DRAWING, "nothing-inside"),
    "a billion laughs": (svg_with(b"&i;", LAUGHS), "unreadable"),
    "a file of the server": (
        svg_with(b"&a;", b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "unreadable",
    ),
    "five megabytes of elements": (b"<svg>" + b"<a/>" * 1_200_000 + b"</svg>", "nothing-inside"),
    "a deep drawing": (b"<a>" * 1_000_000, "unreadable"),
    "a long text in a drawing": (svg_with(b"x" * 300_000), "too-large"),
    "a broken drawing": (b"<svg><", "unreadable"),
    "a drawing of no code": (b'<?xml version="1.0" encoding="nonsense"?><svg/>', "unreadable"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "unreadable"),
    "a drawing in UTF-16": ("<svg/>".encode("utf-16"), "unreadable"),
    "Latin letters": ('{"a": "ė"}'.encode("cp1257"), "unreadable"),
    "a word": (b"hello", "other-file"),
    "a ZIP": (b"PK\x03\x04" + b"\0" * 100, "other-file"),
    "a PDF bomb": (pdf_with(packed(100)), "too-large"),
    "a large attachment": (pdf_with(packed(1)), "too-large"),
    "a PDF packed many times": (
        pdf_with(
            zlib.compress(zlib.compress(packed(40))), b"[/FlateDecode/FlateDecode/FlateDecode]"
        ),
        "too-large",
    ),
    "a PDF with something else": (pdf_with(zlib.compress(b"hello")), "nothing-inside"),
    "a PDF that is none": (b"%PDF-1.7\n" + b"1 0 obj<<" * 1000, "unreadable"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_clear_sentence(visitor, name):
    data, why = HOSTILE[name]
    answer = bring(visitor, data)
    assert answer.status_code == 422
    assert str(NO_FILE[why]) in answer.text, name
    assert 'role="alert"' in answer.text


def test_what_a_file_unpacks_to_never_lies_in_memory():
    # As a tree it would take a hundred megabytes.
    many = b"<svg>" + b"<a/>" * 100_000 + b"</svg>"
    for name in ("a PNG bomb", "a drawing of many", "a long text in a drawing"):
        data = many if name == "a drawing of many" else HOSTILE[name][0]
        tracemalloc.start()
        with pytest.raises(NotFound):
            embedded_in(data)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 16 * 1024 * 1024, (name, peak)


TEXTS = {
    "deep": ('{"a":' * 40_000 + "1" + "}" * 40_000, "too-complicated"),
    "deep lists": ('{"a":' + "[" * 100_000 + "]" * 100_000 + "}", "too-complicated"),
    "said twice": ('{"type": 1, "type": 2}', "said-twice"),
    "said twice inside": ('{"a": [{"b": 1, "b": 2}]}', "said-twice"),
    "not a number": ('{"a": NaN}', "unreadable"),
    "without end": ('{"a": 1e999}', "unreadable"),
    "a number of ten thousand digits": ('{"a": ' + "9" * 10_000 + "}", "unreadable"),
    "half a pair": ('{"a": "\\ud800"}', "unreadable"),
    "half a pair as name": ('{"\\udfff": 1}', "unreadable"),
    "cut": ('{"a": ', "unreadable"),
    "many objects": ('{"a": [' + ",".join(["{}"] * 1001) + "]}", "too-complicated"),
    "no credential": ('{"a": 1}', "no-credential"),
    "a list": ("[1, 2]", "no-credential"),
    "types that are none": ('{"type": [{}, [], 1]}', "no-credential"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_json_gets_a_clear_sentence(visitor, name):
    text, why = TEXTS[name]
    answer = bring(visitor, text.encode())
    assert answer.status_code == 422
    assert str(NO_FILE[why]) in answer.text, name


def test_a_mark_of_order_and_windows_lines_change_nothing(texts, visitor):
    data = b"\xef\xbb\xbf" + texts["lt"].replace("\n", "\r\n").encode()
    assert found_at(bring(visitor, data), OURS, "active")


def graphs(document):
    """Copies that are signed by nobody and cost a verifier what they can."""

    def made(change):
        copy_ = copy.deepcopy(document)
        change(copy_, copy_["credentialSubject"])
        return copy_

    same = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": "x",
        "identityType": "name",
        "salt": "s",
    }
    typed = {"type": ["Evidence", "Profile", "Related", "Alignment", "Result", "Image", "Address"]}
    ring = [{"type": ["Related"], "id": f"_:b{n}", "inLanguage": "lt"} for n in range(60)]
    return {
        "poison": made(lambda d, s: s.update(identifier=[same] * 950)),
        "ring": made(lambda d, s: s["achievement"].update(related=ring)),
        "types": made(lambda d, s: d.update(evidence=[typed] * 280)),
        "type flood": made(lambda d, s: d.update(type=[*d["type"], *["Profile"] * 20_000])),
        "nodes": made(
            lambda d, s: d.update(
                evidence=[{"type": ["Evidence"], "name": str(n)} for n in range(900)]
            )
        ),
        "texts": made(lambda d, s: s["achievement"].update(tag=[f"n{n}" for n in range(20_000)])),
        "numbers": made(lambda d, s: s["achievement"].update(creditsAvailable=10**4000)),
    }


def test_hostile_graphs_are_refused_in_bounded_time(texts):
    import time

    for name, document in graphs(json.loads(texts["en"])).items():
        start = time.process_time()
        with pytest.raises(NotOurs) as refused:
            checked(json.dumps(document), on=now())
        spent = time.process_time() - start
        assert refused.value.why in ("changed", "too-complicated"), name
        # Its own limits are about a second; a loaded machine is no fault.
        assert spent < 6, name


def why_of(data):
    if embedded.PDF in data:
        return "unreadable"
    try:
        checked(embedded_in(data).text, on=now())
    except (NotFound, NotOurs) as error:
        return error.why


@pytest.mark.sweep
@examples(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(lambda rest: embedded.PNG + rest),
        st.binary(max_size=200).map(lambda rest: png_with(ITXT + rest)),
        st.binary(max_size=200).map(svg_with),
        st.binary(max_size=200).map(lambda rest: b"{" + rest),
        st.dictionaries(st.text(), st.text()).map(lambda said: json.dumps(said).encode()),
    )
)
@example(b"{}")
def test_whatever_the_bytes_are_it_is_one_of_the_known_answers(db, data):
    assert why_of(data) in {*NO_FILE, *NOT_OURS}


@pytest.mark.sweep
@examples(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_odd_values_in_a_credential_of_ours_are_refused(texts, data):
    document = json.loads(texts["en"])
    odd = st.recursive(
        st.none()
        | st.booleans()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text()
        | st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    )
    places = sorted(path for _how, path, _made in changed(document) if path)
    path = data.draw(st.sampled_from(places))
    inside = document
    for step in path[:-1]:
        inside = inside[step]
    before = inside.get(path[-1]) if isinstance(inside, dict) else inside[path[-1]]
    value = data.draw(odd)
    if value == before:
        return
    inside[path[-1]] = value
    try:
        text = json.dumps(document)
        text.encode()
    except ValueError:
        return
    with pytest.raises(NotOurs) as refused:
        checked(text, on=now())
    assert refused.value.why in NO_FILE or refused.value.why in NOT_OURS


# --- without us ----------------------------------------------------------------------------------


def test_the_documented_lines_check_a_file_off_line(award, texts, visitor, vytas, tmp_path):
    """As docs/verify.md says it, in a process of its own that reads three files and nothing else."""
    (lines,) = re.findall(r"^```python\n(.*?)^```", Path("docs/verify.md").read_text(), re.M | re.S)
    (tmp_path / "check.py").write_text(lines)
    (tmp_path / "did.json").write_bytes(visitor.get("/.well-known/did.json").content)
    listed = json.loads(texts["en"])["credentialStatus"]["statusListCredential"]
    path = listed.removeprefix("http://testserver")

    def check(name, data):
        (tmp_path / name).write_bytes(data)
        (tmp_path / "list.json").write_bytes(visitor.get(path).content)
        program = [sys.executable, "check.py", name, "did.json", "list.json"]
        return subprocess.run(program, cwd=tmp_path, capture_output=True, text=True)

    title = json.loads(texts["en"])["name"]
    for name, data in (
        ("a.json", texts["en"].encode()),
        ("a.png", as_png(texts["en"])),
        ("a.svg", as_svg(texts["en"])),
    ):
        done = check(name, data)
        assert done.stdout == f"did:web:testserver: {title}\n", done.stderr
    altered = check("b.json", texts["en"].replace(title, "Professor").encode())
    assert altered.returncode == 1
    assert "signature mismatch" in altered.stderr
    revoke_award(award, by=vytas, reason="A mistake.", on=now())
    revoked = check("a.json", texts["en"].encode())
    assert revoked.returncode == 1
    assert "revo" in revoked.stderr
