"""How many statements each action takes, at two sizes of data: none grows."""

import json
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from badges.awards.giving_actions import Said, give_by_hand
from badges.awards.list_actions import confirm_list
from badges.awards.lists import Line
from badges.awards.signing_actions import sign_badges
from badges.certificates.batch_actions import batches_due
from badges.intake.actions import _take_in, take_in_waiting
from courses.assessment.actions import ask_hint, close_over, save_answers, submit
from courses.assessment.models import Attempt
from courses.assessment.queries import responses_of
from courses.calibration.actions import answer_item, close_sitting, open_sitting
from courses.calibration.models import CalibrationResult
from courses.calibration.queries import items_of
from courses.classroom.asking import name_of
from courses.classroom.calibrating import as_met
from courses.content.models import Met
from courses.content.queries import blocks_of
from courses.enrolment.actions import invite_to_run
from courses.enrolment.models import Enrolment
from courses.progress.actions import allow, come_in, complete_unit
from courses.progress.models import Allowance
from courses.records.models import LearningRecord
from courses.surveys.actions import answer_survey, rate_self
from courses.surveys.queries import competencies_in
from lms.accounts.actions import mark_seen
from lms.accounts.digest_actions import gather_digests
from lms.accounts.mailing import digest_moment
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.clock import now
from tests.calibrations import block_in, measuring, sit
from tests.given import by_hand
from tests.learning import (
    answer,
    begin,
    finish,
    item_of,
    open_attempt,
    outline_in_force,
    read,
    right_answers,
)
from tests.lms.accounts.ways import again
from tests.packages import QUESTIONS, SURVEY_TEXTS, pair, reading, sampling, scored, single
from tests.runs import run_of

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

COUNTS = tomllib.loads((Path(__file__).parent / "counts.toml").read_text("utf-8"))
TABLES = re.compile(r'"(?:lms|courses|badges|account|mfa|django)_\w+"')


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    """What is kept for some seconds outlives the test, however busy the machine is."""
    for place in ("lms.hub.queries", "courses.competencies.queries"):
        monkeypatch.setattr(f"{place}.KEPT_SECONDS", 3600.0)


def statements(captured):
    """Those that touch tables, without the session and the person who is signed in."""
    found = []
    for query in captured.captured_queries:
        sql = query["sql"]
        if not TABLES.search(sql) or '"django_session"' in sql:
            continue
        if sql.startswith('SELECT "lms_user"."id"') and 'FROM "lms_user" WHERE' in sql:
            continue
        found.append(sql)
    return found


@pytest.fixture(params=["small", "large"])
def grown(request, teach, person):
    """A course of 6 or 30 units with one learner or eight, and quizzes of 3 or 15 questions."""
    package = sampling()
    package.modules[0]["in_order"] = "false"
    large = request.param == "large"
    package.modules[0]["units"] += [reading(f"unit-{n}") for n in range(26 if large else 2)]
    questions = [f"x{n}" for n in range(15 if large else 3)]
    package.items += [single(key) for key in questions]
    package.modules[0]["units"].append(scored("quiz", questions))
    timed = [f"t{n}" for n in range(15 if large else 3)]
    package.items += [{**single(key), "hint": pair("Užuomina", "Hint")} for key in timed]
    package.modules[0]["units"].append(scored("timed", timed, required="false"))
    blocks = package.unit("timed")["blocks"]
    line = next(line for line in blocks if "quiz" in line)
    blocks[f"{line} minutes=20 hint_cost=25"] = blocks.pop(line)
    course = teach(package)
    learner = person("learner", "Learner")
    for other in range(7 if large else 0):
        begin(person(f"other{other}", f"Other {other}"), course)
    enrolment = begin(learner, course)
    read(enrolment, course, "first")
    answer(enrolment, course, "second")
    take_in_waiting(on=now())
    return course, learner, enrolment


def measure(work, *, twice=True):
    """The statements of the work once everything immutable is in the process."""
    if twice:
        work()
    with CaptureQueriesContext(connection) as captured:
        work()
    return statements(captured)


def check(name, found):
    assert len(found) <= COUNTS[name], "\n".join(found)


