"""A percentage that falls with a new release says why, until the learner goes on."""

import pytest
from django.core.management import call_command

from courses.content.actions.publishing import publish
from courses.enrolment.models import Enrolment
from courses.progress.actions import settle_due
from lms.common.clock import now
from lms.pages.invariants import differences
from tests.learning import answer, begin, finish, read
from tests.packages import reading

pytestmark = pytest.mark.django_db

SAID = (
    "The course has a new version with 1 new required unit: “Unit new”. That is why it now says "
    "50%, before 67%. What you did stays done."
)


@pytest.fixture
def half_way(ona, sampling_course):
    """Two of three required units are done."""
    enrolment = begin(ona, sampling_course)
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    return enrolment


@pytest.fixture
def told(client_for, sampling_course):
    """What home and the course page tell this person, which must be the same."""

    def ask(person, language="en"):
        client = client_for(person)
        pages = [
            client.get(f"/{language}/{page}").text.replace("\xa0", " ")
            for page in ("me/", f"courses/{sampling_course.slug}/")
        ]
        found = [
            page.split('<p class="note">')[1].split("</p>")[0] if "new version" in page else ""
            for page in pages
        ]
        assert found[0] == found[1]
        return found[0]

    return ask


def add(package, key, place=1):
    package.modules[0]["units"].insert(place, reading(key))


def test_a_new_required_unit_is_named_with_both_percentages(
    half_way, teach, package, ona, client_for, told
):
    assert told(ona) == ""
    add(package, "new")
    teach(package)
    assert told(ona) == SAID
    lithuanian = client_for(ona).get("/lt/me/").text.replace("\xa0", " ")
    assert "jame yra 1 nauja privaloma tema: „Tema new“." in lithuanian
    assert "dabar rodoma 50 %, anksčiau buvo 67 %" in lithuanian
    assert list(differences()) == []


def test_the_ring_beside_the_line_shows_the_same_percentage(
    half_way, teach, package, ona, client_for
):
    client = client_for(ona)
    assert ">67%</text>" in client.get("/en/me/").text
    for n in range(5):
        add(package, f"new{n}")
    teach(package)
    page = client.get("/en/me/").text
    assert "it now says 25%, before 67%" in page
    assert ">25%</text>" in page


def test_over_two_releases_the_first_percentage_stays_the_one_compared_with(
    half_way, teach, package, ona, told
):
    add(package, "new")
    teach(package)
    add(package, "newer", 2)
    teach(package)
    said = told(ona)
    assert "2 new required units: “Unit new” and “Unit newer”" in said
    assert "now says 40%, before 67%" in said


def test_a_second_release_that_changes_nothing_keeps_the_line(half_way, teach, package, ona, told):
    add(package, "new")
    teach(package)
    teach(package)
    assert told(ona) == SAID


def test_the_line_goes_once_the_learner_completes_a_unit(
    half_way, teach, package, sampling_course, ona, told
):
    add(package, "new")
    teach(package)
    read(half_way, sampling_course, "new")
    assert told(ona) == ""


def test_the_line_goes_with_an_answered_quiz_as_well(sampling_course, teach, package, jonas, told):
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    add(package, "new", 3)
    teach(package)
    assert "before 33%" in told(jonas)
    answer(enrolment, sampling_course, "second")
    assert told(jonas) == ""


def test_the_line_goes_when_the_unit_is_taken_out_again(half_way, teach, package, ona, told):
    add(package, "new")
    teach(package)
    package.modules[0]["units"].pop(1)
    teach(package)
    assert told(ona) == ""
    assert Enrolment.objects.get().percent == 67


def test_an_optional_unit_that_becomes_required_counts_as_new(half_way, teach, package, ona, told):
    package.unit("extra")["required"] = "true"
    teach(package)
    assert "1 new required unit: “Unit extra”" in told(ona)


def test_a_fall_for_another_reason_is_not_put_down_to_new_units(
    half_way, teach, package, ona, told
):
    package.modules[0]["units"] = [
        unit for unit in package.modules[0]["units"] if unit["key"] != "first"
    ]
    package.item("q1").pop("see")
    teach(package)
    assert Enrolment.objects.get().percent == 50
    assert told(ona) == ""


def test_who_has_finished_or_not_begun_is_told_nothing(
    sampling_course, teach, package, birute, jonas, told
):
    finish(birute, sampling_course, on=now())
    begin(jonas, sampling_course)
    add(package, "new")
    teach(package)
    assert told(birute) == ""
    assert told(jonas) == ""


def test_the_course_page_says_it_before_the_release_is_settled(
    half_way, package, ona, ieva, sampling_course, tmp_path, client_for
):
    add(package, "new")
    folder = package.write(tmp_path / "again")
    call_command("import_course", str(folder), owner=ieva.email)
    publish(sampling_course, by=ieva, on=now())
    page = client_for(ona).get(f"/en/courses/{sampling_course.slug}/").text.replace("\xa0", " ")
    assert SAID in page
    settle_due(on=now())
    again = client_for(ona).get(f"/en/courses/{sampling_course.slug}/").text.replace("\xa0", " ")
    assert SAID in again


def test_whoever_reads_on_before_it_is_settled_is_told_once(
    half_way, package, ona, ieva, sampling_course, tmp_path, told
):
    add(package, "new")
    add(package, "newer", 2)
    folder = package.write(tmp_path / "again")
    call_command("import_course", str(folder), owner=ieva.email)
    publish(sampling_course, by=ieva, on=now())
    read(half_way, sampling_course, "new")
    settle_due(on=now())
    said = told(ona)
    assert "1 new required unit: “Unit newer”" in said
    assert "now says 60%, before 67%" in said
