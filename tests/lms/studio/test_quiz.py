"""The questions of a quiz over HTTP: choosing, ordering, writing here, rules, undo."""

import re

import pytest

from courses.banks.actions import save_items
from courses.banks.models import Item
from courses.banks.reading import read_item
from courses.content.actions.publishing import publish
from courses.content.models import Course, Met, ReleaseItem, Unit
from courses.content.queries import working_of
from lms.common.clock import now
from lms.common.yamlnodes import Faults, node_of
from tests.lms.studio.test_item import a_choice
from tests.packages import sampling, single


@pytest.fixture
def unit(sampling_course: Course) -> Unit:
    more = [read_item(node_of(single(key)), Faults(), ("lt", "en")) for key in ("q4", "q5")]
    save_items(sampling_course.bank, more, author=None, on=now())
    return sampling_course.units.get(key="second")


@pytest.fixture
def block(unit: Unit) -> str:
    return next(one["uid"] for one in working_of(unit).blocks if one["kind"] == "quiz")


@pytest.fixture
def quiz(unit: Unit, block: str) -> str:
    return f"/en/studio/courses/sampling/units/{unit.uid}/blocks/{block}/questions/"


def keys(unit: Unit, block: str) -> list[str]:
    settings = next(one for one in working_of(unit).blocks if one["uid"] == block)["settings"]
    names = {str(item.uid): item.key for item in Item.objects.all()}
    return [names[uid] for uid in settings["items"]]


def uid(key: str) -> str:
    return str(Item.objects.get(key=key).uid)


def test_the_page_says_what_learners_will_meet(ieva, client_for, quiz):
    page = client_for(ieva).get(quiz).text
    assert "Learners answer 3 questions, hand them in and then see what is right" in page
    assert "They may try as often as they like" in page
    assert "The unit is done when at least 70% of the points are reached." in page
    assert "C1" in page
    assert "level 1" in page


def test_questions_are_moved_taken_out_and_added_from_the_bank(ieva, client_for, unit, block, quiz):
    client = client_for(ieva)
    client.post(quiz, {"do": f"up:{uid('q3')}"})
    assert keys(unit, block) == ["q1", "q3", "q2"]
    client.post(quiz, {"do": f"down:{uid('q1')}"})
    client.post(quiz, {"do": f"down:{uid('q2')}"})
    assert keys(unit, block) == ["q3", "q1", "q2"]
    client.post(quiz, {"do": f"out:{uid('q1')}"})
    assert keys(unit, block) == ["q3", "q2"]
    found = client.get(f"{quiz}?q=q4").text
    assert "Question q4?" in found
    assert "Question q5?" not in found
    client.post(quiz, {"do": "add:", "item": [uid("q4"), uid("q1")]})
    client.post(quiz, {"do": "add:", "item": [uid("q4")]})
    assert keys(unit, block) == ["q3", "q2", "q4", "q1"]


def test_a_question_taken_out_comes_back_by_undo(ieva, client_for, unit, block, quiz):
    client = client_for(ieva)
    page = client.post(quiz, {"do": f"out:{uid('q1')}"}, follow=True).text
    assert "It stays in the bank" in page
    undo = page.split('name="do" value="undo:')[1].split('"')[0]
    client.post(quiz, {"do": f"undo:{undo}"})
    assert keys(unit, block) == ["q1", "q2", "q3"]
    late = client.post(quiz, {"do": f"undo:{undo}"})
    assert late.status_code == 422
    assert "cannot be undone" in late.text


def test_taking_out_what_is_not_asked_here_undoes_nothing(ieva, client_for, unit, block, quiz):
    client = client_for(ieva)
    page = client.post(quiz, {"do": f"out:{uid('q5')}"}, follow=True)
    assert page.status_code == 200
    client.post(quiz, {"do": f"out:{uid('q1')}"})
    twice = client.post(quiz, {"do": f"out:{uid('q1')}"}, follow=True).text
    assert 'value="undo:' not in twice
    assert keys(unit, block) == ["q2", "q3"]