def test_pages(grown, client_for, ieva):
    course, learner, enrolment = grown
    client = client_for(learner)
    unit = item_of(course, "unit-1").uid
    quiz = item_of(course, "quiz").uid
    pages = {
        "course_page": f"/en/courses/{course.slug}/",
        "unit": f"/en/courses/{course.slug}/units/{unit}/",
        "unit_with_quiz": f"/en/courses/{course.slug}/units/{quiz}/",
        "home": "/en/me/",
        "passport": "/en/me/passport/",
        "print_passport": "/en/me/passport/print/",
        "passport_pdf": "/en/me/passport/en.pdf",
        "course_card": f"/en/courses/{course.slug}/card.png",
        "catalogue": "/en/courses/",
        "landing": "/en/",
        "competency_map": "/en/competencies/",
        "competency_map_table": "/competencies/map.csv",
    }
    mark_seen(learner, on=now())
    for name, address in pages.items():
        check(name, measure(lambda address=address: client.get(address)))
    teacher = client_for(ieva)
    address = f"/en/studio/courses/{course.slug}/people/"
    check("people", measure(lambda: teacher.get(address)))
    for look in ("sort=name", "sort=progress&q=lear", "state=stuck", "state=unseen&units=2"):
        check("people", measure(lambda look=look: teacher.get(f"{address}?{look}")))
    table = measure(lambda: b"".join(teacher.get(f"{address}table.csv").streaming_content))
    check("people_table", table)
    check("learner", measure(lambda: teacher.get(f"{address}{enrolment.pk}/")))
    check("studio_home", measure(lambda: teacher.get("/en/studio/")))
    address = f"/en/studio/courses/{course.slug}/units/{quiz}/"
    check("unit_editor", measure(lambda: teacher.get(address)))
    check("home_of_a_teacher", measure(lambda: teacher.get("/en/me/")))
    check("course_page_of_its_makers", measure(lambda: teacher.get(pages["course_page"])))


def test_the_catalogue_searched_and_the_choice_of_mails(grown, client_for):
    _course, learner, _enrolment = grown
    client = client_for(learner)
    mark_seen(learner, on=now())
    for name, address in {
        "catalogue_search": "/en/courses/?q=text&competency=C1&level=1",
        "account_mails": "/en/accounts/mails/",
    }.items():
        check(name, measure(lambda address=address: client.get(address)))


def test_a_badge_and_what_it_is_given_for(grown, client_for):
    _course, learner, _enrolment = grown
    award = learner.awards.get()
    client = client_for(learner)
    sign_badges(on=now())
    mark_seen(learner, on=now())
    page = f"/en/me/badges/{award.uid}/"
    achievement = f"/achievements/{award.achievement.key}/{award.version.number}"
    for name, address in {
        "badge": page,
        "badge_file": f"{page}credential/en.svg",
        "badge_pdf": f"{page}credential/en.pdf",
        "achievement": f"/en{achievement}/",
        "achievement_picture": f"{achievement}.svg",
    }.items():
        check(name, measure(lambda address=address: client.get(address)))


def test_the_letter_of_the_day_asks_as_much_with_nothing_to_tell(grown):
    check("gather_nothing", measure(lambda: gather_digests(on=digest_moment(now()))))


def test_the_api(grown, client_for, token_of, settings):
    """As many for thirty units as for six. What is counted of the requests is shared with other
    processes at every tenth, and left out here."""
    settings.API_LIMITS = False
    course, learner, enrolment = grown
    client = client_for()
    headers = {"Authorization": f"Bearer {token_of(learner)}", "Accept-Language": "en"}
    attempt = answer(enrolment, course, "quiz", right=0)
    take_in_waiting(on=now())
    open_one = open_attempt(enrolment, course, "timed")
    uid, unit = item_of(course, "quiz").uid, item_of(course, "unit-1")
    addresses = {
        "api_start": "",
        "api_schema": "schema",
        "api_me": "me",
        "api_courses": "courses",
        "api_course": f"courses/{course.slug}",
        "api_unit": f"courses/{course.slug}/units/{unit.uid}",
        "api_unit_with_quiz": f"courses/{course.slug}/units/{uid}",
        "api_enrolments": "enrolments",
        "api_attempts": "attempts",
        "api_open_attempt": f"attempts/{open_one.uid}",
        "api_result": f"attempts/{attempt.uid}",
        "api_records": "records",
        "api_evidence": "evidence",
        "api_passport": "passport",
        "api_awards": "awards",
        "api_certificates": "certificates",
    }
    for name, address in addresses.items():
        found = measure(lambda at=address: client.get(f"/api/v1/{at}", headers=headers))
        check(name, found)
    asked = responses_of(open_one)[0].item_version.item.uid
    saved = measure(
        lambda: client.put(
            f"/api/v1/attempts/{open_one.uid}/responses/{asked}",
            {"answer": None},
            content_type="application/json",
            headers=headers,
        ),
        twice=False,
    )
    check("api_save_response", saved)
    joined = measure(
        lambda: client.post(
            f"/api/v1/courses/{course.slug}/enrolment",
            {},
            content_type="application/json",
            headers=headers | {"Idempotency-Key": "joined"},
        ),
        twice=False,
    )
    check("api_join_again_with_a_key", joined)
    check("api_reference", measure(lambda: client.get("/en/api/")))


