"""Practice, measuring, the result and what it proves, at the actions."""

from datetime import timedelta

import pytest

from courses.calibration.actions import (
    answer_item,
    ask_help,
    change_form,
    close_sitting,
    open_sitting,
    practise_again,
    practise_next,
    write_plan,
)
from courses.calibration.models import CalibrationResult, Series, Sitting
from courses.calibration.queries import door_to, exercise_at, items_of, result_of
from courses.evidence.models import Evidence, EvidenceKind
from courses.progress.models import UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.common.clock import months_later, now
from lms.common.errors import Refusal
from tests.calibrations import block_in, counting, measuring, sit
from tests.learning import begin, item_of, outline_in_force


@pytest.fixture
def course(teach):
    return teach(measuring())


@pytest.fixture
def learner(ona, course):
    return begin(ona, course)


@pytest.fixture
def opened(course):
    def make(enrolment, phase="measured", on=None):
        return open_sitting(
            enrolment,
            outline_in_force(course),
            item_of(course, "second"),
            block_in(course),
            phase=phase,
            on=on or now(),
        )

    return make


def test_measuring_follows_practice_and_its_result_is_a_record_and_evidence(
    learner, course, opened, ona
):
    on = now()
    with pytest.raises(Refusal, match="Practise a little first"):
        opened(learner)
    sit(learner, course, "practice", size=4, on=on)
    later = on + timedelta(minutes=5)
    sitting = sit(learner, course, wrong={0, 1}, on=later)
    result = CalibrationResult.objects.get()
    assert (result.level, result.numbers["n"], result.numbers["right"]) == (2, 30, 28)
    assert result.valid_until == months_later(later, 24)
    assert [row["n"] for row in result.numbers["classes"]] == [10, 10, 10]
    assert result.numbers["series"]["looks"] == [{"n": 30, "right": 28, "needed": 27, "level": 2}]
    record = LearningRecord.objects.get(verb=Verb.MEASURED)
    assert record.result["attempt"] == str(sitting.uid)
    proof = Evidence.objects.get()
    assert (proof.kind, proof.level, proof.competency.code) == (EvidenceKind.MEASURED, 2, "C2")
    assert proof.valid_until == result.valid_until
    assert proof.result["lower"] == pytest.approx(result.numbers["lower"])
    assert UnitCompletion.objects.get().required_then == "measured"
    assert close_sitting(sitting, on=later) == sitting
    assert CalibrationResult.objects.count() == 1


def test_a_class_that_is_never_recognised_holds_the_level_back(learner, course):
    on = now()
    sit(learner, course, "practice", size=4, on=on)
    sit(learner, course, wrong=lambda one: one.item_version.item.category == "b", on=on)
    result = CalibrationResult.objects.get()
    assert result.level < 2
    assert "b" in result.numbers["series"]["held_back_by"]
    assert Evidence.objects.filter(level=2).count() == 0


def test_cannot_tell_lowers_no_accuracy_and_gives_no_level(learner, course):
    on = now()
    sit(learner, course, "practice", size=4, on=on)
    sit(learner, course, cannot=set(range(8)), on=on)
    result = CalibrationResult.objects.get()
    assert (result.numbers["answered"], result.numbers["accuracy"]) == (22, 1.0)
    assert result.numbers["cannot_tell"] == 8
    assert result.level == 1


def test_items_are_even_over_classes_and_new_in_the_next_sitting(learner, course):
    on = now()
    sit(learner, course, "practice", size=4, on=on)
    first = sit(learner, course, wrong=set(range(12)), on=on)
    later = on + timedelta(minutes=5)
    with pytest.raises(Refusal, match="Practise a little first"):
        sit(learner, course, on=later)
    sit(learner, course, "practice", size=4, on=later)
    second = sit(learner, course, on=later + timedelta(minutes=1))
    asked = [{one.item_version.item_id for one in items_of(sitting)} for sitting in (first, second)]
    assert len(asked[0]) == len(asked[1]) == 30
    assert not asked[0] & asked[1]
    assert Series.objects.count() == 1
    newest = result_of(second)
    assert newest is not None
    assert newest.numbers["series"]["n"] == 60


def test_a_new_series_waits_for_ninety_days_and_practice(learner, course, ona):
    on = now()
    for _turn in range(2):
        sit(learner, course, "practice", size=4, on=on)
        on += timedelta(minutes=1)
        sit(learner, course, wrong=set(range(12)), on=on)
        on += timedelta(minutes=1)
    sit(learner, course, "practice", size=4, on=on)
    item = item_of(course, "second")
    block = block_in(course)
    door = door_to(ona.pk, block, exercise_at(item, block), level=0, on=on)
    assert not door.is_open
    with pytest.raises(Refusal, match="A new series opens later"):
        sit(learner, course, on=on)
    spring = on + timedelta(days=91)
    sit(learner, course, "practice", size=4, on=spring)
    sit(learner, course, on=spring + timedelta(minutes=1))
    assert Series.objects.count() == 2


