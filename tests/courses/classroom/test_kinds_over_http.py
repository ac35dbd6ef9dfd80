"""Statements, pairs and orders as learners and visitors meet them, and as a corrected key reaches them."""

import re

import pytest

from courses.assessment.actions import regrade_due
from courses.assessment.models import Attempt, Response
from courses.content.actions.importing import import_course, read_course
from lms.common.clock import now
from tests.learning import begin, open_attempt, read
from tests.packages import matching, ordering, scored, statement

pytestmark = pytest.mark.django_db


def visible(response):
    """What a person reads of the main part, in single spaces."""
    main = response.text.split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").split())


@pytest.fixture
def mixed(package):
    """The quiz of the second unit asks a statement, pairs and an order."""
    package.items += [statement("holds"), matching("pairs"), ordering("steps")]
    units = package.modules[0]["units"]
    units[1] = scored("second", ["q1", "holds", "pairs", "steps"])
    package.items = [item for item in package.items if item["key"] not in ("q2", "q3")]
    return package


@pytest.fixture
def course(teach, mixed):
    return teach(mixed)


@pytest.fixture
def started(jonas, course):
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    return open_attempt(enrolment, course, "second")


@pytest.fixture
def name(started):
    """The form's name of an item by its key."""
    rows = Response.objects.filter(attempt=started).select_related("item_version__item")
    return {row.item_version.item.key: f"a-{row.item_version.item.uid}" for row in rows}


def placed(name, places):
    return {f"{name}.c{n}": str(place) for n, place in enumerate(places, 1) if place}


def test_the_form_has_radio_buttons_and_lists_and_tells_nothing(jonas, started, name, client_for):
    page = client_for(jonas).get(f"/en/attempts/{started.uid}/")
    assert f'type="radio" name="{name["holds"]}" value="true"' in page.text
    for card in ("c1", "c2", "c3"):
        list_of = re.search(rf'<label for="{name["pairs"]}-{card}">.*?</select>', page.text, re.S)[
            0
        ]
        assert set(re.findall(r'value="([^"]*)"', list_of)) == {"", "p", "q", "r"}
    assert "The same answer may go with several cards, and some with none." in visible(page)
    assert "Give each card its place; 1 is the first." in visible(page)
    for told in ("Many think so", "Why c1", "Place c1", "In turn"):
        assert told not in page.text
    lithuanian = client_for(jonas).get(f"/lt/attempts/{started.uid}/")
    assert "Tiesa" in visible(lithuanian) and "Netiesa" in visible(lithuanian)
    assert "Kiekvienai kortelei" in visible(lithuanian)


def test_two_cards_at_one_place_come_back_with_everything_that_was_chosen(
    jonas, started, name, client_for
):
    answers = {
        "sequence": 1,
        "confirm": "yes",
        name["q1"]: "a",
        name["holds"]: "false",
        **{f"{name['pairs']}.c1": "p", f"{name['pairs']}.c2": "r"},
        **placed(name["steps"], [1, 2, 2, 4]),
    }
    page = client_for(jonas).post(f"/en/attempts/{started.uid}/submit/", answers, follow=True)
    assert "Question 4: Two cards have the same place: 2." in visible(page)
    steps = page.text.split('id="q-4"')[1]
    assert re.findall(r'<option value="(\d)" selected>', steps).count("2") == 2
    assert f'aria-describedby="{name["steps"]}-error"' in steps
    assert 'value="false" checked' in page.text
    started.refresh_from_db()
    assert started.is_open
    stored = dict(
        Response.objects.filter(attempt=started).values_list("item_version__item__key", "answer")
    )
    assert stored["steps"] == {"c1": 1, "c2": 2, "c3": 2, "c4": 4}
    assert stored["pairs"] == {"c1": "p", "c2": "r"}


