"""Badges of a course in the studio: writing one, its look, who holds it, who may."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from badges.awards.actions import define_achievement
from badges.awards.definition_actions import Definition, write_achievement
from badges.awards.models import Achievement, Award
from badges.intake.actions import take_in_waiting
from courses.content.actions.aligning import Claim, claim
from courses.content.actions.roles import give_role
from courses.content.models import CourseRole
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from tests.calibrations import measuring, sit
from tests.learning import begin, finish
from tests.packages import pair, sampling

LIST = "/en/studio/courses/sampling/achievements/"
TYPED = {
    "name_lt": "Kranto stebėtoja",
    "name_en": "Watches the bank",
    "description_lt": "Moka stebėti krantą.",
    "description_en": "Knows how to watch a bank.",
    "criteria_lt": "Išlaikyti testą (C1).",
    "criteria_en": "Reach the score of the quiz (C1).",
    "how": "all",
    "part": ["C1@1", "", ""],
    "seed": "41",
}


@pytest.fixture
def lead(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def write(lead):
    def make(**more):
        return lead.post(f"{LIST}new/", {**TYPED, **more}, follow=True)

    return make


def own():
    return Achievement.objects.exclude(course=None).get()


def address(achievement=None):
    return f"{LIST}{(achievement or own()).key}/"


def stamp(client):
    return re.search(r'name="over" value="(\w+)"', client.get(address()).text)[1]


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).replace("\xa0", " ").split())


# --- the story -----------------------------------------------------------------------------------


def test_its_lead_writes_a_badge_and_a_learner_earns_it(
    write, lead, sampling_course, ona, client_for
):
    page = words(write())
    assert "Saved. Learners of the course get the badge when they satisfy its rule." in page
    assert "Watches the bank" in page
    assert "Competency “Follow a protocol faithfully” (C1), level 1" in page
    assert "nobody holds it yet" in page
    version = own().in_force
    assert version.rule == {"competency": "C1", "level": 1}
    assert version.drawing == {"letter": "C", "level": 1, "codes": ["C1"], "seed": 41}
    # Who looks at the course sees it, before anybody has it.
    assert "Watches the bank" in client_for().get("/en/courses/sampling/").text
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    assert "Kranto stebėtoja" in client_for(ona).get("/lt/me/badges/").text
    assert "1 person holds it" in words(lead.get(LIST))


def test_a_change_of_a_held_badge_makes_the_next_version(write, lead, sampling_course, ona):
    write()
    assert "a change touches no one" in lead.get(address()).text
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    page = words(lead.get(address()))
    assert "1 person has been given this badge, and it stays as it was given" in page
    assert "a change makes version 2" in page
    changed = {**TYPED, "name_en": "Watches rivers", "over": stamp(lead)}
    assert "Saved as version 2." in lead.post(address(), changed, follow=True).text
    assert Award.objects.get(achievement=own()).version.name["en"] == "Watches the bank"
    assert own().in_force.name["en"] == "Watches rivers"


def test_how_many_satisfy_the_rule_already_is_said_before_saving(
    lead, write, sampling_course, ona, birute
):
    finish(ona, sampling_course, on=now())
    finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    page = words(lead.post(f"{LIST}look/", TYPED))
    assert "2 learners of this course satisfy the rule already" in page
    assert not Achievement.objects.exclude(course=None).exists()
    write()
    in_lithuanian = lead.get(address().replace("/en/", "/lt/"))
    assert "2 šio kurso besimokantieji taisyklę jau atitinka" in words(in_lithuanian)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ({"part": ["course:sampling"]}, {"course": "sampling"}),
        (
            {"part": ["C1@1", "course:sampling", "C1@1"]},
            {"all": [{"competency": "C1", "level": 1}, {"course": "sampling"}]},
        ),
        (
            {"how": "any", "part": ["", "C1@1", "course:sampling"]},
            {"any": [{"competency": "C1", "level": 1}, {"course": "sampling"}]},
        ),
        (
            {"how": "some", "k": "2", "part": ["C1@1", "course:sampling", "B4@1"]},
            {
                "k": 2,
                "of": [
                    {"competency": "C1", "level": 1},
                    {"course": "sampling"},
                    {"competency": "B4", "level": 1},
                ],
            },
        ),
    ],
)
def test_rows_make_the_rule_and_the_rule_makes_the_rows(
    write, lead, sampling_course, ieva, typed, rule
):
    second = sampling_course.units.get(key="second")
    claim(sampling_course, "B4", {second.uid: Claim(1, 0)}, by=ieva, on=now())
    write(**typed)
    assert own().in_force.rule == rule
    page = lead.get(address()).text
    chosen = re.findall(r'<option value="([^"]+)" selected>', page)
    assert set(filter(None, typed["part"])) <= set(chosen)
    # Saved as it stands, nothing changes.
    lead.post(address(), {**TYPED, **typed, "over": stamp(lead)})
    assert own().versions.count() == 1


# --- the form ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"name_lt": "", "name_en": " "}, "Write this in at least one language."),
        ({"part": ["", ""]}, "Choose at least one thing that the badge asks for."),
        ({"part": ["B4@1"]}, "B4@1"),
        ({"part": ["C1@4"]}, "C1@4"),
        ({"part": ["course:elsewhere"]}, "course:elsewhere"),
        ({"part": ["<script>alert(1)</script>"]}, "&lt;script&gt;"),
        ({"how": "some", "k": "3"}, "Write a number from 1 to 1"),
        ({"how": "some", "k": ""}, "Write a number from 1 to 1"),
        ({"how": "most"}, "most"),
        ({"valid_months": "0"}, "greater than or equal to 1"),
        ({"seed": "1000000"}, "less than or equal to"),
        ({"name_en": "x" * 121}, "at most 120 characters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(write, typed, complaint):
    page = write(**typed)
    assert page.status_code == 422
    assert complaint in page.text
    assert "autofocus" in page.text
    assert "Moka stebėti krantą." in page.text
    assert not Achievement.objects.exclude(course=None).exists()


def test_more_rows_and_another_pattern_keep_what_was_typed_and_judge_nothing(write, lead):
    page = write(do="rows", name_lt="", name_en="", part=["C1@1", "", ""])
    assert page.status_code == 200
    assert page.text.count('name="part"') == 5
    assert "Write this in" not in page.text
    assert "Moka stebėti krantą." in page.text
    again = write(do="pattern")
    assert 'value="41"' not in again.text
    assert 'name="seed" value="' in again.text
    assert not Achievement.objects.exclude(course=None).exists()


def test_the_look_is_the_badge_itself(lead, write, sampling_course, ona, client_for):
    shown = re.findall(r"<svg.*?</svg>", lead.post(f"{LIST}look/", TYPED).text, re.DOTALL)
    assert len(shown) == 2
    write()
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    uid = Award.objects.get(achievement=own()).uid
    page = client_for(ona).get(f"/en/me/badges/{uid}/").text
    drawn = re.search(r'<svg class="badge".*?</svg>', page, re.DOTALL)[0]

    def lines(svg):
        return re.findall(r' d="([^"]+)"', svg)

    assert lines(drawn) == lines(shown[0])


@pytest.mark.parametrize("seed", ["", "-5", "x", "9" * 40, "٣"])
def test_a_look_is_drawn_whatever_is_typed(lead, seed):
    page = lead.post(f"{LIST}look/", {**TYPED, "seed": seed, "letter": "<b>", "part": ["<b>@1"]})
    assert page.status_code == 200
    assert "<svg" in page.text
    assert "<b>@1" not in page.text


def test_of_two_who_change_a_badge_the_second_sees_what_the_first_wrote(write, lead):
    write()
    opened = stamp(lead)
    lead.post(address(), {**TYPED, "name_en": "From the first", "over": opened})
    late = {**TYPED, "name_en": "From the second", "over": opened}
    page = lead.post(address(), late)
    assert page.status_code == 422
    assert "Somebody else has changed this badge" in page.text
    assert "From the first" in page.text
    assert 'value="From the second"' in page.text
    fresh = re.search(r'name="over" value="(\w+)"', page.text)[1]
    lead.post(address(), {**late, "over": fresh})
    assert own().in_force.name["en"] == "From the second"


HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>'


def test_hostile_texts_stand_as_text_everywhere(write, lead, client_for, ona, sampling_course):
    typed = {name: HOSTILE for name in TYPED if name.endswith(("_lt", "_en"))}
    write(**typed)
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    reader = client_for(ona)
    uid = Award.objects.get(achievement=own()).uid
    pages = [
        lead.get(LIST),
        lead.get(address()),
        lead.get("/en/studio/courses/sampling/competencies/"),
        reader.get("/en/me/badges/"),
        reader.get(f"/en/me/badges/{uid}/"),
        reader.get("/en/courses/sampling/"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<img src=x" not in page.text
        assert "<script>alert" not in page.text


def test_what_the_course_no_longer_shows_is_kept_in_the_form_and_told_on_saving(
    write, lead, sampling_course, ieva
):
    second = sampling_course.units.get(key="second")
    claim(sampling_course, "B4", {second.uid: Claim(1, 0)}, by=ieva, on=now())
    write(part=["B4@1"])
    claim(sampling_course, "B4", {second.uid: Claim(0, 1)}, by=ieva, on=now())
    assert "Asked for until now, but no longer shown here" in lead.get(address()).text
    coverage = words(lead.get("/en/studio/courses/sampling/competencies/"))
    assert "asks for level 1, but no unit assesses this competency." in coverage
    page = lead.post(address(), {**TYPED, "part": ["B4@1"], "over": stamp(lead)})
    assert page.status_code == 422
    assert "No unit of this course assesses B4" in page.text


def test_archive_and_restore(write, lead):
    write()
    lead.post(f"{address()}archive/")
    page = words(lead.get(LIST))
    assert "Archived badges" in page
    assert "Give this badge again" in lead.get(address()).text
    lead.post(f"{address()}restore/")
    assert own().archived_at is None
    verbs = AuditNote.objects.filter(target_id=str(own().pk)).values_list("verb", flat=True)
    assert {"achievement made", "achievement archived", "achievement restored"} == set(verbs)


# --- those of the site, those of other courses ---------------------------------------------------


def test_badges_of_the_site_that_concern_the_course_are_read(lead):
    page = words(lead.get(LIST))
    assert "Badges of the whole site" in page
    assert "Ready to follow a protocol" in page
    assert "First steps in citizen science" not in page
    site = Achievement.objects.get(key="ready-for-protocol")
    assert "Administrators write this badge" in lead.get(address(site)).text
    for done in ("", "archive/", "restore/"):
        assert lead.post(f"{address(site)}{done}", TYPED).status_code == 404
    assert site.versions.count() == 1


def test_a_badge_that_does_not_concern_the_course_is_not_there(lead):
    assert lead.get(f"{LIST}first-steps/").status_code == 404
    assert lead.get(f"{LIST}nothing/").status_code == 404


def test_a_badge_of_another_course_is_neither_read_nor_changed(write, teach, rasa, client_for):
    write()
    teach(sampling("other"), owner=rasa)
    client = client_for(rasa)
    theirs = address().replace("/sampling/", "/other/")
    assert client.get(theirs).status_code == 404
    for done in ("", "archive/", "restore/"):
        assert client.post(f"{theirs}{done}", TYPED).status_code == 404
    assert "Watches the bank" not in client.get(LIST.replace("/sampling/", "/other/")).text
    assert "Watches the bank" not in client.get("/en/courses/other/").text
    looked = client.post(
        LIST.replace("/sampling/", "/other/") + "look/", {**TYPED, "key": own().key}
    )
    assert looked.status_code == 200


def test_a_rule_with_rules_inside_is_read_in_sentences(lead, ona):
    rule = {"any": [{"course": "sampling"}, {"all": [{"competency": "C1", "level": 2}]}]}
    define_achievement(
        "nested",
        name=pair("Lizdas", "Nest"),
        description={},
        criteria={},
        rule=rule,
        drawing={"letter": "C", "level": 2, "codes": ["C1"], "seed": 3},
        valid_months=3,
        on=now(),
    )
    page = words(lead.get(f"{LIST}nested/"))
    assert "Any one of these: Course “Planning a sample” completed All of these:" in page
    assert "valid for 3 months" in page


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["author", "marker", "viewer"])
def test_who_does_not_lead_reads(write, sampling_course, ieva, rasa, client_for, role):
    write()
    give_role(sampling_course, rasa, CourseRole.Role(role), by=ieva, reason="works", on=now())
    client = client_for(rasa)
    page = client.get(LIST)
    assert "Watches the bank" in page.text
    assert "New badge" not in page.text
    assert "Whoever leads the course writes this badge" in client.get(address()).text
    assert client.get(f"{LIST}new/").status_code == 404
    for place in (address(), f"{LIST}new/", f"{LIST}look/", f"{address()}archive/"):
        assert client.post(place, TYPED).status_code == 404
    assert own().in_force.name["en"] == "Watches the bank"
    assert own().archived_at is None


@pytest.mark.parametrize("who", ["rasa", "ona"])
def test_for_others_nothing_is_there(request, write, client_for, who):
    write()
    client = client_for(request.getfixturevalue(who))
    for place in (LIST, address(), f"{LIST}new/"):
        assert client.get(place).status_code == 404
    for place in (address(), f"{LIST}new/", f"{LIST}look/", f"{address()}restore/"):
        assert client.post(place, TYPED).status_code == 404


def test_visitors_are_asked_to_sign_in(write, visitor):
    write()
    for place in (LIST, address(), f"{LIST}new/"):
        assert "/accounts/login/" in visitor.get(place).headers["Location"]
    assert "/accounts/login/" in visitor.post(f"{LIST}look/", TYPED).headers["Location"]


def test_an_administrator_may_ask_for_anything(write, sampling_course, vytas, client_for):
    client = client_for(vytas)
    page = client.get(f"{LIST}new/").text
    assert '<option value="F4@4">' in page
    client.post(f"{LIST}new/", {**TYPED, "part": ["F4@3", "C1@1"]})
    assert len(own().in_force.rule["all"]) == 2


def test_as_many_statements_for_many_badges_and_learners(write, lead, sampling_course, person, ona):
    write()
    editor = address()

    def statements(place):
        lead.get(place)
        with CaptureQueriesContext(connection) as captured:
            assert lead.get(place).status_code == 200
        return len(captured.captured_queries)

    before = [statements(LIST), statements(editor)]
    for n in range(4):
        write(name_en=f"Badge {n}")
        finish(person(f"learner{n}"), sampling_course, on=now())
    take_in_waiting(on=now())
    assert [statements(LIST), statements(editor)] == before


# --- being measured ------------------------------------------------------------------------------

MEASURED = "calibration:leaves/second@2"
NAME = pair("Akylumas", "Sharp")
LEAVES = "/en/studio/courses/leaves/achievements/"


@pytest.fixture
def leaves(teach):
    return teach(measuring())


def test_a_badge_asks_for_a_measured_level_with_bounds(leaves, ieva, ona, client_for):
    lead = client_for(ieva)
    form = words(lead.get(f"{LEAVES}new/"))
    assert "measured, level 2: Unit second" in form
    typed = {**TYPED, "part": [MEASURED], "lower": "75", "bias": ""}
    look = words(lead.post(f"{LEAVES}look/", typed))
    assert "Measured in “Unit second”: level 2; right in at least 75% of cases" in look
    page = words(lead.post(f"{LEAVES}new/", typed, follow=True))
    assert "Measured in “Unit second”: level 2; right in at least 75% of cases" in page
    version = own().in_force
    assert version.rule == {"calibration": "leaves/second", "level": 2, "lower": 0.75}
    assert version.drawing["level"] == 2
    editor = lead.get(f"{LEAVES}{own().key}/").text
    assert re.search(r'name="lower" value="75"', editor)
    assert f'<option value="{MEASURED}" selected>' in editor
    # Whoever learns here sees it, and earns it.
    assert "Watches the bank" in client_for().get("/en/courses/leaves/").text
    enrolment = begin(ona, leaves)
    sit(enrolment, leaves, "practice", size=4)
    sit(enrolment, leaves, wrong=(1, 2))
    take_in_waiting(on=now())
    assert Award.objects.filter(person=ona, achievement=own()).exists()
    assert "1 person holds it" in words(lead.get(LEAVES))


def test_bounds_without_an_exercise_are_asked_back(leaves, ieva, client_for):
    sent = client_for(ieva).post(f"{LEAVES}new/", {**TYPED, "part": ["C2@2"], "bias": "10"})
    assert sent.status_code == 422
    assert "Choose a measured level of an exercise above, or leave this empty." in sent.text
    assert not Achievement.objects.exclude(course=None).exists()


def test_a_course_asks_for_its_own_exercises_only(leaves, sampling_course, ieva, vytas, client_for):
    typed = {**TYPED, "part": [MEASURED]}
    assert client_for(ieva).post(f"{LIST}new/", typed).status_code == 422
    # Administrators may ask for what is measured anywhere, if it is.
    page = words(client_for(vytas).post(f"{LIST}new/", typed, follow=True))
    assert "Measured in “Unit second”: level 2" in page
    rule = {"calibration": "leaves/first", "level": 1}
    for person, code in ((ieva, "not-measured-here"), (vytas, "asks-for-nothing")):
        with pytest.raises(Refusal) as refused:
            write_achievement(
                sampling_course,
                None,
                Definition(NAME, NAME, NAME, rule, {}, None),
                by=person,
                on=now(),
            )
        assert refused.value.code == code


def test_a_site_badge_that_asks_to_be_measured_here_concerns_the_course(leaves, ieva, client_for):
    define_achievement(
        "sharp",
        name=NAME,
        description=NAME,
        criteria=NAME,
        rule={"any": [{"calibration": "leaves/second", "level": 3, "bias": 0.1}]},
        drawing={"letter": "C", "level": 3, "codes": [], "seed": 1},
        valid_months=None,
        on=now(),
    )
    page = words(client_for(ieva).get(LEAVES))
    assert "estimates at most 10% too high or too low on average" in page
    assert "Sharp" in client_for().get("/en/courses/leaves/").text
