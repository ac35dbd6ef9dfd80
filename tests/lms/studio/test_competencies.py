"""The competencies of a course: what is assessed where, what is missing, and choosing units."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from badges.awards.models import Achievement
from courses.content.actions.aligning import Claim, claim
from courses.content.actions.outlining import remove_unit
from courses.content.actions.publishing import publish
from courses.content.actions.roles import give_role
from courses.content.models import CourseRole, UnitVersion
from courses.content.queries import working_of
from lms.common.clock import now
from tests.learning import finish
from tests.packages import reading, sampling, scored, single

PAGE = "/en/studio/courses/sampling/competencies/"


@pytest.fixture
def author(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def unit(sampling_course):
    return lambda key: sampling_course.units.get(key=key)


def words(response):
    """The page as it is read: without marks, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).replace("\xa0", " ").split())


def chooses(client, code, unit, level, seen=0):
    typed = {f"level-{unit.uid}": level, f"seen-{unit.uid}": seen}
    return client.post(f"{PAGE}{code}/", typed, follow=True)


def claims_of(unit):
    return {one["competency"]: one["level"] for one in working_of(unit).alignments}


# --- what is shown -------------------------------------------------------------------------------


def test_the_badges_of_the_course_stand_below_its_competencies(author, sampling_course):
    page = words(author.get(PAGE))
    assert "Badges of this course None yet." in page
    assert "Claim another competency" in page
    Achievement.objects.update(course=sampling_course)
    shown = words(author.get(PAGE)).partition("Badges of this course")[2]
    assert "Ready to follow a protocol" in shown
    assert "None yet" not in shown


def test_what_is_assessed_is_said_with_its_unit_its_learners_and_its_badge(
    author, sampling_course, ona, birute
):
    page = words(author.get(PAGE))
    assert "This course claims 1 competency and assesses it." in page
    assert "Assessed: level 1 can be shown here" in page
    assert "1.2 Unit second : claims level 1, quiz of 3 questions, at least 70% to reach" in page
    assert "No learner has reached it yet" in page
    assert "Badge “Ready to follow a protocol” : asks for level 1; this course gives enough" in page
    finish(ona, sampling_course, on=now())
    finish(birute, sampling_course, on=now())
    assert "2 learners have reached level 1" in words(author.get(PAGE))


def test_in_lithuanian(author, sampling_course, ona):
    finish(ona, sampling_course, on=now())
    page = words(author.get(PAGE.replace("/en/", "/lt/")))
    assert "1 lygį pasiekė 1 besimokantysis" in page
    assert "3 klausimų testas, reikia pasiekti bent 70 %" in page


def test_what_is_shown_elsewhere_is_not_counted_here(author, teach, ona):
    finish(ona, teach(sampling("another")), on=now())
    assert "No learner has reached it yet" in words(author.get(PAGE))


def test_a_claim_that_nothing_assesses_leads_to_where_it_is_mended(author, unit):
    first = unit("first")
    chooses(author, "B4", first, 1)
    page = author.get(PAGE)
    assert "1.1 Unit first : is about it (level 1), reading: gives no evidence" in words(page)
    assert "It is claimed, but no unit assesses it, so nobody can show it here." in words(page)
    assert f'<a href="/en/studio/courses/sampling/units/{first.uid}/">Open the unit' in page.text
    assert "This course claims 2 competencies and assesses 1. 1 thing is to be mended." in words(
        page
    )


def test_a_quiz_without_a_score_leads_to_the_rule_of_its_unit(teach, ieva, client_for):
    package = sampling()
    quiz = scored("loose", ["x1"])
    quiz |= {"requirement": "continue", "aligns": ["B4@1"]}
    package.modules[0]["units"].append(quiz)
    package.items.append(single("x1"))
    course = teach(package)
    uid = course.units.get(key="loose").uid
    page = client_for(ieva).get(PAGE).text
    assert f'href="/en/studio/courses/sampling/outline/?open=u-{uid}#u-{uid}"' in page
    assert "Ask for a score in “Unit loose”" in page


def test_a_level_above_what_a_quiz_shows_is_said(author, unit):
    chooses(author, "C1", unit("second"), 3, seen=1)
    page = words(author.get(PAGE))
    assert "Assessed: level 1 can be shown here" in page
    assert "Level 3 is claimed, but a quiz can show level 1 at most." in page


def test_what_is_no_longer_claimed_keeps_what_was_shown(author, sampling_course, unit, ona, ieva):
    finish(ona, sampling_course, on=now())
    remove_unit(sampling_course, str(unit("second").uid), by=ieva, on=now())
    page = words(author.get(PAGE))
    assert "No unit claims it any more. What learners have shown stays theirs." in page
    assert "1 learner has reached level 1" in page


def test_a_claim_of_what_the_map_does_not_have_is_said(author, unit):
    UnitVersion.objects.filter(unit=unit("first")).update(
        alignments=[{"competency": "<b>Q7</b>", "level": 1}]
    )
    page = author.get(PAGE).text
    assert "The competency map has no “&lt;b&gt;Q7&lt;/b&gt;”." in page
    assert "<b>Q7</b>" not in page