def test_the_account_and_the_audit_notes(grown, client_for, vytas, token_of):
    course, learner, _enrolment = grown
    client = client_for(learner)
    check("profile", measure(lambda: client.get("/en/me/profile/")))
    for n in range(len(User.objects.all()) * 2):
        token_of(learner, name=f"Program {n}")
    check("tokens", measure(lambda: client.get("/en/accounts/tokens/")))
    client.post("/en/me/profile/copy/ask/")
    state = {"HX-Request": "true"}
    check(
        "copy_state",
        measure(lambda: client.get("/en/me/profile/copy/state/", headers=state)),
    )
    check("what_we_hold", measure(lambda: client.get("/en/privacy/what-we-hold/")))
    again(client, "/en/me/profile/close/")
    check("leave", measure(lambda: client.get("/en/me/profile/close/")))
    people = list(User.objects.exclude(pk=vytas.pk))
    for person in people:
        for verb in ("suspended", "readmitted"):
            note(vytas, verb, person, on=now(), reason="Counted.")
        note(vytas, "course archived", course, on=now())
    admin = client_for(vytas)
    address = "/en/administration/audit/"
    check("audit", measure(lambda: admin.get(address)))
    check("audit", measure(lambda: admin.get(f"{address}?who=vytas&about=learner&kind=people")))
    table = measure(lambda: b"".join(admin.get(f"{address}table.csv").streaming_content))
    check("audit_table", table)


def test_dated_runs(grown, client_for, ieva, vytas):
    """As many for one run as for nine, and for nobody on the way in as for all of them."""
    course, learner, _enrolment = grown
    everybody = [one.person for one in Enrolment.objects.exclude(person=learner)]
    runs = [run_of(course, ieva, capacity=1) for _run in range(9 if everybody else 1)]
    for one in (vytas, *everybody):
        come_in(one, runs[0], on=now(), waits=True, moves=True)
    invite_to_run(
        runs[0], [f"new{n}@example.org" for n in range(len(everybody))], by=ieva, on=now()
    )
    client, teacher = client_for(learner), client_for(ieva)
    client.post("/en/me/notices/seen/")
    course_page = f"/en/courses/{course.slug}/"
    check("course_page", measure(lambda: client.get(course_page)))
    check("home", measure(lambda: client.get("/en/me/")))
    check("run", measure(lambda: client.get(f"{course_page}runs/{runs[0].pk}/")))
    studio = f"/en/studio/courses/{course.slug}/"
    check("studio_certificate", measure(lambda: teacher.get(f"{studio}certificate/")))
    check("studio_runs", measure(lambda: teacher.get(f"{studio}runs/")))
    check("studio_run", measure(lambda: teacher.get(f"{studio}runs/{runs[0].pk}/")))
    check("people", measure(lambda: teacher.get(f"{studio}people/?run={runs[0].pk}")))
    table = measure(lambda: b"".join(teacher.get(f"{studio}people/table.csv").streaming_content))
    check("people_table", table)


@pytest.mark.parametrize("people", [1, 7])
def test_certificates_as_one_file(sampling_course, person, client_for, ieva, monkeypatch, people):
    """As many for seven certificates as for one."""
    monkeypatch.setattr("badges.certificates.actions.render_pdf", lambda *_a, **_more: b"%PDF")
    for n in range(people):
        finish(person(f"p{n}", f"Person {n}"), sampling_course, on=now())
    take_in_waiting(on=now())
    teacher = client_for(ieva)
    address = f"/en/studio/courses/{sampling_course.slug}/people/"
    teacher.post(f"{address}certificates/ask/")
    state = {"HX-Request": "true"}
    assert batches_due(on=now()) == 1
    for name, page in (("people_with_a_file", ""), ("batch_state", "certificates/state/")):
        check(name, measure(lambda at=page: teacher.get(f"{address}{at}", headers=state)))
    file = f"{address}certificates.zip"
    check("batch", measure(lambda: b"".join(teacher.get(file).streaming_content)))


