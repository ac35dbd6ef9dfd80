"""Publishing from the studio: the report, row by row of what an edit does, and the button.

Every row of the table in docs/author.md stands here: what the author reads before, what becomes of
those who learn, and of those who have finished. The same tests run on PostgreSQL.
"""

import re

import pytest

from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.assessment.actions import regrade_due
from courses.assessment.models import Regrade, Score
from courses.banks.actions import save_items
from courses.banks.reading import read_item
from courses.content.actions.drafting import Typed, add_block, save_texts, set_unit
from courses.content.actions.outlining import (
    add_unit,
    put_unit,
    remove_unit,
    set_module,
    set_unit_rules,
    switch_required,
)
from courses.content.models import Course, CourseRole, Release
from courses.content.templates import course_templates
from courses.evidence.models import Evidence
from courses.progress.models import How, UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.accounts.models import Notice
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.yamlnodes import Faults, read_yaml
from lms.pages.invariants import differences
from tests.calibrations import measuring, sit
from tests.learning import answer, begin, finish, open_attempt, read
from tests.packages import single
from tests.publishing import at, page, press, said, untouched

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(sampling_course, ona, birute, jonas):
    """Birutė has finished; Ona has read the first unit and got 2 of 3 (below 70 %); Jonas came."""
    finish(birute, sampling_course, on=now())
    one = begin(ona, sampling_course)
    read(one, sampling_course, "first")
    answer(one, sampling_course, "second", right=2)
    begin(jonas, sampling_course)
    take_in_waiting(on=now())
    return sampling_course


@pytest.fixture
def lead(client_for, ieva):
    return client_for(ieva)


def uid(course, key):
    return str(course.units.get(key=key).uid)


@pytest.fixture
def printed(course, birute):
    return dict(Certificate.objects.get(person=birute).facts)


# --- the table, row by row -----------------------------------------------------------------------


def test_wording_touches_nobody(course, lead, ieva, ona, birute, printed):
    unit = course.units.get(key="first")
    block = unit.versions.get().blocks[0]["uid"]
    typed = {f"{block}.text": Typed("English text about <b>lichens</b>.", 0)}
    save_texts(unit, "en", typed, by=ieva, on=now())
    shown = page(lead, course)
    assert "Wording in 1.1" in said(shown)
    assert "2 learners see it at once; nothing moves." in said(shown)
    assert "<b>lichens</b>" not in shown
    before = (at(ona).done, at(ona).required)
    assert "Published as release 2" in press(lead, course).text
    assert (at(ona).done, at(ona).required) == before
    untouched(birute, printed)
    assert list(differences()) == []


def test_a_translation_counts_those_who_read_that_language(course, lead, ieva, teach, package):
    unit = add_unit(course, "start", {"en": "Only English"}, by=ieva, on=now())
    block = add_block(unit, "text", after="", by=ieva, on=now())
    save_texts(unit, "en", {f"{block}.text": Typed("Words.", 0)}, by=ieva, on=now())
    switch_required(course, str(unit.uid), by=ieva, on=now())
    press(lead, course)
    lithuanian = {"title": Typed("Lietuviškai", 0), f"{block}.text": Typed("Žodžiai.", 0)}
    save_texts(unit, "lt", lithuanian, by=ieva, on=now())
    shown = said(page(lead, course))
    assert "Translation of 1.5" in shown
    assert "1 learner reads in this language and gets it at once; nothing moves." in shown


def test_an_optional_unit_moves_nothing(course, lead, ieva, ona, birute, printed):
    unit = with_text(add_unit(course, "start", {"en": "More"}, by=ieva, on=now()), ieva)
    switch_required(course, str(unit.uid), by=ieva, on=now())
    shown = said(page(lead, course))
    assert "New optional unit 1.5 “More”" in shown
    assert "Those who learn (2) see it as optional, those who have finished (1)" in shown
    press(lead, course)
    assert (at(ona).done, at(ona).required) == (1, 3)
    untouched(birute, printed)


def with_text(unit, by):
    block = add_block(unit, "text", after="", by=by, on=now())
    save_texts(unit, "en", {f"{block}.text": Typed("Words.", 0)}, by=by, on=now())
    return unit


