"""What a certificate states survives storage unchanged, and cannot state nonsense."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.certificates.facts import (
    LAYOUTS,
    CertificateFacts,
    Colours,
    Logo,
    Module,
    ShownCompetency,
    Signatory,
)
from lms.common.ids import ALPHABET
from lms.common.languages import LANGUAGES

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
said = text.filter(lambda value: bool(value.strip()))
minutes = st.integers(0, 100_000)
colour = st.from_regex("#[0-9a-f]{6}", fullmatch=True)
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
    colours=st.builds(Colours, *[colour] * len(Colours._fields)),
    layout=st.sampled_from(LAYOUTS),
    bilingual=st.booleans(),
    logo=st.none()
    | st.builds(Logo, st.from_regex("[0-9a-f]{64}[.]png", fullmatch=True), minutes, minutes, text),
    said=text,
    also_said=text,
    closing=text,
    credits=st.sampled_from(["", "6", "1.5"]),
    qualification_level=text,
    prerequisites=text,
    stackability=text,
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


# What facts hold since there are designs, and what courses state.
SINCE = (
    "layout",
    "bilingual",
    "logo",
    "said",
    "also_said",
    "closing",
    "credits",
    "qualification_level",
    "prerequisites",
    "stackability",
)


def test_facts_from_before_there_were_designs_are_those_of_the_plain_one(birutes):
    stored = birutes("lt").to_json()
    before = {name: value for name, value in stored.items() if name not in SINCE}
    before["colours"] = {"moss": stored["colours"]["moss"]}
    assert CertificateFacts.from_json(before) == birutes("lt")


def test_credits_are_written_as_the_language_writes_numbers(birutes):
    said = {code: dict(birutes(code, credits="1.5").elements) for code in LANGUAGES}
    assert said["lt"]["ECTS kreditai"] == "1,5" and said["en"]["ECTS credits"] == "1.5"
    assert "ECTS credits" not in dict(birutes("en").elements)


@pytest.mark.parametrize(
    "wrong",
    [
        {"layout": "round"},
        {"logo": Logo("../../secret.png", 1, 1, "")},
        {"colours": Colours(paper="white")},
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
