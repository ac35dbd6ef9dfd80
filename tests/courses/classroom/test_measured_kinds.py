"""Estimates, counts and readings as learners meet them, and as the studio, programs and files do."""

import json
import re

import pytest

from courses.assessment.models import Attempt, Response
from courses.assessment.personal import _in_words
from courses.banks.models import ItemVersion
from courses.content.package.writing import package_of
from courses.content.queries import draft_of
from tests.courses.content.test_writing_packages import read_again
from tests.learning import begin, open_attempt, read
from tests.packages import pair, scored

pytestmark = pytest.mark.django_db
WHY = pair("Todėl.", "Therefore.")
ITEMS = [
    {
        "key": "cover",
        "kind": "estimate",
        "prompt": pair("Kiek padengta?", "How much is covered?"),
        "answer": 40,
        "tolerance": 5,
        "tolerance_percent": 10,
        "unit": pair("%", "%"),
        "least": 0,
        "most": 100,
        "explanation": WHY,
    },
    {
        "key": "birds",
        "kind": "count",
        "prompt": pair("Kiek paukščių?", "How many birds?"),
        "answer": 7,
        "explanation": WHY,
    },
    {
        "key": "rain",
        "kind": "reading",
        "prompt": pair("Kiek kritulių?", "How much rain?"),
        "answer": 12.5,
        "division": 0.5,
        "units": [
            {"key": "cm", "text": pair("cm", "cm"), "factor": 10},
            {"key": "u2", "text": pair("mm", "mm"), "right": "true"},
            {"key": "l", "text": pair("litrai", "litres")},
        ],
        "near": [{"answer": 13.5, "feedback": pair("Tai kraštas.", "That is the edge.")}],
        "explanation": WHY,
    },
]


def visible(response):
    """What a person reads of the main part, in single spaces."""
    main = response.text.split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").split())


@pytest.fixture
def course(teach, package):
    package.items = [*ITEMS]
    package.modules[0]["units"][1] = scored("second", [item["key"] for item in ITEMS])
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


@pytest.fixture
def hand_in(jonas, started, name, client_for):
    """Post the three answers; (number and unit for the last one)."""

    def posted(cover, birds, rain, unit, language="en"):
        answers = {name["cover"]: cover, name["birds"]: birds, name["rain"]: rain}
        answers |= {f"{name['rain']}.unit": unit, "sequence": 1, "confirm": "yes"}
        return client_for(jonas).post(
            f"/{language}/attempts/{started.uid}/submit/", answers, follow=True
        )

    return posted


def test_numbers_are_typed_units_are_chosen_and_nothing_is_told(jonas, started, name, client_for):
    page = client_for(jonas).get(f"/en/attempts/{started.uid}/").text
    for key in ITEMS:
        assert f'name="{name[key["key"]]}"' in page
    units = re.search(rf'<select id="{name["rain"]}-unit".*?</select>', page, re.S)[0]
    assert re.findall(r'value="(\w*)"', units) == ["", "cm", "u2", "l"]
    assert "selected" not in units
    assert not re.search(r"12[.,]5|13[.,]5|tolerance|factor|edge|Therefore", page)
    assert "css/measure.css" in page
    keys = {n: re.search(rf'name="{name[n]}" inputmode="(\w+)"', page)[1] for n in name}
    assert keys == {"cover": "decimal", "birds": "numeric", "rain": "decimal"}


def test_a_wrong_unit_is_told_apart_and_brings_half(hand_in, started):
    page = visible(hand_in("36,5", "7", "12.5", "l"))
    assert "2 of 3 right 1 more partly right" in page
    assert "Your answer 12.5 litres Right answer 12.5 mm (accepted: 12.25 to 12.75 mm)" in page
    assert "The number is right, and the unit is another: that is half the point." in page
    assert Attempt.objects.get(pk=started.pk).points == 2500


def test_a_known_slip_and_a_wrong_number_are_explained(hand_in, started):
    page = visible(hand_in("46", "8", "13.5", "u2"))
    assert "Right answer 40% (accepted: 35 to 45%)" in page
    assert "Your answer 8 Right answer 7" in page
    assert "The unit is right, and the number is not. That is the edge." in page
    assert Attempt.objects.get(pk=started.pk).points == 0


def test_the_same_amount_in_another_unit_is_right(hand_in, started):
    assert "3 of 3 right" in visible(hand_in("40 %", "7", "1,25", "cm"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("400", "7", "12.5", "u2"), "Question 1: Write a number from 0 to 100."),
        (("40", "7.5", "12.5", "u2"), "Question 2: Write a whole number, for example 12."),
        (("40", "7", "12.5", ""), "Question 3: Choose the unit as well."),
        (("40", "7", "", "u2"), "Question 3: Write the number that you read"),
    ],
)
def test_what_cannot_be_marked_comes_back_to_be_mended(hand_in, started, given, said):
    page = hand_in(*given)
    assert said in visible(page)
    started.refresh_from_db()
    assert started.is_open
    assert 'value="7' in page.text


def test_programs_get_the_units_and_send_both_parts(jonas, started, client_for, token_of):
    client = client_for()
    by = {"authorization": f"Bearer {token_of(jonas)}"}
    address = f"/api/v1/attempts/{started.uid}"
    told = client.get(address, headers=by).json()
    rain = next(one for one in told["questions"] if one["kind"] == "reading")
    assert [one["key"] for one in rain["choices"]] == ["cm", "u2", "l"]
    assert {one["right"] for one in rain["choices"]} == {None}
    assert "12.5" not in json.dumps(told)

    def put(answer):
        path = f"{address}/responses/{rain['item']}"
        return client.put(path, {"answer": answer}, "application/json", headers=by).status_code

    assert put({"typed": "12.5", "unit": "u2"}) == 200
    assert put({"typed": "12.5"}) in (400, 422)
    assert Response.objects.get(attempt=started, item_version__item__uid=rain["item"]).answer == {
        "typed": "12.5",
        "unit": "u2",
    }


def test_what_is_held_of_a_person_reads_as_it_was_answered(hand_in, started):
    hand_in("36", "7", "12,5", "l")
    row = Response.objects.get(attempt=started, item_version__item__key="rain")
    assert _in_words(row.item_version.body, "lt", {"answer": row.answer}) == "12,5 litrai"


def test_a_package_with_them_goes_out_and_comes_back(course, tmp_path):
    text = read_again(draft_of(course.pk), tmp_path / "out")
    kept = {item.key: {"kind": item.kind, **item.body} for item in text.items.values()}
    assert kept["rain"]["tolerance"] == "0.25"
    assert [one["right"] for one in kept["rain"]["units"]] == [False, True, False]
    for version in ItemVersion.objects.filter(item__bank=course.bank):
        assert kept[version.item.key] == version.body


def test_a_package_keeps_them_and_the_studio_lists_them(course, ieva, client_for):
    written = package_of(draft_of(course.pk)).texts["items/second.yaml"]
    assert "tolerance_percent: '10'" in written
    assert "division: '0.5'" in written and "factor: '10'" in written
    bank = client_for(ieva).get("/en/studio/courses/sampling/questions/")
    assert bank.status_code == 200
    assert "A reading with its unit" in visible(bank)
    # The form cannot write them, so nothing leads to it.
    assert not re.search(r"questions/[0-9a-f-]{36}/", bank.text)
    gift = client_for(ieva).get("/en/studio/courses/sampling/questions/export/?language=en")
    assert gift.status_code == 200
    text = gift.content.decode() if not gift.streaming else b"".join(gift).decode()
    assert "“rain” is not written: GIFT has no questions of its kind." in text
