"""What every generator of estimates, counts and readings holds to."""

import gzip
import re
from itertools import product

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from courses.banks.generators import DIFFICULTIES, GENERATORS, Form, drawn
from courses.banks.kinds import KINDS, Verdict
from courses.classroom.asking import Asked
from lms.common.html import render_markdown

NAMES = ("quadrat", "flock", "instrument")
MOST_BYTES, MOST_PACKED = 27_000, 8_000
PLACES = [
    (name, category, difficulty)
    for name in NAMES
    for category, difficulty in product(GENERATORS[name].classes, DIFFICULTIES)
]


def item(name, category, difficulty, seed, form=Form.PICTURE, **values):
    usual = {one.name: one.otherwise for one in GENERATORS[name].parameters}
    body = {
        "generator": name,
        "class": category,
        "difficulty": difficulty,
        "values": usual | values,
    }
    return drawn(body, seed, form)


def right_answer_to(body):
    if body["kind"] != "reading":
        return {"typed": body["answer"]}
    unit = next(one["key"] for one in body["units"] if one["right"])
    return {"typed": body["answer"], "unit": unit}


def values_of(name):
    (parameter,) = GENERATORS[name].parameters
    return [{parameter.name: value} for value in parameter.choices]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize(("name", "category", "difficulty"), PLACES)
def test_every_class_can_be_drawn_at_every_difficulty_with_every_value(
    name, category, difficulty, form
):
    for seed, values in enumerate(values_of(name) * 2):
        body = item(name, category, difficulty, seed, form, **values)
        kind = KINDS[body["kind"]]
        answer = right_answer_to(body)
        assert kind.is_answer(body, answer)
        assert kind.fault(body, answer) == ""
        assert kind.mark(body, answer).verdict is Verdict.RIGHT
        seen = kind.observed(body, answer)
        assert seen.value == seen.truth == float(body["answer"])
        assert kind.mark(body, None).verdict is Verdict.BLANK
        for near in body["near"]:
            slip = answer | {"typed": near["answer"]}
            assert kind.mark(body, slip).verdict is not Verdict.RIGHT, (seed, values, near)
        for text in (body["prompt"], body["explanation"]):
            assert set(text) == {"lt", "en"} and all(text.values())
        assert ("picture" in body) is (form is Form.PICTURE)
        assert ("told" in body) is (form is Form.WORDS)


@pytest.mark.sweep
@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize(("name", "category", "difficulty"), PLACES)
def test_a_seed_always_draws_the_same_and_two_never_do(name, category, difficulty, form):
    made = [item(name, category, difficulty, seed, form) for seed in range(60)]
    assert item(name, category, difficulty, 7, form) == made[7]
    faces = {str(one.get("picture") or one["told"]) for one in made}
    assert len(faces) == len(made)


@pytest.mark.parametrize(("name", "category", "difficulty"), PLACES)
def test_a_picture_is_small_plain_and_tells_nothing_of_the_truth(name, category, difficulty):
    for seed in range(8):
        body = item(name, category, difficulty, seed)
        picture = body["picture"]
        for code in ("lt", "en"):
            svg, alt = picture["svg"][code], picture["alt"][code]
            assert len(svg.encode()) < MOST_BYTES
            assert len(gzip.compress(svg.encode())) < MOST_PACKED
            assert not re.search(r"<(style|script|title|desc|image|use|a)\b|url\(|&", svg)
            assert not re.search(r"\b(id|class|style|data-[a-z]+|on[a-z]+|aria-[a-z]+)=", svg)
            # Its own white ground comes first, so that it looks the same on a dark page.
            assert re.search(r"^<svg [^>]*viewBox=[^>]*><path fill=\"#(fff|ffffff|e9f1f4)\"", svg)
            told = [alt, body["prompt"][code], *re.findall(r"<text[^>]*>([^<]*)", svg)]
            for number in {body["answer"], body["answer"].replace(".", ",")}:
                pattern = rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)"
                assert not any(re.search(pattern, one.replace("−", "-")) for one in told), seed


@pytest.mark.parametrize("name", NAMES)
def test_drawings_differ_by_language_only_where_they_hold_words(name):
    category = next(iter(GENERATORS[name].classes))
    svg = item(name, category, "hard", 3)["picture"]["svg"]
    assert (svg["lt"] == svg["en"]) is (name != "instrument")


@pytest.mark.parametrize(("name", "category", "difficulty"), PLACES)
def test_words_are_read_as_they_are_meant(name, category, difficulty):
    body = item(name, category, difficulty, 5, Form.WORDS)
    for code in ("lt", "en"):
        html = render_markdown(body["told"][code], code)
        if name != "instrument" and category != "few":
            assert html.count("<table>") == 1
            assert "|" not in html
        assert "{" not in html + body["explanation"][code] + body["prompt"][code]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_it_and_shows_no_truth(name, form):
    category = list(GENERATORS[name].classes)[-1]
    body = item(name, category, "hard", 11, form)
    kind = KINDS[body["kind"]]
    asked = Asked(
        number=1, name="a-1", kind=body["kind"], body=body, choices=kind.choices(body, None, None)
    )
    with override("en"):
        page = render_to_string("components/question.html", {"asked": asked, "numbered": True})
    assert ('class="drawn" role="img"' in page) is (form is Form.PICTURE)
    assert ('class="told"' in page) is (form is Form.WORDS)
    assert body["explanation"]["en"][:20] not in page
    assert not any(near["feedback"]["en"] in page for near in body["near"])
    # Whether a phone offers a minus depends on what can be, and not on what is.
    keys = {
        Asked(
            number=1,
            name="a-1",
            kind=one["kind"],
            body=one,
            choices=(),
        ).keypad
        for one in (
            item(name, category, "hard", seed, form, **values_of(name)[1]) for seed in range(12)
        )
    }
    assert len(keys) == 1