def test_a_required_unit_names_those_whose_percentage_drops(
    course, lead, ieva, ona, birute, printed
):
    with_text(add_unit(course, "start", {"en": "More"}, by=ieva, on=now()), ieva)
    shown = said(page(lead, course))
    assert "New required unit 1.5 “More”" in shown
    assert "It becomes a to-do for 2 learners" in shown
    assert "Ona Petraitė 1.2 1 of 3 · 33% 1 of 4 · 25%" in shown
    assert "The percentage of 1 person drops, with one line that says why." in shown
    assert "Birutė" not in shown
    press(lead, course)
    assert (at(ona).done, at(ona).required) == (1, 4)
    assert at(ona).percent_before == 33
    untouched(birute, printed)
    assert list(differences()) == []


def test_what_is_written_on_the_page_outlives_leaving_units_out(course, lead, ieva):
    unit = with_text(add_unit(course, "start", {"en": "More"}, by=ieva, on=now()), ieva)
    planned = add_unit(course, "start", {"en": "Planned"}, by=ieva, on=now())
    note = course_templates()["data-collection"].modules[0].units[0].note["en"]
    block = add_block(planned, "text", after="", by=ieva, on=now())
    save_texts(planned, "en", {f"{block}.text": Typed(note, 0)}, by=ieva, on=now())
    address = f"/en/studio/courses/{course.slug}"
    shown = page(lead, course)
    leaves = shown.split('value="unwritten-out"')[0].rpartition("<button")[2]
    assert f'formaction="{address}/outline/change/"' in leaves
    typed = {"then": "publish", "note": "Because of <rain>", f"who:{unit.uid}": "new"}
    back = lead.post(
        f"{address}/outline/change/", {**typed, "do": "unwritten-out"}, follow=True
    ).text
    assert "Because of &lt;rain&gt;</textarea>" in back
    assert 'value="new" checked' in back
    # It is taken up once.
    assert "Because of" not in page(lead, course)


def test_a_required_unit_can_be_left_to_those_who_start_from_now(
    course, lead, ieva, ona, person, birute, printed
):
    unit = with_text(add_unit(course, "start", {"en": "More"}, by=ieva, on=now()), ieva)
    choice = {f"who:{unit.uid}": "new"}
    looked = lead.post(
        f"/en/studio/courses/{course.slug}/publish/", {**choice, "look": "1", "note": "Kept"}
    ).text
    assert "2 learners see it as optional; nothing moves." in said(looked)
    assert 'value="new" checked' in looked
    assert "Kept</textarea>" in looked
    assert course.in_force.number == 1
    press(lead, course, **choice)
    assert (at(ona).done, at(ona).required) == (1, 3)
    late = begin(person("late", "Late Comer"), course)
    assert (late.done, late.required) == (0, 4)
    untouched(birute, printed)
    assert said(page(lead, course)).count("Edit 1") == 0


def test_only_what_becomes_required_can_be_spared(course, lead, ieva):
    unit = course.units.get(key="first")
    save_texts(unit, "en", {"title": Typed("Otherwise", 0)}, by=ieva, on=now())
    answered = press(lead, course, **{f"who:{unit.uid}": "new"})
    assert answered.status_code == 422
    assert "Only a unit that becomes required now" in answered.text
    assert course.in_force.number == 1


def test_a_removed_unit_says_who_had_done_it_and_keeps_the_record(
    course, lead, ieva, ona, jonas, birute, printed
):
    read(at(jonas), course, "first")
    open_attempt(at(jonas), course, "second")
    remove_unit(course, uid(course, "second"), by=ieva, on=now())
    remove_unit(course, uid(course, "first"), by=ieva, on=now())
    shown = said(page(lead, course))
    assert "Unit 1.1 “Unit first” leaves the course" in shown
    assert "3 people have done it; their records and what they prove are kept." in shown
    assert "1 attempt is open now; it keeps the questions it began with." in shown
    press(lead, course)
    assert (at(ona).done, at(ona).required) == (0, 1)
    assert UnitCompletion.objects.filter(unit__key="first").count() == 3
    untouched(birute, printed)


def test_removing_what_was_left_names_who_completes_the_course(course, lead, ieva, ona):
    answer(at(ona), course, "second")
    remove_unit(course, uid(course, "third"), by=ieva, on=now())
    shown = said(page(lead, course))
    assert "1 person completes the course" in shown
    press(lead, course)
    assert at(ona).completed_at is not None
    assert Certificate.objects.filter(person=ona).count() == 1


