"""Reading GIFT, Moodle's text format for questions, as its published description has it. Pure.

https://docs.moodle.org/en/GIFT_format
"""

import json
import re
from decimal import Decimal
from typing import Any

from courses.banks.exchange.mapping import BLANK, FULL, Question, Told, number_told, outcome_of
from courses.banks.exchange.markup import FORMS, Words
from courses.banks.exchange.opening import Unreadable, opened
from courses.banks.exchange.report import MOST_QUESTIONS, Outcome, Report, too_many
from courses.banks.exchange.sentences import CannotCome, Notes

# Escaped characters travel as control characters, which `opened` has taken out of the file.
_ESCAPED = {"\\": "\x01", ":": "\x02", "#": "\x03", "=": "\x04", "{": "\x05", "}": "\x06",
            "~": "\x07", "n": "\x08"}  # fmt: skip
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_BACK = str.maketrans({mark: "\n" if sign == "n" else sign for sign, mark in _ESCAPED.items()})
_FORMAT = re.compile(rf"\s*\[({'|'.join(FORMS)})\]")
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:[.,][0-9]{1,7})?)%")
_WEIGHT_LIKE = re.compile(r"%([-+0-9., ]{1,20})%")
_TRUE_FALSE = re.compile(r"(T|TRUE|F|FALSE)\s*(?=#|$)", re.I)
_IDENTITY = re.compile(r"\[id:([^\]\n]{1,100})\]")
_TAG = re.compile(r"\[tag:([^\]\n]{1,100})\]")
OWN = "laukas:"
LONGEST_OWN = 40_000
GENERAL = "####"
# No kind takes so many; what has them is not looked at any closer.
MOST_ANSWERS = 200


def read_gift(source: str | bytes, language: str) -> Report:
    """What the file would bring, each question in its order. language: of texts without a mark."""
    try:
        text, notes = opened(source)
        blocks = _blocks(text)
        if len(blocks) > MOST_QUESTIONS:
            raise Unreadable(too_many(len(blocks)))
    except Unreadable as problem:
        return Report("gift", language, stopped=problem.remark, stopped_line=problem.line)
    about = Notes()
    outcomes = [_outcome(n, block, language, about) for n, block in enumerate(blocks, 1)]
    return Report("gift", language, tuple(outcomes), (*notes, *about.remarks()))


class _Block:
    """The lines of one question, the comments before and in it, and its category."""

    def __init__(self, line: int, category: str) -> None:
        self.line = line
        self.category = category
        self.lines: list[str] = []
        self.comments: list[str] = []


def _blocks(text: str) -> list[_Block]:
    """Questions part at empty lines. A comment belongs to the question that follows it."""
    blocks: list[_Block] = []
    category = ""
    block: _Block | None = None
    comments: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        plain = line.strip()
        if plain.startswith("//"):
            (block.comments if block else comments).append(plain[2:].strip())
        elif plain.startswith("$CATEGORY:"):
            category, block, comments = plain[len("$CATEGORY:") :].strip(), None, []
        elif not plain:
            block = None
        else:
            if block is None:
                block = _Block(number, category)
                block.comments, comments = comments, []
                blocks.append(block)
            block.lines.append(line)
    return blocks


def _outcome(number: int, block: _Block, language: str, about: Notes) -> Outcome:
    question = Question(number, block.line, "", category=class_of(block.category))
    if question.category:
        about.add("category", question.category)
    problem = None
    try:
        _comments(question, block.comments)
        _read(question, "\n".join(block.lines))
    except CannotCome as found:
        problem = found
    return outcome_of(question, language, problem)


def class_of(category: str) -> str:
    """The last step of a category's path: "$course$/top/Sampling" → "Sampling"."""
    steps = [
        step.replace("\x00", "/").strip() for step in category.replace("//", "\x00").split("/")
    ]
    steps = [step for step in steps if step and step != "top" and not re.match(r"\$\w+\$$", step)]
    return " ".join(steps[-1].split())[:60] if steps else ""


