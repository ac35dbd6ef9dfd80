"""The achievements that come with the platform: earned by what the courses really assess."""

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

import courses
from badges.awards.models import Achievement, Award
from badges.awards.rules import competencies_in, faults_in
from badges.intake.actions import take_in_waiting
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.enrolment.actions import self_paced_run
from lms.common.clock import now
from lms.management.commands.load_map import ACHIEVEMENTS
from lms.pages.demo_cast import finish

pytestmark = pytest.mark.django_db

PACKAGES = Path(courses.__file__).parent / "packages"
ROWS = yaml.safe_load(ACHIEVEMENTS.read_text("utf-8"))


@pytest.fixture
def courses_of_the_platform(competency_map, ieva):
    made = {}
    for folder in sorted(path for path in PACKAGES.iterdir() if path.is_dir()):
        text, faults = read_course(folder)
        assert not faults
        made[folder.name] = import_course(text, owner=ieva, on=now())
        self_paced_run(made[folder.name])
        publish(made[folder.name], by=ieva, on=now())
    return made


def test_each_says_the_same_in_both_languages_and_names_what_its_rule_asks():
    for row in ROWS:
        assert faults_in(row["rule"]) == []
        codes = [code for code, _level in competencies_in(row["rule"])]
        assert row["drawing"]["codes"] == codes
        for language in ("lt", "en"):
            assert all(row[part][language] for part in ("name", "description", "criteria"))
            assert all(f"({code})" in row["criteria"][language] for code in codes)


@pytest.mark.sweep
def test_every_course_of_the_platform_ends_with_a_badge_of_its_own(courses_of_the_platform, person):
    earned = {}
    for name, course in courses_of_the_platform.items():
        learner = person(name)
        course.refresh_from_db()
        finish(learner, course, on=now())
        take_in_waiting(on=now())
        held = Award.objects.filter(person=learner)
        earned[name] = set(held.values_list("achievement__key", flat=True))
    assert earned["sampling-lab"] == {"sampling-planner"}
    assert earned["research-design"] - earned["collecting-data"] == {"first-question"}
    assert earned["collecting-data"] - earned["research-design"] == {"ready-for-protocol"}
    measured = {"protocol-keeper", "careful-observer", "calibrated-estimator"}
    assert earned["practised-eye"] - earned["collecting-data"] == measured


def test_an_existing_installation_gets_a_new_one_by_loading_the_map(competency_map):
    call_command("load_map", verbosity=0)
    assert set(Achievement.objects.values_list("key", flat=True)) == {row["key"] for row in ROWS}
    assert all(one.versions.count() == 1 for one in Achievement.objects.all())