@pytest.mark.parametrize("people", [1, 7])
def test_giving_badges_by_hand(sampling_course, person, client_for, ieva, people):
    """As many for a page of holders or lines as for one."""
    badge, lead = by_hand(sampling_course, ieva), client_for(ieva)
    for n in range(people):
        one = person(f"p{n}", f"Person {n}")
        begin(one, sampling_course)
        give_by_hand(badge, one, Said("Led one."), by=ieva, on=now())
        begin(person(f"q{n}", f"Quiet {n}"), sampling_course)
    at = f"/en/studio/courses/{sampling_course.slug}/achievements/{badge.key}/"
    check("recipients", measure(lambda: lead.get(f"{at}recipients/?q=person")))
    table = f"{at}recipients/table.csv"
    check("recipients_table", measure(lambda: b"".join(lead.get(table).streaming_content)))
    check("give_found", measure(lambda: lead.post(f"{at}give/", {"do": "find", "q": "quiet"})))
    listed = "\n".join(f"q{n}@example.org" for n in range(people))
    look = {"pasted": listed, "reason": "Took part.", "do": "look"}
    check("give_list", measure(lambda: lead.post(f"{at}give/list/", look)))
    lines = [Line(n, f"q{n}@example.org", reason="x") for n in range(people)]
    uid = confirm_list(badge, uuid4(), lines, by=ieva, on=now()).uid
    check("given_list", measure(lambda: lead.get(f"{at}give/lists/{uid}/")))
    check("studio_badge", measure(lambda: lead.get(at)))


@pytest.mark.parametrize("people", [1, 7])
def test_surveys_and_self_ratings(teach, person, client_for, ieva, people):
    """As many for seven answers as for one, and for twelve questions as for four."""
    package = sampling()
    first = package.unit("first")
    questions = QUESTIONS if people == 1 else f"{QUESTIONS},x1:short,x2:short"
    more = "" if people == 1 else "\nq-x1: One?\nq-x2: Two?"
    first["blocks"][f"::: survey ask {questions}"] = {
        code: said + more for code, said in SURVEY_TEXTS.items()
    }
    first["blocks"]["::: self-rating see moment=before"] = pair("# Prieš", "# Before")
    course = teach(package)
    item = item_of(course, "first")
    blocks = {one["kind"]: UUID(one["uid"]) for one in blocks_of(item.version_id)}
    codes = {one.code for one in competencies_in(outline_in_force(course))}
    for n in range(people):
        learner = person(f"p{n}", f"Person {n}")
        enrolment = begin(learner, course)
        for choice in ("help", "learn"):
            said = {"why": choice, "sure": 3}
            answer_survey(enrolment, item.unit_id, blocks["survey"], said, on=now())
        rate_self(enrolment, item.unit_id, blocks["self-rating"], dict.fromkeys(codes, 1), on=now())
    client = client_for(learner)
    client.post("/en/me/notices/seen/")
    address = f"/en/courses/{course.slug}/units/{item.uid}/"
    check("unit_with_survey", measure(lambda: client.get(address)))
    said = {"why": "help"}
    done = measure(
        lambda: answer_survey(enrolment, item.unit_id, blocks["survey"], said, on=now()),
        twice=False,
    )
    check("answer_survey", done)
    teacher = client_for(ieva)
    studio = f"/en/studio/courses/{course.slug}/units/{item.uid}/blocks/"
    for block in blocks.values():
        if block in (blocks["survey"], blocks["self-rating"]):
            address = f"{studio}{block}/answers/"
            check("survey_answers", measure(lambda address=address: teacher.get(address)))


def test_a_quiz_under_way(grown, client_for):
    course, learner, enrolment = grown
    for item in outline_in_force(course).items:
        if not item.score_block and item.key not in ("first", "extra"):
            read(enrolment, course, item.key)
    attempt = open_attempt(enrolment, course, "quiz")
    save_answers(attempt, right_answers(attempt), sequence=1, on=now())
    client = client_for(learner)
    client.post("/en/me/notices/seen/")
    for name, address in (
        ("home_in_a_quiz", "/en/me/"),
        ("course_page_in_a_quiz", f"/en/courses/{course.slug}/"),
    ):
        assert "Continue the quiz" in client.get(address).text
        check(name, measure(lambda address=address: client.get(address)))


