"""Writing a course's achievements: what its lead may ask for, and what stays as it was given."""

from dataclasses import replace

import pytest

from badges.awards.actions import define_achievement, load_achievements
from badges.awards.definition_actions import (
    Definition,
    archive_achievement,
    drawn,
    letters_for,
    restore_achievement,
    stamp_of,
    write_achievement,
)
from badges.awards.models import Achievement, Award
from badges.awards.sentences import said
from badges.intake.actions import take_in_waiting
from courses.content.actions.aligning import Claim, claim
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from tests.learning import begin, finish
from tests.packages import pair, sampling

pytestmark = pytest.mark.django_db

C1 = {"competency": "C1", "level": 1}


def definition(rule=C1, **more):
    words = {
        "name": pair("Krantas", "Riverbank"),
        "description": pair("Moka.", "Knows how."),
        "criteria": pair("Testas.", "A quiz."),
        "valid_months": None,
    }
    return Definition(**{**words, "rule": rule, "drawing": drawn(rule, "", 5), **more})


@pytest.fixture
def write(sampling_course, ieva):
    def make(said=None, achievement=None, by=None, over=""):
        return write_achievement(
            sampling_course, achievement, said or definition(), over=over, by=by or ieva, on=now()
        )

    return make


def refusal(work, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        work(*args, **kwargs)
    return refused.value.code


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"competency": "C1", "level": 2}, "not-shown-here"),
        ({"competency": "B4", "level": 1}, "not-shown-here"),
        ({"competency": "Z9", "level": 1}, "not-shown-here"),
        ({"any": [C1, {"competency": "B4", "level": 1}]}, "not-shown-here"),
        ({"course": "another"}, "another-course"),
        ({"all": [C1, {"course": "another"}]}, "another-course"),
        ({"all": []}, "bad-rule"),
        ({"k": 2, "of": [C1]}, "bad-rule"),
        ({"competency": "C1", "level": 9}, "bad-rule"),
        ({"everybody": True}, "bad-rule"),
    ],
)
def test_a_course_can_ask_only_for_what_it_shows_and_for_itself(write, rule, code):
    said = replace(definition(), rule=rule)
    assert refusal(write, said) == code
    assert not Achievement.objects.exclude(course=None).exists()


def test_administrators_may_ask_for_anything_that_there_is(write, vytas, teach):
    teach(sampling("another"))
    rule = {"all": [{"competency": "B4", "level": 3}, {"course": "another"}]}
    assert write(definition(rule), by=vytas).rule == rule
    lost = {"all": [{"competency": "Z9", "level": 1}, {"course": "nowhere"}]}
    with pytest.raises(Refusal, match="Z9, nowhere"):
        write(replace(definition(), rule=lost), by=vytas)


def test_what_only_the_draft_assesses_can_be_asked_for_before_it_is_published(
    write, sampling_course, ieva
):
    second = sampling_course.units.get(key="second")
    claim(sampling_course, "B4", {second.uid: Claim(3, 0)}, by=ieva, on=now())
    assert write(definition({"competency": "B4", "level": 1}))
    # A quiz shows level 1, whatever is claimed.
    level_two = replace(definition(), rule={"competency": "B4", "level": 2})
    assert refusal(write, level_two) == "not-shown-here"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": {}}, "no-words"),
        ({"criteria": {"lt": "   "}}, "no-words"),
        ({"name": {"en": "x" * 121}}, "too-long"),
        ({"valid_months": 0}, "months"),
        ({"valid_months": 601}, "months"),
    ],
)
def test_words_are_needed_and_have_bounds(write, more, code):
    assert refusal(write, definition(**more)) == code


def test_a_version_somebody_holds_is_frozen_and_a_change_makes_the_next(
    write, sampling_course, ona
):
    first = write()
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    award = Award.objects.get(person=ona, achievement=first.achievement)
    changed = definition(name=pair("Upė", "River"))
    second = write(changed, first.achievement, over=stamp_of(first))
    assert (second.number, second.name["en"]) == (2, "River")
    award.refresh_from_db()
    assert award.version.name["en"] == "Riverbank"
    first.achievement.refresh_from_db()
    assert first.achievement.in_force == second


