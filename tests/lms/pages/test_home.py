"""Home, the profile and the frame of every page: what they promise and where they lead."""

import re
from datetime import timedelta

import pytest

from badges.intake.actions import take_in_waiting
from courses.content.actions.courses import archive_course
from courses.content.actions.publishing import unpublish
from courses.progress.actions import leave
from lms.accounts.actions import tell
from lms.accounts.models import Notice, NoticeKind
from lms.common.clock import now
from tests.learning import answer, begin, read
from tests.packages import pair

pytestmark = pytest.mark.django_db

BADGE = "You have earned a badge:"


def menu(page):
    return re.search(r'<nav id="menu".*?</nav>', page, re.S)[0]


# --- notices -------------------------------------------------------------------------------------


@pytest.fixture
def told(ona):
    """Makes a notice that is so many minutes old."""

    def make(minutes):
        return tell(
            ona,
            NoticeKind.BADGE,
            pair("Ženklelis", "The badge"),
            link="me/badges/",
            on=now() - timedelta(minutes=minutes),
        )

    return make


def test_a_fresh_notice_shows_on_the_next_page_whatever_it_is(ona, told, client_for):
    told(0)
    client = client_for(ona)
    for page in ("courses/", "me/", "news/"):
        assert BADGE in client.get(f"/en/{page}").text


def test_an_older_one_waits_at_home_and_on_course_pages_until_it_is_put_away(
    ona, told, client_for, sampling_course
):
    told(3)
    client = client_for(ona)
    course = f"courses/{sampling_course.slug}/"
    for _visit in range(2):
        for page in ("courses/", "news/", "me/badges/", "me/profile/"):
            assert BADGE not in client.get(f"/en/{page}").text
        for page in ("me/", course):
            assert BADGE in client.get(f"/en/{page}").text
    assert Notice.objects.get().seen_at is None
    client.post("/en/me/notices/seen/")
    assert BADGE not in client.get("/en/me/").text


def test_the_page_a_notice_leads_to_does_not_repeat_it(ona, told, client_for):
    told(0)
    client = client_for(ona)
    for language in ("lt", "en"):
        assert 'class="notice"' not in client.get(f"/{language}/me/badges/").text
        assert 'class="notice"' in client.get(f"/{language}/me/certificates/").text
    # Looking is not putting away.
    assert Notice.objects.get().seen_at is None


def test_pages_without_an_address_of_ours_stand_as_well(ona, told, client_for):
    told(3)
    assert client_for(ona).get("/en/nothing-here/").status_code == 404


# --- who teaches ---------------------------------------------------------------------------------


def test_an_instructor_who_learns_nothing_finds_the_way_to_their_courses(
    ieva, sampling_course, client_for
):
    page = client_for(ieva).get("/en/me/").text
    assert "Your courses as an instructor" in page
    assert f'href="/en/studio/courses/{sampling_course.slug}/"' in page
    assert '<a class="btn go" href="/en/studio/">' in page


def test_an_instructor_of_nothing_and_a_learner_get_no_such_block(
    rasa, jonas, sampling_course, client_for
):
    page = client_for(rasa).get("/en/me/").text
    assert "Your courses as an instructor" not in page
    assert '<a class="btn go" href="/en/studio/">' in page
    page = client_for(jonas).get("/en/me/").text
    assert "Your courses as an instructor" not in page
    assert "/en/studio/" not in page


def test_an_instructor_who_learns_continues_first(ieva, sampling_course, client_for):
    begin(ieva, sampling_course)
    page = client_for(ieva).get("/en/me/").text
    assert page.index("/continue/") < page.index("Your courses as an instructor")


@pytest.mark.parametrize(("language", "name"), [("lt", "Kursų rengimas"), ("en", "Studio")])
def test_the_studio_has_one_name(ieva, sampling_course, client_for, language, name):
    client = client_for(ieva)
    studio = client.get(f"/{language}/studio/").text
    assert name in menu(studio)
    assert f"<h1>{name}</h1>" in studio
    people = client.get(f"/{language}/studio/courses/{sampling_course.slug}/people/").text
    assert f'<a href="/{language}/studio/">{name}</a>' in people


# --- a course that was taken back ----------------------------------------------------------------


def test_a_course_that_was_unpublished_stays_at_home_without_a_way_into_it(
    ona, jonas, ieva, sampling_course, client_for
):
    read(begin(ona, sampling_course), sampling_course, "first")
    leave(begin(jonas, sampling_course), on=now())
    said = "The course is not published for now; what you have done is kept."
    assert said not in client_for(ona).get("/en/me/").text
    unpublish(sampling_course, by=ieva, on=now(), reason="To be mended")
    page = client_for(ona).get("/en/me/").text.split("<footer")[0]
    assert "Planning a sample" in page
    assert said in page
    assert "1 of 3 units done" in page
    assert "/continue/" not in page
    assert f"/courses/{sampling_course.slug}/" not in page
    assert said not in client_for(jonas).get("/en/me/").text
    archive_course(sampling_course, by=ieva, on=now())
    assert said not in client_for(ona).get("/en/me/").text


# --- promises ------------------------------------------------------------------------------------


def test_home_promises_of_the_badges_what_their_page_holds(ona, sampling_course, client_for):
    enrolment = begin(ona, sampling_course)
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    take_in_waiting(on=now())
    page = client_for(ona).get("/en/me/").text
    assert "What each one was awarded for" in page
    assert "can earn" not in page


def test_the_profile_leads_to_everything_about_ones_data(ona, client_for):
    page = client_for(ona).get("/en/me/profile/").text.split("<footer")[0]
    assert "Make a copy of my data" in page
    assert 'href="/en/me/profile/close/"' in page
    assert 'href="/en/privacy/what-we-hold/"' in page and 'href="/en/contacts/"' in page


# --- the frame -----------------------------------------------------------------------------------


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_menu_leads_to_the_hub_and_to_verification(ona, client_for, signed_in):
    page = client_for(ona if signed_in else None).get("/en/courses/").text
    for place in ("news", "citizen-science", "about", "verify", "courses"):
        assert f'href="/en/{place}/"' in menu(page), place
    assert 'href="/en/courses/" aria-current="page"' in menu(page)
    assert 'href="/en/verify/"' in page.split("<footer")[1]


# --- what codes and numbers mean -----------------------------------------------------------------


def test_codes_and_strokes_are_explained_with_a_link(sampling_course, visitor):
    for address in (f"/en/courses/{sampling_course.slug}/", "/en/courses/"):
        page = visitor.get(address).text
        assert re.search(
            r'<a href="/en/competencies/C1/">.*?C1.*?Follow a protocol faithfully', page, re.S
        )
        assert "level 1 of 4" in page


def test_modules_and_their_units_are_numbered_from_one(sampling_course, visitor):
    page = visitor.get(f"/en/courses/{sampling_course.slug}/").text
    assert re.search(r"<h2[^>]*>1\. ", page)
    assert re.findall(r'<span class="no">([^<]+)</span>', page) == ["1.1", "1.2", "1.3", "1.4"]
