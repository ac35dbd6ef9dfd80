"""What an instructor allows one learner: from the studio's page to the gate, the quiz and the page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.assessment.actions import start_attempt
from courses.progress.actions import allow, look_again_due, no_longer_allow, skip_unit
from courses.progress.allowances import extra_attempts, extra_minutes
from courses.progress.models import Allowance, How
from courses.records.models import LearningRecord, Verb
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.invariants import differences
from tests.learning import answer, begin, item_of, outline_in_force, read

OPEN, ATTEMPT, TIME, SKIP = (
    Allowance.Kind.OPEN,
    Allowance.Kind.ATTEMPT,
    Allowance.Kind.TIME,
    Allowance.Kind.SKIP,
)


def local(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def course(teach, package):
    """The last unit opens in a week; the quiz can be answered once."""
    package.unit("third")["opens_on"] = local(7).isoformat()
    blocks = package.unit("second")["blocks"]
    line = next(one for one in blocks if one.startswith("::: quiz"))
    blocks[f"{line} attempts=1"] = blocks.pop(line)
    return teach(package)


@pytest.fixture
def one(jonas, course):
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    return enrolment


@pytest.fixture
def allows(one, course, ieva):
    def by(kind, key="second", **more):
        unit_id = item_of(course, key).unit_id if key else None
        said = {"reason": "Was ill", "by": ieva, "on": now(), **more}
        row = allow(one, kind, unit_id=unit_id, **said)
        one.refresh_from_db()
        return row

    return by


@pytest.fixture
def helps(one, course, ieva, client_for):
    """By the form of the learner's page."""

    def by(key, how, client=None, **more):
        unit = str(item_of(course, key).uid) if key != "course" else key
        typed = {"unit": unit, "how": how, "reason": "Was ill", **more}
        address = f"/en/studio/courses/sampling/people/{one.pk}/count/"
        return (client or client_for(ieva)).post(address, typed, follow=True)

    return by


def page(course, key):
    return f"/en/courses/{course.slug}/units/{item_of(course, key).uid}/"


def refused(act, *args, **more):
    with pytest.raises(Refusal) as caught:
        act(*args, **more)
    return caught.value.code


def test_what_is_opened_is_read_at_once_and_the_learner_is_told_why(
    one, course, helps, client_for, jonas
):
    learner = client_for(jonas)
    assert learner.get(page(course, "third")).status_code == 403
    assert "Allowed: “Open now”" in helps("third", "open-now").text
    assert learner.get(page(course, "third")).status_code == 200
    told = learner.get("/en/courses/sampling/").text
    assert "Ieva Jankauskienė has opened the unit “1.3 Unit third” for you." in told
    assert "Reason: Was ill" in told
    note = AuditNote.objects.get(verb="allowed")
    assert (note.reason, note.target) == ("Was ill", "courses.allowance")
    record = LearningRecord.objects.get(verb=Verb.ALLOWED)
    assert record.result == {"kind": "open-now", "reason": "Was ill", "by": "Ieva Jankauskienė"}
    assert list(differences()) == []


def test_taken_back_it_is_closed_again_but_what_was_done_stays_done(
    one, course, helps, client_for, jonas, ieva
):
    helps("third", "open-now")
    row = Allowance.objects.get()
    address = f"/en/studio/courses/sampling/people/{one.pk}/allowed/{row.pk}/"
    teacher = client_for(ieva)
    assert teacher.post(address, {"reason": " "}).status_code == 422
    shown = teacher.post(address, {"reason": "Is back", "withdraw": row.pk}, follow=True).text
    assert "no longer allowed" in shown
    assert "no longer allows: Open now – 1.3 Unit third" in shown
    assert client_for(jonas).get(page(course, "third")).status_code == 403
    no_longer_allow(row, reason="Once more", by=ieva, on=now())
    row.refresh_from_db()
    assert row.withdrawn_why == "Is back"
    helps("third", "open-now")
    read(one, course, "third")
    no_longer_allow(Allowance.objects.last(), reason="Over", by=ieva, on=now())
    assert one.completions.filter(unit__key="third", how=How.DONE).exists()
    assert list(differences()) == []