def test_completing_a_unit(grown):
    course, _learner, enrolment = grown
    outline_in_force(course)
    item = item_of(course, "unit-0")
    done = measure(
        lambda: complete_unit(enrolment, item.unit_id, by=Met.CONTINUE, on=now()), twice=False
    )
    check("complete_unit", done)
    record = LearningRecord.objects.filter(receipt__isnull=True).latest("pk")
    check("take_in_nothing", measure(lambda: _take_in(record.pk, on=now()), twice=False))


def test_completing_the_course(grown, client_for):
    course, learner, enrolment = grown
    outline = outline_in_force(course)
    last = None
    for item in outline.items:
        if not item.required or item.key in ("first", "second"):
            continue
        if item.score_block:
            answer(enrolment, course, item.key)
        elif item.key == "third":
            last = item
        else:
            read(enrolment, course, item.key)
    done = measure(
        lambda: complete_unit(enrolment, last.unit_id, by=Met.CONTINUE, on=now()), twice=False
    )
    check("complete_course", done)
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    take_in_waiting(on=now())
    client = client_for(learner)
    address = f"/en/courses/{course.slug}/"
    check("course_page_completed", measure(lambda: client.get(address)))


def test_a_quiz(grown):
    course, _learner, enrolment = grown
    outline_in_force(course)
    item_of(course, "quiz")
    answer(enrolment, course, "quiz", right=0)
    found = measure(lambda: open_attempt(enrolment, course, "quiz"), twice=False)
    check("start_quiz", [sql for sql in found if 'FROM "courses_course"' not in sql])
    attempt = open_attempt(enrolment, course, "quiz")
    answers = right_answers(attempt)
    check(
        "save_answers",
        measure(lambda: save_answers(attempt, answers, sequence=2, on=now()), twice=False),
    )
    found = measure(lambda: submit(attempt, on=now(), answers=answers, sequence=3), twice=False)
    # The unit is done with it, which has its own count.
    assert len(found) <= COUNTS["submit"] + COUNTS["complete_unit"], "\n".join(found)


def test_what_a_learner_presses(grown):
    """Whole requests, as many for thirty units as for six and for fifteen questions as for three. What
    is taken in after them has a count of its own."""
    course, learner, _enrolment = grown
    # Not client_for: it would run what comes after the commit.
    client = Client()
    client.force_login(learner)
    unit = f"/en/courses/{course.slug}/units/"
    client.get("/en/me/")

    def pressed(path, form=None):
        return measure(lambda: client.post(path, form), twice=False)

    # What is immutable is in the process by the second time.
    for _time in range(2):
        quiz = item_of(course, "quiz")
        started = pressed(f"{unit}{quiz.uid}/quiz/{quiz.score_block}/")
        attempt = Attempt.objects.latest("pk")
        page = f"/en/attempts/{attempt.uid}/"
        # One right answer of three or fifteen is not enough.
        given = {name_of(one.item_version): "b" for one in responses_of(attempt)}
        given[next(iter(given))] = "a"
        saved, done = pressed(f"{page}save/", given), pressed(f"{page}submit/", given)
        attempt.refresh_from_db()
        assert attempt.points == 1000
    check("press_start", started)
    check("press_save", saved)
    check("press_submit", done)
    check("press_finish", pressed(f"{unit}{item_of(course, 'unit-0').uid}/finish/"))


def test_a_hint_and_the_end_of_the_time(grown, client_for):
    course, learner, enrolment = grown
    outline_in_force(course)
    attempt = open_attempt(enrolment, course, "timed")
    asked = next(one for one in responses_of(attempt) if one.item_version.body.get("hint"))
    hint = asked.item_version.item.uid
    check("ask_hint", measure(lambda: ask_hint(attempt, hint, on=now()), twice=False))
    over = attempt.due_at
    check("close_over", measure(lambda: close_over(attempt, on=over), twice=False))
    client = client_for(learner)
    client.post("/en/me/notices/seen/")
    check("result", measure(lambda: client.get(f"/en/attempts/{attempt.uid}/")))


