"""What opens by the calendar, by what was shown, or because somebody opened it: over HTTP first."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from courses.content.queries import blocks_of, outline_by_id
from courses.enrolment.models import Enrolment
from courses.evidence.models import Evidence
from courses.progress.actions import come_in, look_again_due, skip_unit
from courses.progress.calc import State
from courses.progress.models import How
from courses.progress.queries import standing_of
from courses.records.models import LearningRecord, Verb
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.wording import day
from lms.pages.invariants import differences
from tests.learning import answer, begin, item_of, outline_in_force, read
from tests.packages import reading, sampling
from tests.runs import run_of


def local(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def gated(teach, package):
    """Teaches the small course with one thing said otherwise of a unit."""

    def make(key="third", **said):
        package.modules[0]["in_order"] = "false"
        package.unit(key).update(said)
        return teach(package)

    return make


def unit_page(course, key, language="en"):
    return f"/{language}/courses/{course.slug}/units/{item_of(course, key).uid}/"


def course_page(course, language="en"):
    return f"/{language}/courses/{course.slug}/"


# --- the calendar --------------------------------------------------------------------------------


def test_a_unit_that_opens_on_a_day_says_so_in_the_readers_language(gated, ona, client_for):
    opens = local(5)
    course = gated("extra", opens_on=opens.isoformat())
    begin(ona, course)
    client = client_for(ona)
    with translation.override("lt"):
        shown = day(opens, with_year=opens.year != local().year)
    assert f"Atsivers po 5 dienų, {shown}" in client.get(course_page(course, "lt")).text
    locked = client.get(unit_page(course, "extra", "lt"))
    assert locked.status_code == 403
    assert f"Atsivers po 5 dienų, {shown}" in locked.text
    assert "Opens in 5 days, on " in client.get(unit_page(course, "extra")).text


def test_what_the_calendar_has_opened_is_read(gated, ona, client_for):
    course = gated("extra", opens_on=local().isoformat())
    begin(ona, course)
    assert client_for(ona).get(unit_page(course, "extra")).status_code == 200


def test_days_are_counted_from_joining(gated, ona):
    course = gated("first", opens_after_days="3")
    enrolment = begin(ona, course)
    outline, first = outline_in_force(course), item_of(course, "first")
    assert standing_of(enrolment, outline, now()).missing[first.uid].opens == local(3)
    later = now() + timedelta(days=3)
    assert standing_of(enrolment, outline, later).states[first.uid] is State.HERE


def test_the_summary_follows_the_calendar(gated, ona, package):
    """Nobody does anything, and yet there is something to go on with."""
    package.modules[0]["opens_after_days"] = "1"
    course = gated()
    enrolment = begin(ona, course)
    enrolment.refresh_from_db()
    assert enrolment.next_unit is None
    assert enrolment.look_again_at is not None
    assert list(differences()) == []
    assert look_again_due(on=now()) == 0
    assert look_again_due(on=now() + timedelta(days=1)) == 1
    enrolment.refresh_from_db()
    assert enrolment.next_unit.key == "first"
    assert enrolment.look_again_at is None
    assert look_again_due(on=now() + timedelta(days=1)) == 0


def test_whoever_waits_for_the_calendar_is_told_until_when(gated, ona, client_for, package):
    package.modules[0]["opens_on"] = local(1).isoformat()
    course = gated("third")
    begin(ona, course)
    client = client_for(ona)
    assert (
        "For now there is nothing left to do. Opens tomorrow"
        in client.get(course_page(course)).text
    )
    assert "The next unit opens on" in client.get("/en/me/").text


def test_a_visitor_does_not_read_a_first_unit_that_opens_later(gated, visitor):
    course = gated("first", opens_on=local(2).isoformat())
    assert visitor.get(unit_page(course, "first")).status_code == 303


def test_search_counts_what_is_locked_and_does_not_name_it(gated, ona, client_for):
    course = gated("extra", opens_on=local(2).isoformat())
    begin(ona, course)
    found = client_for(ona).get("/en/courses/?q=extra").text
    assert unit_page(course, "extra") not in found


def test_a_locked_quiz_is_not_begun(gated, ona, client_for):
    course = gated("second", opens_on=local(2).isoformat())
    enrolment = begin(ona, course)
    read(enrolment, course, "first")
    with pytest.raises(Refusal) as refused:
        answer(enrolment, course, "second")
    assert refused.value.code == "locked"


# --- a competency --------------------------------------------------------------------------------


def test_a_competency_opens_a_unit_and_the_page_says_the_shortest_way(gated, ona, client_for):
    course = gated("extra", opens_with=["C1@1"])
    enrolment = begin(ona, course)
    client = client_for(ona)
    page = client.get(unit_page(course, "extra")).text
    assert "(C1) at level 1" in page
    assert f'<a href="{unit_page(course, "second")}">1.2 Unit second</a>, about 10' in page
    assert differences_of(course) == []
    read(enrolment, course, "first")
    answer(enrolment, course, "second")
    assert client.get(unit_page(course, "extra")).status_code == 200
    assert list(differences()) == []


def differences_of(course):
    return [one for one in differences() if "enrolment" in one]


def test_what_is_shown_in_another_course_opens_it_and_the_summary_follows(teach, ona, client_for):
    other = sampling("other")
    gated = sampling("gated")
    gated.modules[0]["units"] = [reading("only", opens_with=["C1@1"])]
    gated.items = []
    there, here = teach(other), teach(gated)
    waiting = begin(ona, here)
    client = client_for(ona)
    page = client.get(unit_page(here, "only")).text
    assert "The shortest way is unit 1.2 of the course" in page
    assert course_page(there) in page
    showing = begin(ona, there)
    read(showing, there, "first")
    answer(showing, there, "second")
    assert client.get(unit_page(here, "only")).status_code == 200
    assert list(differences()) == []
    assert look_again_due(on=now()) == 1
    waiting.refresh_from_db()
    assert waiting.next_unit.key == "only"
    assert waiting.waits_since is None


# --- any k of n ----------------------------------------------------------------------------------


def test_any_two_of_three_are_enough_and_the_page_says_so(teach, package, ona, client_for):
    package.modules[0] |= {"rule": 2, "in_order": "false"}
    course = teach(package)
    enrolment = begin(ona, course)
    client = client_for(ona)
    assert "Choose any 2 of its 3 units." in client.get(course_page(course)).text
    assert "Galite rinktis: pakanka 2 iš 3 temų." in client.get(course_page(course, "lt")).text
    read(enrolment, course, "first")
    enrolment.refresh_from_db()
    assert (enrolment.done, enrolment.required, enrolment.minutes_left) == (1, 2, 10)
    read(enrolment, course, "third")
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert list(differences()) == []


# --- skipping ------------------------------------------------------------------------------------


@pytest.fixture
def skippable(teach, ona):
    """A course whose first unit may be skipped by C1, which Ona has shown elsewhere."""
    package = sampling("skips")
    package.unit("first")["skipped_by"] = "C1@1"
    there, here = teach(sampling("shown")), teach(package)
    showing = begin(ona, there)
    read(showing, there, "first")
    answer(showing, there, "second")
    return here


def test_a_unit_is_skipped_by_what_was_shown_elsewhere(skippable, ona, client_for):
    enrolment = begin(ona, skippable)
    client = client_for(ona)
    page = client.get(unit_page(skippable, "first")).text
    assert "You have shown this already on" in page
    assert "in the course “Planning a sample”" in page
    answered = client.post(f"{unit_page(skippable, 'first')}skip/", follow=True)
    assert "Skipped." in answered.text
    row = enrolment.completions.get()
    assert (row.how, row.evidence.competency.code) == (How.CREDITED, "C1")
    assert LearningRecord.objects.filter(verb=Verb.UNIT_CREDITED).count() == 1
    assert Evidence.objects.count() == 1
    assert (
        "You skipped this unit: you had shown it on"
        in client.get(unit_page(skippable, "first")).text
    )
    assert list(differences()) == []


def test_what_was_skipped_can_be_done_anyway(skippable, ona, client_for):
    enrolment = begin(ona, skippable)
    client = client_for(ona)
    client.post(f"{unit_page(skippable, 'first')}skip/")
    client.post(f"{unit_page(skippable, 'first')}skip/")
    client.post(f"{unit_page(skippable, 'first')}finish/")
    row = enrolment.completions.get()
    assert (row.how, row.evidence) == (How.DONE, None)
    assert list(differences()) == []


def test_nobody_skips_what_they_have_not_shown(skippable, jonas, client_for):
    enrolment = begin(jonas, skippable)
    assert "Skip this unit" not in client_for(jonas).get(unit_page(skippable, "first")).text
    with pytest.raises(Refusal) as refused:
        skip_unit(enrolment, item_of(skippable, "first").unit_id, on=now())
    assert refused.value.code == "no-skip"
    assert not Enrolment.objects.get(pk=enrolment.pk).completions.exists()


def test_nothing_is_skipped_after_the_last_day_of_a_run(skippable, ona, ieva):
    come_in(ona, run_of(skippable, ieva), on=now())
    enrolment = Enrolment.objects.get(person=ona, run__course=skippable)
    with pytest.raises(Refusal) as refused:
        skip_unit(enrolment, item_of(skippable, "first").unit_id, on=now() + timedelta(days=40))
    assert refused.value.code == "over"


def test_a_release_keeps_its_openings(gated):
    course = gated(
        "third", opens_on="2031-03-01", opens_after_days="4", opens_with=["C1@1"], skipped_by="A1@2"
    )
    item = outline_by_id(course.in_force_id).items[2]
    assert item.opening.stored == {"on": "2031-03-01", "days": 4, "shown": ["C1@1"]}
    assert str(item.skipped_by) == "A1@2"


def test_a_file_is_taken_along_by_those_who_may_read_its_unit(
    teach, package, ona, ieva, client_for, visitor
):
    """The address alone opens nothing."""
    package.files["sheet.csv"] = b"day,count\n"
    blocks = package.unit("third")["blocks"]
    blocks["::: file sheet src=sheet.csv"] = {"lt": "# Anketa", "en": "# Sheet"}
    course = teach(package)
    item = item_of(course, "third")
    stored = next(one for one in blocks_of(item.version_id) if one["kind"] == "file")
    address = stored["settings"]["files"]["en"]["address"]
    enrolment = begin(ona, course)
    client = client_for(ona)
    assert visitor.get(address).status_code == 303
    assert client.get(address).status_code == 403
    assert b"".join(client_for(ieva).get(address).streaming_content) == b"day,count\n"
    read(enrolment, course, "first")
    answer(enrolment, course, "second")
    taken = client.get(address)
    assert b"".join(taken.streaming_content) == b"day,count\n"
    assert taken["Cache-Control"].startswith("private")