def _comments(question: Question, comments: list[str]) -> None:
    """Moodle's [id:…] and [tag:…], and what our own export wrote down."""
    for comment in comments:
        if comment.startswith(OWN):
            question.own = _own(comment[len(OWN) :])
            if not question.own:
                question.notes.add("own-keys")
        if found := _IDENTITY.search(comment):
            question.key = found.group(1).strip()
        question.tags += [tag.strip() for tag in _TAG.findall(comment)]


def _own(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text[:LONGEST_OWN])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


# --- one question --------------------------------------------------------------------------------


def _read(question: Question, text: str) -> None:
    text = _ESCAPE.sub(lambda found: _ESCAPED[found.group(1)], text)
    text = text.lstrip()
    if text.startswith("::"):
        name, end, text = text[2:].partition("::")
        if not end:
            raise CannotCome("no-name-end")
        question.name = _plain(name)
    before, inside, after = _parts(question, text)
    before, form = _form(before, "moodle")
    if after.strip():
        # The answers stand in the middle of a sentence: the missing word.
        before = f"{before.rstrip()} {BLANK}" if before.strip() else BLANK
        gap = "" if re.match(r"\s*[.,;:!?)]", after) else " "
        before += gap + after.strip()
    question.prompt = _words(before, form)
    answers, mark, general = inside.partition(GENERAL)
    if mark:
        question.explanation = _told_words(general, form)
    _answers(question, answers.strip(), form)


