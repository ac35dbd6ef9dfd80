"""An author says when something opens, reads what that does to learners, and publishes it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.content.actions.outlining import set_module, set_unit_rules, undo
from courses.content.models import DraftChange, ReleaseItem
from courses.content.opening import Claim, Opening
from courses.content.queries import draft_of
from courses.progress.actions import settle_due
from lms.common.clock import now
from lms.common.wording import day
from lms.pages.invariants import differences
from tests.learning import answer, begin, read
from tests.lms.studio.test_publish import said
from tests.packages import pair

OUTLINE = "/en/studio/courses/sampling/outline/"
PUBLISH = "/en/studio/courses/sampling/publish/"


def local(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def author(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def uid(sampling_course):
    return lambda key: str(sampling_course.units.get(key=key).uid)


@pytest.fixture
def sets_unit(author, uid):
    def by(key, **more):
        typed = {
            "do": f"unit:{uid(key)}",
            "required": "1",
            "requirement": "continue",
            "title_lt": f"Tema {key}",
            "title_en": f"Unit {key}",
            "seq_lt": "0",
            "seq_en": "0",
            "opens_on": "",
            "opens_days": "",
            **more,
        }
        return author.post(f"{OUTLINE}change/", typed, follow=True)

    return by


@pytest.fixture
def sets_module(author):
    def by(**more):
        typed = {"do": "module:start", "title_lt": "Pradžia", "title_en": "Start", **more}
        return author.post(f"{OUTLINE}change/", typed, follow=True)

    return by


def row(course, key):
    return ReleaseItem.objects.get(release=draft_of(course.pk), unit__key=key)


def publish(author, course):
    html = author.get(PUBLISH).text
    read_ = re.search(r'name="read" value="([^"]+)"', html)[1]
    author.post(PUBLISH, {"read": read_})
    settle_due(on=now())
    course.refresh_from_db()


# --- setting it ----------------------------------------------------------------------------------


def test_all_conditions_of_a_unit_stand_in_plain_sentences(sets_unit, sampling_course):
    opens = local(30)
    page = sets_unit(
        "third",
        opens_on=opens.isoformat(),
        opens_days="5",
        opens_code=["C1", ""],
        opens_level=["1", "1"],
        skip_code="A1",
        skip_level="2",
    )
    assert f"Opens on {day(opens)}" in page.text
    assert "Opens 5 days after joining" in page.text
    assert re.search(r"Opens when the learner has shown “[^”]+” \(C1\) at level 1", page.text)
    assert re.search(r"Whoever has shown “[^”]+” \(A1\) at level 2 may skip it", page.text)
    stored = row(sampling_course, "third")
    assert stored.opening == {"on": opens.isoformat(), "days": 5, "shown": ["C1@1"]}
    assert stored.skipped_by == "A1@2"


def test_it_is_taken_back_by_the_undo(sets_unit, sampling_course, ieva):
    sets_unit("third", opens_days="5")
    undo(sampling_course, DraftChange.objects.last().pk, by=ieva, on=now())
    assert row(sampling_course, "third").opening == {}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"opens_on": "next week"}, "“next week” is no day. Write it like 2027-03-01."),
        ({"opens_on": "0001-01-01"}, "Write a day between the years 2000 and 2200."),
        ({"opens_days": "many"}, "Write how many days after joining: a number from 1 to 730."),
        ({"opens_days": "731"}, "Write how many days after joining: a number from 1 to 730."),
        ({"opens_code": ["Z9"]}, "The competency map has no “Z9” at level 1."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_what_was_typed_stays(
    sets_unit, sampling_course, more, why
):
    page = sets_unit("third", title_en="Typed meanwhile", **more)
    assert page.status_code == 422
    assert why in page.text
    assert 'value="Typed meanwhile"' in page.text
    if "opens_on" in more:
        assert f'value="{more["opens_on"]}"' in page.text
    assert row(sampling_course, "third").opening == {}


def test_any_two_of_three_are_asked_for_and_more_than_there_are_are_refused(
    sets_module, sampling_course
):
    page = sets_module(rule="choose", choose="2")
    assert "Any 2 of its 3 required units are enough" in page.text
    page = sets_module(rule="choose", choose="4")
    assert page.status_code == 422
    assert "The module “Start” has 3 required units, so 4 of them cannot be asked for." in page.text
    assert draft_of(sampling_course.pk).modules.get().choose == 2
    sets_module(rule="choose", choose="x")
    sets_module(rule="all")
    assert draft_of(sampling_course.pk).modules.get().choose is None


def test_other_forms_leave_the_opening_as_it_is(sampling_course, ieva, uid):
    rules = {"required": True, "requirement": "continue", "score_at_least": None}
    who = {"opens_after": [], "by": ieva, "on": now()}
    opening = Opening(days=3)
    set_unit_rules(
        sampling_course, uid("third"), opening=opening, skipped_by=Claim("C1", 1), **rules, **who
    )
    set_unit_rules(sampling_course, uid("third"), **rules, **who)
    set_module(sampling_course, "start", title=pair("a", "b"), in_order=True, choose=2, **who)
    set_module(sampling_course, "start", title=pair("a", "b"), in_order=True, **who)
    assert row(sampling_course, "third").opening == opening.stored
    assert row(sampling_course, "third").skipped_by == "C1@1"
    assert draft_of(sampling_course.pk).modules.get().choose == 2


def test_publishing_is_refused_while_more_is_asked_for_than_there_is(
    sets_module, author, sampling_course, uid
):
    sets_module(rule="choose", choose="3")
    author.post(f"{OUTLINE}change/", {"do": f"switch:{uid('third')}"})
    assert (
        "The module “Start” asks for 3 units, but has 2 required units." in author.get(PUBLISH).text
    )


# --- what it does to learners --------------------------------------------------------------------


@pytest.fixture
def learners(sampling_course, ona, jonas, birute):
    """Ona stands before the last unit, Jonas has done it, Birutė has just come."""
    course = sampling_course
    one, two = begin(ona, course), begin(jonas, course)
    for enrolment in (one, two):
        read(enrolment, course, "first")
        answer(enrolment, course, "second")
    begin(birute, course)
    return one, two


def test_a_day_closes_an_open_unit_and_the_report_says_for_whom(
    learners, sets_unit, author, sampling_course
):
    opens = local(10)
    sets_unit("third", opens_on=opens.isoformat())
    shown = said(author.get(PUBLISH).text)
    assert "Another opening of 1.3 “Unit third”" in shown
    assert f"Opens on {day(opens)}." in shown.replace("\xa0", " ")
    assert "Stricter. For 2 people it is open now and would wait:" in shown
    assert "Jonas Kazlauskas, Ona Petraitė" in shown
    publish(author, sampling_course)
    one = learners[0]
    one.refresh_from_db()
    assert one.next_unit is None
    assert (one.done, one.required) == (2, 3)
    assert list(differences()) == []
    sets_unit("third", opens_on=local().isoformat())
    shown = said(author.get(PUBLISH).text)
    assert "Easier. For 2 people it is closed now and would open:" in shown
    publish(author, sampling_course)
    one.refresh_from_db()
    assert one.next_unit.key == "third"
    assert list(differences()) == []


def test_fewer_units_complete_people_and_more_undo_nobody(
    learners, sets_module, author, sampling_course
):
    sets_module(in_order="1", rule="choose", choose="2")
    shown = said(author.get(PUBLISH).text)
    assert "Module “Start” asks for another number of its units" in shown
    assert "Units that are enough: 2. Until now all of them were." in shown
    assert "2 people complete the course" in shown
    publish(author, sampling_course)
    for enrolment in learners:
        enrolment.refresh_from_db()
        assert enrolment.percent == 100
    sets_module(in_order="1", rule="all")
    publish(author, sampling_course)
    for enrolment in learners:
        enrolment.refresh_from_db()
        assert enrolment.percent == 100
    assert list(differences()) == []


def test_who_may_skip_is_told_before_publishing(learners, sets_unit, author):
    sets_unit("third", skip_code="C1", skip_level="1")
    shown = said(author.get(PUBLISH).text)
    assert "Who may skip 1.3 “Unit third”" in shown
    assert "Until now nobody could." in shown
    assert "2 people who have not done it have shown this already:" in shown


def test_a_draft_whose_opening_has_changed_since_is_not_published(
    learners, sets_unit, author, sampling_course
):
    sets_unit("third", opens_days="3")
    html = author.get(PUBLISH).text
    seen = re.search(r'name="read" value="([^"]+)"', html)[1]
    sets_unit("third", opens_days="4")
    before = sampling_course.in_force_id
    assert author.post(PUBLISH, {"read": seen}).status_code != 302
    sampling_course.refresh_from_db()
    assert sampling_course.in_force_id == before


def test_the_preview_shows_what_the_calendar_holds_closed(sets_unit, author, uid):
    sets_unit("third", opens_on=local(4).isoformat())
    address = "/en/studio/courses/sampling/preview/?as=done-2"
    assert "Opens in 4 days, on" in author.get(address).text
    later = f"{address}&on={local(4).isoformat()}"
    assert "Opens in" not in author.get(later).text


# --- packages ------------------------------------------------------------------------------------


def test_what_was_set_goes_out_in_a_package_and_comes_back(
    sets_unit, sets_module, sampling_course, tmp_path
):
    from courses.content.package.foreseeing import foresee
    from tests.courses.content.test_writing_packages import read_again

    sets_module(in_order="1", rule="choose", choose="2", opens_on="2031-05-01", opens_days="")
    sets_unit("third", opens_days="5", opens_code=["C1"], opens_level=["1"], skip_code="A1")
    text = read_again(draft_of(sampling_course.pk), tmp_path)
    module = text.modules[0]
    assert (module.choose, module.opening.stored) == (2, {"on": "2031-05-01"})
    assert module.units[2].opening.stored == {"days": 5, "shown": ["C1@1"]}
    assert module.units[2].skipped_by == Claim("A1", 1)
    assert not foresee(sampling_course, text)
    text.modules[0].units[2].opening = Opening(days=6)
    assert foresee(sampling_course, text)


@pytest.mark.parametrize(
    ("said_", "fault"),
    [
        ({"opens_on": "1 March"}, "“opens_on” is a day, like 2027-03-01."),
        ({"opens_after_days": "0"}, "should be a whole number from 1 to 730"),
        ({"opens_with": ["C1"]}, "“opens_with” lists competencies with a level"),
        ({"opens_with": ["Z9@1"]}, "The competency map has no “Z9@1”."),
        ({"skipped_by": "C1"}, "“skipped_by” is a competency with a level"),
        ({"skipped_by": "Z9@2"}, "The competency map has no “Z9@2”."),
    ],
)
def test_a_package_with_an_impossible_gate_is_refused_with_its_line(
    package, competency_map, tmp_path, said_, fault
):
    from courses.content.actions.importing import read_course

    package.unit("third").update(said_)
    _text, faults = read_course(package.write(tmp_path))
    assert fault in "\n".join(map(str, faults))


def test_a_package_that_asks_for_more_units_than_it_requires_is_refused(
    package, competency_map, tmp_path
):
    from courses.content.actions.importing import read_course

    package.modules[0]["rule"] = 4
    _text, faults = read_course(package.write(tmp_path))
    assert "how many of the 3 required units" in "\n".join(map(str, faults))
