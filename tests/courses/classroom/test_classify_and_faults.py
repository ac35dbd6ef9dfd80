"""Classifying with a key and finding faults as learners and visitors meet them, and as authors see them."""

import re

import pytest

from courses.assessment.models import Attempt, Response
from courses.banks.models import Item
from courses.content.package.reading import read_package
from courses.content.package.writing import package_of
from lms.common.yamlnodes import Faults
from tests.learning import begin, open_attempt, read
from tests.packages import classifying, faulty, scored

pytestmark = pytest.mark.django_db


def visible(response):
    """What a person reads of the main part, in single spaces."""
    main = response.text.split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").split())


@pytest.fixture
def course(teach, package):
    package.items += [classifying("keyed"), faulty("sheet")]
    package.modules[0]["units"][1] = scored("second", ["q1", "keyed", "sheet"])
    package.items = [item for item in package.items if item["key"] not in ("q2", "q3")]
    return teach(package)


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


def test_the_form_has_the_key_and_the_sheet_and_tells_nothing(jonas, started, name, client_for):
    page = client_for(jonas).get(f"/en/attempts/{started.uid}/")
    assert "lms/css/measure.css" in page.text
    keyed = page.text.split('id="q-2"')[1].split('id="q-3"')[0]
    assert f'data-key-of="{name["keyed"].removeprefix("a-")}"' in keyed
    assert "<details" in keyed and " open" not in keyed.split("<details")[1].split(">")[0]
    # Every lead to another couplet is a link to a place that is there.
    links = re.findall(r'href="#([^"]+)"', keyed)
    assert links == [f"{name['keyed']}-key-2"]
    assert all(f'id="{link}"' in keyed for link in links)
    sheet = page.text.split('id="q-3"')[1]
    ticks = re.findall(rf'type="checkbox" name="{name["sheet"]}" value="([^"]+)"', sheet)
    assert ticks == [f"{row}.{at}" for row in ("r1", "r2") for at in ("date", "seen", "count")] + [
        "none"
    ]
    assert 'aria-label="Day 1, Column date: 2026-04-31"' in sheet
    for told in ("Looks like", "no such day", "Not seen, but 7", "because of keyed", "Two faults"):
        assert told not in page.text
    lithuanian = client_for(jonas).get(f"/lt/attempts/{started.uid}/")
    assert "Klaidų čia nėra" in visible(lithuanian)


def test_the_result_names_the_class_and_what_was_found(jonas, started, name, client_for):
    answers = {
        "sequence": 1,
        "confirm": "yes",
        name["q1"]: "a",
        name["keyed"]: "x",
        name["sheet"]: ["r1.date", "r2.date"],
    }
    page = client_for(jonas).post(f"/en/attempts/{started.uid}/submit/", answers, follow=True)
    shown = visible(page)
    assert "Class x Your answer Looks like x. Class y Right answer" in shown
    assert "Found Day 1, Column date: 2026-04-31 There is no such day." in shown
    assert "Missed Day 2, Column seen: no Day 2, Column count: 7 Not seen, but 7." in shown
    assert "False alarm Day 2, Column date: 2026-05-02" in shown
    assert "1 of 2 faults found. 1 false alarm." in shown
    assert Attempt.objects.get(pk=started.pk).points == 1000


def test_cells_and_nothing_wrong_come_back_to_be_mended(jonas, started, name, client_for):
    answers = {
        "sequence": 1,
        "confirm": "yes",
        name["q1"]: "a",
        name["keyed"]: "y",
        name["sheet"]: ["r1.date", "none"],
    }
    page = client_for(jonas).post(f"/en/attempts/{started.uid}/submit/", answers, follow=True)
    assert "You ticked cells and also that nothing is wrong." in visible(page)
    sheet = page.text.split('id="q-3"')[1]
    assert re.findall(r'value="([^"]+)" checked', sheet) == ["r1.date", "none"]
    assert f'aria-describedby="{name["sheet"]}-error"' in sheet
    started.refresh_from_db()
    assert started.is_open


def test_a_visitor_checks_herself_at_once(visitor, teach, package):
    package.items.append(faulty("own"))
    package.unit("first")["blocks"]["::: check try items=own"] = {"lt": "", "en": ""}
    course = teach(package)
    unit = course.units.get(key="first").uid
    item = f"a-{course.bank.items.get(key='own').uid}"
    page = visitor.get(f"/en/courses/{course.slug}/units/{unit}/").text
    assert "lms/css/measure.css" in page
    action = re.search(r'action="(/en/[^"#]*check[^"#]*)', page)[1]
    right = visible(visitor.post(action, {item: ["r1.date", "r2.seen"]}))
    assert "2 of 2 faults found." in right and "Missed" not in right
    assert "Your answer Nothing is wrong here" in visible(visitor.post(action, {item: "none"}))


def test_the_bank_lists_them_without_a_form_that_does_not_exist(ieva, course, client_for):
    author = client_for(ieva)
    page = author.get(f"/en/studio/courses/{course.slug}/questions/")
    assert "Classifying with a key" in visible(page) and "Finding faults" in visible(page)
    for item in Item.objects.filter(bank=course.bank, kind__in=("classify", "faults")):
        assert f"/questions/{item.uid}/" not in page.text
        assert f'value="{item.uid}"' in page.text
    assert "What is wrong sheet?" in visible(page)


def test_a_package_that_is_written_says_them_again(course):
    faults = Faults()
    again = read_package(package_of(course.in_force), faults)
    assert list(faults) == []
    for key in ("keyed", "sheet"):
        stored = course.bank.items.get(key=key).versions.get().body
        read_again = {**again.items[key].body, "kind": again.items[key].kind}
        assert read_again == stored
