"""A question of another system, whatever its file was, as one of our items. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courses.banks.exchange import markup, pairs
from courses.banks.exchange.markup import Words, to_markdown
from courses.banks.exchange.report import Candidate, Outcome, Refused, item_text
from courses.banks.exchange.sentences import CannotCome, Notes, reason, shortened
from courses.banks.kinds import KINDS
from courses.banks.kinds.options import MOST as MOST_OPTIONS
from courses.banks.kinds.text import bare
from courses.banks.kinds.truefalse import FEEDBACK
from courses.banks.models import Item
from lms.common.languages import LANGUAGES
from lms.common.search import fold
from lms.common.wording import number as shown_number
from lms.common.wording import read_number
from lms.common.yamlnodes import KEY, Faults

BLANK = "_____"
FULL = Decimal(100)
NONE = Words()
LETTERS = "abcdefghijkl"
SHUFFLED = {name for name, kind in KINDS.items() if "shuffle" in kind.known}
LONGEST_KEY = 50
# Weights are written with five places at most: 33.33333.
CLOSE = Decimal("0.001")


@dataclass(frozen=True)
class Told:
    """One answer as the file has it. weight: per cent of the marks, −100 to 100.

    low, high: the ends of a numerical answer.  match: the right-hand side of a pair.
    """

    words: Words
    weight: Decimal = FULL
    feedback: Words = NONE
    low: Decimal | None = None
    high: Decimal | None = None
    match: Words = NONE


@dataclass
class Question:
    """One question as the file has it.

    shape: choice, truefalse, short, number, match or order; another word is a reason for refusal.
    one: whether only one option may be chosen.  own: what our export wrote beside it.
    """

    number: int
    line: int
    shape: str
    name: str = ""
    prompt: Words = NONE
    answers: list[Told] = field(default_factory=list)
    explanation: Words = NONE
    one: bool = True
    right: bool = True
    key: str = ""
    category: str = ""
    tags: list[str] = field(default_factory=list)
    unit: str = ""
    own: dict[str, Any] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)


def outcome_of(question: Question, language: str, problem: CannotCome | None = None) -> Outcome:
    """The candidate, checked by the rules for items, or why it cannot come."""
    name = question.name or words_of(Words(question.prompt.source[:1000], question.prompt.form))
    place = (question.number, question.line, shortened(name))
    try:
        if problem:
            raise problem
        texts = Texts(question, language)
        item = _item(question, texts)
    except CannotCome as refusal:
        return Refused(*place, (refusal.reason,))
    candidate = Candidate(*place, item, texts.languages)
    if candidate.needs_explanation:
        question.notes.add("no-explanation")
    candidate = Candidate(*place, item, texts.languages, question.notes.remarks())
    faults = Faults()
    item_text(candidate, faults)
    if faults:
        return Refused(*place, tuple(reason("rules", fault.message) for fault in faults))
    return candidate


class Texts:
    """The question's texts in its languages, losses noted."""

    def __init__(self, question: Question, language: str) -> None:
        self.notes = question.notes
        every = [question.prompt, question.explanation]
        every += [words for told in question.answers for words in (told.words, told.feedback)]
        every += [told.match for told in question.answers]
        if longest := next((w for w in every if len(w.source) > markup.LONGEST), None):
            raise CannotCome("long", longest.source)
        found: set[str] = set()
        for words in every:
            found |= markup.languages_in(words.source)
        ours = tuple(code for code in LANGUAGES if code in found)
        self.marked = bool(ours)
        self.languages = ours or (language,)
        if len(ours) > 1:
            self.notes.add("both-languages")
        for code in sorted(found - set(LANGUAGES) - {"ot"}):
            self.notes.add("language-lost", code)

    def pair(self, words: Words, shape: str = "inline", *, most: int = 1200) -> dict[str, str]:
        """The text in every language of the question; {} where it has no words."""
        if not words:
            return {}
        pair = {}
        for code in self.languages:
            source, had = markup.in_one_language(words.source, code)
            if not had and self.marked:
                self.notes.add("language-missing", code)
            pair[code] = to_markdown(Words(source, words.form), self.notes.add, shape=shape)
        other = next(filter(None, pair.values()), "")
        for code, text in pair.items():
            if len(text) > most:
                raise CannotCome("long", text)
            if other and not text:
                self.notes.add("language-missing", code)
        return {code: text or other for code, text in pair.items()} if other else {}

    def needed(self, words: Words, code: str, shape: str, most: int) -> dict[str, str]:
        """The same where the question cannot be without it."""
        if not (pair := self.pair(words, shape, most=most)):
            raise CannotCome(code)
        return pair

    def same(self, text: str) -> dict[str, str]:
        return dict.fromkeys(self.languages, text)


