"""The words that come with the platform: complete, of like length, and set as each language is."""

import re

import pytest

from lms.hub.models import HubProfile
from lms.hub.texts import NEWS, news_text, page_text, principle_texts, profile_text
from lms.hub.words import FIELDS, PAGES

ALL = {
    **{f"page {slug}": page_text(slug) for slug in PAGES},
    **{f"news {slug}": news_text(slug) for slug in NEWS},
    **{f"principle {n}": text for n, text in enumerate(principle_texts(), start=1)},
}
# Explained once, hyphens in addresses and code are not dashes.
LINK = re.compile(r"\]\([^)]*\)")


@pytest.mark.parametrize("name", ALL)
def test_every_text_stands_in_both_languages(name):
    for part, pair in ALL[name].items():
        assert set(pair) == {"lt", "en"} and all(pair.values()), part


@pytest.mark.parametrize("name", ALL)
def test_the_languages_are_of_like_length(name):
    lt, en = (sum(len(pair[code]) for pair in ALL[name].values()) for code in ("lt", "en"))
    assert 0.75 <= lt / en <= 1.25


@pytest.mark.parametrize("name", ALL)
def test_both_languages_have_the_same_parts(name):
    body = ALL[name].get("body", {"lt": "", "en": ""})
    for mark in (r"^## ", r"^- ", r"^\d\. ", r"^\| ", r"\]\("):
        counted = {code: len(re.findall(mark, body[code], re.M)) for code in ("lt", "en")}
        assert counted["lt"] == counted["en"], mark


@pytest.mark.parametrize("name", ALL)
def test_each_language_has_its_own_marks(name):
    for pair in ALL[name].values():
        lt, en = LINK.sub("]", pair["lt"]), LINK.sub("]", pair["en"])
        for text in (lt, en):
            assert not re.search(r"[\"'—]|\.\.\.| - |\d-\d", text.replace("\n- ", "\n")), text
        assert lt.count("„") == lt.count("“") and "”" not in lt
        assert en.count("“") == en.count("”") and "„" not in en


@pytest.mark.parametrize("name", ALL)
def test_links_stay_in_the_language_of_the_text(name):
    for pair in ALL[name].values():
        for code in ("lt", "en"):
            for address in re.findall(r"\]\(([^)]*)\)", pair[code]):
                assert address.startswith((f"/{code}/", "https://doi.org/")), address


@pytest.mark.parametrize("language", ["lt", "en"])
def test_every_link_of_ours_leads_to_a_page(texts, client_for, language):
    addresses = {
        address
        for text in ALL.values()
        for address in re.findall(r"\]\((/[^)]*)\)", text.get("body", {}).get(language, ""))
    }
    assert f"/{language}/verify/" in addresses
    for address in addresses:
        assert client_for().get(address).status_code == 200, address


def test_the_profile_says_everything_a_certificate_needs():
    said = profile_text()
    assert set(said) == set(FIELDS[HubProfile])
    for field in ("name", "institution", "country", "funding"):
        assert said[field]["lt"] and said[field]["en"]
    assert "NextGenerationEU" in said["funding"]["en"]


def test_ten_principles_each_with_an_example():
    assert len(principle_texts()) == 10
    for text in principle_texts():
        for code in ("lt", "en"):
            sentences = re.findall(r"[.?!](?:\s|$)", text["gloss"][code])
            assert 2 <= len(sentences) <= 3, text["title"][code]


@pytest.mark.parametrize("name", ALL)
def test_titles_and_leads_are_plain_words(name):
    for part in ("title", "lead"):
        for code, written in ALL[name].get(part, {}).items():
            assert not re.search(r"\]\(|\*\*|`|\n", written), (part, code)
