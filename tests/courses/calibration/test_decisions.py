"""Deciding about the truth of items, and what becomes of results, at the actions."""

from datetime import timedelta
from uuid import uuid4

import pytest

from courses.banks.models import Item, ItemVersion
from courses.calibration import auditing
from courses.calibration.actions import (
    answer_as_expert,
    decide_on_gold,
    deciding,
    gold_due,
    settle_gold,
)
from courses.calibration.auditing import again_of, book_of, doubts_in, origins_of
from courses.calibration.models import (
    CalibrationResult,
    ExpertAnswer,
    GoldDecision,
    Series,
    Sitting,
    SittingItem,
)
from courses.calibration.queries import items_of, result_of
from courses.calibration.rulings import rulings_in
from courses.content.actions.roles import give_role
from courses.content.models import CourseRole
from courses.evidence.models import Evidence
from courses.progress.models import UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.accounts.models import Notice
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from tests.calibrations import CLASSES, block_in, measuring, sit
from tests.learning import begin


@pytest.fixture
def course(teach):
    return teach(measuring(requirement="measured 2"))


def measured(person, course, on, **how):
    enrolment = begin(person, course)
    sit(enrolment, course, "practice", size=4, on=on)
    return sit(enrolment, course, on=on + timedelta(minutes=1), **how)


def rightly(version, category):
    """A later version of an item in which another option is right."""
    body = {
        **version.body,
        "options": [{**one, "right": one["key"] == category} for one in version.body["options"]],
    }
    return ItemVersion.objects.create(
        item=version.item,
        number=version.number + 1,
        body=body,
        digest=f"corrected-{version.pk}-{category}",
        author=version.author,
        made_at=now(),
    )


def other(category):
    return next(name for name in CLASSES if name != category)


def corrected(course, sitting, place, by, **how):
    """Decide that what was answered at this place is right after all."""
    mine = items_of(sitting)[place]
    later = rightly(mine.item_version, mine.answer)
    how = {"verdict": "corrected", "reason": "The teeth were overlooked.", "on": now(), **how}
    return decide_on_gold(course, mine.item_version, corrected_to=later, by=by, **how)


def dropped(course, sitting, place, by, **how):
    mine = items_of(sitting)[place]
    how = {"verdict": "dropped", "reason": "The picture shows two leaves.", "on": now(), **how}
    return decide_on_gold(course, mine.item_version, by=by, **how)


def test_a_correction_makes_a_new_linked_result_with_record_evidence_notice_and_audit_note(
    ona, ieva, course
):
    sitting = measured(ona, course, now(), wrong={0, 1, 2, 3})
    first = CalibrationResult.objects.get()
    assert (first.level, first.numbers["right"]) == (1, 26)
    kept = list(SittingItem.objects.order_by("pk").values())
    decision = corrected(course, sitting, 0, ieva)
    assert decision.settled_at is None
    assert gold_due(on=now()) == 1
    result = result_of(sitting)
    assert result is not None
    assert (result.level, result.numbers["right"]) == (2, 27)
    assert (result.replaces, result.reason) == (first, "The teeth were overlooked.")
    assert result.numbers["gold"] == {"dropped": 0, "corrected": 1}
    assert (result.valid_until, result.seeds) == (first.valid_until, first.seeds)
    first.refresh_from_db()
    assert first.numbers["right"] == 26
    # What was judged when it was answered stays as it was.
    assert list(SittingItem.objects.order_by("pk").values()) == kept
    record = LearningRecord.objects.get(verb=Verb.REGRADED)
    assert (record.result["before"], record.result["level"]) == (1, 2)
    proof = Evidence.objects.get(record=record)
    assert (proof.level, proof.valid_until) == (2, first.valid_until)
    assert UnitCompletion.objects.filter(unit__key="second").exists()
    assert "level 2 instead of 1" in Notice.objects.get(kind="result").text["en"]
    note = AuditNote.objects.get(verb="gold corrected upward")
    assert (note.actor, note.reason) == (ieva, "The teeth were overlooked.")
    again = again_of(result)
    assert again is not None
    assert (again.was, again.level, again.is_kept) == (first, 2, False)
    decision.refresh_from_db()
    assert decision.settled_at is not None


