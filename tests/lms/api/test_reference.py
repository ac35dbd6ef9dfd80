"""The page that says what programs can do, made from the description itself."""

import pytest

from lms.common.api.describing import description
from lms.pages.reference import reference_of
from tests.walking import Page

pytestmark = pytest.mark.django_db


def test_every_operation_and_shape_is_on_the_page_in_both_languages(visitor):
    for language, heading in (("lt", "Programų sąsaja"), ("en", "For programs")):
        page = visitor.get(f"/{language}/api/").text
        said = description(language)
        assert f"<h1>{heading}</h1>" in page
        for path, methods in said["paths"].items():
            for method, operation in methods.items():
                assert f"<b>{method.upper()}</b> <code>{path}</code>" in page
                assert f'id="op-{operation["operationId"]}"' in page
        for name, shape in said["components"]["schemas"].items():
            if set(shape["properties"]) != {"next", "results"}:
                assert f'id="{name}"' in page, name
        assert Page(page).running == [] and "style=" not in page


def test_names_in_sentences_are_shown_as_code(visitor):
    for language in ("lt", "en"):
        page = visitor.get(f"/{language}/api/").text
        assert "`" not in page
        for name in ("Authorization", "Idempotency-Key", "detail", "printed"):
            assert f"<code>{name}</code>" in page, name


def test_links_on_the_page_lead_somewhere_on_it(visitor):
    import re

    page = visitor.get("/en/api/").text
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) - {"main"} <= ids


def test_what_is_sent_and_answered_is_told_apart():
    reference = reference_of(description("en"))
    by_id = {one.id: one for group in reference.groups for one in group.operations}
    assert (by_id["save_response"].takes, by_id["save_response"].gives) == (
        "GivenRequest",
        "Question",
    )
    assert (by_id["records"].is_list, by_id["records"].gives) == (True, "Record")
    assert by_id["unit"].is_public and not by_id["me"].is_public
    assert {one.name for one in by_id["courses"].parameters} == {
        "q",
        "competency",
        "level",
        "language",
        "effort",
        "audience",
    }
    (given,) = [one for one in reference.shapes if one.name == "GivenRequest"]
    needed = {one.name: one.needed for one in given.fields}
    assert needed == {"answer": True, "seen": False, "given_at": False}
    (question,) = [one for one in reference.shapes if one.name == "Question"]
    values = {one.name: one.value for one in question.fields}
    assert values["choices"].many and values["choices"].of == "Choice"
    assert values["review"].may_be_null and "single" in values["kind"].choices


def test_the_footer_and_the_profile_lead_there(visitor, client_for, ona):
    assert 'href="/lt/api/"' in visitor.get("/lt/").text
    assert 'href="/en/api/"' in client_for(ona).get("/en/me/profile/").text
