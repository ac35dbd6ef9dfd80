"""The passport on paper, a printed result, and what other sites are told of a course."""

import io
import urllib.request

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.journeys.test_account import FORM

pytestmark = pytest.mark.journey


def signs_in(one, name):
    one.go(f"/{one.language}/accounts/login/")
    one.fill(f"{FORM} [name=login]", f"{name}@example.org")
    one.fill(f"{FORM} [name=password]", "laukas-demo")
    one.press(f"{FORM} button.go")


@pytest.mark.parametrize(
    ("language", "link", "file", "title"),
    [
        ("lt", "Spausdinti arba išsaugoti PDF", "PDF lietuviškai", "Kompetencijų pasas"),
        ("en", "Print, or save as PDF", "PDF in English", "Competency passport"),
    ],
)
def test_at_the_phone_the_passport_becomes_paper(person, language, link, file, title):
    one = person(phone=True, language=language)
    signs_in(one, "birute")
    one.go(f"/{language}/me/passport/")
    one.press(f"text={link}")
    one.look("passport on paper")
    with one.page.expect_download() as kept:
        one.act(one.page.locator(f"text={file}"))
    reader = PdfReader(kept.value.path())
    assert reader.metadata.title == f"{title}: Birutė Žemaitytė"
    assert len(reader.pages) <= 2
    # What the browser prints has the passport and nothing of the site around it.
    printed = PdfReader(io.BytesIO(one.page.pdf(prefer_css_page_size=True)))
    text = " ".join(page.extract_text() for page in printed.pages)
    assert "Birutė Žemaitytė" in text and file not in text


def test_other_sites_get_a_picture_of_a_course(person):
    one = person(language="en")
    one.go("/en/courses/collecting-data-first-steps/")
    address = one.page.get_attribute('meta[property="og:image"]', "content")
    assert address.startswith(one.address)
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert Image.open(io.BytesIO(answer.read())).size == (1200, 630)
