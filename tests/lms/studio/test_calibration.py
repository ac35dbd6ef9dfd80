"""A calibration made and ruled in the studio over HTTP, and what the other pages say of it."""

import re

import pytest

from courses.calibration.models import Sitting
from courses.content.actions.measuring import set_exercise
from courses.content.actions.publishing import publish
from courses.content.blocks.calibration import Exercise
from courses.content.models import Met, ReleaseItem
from courses.content.queries import working_of
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.studio.calibrations import chances_of
from tests.calibrations import block_in, covering, measuring, sit
from tests.learning import begin

pytestmark = pytest.mark.story
STUDIO = "/en/studio/courses/leaves/"


@pytest.fixture
def course(teach):
    return teach(measuring())


@pytest.fixture
def unit(course):
    return course.units.get(key="second")


@pytest.fixture
def block(unit):
    return next(one["uid"] for one in working_of(unit).blocks if one["kind"] == "calibration")


@pytest.fixture
def rules(unit, block):
    return f"{STUDIO}units/{unit.uid}/blocks/{block}/rules/"


@pytest.fixture
def client(course, ieva, client_for):
    return client_for(ieva)


def settings_of(unit, block):
    return next(one for one in working_of(unit).blocks if one["uid"] == block)["settings"]


def said(**more):
    return {
        "do": "save",
        "class": ["a", "b"],
        "key": ["a"],
        "row": ["a", "b", "c"],
        "lesson": ["", "first/opening", ""],
        "floor": "70",
        "sitting": "40",
        "right_1": "36",
        "n_2": "60",
        "right_2": "52",
        "practice": "8",
        "examples": "2",
        "aided": "0",
        "months": "12",
        "requirement": "measured:2",
        **more,
    }


def test_a_calibration_is_added_written_and_ruled(client, course, ieva):
    unit = course.units.get(key="first")
    editor = f"{STUDIO}units/{unit.uid}/"
    assert 'name="kind" value="calibration"' in client.get(editor).text
    client.post(f"{editor}blocks/add/", {"kind": "calibration", "after": ""})
    block = working_of(unit).blocks[0]["uid"]
    page = client.get(editor).text
    assert "It measures nothing yet: choose its classes." in page
    for name in ("title", "text", "reason"):
        assert f'name="lt:{block}.{name}"' in page
        assert f'name="en:{block}.{name}"' in page
    address = f"{editor}blocks/{block}/rules/"
    assert "choose what is told apart" in client.get(address).text
    client.post(address, said(requirement="measured"))
    assert settings_of(unit, block) == {
        "classes": ["a", "b"],
        "key_classes": ["a"],
        "floor": 70,
        "sitting": 40,
        "looks": [[40, 36], [60, 52]],
        "practice": 8,
        "examples": 2,
        "aided": 0,
        "months": 12,
        "lessons": {"b": {"unit": "first", "block": "opening"}},
    }
    item = ReleaseItem.objects.get(release__course=course, release__number=None, unit=unit)
    assert (item.requirement, item.level_at_least) == (Met.MEASURED, 0)
    shown = client.get(address).text
    assert "Learners practise with at least 8 items" in shown
    assert "after 40 answers 36 right and after 60 answers 52 right" in shown
    assert "The unit is done once somebody has been measured." in shown


def test_the_page_says_what_the_bank_has_and_what_luck_can_do(client, rules):
    page = client.get(rules).text
    assert page.count("written, held back for measuring: easy 8, medium 8, hard 8") == 3
    assert page.count("written, for practice: easy 2, medium 2, hard 2") == 3
    low, high = re.findall(r"<dd><b>([\d.]+%)</b>", page)
    assert float(low[:-1]) <= 3
    assert float(high[:-1]) >= 90
    assert "Too many would reach level 2 by luck" not in page
    lucky = client.post(rules, said(do="chances", right_1="30", n_2="", right_2=""))
    assert lucky.status_code == 200
    assert "Too many would reach level 2 by luck" in lucky.text
    assert "What stands here is not saved yet." in lucky.text
    hard = client.post(rules, said(do="chances", right_1="40", n_2="", right_2="")).text
    assert "More than one good observer in ten would miss level 2" in hard


