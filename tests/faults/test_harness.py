"""The harness itself: a fault must be seen, and what is well must be called so."""

import time

import pytest

from badges.awards.models import Award
from badges.certificates.models import CertificateFile
from badges.intake.actions import take_in_waiting
from courses.assessment.models import Attempt, Response
from courses.progress.models import UnitCompletion
from lms.common.clock import now
from tests.faults.acts import Act, Done, carry_out
from tests.faults.learners import Asked, Ledger
from tests.faults.report import Compared, acknowledged_after, during, slowed, statuses
from tests.faults.verdict import crowded, doubled, due, lost
from tests.learning import finish, item_of


def test_a_redis_that_slows_a_request_by_more_than_a_second_is_a_fault():
    alive = Compared("alive", [0.1, 0.2, 0.5])
    assert slowed([alive, Compared("frozen", [0.1, 1.4])]) == []
    assert slowed([alive, Compared("dead", [0.1, 1.6])]) == [
        "with Redis dead a request took 1.60 s, with it alive 0.50 s"
    ]


def acts_at(*moments):
    return [Done(Act(f"act {at}", lambda: None, 1.0), at, at) for at in moments]


def test_a_request_belongs_to_the_acts_during_which_it_was_under_way():
    first, second = acts_at(10.0, 20.0)
    asked = [
        Asked(9.0, 0.5, 200, "join"),
        Asked(9.5, 1.0, 0, "join"),
        Asked(19.0, 2.0, 200, "save"),
    ]
    assert during(first, [first, second], asked) == asked[1:]
    assert during(second, [first, second], asked) == asked[2:]


def test_the_site_is_back_when_a_request_that_began_after_the_act_is_acknowledged():
    (act,) = acts_at(10.0)
    before, refused = Asked(9.9, 0.5, 200, "join"), Asked(10.1, 0.0, 503, "join")
    assert acknowledged_after(act, [before, refused]) is None
    back = Asked(12.0, 0.5, 201, "join")
    assert acknowledged_after(act, [before, refused, back]) == pytest.approx(2.5)


def test_each_act_is_done_once_even_when_everybody_is_through():
    done = []
    plan = [Act("one", lambda: done.append(1), 0.0), Act("two", lambda: done.append(2), 0.0)]
    began = time.monotonic()
    told = []
    carry_out(plan, told, lambda: False, lambda _at: True, rounds=3)
    assert [one.act for one in told] == plan
    assert done == [1, 2]
    assert time.monotonic() - began < 5


def test_the_next_act_waits_until_somebody_is_answered_again():
    answers = iter([False, False, True])
    told = []
    plan = [Act("one", lambda: None, 0.0)]
    carry_out(plan, told, lambda: True, lambda _at: next(answers), rounds=1)
    assert time.monotonic() - told[0].began > 0.35


def test_how_busy_a_machine_is_with_others_is_never_less_than_not_at_all():
    assert 1.0 <= crowded() < 100


def test_what_was_not_answered_is_counted_as_such():
    ledger = Ledger([Asked(0, 0, 0, "join"), Asked(0, 0, 200, "join"), Asked(0, 0, 0, "save")])
    assert statuses(ledger) == "no answer: 2, 200: 1"


# --- the verdict ---------------------------------------------------------------------------------


@pytest.fixture
def acknowledged(jonas, sampling_course):
    """What a ledger would hold of Jonas, who has finished the course."""
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())
    attempt = Attempt.objects.get()
    response = Response.objects.select_related("item_version__item").first()
    who = {"email": jonas.email}
    return [
        {"kind": "join", **who},
        {"kind": "finish", **who, "unit": str(item_of(sampling_course, "first").uid)},
        {"kind": "start", **who, "attempt": str(attempt.uid)},
        {
            "kind": "save",
            **who,
            "attempt": str(attempt.uid),
            "item": str(response.item_version.item.uid),
            "answer": response.answer,
        },
        {"kind": "submit", **who, "attempt": str(attempt.uid), "points": attempt.points},
    ]


def test_what_is_there_is_not_called_lost(acknowledged):
    assert list(lost(acknowledged)) == []


@pytest.mark.parametrize(
    ("loses", "kinds"),
    [
        (lambda: UnitCompletion.objects.all().delete(), ["finish"]),
        (lambda: Response.objects.update(answer="other"), ["save"]),
        (lambda: Attempt.objects.update(points=1), ["submit"]),
    ],
)
def test_what_is_lost_is_named(acknowledged, loses, kinds):
    loses()
    assert [sentence.split()[1] for sentence in lost(acknowledged)] == kinds


def test_a_second_award_and_a_missing_file_are_seen(acknowledged):
    award = Award.objects.first()
    CertificateFile.objects.first().delete()
    found = "\n".join(doubled())
    assert "files: 0 instead of 2" in found
    assert "doubled" not in found
    Award.objects.filter(pk=award.pk).update(status=Award.Status.REVOKED, status_at=now())
    Award.objects.create(
        achievement=award.achievement,
        version=award.version,
        person=award.person,
        evidence=award.evidence,
        issued_at=now(),
    )
    assert "doubled: award" in "\n".join(doubled())


def test_what_waits_is_counted(acknowledged):
    assert due()["files"] == 2