def test_publishing(grown, client_for, ieva):
    """Edits of every kind that moves learners, at two sizes of course and class."""
    from courses.content.actions.drafting import Typed, save_texts
    from courses.content.actions.outlining import remove_unit, switch_required
    from courses.content.actions.publishing import publish

    course, _learner, _enrolment = grown
    outline_in_force(course)
    uids = {unit.key: str(unit.uid) for unit in course.units.all()}
    for unit in course.units.filter(key__in=("first", "unit-0", "unit-1")):
        save_texts(unit, "en", {"title": Typed(f"New {unit.key}", 0)}, by=ieva, on=now())
    remove_unit(course, uids["third"], by=ieva, on=now())
    switch_required(course, uids["extra"], by=ieva, on=now())
    address = f"/en/studio/courses/{course.slug}/publish/"
    lead = client_for(ieva)
    check("publish_report", measure(lambda: lead.get(address)))
    found = measure(lambda: publish(course, by=ieva, on=now()), twice=False)
    # Rows written in batches grow by a statement for each hundred of them, not for each.
    batches = [sql for sql in found if sql.startswith("INSERT") or "CASE WHEN" in sql]
    check("publish", [sql for sql in found if sql not in batches])
    assert len(batches) <= COUNTS["publish_batches"], "\n".join(batches)


def test_an_allowance_costs_its_learner_one_statement(grown, client_for, ieva):
    course, learner, enrolment = grown
    kind = Allowance.Kind.OPEN
    allow(enrolment, kind, unit_id=None, reason="Was ill", by=ieva, on=now())
    mark_seen(learner, on=now())
    client = client_for(learner)
    page = measure(lambda: client.get(f"/en/courses/{course.slug}/"))
    check("course_page_with_an_allowance", page)


@pytest.mark.parametrize("units", [2, 20])
def test_a_lock_by_competency_asks_for_the_shortest_way_once(
    teach, package, ona, client_for, units
):
    gated = {"opens_with": ["C1@1"]}
    package.modules[0] |= {"in_order": "false"}
    package.modules[0]["units"] += [reading(f"gated-{n}", **gated) for n in range(units)]
    course = teach(package)
    begin(ona, course)
    client = client_for(ona)
    page = measure(lambda: client.get(f"/en/courses/{course.slug}/"))
    check("course_page_with_locks_by_competency", page)


def test_a_calibration(teach, person, client_for):
    """As many statements at the end of a sitting as at its beginning, and with more items."""
    course = teach(measuring())
    learner = person("eye@example.org")
    enrolment = begin(learner, course)
    outline, item, block = outline_in_force(course), item_of(course, "second"), block_in(course)
    sit(enrolment, course, "practice", size=4)

    def opened(phase):
        return open_sitting(enrolment, outline, item, block, phase=phase, on=now())

    check("open_sitting", measure(lambda: opened("measured"), twice=False))
    sitting = opened("measured")
    items = items_of(sitting)
    right = [one.item_version.item.category for one in items]

    def answered(place):
        answer_item(sitting, place, right[place], certainty="sure", on=now())

    check("answer_item", measure(lambda: answered(0), twice=False))
    client = client_for(learner)
    address = f"/en/sittings/{sitting.uid}/"
    name = name_of(as_met(items[1]))
    said = {name: right[1], "certainty": "sure"}
    # With the session and who is signed in, which are not counted here, six in all.
    check("answer_item_by_form", measure(lambda: client.post(f"{address}2/answer/", said)))
    check("sitting_item", measure(lambda: client.get(f"{address}3/")))
    for place in range(2, len(items)):
        answered(place)
    check("close_sitting", measure(lambda: close_sitting(sitting, on=now()), twice=False))
    check(
        "unit_with_calibration",
        measure(lambda: client.get(f"/en/courses/leaves/units/{item.uid}/")),
    )
    result = CalibrationResult.objects.get(sitting=sitting)
    client.post("/en/me/notices/seen/")
    page = f"/en/results/{result.uid}/"
    check("calibration_result", measure(lambda: client.get(page)))
    check("result_answers", measure(lambda: client.get(f"{page}answers/?page=2")))
    # As many beside twelve others as beside none.
    for n in range(12):
        other = begin(person(f"other{n}"), course)
        sit(other, course, "practice", size=4)
        sit(other, course)
    CalibrationResult.objects.exclude(pk=result.pk).update(made_at=now() - timedelta(days=2))
    assert "12 other people" not in client.get(page).text
    assert "10 other people" in client.get(page).text
    check("calibration_result", measure(lambda: client.get(page)))