def test_moving_says_what_stands_elsewhere_and_which_gates_change(
    course, lead, ieva, ona, birute, printed
):
    put_unit(course, uid(course, "third"), module="start", place=0, by=ieva, on=now())
    shown = said(page(lead, course))
    assert "1 unit stands elsewhere" in shown
    assert "Another opening of 1.1 “Unit third”" in shown
    assert "It is open from the beginning. Until now: 1.2 “Unit second”." in shown
    assert "Another opening of 1.2 “Unit first”" in shown
    assert "For 1 person it is open now and would wait: " in shown
    assert "2 people have done it; for them it stays open." in shown
    press(lead, course)
    assert at(ona).done == 1
    assert at(ona).next_unit.key == "third"
    untouched(birute, printed)


def test_opening_a_gate_is_told_in_sentences(course, lead, ieva):
    set_module(
        course, "start", title={"en": "Start"}, in_order=False, opens_after=[], by=ieva, on=now()
    )
    shown = said(page(lead, course))
    assert "Another opening of 1.2 “Unit second”" in shown
    assert "It is open from the beginning. Until now: 1.1 “Unit first”." in shown
    assert "For nobody does an open unit close." in shown


def rule(course, ieva, score):
    set_unit_rules(
        course,
        uid(course, "second"),
        required=True,
        requirement="score",
        score_at_least=score,
        opens_after=[],
        by=ieva,
        on=now(),
    )


def test_a_stricter_rule_says_who_is_done_under_the_old_one(
    course, lead, ieva, birute, printed, jonas
):
    read(at(jonas), course, "first")
    answer(at(jonas), course, "second")
    rule(course, ieva, 100)
    shown = said(page(lead, course))
    assert "Stricter rule in 1.2 “Unit second”" in shown
    assert "at least 70% is reached → Done when at least 100% is reached" in shown
    assert "2 people have done it under the rule of now, and have done it for good." in shown
    assert "Jonas Kazlauskas" in shown
    press(lead, course)
    assert UnitCompletion.objects.filter(unit__key="second").count() == 2
    untouched(birute, printed)


def test_an_easier_rule_lists_who_has_shown_enough(course, lead, ieva, ona, birute, printed):
    rule(course, ieva, 60)
    shown = said(page(lead, course))
    assert "Easier rule in 1.2 “Unit second”" in shown
    assert "1 person has shown enough already" in shown
    assert "Ona Petraitė 1.2 1 of 3 · 33% 2 of 3 · 67%" in shown
    press(lead, course)
    assert at(ona).completions.get(unit__key="second").how == How.RULE_CHANGED
    untouched(birute, printed)
    assert list(differences()) == []


def write_question(course, ieva, **changes):
    """Save another version of a question, as the bank does."""
    import yaml

    faults = Faults()
    raw = single("q3") | changes
    text = yaml.safe_dump(raw, allow_unicode=True)
    node = read_yaml(text, "q3.yaml", faults)
    item = read_item(node, faults, ("lt", "en"))
    assert not faults, list(faults)
    save_items(course.bank, [item], author=ieva, on=now())


def test_a_corrected_key_is_tried_first_and_moves_upward_only(
    course, lead, ieva, ona, birute, printed
):
    # Ona left the third question blank; she answers again and takes "b".
    attempt = open_attempt(at(ona), course, "second")
    from courses.assessment.actions import submit
    from tests.learning import right_answers

    answers = right_answers(attempt)
    q3 = str(course.bank.items.get(key="q3").uid)
    q2 = str(course.bank.items.get(key="q2").uid)
    submit(attempt, on=now(), answers={**answers, q3: "b", q2: "c"}, sequence=1)
    write_question(course, ieva, **single("q3", right="b"))
    shown = said(page(lead, course))
    assert "Another answer is right" in shown
    assert "Right until now Option a Right from now Option b" in shown
    assert "Dry run: 1 attempt would change." in shown
    assert "Ona Petraitė 2 33% 67% nothing new" in shown
    assert Score.objects.filter(kind="regrade").count() == 0
    press(lead, course, note="The key of q3 was wrong.")
    attempt.refresh_from_db()
    assert attempt.points == 2000
    assert points_of(birute) == 3000
    score = Score.objects.get(kind="regrade")
    assert (score.by, score.why) == (ieva, "The key of q3 was wrong.")
    record = LearningRecord.objects.get(verb=Verb.REGRADED)
    assert (record.result["before"], record.result["points"]) == (1000, 2000)
    assert Notice.objects.filter(person=ona, kind="result").count() == 1
    assert AuditNote.objects.filter(verb="regraded upward").count() == 1
    assert regrade_due(on=now()) == 0
    untouched(birute, printed)
    assert list(differences()) == []


