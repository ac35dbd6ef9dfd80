"""The competency passport: first what is shown, then where to begin, and what the words mean."""

import re
from datetime import timedelta

import pytest

from badges.certificates.rendering import rendering_obstacle
from courses.calibration.models import CalibrationResult
from lms.common.clock import months_later, now
from lms.common.wording import day
from lms.pages.passport_print import passport_pdf
from tests.calibrations import measuring, sit
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


# --- what ends -----------------------------------------------------------------------------------


def plain(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).replace("\xa0", " ").split())


@pytest.fixture
def measured(teach, ona):
    """Makes a learner whose result ends in so many days; less than none: it is over."""
    course = teach(measuring())
    enrolment = begin(ona, course)

    def make(days):
        end = now() + timedelta(days=days)
        start = months_later(end, -24)
        sit(enrolment, course, "practice", size=4, on=start)
        sit(enrolment, course, wrong=(3, 7), on=start)
        return item_of(course, "second"), CalibrationResult.objects.first().valid_until

    return make


def test_a_measured_competency_says_how_and_until_when(measured, ona, client_for):
    _unit, until = measured(300)
    page = plain(client_for(ona).get("/en/me/passport/"))
    assert (
        f"Level 2 Measured in a calibration valid until {day(until)} Does it".replace("\xa0", " ")
        in page
    )
    assert "right in 28 of 30; between 79% and 98%" in page
    assert "not proctored: nobody watched" in page
    assert "expires soon" not in page
    assert "To keep it" not in page


def test_what_ends_soon_is_said_in_a_word_with_the_way_to_keep_it(measured, ona, client_for):
    unit, until = measured(40)
    client = client_for(ona)
    page = client.get("/en/me/passport/")
    assert f"valid until {day(until)} expires soon".replace("\xa0", " ") in plain(page)
    assert "To keep it A short check of 15 items. Shown by: 1.2 Unit second" in plain(page)
    assert f'href="/en/courses/leaves/units/{unit.uid}/"' in page.text
    # The answers lie in a sitting, and not in an attempt.
    sitting = CalibrationResult.objects.get().sitting
    assert f'href="/en/sittings/{sitting.uid}/"' in page.text
    paper = plain(client.get("/en/me/passport/print/"))
    assert "expires soon" in paper
    assert "A short check renews it: unit 1.2 Unit second of the course" in paper
    assert "right in 28 of 30; between 79% and 98%; valid until" in paper


def test_what_is_over_says_until_when_it_was_valid_and_how_it_is_renewed(
    measured, ona, client_for, visitor
):
    _unit, until = measured(-10)
    client = client_for(ona)
    page = plain(client.get("/en/me/passport/"))
    said = f"Level 2 was valid until {day(until)}".replace("\xa0", " ")
    assert f"no longer valid {said} Measured in a calibration" in page
    assert "To renew it A short check of 15 items." in page
    assert f"Was valid until {day(until)}".replace("\xa0", " ") in page
    paper = plain(client.get("/en/me/passport/print/"))
    assert said in paper
    assert f"was valid until {day(until)}".replace("\xa0", " ") in paper
    client.post("/en/me/passport/share/", {"shared": "yes"})
    ona.refresh_from_db()
    shared = visitor.get(f"/en/passport/{ona.passport_code}/")
    assert said in plain(shared)
    assert "To renew it" not in shared.text


def test_the_file_says_it_too(measured, ona):
    measured(-10)
    if rendering_obstacle():
        pytest.skip("no PDF can be made here")
    assert passport_pdf(ona, "lt", now()).startswith(b"%PDF")
