"""Answers are never lost: two tabs, old forms, early and late submits, practice at once."""

import re

import pytest

from courses.assessment.actions import save_answers, submit
from courses.assessment.models import Response
from courses.enrolment.models import Enrolment
from lms.common.clock import now
from lms.pages.invariants import differences
from tests.learning import answer, begin, item_of, open_attempt, read, right_answers
from tests.packages import pair, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(jonas, sampling_course):
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    return open_attempt(enrolment, sampling_course, "second")


def form_of(client, attempt):
    """The hidden fields of the attempt's page, as a browser without scripts would send them."""
    page = client.get(f"/en/attempts/{attempt.uid}/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([vo]-[^"]+)" value="(\w+)">', page))
    assert len(hidden) == 6
    return hidden


def stored(attempt):
    return [row.answer for row in Response.objects.filter(attempt=attempt).order_by("position")]


def names(attempt):
    rows = Response.objects.filter(attempt=attempt).order_by("position")
    return [f"a-{row.item_version.item.uid}" for row in rows]


def test_a_blank_in_one_tab_does_not_take_away_what_another_tab_has_saved(
    jonas, started, client_for
):
    client = client_for(jonas)
    first, second, third = names(started)
    one_tab, other_tab = form_of(client, started), form_of(client, started)
    client.post(f"/en/attempts/{started.uid}/save/", {**one_tab, first: "a"})
    client.post(f"/en/attempts/{started.uid}/save/", {**other_tab, second: "b"})
    assert stored(started) == ["a", "b", None]
    client.post(f"/en/attempts/{started.uid}/submit/", {**one_tab, third: "c", first: "a"})
    assert stored(started) == ["a", "b", "c"]


def test_clearing_an_answer_in_the_form_that_showed_it_clears_it(jonas, started, client_for):
    client = client_for(jonas)
    first = names(started)[0]
    client.post(f"/en/attempts/{started.uid}/save/", {**form_of(client, started), first: "a"})
    client.post(f"/en/attempts/{started.uid}/save/", form_of(client, started))
    assert stored(started) == [None, None, None]


def test_a_script_sends_only_what_was_touched(jonas, started, client_for):
    client = client_for(jonas)
    first, second, _third = names(started)
    said = {"accept": "application/json"}
    address = f"/en/attempts/{started.uid}/save/"
    client.post(address, {"sequence": 1, "only": first, first: "a"}, headers=said)
    client.post(address, {"sequence": 2, "only": second, second: "b"}, headers=said)
    assert stored(started) == ["a", "b", None]
    client.post(address, {"sequence": 3, "only": first}, headers=said)
    assert stored(started) == [None, "b", None]


def test_an_older_save_that_arrives_late_changes_nothing(started):
    uid = names(started)[0].removeprefix("a-")
    save_answers(started, {uid: "b"}, sequence=5, on=now())
    save_answers(started, {uid: "a"}, sequence=4, on=now())
    assert stored(started)[0] == "b"


def test_a_right_submit_that_a_new_release_has_locked_is_kept_and_counts_when_it_opens(
    jonas, started, teach, package
):
    answers = right_answers(started)
    package.modules[0]["units"].insert(1, reading("new"))
    course = teach(package)
    done = submit(started, on=now(), answers=answers, sequence=1)
    assert done.points == 3000
    enrolment = Enrolment.objects.get(person=jonas)
    assert enrolment.completions.count() == 1
    read(enrolment, course, "new")
    assert set(enrolment.completions.values_list("unit__key", flat=True)) == {
        "first",
        "new",
        "second",
    }
    assert list(differences()) == []


def test_who_has_left_submits_what_was_open_and_finds_it_on_return(jonas, started, sampling_course):
    from courses.progress.actions import join, leave

    enrolment = Enrolment.objects.get(person=jonas)
    leave(enrolment, on=now())
    submit(started, on=now(), answers=right_answers(started), sequence=1)
    assert enrolment.completions.count() == 1
    join(jonas, sampling_course, on=now())
    assert enrolment.completions.filter(unit__key="second").exists()


def test_who_has_left_completes_nothing_by_a_new_release(jonas, sampling_course, teach, package):
    from courses.progress.actions import leave

    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    leave(enrolment, on=now())
    package.modules[0]["units"] = [
        unit for unit in package.modules[0]["units"] if unit["key"] != "third"
    ]
    teach(package)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    assert enrolment.state == "withdrawn"


