"""GIFT that we write is read back as the same items, and other systems can read it."""

import string

from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from courses.banks.exchange.gift import read_gift
from courses.banks.exchange.report import Candidate, item_text
from courses.banks.exchange.writing import Written, write_gift
from courses.banks.kinds.text import bare
from courses.banks.reading import read_item
from lms.common.yamlnodes import Faults, node_of

# Everything that GIFT, Markdown, Moodle and our comment lines take for something else.
SIGNS = "abcž Ą1.5%#=~{}:\\\n\"'/<>&;[]()*_`!|-→°\u00a0🐝"


def lines_of(least: int = 1, most: int = 40) -> st.SearchStrategy[str]:
    text = st.text(SIGNS, min_size=least, max_size=most).map(str.strip)
    # Double dollars and pictures are mended on the way in; see test_markup.
    return text.filter(lambda one: one and "![" not in one and "->" not in one)


KEYS = st.text(string.ascii_lowercase, min_size=1, max_size=8)
WORDS = st.text("abcdež 1Ą=~#:{}\\", min_size=1, max_size=12).map(lambda one: " ".join(one.split()))
ACCEPTED = WORDS.filter(lambda one: bool(bare(one)))
NUMBERS = st.decimals(-9999, 9999, places=2, allow_nan=False).map(str)
REACHES = st.decimals(0, 99, places=2, allow_nan=False)


def texts(item: dict, language: str = "lt") -> dict:
    return item | {"key": "an-item", "difficulty": "hard", "class": "Skaičiai / matai"}


def in_lt(text: str) -> dict[str, str]:
    return {"lt": text}


@st.composite
def choices(draw, kind: str) -> dict:
    keys = draw(st.lists(KEYS, min_size=2, max_size=12, unique=True))
    right = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=len(keys) - 1, unique=True))
    if kind == "single":
        right = right[:1]
    options = []
    for key in keys:
        option = {"key": key, "right": key in right, "text": in_lt(draw(lines_of()))}
        if draw(st.booleans()):
            option["feedback"] = in_lt(draw(lines_of()))
        options.append(option)
    return {"kind": kind, "options": options}


@st.composite
def numbers(draw) -> dict:
    reach = draw(REACHES)
    item = {"kind": "number", "answer": draw(NUMBERS), "tolerance": str(reach)}
    if draw(st.booleans()):
        item["half_tolerance"] = str(reach + draw(st.integers(1, 9)))
    if draw(st.booleans()):
        item["unit"] = in_lt(draw(st.sampled_from(["°C", "km/h", "%", "vnt."])))
    slips = draw(st.lists(st.integers(10000, 10009), max_size=3, unique=True))
    if slips:
        item["near"] = [{"answer": n, "feedback": in_lt(draw(lines_of()))} for n in slips]
    return item


@st.composite
def words(draw) -> dict:
    accept = draw(st.lists(ACCEPTED, min_size=1, max_size=5))
    item = {"kind": "text", "accept": {"lt": accept}}
    said = draw(st.lists(lines_of(), max_size=3, unique=True))
    if said:
        item["near"] = [
            {
                "match": {"lt": draw(st.lists(ACCEPTED, min_size=1, max_size=3))},
                "feedback": in_lt(one),
            }
            for one in said
        ]
    return item


@st.composite
def sorts(draw) -> dict:
    keys = draw(st.lists(KEYS, min_size=2, max_size=6, unique=True))
    names = draw(st.lists(lines_of(), min_size=len(keys), max_size=len(keys), unique=True))
    cards = draw(st.lists(KEYS, min_size=2, max_size=20, unique=True))
    item = {
        "kind": "sort",
        "groups": [{"key": k, "text": in_lt(n)} for k, n in zip(keys, names, strict=True)],
        "cards": [],
    }
    for key in cards:
        card = {"key": key, "group": draw(st.sampled_from(keys)), "text": in_lt(draw(lines_of()))}
        if draw(st.booleans()):
            card["feedback"] = in_lt(draw(lines_of()))
        item["cards"].append(card)
    used = {card["group"] for card in item["cards"]}
    if len(used) < 2:
        item["cards"][0]["group"] = next(key for key in keys if key not in used)
    return item


@st.composite
def statements(draw) -> dict:
    item = {"kind": "truefalse", "right": draw(st.booleans())}
    for name in draw(st.sets(st.sampled_from(["if_true", "if_false"]))):
        item[name] = in_lt(draw(lines_of()))
    return item


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()


@st.composite
def matches(draw) -> dict:
    keys = draw(st.lists(KEYS, min_size=2, max_size=20, unique=True))
    names = draw(st.lists(lines_of(), min_size=len(keys), max_size=len(keys), unique_by=plain))
    cards = draw(st.lists(KEYS, min_size=2, max_size=20, unique=True))
    item = {
        "kind": "match",
        "sides": [{"key": k, "text": in_lt(n)} for k, n in zip(keys, names, strict=True)],
        "cards": [],
    }
    for key in cards:
        card = {"key": key, "side": draw(st.sampled_from(keys)), "text": in_lt(draw(lines_of()))}
        if draw(st.booleans()):
            card["feedback"] = in_lt(draw(lines_of()))
        item["cards"].append(card)
    if draw(st.booleans()):
        item["shuffle"] = False
    return item


