"""Working results out again under real concurrency on PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import connection

from courses.calibration.actions import (
    answer_item,
    close_sitting,
    decide_on_gold,
    gold_due,
    open_sitting,
    settle_gold,
)
from courses.calibration.models import CalibrationResult, GoldDecision
from courses.calibration.queries import items_of, result_of
from courses.evidence.models import Evidence
from courses.records.models import LearningRecord, Verb
from lms.accounts.models import Notice
from lms.common.clock import now
from tests.calibrations import block_in, measuring, sit
from tests.courses.test_locks import all_at_once
from tests.learning import begin, item_of, outline_in_force

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def course(teach):
    return teach(measuring(requirement="measured 2"))


def drop(course, version, by):
    return decide_on_gold(course, version, verdict="dropped", reason="Two leaves.", by=by, on=now())


def test_two_authors_and_six_workers_make_one_new_result(course, ona, ieva):
    on = now()
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4, on=on)
    sitting = sit(enrolment, course, wrong={0, 1, 2, 3}, on=on + timedelta(minutes=1))
    asked = [one.item_version for one in items_of(sitting)[:2]]
    all_at_once(*[lambda one=one: drop(course, one, ieva) for one in asked for _tab in range(3)])
    assert GoldDecision.objects.count() == 2
    pks = list(GoldDecision.objects.values_list("pk", flat=True))
    all_at_once(
        *[lambda pk=pk: settle_gold(pk, on=now()) for pk in pks for _worker in range(3)],
        *[lambda: gold_due(on=now()) for _sweep in range(2)],
    )
    # Whoever came first worked out both; nothing is left for the other.
    assert CalibrationResult.objects.count() == 2
    assert LearningRecord.objects.filter(verb=Verb.REGRADED).count() == 1
    assert Notice.objects.filter(kind="result").count() == 1
    assert Evidence.objects.filter(level=2).count() == 1
    result = result_of(sitting)
    assert result is not None
    assert (result.level, result.numbers["gold"]["dropped"]) == (2, 2)
    assert not GoldDecision.objects.filter(settled_at__isnull=True).exists()


@pytest.mark.parametrize("turn", range(3))
def test_a_sitting_that_closes_meanwhile_counts_by_the_decision(course, ona, ieva, turn):
    """Whether it closes before the decision, after it, or at the same moment."""
    on = now()
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4, on=on)
    sitting = open_sitting(
        enrolment,
        outline_in_force(course),
        item_of(course, "second"),
        block_in(course),
        phase="measured",
        on=on,
    )
    items = items_of(sitting)
    for one in items:
        right = one.item_version.item.category
        said = right if one.position else next(name for name in "abc" if name != right)
        answer_item(sitting, one.position, said, certainty="sure", on=on)

    def decides():
        settle_gold(drop(course, items[0].item_version, ieva).pk, on=now())

    all_at_once(
        decides,
        *[lambda: close_sitting(sitting, on=on + timedelta(minutes=5)) for _tab in range(2)],
        decides,
    )
    gold_due(on=now())
    result = result_of(sitting)
    assert result is not None
    assert (result.numbers["n"], result.numbers["right"]) == (29, 29)
    assert CalibrationResult.objects.filter(replaces__isnull=True).count() == 1
