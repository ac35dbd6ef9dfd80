"""The preview over HTTP: learners' own pages as anybody, and nothing recorded."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.assessment.models import Attempt
from courses.banks.models import Item
from courses.content.actions.drafting import Typed, save_texts
from courses.content.actions.roles import give_role
from courses.content.models import CourseRole, Release, ReleaseItem
from courses.content.queries import draft_of, working_of
from courses.enrolment.models import Enrolment
from lms.common import store
from lms.common.clock import now
from lms.pages.demo_cast import right_answer
from tests.packages import pair, reading, sampling, single

COURSE = "/en/studio/courses/sampling/preview/"


@pytest.fixture
def author(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def uid(sampling_course):
    return lambda key: sampling_course.units.get(key=key).uid


@pytest.fixture
def unit(uid):
    return lambda key, query="": f"/en/studio/courses/sampling/units/{uid(key)}/preview/{query}"


@pytest.fixture
def quiz(sampling_course, unit):
    block = sampling_course.in_force.items.get(unit__key="second").version.blocks[1]["uid"]
    return unit("second", f"quiz/{block}/")


def bar(page: str) -> dict[str, str]:
    """Words of the links above a preview, and where they lead."""
    head = page.split('<header class="look-bar"')[1].split("</header>")[0]
    found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)', head)
    return {words.strip(): unescape(address) for address, words in found}


def test_whoever_looks_in_the_other_language_goes_back_to_their_own(author, unit):
    links = bar(author.get(unit("first", "?as=joined")).text)
    english = author.get(links["LT"]).text
    assert 'lang="lt"' in english[:200]
    there = bar(english)
    assert there["Grįžti prie rengimo"].startswith("/en/studio/")
    assert there["Paskelbti"].startswith("/en/studio/")
    # Wherever one goes within the preview, and by the list of languages too.
    onward = re.search(r'<form[^>]*action="([^"]*preview/finish/[^"]*)"', english)
    following = author.post(unescape(onward[1]), follow=True).text
    assert bar(following)["Paskelbti"].startswith("/en/studio/")
    listed = author.get(unit("first", "?as=joined&language=lt"), follow=True)
    assert "desk=en" in listed.redirect_chain[-1][0]
    # Back in one's own language, the address says nothing of it.
    assert "desk" not in there["EN"]
    assert bar(author.get(there["EN"]).text)["Publish"].startswith("/en/studio/")
    assert bar(author.get(unit("first", "?desk=xx")).text)["Publish"].startswith("/en/studio/")


def test_a_quiz_in_a_preview_promises_to_keep_nothing(author, quiz):
    page = author.get(f"{quiz}?as=done-1").text
    assert 'data-saved="In a preview nothing is recorded."' in page
    assert "Save and go on later" not in page
    assert "Submit the answers" in page


def type_in(course, key, field, value, by, language="en"):
    unit = course.units.get(key=key)
    place = field
    if "." in field:
        block, _dot, name = field.partition(".")
        uid = next(one["uid"] for one in working_of(unit).blocks if one["key"] == block)
        place = f"{uid}.{name}"
    save_texts(unit, language, {place: Typed(value, 0)}, by=by, on=now())


def rows():
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for model in apps.get_models()
    }


def answers_to(course, *, rightly=True):
    posted = {}
    for version in [pin.item_version for pin in course.in_force.pins.all()]:
        right = right_answer(version)
        posted[f"a-{version.item.uid}"] = right if rightly else "b"
        posted[f"v-{version.item.uid}"] = "0"
    return posted


# --- what is shown -------------------------------------------------------------------------------


def test_the_draft_shows_what_is_being_typed_and_a_release_what_it_says(
    author, ieva, sampling_course, unit
):
    type_in(sampling_course, "first", "opening.text", "Typed a *moment* ago.", ieva)
    type_in(sampling_course, "first", "title", "A better title", ieva)
    draft = author.get(unit("first")).text
    assert "Typed a <em>moment</em> ago." in draft
    assert "<h1>A better title</h1>" in draft
    assert "A better title" in author.get(COURSE).text
    release = author.get(unit("first", "?release=1")).text
    assert "English text about first." in release
    assert "A better title" not in release
    assert "As a learner who has just joined will see it · Release 1<" in release
    assert author.get(f"{COURSE}?release=7").status_code == 404


def test_what_is_typed_stays_out_of_what_learners_get(
    author, ieva, sampling_course, unit, visitor, uid
):
    type_in(sampling_course, "first", "opening.text", "Typed-canary.", ieva)
    store.clear()
    assert "Typed-canary" in author.get(unit("first")).text
    learner = visitor.get(f"/en/courses/sampling/units/{uid('first')}/").text
    assert "Typed-canary" not in learner
    assert "English text about first." in learner


def test_a_visitor_reads_the_first_unit_and_is_told_to_join_for_the_others(author, unit):
    page = author.get(unit("first", "?as=visitor")).text
    assert "As a visitor will see it" in page
    assert "Join the course and go on" in page
    assert "You will be asked for an e-mail address" in page
    later = author.get(unit("third", "?as=visitor"), follow=True)
    assert later.redirect_chain[0][0].startswith(f"{COURSE}?as=visitor")
    assert "Join the course to read on. It is free." in later.text
    assert "Join the course, free" in later.text


def test_a_learner_who_has_just_joined_meets_locks(author, unit):
    page = author.get(unit("third", "?as=joined"))
    assert page.status_code == 200
    assert "This unit opens later." in page.text
    assert "Opens when you have done:" in author.get(f"{COURSE}?as=joined").text


def test_the_editor_leads_to_the_unit_as_somebody_who_has_just_come_there(author, unit, uid):
    assert unit("third") in author.get(f"/en/studio/courses/sampling/units/{uid('third')}/").text
    page = author.get(unit("third")).text
    assert "English text about third." in page
    assert "2 of 3 units done" in page
    assert "<span>As a learner who has reached 1.3 Unit third will see it</span>" in page
    assert "After 2 units: 1.2 Unit second" in page


def test_a_learner_at_the_end_sees_the_end(author):
    page = author.get(f"{COURSE}?as=finished").text
    assert "You completed “Planning a sample”" in page
    assert "My certificate" in page
    assert "As a learner who has completed the course will see it" in page


def test_joining_and_finishing_lead_on_through_the_course(author, unit, uid):
    joined = author.post(f"{COURSE}join/?as=visitor", follow=True)
    assert joined.redirect_chain[-1][0] == unit("first", "?as=joined")
    then = author.post(unit("first", "finish/?as=joined"), follow=True)
    assert then.redirect_chain[-1][0] == unit("second", "?as=done-1")
    end = author.post(unit("extra", "finish/?as=done-3"), follow=True)
    assert end.redirect_chain[-1][0] == f"{COURSE}?as=finished"
    left = author.post(f"{COURSE}leave/?as=done-3")
    assert left["Location"] == f"{COURSE}?as=visitor"
    going = author.get(f"{COURSE}continue/?as=done-1")
    assert going["Location"] == unit("second", "?as=done-1")


def test_every_state_has_its_own_address_and_links_keep_it(author, unit, uid):
    query = "?as=done-2&release=1&on=2031-05-06"
    page = unescape(author.get(unit("third", query)).text)
    assert unit("first", query) in page
    assert unit("third", f"finish/{query}") in page
    assert f"{COURSE}{query}" in page
    assert 'value="2031-05-06"' in page
    shown = author.get(unit("third", f"{query}&language=lt&width=phone"))
    wanted = unit("third", f"{query}&width=phone&desk=en").replace("/en/", "/lt/")
    assert shown["Location"] == wanted


def test_a_unit_required_only_from_some_day_depends_on_the_day(author, sampling_course):
    later = timezone.now() + timedelta(days=30)
    ReleaseItem.objects.filter(release=draft_of(sampling_course.pk), unit__key="third").update(
        required_from=later
    )
    before, on_it = later - timedelta(days=2), timezone.localdate(later)
    assert "0 of 2 units done" in author.get(f"{COURSE}?as=joined").text
    assert "0 of 2 units done" in author.get(f"{COURSE}?on={before:%Y-%m-%d}").text
    assert "0 of 3 units done" in author.get(f"{COURSE}?on={on_it:%Y-%m-%d}").text
    assert "0 of 3 units done" in author.get(f"{COURSE}?release=1").text


@pytest.mark.parametrize(
    "query",
    [
        "?as=nobody", "?as=done-x", "?as=done-99999999", "?as=done-9999", "?on=0001-01-01",
        "?on=9999-12-31", "?on=yesterday", "?width=8", "?release=x", "?language=de", "?as=done-²",
        "?answers=x", "?as=done-0", "?release=²",
    ],
)  # fmt: skip
def test_what_an_address_says_wrongly_is_passed_over(author, unit, query):
    assert author.get(f"{COURSE}{query}").status_code == 200
    assert author.get(unit("second", query)).status_code == 200


def test_a_unit_that_a_release_does_not_have_leads_to_the_course(
    teach, author, sampling_course, unit
):
    changed = sampling()
    changed.modules[0]["units"].append(reading("fresh"))
    teach(changed)
    page = author.get(unit("fresh", "?release=1"), follow=True)
    assert "What you are looking at does not have that unit." in page.text
    assert author.get(unit("fresh", "?release=2")).status_code == 200


def test_an_unfinished_draft_can_be_looked_at(author, ieva, sampling_course, unit):
    for field in ("title", "summary", "opening.text"):
        type_in(sampling_course, "first", field, "", ieva)
        if field != "summary":
            type_in(sampling_course, "first", field, "", ieva, language="lt")
    assert author.get(unit("first")).status_code == 200
    type_in(sampling_course, "third", "opening.text", "$\\nonsense{$ <script>x</script>", ieva)
    page = author.get(unit("third"))
    assert page.status_code == 200
    assert "<script>x" not in page.text


# --- trying questions ----------------------------------------------------------------------------


def test_a_quiz_can_be_tried_with_its_feedback(author, sampling_course, quiz, unit):
    card = author.get(unit("second")).text
    assert "Start the quiz" in card
    start = author.post(f"{quiz}?as=done-1", follow=True)
    assert "3 questions. You see what is right" in start.text
    asked = author.post(f"{quiz}submit/?as=done-1", {}, follow=True)
    assert "3 of 3 questions have no answer" in unescape(asked.text)
    right = answers_to(sampling_course)
    done = author.post(f"{quiz}submit/?as=done-1", right, follow=True)
    assert "3 of 3 right" in done.text
    assert "The unit is done." in done.text
    assert unit("third", "?as=done-2") in done.text
    wrong = answers_to(sampling_course, rightly=False)
    failed = author.post(f"{quiz}submit/?as=done-1", wrong, follow=True)
    assert "0 of 3 right" in failed.text
    assert "Feedback b" in failed.text
    assert "Answer again" in failed.text


def test_a_hint_can_be_asked_for_and_what_it_costs_shows_in_the_result(
    teach, package, ieva, client_for
):
    blocks = package.unit("second")["blocks"]
    line = next(line for line in blocks if "quiz" in line)
    rules = "preset=check hint_cost=50 minutes=20"
    blocks[line.replace("preset=check", rules)] = blocks.pop(line)
    package.item("q1")["hint"] = pair("Pažiūrėkite žemyn.", "Look down.")
    course = teach(package)
    author = client_for(ieva)
    item = course.in_force.items.get(unit__key="second")
    quiz = f"/en/studio/courses/sampling/units/{item.unit.uid}/preview/quiz/"
    quiz += f"{item.version.blocks[1]['uid']}/"
    page = author.get(f"{quiz}?as=done-1").text
    assert "Show a hint (costs 50% of the point)" in page
    assert "20 min" in author.get(quiz.partition("quiz/")[0] + "?as=done-1").text.replace(
        "\u00a0", " "
    )
    right = answers_to(course)
    asked = Item.objects.get(key="q1").uid
    shown = author.post(f"{quiz}hint/?as=done-1", {**right, "hint": str(asked)}, follow=True)
    assert "Look down." in shown.text
    action = unescape(re.search(r'<form[^>]+action="([^"]+submit[^"]+)"', shown.text)[1])
    done = author.post(action, right, follow=True).text
    assert "3 of 3 right" in done
    assert "83% of the points" in done
    assert not Attempt.objects.exists()


def test_practice_tells_at_once_and_keeps_what_was_told(teach, package, ieva, client_for):
    blocks = package.unit("second")["blocks"]
    line = next(line for line in blocks if "quiz" in line)
    blocks[line.replace("preset=check", "preset=practice")] = blocks.pop(line)
    course = teach(package)
    author = client_for(ieva)
    item = course.in_force.items.get(unit__key="second")
    block = item.version.blocks[1]["uid"]
    quiz = f"/en/studio/courses/sampling/units/{item.unit.uid}/preview/quiz/{block}/"
    names = list(answers_to(course))
    first, second = names[0], names[2]
    page = author.post(f"{quiz}save/?as=done-1", {first: "a", "place": "1"}, follow=True)
    assert "Feedback a" in page.text
    action = unescape(re.search(r'formaction="([^"]+)"', page.text)[1])
    again = author.post(action, {second: "b", "place": "2"}, follow=True).text
    assert "Feedback a" in again
    assert "Feedback b" in again


def test_a_self_check_answers_without_a_script_and_with_one(author, sampling_course, quiz, unit):
    address = quiz.replace("/quiz/", "/check/")
    page = author.post(f"{address}?as=visitor&release=1", answers_to(sampling_course))
    assert page.status_code == 303 or "Join the course" in page.text
    swapped = author.post(
        f"{address}?as=done-1",
        {**answers_to(sampling_course), "confirm": "yes"},
        headers={"hx-request": "true"},
    )
    assert "<html" not in swapped.text


def test_answers_in_an_address_are_checked(author, quiz):
    import base64
    import json
    import zlib

    def packed(value):
        return base64.urlsafe_b64encode(zlib.compress(json.dumps(value).encode())).decode()

    bomb = base64.urlsafe_b64encode(zlib.compress(b"[" * 30_000_000)).decode().rstrip("=")[:6000]
    for said in ("x", "é", packed({"a": 1}), packed(["zzz", 5, {"typed": 3}]), packed([]), bomb):
        for page in ("", "submit/", "save/"):
            assert author.get(f"{quiz}{page}", {"as": "done-1", "answers": said}).status_code < 400


# --- nothing is recorded, and nobody else looks --------------------------------------------------


def every_page(unit, quiz):
    for query in (
        "?as=visitor", "?as=joined", "?as=done-1", "?as=done-3", "?as=finished",
        "?as=done-1&release=1", "?as=done-1&width=phone", "?as=done-2&on=2030-01-01",
    ):  # fmt: skip
        yield "GET", f"{COURSE}{query}", {}
        for key in ("first", "second", "third", "extra"):
            yield "GET", unit(key, query), {}
            yield "POST", unit(key, f"finish/{query}"), {}
        for verb in ("GET", "POST"):
            yield verb, f"{COURSE}join/{query}", {}
            yield verb, quiz + query, {}
            for name in ("save/", "submit/"):
                yield verb, f"{quiz}{name}{query}", {"place": "1"}
            yield verb, quiz.replace("/quiz/", "/check/") + query, {"confirm": "yes"}
        yield "POST", f"{COURSE}leave/{query}", {}
        yield "GET", f"{COURSE}continue/{query}", {}


@pytest.mark.sweep
@pytest.mark.parametrize("enrolled", [False, True])
def test_a_walk_through_the_whole_preview_writes_nothing(
    author, ieva, sampling_course, unit, quiz, enrolled, client_for
):
    if enrolled:
        author.post("/en/courses/sampling/join/")
    type_in(sampling_course, "second", "opening.text", "Not yet a version.", ieva)
    posted = answers_to(sampling_course)
    author.get(COURSE)
    before = rows()
    for language in ("en", "lt"):
        for verb, address, more in every_page(unit, quiz):
            address = address.replace("/en/", f"/{language}/", 1)
            for extra in ({}, {"accept": "application/json"}, {"hx-request": "true"}):
                if verb == "GET":
                    response = author.get(address, headers=extra)
                else:
                    response = author.post(address, {**posted, **more}, headers=extra)
                assert response.status_code in (200, 302, 303), (verb, address)
    assert rows() == before
    assert Enrolment.objects.count() == int(enrolled)


@pytest.mark.sweep
def test_nobody_else_can_look(
    sampling_course, ieva, ona, rasa, client_for, visitor, unit, quiz, teach
):
    type_in(sampling_course, "first", "opening.text", "Canary-7f.", ieva)
    learner, other = client_for(ona), client_for(rasa)
    learner.post("/en/courses/sampling/join/")
    teach(sampling("theirs"), rasa)
    for verb, address, more in every_page(unit, quiz):
        for client, status in ((learner, 404), (other, 404), (visitor, 302)):
            response = client.get(address) if verb == "GET" else client.post(address, more)
            assert response.status_code == status, (verb, address)
            assert "Canary-7f" not in response.text
    # Their own course does not open another's unit.
    theirs = unit("first").replace("/sampling/", "/theirs/")
    assert other.get(theirs).status_code == 404


def test_whoever_has_a_role_may_look_and_goes_back_where_they_may_be(
    sampling_course, jonas, ieva, client_for, unit
):
    give_role(sampling_course, jonas, CourseRole.Role.VIEWER, by=ieva, reason="To look", on=now())
    page = client_for(jonas).get(unit("first")).text
    assert 'href="/en/studio/courses/sampling/outline/">Back to the editor' in page


# --- at the width of a phone ---------------------------------------------------------------------


def test_the_phone_is_a_frame_whose_page_is_written_into_it(author, unit):
    response = author.get(unit("first", "?width=phone"))
    inner = unescape(re.search(r'srcdoc="([^"]+)"', response.text)[1])
    assert '<base target="_top">' in inner
    assert "English text about first." in inner
    assert "look-bar" not in inner
    assert inner.count("<main") == response.text.count("<main") == 1
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "frame-src" not in response["Content-Security-Policy"]
    assert "<base" not in author.get(unit("first")).text


def test_hostile_texts_stay_texts_in_the_frame(author, ieva, sampling_course, unit):
    nasty = '"></iframe><script>alert(1)</script><iframe srcdoc="'
    type_in(sampling_course, "first", "title", nasty, ieva)
    type_in(sampling_course, "first", "opening.text", nasty, ieva)
    page = author.get(unit("first", "?width=phone")).text
    assert page.count("<iframe") == 1
    assert "<script>alert" not in page
    assert "<script>alert" not in unescape(re.search(r'srcdoc="([^"]+)"', page)[1])


def test_the_bar_leads_to_the_other_width_and_to_publishing_those_who_may(
    author, jonas, client_for, sampling_course, unit
):
    page = author.get(unit("first", "?as=joined")).text
    assert f'href="{unit("first", "?as=joined&amp;width=phone")}">Phone' in page
    assert 'href="/en/studio/courses/sampling/publish/">Publish</a>' in page.split("look-form")[0]
    page = author.get(unit("first", "?as=joined&width=phone")).text
    assert f'href="{unit("first", "?as=joined")}">Screen' in page
    assert '<input type="hidden" name="width" value="phone">' in page
    give_role(
        sampling_course, jonas, CourseRole.Role.VIEWER, by=None, on=now(), reason="Reads along"
    )
    bar = client_for(jonas).get(unit("first")).text.split("look-form")[0].split("look-bar")[1]
    assert "Publish" not in bar


def test_a_course_without_outcomes_has_no_heading_over_nothing(author, sampling_course):
    assert "What you will be able to do" in author.get(COURSE).text
    Release.objects.filter(course=sampling_course).update(outcomes=[])
    store.clear()
    assert "What you will be able to do" not in author.get(COURSE).text


def test_the_questions_are_called_as_their_block(author, ieva, sampling_course, unit, quiz):
    assert "What the meadow hides" not in author.get(quiz).text
    uid = working_of(sampling_course.units.get(key="second")).blocks[1]["uid"]
    second = sampling_course.units.get(key="second")
    save_texts(second, "en", {f"{uid}.title": Typed("What the meadow hides", 0)}, by=ieva, on=now())
    store.clear()
    assert "<h1>What the meadow hides</h1>" in author.get(quiz).text


# --- what it costs -------------------------------------------------------------------------------


def test_a_preview_asks_no_more_of_a_longer_course(teach, ieva, client_for):
    counts = []
    for size in (2, 30):
        package = sampling()
        package.modules[0]["in_order"] = "false"
        package.modules[0]["units"] += [reading(f"unit-{n}") for n in range(size)]
        package.modules[0]["title"] = pair(f"Dalis {size}", f"Part {size}")
        course = teach(package)
        author = client_for(ieva)
        first = course.units.get(key="second").uid
        for address in (COURSE, f"/en/studio/courses/sampling/units/{first}/preview/"):
            author.get(address)
            store.clear()
            with CaptureQueriesContext(
                connection,
            ) as captured:
                author.get(address)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) < 30


def test_a_quiz_that_draws_asks_as_many_as_learners_get(teach, package, ieva, client_for):
    package.items += [{**single(f"field-{n}"), "class": "field"} for n in range(4)]
    blocks = package.unit("second")["blocks"]
    line = next(line for line in blocks if "quiz" in line)
    blocks[line.replace("preset=check", "draw=field:2 preset=check")] = blocks.pop(line)
    course = teach(package)
    item = course.in_force.items.get(unit__key="second")
    block = item.version.blocks[1]["uid"]
    unit = f"/en/studio/courses/sampling/units/{item.unit.uid}/preview/"
    for release in ("", "&release=1"):
        page = client_for(ieva).get(f"{unit}quiz/{block}/?as=done-1{release}").text
        assert "5 questions. You see what is right" in page
        assert page.count("Question field-") == 2