def test_a_short_check_keeps_the_level_and_does_not_raise_it(learner, course, ona):
    on = now()
    sit(learner, course, "practice", size=4, on=on)
    sit(learner, course, on=on)
    year = on + timedelta(days=400)
    sit(learner, course, "practice", size=4, on=year)
    short = sit(learner, course, wrong={0, 1}, on=year + timedelta(minutes=1))
    assert short.items.count() == 15
    result = result_of(short)
    assert result is not None
    assert (result.level, result.numbers["series"]["is_kept"]) == (2, True)
    assert result.valid_until == months_later(year + timedelta(minutes=1), 24)


def test_nothing_is_judged_before_all_is_answered(learner, course, opened):
    sit(learner, course, "practice", size=4)
    sitting = opened(learner)
    answer_item(sitting, 0, "a", certainty="sure", on=now())
    with pytest.raises(Refusal, match="Items without an answer: 29"):
        close_sitting(sitting, on=now())
    sitting.refresh_from_db()
    assert sitting.is_open
    assert opened(learner) == sitting
    with pytest.raises(Refusal, match="Finish the sitting first"):
        write_plan(sitting, "Look longer.", on=now())


@pytest.mark.parametrize(
    ("answer", "certainty", "told"),
    [
        (None, "sure", "Answer first"),
        ("z", "sure", "Answer first"),
        (["a"], "sure", "Answer first"),
        ("a", "", "Say how sure"),
        ("a", "very", "Say how sure"),
    ],
)
def test_what_is_no_answer_is_refused(learner, course, opened, answer, certainty, told):
    sit(learner, course, "practice", size=4)
    sitting = opened(learner)
    with pytest.raises(Refusal, match=told):
        answer_item(sitting, 0, answer, certainty=certainty, on=now())
    assert not items_of(sitting)[0].is_answered


def test_practice_tells_at_once_and_asks_again_what_was_wrong(learner, course, opened):
    on = now()
    sitting = opened(learner, "practice")
    right = items_of(sitting)[0].item_version.item.category
    wrong = next(one for one in "abc" if one != right)
    answer_item(sitting, 0, wrong, certainty="sure", on=on)
    # What was told cannot be answered otherwise afterwards.
    assert answer_item(sitting, 0, right, certainty="sure", on=on).answer == wrong
    practise_next(sitting, on=on)
    assert practise_again(sitting, on=on) == 1
    # Pressed twice, nothing is lost.
    assert practise_again(sitting, on=on) == 1
    items = items_of(sitting)
    assert [one.item_version_id for one in items] == [items[0].item_version_id] * 2
    answer_item(sitting, 1, right, certainty="sure", on=on)
    with pytest.raises(Refusal, match="Nothing is left"):
        practise_again(sitting, on=on)


def test_what_was_not_answered_yet_is_not_asked_once_more(learner, opened):
    sitting = opened(learner, "practice")
    assert practise_again(sitting, on=now()) == 0
    assert len(items_of(sitting)) == 1


def test_help_is_recorded_and_there_is_none_while_measuring(learner, course, opened):
    on = now()
    practice = opened(learner, "practice")
    assert ask_help(practice, 0, on=on).is_aided
    sit(learner, course, "practice", size=4, on=on)
    measured = opened(learner)
    with pytest.raises(Refusal, match="no help"):
        ask_help(measured, 0, on=on)


@pytest.mark.parametrize(("phase", "first"), [("measured", "words"), ("practice", "picture")])
def test_what_was_read_in_words_is_measured_in_words(teach, ona, phase, first):
    course = teach(counting())
    sitting = open_sitting(
        begin(ona, course),
        outline_in_force(course),
        item_of(course, "second"),
        block_in(course),
        phase=phase,
        on=now(),
    )
    if phase == "practice":
        answer_item(sitting, 0, None, cannot_tell=True, on=now())
        practise_next(sitting, on=now())
    change_form(sitting, 0, form="words")
    forms = {one.form for one in items_of(sitting) if not one.is_answered}
    assert forms == {"words"}
    # Its words have told what the picture asks for; those that follow are not seen yet.
    change_form(sitting, 0 if phase == "measured" else 1, form="picture")
    waiting = [one.form for one in items_of(sitting) if not one.is_answered]
    assert waiting[0] == first
    assert set(waiting[1:]) <= {"picture"}
    with pytest.raises(Refusal, match="Choose one"):
        change_form(sitting, 0, form="music")


def test_an_aided_set_makes_no_result(learner, course):
    sitting = sit(learner, course, "aided")
    assert sitting.items.count() == 6
    assert not CalibrationResult.objects.exists()
    assert not Evidence.objects.exists()
    assert Sitting.objects.get().series is None


def test_a_plan_is_kept_and_taken_away(learner, course):
    sit(learner, course, "practice", size=4)
    sitting = sit(learner, course)
    write_plan(sitting, " Look at the edge first. ", on=now())
    assert sitting.plan.text == "Look at the edge first."
    with pytest.raises(Refusal, match="at most 3000"):
        write_plan(sitting, "x" * 3001, on=now())
    assert write_plan(sitting, " ", on=now()) is None
