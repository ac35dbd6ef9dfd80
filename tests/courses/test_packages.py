"""The courses that come with the platform: whole, in both languages, and learnable to the end."""

from pathlib import Path

import pytest

import courses
from badges.awards.models import Award
from badges.intake.actions import take_in_waiting
from courses.banks.generators import is_generated
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.content.models import Met, RenderedUnit
from lms.common.clock import now
from lms.pages.invariants import differences
from tests.learning import finish

pytestmark = pytest.mark.django_db

PACKAGES = sorted((Path(courses.__file__).parent / "packages").glob("*/course.yaml"))


@pytest.fixture
def texts(competency_map):
    read = [read_course(path.parent) for path in PACKAGES]
    for _text, faults in read:
        assert not faults, "\n".join(map(str, faults))
    return [text for text, _faults in read]


def test_they_are_whole(texts):
    assert sum(len(text.units) for text in texts) >= 12
    assert sum(len(text.items) for text in texts) >= 60
    for text in texts:
        assert text.languages == ("lt", "en")
        for item in text.items.values():
            if is_generated(item.body):
                continue
            assert all(item.body["explanation"].values()), item.key
            for option in item.body.get("options", ()):
                assert all(option["feedback"].get(code) for code in text.languages), item.key
        for unit in text.units:
            most = 2 if unit.requirement == Met.MEASURED else 1
            assert all(level <= most for _code, level in unit.alignments), unit.key


@pytest.mark.sweep
def test_a_careful_learner_finishes_them_and_earns_what_they_promise(texts, ieva, birute):
    for text in texts:
        course = import_course(text, owner=ieva, on=now())
        publish(course, by=ieva, on=now())
        course.refresh_from_db()
        assert finish(birute, course, on=now()).run.course == course
    take_in_waiting(on=now())
    assert birute.certificates.filter(state="issued").count() == len(texts)
    held = Award.objects.filter(person=birute).values_list("achievement__key", flat=True)
    assert set(held) == {
        "first-steps",
        "first-question",
        "ready-for-protocol",
        "protocol-keeper",
        "careful-observer",
        "calibrated-estimator",
        "sampling-planner",
    }
    assert RenderedUnit.objects.count() == 2 * sum(len(text.units) for text in texts)
    assert list(differences()) == []
