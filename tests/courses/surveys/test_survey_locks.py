"""Real concurrency on PostgreSQL: the same answers from many tabs are kept once, others all."""

from uuid import UUID

import pytest
from django.db import connection

from courses.content.queries import blocks_of
from courses.progress.models import UnitCompletion
from courses.surveys.actions import answer_survey
from courses.surveys.models import SurveyAnswer
from lms.common.clock import now
from lms.pages.invariants import differences
from tests.courses.test_locks import all_at_once
from tests.learning import begin, item_of
from tests.packages import QUESTIONS, SURVEY_TEXTS, Package

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def test_answers_from_six_tabs_are_kept_once_each(teach, package: Package, jonas):
    first = package.unit("first")
    first["requirement"] = "answer"
    first["blocks"][f"::: survey ask {QUESTIONS}"] = SURVEY_TEXTS
    course = teach(package)
    enrolment, item = begin(jonas, course), item_of(course, "first")
    block = next(UUID(one["uid"]) for one in blocks_of(item.version_id) if one["kind"] == "survey")

    def answers(step):
        said = {"sure": step}
        return lambda: answer_survey(enrolment, item.unit_id, block, said, on=now())

    all_at_once(*(answers(3) for _tab in range(6)))
    assert list(SurveyAnswer.objects.values_list("number", "answers")) == [(1, {"sure": 3})]
    all_at_once(*(answers(step) for step in (1, 2, 4, 5)))
    kept = SurveyAnswer.objects.order_by("number")
    assert [one.number for one in kept] == [1, 2, 3, 4, 5]
    assert {one.answers["sure"] for one in kept} == {1, 2, 3, 4, 5}
    assert UnitCompletion.objects.filter(enrolment=enrolment).count() == 1
    assert list(differences()) == []