def points_of(birute):
    return at(birute).attempts.get().points


def test_a_corrected_key_can_complete_the_unit_and_the_report_says_so(
    course, lead, ieva, ona, client_for
):
    from courses.assessment.actions import submit
    from tests.learning import right_answers

    attempt = open_attempt(at(ona), course, "second")
    q3 = str(course.bank.items.get(key="q3").uid)
    submit(attempt, on=now(), answers={**right_answers(attempt), q3: "b"}, sequence=1)
    assert at(ona).completions.count() == 1
    write_question(course, ieva, **single("q3", right="b"))
    shown = said(page(lead, course))
    assert "Ona Petraitė 2 67% 100% 1.2 “Unit second” is done; the badge “Ready to" in shown
    assert "1 person newly earns a badge Ona Petraitė: “Ready to follow a protocol”" in shown
    press(lead, course)
    assert at(ona).completions.filter(unit__key="second").count() == 1
    assert Evidence.objects.filter(person=ona, competency__code="C1").count() == 1
    assert ona.awards.get().version.name["en"] == "Ready to follow a protocol"
    result = client_for(ona).get(f"/en/attempts/{attempt.uid}/").text
    assert "3 of 3 right" in said(result)
    assert "The right answer was corrected on" in said(result)
    home = client_for(ona).get("/en/me/").text
    assert "Your result has changed:" in home
    assert "100% instead of 67%" in home


def test_the_report_says_whom_its_choices_cost_points(course, lead, ieva, birute):
    write_question(course, ieva, **single("q3", right="b"))
    item = str(course.bank.items.get(key="q3").uid)
    assert "Nobody loses anything" in said(page(lead, course))
    look = {f"way:{item}": "both", "look": "1"}
    shown = said(lead.post(f"/en/studio/courses/{course.slug}/publish/", look).text)
    assert "By what you have chosen 1 person loses points" in shown
    assert "Nobody loses anything" not in shown


def test_points_fall_only_with_a_reason(course, lead, ieva, birute, printed):
    write_question(course, ieva, **single("q3", right="b"))
    item = str(course.bank.items.get(key="q3").uid)
    refused = press(lead, course, **{f"way:{item}": "both", "note": "Keep me"})
    assert refused.status_code == 422
    assert "Points may fall only with a reason" in refused.text
    assert "Keep me</textarea>" in refused.text
    assert 'value="both" checked' in refused.text
    assert course.in_force.number == 1
    press(lead, course, **{f"way:{item}": "both", f"why:{item}": "Two experts disagreed."})
    assert points_of(birute) == 2000
    assert UnitCompletion.objects.filter(unit__key="second", enrolment__person=birute).exists()
    untouched(birute, printed)
    assert list(differences()) == []


def test_answers_can_be_left_as_they_are(course, lead, ieva, birute):
    write_question(course, ieva, **single("q3", right="b"))
    item = str(course.bank.items.get(key="q3").uid)
    press(lead, course, **{f"way:{item}": "keep"})
    assert Regrade.objects.count() == 0
    assert points_of(birute) == 3000


def test_another_question_moves_no_score_unless_the_author_says_so(
    course, lead, ieva, jonas, birute
):
    read(at(jonas), course, "first")
    open_attempt(at(jonas), course, "second")
    asks = {"lt": "Visai kita?", "en": "Something else?"}
    write_question(course, ieva, **(single("q3", right="b") | {"prompt": asks}))
    shown = said(page(lead, course))
    assert "A question is replaced by another" in shown
    assert "1 attempt is open now; it keeps the questions it began with." in shown
    press(lead, course)
    assert Regrade.objects.count() == 0
    assert at(jonas).attempts.get().responses.first().item_version.number == 1


