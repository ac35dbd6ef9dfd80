"""Badges as signed credentials, judged by a verifier that is not ours."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof
from openbadgeslib.ob3.status import check_credential_status
from openbadgeslib.ob3.verifier import OB3VerificationError
from pypdf import PdfReader

from badges.awards.actions import (
    define_achievement,
    reissue_award,
    revoke_award,
    share_award,
)
from badges.awards.models import Award
from badges.awards.signing_actions import allot_missing, sign_badges
from badges.certificates.actions import certify, path_of, reissue_certificate, render_file
from badges.certificates.models import Certificate, CertificateFile
from badges.credentials import actions
from badges.credentials.actions import publish_key, publish_list, publish_lists, usable_key
from badges.credentials.documents import is_of
from badges.credentials.keys import (
    CannotSign,
    compare_at_start,
    new_pem,
    private_key,
    state_of_key,
)
from badges.credentials.models import IssuerKey, SignedCredential, StatusList
from badges.credentials.proofs import NotCovered, is_signed_by, leaves, sign
from badges.credentials.queries import did_document
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.hub.models import HubProfile
from lms.hub.queries import forget_profile
from lms.pages.invariants import differences
from tests.badges.credentials.judging import Elsewhere, changed, judged, passes
from tests.learning import begin, read
from tests.packages import Package, pair, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(ona, version, give, competency_map):
    award = give(ona, version)
    assert sign_badges(on=now()) == 2
    return {one.language: one for one in award.credentials.all()}


def test_a_stranger_verifies_it_in_both_languages(signed, visitor, ona):
    for language, one in signed.items():
        document = json.loads(one.document)
        judged(document, visitor)
        assert document["inLanguage"] == language
        assert document["name"] == {"lt": "Akyla akis", "en": "Careful eye"}[language]
        other = signed["en" if language == "lt" else "lt"]
        (twin,) = document["credentialSubject"]["achievement"]["related"]
        assert twin["id"].endswith(other.code)
        assert ona.email not in one.document
        assert ona.full_name not in one.document
        assert is_of(document, "emailAddress", ona.email)
        assert is_of(document, "name", ona.full_name)
        assert not is_of(document, "name", "Jonas Jonaitis")
        check_credential_status(
            OB3LdpVerifier().verify(one.document, download=Elsewhere(visitor)),
            download=Elsewhere(visitor),
        )


def test_no_altered_copy_passes(signed, visitor):
    document = json.loads(signed["lt"].document)
    copies = list(changed(document))
    assert len(copies) > 100
    assert [(how, path) for how, path, made in copies if passes(made, visitor)] == []


def test_what_no_context_defines_is_not_signed(signed):
    key = usable_key(on=now())
    document = {k: v for k, v in json.loads(signed["en"].document).items() if k != "proof"}
    assert is_signed_by(sign(document, key.private, key.method, on=now()), key.private.public_key())
    for inside in (document, document["credentialSubject"]["achievement"]):
        for more in ({"laukas": "1"}, {"level": {"a": "b"}}, {"note": None}):
            inside.update(more)
            with pytest.raises(NotCovered):
                sign(document, key.private, key.method, on=now())
            for name in more:
                del inside[name]
    document["name"] = {"lt": "Akis", "en": "Eye"}
    with pytest.raises(NotCovered):
        sign(document, key.private, key.method, on=now())
    document["name"] = "Eye"
    document["credentialSubject"]["achievement"]["id"] = "achievements/1"
    with pytest.raises(NotCovered):
        sign(document, key.private, key.method, on=now())


def test_later_changes_change_no_byte(signed, ona, version, visitor):
    before = {one.pk: one.document for one in SignedCredential.objects.all()}
    ona.full_name, ona.email = "Ona Kitaip", "kita@example.org"
    ona.save()
    HubProfile.objects.update_or_create(pk=1, defaults={"name": pair("Kitas", "Another")})
    forget_profile()
    define_achievement(
        "careful-eye",
        name=pair("Kita", "Other"),
        description=pair("Kita", "Other"),
        criteria=pair("Kita", "Other"),
        rule={"course": "leaves"},
        drawing={"letter": "C", "level": 2, "codes": [], "seed": 5},
        valid_months=24,
        on=now(),
    )
    sign_badges(on=now())
    assert {one.pk: one.document for one in SignedCredential.objects.all()} == before
    judged(json.loads(signed["en"].document), visitor)


def test_taken_back_it_stands_in_the_list(
    signed, visitor, vytas, django_capture_on_commit_callbacks
):
    award = Award.objects.get()
    listed = StatusList.objects.get()
    publish_list(listed.pk, on=now())
    address = f"/credentials/status/{listed.code}"
    first = visitor.get(address)
    assert visitor.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    with django_capture_on_commit_callbacks(execute=True):
        revoke_award(award, by=vytas, reason="A mistake.", on=now())
    after = visitor.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert after.status_code == 200
    verify_data_integrity_proof(after.json(), _pem())
    for one in signed.values():
        credential = OB3LdpVerifier().verify(one.document, download=Elsewhere(visitor))
        with pytest.raises(OB3VerificationError, match="revocation"):
            check_credential_status(credential, download=Elsewhere(visitor))


def _pem():
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_a_list_is_made_anew_before_it_is_too_old(signed):
    assert publish_lists(on=now()) == 1
    assert publish_lists(on=now()) == 0
    assert publish_lists(on=now() + timedelta(hours=25)) == 1


def test_the_address_answers_its_holder_and_whom_it_is_shared_with(
    signed, visitor, client_for, ona, jonas, vytas
):
    address = f"/credentials/{signed['en'].code}"
    asked = {"HTTP_ACCEPT": "application/vc+ld+json"}
    assert visitor.get(address, **asked).status_code == 404
    assert client_for(jonas).get(address, **asked).status_code == 404
    assert client_for(ona).get(address, **asked).text == signed["en"].document
    Award.objects.update(shared_at=now())
    shared = visitor.get(address, **asked)
    assert shared.text == signed["en"].document
    assert shared["Content-Type"] == "application/vc+ld+json"
    page = visitor.get(address, HTTP_ACCEPT="text/html", follow=True)
    assert "Careful eye" in page.text
    revoke_award(Award.objects.get(), by=vytas, reason="A mistake.", on=now())
    gone = visitor.get(address, **asked)
    assert (gone.status_code, gone.json()["code"]) == (410, "revoked")


def test_without_the_published_key_nothing_is_signed_and_learning_goes_on(
    settings, ona, give, version, competency_map, tmp_path
):
    settings.CREDENTIAL_KEY_MADE = False
    assert state_of_key() == "missing"
    award = give(ona, version)
    assert sign_badges(on=now()) == 0
    settings.CREDENTIAL_KEY = new_pem()
    assert state_of_key() == "unpublished"
    with pytest.raises(CannotSign):
        usable_key(on=now())
    assert sign_badges(on=now()) == 0
    assert not award.credentials.exclude(tries=0).exists()
    publish_key(private_key(), on=now())
    assert state_of_key() == "ready"
    assert sign_badges(on=now()) == 2


def test_after_a_rotation_old_badges_verify(signed, visitor, settings, ona):
    settings.CREDENTIAL_KEY = new_pem()
    publish_key(private_key(), on=now())
    assert IssuerKey.objects.filter(retired_at__isnull=True).count() == 1
    assert len(did_document()["assertionMethod"]) == 2
    judged(json.loads(signed["lt"].document), visitor)
    SignedCredential.objects.all().delete()
    assert allot_missing(on=now()) == 1
    assert sign_badges(on=now()) == 2
    for one in SignedCredential.objects.select_related("key"):
        assert one.key.name.endswith("-2")
        judged(json.loads(one.document), visitor)


def test_a_place_that_is_taken_is_given_to_nobody_else(ona, jonas, version, monkeypatch):
    monkeypatch.setattr(StatusList, "PLACES", 8)
    seen = set()
    for number in range(12):
        award = Award.objects.create(
            achievement=version.achievement,
            version=version,
            person=ona,
            recipient_name="Ona",
            issued_at=now(),
            status=Award.Status.EXPIRED,
            status_at=now(),
            code=f"{number:026d}",
        )
        for one in actions.allot(award=award, on=now()):
            assert (one.status_list_id, one.place) not in seen
            seen.add((one.status_list_id, one.place))
    assert StatusList.objects.count() >= 3


def test_what_cannot_be_signed_is_tried_later_and_set_aside(ona, give, version, monkeypatch):
    give(ona, version)
    monkeypatch.setattr(actions, "document_of", lambda told: {"@context": [], "bad": None})
    at = now()
    for _try in range(actions.TRIES):
        assert sign_badges(on=at) == 0
        at += timedelta(days=1)
    aside = SignedCredential.objects.all()
    assert {bool(one.set_aside_at) for one in aside} == {True}
    assert all("NotCovered" in one.trouble for one in aside)


def test_leaves_are_told_with_their_places():
    found = list(leaves({"@context": "x", "a": [{"b": True}, 1.5, 3]}))
    assert found == [("/a/0/b", "b", "true"), ("/a/1", "a", "1.5E0"), ("/a/2", "a", "3")]


def test_at_the_start_key_and_document_are_compared(settings, db, caplog):
    settings.CREDENTIAL_KEY_MADE = False
    compare_at_start()
    assert "no key for credentials" in caplog.text
    settings.CREDENTIAL_KEY = new_pem()
    compare_at_start()
    assert "not the published one" in caplog.text
    caplog.clear()
    publish_key(private_key(), on=now())
    compare_at_start()
    assert caplog.text == ""


def test_a_certificate_is_signed_as_what_is_printed_on_it(
    teach, ona, visitor, competency_map, django_capture_on_commit_callbacks
):
    module = {"key": "m", "title": pair("M", "M"), "units": [reading("a")]}
    course = teach(Package("short", [module], []))
    with django_capture_on_commit_callbacks(execute=True):
        read(begin(ona, course), course, "a")
    certificate = Certificate.objects.get()
    for one in certificate.credentials.all():
        document = json.loads(one.document)
        judged(document, visitor)
        facts = certificate.facts[one.language]
        assert document["name"] == facts["course_title"]
        assert document["credentialSubject"]["achievement"]["achievementType"] == (
            "CertificateOfCompletion"
        )
        assert is_of(document, "name", facts["learner_name"])
        asked = visitor.get(f"/credentials/{one.code}", HTTP_ACCEPT="application/json")
        assert asked.text == one.document
    assert certificate.credentials.count() == 2


def test_the_commands_make_show_and_rotate(settings, db, tmp_path, capsys):
    settings.CREDENTIAL_KEY_MADE = False
    with pytest.raises(CommandError, match="There is no key"):
        call_command("credential_key", "show")
    call_command("credential_key", "make")
    path = Path(settings.CREDENTIAL_KEY_FILE)
    assert path.stat().st_mode & 0o077 == 0
    first = path.read_text()
    with pytest.raises(CommandError, match="already"):
        call_command("credential_key", "make")
    call_command("credential_key", "show")
    assert "in use" in capsys.readouterr().out
    call_command("credential_key", "rotate")
    assert path.read_text() != first
    assert IssuerKey.objects.filter(retired_at__isnull=True).count() == 1
    call_command("credential_key", "show")
    assert "retired on" in capsys.readouterr().out
    path.write_text(first)
    with pytest.raises(CommandError, match="retired"):
        call_command("credential_key", "show")
    with pytest.raises(CommandError, match="make another"):
        call_command("credential_key", "publish")


def test_everything_awarded_before_is_signed_by_a_command(signed, capsys):
    SignedCredential.objects.all().delete()
    call_command("sign_credentials")
    assert "0 wait" in capsys.readouterr().out
    assert SignedCredential.objects.exclude(digest="").count() == 2


def test_the_pdf_of_a_certificate_carries_its_credential_byte_for_byte(
    teach, ona, competency_map, django_capture_on_commit_callbacks
):
    module = {"key": "m", "title": pair("M", "M"), "units": [reading("a")]}
    course = teach(Package("short", [module], []))
    with django_capture_on_commit_callbacks(execute=True):
        read(begin(ona, course), course, "a")
    # As if it had been issued before there were credentials.
    SignedCredential.objects.all().delete()
    for file in CertificateFile.objects.all():
        made = render_file(file.pk, on=now())
        inside = PdfReader(path_of(made)).attachments["credential.json"]
        one = SignedCredential.objects.get(language=file.language)
        assert inside == [one.document.encode()]


def test_without_a_key_the_pdf_waits_and_no_try_is_counted(
    teach, ona, competency_map, settings, django_capture_on_commit_callbacks
):
    settings.CREDENTIAL_KEY_MADE = False
    module = {"key": "m", "title": pair("M", "M"), "units": [reading("a")]}
    course = teach(Package("short", [module], []))
    with django_capture_on_commit_callbacks(execute=True):
        read(begin(ona, course), course, "a")
    file = render_file(CertificateFile.objects.first().pk, on=now())
    assert (file.digest, file.tries, file.set_aside_at) == ("", 0, None)


def test_with_a_corrected_name_it_is_issued_anew_and_the_one_before_says_so(
    signed, visitor, ona, vytas, client_for
):
    award = Award.objects.get()
    share_award(award, shared=True, on=now())
    with pytest.raises(Refusal):
        reissue_award(award, by=vytas, reason="Nothing", on=now())
    ona.full_name = "Ona Pataisyta"
    ona.save(update_fields=["full_name"])
    with pytest.raises(Refusal):
        reissue_award(award, by=vytas, reason=" ", on=now())
    said = {"action": "reissue", "_selected_action": award.pk, "reason": "Misspelt"}
    client_for(vytas).post("/en/admin/badges/award/", said)
    sign_badges(on=now())
    made = Award.objects.get(status=Award.Status.ACTIVE)
    assert (made.recipient_name, made.renews_id) == ("Ona Pataisyta", award.pk)
    before = visitor.get(f"/en/verify/{award.code}/").text
    assert "Replaced by a corrected badge" in before
    assert "Misspelt" in before
    assert made.code in before
    assert not award.credentials.filter(revoked_at__isnull=True).exists()
    for one in made.credentials.all():
        assert is_of(json.loads(one.document), "name", "Ona Pataisyta")
        judged(json.loads(one.document), visitor)


def test_a_certificate_with_a_corrected_name_is_issued_anew(
    teach, ona, vytas, visitor, client_for, competency_map, django_capture_on_commit_callbacks
):
    module = {"key": "m", "title": pair("M", "M"), "units": [reading("a")]}
    course = teach(Package("short", [module], []))
    with django_capture_on_commit_callbacks(execute=True):
        read(begin(ona, course), course, "a")
    first = Certificate.objects.get()
    with pytest.raises(Refusal):
        reissue_certificate(first, by=vytas, reason="Nothing", on=now())
    ona.full_name = "Ona Pataisyta"
    ona.save(update_fields=["full_name"])
    said = {"action": "reissue", "_selected_action": first.pk, "reason": "Misspelt"}
    client_for(vytas).post("/en/admin/badges/certificate/", said)
    made = Certificate.objects.get(state=Certificate.State.ISSUED)
    assert made.replaces_id == first.pk
    before = visitor.get(f"/en/verify/{first.code}/").text
    assert "replaced by a corrected one" in before
    assert "Misspelt" in before
    assert made.code in before
    assert "Ona Pataisyta" in visitor.get(f"/en/verify/{made.code}/").text
    assert (
        visitor.get(f"/v/{first.code}?format=json", HTTP_ACCEPT="application/json").json()["status"]
        == "superseded"
    )
    assert not first.credentials.filter(revoked_at__isnull=True).exists()
    listed = client_for(ona).get("/en/me/certificates/").text
    assert made.code[:4] in listed
    assert first.code[:4] not in listed
    assert client_for(ona).get(f"/en/me/certificates/{first.code}/en.pdf").status_code == 404
    for one in made.credentials.all():
        judged(json.loads(one.document), visitor)
    # Taken in once more, it stays the one that counts.
    assert certify(made.record, on=now()) == made
    assert list(differences()) == []
