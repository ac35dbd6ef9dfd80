"""The landing page and the pages of a course know who is looking."""

import re

import pytest

from courses.content.actions.roles import give_role
from courses.content.models import CourseRole
from lms.common.clock import now
from tests.learning import begin, finish
from tests.packages import sampling

pytestmark = pytest.mark.django_db


def main_button(page):
    return re.search(r'class="btn go"[^>]*>(?:<span>)?([^<]+)', page.split("<main")[1])[1].strip()


def test_whoever_learns_continues_from_the_landing_page(
    jonas, sampling_course, client_for, visitor
):
    assert main_button(visitor.get("/en/").text) == "Start the first course"
    client = client_for(jonas)
    assert main_button(client.get("/en/").text) == "Start the first course"
    begin(jonas, sampling_course)
    assert main_button(client.get("/en/").text) == "Continue: 1.1 Unit first"
    assert main_button(client.get("/lt/").text) == "Tęsti: 1.1\u00a0Tema first"
    finish(jonas, sampling_course, on=now())
    assert not main_button(client.get("/en/").text).startswith("Continue")


def test_of_two_courses_it_is_the_one_with_the_latest_activity(jonas, teach, client_for):
    first, second = teach(sampling("first-one")), teach(sampling("second-one"))
    begin(jonas, second)
    begin(jonas, first)
    assert f'href="/en/courses/{first.slug}/continue/"' in client_for(jonas).get("/en/").text


def test_whoever_makes_the_course_is_led_to_the_studio_and_not_asked_to_join(
    ieva, rasa, jonas, sampling_course, client_for
):
    address = f"/en/courses/{sampling_course.slug}/"
    page = client_for(ieva).get(address).text
    assert main_button(page) == "Work on the course"
    for place in ("", "people/", "settings/"):
        assert f'href="/en/studio{address[3:]}{place}"' in page
    assert "Join as a learner" in page
    for other in (rasa, jonas):
        page = client_for(other).get(address).text
        assert main_button(page) == "Join the course"
        assert "/en/studio/courses/" not in page


def test_who_only_views_gets_only_the_links_that_open_for_them(
    rasa, ieva, sampling_course, client_for
):
    give_role(sampling_course, rasa, CourseRole.Role.VIEWER, by=ieva, reason="x", on=now())
    client = client_for(rasa)
    page = client.get(f"/en/courses/{sampling_course.slug}/").text
    links = set(re.findall(r'href="(/en/studio/courses/[^"]+)"', page))
    assert links == {f"/en/studio/courses/{sampling_course.slug}/"}
    assert client.get(links.pop(), follow=True).status_code == 200