def test_a_new_question_is_written_right_here(ieva, client_for, unit, block, quiz):
    client = client_for(ieva)
    for key in ("q1", "q2", "q3"):
        assert "Back to the unit" in client.post(quiz, {"do": f"out:{uid(key)}"}, follow=True).text
    # With no question left one can go back too.
    assert keys(unit, block) == []
    new = f"/en/studio/courses/sampling/questions/new/?unit={unit.uid}&block={block}"
    assert f"?kind=single&amp;unit={unit.uid}&amp;block={block}" in client.get(new).text
    page = client.post(f"{new}&kind=single", a_choice(), follow=True)
    # Without a fragment: what is said of the saving stands at the top, and is not scrolled past.
    assert page.redirect_chain[-1][0] == f"{quiz}?at=questions"
    assert 'id="questions" tabindex="-1" autofocus' in page.text
    assert "How many legs has a spider?" in page.text
    assert keys(unit, block)[-1] == "kiek-koju-turi-voras"


def test_questions_written_one_after_another_are_counted_in_words(ieva, client_for, unit, block):
    client = client_for(ieva)
    new = f"/en/studio/courses/sampling/questions/new/?unit={unit.uid}&block={block}"
    assert "Question 4 of this quiz" in client.get(f"{new}&kind=single").text
    page = client.post(f"{new}&kind=single", a_choice(do="another"), follow=True)
    assert "Question 4 is saved." in page.text
    assert "Question 5 of this quiz" in page.text
    assert f"?kind=single&amp;unit={unit.uid}&amp;block={block}" in page.text
    assert keys(unit, block)[-1] == "kiek-koju-turi-voras"


def test_a_question_without_an_explanation_is_asked_and_the_report_advises_one(
    ieva, client_for, unit, block, quiz, sampling_course
):
    client = client_for(ieva)
    new = f"/en/studio/courses/sampling/questions/new/?unit={unit.uid}&block={block}&kind=single"
    bare = {name: value for name, value in a_choice().items() if "explanation" not in name}
    page = client.post(new, bare, follow=True).text
    assert page.count("no explanation yet") == 1
    report = client.get("/en/studio/courses/sampling/publish/").text
    assert "which learners read after answering: 1." in report
    assert "must be mended first" not in report
    # Little advice is read at once, and does not look like a refusal.
    assert re.search(r'<details class="fold" open><summary><h2 class="h4" id="advice-h">', report)
    assert "You can also publish the course as it is." in report
    assert "Improve it here" in report
    assert "Mend it here" not in report
    publish(sampling_course, by=ieva, on=now())


def test_a_question_for_a_block_that_is_gone_is_not_made(ieva, client_for, unit):
    gone = "00000000-0000-0000-0000-000000000001"
    address = f"/en/studio/courses/sampling/questions/new/?kind=single&unit={unit.uid}&block={gone}"
    page = client_for(ieva).post(address, a_choice())
    assert page.status_code == 422
    assert "no longer here" in page.text
    assert "Spiders are no insects." in page.text
    assert not Item.objects.filter(category="animals").exists()


def test_the_rules_are_set_in_plain_words(ieva, client_for, unit, block, quiz):
    client = client_for(ieva)
    form = {
        "do": "rules",
        "preset": "test",
        "attempts": "0",
        "requirement": "score",
        "score": "80 %",
    }
    led = client.post(f"{quiz}?at=questions", form, follow=True)
    page = led.text
    # To the top, where it is said and where the rules stand in words.
    assert led.redirect_chain[-1][0] == quiz
    # A test brings its three attempts, unless the author has said a number.
    assert "They have 3 attempts" in page
    assert "at least 80% of the points" in page
    client.post(quiz, {**form, "attempts": "5", "requirement": "continue"})
    settings = next(one for one in working_of(unit).blocks if one["uid"] == block)["settings"]
    assert (settings["preset"], settings["attempts"]) == ("test", 5)
    item = ReleaseItem.objects.get(release__number=None, unit=unit)
    assert (item.requirement, item.score_at_least) == (Met.CONTINUE, None)
    assert "whatever the result" in client.get(quiz).text


