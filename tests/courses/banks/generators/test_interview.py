"""Interviews: every passage is one that was written for its code, and no two items are the same."""

import random
import re
from itertools import product

import pytest

from courses.banks.generators import DIFFICULTIES, GENERATORS, Form, drawn
from courses.banks.generators.interview import passages
from courses.banks.generators.interview.book import CODES
from courses.banks.kinds import KINDS
from lms.common.languages import LANGUAGES

INTERVIEW = GENERATORS["interview"]
SEEDS = range(25)
OPEN_PLACE = re.compile(r"\\\{\w+\\\}")


def item(category: str, difficulty: str, seed: int, topic: str = "any") -> dict:
    body = {
        "generator": "interview",
        "class": category,
        "difficulty": difficulty,
        "values": {"topic": topic},
    }
    return drawn(body, seed)


def _written() -> list[tuple[str, passages.Said]]:
    by_topic = [
        (code, said)
        for topic in passages.TOPICS
        for code, all_said in topic.said.items()
        for said in all_said
    ]
    return by_topic + [("none", said) for said in (*passages.BESIDE, *passages.BESIDE_LURING)]


WRITTEN = _written()


def codes_of(text: str, language: str) -> set[str]:
    """The codes for which this was written, found again from the words alone."""
    found = set()
    for code, said in WRITTEN:
        pattern = OPEN_PLACE.sub(".+?", re.escape(said.text[language]))
        starts = "|".join(re.escape(one[language]) for one in passages.FILLERS)
        if re.fullmatch(f"(?:{starts})?{pattern}", text, re.IGNORECASE):
            found.add(code)
    return found


@pytest.mark.parametrize(("category", "difficulty"), list(product(INTERVIEW.classes, DIFFICULTIES)))
def test_every_passage_has_the_code_that_it_was_written_for(category, difficulty):
    size = {"easy": 6, "medium": 8, "hard": 10}[difficulty]
    for seed in SEEDS:
        body = item(category, difficulty, seed)
        assert len(body["passages"]) == size
        for one in body["passages"]:
            for language in LANGUAGES:
                assert codes_of(one["text"][language], language) == {one["code"]}
                assert not re.search(r"[{}]", one["text"][language])
        target = next(one for one in body["passages"] if one["key"] == body["target"])
        assert target["code"] == category
        assert KINDS["coding"].observed(body, None).true_category == category


def lured(body: dict) -> list[str]:
    """The passages that have a word of another code, as the explanation lists them."""
    listed = body["explanation"]["en"].partition("Words that mislead:")[2]
    return [f"p{n}" for n in re.findall(r"(\d+) – “", listed)]


def test_harder_transcripts_are_longer_and_mislead_more():
    for category, seed in product(INTERVIEW.classes, SEEDS):
        easy, medium, hard = (item(category, one, seed) for one in DIFFICULTIES)
        assert [len(lured(one)) for one in (easy, medium, hard)] == [0, 3, 6]
        assert hard["target"] in lured(hard)
    half = [
        body["target"] in lured(body)
        for body in (item("wish", "medium", seed) for seed in range(60))
    ]
    assert 15 < sum(half) < 45


def test_the_target_may_stand_anywhere():
    places = {item("cause", "medium", seed)["target"] for seed in range(80)}
    assert places == {f"p{n}" for n in range(1, 9)}


def test_two_seeds_never_give_the_same_item():
    told = {
        str([one["text"] for one in item(category, difficulty, seed)["passages"]])
        for category, difficulty in product(INTERVIEW.classes, DIFFICULTIES)
        for seed in range(120)
    }
    assert len(told) == len(INTERVIEW.classes) * len(DIFFICULTIES) * 120


def test_nobody_says_the_same_twice_in_one_transcript():
    for seed in range(60):
        body = item("feeling", "hard", seed)
        for language in LANGUAGES:
            texts = [one["text"][language] for one in body["passages"]]
            assert len({words[-30:] for words in texts}) == len(texts)


def test_it_comes_in_words_as_it_is():
    values = {"topic": "heat"}
    both = [
        INTERVIEW.draw(values, "event", "hard", random.Random(5), form)
        for form in (Form.PICTURE, Form.WORDS)
    ]
    assert both[0] == both[1]
    assert "picture" not in both[0]


def test_there_is_enough_to_draw_from_and_words_that_mislead_are_there():
    for topic in passages.TOPICS:
        assert set(topic.said) == set(CODES)
        for written in topic.said.values():
            assert sum(said.lure is None for said in written) >= 2
            assert sum(said.lure is not None for said in written) >= 2
    for _code, said in WRITTEN:
        for language in LANGUAGES:
            assert said.text[language]
            if said.lure:
                assert said.lure[language].casefold() in said.text[language].casefold()


def test_questions_of_the_interviewer_say_nothing_of_codes():
    for body in (item("hearsay", "hard", seed) for seed in range(30)):
        leads = [one["lead"] for one in body["passages"] if one["lead"]]
        known = [*passages.LEADS, *(topic.opening for topic in passages.TOPICS)]
        assert all(lead in known for lead in leads)
        assert len(leads) >= 2