def _item(question: Question, texts: Texts) -> dict[str, Any]:
    if question.shape not in _SHAPES:
        raise CannotCome(*question.shape.split(":", 1))
    prompt = texts.needed(question.prompt, "no-prompt", "inline", 3000)
    item: dict[str, Any] = {"key": _key(question, next(iter(prompt.values())))}
    parts = _SHAPES[question.shape](question, texts)
    item["kind"] = parts.pop("kind")
    if question.category:
        item["class"] = question.category[:60]
    item["difficulty"] = _difficulty(question)
    item["prompt"] = prompt
    item |= parts
    if question.own.get("shuffle") is False and item["kind"] in SHUFFLED:
        item["shuffle"] = False
    explanation = texts.pair(question.explanation, "block", most=3000)
    if explanation:
        item["explanation"] = explanation
    see = question.own.get("see")
    if isinstance(see, dict):
        item["see"] = see
    return item


def key_of(text: str, number: int) -> str:
    """A key made of words: "Lapų forma (2)" → "lapu-forma-2"."""
    key = "-".join(re.findall(r"[a-z0-9]+", fold(text)[:200]))
    if len(key) > LONGEST_KEY:
        key = key[: LONGEST_KEY + 1].rpartition("-")[0] or key[:LONGEST_KEY]
    if not key:
        return f"q-{number}"
    return key if key[0].isalpha() else f"q-{key}"


def _key(question: Question, prompt: str) -> str:
    if KEY.fullmatch(question.key) and len(question.key) <= 60:
        return question.key
    words = re.sub(r"\$[^$]*\$|\\", " ", prompt).split()[:6]
    return key_of(question.name or question.key or " ".join(words), question.number)


_DIFFICULTIES = {
    **{value: value for value in Item.Difficulty.values},
    "lengva": "easy", "nesudetinga": "easy", "vidutine": "medium", "vidutiniska": "medium",
    "vidutiniskai sudetinga": "medium", "sunki": "hard", "sudetinga": "hard", "difficult": "hard",
}  # fmt: skip


def difficulty_of(word: str) -> str:
    """easy, medium or hard for the word people write, in either language; empty for others."""
    return _DIFFICULTIES.get(" ".join(fold(word).split()), "")


def _difficulty(question: Question) -> str:
    found = ""
    for tag in question.tags:
        if difficulty := difficulty_of(tag):
            found = found or difficulty
        else:
            question.notes.add("tags", tag)
    return found or str(Item.Difficulty.MEDIUM)


# --- choice --------------------------------------------------------------------------------------


def _choice(question: Question, texts: Texts) -> dict[str, Any]:
    answers = question.answers
    if not answers:
        raise CannotCome("no-answers")
    if len(answers) < 2:
        raise CannotCome("few-options")
    if len(answers) > MOST_OPTIONS:
        raise CannotCome("many-options", str(len(answers)))
    single = question.one and sum(told.weight >= FULL for told in answers) == 1
    right = _right_of_one(question) if question.one else _right_of_several(question)
    if all(right):
        raise CannotCome("all-right")
    keys = own_keys(question, "options", len(answers)) or list(LETTERS[: len(answers)])
    options = []
    for key, told, is_right in zip(keys, answers, right, strict=True):
        option: dict[str, Any] = {"key": key, "right": is_right}
        option["text"] = texts.needed(told.words, "no-words", "inline", 600)
        if feedback := texts.pair(told.feedback):
            option["feedback"] = feedback
        options.append(option)
    return {"kind": "single" if single else "multiple", "options": options}


def _right_of_one(question: Question) -> list[bool]:
    right = [told.weight >= FULL for told in question.answers]
    if not any(right):
        raise CannotCome("no-right")
    if sum(right) > 1:
        question.notes.add("several-right")
    for told in question.answers:
        if 0 < told.weight < FULL:
            question.notes.add("partial-credit", _with_weight(told))
        elif told.weight < 0:
            question.notes.add("wrong-costs")
    return right