@st.composite
def orders(draw) -> dict:
    item = {"kind": "order", "cards": []}
    for key in draw(st.lists(KEYS, min_size=3, max_size=12, unique=True)):
        card = {"key": key, "text": in_lt(draw(lines_of()))}
        if draw(st.booleans()):
            card["feedback"] = in_lt(draw(lines_of()))
        item["cards"].append(card)
    return item


@st.composite
def items(draw) -> dict:
    kinds = [choices("single"), choices("multiple"), numbers(), words(), sorts()]
    kinds += [statements(), matches(), orders()]
    item = draw(st.one_of(kinds))
    item["prompt"] = in_lt(draw(lines_of(most=200)))
    if draw(st.booleans()):
        item["explanation"] = in_lt(draw(lines_of(most=200)))
    if draw(st.booleans()):
        item["see"] = {"unit": draw(KEYS), "block": draw(KEYS)}
    return texts(item)


@given(items())
@example(
    texts(
        {
            "kind": "single",
            "prompt": in_lt("T"),
            "options": [
                {"key": "x", "right": True, "text": in_lt("%50%[html]~=")},
                {"key": "y", "right": False, "text": in_lt("[plain]a"), "feedback": in_lt("####")},
            ],
        }
    )
)
def test_what_is_written_is_read_as_the_same_item(item):
    faults = Faults()
    stored = read_item(node_of(item), faults, ("lt",), explained=False)
    assert not faults, list(faults)
    written = Written(
        stored.key, stored.body | {"kind": stored.kind}, stored.category, stored.difficulty
    )
    report = read_gift(write_gift([written], "lt"), "lt")
    [found] = report.outcomes
    assert isinstance(found, Candidate), found
    back = item_text(found, Faults())
    assert back.body == stored.body
    assert (back.key, back.category, back.difficulty) == (
        "an-item",
        "Skaičiai / matai",
        "hard",
    )
    assert back.digest == stored.digest
    assert {remark.code for remark in found.remarks} <= {"no-explanation", "html-in-markdown"}


@given(statements() | matches() | orders())
def test_the_new_kinds_come_back_whole(item):
    test_what_is_written_is_read_as_the_same_item.hypothesis.inner_test(
        texts(item | {"prompt": in_lt("Kas?")})
    )


def stored(**item) -> Written:
    text = read_item(
        node_of({"key": "k", "prompt": {"lt": "Kas?", "en": "What?"}} | item),
        Faults(), ("lt", "en"), explained=False,
    )  # fmt: skip
    return Written(text.key, text.body | {"kind": text.kind})


def test_one_language_is_written_and_comments_are_in_it():
    number = stored(kind="number", answer=3, tolerance="0.5", half_tolerance=1)
    lithuanian, english = write_gift([number], "lt"), write_gift([number], "en")
    assert "::k::[markdown]Kas? {\n#=3:0.5\n=%50%3:1\n}" in lithuanian
    assert "[markdown]What? {" in english
    assert "Klausimai GIFT" in lithuanian and "Questions in GIFT" in english


def test_an_item_without_the_language_is_named_and_left_out():
    english = Written(
        "k", stored(kind="number", answer=3, tolerance=0).body | {"prompt": {"en": "?"}}
    )
    text = write_gift([english], "lt")
    assert "„k“" in text
    assert not read_gift(text, "lt").outcomes


def test_classes_are_categories_and_end_again():
    number = stored(kind="number", answer=3, tolerance=0).body
    written = [
        Written("a", number, "Medžiai"),
        Written("b", number),
        Written("c", number, "Medžiai"),
    ]
    text = write_gift(written, "lt")
    assert text.count("$CATEGORY:") == 3
    found = read_gift(text, "lt").outcomes
    assert [one.item.get("class", "") for one in found] == ["Medžiai", "", "Medžiai"]


def test_a_star_and_an_arrow_in_an_answer_mean_themselves():
    text = write_gift([stored(kind="text", accept={"lt": ["a*b"], "en": ["x -> y"]})], "lt")
    assert "=a\\*b" in text
    assert "=x → y" in write_gift(
        [stored(kind="text", accept={"lt": ["a*b"], "en": ["x -> y"]})], "en"
    )
    assert read_gift(text, "lt").outcomes[0].item["accept"] == {"lt": ["a*b"]}


def test_a_picture_is_told_to_be_missing():
    body = stored(kind="number", answer=3, tolerance=0).body | {"picture": {"src": "a.svg"}}
    with translation.override("lt"):
        assert "The picture of this question is not written." in write_gift(
            [Written("k", body)], "en"
        )