def test_an_empty_course_says_what_to_do(teach, ieva, client_for):
    package = sampling()
    for one in package.units():
        one.pop("aligns", None)
    teach(package)
    page = words(client_for(ieva).get(PAGE))
    assert "No unit claims a competency yet." in page
    assert "B4 Plan sampling" in page


def test_it_takes_as_many_statements_for_a_large_course(teach, ieva, client_for, person):
    package = sampling()
    course = teach(package)
    client = client_for(ieva)

    def statements():
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured.captured_queries)

    before = statements()
    for n in range(12):
        claims = ["A1@1", f"B{n % 7 + 1}@2"]
        package.modules[0]["units"].append(reading(f"unit-{n}", aligns=claims))
    teach(package)
    for n in range(5):
        finish(person(f"learner{n}"), course, on=now())
    assert statements() == before


# --- choosing units ------------------------------------------------------------------------------


def test_a_unit_is_chosen_and_published_and_then_gives_evidence(
    author, sampling_course, unit, ona, ieva
):
    second = unit("second")
    page = chooses(author, "B4", second, 1)
    assert "Saved in 1 unit." in page.text
    assert claims_of(second) == {"B4": 1, "C1": 1}
    # Written as any change of the unit: a version holds it only when one is made.
    assert second.versions.count() == 1
    publish(sampling_course, by=ieva, on=now())
    assert second.versions.count() == 2
    sampling_course.refresh_from_db()
    finish(ona, sampling_course, on=now())
    assert ona.evidence.filter(competency__code="B4", level=1).count() == 1


def test_the_page_explains_the_levels_and_shows_what_stands(author, unit):
    page = author.get(f"{PAGE}C1/").text
    assert "Finds breaches of a protocol in described field sheets" in page
    select = re.search(rf'name="level-{unit("second").uid}">.*?</select>', page, re.DOTALL)[0]
    assert '<option value="1" selected>' in select


def test_a_claim_is_taken_away_and_the_others_stay(author, unit):
    second = unit("second")
    chooses(author, "B4", second, 2)
    chooses(author, "C1", second, 0, seen=1)
    assert claims_of(second) == {"B4": 2}
    assert "Nothing was changed." in chooses(author, "C1", second, 0).text


def test_a_page_left_open_takes_nothing_back(author, unit, sampling_course, ieva):
    """Only what its author changed is written."""
    first, second = unit("first"), unit("second")
    claim(sampling_course, "B4", {first.uid: Claim(2, 0)}, by=ieva, on=now())
    stale = {
        f"level-{first.uid}": 0,
        f"seen-{first.uid}": 0,
        f"level-{second.uid}": 1,
        f"seen-{second.uid}": 0,
    }
    author.post(f"{PAGE}B4/", stale)
    assert (claims_of(first), claims_of(second)) == ({"B4": 2}, {"B4": 1, "C1": 1})


@pytest.mark.parametrize("level", ["5", "99", "-1", "x", "٣", ""])
def test_only_levels_of_the_map_can_be_chosen(author, unit, level):
    second = unit("second")
    chooses(author, "B4", second, level)
    assert claims_of(second) == {"C1": 1}


def test_a_refused_form_keeps_what_was_chosen(author, unit):
    first, second = unit("first"), unit("second")
    typed = {f"level-{first.uid}": 4, f"level-{second.uid}": 7}
    page = author.post(f"{PAGE}B4/", typed)
    assert page.status_code == 422
    assert "Choose one of the levels that are offered." in page.text
    select = re.search(rf'name="level-{first.uid}">.*?</select>', page.text, re.DOTALL)[0]
    assert '<option value="4" selected>' in select


def test_a_unit_of_another_course_is_left_alone(author, teach, rasa):
    foreign = teach(sampling("foreign"), owner=rasa).units.get(key="second")
    chooses(author, "B4", foreign, 1)
    assert claims_of(foreign) == {"C1": 1}


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [("owner", 200, 200), ("author", 200, 200), ("marker", 200, 404), ("viewer", 200, 404)],
)
def test_roles(sampling_course, ieva, rasa, client_for, role, reads, writes):
    give_role(sampling_course, rasa, CourseRole.Role(role), by=ieva, reason="works", on=now())
    client = client_for(rasa)
    page = client.get(PAGE)
    assert page.status_code == reads
    assert client.get(f"{PAGE}C1/").status_code == writes
    assert client.post(f"{PAGE}C1/", {}, follow=True).status_code == writes
    assert ("Choose units" in page.text) == (writes == 200)


@pytest.mark.parametrize("who", ["rasa", "ona"])
def test_for_others_it_is_not_there(request, sampling_course, client_for, who):
    client = client_for(request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}C1/").status_code == 404


def test_visitors_are_asked_to_sign_in(sampling_course, visitor):
    assert "/accounts/login/" in visitor.get(PAGE).headers["Location"]


def test_a_competency_that_does_not_exist_is_not_there(author):
    for code in ("Z9", "A", "<script>", "C1%00"):
        assert author.get(f"{PAGE}{code}/").status_code == 404
