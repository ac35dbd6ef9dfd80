"""The page of a completed course: what was shown, what was earned, and where to go on."""

import re

import pytest

from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.enrolment.models import Enrolment
from lms.common.clock import now
from tests.learning import answer, begin, finish, item_of, read
from tests.packages import pair, reading, sampling

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(client_for):
    """The course page as this person sees it."""

    def show(person, course, language="en"):
        return client_for(person).get(f"/{language}/courses/{course.slug}/").text

    return show


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ").split())


def test_the_last_unit_leads_to_a_page_that_says_what_it_was_worth(
    jonas, sampling_course, client_for, teach
):
    teach(sampling("another"))
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    take_in_waiting(on=now())
    unit = f"/en/courses/{sampling_course.slug}/units/{item_of(sampling_course, 'third').uid}/"
    page = client_for(jonas).post(f"{unit}finish/", follow=True)
    assert page.request["PATH_INFO"] == f"/en/courses/{sampling_course.slug}/"
    said = plain(page.text)
    assert "You completed “Planning a sample”" in said
    assert "Course completed" in said
    award = jonas.awards.get()
    assert f'href="/en/me/badges/{award.uid}/"' in page.text
    assert "Ready to follow a protocol" in said
    assert 'href="/en/competencies/C1/"' in page.text
    assert "level 1 of 4" in said
    assert "level 1 of 4. Quiz of the unit “Unit second”: 3 of 3 right – 100% of the points" in said
    code = Certificate.objects.get().code
    for language in ("lt", "en"):
        assert f'href="/en/me/certificates/{code}/{language}.pdf"' in page.text
    assert f'href="/en/courses/{sampling_course.slug}/units/' in page.text.split('id="next"')[1]
    assert "1.4 Unit extra" in said
    assert 'href="/en/courses/another/"' in page.text.split('id="next"')[1]
    assert "You have earned a badge:" not in said


def test_the_page_speaks_lithuanian(birute, sampling_course, page_of):
    finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    said = plain(page_of(birute, sampling_course, "lt"))
    assert "Baigėte kursą" in said
    assert "Kas įvertinta" in said
    assert "1 lygis iš 4" in said.replace("\xa0", " ")


def test_without_a_full_name_it_says_what_the_certificate_waits_for(
    person, sampling_course, page_of
):
    nameless = person("nameless")
    finish(nameless, sampling_course, on=now())
    take_in_waiting(on=now())
    page = page_of(nameless, sampling_course)
    assert 'href="/en/me/profile/"' in page.split('id="certificate"')[1]
    assert "quiz of 3 questions" in plain(page)
    assert ".pdf" not in page


def test_before_the_certificate_is_made_the_page_says_so(birute, sampling_course, page_of):
    finish(birute, sampling_course, on=now())
    assert "It is being made" in page_of(birute, sampling_course)


def test_what_was_begun_comes_before_what_was_not(birute, sampling_course, teach, page_of):
    teach(sampling("newer"))
    begun = teach(sampling("begun"))
    begin(birute, begun)
    finish(birute, sampling_course, on=now())
    page = page_of(birute, sampling_course).split('id="next"')[1]
    assert 'href="/en/courses/begun/"' in page
    assert "A course you have begun" in page
    assert 'href="/en/courses/newer/"' not in page


def test_where_nothing_is_left_the_catalogue_follows(birute, sampling_course, package, page_of):
    enrolment = finish(birute, sampling_course, on=now())
    read(enrolment, sampling_course, "extra")
    page = page_of(birute, sampling_course).split('id="next"')[1].split("</section>")[0]
    assert re.findall(r'href="([^"]+)"', page) == ["/en/courses/"]


def test_a_release_that_asks_for_more_leaves_the_end_as_it_was(
    birute, sampling_course, teach, package, page_of
):
    finish(birute, sampling_course, on=now())
    package.modules[0]["units"].insert(1, reading("new"))
    package.course["title"] = pair("Naujas pavadinimas", "A new title")
    teach(package)
    page = plain(page_of(birute, sampling_course))
    assert "You completed" in page
    assert "1.2 Unit new" in page
    assert Enrolment.objects.get().percent == 100


def test_somebody_half_way_sees_no_end(ona, sampling_course, page_of):
    enrolment = begin(ona, sampling_course)
    read(enrolment, sampling_course, "first")
    page = page_of(ona, sampling_course)
    assert "You completed" not in page
    assert "1 of 3 units done" in page