def test_a_calibration_by_program(teach, person, client_for, token_of, ieva, settings):
    """With the statement that finds the token; as many at the end of a sitting as at its beginning."""
    settings.API_LIMITS = False
    course = teach(measuring())
    learner = person("eye@example.org")
    enrolment = begin(learner, course)
    item, block = item_of(course, "second"), block_in(course)
    sit(enrolment, course, "practice", size=4)
    client, api = client_for(), "/api/v1/"
    headers = {"Authorization": f"Bearer {token_of(learner)}", "Accept-Language": "en"}

    def asks(name, method, path, body=None, *, twice=False, **more):
        """As often as is asked for; what was answered the last time."""
        answers = []

        def work():
            sent = client.generic(
                method,
                f"{api}{path}",
                json.dumps(body) if body is not None else "",
                content_type="application/json",
                headers=headers | more,
            )
            assert sent.status_code < 300, sent.text
            answers.append(sent.json())

        check(name, measure(work, twice=twice))
        return answers[-1]

    unit = f"courses/leaves/units/{item.uid}/exercises"
    asks("api_exercises", "GET", unit, twice=True)
    asks("api_examples", "GET", f"{unit}/{block}/examples", twice=True)
    begun = asks("api_open_sitting", "POST", f"{unit}/{block}/sittings", {"phase": "measured"})
    sitting, sure = f"sittings/{begun['uid']}", {"answer": "a", "certainty": "sure"}
    asks("api_sitting", "GET", sitting, twice=True)
    asks("api_item", "GET", f"{sitting}/items/3", twice=True)
    for number in range(1, 31):
        asks("api_answer_item", "PUT", f"{sitting}/items/{number}/answer", sure)
    again = {"Idempotency-Key": "again"}
    asks("api_answer_item_with_a_key", "PUT", f"{sitting}/items/2/answer", sure, **again)
    asks("api_item_form", "PUT", f"{sitting}/items/3/form", {"form": "words"})
    practice = asks("api_open_practice", "POST", f"{unit}/{block}/sittings", {"phase": "practice"})
    practice = f"sittings/{practice['uid']}"
    for number in range(1, 5):
        asks("api_item_key", "POST", f"{practice}/items/{number}/key")
        asks("api_answer_item", "PUT", f"{practice}/items/{number}/answer", sure)
        asks("api_told_item", "GET", f"{practice}/items/{number}")
        asks("api_practise_next", "POST", f"{practice}/next")
    asks("api_practise_again", "POST", f"{practice}/again")
    closed = asks("api_close_sitting", "POST", f"{sitting}/completion")
    result = f"results/{closed['result']}"
    asks("api_results", "GET", "results", twice=True)
    asks("api_measured", "GET", result, twice=True)
    asks("api_measured_answers", "GET", f"{result}/answers", twice=True)
    asks("api_write_plan", "PUT", f"{result}/plan", {"text": "Slower."})
    asks("api_plan", "GET", f"{result}/plan", twice=True)
    headers["Authorization"] = f"Bearer {token_of(ieva)}"
    asks("api_course_results", "GET", f"{unit}/{block}/results", twice=True)


@pytest.mark.parametrize("people", [1, 10])
def test_a_calibration_in_the_studio(teach, person, client_for, ieva, people):
    """As many for ten learners as for one."""
    words = "::: calibration eye classes=a,b,c sitting=30 looks=30:27 practice=0"
    course = teach(measuring(words))
    for n in range(people):
        sitting = sit(begin(person(f"p{n}", f"Person {n}"), course), course, wrong=range(n))
    unit, block = item_of(course, "second"), block_in(course)
    teacher = client_for(ieva)
    studio = f"/en/studio/courses/{course.slug}/"
    place = f"{studio}units/{unit.uid}/blocks/{block}/"
    pages = {
        "studio_calibration": f"{place}rules/",
        "studio_drawn": f"{studio}questions/drawn/?generator=flock",
        "measured": f"{place}results/",
        "measured_table": f"{place}results/table.csv",
        "measured_json": f"{place}results/results.json",
        "measured_result": f"{studio}people/{sitting.enrolment_id}/measured/{sitting.uid}/",
        "try_a_calibration": f"{studio}units/{unit.uid}/preview/calibration/{block}/"
        "?as=joined&seed=1&phase=measured&n=1",
    }
    if people == 10:
        pages["measured_answers"] = f"{place}results/answers.zip"
    for name, address in pages.items():
        check(name, measure(lambda address=address: teacher.get(address)))