def test_the_result_tells_the_truth_and_how_the_points_came_about(jonas, started, name, client_for):
    answers = {
        "sequence": 1,
        "confirm": "yes",
        name["q1"]: "a",
        name["holds"]: "true",
        **{f"{name['pairs']}.c1": "p", f"{name['pairs']}.c2": "r"},
        **placed(name["steps"], [2, 1, 3, 4]),
    }
    page = client_for(jonas).post(f"/en/attempts/{started.uid}/submit/", answers, follow=True)
    shown = visible(page)
    assert "1 of 4 right" in shown
    assert "Many think so of holds." in shown
    assert "You chose: Side r Goes with: Side q Why c2." in shown
    assert "Nothing chosen Goes with: Side p" in shown
    assert "1 of 3 pairs are right." in shown
    assert "3 of 4 cards stand in the right order." in shown
    assert "Points count from the second card on: 2 of 3." in shown
    assert re.search(r"Your place: \d Right place: \d Place c[12]\.", shown)
    assert Attempt.objects.get(pk=started.pk).points == 1000 + 0 + 333 + 666


def test_a_statement_and_an_order_left_out_are_told_apart_from_faults(
    jonas, started, name, client_for
):
    answers = {"sequence": 1, name["q1"]: "a", f"{name['pairs']}.c1": "p"}
    page = client_for(jonas).post(f"/en/attempts/{started.uid}/submit/", answers, follow=True)
    assert "2 of 4 questions have no answer: 2 , 4" in visible(page)


@pytest.mark.parametrize(
    ("kind", "right", "partly", "said"),
    [
        (statement, {"": "false"}, {"": "true"}, "Many think so of own."),
        (
            matching,
            {".c1": "p", ".c2": "q", ".c3": "p"},
            {".c1": "p", ".c2": "r", ".c3": "p"},
            "2 of 3 pairs are right.",
        ),
        (
            ordering,
            {".c1": "1", ".c2": "2", ".c3": "3", ".c4": "4"},
            {".c1": "2", ".c2": "3", ".c3": "4", ".c4": "1"},
            "3 of 4 cards stand in the right order.",
        ),
    ],
)
def test_a_visitor_checks_herself_at_once(visitor, teach, package, kind, right, partly, said):
    package.items.append(kind("own"))
    package.unit("first")["blocks"]["::: check try items=own"] = {"lt": "", "en": ""}
    course = teach(package)
    unit = course.units.get(key="first").uid
    item = f"a-{course.bank.items.get(key='own').uid}"
    page = visitor.get(f"/en/courses/{course.slug}/units/{unit}/").text
    action = re.search(r'action="(/en/[^"#]*check[^"#]*)', page)[1]

    def told(answer):
        return visible(visitor.post(action, {item + at: said for at, said in answer.items()}))

    assert said in told(partly)
    assert said not in told(right)
    assert "Right" in told(right)
    assert "first" in told({})


def test_a_corrected_order_and_pairing_give_points_to_those_who_were_right(
    jonas, started, name, course, mixed, client_for, ieva, tmp_path
):
    answers = {
        "sequence": 1,
        "confirm": "yes",
        name["q1"]: "a",
        name["holds"]: "true",
        **{f"{name['pairs']}.c1": "q", f"{name['pairs']}.c2": "q", f"{name['pairs']}.c3": "p"},
        **placed(name["steps"], [2, 1, 3, 4]),
    }
    client_for(jonas).post(f"/en/attempts/{started.uid}/submit/", answers)
    mixed.item("holds")["right"] = "true"
    mixed.item("pairs")["cards"][0]["side"] = "q"
    cards = mixed.item("steps")["cards"]
    cards[0], cards[1] = cards[1], cards[0]
    text, faults = read_course(mixed.write(tmp_path / "corrected"))
    assert not faults
    import_course(text, owner=ieva, on=now())
    author = client_for(ieva)
    address = f"/en/studio/courses/{course.slug}/publish/"
    report = author.get(address)
    assert visible(report).count("Another answer is right") == 3
    assert "Right until now False Right from now True" in visible(report)
    assert "Card c1 → Side p; Card c2 → Side q; Card c3 → Side p Right from now" in visible(report)
    assert "Right from now 1. Step c2; 2. Step c1; 3. Step c3; 4. Step c4" in visible(report)
    assert visible(report).count("Dry run: 1 attempt would change.") == 3
    author.post(address, {"read": re.search(r'name="read" value="([^"]+)"', report.text)[1]})
    regrade_due(on=now())
    assert Attempt.objects.get(pk=started.pk).points == 4000
    page = visible(client_for(jonas).get(f"/en/attempts/{started.uid}/"))
    assert "The right answers to 3 questions have been corrected" in page