def test_another_attempt_is_one_more_and_no_more(one, course, helps, client_for, jonas):
    answer(one, course, "second", right=0)
    assert refused(answer, one, course, "second", right=0) == "attempts-used"
    assert "All attempts are used" in client_for(jonas).get(page(course, "second")).text
    assert "Write how many more" in helps("second", "attempt").text
    helps("second", "attempt", amount="1")
    assert "1 attempt left" in client_for(jonas).get(page(course, "second")).text
    answer(one, course, "second", right=0)
    assert refused(answer, one, course, "second", right=0) == "attempts-used"
    helps("second", "attempt", amount="1")
    answer(one, course, "second")
    assert one.completions.filter(unit__key="second").exists()


def test_minutes_add_up_and_end_with_their_day(one, allows, course):
    second, third = (item_of(course, key).unit_id for key in ("second", "third"))
    assert extra_minutes(one, second, now()) == 0
    allows(TIME, amount=10)
    allows(TIME, key=None, amount=5, until=local(2))
    assert extra_minutes(one, second, now()) == 15
    assert extra_minutes(one, third, now()) == 5
    assert extra_minutes(one, second, now() + timedelta(days=3)) == 10
    assert extra_attempts(one, second, now()) == 0


def test_nobody_pays_for_what_nobody_was_allowed(one, course, django_assert_num_queries, allows):
    second = item_of(course, "second").unit_id
    with django_assert_num_queries(0):
        extra_minutes(one, second, now())
        extra_attempts(one, second, now())
    allows(TIME, amount=10)
    with django_assert_num_queries(1):
        extra_minutes(one, second, now())


def test_the_same_form_pressed_twice_is_one(one, helps):
    pressed = str(uuid4())
    for _press in range(2):
        helps("second", "attempt", amount="2", pressed=pressed)
    assert Allowance.objects.get().amount == 2


def test_what_may_be_skipped_is_skipped_by_the_learner(one, course, allows, client_for, jonas):
    item = item_of(course, "second")
    assert refused(skip_unit, one, item.unit_id, on=now()) == "no-skip"
    allows(SKIP)
    learner = client_for(jonas)
    assert "lets you skip this unit" in learner.get(page(course, "second")).text
    learner.post(f"{page(course, 'second')}skip/")
    row = one.completions.get(unit__key="second")
    assert (row.how, row.reason) == (How.EXEMPT, "Was ill")
    assert "You need not do this unit" in learner.get(page(course, "second")).text
    assert list(differences()) == []


def test_an_opening_that_ends_closes_again_and_the_summary_follows(one, course, allows):
    answer(one, course, "second")
    allows(OPEN, key="third", until=local(2))
    assert one.next_unit.key == "third"
    assert look_again_due(on=now() + timedelta(days=3)) == 1
    one.refresh_from_db()
    assert one.next_unit is None


@pytest.mark.parametrize(
    ("code", "kind", "key", "more"),
    [
        ("no-reason", OPEN, "third", {"reason": "  "}),
        ("how-much", ATTEMPT, "second", {}),
        ("how-much", TIME, "second", {"amount": 601}),
        ("past", OPEN, "third", {"until": local(-1)}),
        ("no-quiz", TIME, "third", {"amount": 5}),
        ("counts-already", SKIP, "first", {}),
        ("no-unit", SKIP, None, {}),
        ("no-choice", "everything", "third", {}),
    ],
)
def test_what_makes_no_sense_is_refused(allows, code, kind, key, more):
    assert refused(allows, kind, key, **more) == code
    assert not Allowance.objects.exists()


def test_the_form_says_beside_the_field_what_is_missing_and_keeps_what_was_typed(one, helps):
    page = helps("course", "skip")
    assert page.status_code == 422
    assert "Choose one unit: this is not done for a whole course." in page.text
    assert "Was ill</textarea>" in page.text


def test_a_marker_allows_nothing(one, course, helps, client_for, rasa):
    assert helps("third", "open-now", client=client_for(rasa)).status_code == 404


def test_a_quiz_that_was_opened_can_be_begun(teach, package, jonas, ieva):
    package.unit("second")["opens_on"] = local(3).isoformat()
    course = teach(package)
    enrolment = begin(jonas, course)
    item = item_of(course, "second")
    outline = outline_in_force(course)
    begun = (enrolment, outline, item, item.score_block)
    assert refused(start_attempt, *begun, on=now()) == "locked"
    allow(enrolment, OPEN, unit_id=None, reason="Leaves early", by=ieva, on=now())
    assert start_attempt(*begun, on=now()).is_open