def _parts(question: Question, text: str) -> tuple[str, str, str]:
    """What stands before, in and after the curly brackets."""
    marks = [(at, sign) for at, sign in enumerate(text) if sign in "{}"]
    signs = "".join(sign for _at, sign in marks)
    if signs != "{}":
        # Enough of the text for a name, so that the report can say which question it was.
        question.prompt = _words(text.partition("{")[0], "moodle")
        if not signs:
            raise CannotCome("description")
        if signs == "{":
            raise CannotCome("not-closed")
        if signs == "{}" * (len(signs) // 2):
            raise CannotCome("several-blanks")
        raise CannotCome("braces")
    opening, closing = marks[0][0], marks[1][0]
    return text[:opening], text[opening + 1 : closing], text[closing + 1 :]


def _answers(question: Question, text: str, form: str) -> None:
    if not text:
        question.shape = "essay"
    elif text.startswith("#"):
        question.shape = "number"
        question.answers = [_number(*entry, form) for entry in _numbers(text[1:])]
    elif text.startswith(">"):
        _order(question, text[1:], form)
    elif found := _TRUE_FALSE.match(text):
        _true_false(question, found.group(1), text[found.end() :], form)
    else:
        entries = _entries(text)
        signs = {sign for sign, _rest in entries}
        if "~" in signs:
            question.shape = "choice"
            # Without an answer that alone gets full marks, several may be chosen.
            question.answers = [_option(*entry, form) for entry in entries]
            marked = zip(entries, question.answers, strict=True)
            question.one = any(sign == "=" and told.weight == FULL for (sign, _r), told in marked)
        elif any("->" in rest.partition("#")[0] for _sign, rest in entries):
            question.shape = "match"
            question.answers = [_pair(rest, form) for _sign, rest in entries]
        else:
            question.shape = "short"
            question.answers = [_option(sign, rest, "plain", form) for sign, rest in entries]


def _true_false(question: Question, right: str, rest: str, form: str) -> None:
    """The first feedback is for those who were wrong, the second for those who were right."""
    question.shape = "truefalse"
    question.right = right.upper().startswith("T")
    wrong, right_one = ("false", "true") if question.right else ("true", "false")
    feedback = rest.split("#")[1:]
    for option, words in zip((wrong, right_one), feedback, strict=False):
        told = Told(Words(), feedback=_told_words(words, form), match=Words(option))
        question.answers.append(told)
    for words in feedback[2:]:
        question.notes.add("feedback-lost", _plain(words))


def _order(question: Question, text: str, form: str) -> None:
    """As Moodle's ordering questions leave it: after the sign how they are shown and marked, then
    one card on each line."""
    question.shape = "order"
    _how, _end, cards = text.partition("\n")
    lines = [line for line in cards.split("\n") if line.strip()]
    if len(lines) > MOST_ANSWERS:
        raise CannotCome("many-cards", str(len(lines)))
    question.answers = [Told(_told_words(line, form)) for line in lines]
    said = question.own.get("explanation")
    if not question.explanation and isinstance(said, str):
        question.explanation = Words(said, "markdown")


def _entries(text: str) -> list[tuple[str, str]]:
    """(sign, rest) of each answer; one right answer alone may go without its sign."""
    if text[0] not in "=~":
        if "=" in text or "~" in text:
            raise CannotCome("before-answers", _plain(re.split("[=~]", text)[0]))
        return [("=", text)]
    found = re.findall(r"([=~])([^=~]*)", text)
    if len(found) > MOST_ANSWERS:
        raise CannotCome("many-answers", str(len(found)))
    # Older files write "~=" before a right answer: the first sign says nothing.
    return [
        (sign, rest)
        for at, (sign, rest) in enumerate(found)
        if rest.strip() or not (sign == "~" and at + 1 < len(found) and found[at + 1][0] == "=")
    ]


def _weighed(sign: str, rest: str) -> tuple[Decimal, str]:
    """(weight in per cent, what follows it); "=" alone is 100, "~" alone is 0."""
    rest = rest.strip()
    if found := _WEIGHT.match(rest):
        weight = Decimal(found.group(1).replace(",", "."))
        if abs(weight) > FULL:
            raise CannotCome("weight", found.group(1))
        return weight, rest[found.end() :]
    if found := _WEIGHT_LIKE.match(rest):
        raise CannotCome("weight", found.group(1))
    return (FULL if sign == "=" else Decimal(0)), rest


def _option(sign: str, rest: str, form: str, feedback_form: str = "") -> Told:
    weight, rest = _weighed(sign, rest)
    words, _mark, feedback = rest.partition("#")
    return Told(
        _told_words(words, form), weight, _told_words(feedback, feedback_form or form)
    )  # fmt: skip


def _pair(rest: str, form: str) -> Told:
    rest, _mark, feedback = rest.partition("#")
    left, arrow, right = rest.partition("->")
    if not arrow:
        raise CannotCome("not-a-pair", _plain(rest))
    return Told(
        _told_words(left, form),
        feedback=_told_words(feedback, form),
        match=_told_words(right, form),
    )


def _numbers(text: str) -> list[tuple[str, str]]:
    text = text.strip()
    if not text:
        raise CannotCome("no-answers")
    if text[0] in "=~":
        return _entries(text)
    if "=" in text or "~" in text:
        raise CannotCome("before-answers", _plain(re.split("[=~]", text)[0]))
    return [("=", text)]


def _number(sign: str, rest: str, form: str) -> Told:
    weight, rest = _weighed(sign, rest)
    words, _mark, feedback = rest.partition("#")
    return number_told(_plain(words), weight=weight, feedback=_told_words(feedback, form))


# --- texts ---------------------------------------------------------------------------------------


def _form(text: str, otherwise: str) -> tuple[str, str]:
    """(the text, its form): [html], [moodle], [plain] or [markdown] before it says which."""
    if found := _FORMAT.match(text):
        return text[found.end() :], found.group(1)
    return text, otherwise


def _told_words(text: str, otherwise: str) -> Words:
    return _words(*_form(text, otherwise))


def _words(text: str, form: str) -> Words:
    if form in ("moodle", "plain"):
        text = "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return Words(text.strip().translate(_BACK).strip(), form)


def _plain(text: str) -> str:
    return " ".join(text.translate(_BACK).split())