def test_pause_time_hints_and_which_result_counts(ieva, client_for, unit, block, quiz):
    client = client_for(ieva)
    form = {
        "do": "rules",
        "preset": "test",
        "attempts": "3",
        "requirement": "score",
        "score": "70",
        "pause": "1440",
        "minutes": "20",
        "counts": "last",
        "hint_cost": "25 %",
    }
    page = client.post(quiz, form, follow=True).text.replace("\u00a0", " ")
    assert "They have 3 attempts; the last result counts." in page
    assert "An attempt ends after 20 min; what is saved by then is handed in." in page
    assert "The pause between two attempts is 1 day long" in page
    assert "A hint costs 25% of the question’s point." in page
    assert '<option value="1440" selected>1 day</option>' in page
    usual = {"pause": "", "minutes": "", "counts": "best", "hint_cost": "0"}
    client.post(quiz, {**form, **usual})
    settings = next(one for one in working_of(unit).blocks if one["uid"] == block)["settings"]
    assert set(settings) == {"items", "preset", "attempts"}


def test_rules_that_cannot_be_are_refused_as_a_whole(ieva, client_for, unit, block, quiz):
    before = working_of(unit).blocks
    for wrong in (
        {"requirement": "score", "score": "0"},
        {"requirement": "score", "score": "many"},
        {"requirement": "magic"},
        {"requirement": "score", "score": "50", "preset": "exam"},
        {"requirement": "score", "score": "50", "attempts": "99"},
        {"requirement": "score", "score": "50", "minutes": "soon"},
        {"requirement": "score", "score": "50", "hint_cost": "100"},
        {"requirement": "score", "score": "50", "counts": "worst"},
    ):
        form = {"do": "rules", "preset": "practice", "attempts": "2", **wrong}
        refused = client_for(ieva).post(quiz, form)
        assert refused.status_code == 422, wrong
        assert 'class="errors"' in refused.text
    assert working_of(unit).blocks == before
    assert ReleaseItem.objects.get(release__number=None, unit=unit).score_at_least == 70


def test_a_self_check_asks_at_most_three_and_has_no_rules(ieva, client_for, unit):
    client = client_for(ieva)
    address = f"/en/studio/courses/sampling/units/{unit.course.units.get(key='first').uid}/"
    client.post(f"{address}blocks/add/", {"kind": "check", "after": ""})
    first = unit.course.units.get(key="first")
    block = working_of(first).blocks[0]["uid"]
    check = f"{address}blocks/{block}/questions/"
    client.post(check, {"do": "add:", "item": [uid("q4"), uid("q5"), uid("q1")]})
    page = client.get(check).text
    assert "Learners meet 3 questions in the text" in page
    assert "Rules of the quiz" not in page
    assert "at most 3" in page
    full = client.post(check, {"do": "add:", "item": [uid("q2")]})
    assert full.status_code == 422
    assert client.post(check, {"do": "rules", "preset": "test"}).status_code == 404


def test_a_question_is_asked_once_in_a_unit(ieva, client_for, unit, quiz):
    client = client_for(ieva)
    address = f"/en/studio/courses/sampling/units/{unit.uid}/"
    client.post(f"{address}blocks/add/", {"kind": "check", "after": ""})
    check = working_of(unit).blocks[0]["uid"]
    page = client.post(f"{address}blocks/{check}/questions/", {"do": "add:", "item": [uid("q1")]})
    assert page.status_code == 422
    assert "Another block of this unit asks that question already" in page.text


