"""Coding an interview: marking, what is counted, and what a page must not tell."""

import random
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from courses.banks.facing import how_changed, right_answer
from courses.banks.kinds import KINDS, Verdict
from courses.banks.kinds.base import Observed
from courses.banks.models import Item, ItemVersion
from courses.classroom.asking import ask, told_to_answer
from lms.common.yamlnodes import Faults, Fields, node_of

CODING = KINDS["coding"]


def pair(words: str) -> dict[str, str]:
    return {"lt": f"{words} lt", "en": f"{words} en"}


def passage(key: str, code: str, **more: object) -> dict[str, object]:
    said = {"key": key, "lead": {}, "text": pair(key), "code": code, "feedback": pair(f"why {key}")}
    return said | more


def code(key: str) -> dict[str, object]:
    return {
        "key": key,
        "name": pair(f"code {key}"),
        "definition": pair(f"what {key} is"),
        "include": {},
        "exclude": {},
    }


BODY = {
    "kind": "coding",
    "prompt": pair("prompt"),
    "explanation": pair("explanation"),
    "codes": [code("event"), code("wish")],
    "passages": [
        passage("p1", "wish", lead=pair("and then")),
        passage("p2", "event"),
        passage("p3", "none"),
        passage("p4", "event"),
    ],
    "target": "p2",
}
RIGHT = {"p1": "wish", "p2": "event", "p3": "none", "p4": "event"}


def html(body: dict[str, object], language: str = "en") -> str:
    version = ItemVersion(item=Item(uid=UUID(int=1)), body=body)
    with override(language):
        return render_to_string("components/question.html", {"asked": ask(version, 1, seed=1)})


@pytest.mark.parametrize(
    ("answer", "points", "verdict"),
    [
        (RIGHT, 1000, Verdict.RIGHT),
        ({**RIGHT, "p3": "wish"}, 750, Verdict.PARTLY),
        ({"p2": "event"}, 250, Verdict.PARTLY),
        ({"p1": "none", "p2": "none"}, 0, Verdict.WRONG),
        (None, 0, Verdict.BLANK),
    ],
)
def test_points_are_the_share_of_passages_with_their_code(answer, points, verdict):
    marked = CODING.mark(BODY, answer)
    assert (marked.points, marked.verdict) == (points, verdict)


def test_an_item_is_counted_by_the_code_that_its_target_was_given():
    assert CODING.observed(BODY, {**RIGHT, "p2": "wish"}) == Observed(
        category="wish", true_category="event"
    )
    assert CODING.observed(BODY, {"p1": "wish"}) == Observed(true_category="event")
    assert CODING.observed({**BODY, "target": ""}, RIGHT) == Observed()


def test_a_form_holds_a_code_for_each_passage_and_nothing_else_is_taken():
    posted = {"q.p1": "wish", "q.p2": "", "q.p3": "none", "q.p4": "rumour"}
    assert CODING.answer(BODY, posted, "q") == {"p1": "wish", "p3": "none"}
    assert CODING.answer(BODY, {}, "q") is None
    assert CODING.is_answer(BODY, RIGHT)
    for wrong in ({}, [], {"p9": "wish"}, {"p1": "rumour"}, {"p1": ["wish"]}, "wish"):
        assert not CODING.is_answer(BODY, wrong)


def test_a_page_tells_neither_the_codes_nor_which_passage_is_counted():
    turned = [
        {**one, "code": other, "feedback": pair("another reason")}
        for one, other in zip(BODY["passages"], ("event", "none", "wish", "wish"), strict=True)
    ]
    for language in ("lt", "en"):
        assert html(BODY, language) == html({**BODY, "passages": turned, "target": "p4"}, language)
    assert "what event is" in html(BODY)
    assert "and then" in html(BODY)


def test_passages_keep_their_order_and_none_can_always_be_chosen():
    for seed in range(5):
        shown = CODING.choices(BODY, RIGHT, random.Random(seed))
        assert [one.key for one in shown] == ["p1", "p2", "p3", "p4"]
    assert [one["key"] for one in CODING.groups(BODY, random.Random(1))] == [
        "event",
        "wish",
        "none",
    ]


def test_what_is_wrong_with_a_code_book_is_told():
    def read(**parts: object) -> list[str]:
        faults = Faults()
        told = {name: BODY[name] for name in ("codes", "passages", "target")} | parts
        CODING.read(Fields(node_of(told), faults, known=set(CODING.known)), ("lt", "en"))
        return [fault.message for fault in faults]

    def bare(one: dict[str, object]) -> dict[str, object]:
        return {name: said for name, said in one.items() if said != {}}

    codes = [bare(one) for one in BODY["codes"]]
    passages = [bare(one) for one in BODY["passages"]]
    assert read(codes=codes, passages=passages) == []
    again = [codes[0], {**codes[1], "key": "none"}]
    assert "A key stands here twice." in read(codes=again, passages=passages)
    assert any("not one of" in one for one in read(codes=codes, passages=passages, target="p9"))
    lost = [passages[0], {**passages[1], "code": "rumour"}]
    assert any("not one of" in one for one in read(codes=codes, passages=lost, target="p1"))


def test_another_code_to_the_same_passages_is_another_answer_to_the_same_question():
    turned = [{**one, "code": "wish"} for one in BODY["passages"]]
    assert how_changed(BODY, {**BODY, "passages": turned}) == "answers"
    assert how_changed(BODY, {**BODY, "passages": turned[:2]}) == "question"
    assert how_changed(BODY, {**BODY, "explanation": pair("other")}) == "words"
    assert right_answer(BODY, "en").startswith("1. code wish en; 2. code event en; 3. No code fits")


def test_who_gave_no_code_is_told_what_to_do():
    version = ItemVersion(item=Item(uid=UUID(int=1)), body=BODY)
    assert "codes" in told_to_answer(ask(version, 1, seed=1)).error