def test_what_an_exercise_does_not_tell_apart_is_folded_away(client, unit, block, rules):
    """A bank serves several exercises; the classes of the others are not in the way."""
    page = client.get(rules).text
    assert "more in the bank" not in page
    client.post(rules, said())
    page = client.get(rules).text
    assert "1 class more in the bank" in page
    assert page.index('value="b" checked') < page.index("<details") < page.index('value="c"')


def test_the_editor_calls_classes_by_their_names(teach, ieva, client_for):
    """As the card, the result and the audit do; and no name holds the comma that parts it."""
    course = teach(covering())
    unit = course.units.get(key="second")
    page = client_for(ieva).get(f"/en/studio/courses/cover/units/{unit.uid}/").text
    assert (
        "What is told apart: sparse cover (1–15%); middle cover (16–50%); dense cover (51–99%)."
        in page
    )


def test_the_advice_begins_above_three_per_cent():
    """26 of 30 alone is 3.0% and is fine; 25 is not."""
    usual = chances_of(Exercise(("a",), sitting=30, looks=((30, 26),)))
    low = chances_of(Exercise(("a",), sitting=30, looks=((30, 25),)))
    assert usual is not None
    assert low is not None
    assert (usual.low, usual.is_lucky) == ("3.0%", usual.unskilled > 0.03)
    assert low.is_lucky


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sitting": "20"}, "“sitting=” is a whole number from 30 to 60."),
        ({"floor": "a lot"}, "“floor=” is a whole number"),
        ({"right_1": "12"}, "“looks=” names one or two points"),
        ({"n_2": "30"}, "“looks=” names one or two points"),
        ({"class": ["a", "nowhere"]}, "The bank has no questions of the class “nowhere”."),
        ({"key": ["c"]}, "“c” has a floor but is not among the classes."),
        ({"class": ["a", "a"]}, "each once"),
        ({"lesson": ["first/nowhere", "", ""]}, "This passage is no longer in the course."),
        ({"requirement": "nothing"}, "A unit is done by"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_stays_typed(client, unit, block, rules, wrong, told):
    before = settings_of(unit, block)
    page = client.post(rules, said(months="77", **wrong))
    assert page.status_code == 422
    assert told in page.text.replace("&quot;", '"')
    assert 'name="months" inputmode="numeric" maxlength="3" value="77"' in page.text
    assert settings_of(unit, block) == before


def test_without_thresholds_the_usual_ones_hold(client, unit, block, rules):
    client.post(rules, said(sitting="30", right_1="", n_2="", right_2=""))
    assert settings_of(unit, block)["looks"] == [[30, 27], [60, 50]]


def test_all_of_it_or_nothing_is_kept(course, unit, block, ieva):
    before = settings_of(unit, block)
    with pytest.raises(Refusal, match="sitting"):
        set_exercise(
            unit,
            block,
            {"sitting": "7"},
            classes=["a"],
            key_classes=[],
            lessons={},
            requirement=Met.CONTINUE,
            by=ieva,
            on=now(),
        )
    item = ReleaseItem.objects.get(release__course=course, release__number=None, unit=unit)
    assert item.requirement == Met.MEASURED
    assert settings_of(unit, block) == before


def test_only_the_first_calibration_of_a_unit_decides(client, course, unit, block, ieva):
    editor = f"{STUDIO}units/{unit.uid}/"
    client.post(f"{editor}blocks/add/", {"kind": "calibration", "after": block})
    second = working_of(unit).blocks[-1]["uid"]
    address = f"{editor}blocks/{second}/rules/"
    assert "this one does not count" in client.get(address).text
    client.post(address, said(requirement="continue"))
    item = ReleaseItem.objects.get(release__course=course, release__number=None, unit=unit)
    assert item.requirement == Met.MEASURED


def test_what_is_published_is_what_was_ruled(client, course, unit, block, rules, ieva):
    client.post(rules, said())
    publish(course, by=ieva, on=now())
    course.refresh_from_db()
    assert block_in(course) is not None
    assert ReleaseItem.objects.get(release=course.in_force, unit=unit).level_at_least == 2


# --- what the other pages say --------------------------------------------------------------------


def test_the_outline_asks_for_a_level_and_says_so(client, course, unit):
    outline = f"{STUDIO}outline/"
    assert "Done when measured, whatever the result" in client.get(outline).text
    panel = client.get(f"{outline}?open=u-{unit.uid}").text
    assert 'value="measured" checked' in panel
    posted = {
        "do": f"unit:{unit.uid}",
        "title_en": "Unit second",
        "title_lt": "Tema second",
        "required": "1",
    }
    change = f"{outline}change/"
    client.post(change, {**posted, "requirement": "measured", "level": "2"})
    assert "Done when measured at level 2" in client.get(outline).text
    for level in ("4", "x", "-1"):
        answer = client.post(change, {**posted, "requirement": "measured", "level": level})
        assert answer.status_code == 422
        assert "A level to reach is 1, 2 or 3" in answer.text
    assert "Done when measured at level 2" in client.get(outline).text
    first = course.units.get(key="first")
    assert 'value="measured"' not in client.get(f"{outline}?open=u-{first.uid}").text
    report = client.get(f"{STUDIO}publish/").text
    assert "Done when measured, whatever the result" in report
    assert "Done when measured at level 2" in report


def test_coverage_course_page_and_bank_know_that_it_measures(client, course, rules, visitor):
    assert "measured in a calibration" in client.get(f"{STUDIO}competencies/").text
    assert "Practice and calibration" in visitor.get("/en/courses/leaves/").text
    assert rules in client.get(f"{STUDIO}questions/").text


def test_a_learners_page_says_what_is_asked_and_what_came_of_it(client, course, ona):
    enrolment = begin(ona, course)
    page = f"{STUDIO}people/{enrolment.pk}/"
    sit(enrolment, course, "practice", size=4)
    sitting = sit(enrolment, course, wrong=range(3))
    text = client.get(page).text
    assert "Was measured in" in text
    assert "27 of 30 right" in text
    assert f"{page}measured/{sitting.uid}/" in text


# --- the preview ---------------------------------------------------------------------------------


def test_the_preview_shows_the_exercise_and_records_nothing(client, course, unit, block):
    look = f"{STUDIO}units/{unit.uid}/preview/"
    card = client.get(f"{look}?as=joined")
    assert card.status_code == 200
    assert "2 worked examples" in card.text
    assert "Begin: 30 items" in card.text
    shown = client.get(f"{look}calibration/{block}/examples/?as=joined").text
    assert shown.count("It is so because of p-") == 2
    first = client.post(f"{look}calibration/{block}/?as=joined", {"phase": "measured"}, follow=True)
    assert "1 of 30" in re.sub(r"\s+", " ", first.text)
    assert "nothing is recorded" in first.text
    here = first.redirect_chain[-1][0]
    blank = client.post(here, {}).text
    assert 'id="item"' in blank
    told = client.post(here, {"cannot": "1"}).text
    assert "You said that you cannot tell" in told
    following = re.search(r'class="btn go" href="([^"]+n=2[^"]*)"', told)[1].replace("&amp;", "&")
    assert "2 of 30" in re.sub(r"\s+", " ", client.get(following).text)
    assert client.get(here.replace("n=1", "n=31")).status_code == 404
    assert not Sitting.objects.exists()


def test_a_draft_that_measures_nothing_yet_can_be_previewed(client, course):
    unit = course.units.get(key="first")
    editor = f"{STUDIO}units/{unit.uid}/"
    client.post(f"{editor}blocks/add/", {"kind": "calibration", "after": ""})
    block = working_of(unit).blocks[0]["uid"]
    for who in ("visitor", "joined"):
        assert client.get(f"{editor}preview/?as={who}").status_code == 200
    address = f"{editor}preview/calibration/{block}/?as=joined"
    assert client.post(address, {"phase": "measured"}, follow=True).status_code == 404