def test_before_anybody_holds_it_a_change_stays_in_the_same_version(write):
    first = write()
    again = write(definition(valid_months=12), first.achievement, over=stamp_of(first))
    assert (again.pk, again.valid_months) == (first.pk, 12)
    verbs = AuditNote.objects.filter(verb__startswith="achievement").order_by("pk")
    assert [one.verb for one in verbs] == ["achievement made", "achievement changed"]
    write(definition(valid_months=12), first.achievement, over=stamp_of(again))
    assert verbs.count() == 2


def test_of_two_who_change_it_the_second_overwrites_nothing(write):
    first = write()
    stamp = stamp_of(first)
    write(definition(valid_months=12), first.achievement, over=stamp)
    late = definition(name=pair("Kitas", "Other"))
    assert refusal(write, late, first.achievement, over=stamp) == "changed-meanwhile"
    first.refresh_from_db()
    assert (first.name["en"], first.valid_months) == ("Riverbank", 12)


def test_a_badge_of_a_course_is_given_to_its_learners_only(write, teach, ona, jonas):
    """Otherwise anybody who teaches could give a badge to everybody on the site."""
    write()
    other = teach(sampling("another"))
    finish(jonas, other, on=now())
    take_in_waiting(on=now())
    mine = Award.objects.exclude(achievement__course=None)
    assert not mine.exists()
    begin(jonas, Achievement.objects.exclude(course=None).get().course)
    take_in_waiting(on=now())
    assert [award.person for award in mine] == [jonas]


def test_archived_it_is_given_to_nobody_until_it_is_restored(write, sampling_course, ona, ieva):
    achievement = write().achievement
    archive_achievement(achievement, by=ieva, on=now())
    archive_achievement(achievement, by=ieva, on=now())
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    assert not Award.objects.filter(achievement=achievement).exists()
    restore_achievement(achievement, by=ieva, on=now())
    verbs = AuditNote.objects.filter(target_id=str(achievement.pk)).order_by("pk")
    assert [one.verb for one in verbs if one.verb != "achievement made"] == [
        "achievement archived",
        "achievement restored",
    ]


def test_the_sites_achievements_and_a_courses_never_take_each_others_key(
    write, sampling_course, tmp_path
):
    first = write()
    words = {"name": {}, "description": {}, "criteria": {}, "drawing": {}, "valid_months": None}
    take = {**words, "rule": C1, "on": now()}
    assert refusal(define_achievement, first.achievement.key, **take) == "key-taken"
    taken = {**take, "course": sampling_course}
    assert refusal(define_achievement, "first-steps", **taken) == "key-taken"
    assert write().achievement.key != first.achievement.key
    file = tmp_path / "achievements.yaml"
    file.write_text("[]")
    assert load_achievements(file, on=now()) == 0


def test_the_drawing_says_no_more_than_the_rule_asks(competency_map):
    rule = {"any": [{"competency": "C1", "level": 3}, {"competency": "B4", "level": 2}]}
    assert drawn(rule, "C", 7) == {"letter": "C", "level": 2, "codes": ["B4", "C1"], "seed": 7}
    assert drawn(rule, "F", 10**9) == {
        "letter": "B",
        "level": 2,
        "codes": ["B4", "C1"],
        "seed": 999_999,
    }
    assert drawn({"course": "x"}, "F", -1) == {"letter": "F", "level": 0, "codes": [], "seed": 0}
    assert letters_for(rule) == ["B", "C"]
    assert letters_for(None)[0] == "A" and "F" in letters_for(None)


def test_rules_are_said_in_sentences():
    rule = {"k": 2, "of": [C1, {"course": "x"}, {"all": [{"competency": "A9", "level": 2}]}]}
    told = said(rule, {"C1": {"en": "Follow a protocol"}}, {"x": {"lt": "Upė"}})
    assert told.words == "At least 2 of these:"
    first, second, third = told.parts
    assert first.words == "Competency “Follow a protocol” (C1), level 1"
    assert second.words == "Course “Upė” completed"
    assert (third.words, third.parts[0].words) == ("All of these:", "Competency A9, level 2")
