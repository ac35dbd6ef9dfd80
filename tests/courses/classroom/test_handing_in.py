"""Handing in: nothing left out passes without a word, and words are no number."""

import re

import pytest

from courses.assessment.actions import submit
from courses.assessment.models import Attempt, Response, Score
from lms.common.clock import now
from lms.common.errors import Refusal
from tests.learning import begin, open_attempt, read
from tests.packages import measured, pair, reading, single

pytestmark = pytest.mark.django_db


def visible(response):
    """What a person reads of the main part, in single spaces."""
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def names(attempt):
    rows = Response.objects.filter(attempt=attempt).order_by("position")
    return [f"a-{row.item_version.item.uid}" for row in rows]


def stored(attempt):
    return [row.answer for row in Response.objects.filter(attempt=attempt).order_by("position")]


@pytest.fixture
def opened(jonas, teach, package):
    """Opens the attempt at the second unit, its quiz ending with a number, of this preset."""

    def start(preset="check"):
        package.items.append(measured("depth"))
        unit = package.unit("second")
        unit["blocks"] = {
            line.replace("q3", "q3,depth").replace("preset=check", f"preset={preset}"): text
            for line, text in unit["blocks"].items()
        }
        course = teach(package)
        enrolment = begin(jonas, course)
        read(enrolment, course, "first")
        return open_attempt(enrolment, course, "second")

    return start


@pytest.fixture
def started(opened):
    return opened()


# --- questions left out --------------------------------------------------------------------------


def test_the_first_press_with_blanks_keeps_the_answers_and_names_what_is_left_out(
    jonas, started, client_for
):
    first, _second, third, _depth = names(started)
    answers = {"sequence": 1, first: "a", third: "b"}
    page = client_for(jonas).post(f"/en/attempts/{started.uid}/submit/", answers, follow=True)
    assert "2 of 4 questions have no answer: 2 , 4" in visible(page)
    for link in ('href="#q-2"', 'href="#q-4"', "Go back to them", "Submit anyway"):
        assert link in page.text
    assert re.search(r'class="errors[^"]*" role="alert" tabindex="-1" autofocus', page.text)
    assert stored(started) == ["a", None, "b", None]
    started.refresh_from_db()
    assert started.is_open


def test_in_lithuanian_too(jonas, started, client_for):
    first = names(started)[0]
    answers = {"sequence": 1, first: "a"}
    page = client_for(jonas).post(f"/lt/attempts/{started.uid}/submit/", answers, follow=True)
    assert "Neatsakyta į 3 iš 4 klausimų: 2 , 3 , 4" in visible(page)
    assert "Vis tiek pateikti" in page.text


def test_handing_in_anyway_takes_what_the_form_holds_by_then(jonas, started, client_for):
    first, second, _third, _depth = names(started)
    client = client_for(jonas)
    address = f"/en/attempts/{started.uid}/submit/"
    client.post(address, {"sequence": 1, first: "a"})
    page = client.post(
        address, {"sequence": 2, first: "a", second: "a", "confirm": "yes"}, follow=True
    )
    assert "2 of 4 right" in visible(page)


def test_the_page_says_nothing_once_everything_is_answered(jonas, started, client_for):
    client = client_for(jonas)
    page = client.get(f"/en/attempts/{started.uid}/?hand-in=1")
    assert "4 of 4 questions have no answer" in visible(page)
    assert "have no answer" not in visible(client.get(f"/en/attempts/{started.uid}/"))
    *choices, depth = names(started)
    client.post(
        f"/en/attempts/{started.uid}/save/",
        {"sequence": 1, depth: "20", **dict.fromkeys(choices, "a")},
    )
    page = client.get(f"/en/attempts/{started.uid}/?hand-in=1")
    assert 'class="errors' not in page.text


# --- words in the place of a number --------------------------------------------------------------


@pytest.mark.parametrize("confirm", [{}, {"confirm": "yes"}])
def test_words_in_a_number_field_come_back_unmarked(jonas, started, client_for, confirm):
    *choices, depth = names(started)
    client = client_for(jonas)
    answers = {"sequence": 1, depth: "about twenty", **dict.fromkeys(choices, "a"), **confirm}
    page = client.post(f"/en/attempts/{started.uid}/submit/", answers, follow=True)
    assert "Question 4: Write a number, for example 12.5." in visible(page)
    assert 'value="about twenty"' in page.text
    assert f'aria-describedby="{depth}-error {depth}-unit"' in page.text
    assert "Submit anyway" not in page.text
    assert not Score.objects.exists()
    assert Attempt.objects.get().is_open
    answers |= {"sequence": 2, depth: "22,5"}
    done = client.post(f"/en/attempts/{started.uid}/submit/", answers, follow=True)
    assert "4 of 4 right" in visible(done)
    # About so much is right, so no one number stands beside it.
    assert "20\u00a0cm" not in done.text


def test_in_lithuanian_the_example_has_a_comma(jonas, started, client_for):
    depth = names(started)[-1]
    client = client_for(jonas)
    client.post(f"/lt/attempts/{started.uid}/save/", {"sequence": 1, depth: "daug"})
    page = client.get(f"/lt/attempts/{started.uid}/?hand-in=1")
    assert "4 klausimas. Įrašykite skaičių, pavyzdžiui, 12,5." in visible(page)


def test_the_rule_holds_for_whoever_calls_it(started):
    uid = names(started)[-1].removeprefix("a-")
    with pytest.raises(Refusal, match="Question 4: Write a number"):
        submit(started, on=now(), answers={uid: {"typed": "many"}}, sequence=1)
    assert stored(started) == [None] * 4


# --- practice ------------------------------------------------------------------------------------


