"""Interviews: transcripts put together from written passages, each of which was written for its code."""

import random
from collections.abc import Mapping, Sequence

from courses.banks.generators.base import Body, Form, Parameter, Values
from courses.banks.generators.interview import book, passages
from courses.banks.generators.interview.passages import Said, Topic
from courses.banks.generators.pairs import both
from courses.banks.kinds.coding import NO_CODE, NONE
from lms.common.languages import LANGUAGES, Pair, text

# (passages, how many of them have a word of another code); the passage that is counted has one
# where the item is hard, and half the time where it is of middling difficulty.
SIZES = {"easy": (6, 0), "medium": (8, 3), "hard": (10, 6)}
LURED = {"easy": 0.0, "medium": 0.5, "hard": 1.0}
TWICE = 2
ANY = "any"
TOPICS = {"flood": passages.FLOOD, "heat": passages.HEAT, "noise": passages.NOISE}
OPENED, FILLED = 0.62, 0.3

PROMPT: Pair = {
    "lt": "**Pokalbis apie {about}.** Kiekvienai pasakotojo ištraukai parinkite vieną kodą iš kodų knygos; jei "
    "netinka nė vienas, taip ir pažymėkite. Pokalbis sugalvotas.",
    "en": "**An interview about {about}.** Give every passage of the narrator one code of the code book; where none "
    "fits, say so. The interview is made up.",
}
WHY: Pair = {
    "lt": "Koduojama tai, ką ištrauka daro – pasakoja, vertina, aiškina, siūlo, stebi, perduoda, – o ne atskiras "
    "žodis joje.",
    "en": "What is coded is what a passage does – it tells, feels, explains, proposes, observes, passes on – and "
    "not a single word in it.",
}
LURES: Pair = {"lt": "Klaidina žodžiai: {words}.", "en": "Words that mislead: {words}."}
QUOTED: Pair = {"lt": "{n} – „{word}“", "en": "{n} – “{word}”"}
ONLY_A_WORD: Pair = {
    "lt": "„{word}“ čia tik žodis, esmė kita.",
    "en": "“{word}” is only a word here; the passage does something else.",
}


class Interview:
    """A transcript in which one passage of the item's class is counted. There is nothing to be seen
    in it, so what comes in words is the same text."""

    name = "interview"
    kind = "coding"
    title: Pair = {"lt": "Pokalbio kodavimas", "en": "Coding an interview"}
    classes: Mapping[str, Pair] = {**book.NAMES, NONE: NO_CODE}
    parameters: Sequence[Parameter] = (
        Parameter(
            name="topic",
            label={"lt": "Pokalbio tema", "en": "What it is about"},
            otherwise=ANY,
            choices={
                ANY: {"lt": "Bet kuri", "en": "Any"},
                "flood": {"lt": "Potvyniai", "en": "Floods"},
                "heat": {"lt": "Karštis ir pavėsis stotelėse", "en": "Heat and shade at bus stops"},
                "noise": {"lt": "Triukšmas prie mokyklos", "en": "Noise near a school"},
            },
        ),
    )

    def draw(
        self,
        values: Values,
        category: str,
        difficulty: str,
        chance: random.Random,
        form: Form,
    ) -> Body:
        name = str(values["topic"])
        topic = TOPICS[chance.choice(list(TOPICS)) if name == ANY else name]
        street = chance.choice(topic.streets)
        chosen, target = _chosen(topic, category, difficulty, chance)
        leads = [topic.opening, *chance.sample(passages.LEADS, len(chosen) - 1)]
        # Nobody begins two answers with the same word.
        fillers = chance.sample(passages.FILLERS, len(passages.FILLERS))
        told: list[Body] = []
        words: list[tuple[str, Pair]] = []
        for n, ((code, said), lead) in enumerate(zip(chosen, leads, strict=True), 1):
            filled = _Filling(chance, topic, street)
            opens = n == 1 or chance.random() < OPENED
            lure = filled.of(said.lure) if said.lure else None
            told.append(
                {
                    "key": f"p{n}",
                    "lead": lead if opens else {},
                    "text": filled.told(said, fillers if code != NONE else []),
                    "code": code,
                    "feedback": _feedback(code, lure),
                }
            )
            if lure:
                words.append((str(n), lure))
        about = both(lambda code: text(topic.about, code).format(street=text(street, code)))
        return {
            "prompt": both(lambda code: text(PROMPT, code).format(about=text(about, code))),
            "explanation": _explanation(words),
            "codes": CODE_BOOK,
            "passages": told,
            "target": told[target]["key"],
        }