def test_practice_tells_at_once_what_is_right_and_keeps_to_it(jonas, teach, package, client_for):
    unit = package.unit("second")
    unit["blocks"] = {
        line.replace("preset=check", "preset=practice"): text
        for line, text in unit["blocks"].items()
    }
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    attempt = open_attempt(enrolment, course, "second")
    client = client_for(jonas)
    first = names(attempt)[0]
    page = client.get(f"/en/attempts/{attempt.uid}/").content.decode()
    assert "because of" not in page
    hidden = dict(re.findall(r'name="(v-[^"]+|sequence)" value="(\d+)"', page))
    address = f"/en/attempts/{attempt.uid}/save/"
    told = client.post(address, {**hidden, first: "b", "place": "1"})
    assert told["Location"].endswith("#q-1")
    page = client.get(f"/en/attempts/{attempt.uid}/").content.decode()
    assert "Feedback b" in page
    assert "It is so because of q1." in page
    assert "because of q2" not in page
    client.post(address, {**hidden, first: "a"})
    assert stored(attempt)[0] == "b"


def test_a_release_that_came_while_somebody_was_reading_counts(
    jonas, sampling_course, teach, package
):
    from courses.content.models import Met
    from courses.progress.actions import complete_unit

    enrolment = begin(jonas, sampling_course)
    item = item_of(sampling_course, "first")
    package.modules[0]["units"].append(reading("late"))
    teach(package)
    complete_unit(enrolment, item.unit_id, by=Met.CONTINUE, on=now())
    enrolment.refresh_from_db()
    assert (enrolment.summary_release.number, enrolment.required) == (2, 4)
    assert list(differences()) == []


def test_opening_the_address_of_a_button_leads_to_its_page(
    jonas, sampling_course, started, client_for, visitor
):
    slug, uid = sampling_course.slug, sampling_course.units.get(key="first").uid
    client = client_for(jonas)
    for address, page in (
        (f"courses/{slug}/join/", f"courses/{slug}/"),
        (f"courses/{slug}/units/{uid}/finish/", f"courses/{slug}/units/{uid}/"),
        (f"attempts/{started.uid}/submit/", f"attempts/{started.uid}/"),
    ):
        assert client.get(f"/en/{address}")["Location"] == f"/en/{page}"
        asked = visitor.post(f"/en/{address}")["Location"]
        # Whoever wants to join is led to sign up first; the course is not forgotten.
        door = "signup" if address.endswith("/join/") else "login"
        assert (f"/{door}/" in asked) or ("join/sign-up/" in asked and door == "signup")
        assert (slug if door == "signup" else f"next=/en/{page}") in asked


def test_a_draft_that_is_not_published_changes_nothing_people_see(
    teach, package, ieva, tmp_path, visitor
):
    from courses.content.actions.importing import import_course, read_course

    course = teach(package)
    package.course["audience"] = "practitioner"
    package.course["title"] = pair("Juodraštis", "A draft")
    text, _faults = read_course(package.write(tmp_path / "draft"))
    import_course(text, owner=ieva, on=now())
    page = visitor.get(f"/en/courses/{course.slug}/").content.decode()
    assert "To take part" in page
    assert "A draft" not in page


def test_a_revoked_badge_does_not_come_back_by_itself(jonas, vytas, sampling_course):
    from badges.awards.actions import revoke_award
    from badges.awards.models import Award
    from badges.intake.actions import take_in_waiting

    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    take_in_waiting(on=now())
    revoke_award(Award.objects.get(person=jonas), by=vytas, reason="Not the same person.", on=now())
    read(enrolment, sampling_course, "third")
    take_in_waiting(on=now())
    assert [award.status for award in Award.objects.filter(person=jonas)] == ["revoked"]


def test_a_unit_made_by_an_older_renderer_still_shows(
    jonas, sampling_course, client_for, monkeypatch
):
    from courses.content import queries, rendering
    from courses.content.models import RenderedUnit

    for module in (queries, rendering):
        monkeypatch.setattr(module, "RENDERER", 99)
    client = client_for(jonas)
    uid = sampling_course.units.get(key="first").uid
    page = client.get(f"/en/courses/{sampling_course.slug}/units/{uid}/").content.decode()
    assert "English text about first." in page
    from courses.content.actions.publishing import render_in_force

    assert render_in_force() == 8
    assert RenderedUnit.objects.filter(renderer=99).count() == 8