def _right_of_several(question: Question) -> list[bool]:
    """Our marks are right choices less wrong ones; other weights are noted."""
    right = [told.weight > 0 for told in question.answers]
    if not any(right):
        raise CannotCome("none-right")
    share = FULL / sum(right)
    for told, is_right in zip(question.answers, right, strict=True):
        if abs(told.weight - (share if is_right else -share)) > CLOSE:
            question.notes.add("even-shares")
    return right


def _true_false(question: Question, texts: Texts) -> dict[str, Any]:
    parts: dict[str, Any] = {"kind": "truefalse", "right": question.right}
    for key, name in FEEDBACK.items():
        told = next((told for told in question.answers if told.match.source == key), None)
        if told and (feedback := texts.pair(told.feedback)):
            parts[name] = feedback
    return parts


# --- typed answers -------------------------------------------------------------------------------


def _short(question: Question, texts: Texts) -> dict[str, Any]:
    accept: list[str] = []
    near: list[dict[str, Any]] = []
    wild: list[str] = []
    for told in question.answers:
        # Between a backslash and nothing: "\*" is a star, "*" is anything.
        typed = " ".join(told.words.source.split())
        if re.search(r"(?<!\\)\*", typed):
            wild.append(typed)
            any_other(question, told)
            continue
        typed = typed.replace("\\*", "*")
        if not typed:
            raise CannotCome("no-words")
        if not bare(typed):
            raise CannotCome("symbols", typed)
        if told.weight >= FULL:
            accept.append(typed)
        else:
            _near_word(question, texts, near, typed, told)
    if not accept:
        raise CannotCome("wildcard-only", ", ".join(wild)) if wild else CannotCome("no-right")
    if len(accept) > 40:
        raise CannotCome("many-answers", str(len(accept)))
    _explain_by_right(question, [told for told in question.answers if told.weight >= FULL])
    parts: dict[str, Any] = {"kind": "text", "accept": texts.same(accept)}  # type: ignore[arg-type]
    return parts | _near(near)


def _near_word(
    question: Question, texts: Texts, near: list[dict[str, Any]], typed: str, told: Told
) -> None:
    if told.weight > 0:
        question.notes.add("part-answers", f"{typed} ({_per_cent(told.weight)})")
    feedback = texts.pair(told.feedback)
    if feedback and near and near[-1]["feedback"] == feedback:
        for words in near[-1]["match"].values():
            words.append(typed)
    elif feedback:
        match = {code: [typed] for code in texts.languages}
        near.append({"match": match, "feedback": feedback})
    elif told.weight <= 0:
        question.notes.add("answers-lost", typed)


def _number(question: Question, texts: Texts) -> dict[str, Any]:
    full = [told for told in question.answers if told.weight >= FULL]
    if not full:
        raise CannotCome("no-right")
    middles = {_middle(told) for told in full}
    if len(middles) > 1:
        raise CannotCome("several-numbers", ", ".join(map(shown_number, sorted(middles))))
    answer = middles.pop()
    tolerance = max(map(_reach, full))
    if ranged := next((told for told in full if ".." in told.words.source), None):
        question.notes.add("range", ranged.words.source)
    near: list[dict[str, Any]] = []
    wider: list[Told] = []
    for told in question.answers:
        if told.weight >= FULL:
            continue
        if told.weight > 0 and _middle(told) == answer and _reach(told) > tolerance:
            wider.append(told)
        else:
            _near_number(question, texts, near, told, answer, tolerance)
    parts: dict[str, Any] = {
        "kind": "number", "answer": _exact(answer), "tolerance": _exact(tolerance),
    }  # fmt: skip
    if wider:
        parts["half_tolerance"] = _exact(_reach(_halved(question, wider)))
    unit = question.own.get("unit") or question.unit
    if isinstance(unit, dict):
        parts["unit"] = {code: unit.get(code) or question.unit for code in texts.languages}
    elif unit:
        parts["unit"] = texts.same(str(unit))
    _explain_by_right(question, full)
    return parts | _near(near)