def test_ordering_or_settling_twice_changes_nothing_more(ona, ieva, course):
    sitting = measured(ona, course, now(), wrong={0, 1, 2, 3})
    decision = dropped(course, sitting, 0, ieva)
    assert dropped(course, sitting, 0, ieva, reason="Pressed twice.") == decision
    assert gold_due(on=now()) == 1
    assert gold_due(on=now()) == 0
    GoldDecision.objects.update(settled_at=None)
    assert settle_gold(decision.pk, on=now())
    assert CalibrationResult.objects.count() == 2
    assert LearningRecord.objects.filter(verb=Verb.REGRADED).count() == 1
    assert Notice.objects.filter(kind="result").count() == 1
    assert AuditNote.objects.filter(verb__startswith="gold").count() == 1


def test_levels_only_rise_unless_the_author_decides_otherwise(ona, ieva, course):
    """27 of 30 were enough; without one of them 26 of 29 are not."""
    sitting = measured(ona, course, now(), wrong={0, 1, 2})
    assert CalibrationResult.objects.get().level == 2
    dropped(course, sitting, 9, ieva)
    gold_due(on=now())
    result = result_of(sitting)
    assert result is not None
    assert (result.level, result.numbers["n"], result.numbers["right"]) == (2, 29, 26)
    assert result.numbers["level_kept"] is True
    assert "stays 2" in Notice.objects.get(kind="result").text["en"]
    proofs = Evidence.objects.count()
    dropped(course, sitting, 9, ieva, way="both", reason="The level must follow.")
    gold_due(on=now())
    lowered = result_of(sitting)
    assert lowered is not None
    assert (lowered.level, lowered.replaces) == (1, result)
    assert "level_kept" not in lowered.numbers
    # What was proved before stands.
    assert Evidence.objects.count() == proofs


def test_a_wrong_answer_to_a_dropped_item_counts_for_nothing(ona, ieva, course):
    sitting = measured(ona, course, now(), wrong={0, 1, 2, 3})
    for place in range(2):
        dropped(course, sitting, place, ieva)
    gold_due(on=now())
    result = result_of(sitting)
    assert result is not None
    assert (result.numbers["n"], result.numbers["right"]) == (28, 26)
    look = result.numbers["series"]["looks"][0]
    assert (look["n"], look["dropped"], look["right"], look["needed"]) == (30, 2, 26, 26)
    assert result.level == 2


def test_that_the_truth_stands_touches_no_result(ona, ieva, course):
    sitting = measured(ona, course, now(), wrong={0})
    decision = dropped(course, sitting, 0, ieva, verdict="stands", reason="Looked at again.")
    assert decision.settled_at is not None
    assert gold_due(on=now()) == 0
    assert CalibrationResult.objects.count() == 1


def test_a_decision_can_be_taken_back_by_a_later_one(ona, ieva, course):
    sitting = measured(ona, course, now(), wrong={0, 1, 2, 3})
    first = CalibrationResult.objects.get()
    dropped(course, sitting, 0, ieva)
    gold_due(on=now())
    dropped(course, sitting, 0, ieva, verdict="stands", reason="It was one leaf.", way="both")
    assert gold_due(on=now()) == 1
    result = result_of(sitting)
    assert result is not None
    assert (result.level, result.numbers) == (first.level, first.numbers)
    assert CalibrationResult.objects.count() == 3


def test_a_corrected_truth_can_be_corrected_again(ona, ieva, course):
    sitting = measured(ona, course, now(), wrong={0, 1, 2, 3})
    mine = items_of(sitting)[0]
    truth = mine.item_version.item.category
    third = next(name for name in CLASSES if name not in (truth, mine.answer))
    second_version = rightly(mine.item_version, third)
    third_version = rightly(second_version, mine.answer)
    decide = {"verdict": "corrected", "reason": "Seen again.", "by": ieva, "on": now()}
    decide_on_gold(course, mine.item_version, corrected_to=second_version, **decide)
    gold_due(on=now())
    assert result_of(sitting).numbers["right"] == 26
    decide_on_gold(course, second_version, corrected_to=third_version, **decide)
    followed = rulings_in(course.pk).followed(mine.item_version)
    assert followed is not None
    assert followed[1] == third_version


