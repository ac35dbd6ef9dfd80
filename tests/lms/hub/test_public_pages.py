"""What anybody reads about the Hub."""

from datetime import timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from lms.hub.models import HubPage, HubProfile, NewsItem, Principle
from lms.hub.queries import forget_profile

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

TITLES = {
    "about": {"lt": "Apie centrą", "en": "About the Hub"},
    "citizen-science": {"lt": "Kas yra piliečių mokslas", "en": "What citizen science is"},
    "principles": {
        "lt": "Dešimt piliečių mokslo principų",
        "en": "Ten principles of citizen science",
    },
    "contacts": {"lt": "Kontaktai", "en": "Contacts"},
    "accessibility": {"lt": "Pareiškimas dėl prieinamumo", "en": "Accessibility statement"},
    "privacy": {"lt": "Privatumo pranešimas", "en": "Privacy statement"},
}


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.text.replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("slug", TITLES)
def test_everybody_reads_the_pages_in_both_languages(texts, client_for, slug, language):
    visitor = client_for()
    shown = read(visitor, f"/{language}/{slug}/")
    assert f"<h1>{TITLES[slug][language]}</h1>" in shown
    assert f'<html lang="{language}">' in shown
    # Nothing falls back to the other language.
    assert 'lang="lt"' not in shown.split("<main")[1] or language == "lt"
    assert 'lang="en"' not in shown.split("<main")[1] or language == "en"
    # Whoever only reads is not followed.
    assert not visitor.cookies


@pytest.mark.parametrize("slug", [*TITLES, "news", "news/first-two-courses"])
def test_every_page_ends_with_one_next_step(texts, client_for, slug):
    shown = read(client_for(), f"/en/{slug}/").split("<main")[1].split("</main>")[0]
    assert shown.count("btn go") == 1
    step = shown.split("btn go")[1]
    assert 'href="/en/courses/"' in step or 'href="mailto:pilieciumokslas@ktu.lt"' in step


def test_about_says_what_the_hub_is_for_and_who_paid_for_its_beginning(texts, client_for):
    shown = read(client_for(), "/lt/about/")
    for word in ("Tikslas", "Vizija", "Misija", "Dirbti komandoje", "NextGenerationEU"):
        assert word in shown.split("</header>", 1)[1].split("<footer")[0]


def test_somebody_new_learns_what_citizen_science_is_and_is_not(texts, client_for):
    shown = read(client_for(), "/lt/citizen-science/")
    for word in ("Kas jame dalyvauja", "Nuo klausimo", "Talka", "Kaip pradėti", "protokolu"):
        assert word in shown
    assert "Tai pavyzdžiai, o ne centro projektai" in shown


def test_ten_principles_stand_with_examples_and_their_source(texts, client_for):
    shown = read(client_for(), "/en/principles/")
    for number in range(1, 11):
        assert f'id="principle-{number}"' in shown
    assert shown.count("<li class=") >= 10
    assert "European Citizen Science Association" in shown
    assert "https://doi.org/10.17605/OSF.IO/XPR2N" in shown
    assert "<em>Apus apus</em>" in shown


def test_a_missing_translation_shows_the_other_language_and_says_so(texts, client_for):
    page = HubPage.objects.get(slug="contacts")
    page.body = {"lt": "## Adresas | Kur mus rasti\n\nBibliotekoje."}
    page.save()
    english = read(client_for(), "/en/contacts/")
    assert "Shown in Lithuanian: not translated yet." in english
    part = english.split('aria-labelledby="part-1"')[1]
    assert part.startswith(' lang="lt"') and "Bibliotekoje." in part
    lithuanian = read(client_for(), "/lt/contacts/")
    assert "Shown in" not in lithuanian
    assert lithuanian.split('aria-labelledby="part-1"')[1].startswith(">")


def test_a_principle_without_english_is_marked_as_lithuanian(texts, client_for):
    Principle.objects.filter(number=4).update(title={"lt": "Daug etapų"})
    assert '<span lang="lt">Daug etapų</span>' in read(client_for(), "/en/principles/")


def test_an_empty_installation_says_how_to_fill_it(db, client_for):
    for slug in TITLES:
        assert "python manage.py demo" in read(client_for(), f"/en/{slug}/")
    assert "There is no news yet." in read(client_for(), "/en/news/")


def test_what_people_write_never_becomes_markup(texts, client_for):
    evil = "<script>alert(1)</script>"
    NewsItem.objects.filter(slug="write-to-the-hub").update(
        title={"en": evil}, lead={"en": evil}, body={"en": f"## {evil} | {evil}\n\n{evil}"}
    )
    shown = read(client_for(), "/en/news/write-to-the-hub/") + read(client_for(), "/en/news/")
    assert evil not in shown
    assert "&lt;script&gt;" in shown
    assert evil not in client_for().get("/en/news/feed/").text