def test_a_dropped_claim_keeps_its_evidence(course, lead, ieva, birute, printed):
    set_unit(course.units.get(key="second"), minutes=10, alignments=[], by=ieva, on=now())
    shown = said(page(lead, course))
    assert "1.2 “Unit second” no longer claims C1" in shown
    assert "1 piece of evidence rests on it, and stays." in shown
    press(lead, course)
    assert Evidence.objects.filter(person=birute, competency__code="C1").count() == 1
    untouched(birute, printed)


# --- the button, and those who may press it ------------------------------------------------------


def test_a_first_edition_is_published_and_learnt(client_for, ieva, jonas, competency_map):
    lead = client_for(ieva)
    lead.post("/en/studio/new-course/", {"title_en": "Lichens", "languages": "en"})
    course = Course.objects.get(slug="lichens")
    empty = page(lead, course)
    assert "Publish the course" in empty
    assert "A course needs at least one unit" in empty
    assert re.search(r'<button class="btn go"[^>]*disabled', empty)
    lead.post("/en/studio/courses/lichens/outline/change/", {"do": "add-module", "title_en": "One"})
    module = course.releases.get().modules.get()
    with_text(add_unit(course, module.key, {"en": "First"}, by=ieva, on=now()), ieva)
    assert "Published as release 1" in press(lead, course).text
    assert "Lichens" in client_for().get("/en/courses/").text
    one = begin(jonas, course)
    read(one, course, one.next_unit.key)
    assert at(jonas).percent == 100
    assert list(differences()) == []


def test_what_was_read_is_what_goes_out(course, lead, ieva):
    first, third = course.units.get(key="first"), course.units.get(key="third")
    save_texts(first, "en", {"title": Typed("Read", 0)}, by=ieva, on=now())
    html = page(lead, course)
    save_texts(third, "en", {"title": Typed("Unread", 0)}, by=ieva, on=now())
    form = {"read": re.search(r'name="read" value="([^"]+)"', html)[1], "note": "Mine"}
    answered = lead.post(f"/en/studio/courses/{course.slug}/publish/", form)
    assert answered.status_code == 422
    assert "The draft has changed since you read this." in answered.text
    assert "Mine</textarea>" in answered.text
    course.refresh_from_db()
    assert course.in_force.number == 1


def test_pressing_twice_publishes_once(course, lead, ieva):
    save_texts(course.units.get(key="first"), "en", {"title": Typed("New", 0)}, by=ieva, on=now())
    html = page(lead, course)
    form = {"read": re.search(r'name="read" value="([^"]+)"', html)[1]}
    for _press in range(2):
        lead.post(f"/en/studio/courses/{course.slug}/publish/", form)
    assert course.releases.filter(number__isnull=False).count() == 2


def test_a_fault_stops_publishing_and_links_to_its_place(course, lead, ieva):
    unit = course.units.get(key="third")
    block = add_block(unit, "image", after="", by=ieva, on=now())
    html = page(lead, course)
    assert "The picture is missing: upload it." in html
    assert f"/units/{unit.uid}/#b-{block}" in html
    answered = press(lead, course)
    assert answered.status_code == 422
    assert course.in_force.number == 1


def test_an_author_reads_the_report_and_only_a_lead_publishes(course, client_for, rasa, ieva, ona):
    CourseRole.objects.create(course=course, person=rasa, role=CourseRole.Role.AUTHOR)
    save_texts(course.units.get(key="first"), "en", {"title": Typed("New", 0)}, by=ieva, on=now())
    html = page(client_for(rasa), course)
    assert "Those who lead the course publish it: Ieva Jankauskienė" in said(html)
    assert "btn go" not in html.split("<main")[1]
    address = f"/en/studio/courses/{course.slug}/publish/"
    assert client_for(rasa).post(address, {"read": ""}).status_code == 404
    assert client_for(ona).get(address).status_code == 404
    assert client_for().get(address).status_code == 302
    course.refresh_from_db()
    assert course.in_force.number == 1


def test_a_marker_and_a_stranger_see_no_report(course, client_for, rasa):
    address = f"/en/studio/courses/{course.slug}/publish/"
    assert client_for(rasa).get(address).status_code == 404
    CourseRole.objects.create(course=course, person=rasa, role=CourseRole.Role.MARKER)
    assert client_for(rasa).get(address).status_code == 404


