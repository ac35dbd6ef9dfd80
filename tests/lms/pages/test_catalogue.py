"""The catalogue: filters, words with their passages, an address that says both."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.content.actions.courses import archive_course
from courses.progress.actions import join
from lms.common.clock import now
from lms.common.search import passage
from tests.learning import read
from tests.packages import pair, reading, sampling

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def other(slug="other", **said):
    """A course without questions that takes four hours."""
    package = sampling(slug)
    units = [reading(f"unit-{n}") for n in range(3)]
    units[0]["minutes"], units[1]["minutes"] = 200, 30
    package.modules[0]["units"] = units
    package.items = []
    package.course["title"] = pair("Upės krantas", "The bank of a river")
    package.course["summary"] = pair("Apie upės krantą ir žuvis.", "Of banks and fish.")
    package.course |= said
    return package


@pytest.fixture
def two(teach):
    return teach(sampling()), teach(other(audience="practitioner"))


def titles(page):
    return re.findall(r"<h3><a[^>]*>(.*?)</a>", page.text)


SAMPLE, RIVER = "Planning a sample", "The bank of a river"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", [SAMPLE, RIVER]),
        ("competency=C1", [SAMPLE]),
        ("competency=c1&level=1", [SAMPLE]),
        ("competency=C2", []),
        ("level=1", [SAMPLE]),
        ("level=2", []),
        ("effort=short", [SAMPLE]),
        ("effort=long", [RIVER]),
        ("effort=medium", []),
        ("audience=practitioner", [RIVER]),
        ("language=lt", [SAMPLE, RIVER]),
        ("q=fish", [RIVER]),
        ("q=fish&effort=short", []),
        # What is no choice is not asked for.
        ("level=9&language=xx&effort=never&audience=all", [SAMPLE, RIVER]),
    ],
)
def test_filters(two, visitor, asked, shown):
    page = visitor.get(f"/en/courses/?{asked}")
    assert page.status_code == 200
    assert titles(page) == shown
    if asked and "xx" not in asked and not shown:
        assert "Show all courses" in page.text


def test_too_much_was_asked_for_and_one_click_takes_it_back(two, visitor):
    page = visitor.get("/en/courses/?q=fish&effort=short")
    assert "No course fits all of this." in page.text
    assert 'href="/en/courses/?q=fish">Show 1 course without the filters' in page.text
    chip = re.search(r'class="chip" href="([^"]*)"', page.text)[1]
    assert titles(visitor.get(chip)) == [RIVER]
    assert 'content="noindex"' in page.text
    assert "Nothing found" in visitor.get("/en/courses/?q=xylophone").text


def test_a_course_in_one_language_is_found_by_it(teach, visitor):
    teach(sampling())
    teach(other(languages=["lt"]))
    assert titles(visitor.get("/en/courses/?language=en")) == [SAMPLE]
    assert len(titles(visitor.get("/en/courses/?language=lt"))) == 2


def test_an_address_that_is_passed_on_carries_nothing_empty(two, visitor):
    asked = "?q=&competency=&level=1&language=&effort=&audience="
    answer = visitor.get(f"/en/courses/{asked}")
    assert answer.status_code == 302
    assert answer["Location"] == "/en/courses/?level=1"
    swapped = visitor.get(f"/en/courses/{asked}", headers={"hx-request": "true"})
    assert swapped.status_code == 200
    assert swapped["HX-Replace-Url"] == "/en/courses/?level=1"
    assert 'id="found"' in swapped.text and 'id="counted" role="status"' in swapped.text


def test_every_choice_is_in_a_list_with_a_label(two, visitor):
    page = visitor.get("/en/courses/?competency=C1").text
    for name in ("competency", "effort", "audience"):
        assert f'<label for="f-{name}">' in page
        assert f'<select id="f-{name}" name="{name}">' in page
    assert '<option value="C1" selected>' in page
    assert '<details class="fold filters" open>' in page
    assert '<details class="fold filters">' in visitor.get("/en/courses/").text


# --- words ---------------------------------------------------------------------------------------


def test_words_are_shown_where_they_stand_in_whatever_ending(teach, jonas, client_for, visitor):
    package = sampling()
    package.unit("first")["blocks"]["::: text opening"] = pair(
        "Vakare virš upės skraido šikšnosparniai & kitos <b>būtybės</b>. " + "Ir dar. " * 60,
        "Bats fly over the river in the evening.",
    )
    teach(package)
    for typed in ("siksnosparniu", "šikšnosparniams", "ŠIKŠNOSPARNIS"):
        page = visitor.get(f"/lt/courses/?q={typed}").text
        assert "<mark>šikšnosparniai</mark> &amp; kitos &lt;b&gt;būtybės&lt;/b&gt;" in page
        assert "<b>būtybės" not in page


def test_nothing_of_a_locked_unit_is_shown(teach, jonas, client_for, visitor):
    package = sampling()
    package.unit("third")["blocks"]["::: text opening"] = pair(
        "Slapti šikšnosparniai.", "Secret bats fly."
    )
    course = teach(package)
    page = visitor.get("/en/courses/?q=bats").text
    assert "Secret" not in page and "in 1 unit of the course" in page
    client = client_for(jonas)
    enrolment = join(jonas, course, on=now())
    assert "Secret" not in client.get("/en/courses/?q=bats").text
    read(enrolment, course, "first")
    from tests.learning import answer

    answer(enrolment, course, "second")
    assert "Secret <mark>bats</mark> fly" in client.get("/en/courses/?q=bats").text


def test_what_a_course_says_of_itself_is_found(teach, visitor):
    package = sampling()
    package.course["description"] = pair("Apie **kerpes** mieste.", "Of **lichens** in town.")
    teach(package)
    page = visitor.get("/en/courses/?q=lichen").text
    assert "Of <mark>lichens</mark> in town." in page
    assert "Apie <mark>kerpes</mark> mieste" in visitor.get("/lt/courses/?q=kerpės").text


def test_more_courses_take_no_more_statements(teach, ona, client_for):
    client = client_for(ona)
    counted = {}
    for n in range(1, 7):
        course = teach(other(f"course-{n}"))
        join(ona, course, on=now())
        for address in ("", "?q=text", "?competency=C1&level=1"):
            client.get(f"/en/courses/{address}")
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/en/courses/{address}").status_code == 200
            counted.setdefault(address, []).append(len(captured))
    for address, found in counted.items():
        assert found[-1] == found[1], (address, found)


# --- passages ------------------------------------------------------------------------------------


def test_the_passage_is_the_one_with_the_most_of_the_words():
    text = "Paukščiai. " + "Nieko čia nėra. " * 30 + "Upėje plaukia žuvys ir paukščiai."
    pieces = passage(text, "paukščių žuvis", "lt")
    assert [piece for piece, found in pieces if found] == ["žuvys", "paukščiai"]
    assert pieces[0] == ("…", False)


def test_a_text_without_the_words_has_no_passage():
    assert passage("Nieko čia nėra.", "žuvis", "lt") == []
    assert passage("", "žuvis", "lt") == []
    assert passage("Nieko", "", "lt") == []


# --- feeds and the map of the site ---------------------------------------------------------------


def test_new_courses_are_a_feed_in_each_language(two, visitor):
    sampling_course, _river = two
    page = visitor.get("/en/courses/").text
    assert 'type="application/atom+xml" title="New courses" href="/en/feeds/courses/"' in page
    assert "/en/feeds/courses/" in visitor.get("/en/").text
    feed = ElementTree.fromstring(visitor.get("/en/feeds/courses/").content)
    entries = feed.findall(f"{ATOM}entry")
    assert [one.find(f"{ATOM}title").text for one in entries] == [RIVER, SAMPLE]
    assert entries[0].find(f"{ATOM}link").get("href") == "http://testserver/en/courses/other/"
    assert entries[1].find(f"{ATOM}id").text == f"urn:uuid:{sampling_course.uid}"
    lithuanian = ElementTree.fromstring(visitor.get("/lt/feeds/courses/").content)
    assert lithuanian.find(f"{ATOM}entry/{ATOM}title").text == "Upės krantas"


def test_a_feed_holds_what_is_taught_in_its_language_and_is_open(teach, two, visitor, ieva):
    _sampling, river = two
    archive_course(river, by=ieva, on=now())
    teach(other("lt-only", languages=["lt"]))
    assert "lt-only" not in visitor.get("/en/feeds/courses/").text
    lithuanian = visitor.get("/lt/feeds/courses/").text
    assert "lt-only" in lithuanian and "/courses/other/" not in lithuanian


def test_the_map_of_the_site_lists_what_is_public_with_its_twin(two, visitor):
    found = visitor.get("/sitemap.xml").text
    for path in ("", "courses/", "courses/sampling/", "competencies/C1/", "news/", "about/"):
        for code in ("lt", "en"):
            assert f"<loc>http://testserver/{code}/{path}</loc>" in found
    assert re.search(r"courses/sampling/</loc><lastmod>\d{4}-", found)
    ElementTree.fromstring(found)
    # What it names is there.
    for address in re.findall(r"<loc>http://testserver(/lt/(?:courses|competencies)[^<]*)", found)[
        :6
    ]:
        assert visitor.get(address).status_code == 200


def test_the_sheet_of_the_catalogue_is_small():
    sheet = Path(__file__).parents[3] / "lms/static/lms/css/catalogue.css"
    assert len(sheet.read_bytes()) < 4096
