"""The competency passport: first what is shown, then where to begin, and what the words mean."""

import pytest

from lms.common.clock import now
from tests.learning import answer, begin, finish, item_of, read

pytestmark = pytest.mark.django_db


def test_what_is_shown_stands_first_and_the_rest_is_folded(jonas, sampling_course, client_for):
    finish(jonas, sampling_course, on=now())
    page = client_for(jonas).get("/en/me/passport/").text
    shown, later = page.index('id="d-C"'), page.index('id="begin"')
    assert shown < later
    # Domains without evidence have no heading of their own.
    assert 'id="d-A"' not in page
    assert "What no course shows yet" in page[later:]


def test_who_has_shown_nothing_reads_where_to_begin(ona, sampling_course, client_for):
    client = client_for(ona)
    page = client.get("/en/me/passport/").text
    unit = item_of(sampling_course, "second")
    assert "Nothing is shown yet." in page
    assert f'href="/en/courses/{sampling_course.slug}/units/{unit.uid}/"' in page
    assert sampling_course.in_force.title["en"] in page
    assert f"about {unit.minutes}" in page.replace("\xa0", " ")
    assert "Dar neparodyta: nuo ko pradėti" in client.get("/lt/me/passport/").text


def test_levels_and_codes_are_explained_once(ona, sampling_course, client_for):
    page = client_for(ona).get("/en/me/passport/").text
    for said in ("Understands", "Applies", "Works independently", "Assesses and teaches others"):
        assert page.count(said) == 1
    assert "C1 is the first of domain C" in page


def test_a_stranger_sees_what_is_shown_and_no_advice(jonas, sampling_course, client_for, visitor):
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    client = client_for(jonas)
    client.post("/en/me/passport/share/", {"shared": "yes"})
    jonas.refresh_from_db()
    address = f"/en/passport/{jonas.passport_code}/"
    assert f'value="http://testserver{address}" readonly' in client.get("/en/me/passport/").text
    page = visitor.get(address).text
    assert 'id="d-C"' in page
    assert 'id="begin"' not in page
    assert "data-copy" not in page


def test_esco_can_be_followed_from_a_competency(competency_map, visitor):
    page = visitor.get("/en/competencies/B1/").text
    esco = "http://data.europa.eu/esco/skill/434fb032-3c05-45bd-aaf2-09468ee34d7f"
    assert f'<a href="{esco}" rel="noreferrer">{esco}</a>' in page
    assert "European competence framework for researchers" in page