def test_later_results_of_the_same_series_follow(ona, ieva, course):
    on = now()
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4, on=on)
    first = sit(enrolment, course, wrong=set(range(6)), on=on + timedelta(minutes=1))
    sit(enrolment, course, "practice", size=5, on=on + timedelta(minutes=2))
    second = sit(enrolment, course, wrong=set(range(5)), on=on + timedelta(minutes=3))
    before = result_of(second)
    assert before is not None
    dropped(course, first, 0, ieva)
    gold_due(on=now())
    after = result_of(second)
    assert after is not None
    assert after.replaces == before
    assert after.numbers["right"] == before.numbers["right"]
    assert after.numbers["series"]["n"] == before.numbers["series"]["n"] - 1
    # Told once, of the latest.
    assert Notice.objects.get(kind="result").link.startswith(f"sittings/{second.uid}")


def test_a_sitting_that_closes_after_the_decision_counts_by_it(ona, jonas, ieva, course):
    sitting = measured(ona, course, now(), wrong={0})
    item = items_of(sitting)[0].item_version.item_id
    dropped(course, sitting, 0, ieva)
    gold_due(on=now())
    later = measured(jonas, course, now(), wrong=lambda one: one.item_version.item_id == item)
    result = result_of(later)
    assert result is not None
    was_asked = any(one.item_version.item_id == item for one in items_of(later))
    assert result.numbers["n"] == 30 - was_asked
    assert result.numbers["right"] == result.numbers["n"]


def test_one_who_breaks_holds_nobody_else_up_and_is_taken_up_again(
    ona, jonas, ieva, course, monkeypatch
):
    on = now()
    sitting = measured(ona, course, on, wrong={0})
    item = items_of(sitting)[0].item_version
    begun = begin(jonas, course)
    sit(begun, course, "practice", size=4, on=on)
    # Jonas is asked it too: his last item becomes it.
    theirs = sit(begun, course, on=on + timedelta(minutes=1))
    SittingItem.objects.filter(sitting=theirs).exclude(item_version=item).filter(
        position=29
    ).update(item_version=item)
    decision = dropped(course, sitting, 0, ieva)
    real = deciding.reckon

    def breaks(one, *more):
        if one.pk == sitting.pk:
            raise RuntimeError("half-way")
        return real(one, *more)

    monkeypatch.setattr(deciding, "reckon", breaks)
    assert not settle_gold(decision.pk, on=now())
    assert result_of(sitting).replaces is None
    assert result_of(theirs).replaces is not None
    monkeypatch.setattr(deciding, "reckon", real)
    assert settle_gold(decision.pk, on=now())
    assert result_of(sitting).replaces is not None
    assert CalibrationResult.objects.count() == 4


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"reason": "  "}, "no-reason"),
        ({"reason": "x" * 1001}, "too-long"),
        ({"verdict": "perhaps"}, "no-choice"),
        ({"way": "down"}, "no-choice"),
        ({"verdict": "corrected"}, "no-version"),
    ],
)
def test_what_decides_nothing_is_refused(ona, ieva, course, how, code):
    sitting = measured(ona, course, now(), wrong={0})
    with pytest.raises(Refusal) as refused:
        dropped(course, sitting, 0, ieva, **how)
    assert refused.value.code == code
    assert not GoldDecision.objects.exists()


def test_only_another_truth_of_the_same_question_corrects(ona, ieva, course):
    sitting = measured(ona, course, now(), wrong={0})
    one, two = [mine.item_version for mine in items_of(sitting)[:2]]
    same = rightly(one, one.item.category)
    for wrong in (two, same):
        with pytest.raises(Refusal) as refused:
            dropped(course, sitting, 0, ieva, verdict="corrected", corrected_to=wrong)
        assert refused.value.code == "no-correction"


def test_items_of_other_courses_are_not_decided_about(ona, ieva, course, sampling_course):
    foreign = ItemVersion.objects.filter(item__bank=sampling_course.bank_id).first()
    with pytest.raises(Refusal) as refused:
        decide_on_gold(course, foreign, verdict="dropped", reason="No.", by=ieva, on=now())
    assert refused.value.code == "not-here"


