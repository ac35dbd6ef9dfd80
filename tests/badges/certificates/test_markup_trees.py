"""Our documents are read by a parser for XML, and as one for HTML would read them."""

from typing import Any

import pytest

from badges.certificates.badge_print import sheet_pdf
from badges.certificates.facts import LAYOUTS, Colours, Signatory
from badges.certificates.rendering import render_pdf
from lms.common.printing import press
from tests.pdf.badges import jonass_badge
from tests.pdf.badges import kinds as badge_kinds
from tests.pdf.facts import LONG_NAME, LONG_TITLE, SEVEN, TWELVE, WORDY, birutes_facts
from tests.pdf.trees import are_alike, noted

HOSTILE = "<b>A & B</b> \"'>]]> <!-- &amp; &nbsp; <svg> &#x41;"
KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "bare": {"competencies": (), "outcomes": (), "signatories": (), "can_be_asked": ""},
    "both, upright": {"bilingual": True, "layout": LAYOUTS[1], "colours": Colours("#7a1f5c")},
    "hostile": {"learner_name": HOSTILE, "course_title": HOSTILE, "issuer_name": HOSTILE},
    "long": {
        "learner_name": LONG_NAME,
        "course_title": LONG_TITLE,
        "competencies": TWELVE,
        "modules": SEVEN,
        "credits": "1.5",
        "closing": "Ačiū.",
        "signatories": (Signatory("Ieva", "Vadovauja"), Signatory("Vytas", "Centras")),
    },
    "over the page": {"competencies": WORDY, "modules": SEVEN * 4, "bilingual": True},
}


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return noted(monkeypatch)


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_certificate_is_the_same_tree(pages, language, kind):
    render_pdf(birutes_facts(language, **KINDS[kind]))
    assert are_alike(pages)


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("kind", ["measured", "bare", "everything"])
def test_a_badge_is_the_same_tree(pages, language, kind):
    sheet, document = jonass_badge(language, **badge_kinds(language)[kind])
    sheet_pdf(sheet, document)
    assert are_alike(pages)


@pytest.mark.parametrize(
    "markup",
    [
        "<html><head></head><body><p>No declaration</p></body></html>",
        "<!doctype html><html><body><p>One<p>Two</body></html>",
        "<!doctype html><html><body><img src=a></body></html>",
        "<!doctype html><html><body>&nbsp;</body></html>",
        "<!doctype html><html><body><svg viewBox='0 0 1 1'/></body></html>",
        "<!doctype html><html><head><base href='/'/></head><body/></html>",
        "<!doctype html><!DOCTYPE x [<!ENTITY a 'b'>]><html><body>&a;</body></html>",
        "<!doctype html><?xml-stylesheet href='a'?><html><body/></html>",
    ],
)
def test_what_only_html_knows_is_left_to_its_parser(markup):
    assert press._tree_of(markup) is None