# --- taking it back ------------------------------------------------------------------------------


def test_a_course_is_taken_out_of_force_with_a_reason_and_opened_again(
    course, lead, client_for, ona, birute, printed, ieva
):
    address = f"/en/studio/courses/{course.slug}/unpublish/"
    assert "Say why." in lead.post(address, {"reason": " "}).text
    assert "no longer published" in lead.post(address, {"reason": "An error."}, follow=True).text
    assert client_for(ona).get(f"/en/courses/{course.slug}/").status_code == 404
    assert "Sampling" not in client_for().get("/en/courses/").text.split("<main")[1]
    assert client_for(ona).get("/en/me/").status_code == 200
    assert client_for(birute).get("/en/me/certificates/").status_code == 200
    assert AuditNote.objects.get(verb="unpublished").reason == "An error."
    assert list(differences()) == []
    assert "The course is not published now" in said(page(lead, course))
    # What changes meanwhile is reported as ever.
    write_question(course, ieva, **single("q3", right="b"))
    assert "Another answer is right" in said(page(lead, course))
    press(lead, course, note="The key was wrong.")
    assert Regrade.objects.count() == 1
    assert course.in_force.number == 2
    assert client_for(ona).get(f"/en/courses/{course.slug}/").status_code == 200
    assert at(ona).done == 1
    untouched(birute, printed)
    assert list(differences()) == []


def test_an_earlier_edition_comes_back_into_the_draft_with_its_questions(
    course, lead, ieva, ona, birute, printed
):
    unit = course.units.get(key="first")
    save_texts(unit, "en", {"title": Typed("Second title", 0)}, by=ieva, on=now())
    write_question(course, ieva, **single("q3", right="b"))
    remove_unit(course, uid(course, "third"), by=ieva, on=now())
    press(lead, course)
    assert course.in_force.number == 2
    save_texts(unit, "en", {"title": Typed("Never published", 1)}, by=ieva, on=now())
    shown = lead.post(f"/en/studio/courses/{course.slug}/releases/1/return/", follow=True).text
    assert "The draft now says what release 1 said." in shown
    assert "New required unit 1.3 “Unit third”" in said(shown)
    assert "Another answer is right" in said(shown)
    # What was written and not published is in the unit's history.
    assert unit.versions.filter(title__en="Never published").exists()
    press(lead, course)
    third = Release.objects.get(course=course, number=3)
    assert [item.version.title["en"] for item in third.items.all()] == [
        item.version.title["en"] for item in course.releases.get(number=1).items.all()
    ]
    assert third.pins.get(item_version__item__key="q3").item_version.body["options"][0]["right"]
    untouched(birute, printed)
    assert list(differences()) == []


def test_the_edition_of_another_course_is_not_found(course, lead, client_for, rasa):
    address = f"/en/studio/courses/{course.slug}/releases"
    assert lead.post(f"{address}/7/return/").status_code == 404
    assert client_for(rasa).post(f"{address}/1/return/").status_code == 404


def test_the_report_speaks_lithuanian(course, lead, ieva):
    with_text(add_unit(course, "start", {"lt": "Dar", "en": "More"}, by=ieva, on=now()), ieva)
    shown = said(page(lead, course, "lt"))
    assert "Nauja privaloma tema 1.5 „Dar“" in shown
    assert "Learner" not in shown


def test_a_note_that_is_too_long_is_told_when_looking(course, lead, ieva):
    title = {"title": Typed("Otherwise", 0)}
    save_texts(course.units.get(key="first"), "en", title, by=ieva, on=now())
    posted = {"look": "1", "note": "x" * 1_001}
    looked = lead.post(f"/en/studio/courses/{course.slug}/publish/", posted)
    assert looked.status_code == 422
    assert "This text is longer than 1000 characters." in looked.text
    assert "x" * 1_001 in looked.text


def test_what_would_change_is_shown_also_where_somebody_was_measured(teach, ona, ieva, client_for):
    """A measurement has a level where a quiz has points."""
    leaves = teach(measuring())
    enrolment = begin(ona, leaves)
    sit(enrolment, leaves, "practice", size=4)
    sit(enrolment, leaves)
    page = client_for(ieva).get(f"/en/studio/courses/{leaves.slug}/publish/")
    assert page.status_code == 200