def test_practice_speaks_as_practice_and_says_that_it_is_optional(
    jonas, teach, package, client_for
):
    unit = reading("drill")
    unit["blocks"]["::: quiz train items=q9 preset=practice"] = pair("", "")
    package.items.append(single("q9"))
    package.modules[0]["units"].insert(0, unit)
    course = teach(package)
    enrolment = begin(jonas, course)
    uid = course.units.get(key="drill").uid
    client = client_for(jonas)
    page = client.get(f"/en/courses/{course.slug}/units/{uid}/")
    assert "Practice 1 question optional Practise" in visible(page)
    assert "quiz" not in visible(page)
    said = visible(client.get(f"/lt/courses/{course.slug}/units/{uid}/"))
    assert "Pratybos 1 klausimas neprivaloma Pasitreniruoti" in said
    read(enrolment, course, "drill")


def test_checking_a_blank_in_practice_asks_for_an_answer_first(jonas, opened, client_for):
    attempt = opened("practice")
    client = client_for(jonas)
    address = f"/en/attempts/{attempt.uid}/save/"
    told = client.post(address, {"sequence": 1, "place": "2"})
    assert told["Location"] == f"/en/attempts/{attempt.uid}/?check=2#q-2"
    page = client.get(told["Location"]).content.decode()
    assert page.count("Choose an answer first.") == 1
    assert "Choose an answer first." in page[page.index('id="q-2"') : page.index('id="q-3"')]


def test_words_for_a_number_in_practice_can_be_mended(jonas, opened, client_for):
    attempt = opened("practice")
    depth = names(attempt)[-1]
    client = client_for(jonas)
    address = f"/en/attempts/{attempt.uid}/save/"
    page = client.post(address, {"sequence": 1, "place": "4", depth: "much"}, follow=True)
    assert "Write a number, for example 12.5." in visible(page)
    assert "because of depth" not in page.text
    page = client.post(address, {"sequence": 2, "place": "4", depth: "30"}, follow=True)
    assert "because of depth" in page.text
    client.post(address, {"sequence": 3, "place": "4", depth: "20"})
    assert stored(attempt)[-1] == {"typed": "30"}


# --- self-checks, and a visitor's quiz -----------------------------------------------------------


@pytest.fixture
def open_course(teach, package):
    """The first unit has a self-check of one question, and a quiz of three and a number."""
    package.items += [single("s1"), measured("depth")]
    package.unit("first")["blocks"] |= {
        "::: check self items=s1": pair("", ""),
        "::: quiz four items=q1,q2,q3,depth preset=check": pair("# Testas", "# Quiz"),
    }
    package.unit("second")["blocks"] = {
        line.replace("q1,q2,q3", "s2"): text
        for line, text in package.unit("second")["blocks"].items()
    }
    package.items.append(single("s2"))
    return teach(package)


def block_of(client, course, key):
    """The address of a block's form, and the field names in it."""
    uid = course.units.get(key="first").uid
    page = client.get(f"/en/courses/{course.slug}/units/{uid}/").content.decode()
    form = page[page.index(f'id="f-{key}"') :]
    form = form[: form.index("</form>")]
    action = re.search(r'action="([^"#]+)', form)[1]
    return action, list(dict.fromkeys(re.findall(r'name="(a-[^"]+)"', form)))


def test_a_self_check_with_nothing_chosen_asks_to_choose_first(open_course, visitor):
    action, (name,) = block_of(visitor, open_course, "self")
    page = visitor.post(action)
    assert f'id="{name}-error" tabindex="-1">Choose an answer first.' in page.text
    assert 'class="errors' not in page.text
    assert "because of s1" not in page.text
    assert "because of s1" in visitor.post(action, {name: "b"}).text


def test_a_visitors_quiz_is_checked_whole_and_says_how_many_are_right(open_course, visitor):
    action, (one, two, three, depth) = block_of(visitor, open_course, "four")
    page = visitor.post(action, {one: "a", two: "b", three: "a", depth: "20,0"})
    assert "3 of 4 right" in visible(page)
    assert page.text.count("because of") == 4


def test_a_visitor_who_leaves_questions_out_is_told_and_loses_nothing(open_course, visitor):
    action, (one, two, _three, depth) = block_of(visitor, open_course, "four")
    page = visitor.post(action, {one: "a", depth: "20"})
    assert "2 of 4 questions have no answer: 2 , 3" in visible(page)
    assert 'href="#four-q-2"' in page.text
    assert 'id="four-q-2"' in page.text
    assert re.search(rf'name="{one}" value="a" checked', page.text)
    assert re.search(rf'name="{depth}"[^>]* value="20"', page.text)
    assert "because of" not in page.text
    assert "Check anyway" in page.text
    anyway = visitor.post(action, {one: "a", two: "a", depth: "20", "confirm": "yes"})
    assert "3 of 4 right" in visible(anyway)


def test_a_visitor_cannot_check_what_holds_no_answer_or_no_number(open_course, visitor):
    action, (*choices, depth) = block_of(visitor, open_course, "four")
    nothing = visitor.post(action, {"confirm": "yes"})
    assert "Check anyway" not in nothing.text
    assert "because of" not in nothing.text
    words = {**dict.fromkeys(choices, "a"), depth: "some", "confirm": "yes"}
    page = visitor.post(action, words)
    assert "Question 4: Write a number, for example 12.5." in visible(page)
    assert "because of" not in page.text


def test_swapped_in_place_it_is_the_block_alone(open_course, visitor):
    action, (one, *_more) = block_of(visitor, open_course, "four")
    page = visitor.post(action, {one: "a"}, headers={"HX-Request": "true"})
    assert page.text.lstrip().startswith('<div class="check"')
    assert "3 of 4 questions have no answer:" in page.text
