"""Passages to code and plots to lay as learners meet them, and as programs and files do."""

import json
import re

import pytest

from courses.assessment.models import Attempt, Response
from courses.assessment.personal import _in_words
from courses.content.package.writing import package_of
from courses.content.queries import draft_of
from tests.learning import begin, open_attempt, read
from tests.packages import pair, scored

pytestmark = pytest.mark.django_db
WHY = pair("Todėl.", "Therefore.")
CODED = {"p1": "event", "p2": "none", "p3": "wish"}
ITEMS = [
    {
        "key": "flood",
        "kind": "coding",
        "prompt": pair("Pokalbis apie potvynį.", "An interview about a flood."),
        "codes": [
            {
                "key": key,
                "name": pair(f"kodas {key}", f"code {key}"),
                "definition": pair(f"kas yra {key}", f"what {key} is"),
            }
            for key in ("event", "wish")
        ],
        "passages": [
            {
                "key": key,
                "lead": pair("O tada?", "And then?"),
                "text": pair(f"ištrauka {key}", f"passage {key}"),
                "code": code,
                "feedback": pair("Matyti iš laiko.", "The time shows it."),
            }
            for key, code in CODED.items()
        ],
        "target": "p3",
        "explanation": WHY,
    },
    {
        "key": "moss",
        "kind": "plots",
        "prompt": pair("Kiek samanų?", "How much moss?"),
        "plots": 2,
        "quantity": pair("samanų padengimas", "cover of moss"),
        "unit": pair("%", "%"),
        "tolerance": 2,
        "field": ["61 62 63", "71 72 73", "81 82 83"],
        "path": ["1 1", "1 2", "1 3"],
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
    """Post the codes of the passages, and the plots."""

    def posted(codes, plots, language="en"):
        answers = {f"{name['flood']}.{passage}": code for passage, code in codes.items()}
        for n, (x, y) in enumerate(plots, 1):
            answers |= {f"{name['moss']}.{n}.x": x, f"{name['moss']}.{n}.y": y}
        return client_for(jonas).post(
            f"/{language}/attempts/{started.uid}/submit/",
            {**answers, "sequence": 1, "confirm": "yes"},
            follow=True,
        )

    return posted


def test_the_page_asks_for_both_and_tells_nothing(jonas, started, name, client_for):
    page = client_for(jonas).get(f"/en/attempts/{started.uid}/").text
    for passage in CODED:
        found = re.search(rf'name="{name["flood"]}.{passage}">(.*?)</select>', page, re.S)
        assert re.findall(r'value="(\w*)"( selected)?', found[1]) == [
            ("", ""), ("event", ""), ("wish", ""), ("none", ""),
        ]  # fmt: skip
    assert "what wish is" in page
    for n in (1, 2):
        assert f'name="{name["moss"]}.{n}.x"' in page
        assert f'name="{name["moss"]}.{n}.y"' in page
    assert not re.search(
        r"The time shows it|Therefore|\b(61|62|63|7[123]|8[123])\b", visible_of(page)
    )


def visible_of(page):
    return re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])


def test_both_right(hand_in, started):
    page = visible(hand_in(CODED, [("2", "2"), ("3", "2")]))
    assert "2 of 2 right" in page
    assert "The plots say 0.5% too much." in page
    assert "True mean of the whole area 72%" in page
    assert Attempt.objects.get(pk=started.pk).points == 2000


def test_partly_right_is_explained_passage_by_passage(hand_in, started):
    page = visible(hand_in({"p1": "event", "p2": "wish"}, [("1", "3"), ("1", "2")], "lt"))
    assert "Matyti iš laiko." in page
    assert "kodas wish" in page
    # 66 is six below the mean.
    assert Attempt.objects.get(pk=started.pk).points == 333


def test_a_slip_comes_back_to_be_mended(hand_in, started):
    page = hand_in(CODED, [("2", "2"), ("3", "nine")])
    assert "Plot 2: x is a whole number from 1 to 3, y one from 1 to 3." in visible(page)
    started.refresh_from_db()
    assert started.is_open
    assert 'value="nine"' in page.text


def test_programs_read_and_send_both(jonas, started, client_for, token_of):
    client = client_for()
    by = {"authorization": f"Bearer {token_of(jonas)}"}
    address = f"/api/v1/attempts/{started.uid}"
    told = client.get(address, headers=by).json()
    asked = {one["kind"]: one for one in told["questions"]}
    assert [one["key"] for one in asked["coding"]["groups"]] == ["event", "wish", "none"]
    assert {one["goes_to"] for one in asked["coding"]["choices"]} == {""}
    assert not re.search(r"61|The time shows it|target", json.dumps(asked["plots"]["prompt"]))

    def put(kind, answer):
        path = f"{address}/responses/{asked[kind]['item']}"
        return client.put(path, {"answer": answer}, "application/json", headers=by).status_code

    assert put("coding", CODED) == 200
    assert put("plots", [[2, 2], [3, 2]]) == 200
    assert put("plots", [[2, 2, 2]]) in (400, 422)
    assert put("coding", {"p1": "rumour"}) in (400, 422)


def test_what_is_held_of_a_person_reads_as_it_was_answered(hand_in, started):
    hand_in({"p1": "wish"}, [("2", "2"), ("3", "1")])
    rows = {row.item_version.item.key: row for row in Response.objects.filter(attempt=started)}
    words = {
        key: _in_words(row.item_version.body, "en", {"answer": row.answer})
        for key, row in rows.items()
    }
    assert words == {"flood": "passage p1 → code wish", "moss": "(2; 2); (3; 1)"}


def test_a_package_keeps_them_and_the_studio_lists_them(course, ieva, client_for):
    written = package_of(draft_of(course.pk)).texts["items/second.yaml"]
    assert "target: p3" in written
    assert "61 62 63" in written
    bank = client_for(ieva).get("/en/studio/courses/sampling/questions/")
    assert bank.status_code == 200
    assert "Coding an interview" in visible(bank)
    assert "Plots on a map" in visible(bank)
    assert not re.search(r"questions/[0-9a-f-]{36}/", bank.text)
