"""Our proofs and documents by what others published: W3C's vectors, 1EdTech's schema."""

import json
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jsonschema import Draft201909Validator

from badges.awards.signing_actions import sign_badges
from badges.certificates.signing_actions import sign_certificates
from badges.credentials import proofs
from badges.credentials.models import SignedCredential
from badges.credentials.proofs import base58, from_base58, is_signed_by, multikey, statements
from badges.intake.actions import take_in_waiting
from courses.content.actions.roles import give_role
from lms.common.clock import now
from lms.dev_judge import judge_folder
from tests.calibrations import all_of_it, measuring
from tests.learning import finish

FOLDER = Path(os.environ.get("JUDGE_DIR") or judge_folder())
pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="make test fetches what credentials are judged by"
)
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def published(name):
    return (FOLDER / name).read_text("utf-8")


@pytest.fixture
def with_examples(monkeypatch):
    """W3C's example names a context of examples, which no credential of ours does."""
    load = proofs._load
    context = json.loads(published("credentials-examples-v2.json"))

    def loader(address, options):
        if address == EXAMPLES:
            return {"contextUrl": None, "documentUrl": address, "document": context}
        return load(address, options)

    monkeypatch.setattr(proofs, "_load", loader)


def test_the_vector_of_the_suite_comes_out_byte_for_byte(with_examples):
    signed = json.loads(published("signed-credential.json"))
    pair = json.loads(published("key-pair.json"))
    secret = from_base58(pair["privateKeyMultibase"].removeprefix("z"))
    key = Ed25519PrivateKey.from_private_bytes(secret[2:])
    assert multikey(key.public_key()) == pair["publicKeyMultibase"]
    assert is_signed_by(signed, key.public_key())
    document = {name: value for name, value in signed.items() if name != "proof"}
    options = {n: v for n, v in signed["proof"].items() if n != "proofValue"}
    hashed = proofs._hashed(document, options)
    assert hashed.hex() == published("proof-config-hash.txt").strip() + (
        published("doc-hash.txt").strip()
    )
    assert "z" + base58(key.sign(hashed)) == signed["proof"]["proofValue"]
    assert len(statements(document).splitlines()) > 5


def test_one_changed_letter_of_it_is_refused(with_examples):
    signed = json.loads(published("signed-credential.json"))
    pair = json.loads(published("key-pair.json"))
    secret = from_base58(pair["privateKeyMultibase"].removeprefix("z"))
    key = Ed25519PrivateKey.from_private_bytes(secret[2:]).public_key()
    signed["name"] = signed.get("name", "") + "."
    assert not is_signed_by(signed, key)


def test_every_kind_of_credential_fits_the_published_schema(
    sampling_course, teach, jonas, birute, person, competency_map
):
    schema = json.loads(published("ob_v3p0_achievementcredential_schema.json"))
    leaves = teach(measuring())
    expert = person("algis", "Algis Žinovas")
    give_role(leaves, expert, "viewer", by=leaves.owner, reason="Knows leaves", on=now())
    all_of_it(leaves, jonas, expert)
    for learner in (jonas, birute):
        finish(learner, sampling_course, on=now())
    take_in_waiting(on=now())
    sign_badges(on=now())
    sign_certificates(on=now())
    documents = [json.loads(one.document) for one in SignedCredential.objects.all()]
    assert {d["credentialSubject"]["achievement"]["achievementType"] for d in documents} == {
        "Badge",
        "CertificateOfCompletion",
    }
    judge = Draft201909Validator(schema)
    for document in documents:
        assert [f"{e.json_path}: {e.message}" for e in judge.iter_errors(document)] == []
