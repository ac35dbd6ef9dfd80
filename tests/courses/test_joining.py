"""Into a course without an account: asked once, confirmed by mail, and enrolled at the end."""

import re

import pytest
from django.core import mail

from courses.content.models import Course
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.common.clock import now
from tests.learning import begin, item_of, read

pytestmark = pytest.mark.django_db

PASSWORD = "laukas-demo"
NEW_PASSWORD = "trys vėjai lauke"
NEWCOMER = {
    "age": "14",
    "email": "naujas@example.org",
    "full_name": "Nauja Narė",
    "language": "en",
    "password1": NEW_PASSWORD,
}
HOSTILE = [
    "https://example.net/",
    "//example.net/",
    "/\\example.net",
    "javascript:alert(1)",
    "/en/courses/another/join/",
    "/en/admin/",
]


@pytest.fixture
def way(sampling_course):
    return f"/en/courses/{sampling_course.slug}/join/"


def link():
    return re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]


def first_unit(course):
    return f"/en/courses/{course.slug}/units/{item_of(course, 'first').uid}/"


def arrives(response, course):
    """Enrolled, told so, and at the first unit."""
    assert response.request["PATH_INFO"] == first_unit(course)
    assert response.text.count("You have joined the course “Planning a sample”.") == 1
    return Enrolment.objects.get()


def test_a_visitor_joins_signs_up_confirms_and_stands_at_the_first_unit(
    visitor, sampling_course, way
):
    page = visitor.get(f"/en/courses/{sampling_course.slug}/").text
    offered = re.search(r'<a class="btn go" href="([^"]+/join/[^"]*)"', page)[1]
    form = visitor.get(offered)
    assert re.search(r"<h1>\s*Planning a sample\s*</h1>", form.text)
    assert f'action="{way}sign-up/"' in form.text
    assert f'href="{way}sign-in/"' in form.text
    assert not Enrolment.objects.exists()

    told = visitor.post(offered, NEWCOMER, follow=True)
    assert told.request["PATH_INFO"] == f"{way}mail/"
    assert "naujas@example.org" in told.text
    assert f'href="{way}sign-up/"' in told.text
    assert not Enrolment.objects.exists()

    letter = link()
    assert letter.startswith(f"{way}confirm/")
    for _look in range(2):
        asked = visitor.get(letter).text
        assert "naujas@example.org" in asked
        assert "“Planning a sample”" in asked
    assert not Enrolment.objects.exists()
    enrolment = arrives(visitor.post(letter, follow=True), sampling_course)
    assert enrolment.person.email == "naujas@example.org"
    assert enrolment.person.records.get().verb == "enrolled"


def test_the_mail_opened_in_another_browser_asks_to_sign_in_and_then_joins(
    visitor, client_for, sampling_course, way
):
    visitor.post(f"{way}sign-up/", NEWCOMER)
    phone = client_for()
    asked = phone.post(link(), follow=True)
    assert asked.request["PATH_INFO"] == f"{way}sign-in/"
    assert "Your address is confirmed." in asked.text
    assert re.search(r"<h1>\s*Planning a sample\s*</h1>", asked.text)
    assert not Enrolment.objects.exists()
    signed_in = {"login": NEWCOMER["email"], "password": NEW_PASSWORD}
    arrives(phone.post(f"{way}sign-in/", signed_in, follow=True), sampling_course)


def test_the_mail_opened_by_somebody_else_signed_in_joins_neither(
    visitor, client_for, jonas, sampling_course, way
):
    visitor.post(f"{way}sign-up/", NEWCOMER)
    shared = client_for(jonas)
    assert "naujas@example.org" in shared.get(link()).text
    asked = shared.post(link(), follow=True)
    assert asked.request["PATH_INFO"] == f"{way}sign-in/"
    assert not Enrolment.objects.exists()


def test_the_letter_leads_on_in_the_language_of_its_reader(visitor, sampling_course, way):
    visitor.post(f"{way}sign-up/", {**NEWCOMER, "language": "lt"})
    assert link().startswith(way.replace("/en/", "/lt/"))
    page = visitor.post(link(), follow=True)
    assert "Užsiregistravote į kursą „Imties planavimas“." in page.text.replace("\xa0", " ")


def test_who_has_an_account_signs_in_and_has_joined(visitor, jonas, sampling_course, way):
    signed_in = {"login": jonas.email, "password": PASSWORD}
    enrolment = arrives(visitor.post(f"{way}sign-in/", signed_in, follow=True), sampling_course)
    assert enrolment.person == jonas


def test_who_has_begun_comes_to_the_unit_that_is_next_and_is_told_nothing_new(
    visitor, jonas, sampling_course, way
):
    read(begin(jonas, sampling_course), sampling_course, "first")
    page = visitor.post(f"{way}sign-in/", {"login": jonas.email, "password": PASSWORD}, follow=True)
    assert page.request["PATH_INFO"].endswith(f"{item_of(sampling_course, 'second').uid}/")
    assert "You have joined" not in page.text
    assert jonas.records.filter(verb="enrolled").count() == 1


