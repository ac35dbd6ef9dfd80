"""The passport on paper: the page that prints, and the PDF in both languages."""

import io

import pytest
from pypdf import PdfReader

from badges.intake.actions import take_in_waiting
from lms.accounts.actions import change_profile, share_passport
from lms.common.clock import now
from tests.learning import finish
from tests.pdf.facts import LONG_NAME
from tests.pdf.reading import read_aloud
from tests.pdf.trees import are_alike, noted

pytestmark = pytest.mark.django_db
PRINT = "/en/me/passport/print/"


@pytest.fixture
def shown(birute, sampling_course):
    finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    return birute


def read(answer):
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_page_that_prints_is_linked_and_leads_to_both_files(shown, client_for):
    client = client_for(shown)
    assert PRINT in client.get("/en/me/passport/").text
    page = client.get(PRINT).text
    assert "passport-print.css" in page and "Birutė Žemaitytė" in page
    for language in ("lt", "en"):
        assert f"/en/me/passport/{language}.pdf" in page
    assert "is not shared by a link" in page


@pytest.mark.parametrize(
    ("language", "title", "level"),
    [("lt", "Kompetencijų pasas", "1 lygis"), ("en", "Competency passport", "Level 1")],
)
def test_the_file_is_whole_tagged_and_in_its_language(shown, client_for, language, title, level):
    # Asked for from a page in the other language.
    reader = read(client_for(shown).get(f"/en/me/passport/{language}.pdf"))
    assert reader.root_object["/Lang"] == language
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == f"{title}: Birutė Žemaitytė"
    text = text_of(reader)
    assert title in text and level in text and "Birutė Žemaitytė" in text


def test_read_aloud_it_begins_with_whose_it_is_and_words_stay_apart(shown, client_for):
    over_two_lines = f"{LONG_NAME} {LONG_NAME}"[:120].strip()
    change_profile(shown, full_name=over_two_lines, language="en")
    lines = read_aloud(read(client_for(shown).get("/en/me/passport/en.pdf")))
    assert [line.kind for line in lines[:4]] == ["P", "H1", "P", "P"]
    assert [line.text for line in lines[1:3]] == ["Competency passport", over_two_lines]
    assert ("When",) in [line.heads for line in lines]


def test_it_is_read_by_the_faster_parser_and_as_by_the_other(shown, client_for, monkeypatch):
    pages = noted(monkeypatch)
    share_passport(shown, shared=True)
    shown.refresh_from_db()
    client_for(shown).get("/lt/me/passport/lt.pdf")
    assert are_alike(pages)


def test_a_shared_passport_prints_its_address_and_stops_when_it_is_not(shown, client_for):
    share_passport(shown, shared=True)
    shown.refresh_from_db()
    client = client_for(shown)
    assert shown.passport_code in text_of(read(client.get("/en/me/passport/en.pdf")))
    code = shown.passport_code
    share_passport(shown, shared=False)
    assert code not in text_of(read(client_for(shown).get("/en/me/passport/en.pdf")))


def test_an_empty_passport_prints_and_a_sign_without_a_letter_costs_nothing(jonas, client_for):
    jonas.full_name = "Jonas \U0001f98b"
    jonas.save()
    client = client_for(jonas)
    assert "Print, or save as PDF" not in client.get("/en/me/passport/").text
    assert "Nothing has been shown yet." in text_of(read(client.get("/en/me/passport/en.pdf")))


def test_where_no_file_can_be_made_the_page_that_prints_is_there(shown, client_for, monkeypatch):
    from lms.pages import learner_views

    monkeypatch.setattr(learner_views, "rendering_obstacle", lambda: "No Pango here.")
    client = client_for(shown)
    assert client.get("/en/me/passport/en.pdf")["Location"] == PRINT
    assert "No Pango here." in client.get(PRINT).text


def test_it_is_nobody_elses(shown, visitor, client_for):
    assert visitor.get(PRINT).status_code == 302
    assert visitor.get("/en/me/passport/en.pdf").status_code == 302
    assert client_for(shown).get("/en/me/passport/de.pdf").status_code == 404
