"""Every credential that the people of the demo hold, judged by a verifier that is not ours and by our
own; and what each of their files carries."""

import json
from functools import cache

import pytest
from django.core.management import call_command
from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, extract_png, extract_svg
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.status import check_credential_status
from openbadgeslib.ob3.verifier import OB3VerificationError

from badges.awards.models import Award
from badges.awards.pictures import CARRIED, carried
from badges.awards.signing_actions import sign_badges
from badges.certificates.actions import path_of, render_file
from badges.certificates.badge_print import badge_pdf
from badges.certificates.file_checking import checked
from badges.certificates.models import Certificate, CertificateFile
from badges.certificates.rendering import rendering_obstacle
from badges.certificates.signing_actions import sign_certificates
from badges.credentials.checking import NotOurs, check
from badges.credentials.embedded import embedded_in
from badges.credentials.keys import issuer_id
from badges.credentials.models import IssuerKey, SignedCredential
from lms.common.clock import now
from tests.badges.credentials.judging import Elsewhere, changed

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]


@pytest.fixture
def seeded(db, settings):
    """What `make run` shows, signed."""
    # Where nothing is debugged, nobody of the demo is made.
    settings.DEBUG = True
    call_command("demo", verbosity=0)
    settings.DEBUG = False
    sign_badges(on=now())
    sign_certificates(on=now())


@pytest.fixture
def theirs(seeded, visitor):
    """What a stranger's verifier says, which asks the site for each address once."""
    download = cache(Elsewhere(visitor))

    def verified(text):
        credential = OB3LdpVerifier().verify(text, download=download)
        check_credential_status(credential, download=download)

    return verified


def refuses(judge, error, document):
    try:
        judge(document)
    except error:
        return True
    return False


def test_each_is_verified_each_altered_copy_refused_and_each_file_carries_it(theirs):
    """All at once, because seeding takes longest."""
    rows = list(SignedCredential.objects.select_related("award__version", "certificate"))
    held = Award.objects.count() + Certificate.objects.exclude(state=Certificate.State.DUE).count()
    assert len(rows) == 2 * held > 0
    for one in rows:
        theirs(one.document)
        assert checked(one.document, on=now()).standing.status == "active"
    altered_copies_are_refused(rows, theirs)
    for one in rows:
        if one.award:
            badges_files_carry(one)
    if not rendering_obstacle():
        certificates_files_carry()


def altered_copies_are_refused(rows, theirs):
    """Of a badge and of a certificate, the shortest of each: each leaf changed, each member dropped,
    members added.

    Ours has their library verify each copy, by the key that it knows; so every third is enough for them
    to find the key by themselves.
    """
    keys = dict(IssuerKey.objects.values_list("name", "multikey"))
    longest_first = sorted(rows, key=lambda one: -len(one.document))
    sample = {bool(one.award): json.loads(one.document) for one in longest_first}
    assert set(sample) == {True, False}
    for document in sample.values():
        copies = list(changed(document))
        assert len(copies) > 100
        for place, (how, path, copy) in enumerate(copies):
            assert refuses(lambda it: check(it, issuer_id(), keys), NotOurs, copy), (how, path)
            if place % 3 == 0:
                assert refuses(theirs, OB3VerificationError, json.dumps(copy)), (how, path)


def badges_files_carry(one):
    """By our reader and, of the pictures, by theirs."""
    files = {form: carried(one.document, form, one.award.version, one.language) for form in CARRIED}
    if not rendering_obstacle():
        files["pdf"] = badge_pdf(one.award, one)
    for form, file in files.items():
        found = embedded_in(file)
        assert (found.carrier, found.text) == (form, one.document)
    drawn = extract_svg(files["svg"], element=SVG_ELEMENT_OB3, text_fallback=True)
    painted = extract_png(files["png"], keyword=ITXT_KEYWORD_OB3)
    assert (drawn, painted) == (one.document, one.document)


def certificates_files_carry():
    for pk in CertificateFile.objects.values_list("pk", flat=True):
        file = render_file(pk, on=now())
        signed = file.certificate.credentials.get(language=file.language)
        found = embedded_in(path_of(file).read_bytes())
        assert (found.carrier, found.text) == ("pdf", signed.document)
