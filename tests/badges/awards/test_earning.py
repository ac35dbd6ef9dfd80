"""What can be earned, and how far one is: told from the rules and the published courses."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from badges.awards.actions import define_achievement
from badges.awards.earning import to_earn
from badges.awards.rules import Facts, progress
from badges.intake.actions import take_in_waiting
from lms.common.clock import now
from tests.learning import answer, begin, finish, item_of, read


def asks(*codes):
    return {"all": [{"competency": code, "level": 1} for code in codes]}


@pytest.mark.parametrize(
    ("rule", "at"),
    [
        (asks("A1"), (1, 1)),
        (asks("A1", "B1", "C1"), (1, 3)),
        ({"any": [asks("B1", "C1"), asks("A1", "B1")]}, (1, 2)),
        ({"k": 2, "of": [asks("B1"), asks("A1"), asks("A2")]}, (2, 2)),
        ({"course": "done"}, (1, 1)),
        ({"all": [{"course": "other"}, asks("A1", "A2")]}, (2, 3)),
    ],
)
def test_progress_counts_what_is_asked_and_of_a_choice_the_nearest(rule, at):
    facts = Facts(levels={"A1": 1, "A2": 2}, courses=frozenset({"done"}))
    assert progress(rule, facts) == at


@pytest.mark.django_db
def test_the_page_names_the_unit_the_course_and_the_minutes(ona, sampling_course, client_for):
    client = client_for(ona)
    page = client.get("/en/me/badges/").text
    unit = item_of(sampling_course, "second")
    assert "What can be earned" in page
    assert "Ready to follow a protocol" in page
    assert "0 of 1 thing shown:" in page
    assert f'href="/en/courses/{sampling_course.slug}/units/{unit.uid}/"' in page
    assert f"about {unit.minutes}" in page.replace("\xa0", " ")
    assert sampling_course.in_force.title["en"] in page
    assert "Parodyta 0 iš 1 dalyko:" in client.get("/lt/me/badges/").text


@pytest.mark.django_db
def test_what_no_published_course_leads_to_is_not_promised(ona, sampling_course):
    # The small course assesses C1 alone.
    keys = [one.version.achievement.key for one in to_earn(ona, now())]
    assert keys == ["ready-for-protocol"]


@pytest.mark.django_db
def test_how_far_one_is_and_what_is_held(jonas, sampling_course):
    define_achievement(
        "both",
        name={"lt": "Abu", "en": "Both"},
        description={},
        criteria={},
        rule={"all": [{"competency": "C1", "level": 1}, {"course": sampling_course.slug}]},
        drawing={"letter": "C", "level": 1, "codes": ["C1"], "seed": 1},
        valid_months=None,
        on=now(),
    )
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    take_in_waiting(on=now())
    (both,) = to_earn(jonas, now())
    assert (both.version.name["en"], both.done, both.asked) == ("Both", 1, 2)
    shown, course = both.needs
    assert (shown.met, shown.place) == (True, None)
    assert (course.met, course.course.slug) == (False, sampling_course.slug)
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())
    assert to_earn(jonas, now()) == []


@pytest.mark.django_db
def test_statements_do_not_grow_with_what_can_be_earned(ona, sampling_course):
    def statements():
        to_earn(ona, now())
        with CaptureQueriesContext(connection) as captured:
            to_earn(ona, now())
        return len(captured)

    few = statements()
    for number in range(10):
        define_achievement(
            f"more-{number}",
            name={"lt": "Dar", "en": "More"},
            description={},
            criteria={},
            rule={"competency": "C1", "level": 1},
            drawing={"letter": "C", "level": 1, "codes": ["C1"], "seed": number},
            valid_months=None,
            on=now(),
        )
    assert statements() == few <= 5


@pytest.mark.django_db
def test_a_shared_badge_gives_its_address_to_copy_and_to_scan(jonas, sampling_course, client_for):
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())
    award = jonas.awards.get()
    client = client_for(jonas)
    address = f"http://testserver/v/{award.code}"
    assert address not in client.get(f"/en/me/badges/{award.uid}/").text
    shared = client.post(f"/en/me/badges/{award.uid}/share/", {"shared": "yes"})
    # Two screens down on a phone.
    assert shared["Location"].endswith("#share")
    page = client.get(f"/en/me/badges/{award.uid}/").text
    assert re.search(rf'<input id="share-link" value="{re.escape(address)}" readonly>', page)
    assert 'hidden data-copy="share-link"' in page
    assert 'src="data:image/svg+xml' in page
    certificates = client.get("/lt/me/certificates/").text
    code = jonas.certificates.get().code
    assert f'value="http://testserver/v/{code}" readonly' in certificates
    assert "Kopijuoti nuorodą" in certificates