CODE_BOOK: list[Body] = [
    {
        "key": code,
        "name": book.NAMES[code],
        "definition": book.DEFINITIONS[code],
        "include": book.INCLUDE[code],
        "exclude": book.EXCLUDE[code],
    }
    for code in book.CODES
]


def _chosen(
    topic: Topic, category: str, difficulty: str, chance: random.Random
) -> tuple[list[tuple[str, Said]], int]:
    """Passages with their codes in the order of the transcript, and the place of the one that is
    counted. No code has more than two of them, and none is there twice."""
    size, lured = SIZES[difficulty]
    others = [*book.CODES, NONE] * TWICE
    others.remove(category)
    codes = [category, *chance.sample(others, size - 1)]
    with_lure = {0} if chance.random() < LURED[difficulty] else set()
    with_lure |= set(chance.sample(range(1, size), lured - len(with_lure))) if lured else set()
    left = {code: _written(topic, code, chance) for code in set(codes)}
    taken = [(code, left[code][n in with_lure].pop()) for n, code in enumerate(codes)]
    order = list(range(size))
    chance.shuffle(order)
    return [taken[n] for n in order], order.index(0)


def _written(topic: Topic, code: str, chance: random.Random) -> tuple[list[Said], list[Said]]:
    """The passages that were written for a code, in any order: plain ones, and those with a lure."""
    written = [*passages.BESIDE, *passages.BESIDE_LURING] if code == NONE else topic.said[code]
    plain = [said for said in written if not said.lure]
    luring = [said for said in written if said.lure]
    chance.shuffle(plain)
    chance.shuffle(luring)
    return plain, luring


class _Filling:
    """What the open places of one passage are filled with, the same in both languages."""

    def __init__(self, chance: random.Random, topic: Topic, street: Pair) -> None:
        who = chance.randrange(len(passages.WHO))
        small, month = chance.choice(passages.SMALL), chance.choice(passages.MONTHS)
        year, number = chance.choice(topic.years), chance.choice(passages.NUMBERS)
        self.chance = chance
        self.words = {
            code: {
                "street": text(street, code),
                "year": year,
                "n": number,
                "small": text(small, code),
                "month": text(month, code),
                "who": text(passages.WHO[who], code),
                "with": text(passages.WITH[who], code),
            }
            for code in LANGUAGES
        }

    def of(self, pair: Pair) -> Pair:
        return both(lambda code: text(pair, code).format(**self.words[code]))

    def told(self, said: Said, fillers: list[Pair]) -> Pair:
        """The passage as it was said, now and then after a word to begin with, which is then used up.
        A street keeps its capital."""
        told = self.of(said.text)
        named = any(text(said.text, code).startswith("{street}") for code in LANGUAGES)
        if not fillers or named or self.chance.random() > FILLED:
            return both(lambda code: text(told, code)[:1].upper() + text(told, code)[1:])
        first = fillers.pop()
        return both(lambda code: text(first, code) + _lowered(text(told, code)))


def _lowered(words: str) -> str:
    return words if words.startswith("I ") else words[:1].lower() + words[1:]


def _feedback(code: str, lure: Pair | None) -> Pair:
    sign = book.SIGNS[code]
    if not lure:
        return sign
    only = both(lambda language: text(ONLY_A_WORD, language).format(word=text(lure, language)))
    return both(lambda language: f"{text(sign, language)} {text(only, language)}")


def _explanation(words: Sequence[tuple[str, Pair]]) -> Pair:
    if not words:
        return WHY

    def said(code: str) -> str:
        listed = "; ".join(
            text(QUOTED, code).format(n=n, word=text(lure, code)) for n, lure in words
        )
        return f"{text(WHY, code)} {text(LURES, code).format(words=listed)}"

    return both(said)
