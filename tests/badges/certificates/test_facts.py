"""What a certificate states survives storage unchanged, and cannot state nonsense."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.certificates.facts import (
    CertificateFacts,
    Colours,
    Module,
    ShownCompetency,
    Signatory,
)
from lms.common.ids import ALPHABET

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
said = text.filter(lambda value: bool(value.strip()))
minutes = st.integers(0, 100_000)
any_facts = st.builds(
    CertificateFacts,
    language=st.sampled_from(["lt", "en"]),
    code=st.text(ALPHABET, min_size=26, max_size=26),
    verify_url=text,
    learner_name=said,
    course_title=said,
    completed_on=st.dates(),
    issued_on=st.dates(),
    minutes=minutes,
    modules=st.lists(st.builds(Module, text, minutes), max_size=4).map(tuple),
    competencies=st.lists(
        st.builds(ShownCompetency, text, text, st.integers(1, 4), text), max_size=4
    ).map(tuple),
    outcomes=st.lists(text, max_size=4).map(tuple),
    can_be_asked=text,
    assessment=text,
    participation=text,
    quality=text,
    issuer_name=text,
    issuer_detail=text,
    country=text,
    signatories=st.lists(st.builds(Signatory, text, text), max_size=3).map(tuple),
    seed=st.integers(0, 2**63),
    release_number=st.integers(1, 999),
    colours=st.builds(Colours, st.from_regex("#[0-9a-f]{6}", fullmatch=True)),
)


@given(any_facts)
def test_facts_come_back_from_storage_as_they_were(facts):
    stored = json.loads(json.dumps(facts.to_json()))
    again = CertificateFacts.from_json(stored)
    assert again == facts
    # Equality does not tell a named tuple from a bare one.
    assert repr(again) == repr(facts)


def test_storage_holds_names_and_not_places(birutes):
    stored = birutes("lt").to_json()
    assert stored["competencies"][1] == {
        "code": "C1",
        "name": "Protokolo laikymasis",
        "level": 1,
        "shown_by": "Testas: 11 iš 12 taškų",
    }
    assert stored["modules"][0] == {"title": "Kodėl duomenimis abejojama", "minutes": 40}
    assert stored["completed_on"] == "2026-03-07"


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "7K7QF2M9DXW4"},
        {"code": "7k7qf2m9dxw4t8r1zc5n6pbhj0"},
        {"learner_name": "  "},
        {"course_title": ""},
        {"competencies": (ShownCompetency("C1", "Follow a protocol", 5, "Quiz"),)},
        {"colours": Colours("red; background: url(file:///etc/passwd)")},
        {"colours": Colours("#44601F")},
    ],
)
def test_what_no_certificate_can_state_is_refused(birutes, wrong):
    with pytest.raises(ValueError):
        birutes("en", **wrong)


def test_a_language_without_wording_is_refused(birutes):
    stored = birutes("en").to_json()
    with pytest.raises(ValueError, match="'de'"):
        CertificateFacts.from_json(stored | {"language": "de"})


def test_the_code_is_printed_in_groups_beside_the_place_to_type_it(birutes):
    facts = birutes("lt")
    assert facts.printed_code == "7K7Q-F2M9-DXW4-T8R1-ZC5N-6PBH-J0"
    assert facts.verify_place == "laukas.example/v/"


def test_every_text_from_people_is_offered_to_the_glyph_check(birutes):
    facts = birutes("lt", completed_on=date(2026, 1, 1))
    texts = set(facts.texts())
    assert {"Birutė", "Piliečių mokslo samprata", "Testas: 9 iš 10 taškų", "Ieva"} <= texts
    assert {"Kodėl duomenimis abejojama", "Lietuva", facts.outcomes[0]} <= texts