def test_pages_cost_two_reads(texts, client_for, django_assert_num_queries):
    visitor = client_for()
    for slug, reads in [("about", 2), ("principles", 3), ("news/first-two-courses", 2)]:
        forget_profile()
        with django_assert_num_queries(reads):
            visitor.get(f"/lt/{slug}/")


def test_the_newest_news_stands_first_and_tomorrows_nowhere(texts, client_for):
    soon = timezone.now() + timedelta(days=1)
    NewsItem.objects.create(slug="soon", title={"en": "Soon"}, published_at=soon)
    NewsItem.objects.create(
        slug="now", title={"en": "Today"}, lead={"en": "Fresh"}, published_at=timezone.now()
    )
    shown = read(client_for(), "/en/news/")
    assert shown.index("Today") < shown.index("The first courses")
    assert shown.index("The first courses") < shown.index("Write to the Hub")
    assert "Soon" not in shown
    assert client_for().get("/en/news/soon/").status_code == 404


def test_old_news_stands_on_further_pages(texts, client_for):
    for number in range(30):
        day = timezone.now() - timedelta(days=number)
        title = {"en": f"Item {number}."}
        NewsItem.objects.create(slug=f"n-{number}", title=title, published_at=day)
    first, second = read(client_for(), "/en/news/"), read(client_for(), "/en/news/?page=2")
    assert "Item 0." in first and "Item 29." not in first
    assert "Item 29." in second and 'href="?page=1"' in second


def test_news_that_does_not_exist_is_not_there(texts, client_for):
    assert client_for().get("/en/news/no-such-news/").status_code == 404


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_feed_is_valid_and_in_one_language(texts, client_for, settings, language):
    settings.SITE_URL = "https://hub.example.org"
    NewsItem.objects.filter(slug="write-to-the-hub").update(
        title={"lt": "Tik lietuviškai"}, published_at=timezone.now()
    )
    response = client_for().get(f"/{language}/news/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed" and feed.get(LANG) == language
    for needed in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None
    entries = feed.findall(f"{ATOM}entry")
    assert entries[0].findtext(f"{ATOM}title") == "Tik lietuviškai"
    assert len(entries) == 3 and entries[0].get(LANG) == "lt"
    assert entries[1].get(LANG) == language
    for entry in entries:
        for needed in ("id", "title", "updated", "published", "summary"):
            assert entry.findtext(f"{ATOM}{needed}")
        link = entry.find(f"{ATOM}link").get("href")
        assert link.startswith(f"https://hub.example.org/{language}/news/")
    # Links inside the texts lead back here, whoever reads the feed.
    assert f'href="https://hub.example.org/{language}/courses/"' in entries[1].findtext(
        f"{ATOM}summary"
    )


def test_the_feed_knows_nothing_of_drafts(texts, client_for):
    NewsItem.objects.update(published_at=None)
    feed = ElementTree.fromstring(client_for().get("/en/news/feed/").content)
    assert feed.findall(f"{ATOM}entry") == []


def test_without_an_address_for_mail_pages_lead_to_the_courses(texts, client_for):
    HubProfile.objects.update(email="")
    shown = read(client_for(), "/en/contacts/").split("<main")[1]
    assert "mailto:" not in shown and 'href="/en/courses/"' in shown


@pytest.mark.parametrize(
    ("language", "meaning"),
    [("lt", "taip tyrėjai vadina vietą"), ("en", "is Lithuanian for field")],
)
def test_the_first_screen_says_what_this_is_and_who_runs_it(texts, client_for, language, meaning):
    page = read(client_for(), f"/{language}/")
    first, _cut, _rest = page.partition('class="on-map"')
    assert meaning in first
    assert f'<a href="/{language}/about/">' in first
    assert HubProfile.objects.get().name[language] in unescape(first)
    assert f'class="btn go" href="/{language}/courses/"' in first


def test_another_hub_is_named_and_its_platform_not_explained(texts, client_for):
    HubProfile.objects.update(logo_text="Pieva", name={"lt": "Kitas centras", "en": "Other hub"})
    forget_profile()
    page = read(client_for(), "/en/")
    assert "Other hub</a>" in page
    assert "Lithuanian for field" not in page


def test_no_public_page_shows_markdown(texts, client_for):
    visitor = client_for()
    sitemap = ElementTree.fromstring(visitor.get("/sitemap.xml").content)
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    pages = [place.text for place in sitemap.iter(f"{namespace}loc")]
    assert len(pages) > 20
    for page in pages:
        shown = read(visitor, page.removeprefix("http://testserver"))
        assert "](/" not in shown and "](http" not in shown, page