def _halved(question: Question, wider: list[Told]) -> Told:
    """The wider tolerance that comes over: the one whose marks are nearest to half."""
    half = min(wider, key=lambda told: abs(told.weight - 50))
    for told in wider:
        if told is not half:
            question.notes.add("part-answers", _with_weight(told))
        elif told.weight != 50:
            question.notes.add("half-marks", _with_weight(told))
    _feedback_lost(question, wider)
    return half


def _near_number(
    question: Question,
    texts: Texts,
    near: list[dict[str, Any]],
    told: Told,
    answer: Decimal,
    tolerance: Decimal,
) -> None:
    if told.weight > 0:
        question.notes.add("part-answers", _with_weight(told))
    if _middle(told) == answer:
        _feedback_lost(question, [told])
    elif feedback := texts.pair(told.feedback):
        near.append({"answer": _exact(_middle(told)), "feedback": feedback})
        if _reach(told) != tolerance:
            question.notes.add("near-tolerance", told.words.source)
    elif told.weight <= 0:
        question.notes.add("answers-lost", told.words.source)


def _middle(told: Told) -> Decimal:
    assert told.low is not None and told.high is not None
    return (told.low + told.high) / 2


def _reach(told: Told) -> Decimal:
    assert told.low is not None and told.high is not None
    return (told.high - told.low) / 2


def _near(near: list[dict[str, Any]]) -> dict[str, Any]:
    if len(near) > 12:
        raise CannotCome("many-near", str(len(near)))
    return {"near": near} if near else {}


def _explain_by_right(question: Question, right: Iterable[Told]) -> None:
    """A typed answer has no option to hang its feedback on: it becomes the explanation, or goes."""
    for told in right:
        if not told.feedback or told.feedback == question.explanation:
            continue
        if not question.explanation:
            question.explanation = told.feedback
            question.notes.add("feedback-moved")
        else:
            _feedback_lost(question, [told])


def any_other(question: Question, told: Told) -> None:
    """An answer with a star: a pattern, or what is said to everything else."""
    typed = " ".join(told.words.source.split())
    if typed != "*" or told.weight > 0:
        question.notes.add("wildcard", typed)
    _feedback_lost(question, [told])


def _feedback_lost(question: Question, answers: Iterable[Told]) -> None:
    for told in answers:
        if told.feedback:
            question.notes.add("feedback-lost", words_of(told.feedback))


def words_of(words: Words) -> str:
    """The bare words of a text, to be quoted in a report."""
    return to_markdown(words, lambda code, detail: None, shape="bare")


def number_told(text: str, tolerance: str = "", **rest: Any) -> Told:
    """A numerical answer of "3", "3" with a tolerance, "3:2" or "1..5". Raises CannotCome."""
    source = text if not tolerance else f"{text}:{tolerance}"
    if ".." in text:
        low, high = (_read(part) for part in text.split("..", 1))
        if low > high:
            raise CannotCome("not-a-number", text)
    else:
        value, _colon, reach = source.partition(":")
        middle = _read(value)
        far = _read(reach) if reach.strip() else Decimal(0)
        low, high = middle - abs(far), middle + abs(far)
    return Told(Words(" ".join(source.split()), "plain"), low=low, high=high, **rest)


def _read(text: str) -> Decimal:
    value = read_number(text.strip())
    if value is None:
        raise CannotCome("not-a-number", text)
    return value


def _exact(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _per_cent(weight: Decimal) -> str:
    return f"{shown_number(weight)} %"


def _with_weight(told: Told) -> str:
    return f"{shortened(words_of(told.words))}: {_per_cent(told.weight)}"


def own_keys(question: Question, name: str, count: int) -> list[str]:
    """The inner keys our export wrote down, where they fit."""
    keys = question.own.get(name)
    if keys is None:
        return []
    fits = isinstance(keys, list) and len(keys) == count == len({str(key) for key in keys})
    if fits and all(isinstance(key, str) and KEY.fullmatch(key) for key in keys):
        return list(keys)
    question.notes.add("own-keys")
    return []


_SHAPES: dict[str, Callable[[Question, Texts], dict[str, Any]]] = {
    "choice": _choice,
    "truefalse": _true_false,
    "short": _short,
    "number": _number,
    "match": pairs.match,
    "order": pairs.order,
}
