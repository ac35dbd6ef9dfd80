"""The dated run of the demo: full, with somebody who waits; loading again changes nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.enrolment.models import Application, Enrolment, Run
from lms.common.clock import now
from lms.pages.demo_run import BEGINS, COURSE, LASTS, PLACES, reach_run
from lms.pages.invariants import differences
from tests.packages import sampling

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(teach):
    return teach(sampling(COURSE))


def test_it_is_full_somebody_waits_and_it_is_made_once(course, ieva, jonas, client_for):
    on = now()
    run = reach_run(ieva, on=on)
    assert run.starts_on == timezone.localtime(on).date() + BEGINS
    assert run.ends_on == run.starts_on + LASTS
    assert Enrolment.objects.filter(run=run, state="active").count() == PLACES
    assert Application.objects.get(run=run).state == "waitlisted"
    assert reach_run(ieva, on=on + timedelta(days=1)) is None
    assert Run.objects.filter(kind="dated").count() == 1
    assert list(differences()) == []

    # The door to learning at one's own pace is where it was, before the run.
    page = client_for(jonas).get(f"/en/courses/{COURSE}/").text
    assert page.index("Join the course") < page.index("Teachers’ group")
    assert "All places are taken. 1 person waits." in page
    sheet = client_for(ieva).get(f"/en/studio/courses/{COURSE}/runs/{run.pk}/print/").text
    assert "Mokytojų grupė" in sheet


def test_a_demo_of_long_ago_gets_another_with_the_same_people(course, ieva):
    on = now()
    first = reach_run(ieva, on=on)
    second = reach_run(ieva, on=on + BEGINS + LASTS + timedelta(days=2))
    assert second.starts_on > first.ends_on
    assert Enrolment.objects.filter(run=second, state="active").count() == PLACES
    assert list(differences()) == []


def test_without_the_course_there_is_no_run(db, ieva):
    assert reach_run(ieva, on=now()) is None
