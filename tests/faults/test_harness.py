"""The harness itself: a fault must be seen, and what is well must be called so."""

import time

import pytest

from badges.awards.models import Award
from badges.certificates.models import CertificateFile
from badges.intake.actions import take_in_waiting
from courses.assessment.models import Attempt, Response
from courses.calibration.models import CalibrationResult, Sitting, SittingItem
from courses.progress.models import UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.common.clock import now
from tests.calibrations import measuring, sit
from tests.faults.acts import Act, Done, carry_out, paced
from tests.faults.learners import (
    MEASURED,
    PRACTICE,
    SITTING,
    Asked,
    GaveUp,
    Learner,
    Ledger,
    learn_all,
)
from tests.faults.report import Compared, answered_after, during, report, slowed, statuses
from tests.faults.servers import PORTS, free_port
from tests.faults.sittings import doubled_sittings, lost_sittings
from tests.faults.verdict import crowded, doubled, due, lost
from tests.learning import begin, finish, item_of


def test_a_redis_that_slows_a_request_by_more_than_a_second_is_a_fault():
    alive = Compared("alive", [0.1, 0.2, 0.5])
    assert slowed([alive, Compared("frozen", [0.1, 1.4])]) == []
    assert slowed([alive, Compared("dead", [0.1, 1.6])]) == [
        "with Redis dead a request took 1.60 s, with it alive 0.50 s"
    ]


@pytest.mark.parametrize("unhurried", [True, False])
def test_without_hurry_a_slow_request_is_told_and_is_no_fault(unhurried):
    verdict = {"found": [], "counts": {"acknowledged": 0}, "left": {}, "at_first": {}}
    verdict |= {"waited": 1.0, "allowed": 60.0, "busy": 1.0}
    slow = [Compared("alive", [0.1]), Compared("frozen", [1.4])]
    text, well = report([], Ledger(), slow, verdict, "", "", unhurried=unhurried)
    assert well == unhurried
    assert "1.400" in text
    assert ("Times were not judged." in text) == unhurried


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


def test_the_site_is_back_when_a_request_that_began_after_the_act_is_answered():
    (act,) = acts_at(10.0)
    before, refused = Asked(9.9, 0.5, 200, "join"), Asked(10.1, 0.0, 503, "join")
    assert answered_after(act, [before, refused]) is None
    back = Asked(12.0, 0.5, 201, "join")
    assert answered_after(act, [before, refused, back]) == pytest.approx(2.5)


def test_each_act_is_done_in_every_round():
    done, told = [], []
    plan = [Act("one", lambda: done.append(1), 0.0), Act("two", lambda: done.append(2), 0.0)]
    carry_out(plan, told, lambda: True, rounds=3)
    assert [one.act for one in told] == plan * 3
    assert done == [1, 2] * 3


def test_the_next_act_waits_until_somebody_is_answered_again():
    answers = iter([False, False, True, True])
    seen = []
    plan = [Act("one", lambda: seen.append(len(list(answers))), 0.0)]
    carry_out([Act("first", lambda: None, 0.0), *plan], [], lambda: next(answers, True), rounds=1)
    assert seen == [1]


def test_learning_is_spread_over_the_acts():
    done = []
    pace = paced(done, acts=4, before=10, to_come=100)
    assert pace() == 10
    long_ago = time.monotonic() - 60
    done.append(Done(Act("one", lambda: None, 2.0), long_ago))
    assert pace() == pytest.approx(30)
    # An act that has just begun lets through what the one before did, and more as it goes on.
    done.append(Done(Act("two", lambda: None, 1e6, takes=1e6), time.monotonic()))
    assert pace() == pytest.approx(30, abs=0.1)
    done += [Done(done[0].act, long_ago)] * 2
    # The last share comes when the acts are over.
    assert pace() == pytest.approx(90)


def test_no_connection_takes_the_port_of_what_was_killed():
    assert free_port() in PORTS


@pytest.mark.parametrize("error", [GaveUp("join of ona: 500"), KeyError("join of ona: 500")])
def test_whoever_gives_up_or_gets_stuck_is_told_and_the_others_learn_on(monkeypatch, error):
    learnt, ledger = [], Ledger()

    def learn(self):
        if self.who["email"] == "ona":
            raise error
        learnt.append(self.who["email"])

    monkeypatch.setattr(Learner, "learn", learn)
    people = [{"email": one} for one in ("ona", "jonas")]
    learn_all(0, {"slug": "sampling"}, people, ledger, 1)
    assert learnt == ["jonas"]
    (sentence,) = ledger.wrong
    assert "join of ona: 500" in sentence


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


@pytest.fixture
def sat(ona, teach):
    """What a ledger would hold of Ona, who has practised and was measured."""
    course = teach(measuring())
    enrolment = begin(ona, course)
    events = []
    for phase, size, cannot in (("practice", PRACTICE, ()), ("measured", None, (14, 29))):
        sitting = sit(enrolment, course, phase, size=size, cannot=cannot)
        told = {"email": ona.email, "sitting": str(sitting.uid), "phase": phase}
        events.append({"kind": "sit", **told})
        for one in sitting.items.all():
            said = {"answer": one.answer, "certainty": one.certainty}
            if one.cannot_tell:
                said = {"cannot_tell": True}
            events.append({"kind": "answer", **told, "number": one.position + 1, "said": said})
        result = sitting.results.first()
        events.append({"kind": "close", **told, "result": result and str(result.uid)})
    return events


def test_sittings_that_are_there_once_are_called_so(sat):
    assert len(sat) == MEASURED
    assert sum(one["kind"] == "answer" for one in sat) == PRACTICE + SITTING
    assert list(lost_sittings(sat)) == []
    assert list(doubled_sittings(sat)) == []
    assert not [sentence for sentence in doubled() if sentence.startswith("doubled")]


@pytest.mark.parametrize(
    ("loses", "kinds"),
    [
        (lambda items: items.filter(position=6).update(answer="x"), ["answer"]),
        (lambda items: items.filter(position=14).update(cannot_tell=False, right=True), ["answer"]),
        (lambda items: items.filter(position=6).update(right=False), ["answer"]),
        (lambda _items: CalibrationResult.objects.all().delete(), ["close"]),
        (
            lambda _items: Sitting.objects.filter(phase="measured").update(
                state="open", closed_at=None
            ),
            ["close"],
        ),
        (
            lambda _items: Sitting.objects.filter(phase="practice").update(phase="aided"),
            ["sit", *["answer"] * 4, "close"],
        ),
    ],
)
def test_what_is_lost_of_a_sitting_is_named(sat, loses, kinds):
    loses(SittingItem.objects.filter(sitting__phase="measured"))
    assert [sentence.split()[1] for sentence in lost_sittings(sat)] == kinds


def test_an_answer_more_than_was_acknowledged_and_a_result_without_record_are_seen(sat):
    practice = Sitting.objects.get(phase="practice")
    item = practice.items.last()
    item.pk, item.position = None, PRACTICE
    item.save()
    LearningRecord.objects.filter(verb=Verb.MEASURED).update(verb=Verb.ALLOWED)
    assert sorted(doubled_sittings(sat)) == [
        "measured records: 0 instead of 1",
        f"sitting {practice.uid}: 5 answers, 4 acknowledged",
    ]