def test_foreign_questions_units_and_blocks_are_not_there(
    ieva, ona, rasa, client_for, teach, unit, block, quiz
):
    other = teach(sampling("other"), rasa)
    foreign = other.bank.items.get(key="q1")
    client = client_for(ieva)
    before = working_of(unit).blocks
    own = str(unit.course.bank.items.get(key="q1").uid)
    for do in (f"add:{foreign.uid}", "add:nonsense", "dance", ""):
        assert client.post(quiz, {"do": do}).status_code == 404
    assert client.post(quiz, {"do": "add:", "item": [str(foreign.uid)]}).status_code == 404
    theirs = other.units.get(key="second")
    text = working_of(unit.course.units.get(key="first")).blocks[0]["uid"]
    for address in (
        quiz.replace(str(unit.uid), str(theirs.uid)),
        quiz.replace(block, text),
        quiz.replace("sampling", "other"),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"do": f"out:{own}"}).status_code == 404
    assert client_for(rasa).get(quiz).status_code == 404
    assert client_for(ona).get(quiz).status_code == 404
    assert working_of(unit).blocks == before


def test_an_archived_question_goes_on_being_asked_and_is_offered_no_more(
    ieva, client_for, unit, block, quiz
):
    client = client_for(ieva)
    for key in ("q1", "q4"):
        address = f"/en/studio/courses/sampling/questions/{uid(key)}/change/"
        client.post(address, {"do": "archive"})
    page = client.get(quiz).text
    assert "Question q1?" in page
    assert "Question q4?" not in page
    assert client.post(quiz, {"do": f"add:{uid('q4')}"}).status_code == 422
    assert keys(unit, block) == ["q1", "q2", "q3"]


def test_the_unit_page_leads_here(ieva, client_for, unit, quiz):
    page = client_for(ieva).get(f"/en/studio/courses/sampling/units/{unit.uid}/").text
    assert f'href="{quiz}"' in page
    assert "Question q1?" in page


def test_questions_are_drawn_by_class_and_the_page_says_so(ieva, client_for, unit, block, quiz):
    client = client_for(ieva)
    more = [
        read_item(node_of({**single(f"p{n}"), "class": "water plants"}), Faults(), ("lt", "en"))
        for n in range(3)
    ]
    save_items(unit.course.bank, more, author=None, on=now())
    assert "water plants (3)" in client.get(quiz).text
    page = client.post(quiz, {"do": "draw", "class": "water plants", "k": "2"}, follow=True).text
    assert "Learners answer 5 questions" in page
    assert "2 of them are drawn from the bank anew for each attempt" in page
    assert "in the bank: 3" in page
    settings = next(one for one in working_of(unit).blocks if one["uid"] == block)["settings"]
    assert settings["draw"] == [{"class": "water plants", "k": 2}]
    unit_page = client.get(f"/en/studio/courses/sampling/units/{unit.uid}/").text
    assert "2 with the tag “water plants”" in unit_page
    assert "1.2 Unit second" in client.get("/en/studio/courses/sampling/questions/?q=p1").text
    # Setting the rules leaves the draws alone.
    client.post(quiz, {"do": "rules", "preset": "test", "attempts": "2"})
    assert "2 of them are drawn" in client.get(quiz).text
    # What is listed is not drawn.
    client.post(quiz, {"do": "add:", "item": [uid("p0"), uid("p1")]})
    assert "too few" in client.get(quiz).text
    client.post(quiz, {"do": "draw-out:water plants"})
    settings = next(one for one in working_of(unit).blocks if one["uid"] == block)["settings"]
    assert "draw" not in settings


@pytest.mark.parametrize(
    "form",
    [
        {"class": "nothing such", "k": "1"},
        {"class": "", "k": "1"},
        {"class": "plants", "k": "99"},
        {"class": "plants", "k": "many"},
        {"class": "<script>alert(1)</script>", "k": "1"},
    ],
)
def test_draws_that_cannot_be_are_refused(ieva, client_for, unit, quiz, form):
    before = working_of(unit).blocks
    page = client_for(ieva).post(quiz, {"do": "draw", **form})
    assert page.status_code == 422
    assert "<script>alert" not in page.text
    assert working_of(unit).blocks == before
