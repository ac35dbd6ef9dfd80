"""Pauses, time limits, hints, redoing what was wrong, and which result counts: as learners meet it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from courses.assessment.actions import (
    ask_hint,
    close_due,
    lengthen_open,
    save_answers,
    start_attempt,
    start_redo,
    submit,
)
from courses.assessment.models import Attempt, LateAnswer, Response
from courses.assessment.queries import over_since
from courses.content.actions.publishing import publish
from courses.progress.actions import no_longer_allow
from courses.progress.models import Allowance, UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.invariants import differences
from lms.pages.queries import oldest_due
from tests.learning import begin, item_of, outline_in_force, read, right_answers
from tests.packages import Package, pair, sampling, single

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def quiz(words: str, *, hint: bool = False) -> Package:
    """The second unit asks q1, q2 and q3 by these rules; q1 may have a hint."""
    package = sampling()
    blocks = package.unit("second")["blocks"]
    body = blocks.popitem()[1]
    blocks[f"::: quiz settle items=q1,q2,q3 {words}"] = body
    if hint:
        package.item("q1")["hint"] = pair("Pažiūrėkite **žemyn**.", "Look **down**.")
    return package


@pytest.fixture
def learn(teach, jonas):
    """Jonas in a course whose quiz has these rules; (enrolment, course)."""

    def begun(words: str, **more):
        course = teach(quiz(words, **more))
        enrolment = begin(jonas, course)
        read(enrolment, course, "first")
        return enrolment, course

    return begun


def start(enrolment, course, on=None):
    item = item_of(course, "second")
    outline = outline_in_force(course)
    return start_attempt(enrolment, outline, item, item.score_block, on=on or now())


def answers_of(attempt, right: int):
    """So many right answers, and the rest wrong."""
    answers = right_answers(attempt)
    for uid in list(answers)[right:]:
        answers[uid] = "b"
    return answers


def hand_in(enrolment, course, right: int, on=None):
    attempt = start(enrolment, course, on)
    return submit(attempt, on=on or now(), answers=answers_of(attempt, right), sequence=1)


def names(attempt):
    rows = Response.objects.filter(attempt=attempt).order_by("position")
    return [str(row.item_version.item.uid) for row in rows]


def unit_page(client, course, language="en"):
    uid = course.units.get(key="second").uid
    return client.get(f"/{language}/courses/{course.slug}/units/{uid}/").text


def said(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


# --- the pause -----------------------------------------------------------------------------------


def test_the_next_attempt_opens_after_the_pause_and_the_page_says_when(learn, client_for, jonas):
    enrolment, course = learn("preset=test attempts=3 pause=60")
    client = client_for(jonas)
    assert "1 h between attempts" in said(unit_page(client, course))
    ended = now()
    done = hand_in(enrolment, course, 1, on=ended)
    page = said(unit_page(client, course))
    assert re.search(r"The next attempt opens (today|tomorrow) at \d\d:\d\d\.", page)
    assert "Answer again" not in page
    assert "2 attempts left" in page
    assert "Kitas bandymas bus galimas" in said(unit_page(client, course, "lt"))
    result = said(client.get(f"/en/attempts/{done.uid}/").text)
    assert "The next attempt opens" in result
    assert "Answer again" not in result
    with pytest.raises(Refusal, match="The next attempt opens"):
        start(enrolment, course, on=ended + timedelta(minutes=59, seconds=59))
    assert start(enrolment, course, on=ended + timedelta(minutes=60)).number == 2


def test_whoever_presses_an_old_button_is_told_in_words(learn, client_for, jonas):
    enrolment, course = learn("preset=test attempts=3 pause=60")
    hand_in(enrolment, course, 1)
    item = item_of(course, "second")
    address = f"/en/courses/{course.slug}/units/{item.uid}/"
    told = client_for(jonas).post(f"{address}quiz/{item.score_block}/", follow=True)
    assert "The next attempt opens" in told.text
    assert Attempt.objects.count() == 1


# --- best or last --------------------------------------------------------------------------------


def test_the_last_result_counts_and_takes_nothing_back(learn, client_for, jonas):
    enrolment, course = learn("preset=check counts=last")
    client = client_for(jonas)
    assert "the last result counts" in said(unit_page(client, course))
    first = hand_in(enrolment, course, 3)
    assert UnitCompletion.objects.filter(enrolment=enrolment, unit__key="second").count() == 1
    second = hand_in(enrolment, course, 1)
    assert UnitCompletion.objects.filter(enrolment=enrolment, unit__key="second").count() == 1
    page = said(unit_page(client, course))
    assert "Your last result, which counts: 33% of the points." in page
    assert (
        "This is your last result, so it counts." in client.get(f"/en/attempts/{second.uid}/").text
    )
    old = said(client.get(f"/en/attempts/{first.uid}/").text)
    assert "Your last result counts: 33% of the points." in old
    assert list(differences()) == []


@pytest.mark.parametrize(("rule", "completes"), [("", True), ("counts=last", False)])
def test_an_easier_rule_looks_at_the_result_that_counts(teach, jonas, rule, completes):
    """66 per cent and then 33; the next release asks for 60."""
    package = quiz(f"preset=check {rule}")
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    hand_in(enrolment, course, 2)
    hand_in(enrolment, course, 1)
    package.unit("second")["requirement"] = "score 60"
    teach(package)
    done = UnitCompletion.objects.filter(enrolment=enrolment, unit__key="second").exists()
    assert done == completes


def test_the_best_result_counts_where_nothing_is_said(learn, client_for, jonas):
    enrolment, course = learn("preset=check")
    client = client_for(jonas)
    assert "the best result counts" in said(unit_page(client, course))
    best = hand_in(enrolment, course, 2)
    assert (
        "If you answer again, the best result counts."
        in client.get(f"/en/attempts/{best.uid}/").text
    )
    worse = hand_in(enrolment, course, 1)
    assert "Your best result counts: 67% of the points." in said(
        client.get(f"/en/attempts/{worse.uid}/").text
    )


# --- the time ------------------------------------------------------------------------------------


def test_the_server_keeps_the_end_and_the_page_says_it(learn, client_for, jonas):
    enrolment, course = learn("preset=test minutes=20")
    client = client_for(jonas)
    assert "20 min from the start" in said(unit_page(client, course).replace("\u00a0", " "))
    on = now()
    attempt = start(enrolment, course, on=on)
    assert attempt.due_at == on + timedelta(minutes=20)
    page = client.get(f"/en/attempts/{attempt.uid}/")
    assert "no-store" in page["Cache-Control"]
    assert "This attempt ends" in page.text
    assert f'data-due="{int(attempt.due_at.timestamp() * 1000)}"' in page.text
    assert "Five minutes left." in page.text


def test_what_is_saved_when_the_time_ends_is_handed_in_by_the_sweep(learn, jonas):
    enrolment, course = learn("preset=test minutes=20")
    began = now() - timedelta(minutes=25)
    attempt = start(enrolment, course, on=began)
    save_answers(attempt, right_answers(attempt), sequence=1, on=began + timedelta(minutes=1))
    going = began + timedelta(minutes=19)
    assert over_since(going) is None
    assert over_since(now()) == attempt.due_at
    assert oldest_due(now()) <= attempt.due_at
    assert close_due(on=going) == 0
    call_command("sweep", verbosity=0)
    attempt.refresh_from_db()
    assert not attempt.is_open and attempt.ran_out
    assert attempt.points == 3000
    assert LearningRecord.objects.filter(verb=Verb.SUBMITTED).count() == 1
    assert UnitCompletion.objects.filter(enrolment=enrolment, unit__key="second").exists()
    assert close_due(on=now()) == 0
    assert list(differences()) == []


def test_looking_closes_nothing_and_the_next_touch_does(learn, client_for, jonas):
    enrolment, course = learn("preset=test minutes=20")
    client = client_for(jonas)
    began = now() - timedelta(minutes=25)
    attempt = start(enrolment, course, on=began)
    one, two, _three = names(attempt)
    save_answers(attempt, {one: "a"}, sequence=1, on=began + timedelta(minutes=1))
    assert "The time of your attempt is over" in unit_page(client, course)
    address = f"/en/attempts/{attempt.uid}/"
    assert "What was saved by then is handed in" in client.get(address).text
    attempt.refresh_from_db()
    assert attempt.is_open
    late = client.post(f"{address}save/", {"only": f"a-{two}", f"a-{two}": "a"}, headers=JSON)
    assert late.status_code == 409
    assert late.json()["code"] == "late"
    attempt.refresh_from_db()
    assert (attempt.is_open, attempt.points) == (False, 1000)
    assert LateAnswer.objects.count() == 1
    result = said(client.get(address).text)
    assert "what was saved by then counts" in result
    assert "came after you handed in" in result


@pytest.mark.parametrize("way", ["submit", "start", "hint"])
def test_every_touch_after_the_end_closes_with_what_is_saved(learn, client_for, jonas, way):
    enrolment, course = learn("preset=test minutes=20", hint=True)
    attempt = start(enrolment, course, on=now() - timedelta(minutes=25))
    one = names(attempt)[0]
    item = item_of(course, "second")
    addresses = {
        "submit": f"/en/attempts/{attempt.uid}/submit/",
        "hint": f"/en/attempts/{attempt.uid}/hint/",
        "start": f"/en/courses/{course.slug}/units/{item.uid}/quiz/{item.score_block}/",
    }
    form = {f"a-{one}": "a", f"v-{one}": "0", "hint": one}
    told = client_for(jonas).post(addresses[way], form, follow=True)
    attempt.refresh_from_db()
    assert (attempt.is_open, attempt.points) == (False, 0)
    assert "0 of 3 right" in told.text
    assert Response.objects.filter(hint_at__isnull=False).count() == 0
    assert Attempt.objects.count() == 1


def test_an_answer_that_cannot_be_read_does_not_keep_an_attempt_open(teach, jonas):
    from tests.packages import measured

    package = quiz("preset=test minutes=20")
    package.items[0] = measured("q1")
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    began = now() - timedelta(minutes=30)
    attempt = start(enrolment, course, on=began)
    typed = {names(attempt)[0]: {"typed": "many"}}
    save_answers(attempt, typed, sequence=1, on=began)
    assert close_due(on=now()) == 1
    assert list(differences()) == []


# --- hints ---------------------------------------------------------------------------------------


def test_a_hint_is_shown_when_asked_for_and_costs_what_was_said(learn, client_for, jonas):
    enrolment, course = learn("preset=check hint_cost=25", hint=True)
    client = client_for(jonas)
    attempt = start(enrolment, course)
    one, two, three = names(attempt)
    address = f"/en/attempts/{attempt.uid}/"
    page = client.get(address).text
    assert "Show a hint (costs 25% of the point)" in page
    assert "Look <strong>down" not in page
    form = {f"a-{two}": "a", f"v-{two}": "0", "hint": one}
    told = client.post(f"{address}hint/", form)
    assert told.url == f"{address}#q-1"
    page = client.get(address).text
    assert "Look <strong>down" in page
    # What was typed came along.
    assert re.search(rf'name="a-{two}" value="a" checked', page)
    asked_at = Response.objects.get(attempt=attempt, position=0).hint_at
    client.post(f"{address}hint/", {"hint": one})
    assert Response.objects.get(attempt=attempt, position=0).hint_at == asked_at
    form = {f"a-{uid}": "a" for uid in (one, two, three)}
    told = client.post(f"{address}submit/", form, follow=True)
    assert "3 of 3 right" in told.text
    assert "92% of the points" in told.text
    assert "You asked for the hint, which costs 25% of the point." in told.text
    attempt.refresh_from_db()
    assert attempt.points == 2750
    record = LearningRecord.objects.get(verb=Verb.SUBMITTED)
    assert (record.result["right"], record.result["partly"]) == (3, 0)
    assert list(differences()) == []


def test_a_question_without_a_hint_offers_none(learn, client_for, jonas):
    enrolment, course = learn("preset=check", hint=True)
    attempt = start(enrolment, course)
    page = client_for(jonas).get(f"/en/attempts/{attempt.uid}/").text
    assert page.count("Show a hint") == 1
    assert "costs" not in page
    from uuid import UUID

    with pytest.raises(Refusal, match="no hint"):
        ask_hint(attempt, UUID(names(attempt)[1]), on=now())


# --- redoing -------------------------------------------------------------------------------------


def test_what_was_wrong_is_done_again_and_changes_no_result(learn, client_for, jonas):
    enrolment, course = learn("preset=practice")
    client = client_for(jonas)
    attempt = hand_in(enrolment, course, 1)
    address = f"/en/attempts/{attempt.uid}/"
    assert "Redo what I got wrong" in client.get(address).text
    page = client.post(f"{address}redo/", follow=True)
    assert "What was not right yet" in page.text
    redo = Attempt.objects.get(redoes=attempt)
    assert names(redo) == names(attempt)[1:]
    again = client.post(f"{address}redo/", follow=True)
    assert again.redirect_chain[-1][0] == f"/en/attempts/{redo.uid}/"
    submit(redo, on=now(), answers=right_answers(redo), sequence=1)
    told = said(client.get(f"/en/attempts/{redo.uid}/").text)
    assert "2 of 2 right" in told
    assert "This was practice: your result stays 33% of the points." in told
    assert "Redo what I got wrong" not in told
    assert LearningRecord.objects.filter(verb=Verb.SUBMITTED).count() == 1
    assert not UnitCompletion.objects.filter(enrolment=enrolment, unit__key="second").exists()
    assert "Your best result so far: 33%" in said(unit_page(client, course))
    assert list(differences()) == []


def test_a_redo_uses_up_no_attempt_and_waits_for_no_pause(learn):
    enrolment, course = learn("preset=practice attempts=1 pause=60")
    attempt = hand_in(enrolment, course, 1)
    item, outline = item_of(course, "second"), outline_in_force(course)
    redo = start_redo(enrolment, outline, item, attempt, on=now())
    assert redo.due_at is None
    submit(redo, on=now(), answers=answers_of(redo, 1), sequence=1)
    once_more = start_redo(enrolment, outline, item, redo, on=now())
    assert names(once_more) == names(attempt)[2:]
    submit(once_more, on=now(), answers=right_answers(once_more), sequence=1)
    with pytest.raises(Refusal, match="Nothing is left"):
        start_redo(enrolment, outline, item, once_more, on=now())
    with pytest.raises(Refusal, match="all attempts"):
        start(enrolment, course)


def test_only_practice_is_done_again_in_parts(learn, client_for, jonas):
    enrolment, course = learn("preset=check")
    attempt = hand_in(enrolment, course, 1)
    client = client_for(jonas)
    assert "Redo what I got wrong" not in client.get(f"/en/attempts/{attempt.uid}/").text
    client.post(f"/en/attempts/{attempt.uid}/redo/")
    assert Attempt.objects.count() == 1


def test_a_corrected_key_leaves_a_redo_practice(learn, ieva, teach):
    """The redo would be enough for the unit if it counted."""
    from courses.assessment.actions import order_regrade, settle_regrade
    from courses.banks.models import Item, ItemVersion

    enrolment, course = learn("preset=practice")
    attempt = hand_in(enrolment, course, 0)
    item, outline = item_of(course, "second"), outline_in_force(course)
    redo = start_redo(enrolment, outline, item, attempt, on=now())
    submit(redo, on=now(), answers=dict.fromkeys(names(redo), "c"), sequence=1)
    package = quiz("preset=practice")
    package.items = [single(key, right="c") for key in ("q1", "q2", "q3")]
    course = teach(package)
    release = publish(course, by=ieva, on=now())
    for one in Item.objects.all():
        was, version = ItemVersion.objects.filter(item=one).order_by("number")
        regrade = order_regrade(
            release, was, version, way="upward", reason="Wrong key", by=ieva, on=now()
        )
        settle_regrade(regrade.pk, on=now())
    redo.refresh_from_db()
    assert redo.points == 3000
    assert not LearningRecord.objects.filter(verb=Verb.REGRADED).exists()
    assert not UnitCompletion.objects.filter(enrolment=enrolment, unit__key="second").exists()


# --- two tabs ------------------------------------------------------------------------------------


@pytest.fixture
def going(learn):
    enrolment, course = learn("preset=check")
    return start(enrolment, course)


def stored(attempt):
    return [row.answer for row in Response.objects.filter(attempt=attempt).order_by("position")]


def by_script(client, attempt, uid, answer, *, at, over="0"):
    sent = {"only": f"a-{uid}", f"a-{uid}": answer, f"t-{uid}": at, f"v-{uid}": over}
    return client.post(f"/en/attempts/{attempt.uid}/save/", sent, headers=JSON).json()


def test_an_older_answer_that_was_off_line_does_not_overwrite_a_newer_one(going, client_for, jonas):
    client = client_for(jonas)
    uid = names(going)[0]
    present = int(now().timestamp() * 1000)
    by_script(client, going, uid, "b", at=present - 1000)
    told = by_script(client, going, uid, "c", at=present - 60_000)
    assert told["newer"] == [uid]
    assert stored(going)[0] == "b"


def test_a_newer_answer_of_a_tab_that_saw_nothing_wins(going, client_for, jonas):
    client = client_for(jonas)
    uid = names(going)[0]
    present = int(now().timestamp() * 1000)
    by_script(client, going, uid, "b", at=present - 60_000)
    told = by_script(client, going, uid, "c", at=present - 1000)
    assert told["newer"] == []
    assert stored(going)[0] == "c"


def test_whoever_saw_the_answer_writes_after_it_whatever_their_clock_says(going, client_for, jonas):
    client = client_for(jonas)
    uid = names(going)[0]
    present = int(now().timestamp() * 1000)
    first = by_script(client, going, uid, "b", at=present + 10**9)
    told = by_script(client, going, uid, "c", at=1, over=first["stands"][uid]["v"])
    assert told["newer"] == []
    assert told["stands"][uid]["v"] > first["stands"][uid]["v"]
    assert stored(going)[0] == "c"


def test_the_same_answer_sent_again_is_one_answer(going, client_for, jonas):
    client = client_for(jonas)
    uid = names(going)[0]
    present = int(now().timestamp() * 1000)
    first = by_script(client, going, uid, "b", at=present - 1000)
    assert by_script(client, going, uid, "b", at=present - 1000) == first


def test_a_form_that_nobody_touched_takes_nothing_from_another_tab(going, client_for, jonas):
    """Without a script: one tab changes an answer, the other hands in what it showed."""
    client = client_for(jonas)
    one, two, three = names(going)
    address = f"/en/attempts/{going.uid}/"
    client.post(f"{address}save/", {f"a-{one}": "b", f"v-{one}": "0"})
    page = client.get(address).text
    old = dict(re.findall(r'<input type="hidden" name="([vo]-[^"]+)" value="(\w+)">', page))
    client.post(f"{address}save/", {**old, f"a-{one}": "a"})
    assert stored(going)[0] == "a"
    form = {**old, f"a-{one}": "b", f"a-{two}": "a", f"a-{three}": "a"}
    told = client.post(f"{address}submit/", form, follow=True)
    assert "3 of 3 right" in told.text


# --- what an instructor allows beyond the rules --------------------------------------------------


def helps(client, enrolment, course, how: str, **more):
    address = f"/en/studio/courses/{course.slug}/people/{enrolment.pk}/count/"
    unit = str(item_of(course, "second").uid)
    return client.post(
        address, {"unit": unit, "how": how, "reason": "Was ill", **more}, follow=True
    )


def test_more_time_reaches_the_attempt_under_way_and_the_next(learn, ieva, client_for):
    enrolment, course = learn("preset=test minutes=20")
    on = now()
    attempt = start(enrolment, course, on=on)
    teacher, pressed = client_for(ieva), str(uuid4())
    for _press in range(2):
        helps(teacher, enrolment, course, "more-time", amount="15", pressed=pressed)
    attempt.refresh_from_db()
    assert attempt.due_at == on + timedelta(minutes=35)
    allowance = Allowance.objects.get()
    no_longer_allow(allowance, reason="Is back", by=ieva, on=now())
    lengthen_open(enrolment, on=now())
    attempt.refresh_from_db()
    # Whoever is writing loses no minute; the next attempt has the quiz's own time again.
    assert attempt.due_at == on + timedelta(minutes=35)
    submit(attempt, on=now(), answers=right_answers(attempt), sequence=1)
    later = now()
    enrolment.refresh_from_db()
    assert start(enrolment, course, on=later).due_at == later + timedelta(minutes=20)


def test_more_time_does_not_open_what_is_over(learn, ieva, client_for):
    enrolment, course = learn("preset=test minutes=20")
    attempt = start(enrolment, course, on=now() - timedelta(minutes=21))
    helps(client_for(ieva), enrolment, course, "more-time", amount="15")
    attempt.refresh_from_db()
    assert attempt.is_over(now())


def test_another_attempt_is_offered_where_all_were_used(learn, ieva, jonas, client_for):
    enrolment, course = learn("preset=test attempts=1")
    hand_in(enrolment, course, right=1)
    with pytest.raises(Refusal, match="all attempts"):
        start(enrolment, course)
    learner = client_for(jonas)
    unit = f"/en/courses/{course.slug}/units/{item_of(course, 'second').uid}/"
    assert "All attempts are used" in learner.get(unit, follow=True).text
    helps(client_for(ieva), enrolment, course, "attempt", amount="1")
    enrolment.refresh_from_db()
    assert "All attempts are used" not in learner.get(unit, follow=True).text
    assert start(enrolment, course).number == 2
