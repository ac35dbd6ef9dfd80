"""What is left where nothing required is: offered as optional, never demanded."""

import pytest

from courses.progress.actions import leave
from lms.common.clock import now
from tests.courses.classroom.test_handing_in import visible
from tests.learning import answer, begin, item_of, read
from tests.packages import reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def almost(jonas, teach, package):
    """The required units end with the quiz; one optional unit is open, one waits for it."""
    units = package.modules[0]["units"]
    units[:] = [unit for unit in units if unit["key"] != "third"]
    units.append(reading("more", required="false", opens_after=["extra"]))
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    return course, enrolment


def page_of(client, course, key, language="en"):
    uid = item_of(course, key).uid
    return client.get(f"/{language}/courses/{course.slug}/units/{uid}/")


def test_the_last_result_offers_the_optional_unit_beside_the_course_page(jonas, almost, client_for):
    course, enrolment = almost
    attempt = answer(enrolment, course, "second")
    client = client_for(jonas)
    said = visible(client.get(f"/en/attempts/{attempt.uid}/"))
    assert "You have completed the course." in said
    assert "To the certificate Optional: 1.3 Unit extra Back to the unit" in said
    said = visible(client.get(f"/lt/attempts/{attempt.uid}/"))
    assert "Neprivaloma: 1.3 Tema extra" in said


def test_a_done_unit_offers_the_first_open_one_and_never_itself_or_a_locked_one(
    jonas, almost, client_for
):
    course, enrolment = almost
    client = client_for(jonas)
    assert "Optional:" not in visible(page_of(client, course, "first"))
    answer(enrolment, course, "second")
    assert "Optional: 1.3 Unit extra" in visible(page_of(client, course, "first"))
    assert "Optional:" not in visible(page_of(client, course, "extra"))
    read(enrolment, course, "extra")
    assert "Optional: 1.4 Unit more" in visible(page_of(client, course, "extra"))
    read(enrolment, course, "more")
    assert "Optional:" not in visible(page_of(client, course, "first"))


def test_the_outline_says_which_units_are_optional(jonas, almost, client_for):
    course, _enrolment = almost
    client = client_for(jonas)
    outline = visible(page_of(client, course, "first"))
    assert "1.3 Unit extra (optional)" in outline
    assert "1.1 Unit first (optional)" not in outline
    assert "1.3 Tema extra (neprivaloma)" in visible(page_of(client, course, "first", "lt"))


def test_a_result_of_who_has_left_offers_nothing(jonas, almost, client_for):
    course, enrolment = almost
    attempt = answer(enrolment, course, "second")
    leave(enrolment, on=now())
    assert "Optional:" not in visible(client_for(jonas).get(f"/en/attempts/{attempt.uid}/"))


def test_a_done_module_counts_its_optional_units_apart(jonas, almost, client_for):
    course, enrolment = almost
    answer(enrolment, course, "second")
    client = client_for(jonas)
    address = f"courses/{course.slug}/"
    assert "Done: 2 of 2 and 2 optional" in visible(client.get(f"/en/{address}"))
    assert "Atlikta: 2 iš 2 ir 2 neprivalomos" in visible(client.get(f"/lt/{address}"))


def test_as_long_as_something_required_is_left_nothing_optional_is_offered(
    jonas, teach, package, client_for
):
    package.modules[0]["in_order"] = "false"
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    client = client_for(jonas)
    assert "Optional:" not in visible(page_of(client, course, "first"))
    attempt = answer(enrolment, course, "second")
    assert "Optional:" not in visible(client.get(f"/en/attempts/{attempt.uid}/"))
    read(enrolment, course, "third")
    assert "Optional: 1.4 Unit extra" in visible(page_of(client, course, "first"))