def sitting_like(sitting, rows, enrolment, n, place):
    """The same sitting of somebody else: they are right the more often the greater n is, and only the
    weakest of all agree with the truth of the item at this place."""
    mine = Sitting.objects.get(pk=sitting.pk)
    mine.pk, mine.uid, mine.enrolment = None, uuid4(), enrolment
    mine.series = Series.objects.create(
        person=enrolment.person,
        unit=mine.unit,
        block=mine.block,
        number=1,
        opened_at=mine.opened_at,
    )
    mine.save()
    for row in rows:
        row.pk, row.sitting = None, mine
        row.right = row.position < n + 3 or row.position >= 20
        if row.position == place:
            row.right = n < 8
            row.seen = {"class": "a", "category": "a" if row.right else "b"}
    SittingItem.objects.bulk_create(rows)


# --- the book ------------------------------------------------------------------------------------


def test_suspects_are_found_and_gone_once_decided(person, ieva, course):
    item = Item.objects.filter(pool="held-out", category="a").first()
    first = measured(person("p@example.org"), course, now())
    rows = items_of(first)
    place = next((n for n, one in enumerate(rows) if one.item_version.item == item), 0)
    rows[place].item_version = item.versions.get()
    for n in range(24):
        sitting_like(first, rows, begin(person(f"p{n}@example.org"), course), n, place)
    book = book_of(course, block_in(course))
    assert [one.version.item for one in book.suspects] == [item]
    assert book.truths[0].audit.instead == "b"
    assert [one.n for one in doubts_in([course])] == [1]
    version = item.versions.get()
    decide_on_gold(course, version, verdict="stands", reason="It is so.", by=ieva, on=now())
    assert book_of(course, block_in(course)).suspects == []
    assert doubts_in([course]) == []


def test_who_works_on_the_course_is_no_learner_in_its_statistics(ona, ieva, course):
    measured(ona, course, now())
    n = sum(one.audit.n for one in book_of(course, block_in(course)).truths)
    give_role(course, ona, CourseRole.Role.VIEWER, by=ieva, reason="Knows leaves.", on=now())
    assert n == 30
    assert sum(one.audit.n for one in book_of(course, block_in(course)).truths) == 0


# --- experts -------------------------------------------------------------------------------------


@pytest.fixture
def expert(jonas, course, ieva):
    give_role(course, jonas, CourseRole.Role.VIEWER, by=ieva, reason="Knows leaves.", on=now())
    return jonas


def held_out(course):
    return auditing.held_out(course, block_in(course))


def test_an_expert_answers_once_and_is_no_learner(expert, course):
    version = held_out(course)[0]
    block = block_in(course)
    right = version.item.category
    kept = answer_as_expert(course, block, version, right, by=expert, on=now())
    assert kept.right
    again = answer_as_expert(course, block, version, other(right), by=expert, on=now())
    assert again == kept
    assert ExpertAnswer.objects.get().answer == right
    book = book_of(course, block)
    truth = next(one for one in book.truths if one.version == version)
    assert (truth.experts, truth.agreeing, truth.audit.n) == (1, 1, 0)
    assert origins_of([version])[version.pk].experts == 1
    assert not SittingItem.objects.exists()


def test_who_cannot_tell_neither_agrees_nor_is_left_out(expert, course):
    version = held_out(course)[0]
    answer_as_expert(course, block_in(course), version, None, cannot_tell=True, by=expert, on=now())
    origin = origins_of([version])[version.pk]
    assert (origin.experts, origin.agreeing) == (1, 0)


def test_who_may_not_speak_as_an_expert(ona, expert, course):
    version = held_out(course)[0]
    block = block_in(course)

    def refused(answer, by, asked=version):
        with pytest.raises(Refusal) as told:
            answer_as_expert(course, block, asked, answer, by=by, on=now())
        return told.value.code

    assert refused("a", ona) == "no-expert"
    assert refused(None, expert) == "no-answer"
    assert refused("z", expert) == "no-answer"
    practice = ItemVersion.objects.filter(item__pool="practice").first()
    assert refused("a", expert, practice) == "not-here"
    ItemVersion.objects.filter(pk=version.pk).update(author=expert)
    version.refresh_from_db()
    assert refused("a", expert) == "own-item"
    assert not ExpertAnswer.objects.exists()
