"""Who would newly be given which badge, if something were added to what they have shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from badges.awards.actions import define_achievement, revoke_award
from badges.awards.definition_actions import archive_achievement
from badges.awards.earning import due_by, who_would_earn
from badges.awards.models import Achievement, Award
from badges.intake.actions import take_in_waiting
from courses.evidence.models import Evidence
from lms.common.clock import now
from tests.learning import begin, finish
from tests.packages import pair

pytestmark = pytest.mark.django_db


def defines(key, rule, course=None):
    return define_achievement(
        key,
        name=pair(key, key),
        description=pair(key, key),
        criteria=pair(key, key),
        rule=rule,
        drawing={"letter": "A", "level": 1, "codes": [], "seed": 1},
        valid_months=None,
        on=now(),
        course=course,
    )


def level(code, at=1):
    return {"competency": code, "level": at}


def keys(found):
    return {person: [one.achievement.key for one in several] for person, several in found.items()}


@pytest.fixture
def only(sampling_course):
    """No achievements but those of the test."""
    Achievement.objects.update(archived_at=now())
    return sampling_course


def would(changes=None, courses=None):
    return keys(who_would_earn(changes or {}, courses or {}, now()))


@pytest.mark.parametrize(
    ("rule", "levels", "slugs", "earns"),
    [
        (level("B4"), {"B4": 1}, set(), True),
        (level("B4", 2), {"B4": 1}, set(), False),
        (level("B4"), {"B5": 4}, set(), False),
        ({"course": "other"}, {}, {"other"}, True),
        ({"all": [level("B4"), level("C1")]}, {"B4": 1}, set(), True),
        ({"all": [level("B4"), level("B5")]}, {"B4": 1}, set(), False),
        ({"any": [level("B4"), {"course": "other"}]}, {}, {"other"}, True),
        ({"k": 2, "of": [level("B4"), level("B5"), level("C1")]}, {"B5": 1}, set(), True),
        ({"k": 3, "of": [level("B4"), level("B5"), level("C1")]}, {"B5": 1}, set(), False),
        # C1 is shown already, so that this change does nothing for it.
        (level("C1"), {"C1": 1}, set(), False),
        ({"any": [level("C1"), level("B4")]}, {"B4": 1}, set(), False),
    ],
)
def test_what_is_added_counts_with_what_is_there(only, ona, rule, levels, slugs, earns):
    finish(ona, only, on=now())
    assert Evidence.objects.filter(person=ona, competency__code="C1").exists()
    defines("the-one", rule)
    assert would({ona.pk: levels}, {ona.pk: slugs}) == ({ona.pk: ["the-one"]} if earns else {})


def test_each_person_gets_only_what_is_theirs(only, ona, jonas, birute):
    defines("four", level("B4"))
    defines("done", {"course": "sampling"})
    changes = {ona.pk: {"B4": 1}, jonas.pk: {"B4": 1, "B5": 1}, birute.pk: {"A1": 1}}
    courses = {jonas.pk: {"sampling"}}
    assert would(changes, courses) == {ona.pk: ["four"], jonas.pk: ["four", "done"]}
    assert would() == {}


def test_what_is_or_was_held_is_not_earned_again(only, ona, vytas):
    defines("first", level("C1"))
    finish(ona, only, on=now())
    take_in_waiting(on=now())
    award = Award.objects.get(person=ona)
    defines("first", level("B4"))
    assert would({ona.pk: {"B4": 1}}) == {}
    revoke_award(award, by=vytas, reason="a mistake", on=now())
    assert would({ona.pk: {"B4": 1}}) == {}


def test_archived_achievements_are_given_to_nobody(only, ona, vytas):
    version = defines("four", level("B4"))
    archive_achievement(version.achievement, by=vytas, on=now())
    assert would({ona.pk: {"B4": 1}}) == {}


def test_a_badge_of_a_course_is_for_who_learns_there(only, ona, jonas):
    defines("ours", level("B4"), course=only)
    begin(ona, only)
    assert would({ona.pk: {"B4": 1}, jonas.pk: {"B4": 1}}) == {ona.pk: ["ours"]}


def test_what_is_no_longer_valid_does_not_count(only, ona):
    finish(ona, only, on=now())
    Evidence.objects.filter(person=ona).update(valid_until=now())
    defines("both", {"all": [level("B4"), level("C1")]})
    assert would({ona.pk: {"B4": 1}}) == {}
    assert would({ona.pk: {"B4": 1, "C1": 1}}) == {ona.pk: ["both"]}


def test_it_agrees_with_what_is_then_awarded(only, ona):
    """The promise and the award follow from the same facts."""
    defines("first", {"all": [level("C1"), {"course": "sampling"}]})
    promised = would({ona.pk: {"C1": 1}}, {ona.pk: {"sampling"}})
    finish(ona, only, on=now())
    take_in_waiting(on=now())
    held = Award.objects.filter(person=ona).values_list("achievement__key", flat=True)
    assert promised == {ona.pk: list(held)}


def test_as_many_statements_for_one_as_for_many(only, person):
    defines("four", {"all": [level("B4"), {"course": "sampling"}]})
    defines("ours", level("C1"), course=only)
    people = [person(f"p{n}") for n in range(6)]
    for one in people:
        begin(one, only)

    def measured(several):
        changes = {one.pk: {"B4": 1, "C1": 1} for one in several}
        courses = {one.pk: {"sampling"} for one in several}
        with CaptureQueriesContext(connection) as captured:
            found = who_would_earn(changes, courses, now())
        assert len(found) == len(several)
        return len(captured.captured_queries)

    assert measured(people) == measured(people[:1]) <= 5


def test_how_many_a_rule_would_reach_at_their_next_record(only, ona, jonas, birute):
    finish(ona, only, on=now())
    finish(birute, only, on=now())
    begin(jonas, only)
    rule = level("C1")
    assert due_by(rule, only.pk, None, on=now()) == 2
    assert due_by({"all": [rule, level("B4")]}, only.pk, None, on=now()) == 0
    version = defines("first", rule, course=only)
    take_in_waiting(on=now())
    assert due_by(rule, only.pk, version.achievement_id, on=now()) == 0
