"""Fifty observers of known skill go through the pages of the site, and get exactly what the pure rule
says of their answers; one who counts too many is told so."""

import random
import re

import pytest

from courses.calibration.levels import Answer, judge
from courses.calibration.models import CalibrationResult, Sitting
from courses.calibration.queries import items_of
from courses.calibration.results import rule_of
from courses.classroom.asking import name_of
from courses.classroom.calibrating import as_met
from courses.content.blocks.calibration import exercise_of
from courses.content.queries import blocks_of
from tests.calibrations import block_in, counting, measuring, sit
from tests.learning import begin, item_of

pytestmark = pytest.mark.story

OBSERVERS = 50


@pytest.fixture
def exercise(teach):
    course = teach(measuring())
    item = item_of(course, "second")
    settings = next(
        one["settings"] for one in blocks_of(item.version_id) if one["kind"] == "calibration"
    )
    return course, rule_of(exercise_of(settings))


def through_the_pages(client, course, chance, skill):
    """One sitting by forms; what was answered, as the rule wants it."""
    unit = f"/en/courses/leaves/units/{item_of(course, 'second').uid}/"
    client.post(f"{unit}calibration/{block_in(course)}/", {"phase": "measured"})
    sitting = Sitting.objects.filter(phase="measured").latest("pk")
    said = []
    for number, one in enumerate(items_of(sitting), 1):
        right = one.item_version.item.category
        draw = chance.random()
        cannot = draw > 0.98
        answer = right if draw < skill else chance.choice("abc".replace(right, ""))
        posted = {"cannot": "1"} if cannot else {name_of(as_met(one)): answer}
        client.post(
            f"/en/sittings/{sitting.uid}/{number}/answer/",
            {**posted, "certainty": chance.choice(["sure", "rather", "guess"])},
        )
        said.append(Answer(not cannot and answer == right, right, cannot))
    client.post(f"/en/sittings/{sitting.uid}/finish/")
    return sitting, said


def test_fifty_observers_get_what_the_rule_says(exercise, person, client_for):
    course, rule = exercise
    levels = []
    for number in range(OBSERVERS):
        chance = random.Random(number)
        skill = (0.55, 0.7, 0.8, 0.9, 0.97)[number % 5]
        learner = person(f"observer{number}@example.org")
        enrolment = begin(learner, course)
        sit(enrolment, course, "practice", size=4)
        sitting, said = through_the_pages(client_for(learner), course, chance, skill)
        result = CalibrationResult.objects.get(sitting=sitting)
        expected = judge(said, rule)
        assert result.level == expected.level, (number, skill)
        assert result.numbers["right"] == sum(one.counts for one in said)
        assert result.numbers["cannot_tell"] == sum(one.cannot_tell for one in said)
        assert result.numbers["series"]["held_back_by"] == list(expected.held_back_by)
        levels.append((skill, result.level))
    # Skill shows: whoever is right in nearly all cases gets there, and whoever guesses does not.
    assert sum(level == 2 for skill, level in levels if skill == 0.97) >= 8
    assert not any(level == 2 for skill, level in levels if skill == 0.55)


def test_who_counts_fifteen_per_cent_too_many_is_told_so(teach, person, client_for):
    course = teach(counting())
    learner = person("counter@example.org")
    enrolment = begin(learner, course)
    sitting = sit(
        enrolment,
        course,
        said=lambda body: {"typed": str(round(float(body["answer"]) * 1.15))},
    )
    result = CalibrationResult.objects.get(sitting=sitting)
    (estimates,) = result.numbers["estimates"]
    assert estimates["is_biased"]
    assert estimates["relative_bias"] == pytest.approx(0.15, abs=0.02)
    client = client_for(learner)
    shown = client.get(f"/en/results/{result.uid}/").text
    assert re.search(r"about 1[45]% too (many|much)", shown)
    shown = client.get(f"/lt/results/{result.uid}/").text
    assert re.search(r"1[45]\u00a0% per daug", shown)