def test_a_wrong_password_keeps_the_course_in_sight_and_enrols_nobody(
    visitor, jonas, sampling_course, way
):
    page = visitor.post(f"{way}sign-in/", {"login": jonas.email, "password": "wrong password"})
    assert re.search(r"<h1>\s*Planning a sample\s*</h1>", page.text)
    assert f'href="{way}sign-up/"' in page.text
    assert not Enrolment.objects.exists()


def test_an_unconfirmed_person_is_mailed_a_link_that_joins(visitor, jonas, sampling_course, way):
    jonas.emailaddress_set.update(verified=False)
    signed_in = {"login": jonas.email, "password": PASSWORD}
    told = visitor.post(f"{way}sign-in/", signed_in, follow=True)
    assert told.request["PATH_INFO"] == f"{way}mail/"
    assert jonas.email in told.text
    assert not Enrolment.objects.exists()
    arrives(visitor.post(link(), follow=True), sampling_course)


def test_an_address_with_an_account_gets_the_same_answer_and_a_mail_that_leads_on(
    client_for, jonas, sampling_course, way
):
    told = [
        client_for()
        .post(f"{way}sign-up/", {**NEWCOMER, "email": email}, follow=True)
        .text.replace(email, "")
        for email in ("naujas@example.org", jonas.email)
    ]
    assert told[0] == told[1]
    assert mail.outbox[-1].to == [jonas.email]
    assert link() == f"{way}sign-in/"
    assert not Enrolment.objects.exists()


# --- looking changes nothing ---------------------------------------------------------------------


def test_opening_the_addresses_enrols_nobody(visitor, client_for, jonas, sampling_course, way):
    assert visitor.get(way)["Location"] == f"{way}sign-up/"
    assert visitor.post(way)["Location"] == f"{way}sign-up/"
    client = client_for(jonas)
    for page in ("", "sign-up/", "sign-in/", "mail/"):
        assert client.get(f"{way}{page}")["Location"] == f"/en/courses/{sampling_course.slug}/"
    assert not Enrolment.objects.exists()


def test_a_visitor_gets_no_session_before_typing_anything(visitor, sampling_course, way):
    for page in ("", "sign-up/", "sign-in/", "mail/", "confirm/abc:def/"):
        visitor.get(f"{way}{page}")
    assert "laukas" not in visitor.cookies


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_address_of_a_request_leads_anywhere(client_for, jonas, sampling_course, way, hostile):
    page = client_for().get(f"{way}sign-up/", {"next": hostile}).text
    assert 'name="next"' not in page
    client = client_for()
    client.post(f"{way}sign-up/", {**NEWCOMER, "next": hostile})
    assert "example.net" not in mail.outbox[-1].body
    arrived = client.post(f"{link()}?next={hostile}", {"next": hostile}, follow=True)
    arrives(arrived, sampling_course)
    signed_in = {"login": jonas.email, "password": PASSWORD, "next": hostile}
    answer = client_for().post(f"{way}sign-in/?next={hostile}", signed_in)
    assert answer["Location"] == f"/en/courses/{sampling_course.slug}/continue/"


# --- courses that nobody can join ----------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "sign-up/", "sign-in/", "mail/"])
def test_an_unknown_and_a_closed_course_have_no_such_pages(
    visitor, client_for, jonas, sampling_course, way, page
):
    Course.objects.filter(pk=sampling_course.pk).update(archived_at=now())
    signed_in = {"login": jonas.email, "password": PASSWORD}
    for slug in (sampling_course.slug, "nothing-here"):
        address = f"/en/courses/{slug}/join/{page}"
        for client in (visitor, client_for(jonas)):
            assert client.get(address).status_code == 404
            assert client.post(address, {**NEWCOMER, **signed_in}).status_code == 404
    assert not Enrolment.objects.exists()
    assert not mail.outbox
    assert not User.objects.filter(email=NEWCOMER["email"]).exists()


def test_a_course_closed_meanwhile_leaves_the_address_confirmed_and_the_person_at_home(
    visitor, sampling_course, way
):
    visitor.post(f"{way}sign-up/", NEWCOMER)
    Course.objects.filter(pk=sampling_course.pk).update(archived_at=now())
    letter = link()
    assert visitor.get(letter).status_code == 200
    page = visitor.post(letter)
    assert page.status_code == 302
    person = User.objects.get(email=NEWCOMER["email"])
    assert person.emailaddress_set.get().verified
    assert visitor.get("/en/me/").status_code == 200
    assert not Enrolment.objects.exists()


def test_a_used_link_says_what_to_do_and_leads_on(visitor, client_for, sampling_course, way):
    visitor.post(f"{way}sign-up/", NEWCOMER)
    visitor.post(link())
    again = client_for().get(link())
    assert again.status_code == 404
    assert f'href="{way}sign-in/"' in again.text
