"""Whatever is drawn: the page of an item that is not answered holds nothing of what is right."""

from pathlib import Path

import pytest

import courses
from courses.banks.generators import Form, drawn
from courses.calibration.models import Sitting
from courses.calibration.queries import items_of
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.enrolment.actions import self_paced_run
from lms.common.clock import now
from tests.journeys.listening import shows
from tests.learning import begin, outline_in_force

pytestmark = pytest.mark.sweep

PACKAGE = Path(courses.__file__).parent / "packages" / "practised-eye"
ITEMS = 24


@pytest.fixture
def course(competency_map, ieva):
    text, faults = read_course(PACKAGE)
    assert not faults
    made = import_course(text, owner=ieva, on=now())
    self_paced_run(made)
    publish(made, by=ieva, on=now(), change_note="")
    return made


@pytest.mark.parametrize("form", [Form.PICTURE, Form.WORDS])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_pages_of_items_hold_no_truth(course, ona, client_for, language, form):
    begin(ona, course)
    client = client_for(ona)
    exercises = [item for item in outline_in_force(course).items if item.measure_block]
    assert len(exercises) == 3
    for item in exercises:
        unit = f"/{language}/courses/{course.slug}/units/{item.uid}/"
        client.post(f"{unit}calibration/{item.measure_block}/", {"phase": "practice"})
        sitting = Sitting.objects.latest("pk")
        address = f"/{language}/sittings/{sitting.uid}"
        if form == Form.WORDS:
            client.post(f"{address}/1/form/", {"form": "words"})
        for number in range(1, ITEMS + 1):
            one = list(items_of(sitting))[-1]
            page = client.get(f"{address}/{number}/")
            assert page.status_code == 200
            body = drawn({"see": None, **one.item_version.body}, one.seed, Form(one.form))
            assert not shows(page.text, body), (shows(page.text, body), body)
            client.post(f"{address}/{number}/answer/", {"cannot": "1", "certainty": "sure"})
            client.post(f"{address}/next/")
        client.post(f"{address}/finish/")
