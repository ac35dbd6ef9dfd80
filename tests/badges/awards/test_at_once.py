"""Authors at the same time, and a badge given while it is changed, on PostgreSQL."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from badges.awards.actions import award_what_is_due
from badges.awards.definition_actions import Definition, drawn, stamp_of, write_achievement
from badges.awards.models import Award
from badges.awards.rules import Facts
from courses.content.actions.aligning import Claim, claim
from courses.content.queries import working_of
from lms.common.clock import now
from tests.packages import pair

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

C1 = {"competency": "C1", "level": 1}


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def side_by_side(*jobs):
    def run(job):
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(60) for future in [pool.submit(run, job) for job in jobs]]


def badge(name):
    words = pair(name, name)
    return Definition(words, words, words, C1, drawn(C1, "", 1), None)


def test_claims_of_two_authors_on_one_unit_both_stay(sampling_course, ieva):
    unit = sampling_course.units.get(key="second")
    codes = ["A1", "B4", "B5", "E3"]
    together = threading.Barrier(len(codes))

    def claims(code):
        def work():
            together.wait(10)
            return claim(sampling_course, code, {unit.uid: Claim(1, 0)}, by=ieva, on=now())

        return work

    side_by_side(*map(claims, codes))
    assert {one["competency"] for one in working_of(unit).alignments} == {"C1", *codes}


def test_a_version_that_is_being_given_at_this_moment_is_frozen(sampling_course, ieva, ona):
    first = write_achievement(sampling_course, None, badge("Old"), by=ieva, on=now())
    given = threading.Event()

    def gives():
        with transaction.atomic():
            award_what_is_due(ona, Facts({"C1": 1}), [first], [], on=now())
            given.set()
            # The author saves meanwhile.
            time.sleep(0.5)

    def changes():
        given.wait(10)
        over = stamp_of(first)
        return write_achievement(
            sampling_course, first.achievement, badge("New"), over=over, by=ieva, on=now()
        )

    _nothing, second = side_by_side(gives, changes)
    assert second.number == 2
    assert Award.objects.get(person=ona, achievement=first.achievement).version.name["en"] == "Old"
