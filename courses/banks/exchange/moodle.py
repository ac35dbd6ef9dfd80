"""Reading Moodle XML as its published description has it. Pure.

https://docs.moodle.org/en/Moodle_XML_format
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from urllib.parse import unquote
from xml.parsers import expat

from django.utils.translation import gettext as _

from courses.banks.exchange.gift import class_of
from courses.banks.exchange.mapping import (
    FULL,
    NONE,
    Question,
    Told,
    any_other,
    number_told,
    outcome_of,
    words_of,
)
from courses.banks.exchange.markup import Words
from courses.banks.exchange.opening import Unreadable, check_office, check_size, opened
from courses.banks.exchange.report import MOST_QUESTIONS, Outcome, Remark, Report, too_many
from courses.banks.exchange.sentences import CannotCome, Notes
from lms.common.wording import read_number

# Pictures lie inside such files; what they weigh is passed over, not kept.
MOST_BYTES = 20 * 1024 * 1024
MOST_ELEMENTS = 200_000
MOST_LETTERS = 4 * 1024 * 1024
DEEPEST = 30
FORMATS = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "markdown": "markdown",
}
SHAPES = {
    "multichoice": "choice", "multichoiceset": "choice", "truefalse": "truefalse",
    "shortanswer": "short", "numerical": "number", "matching": "match", "match": "match",
    "ordering": "order", "essay": "essay", "description": "description", "cloze": "several-blanks",
    "multianswer": "several-blanks", "gapselect": "several-blanks", "ddwtos": "several-blanks",
    "calculated": "calculated", "calculatedsimple": "calculated", "calculatedmulti": "calculated",
    "random": "drawn", "randomsamatch": "drawn",
}  # fmt: skip
USUAL = {
    "your answer is correct.", "your answer is partially correct.", "your answer is incorrect.",
    "jūsų atsakymas teisingas.", "jūsų atsakymas iš dalies teisingas.",
    "jūsų atsakymas neteisingas.",
}  # fmt: skip
# How Moodle names the way in which orders are marked here.
LONGEST = ("LONGEST_ORDERED_SUBSET", "5")
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
# What we read, and what says nothing about the question itself.
KNOWN = {
    "name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber",
    "tags", "hint", "answer", "single", "shuffleanswers", "answernumbering", "usecase",
    "subquestion", "units", "unitgradingtype", "unitpenalty", "showunits", "unitsleft",
    "shownumcorrect", "showstandardinstruction", "image", "image_base64", "instructions",
    "createdwithid", "versionid", "layouttype", "selecttype", "selectcount", "gradingtype",
    "showgrading", "numberingstyle", *COMBINED,
}  # fmt: skip


@dataclass
class Element:
    """One element: its text and children in order."""

    tag: str
    attributes: dict[str, str]
    line: int
    parts: list["str | Element"] = field(default_factory=list)

    def children(self, tag: str) -> Iterator["Element"]:
        return (part for part in self.parts if isinstance(part, Element) and part.tag == tag)

    def child(self, tag: str) -> "Element | None":
        return next(self.children(tag), None)

    @property
    def source(self) -> str:
        """The text; elements in it as they were written, where somebody forgot CDATA."""
        return "".join(
            part
            if isinstance(part, str)
            else f"<{part.tag}{part.written}>{part.source}</{part.tag}>"
            for part in self.parts
        )

    @property
    def written(self) -> str:
        return "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())

    def word(self, tag: str) -> str:
        """The bare text of a child, or of the <text> in it."""
        found = self.child(tag)
        if found is not None:
            found = found.child("text") or found
        return " ".join(found.source.split()) if found is not None else ""


def read_moodle(source: str | bytes, language: str) -> Report:
    """What the file would bring, each question in its order. language: of texts without a mark."""
    notes: list[Remark] = []
    try:
        quiz = _parsed(source, notes)
        questions = list(quiz.children("question"))
        count = sum(part.attributes.get("type") != "category" for part in questions)
        if count > MOST_QUESTIONS:
            raise Unreadable(too_many(count))
    except Unreadable as problem:
        return Report("moodle", language, stopped=problem.remark, stopped_line=problem.line)
    about = Notes()
    outcomes: list[Outcome] = []
    category = ""
    for part in questions:
        if part.attributes.get("type") == "category":
            category = class_of(part.word("category"))
            about.add("category", category)
        else:
            outcomes.append(_outcome(len(outcomes) + 1, part, category, language, about))
    return Report("moodle", language, tuple(outcomes), (*notes, *about.remarks()))


# --- XML -----------------------------------------------------------------------------------------


class _Builder:
    """Expat's events as elements, within bounds. No document type, so no entities to expand."""

    def __init__(self, first_line: int) -> None:
        # No encoding given: the declaration says it, as the standard wants.
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.first_line = first_line
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.letters = 0

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber + self.first_line

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= DEEPEST:
            raise Unreadable(
                Remark("too-deep", _("The file has too many elements, or they nest too deep.")),
                self.line,
            )
        element = Element(tag, attributes, self.line)
        if self.open:
            self.open[-1].parts.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def _end(self, tag: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        if self.open[-1].tag in ("file", "image_base64"):
            return
        self.letters += len(text)
        if self.letters > MOST_LETTERS:
            raise Unreadable(
                Remark("too-large", _("The file has too much text. Split it.")), self.line
            )
        self.open[-1].parts.append(text)

    def _doctype(self, *about: object) -> None:
        raise Unreadable(
            Remark(
                "doctype",
                _("The file declares a document type or entities, which Moodle’s files never do."),
            ),
            self.line,
        )


def _parsed(source: str | bytes, notes: list[Remark]) -> Element:
    check_size(source, MOST_BYTES)
    written = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    check_office(written)
    if not written.strip():
        raise Unreadable(Remark("empty", _("The file is empty.")))
    builder = _Builder(0)
    if isinstance(source, str):
        builder.parser = _overruled(builder)
    elif not _says_encoding(written):
        text, guessed = opened(written, most=MOST_BYTES)
        notes += guessed
        written = text.encode()
    stripped = written.lstrip(b" \t\r\n")
    builder.first_line = written[: len(written) - len(stripped)].count(b"\n")
    try:
        builder.parser.Parse(stripped, True)
    except expat.ExpatError as error:
        raise Unreadable(
            Remark(
                "not-xml", _("This is not well-formed XML: %s.") % expat.ErrorString(error.code)
            ),
            error.lineno + builder.first_line,
        ) from error
    except (LookupError, ValueError) as error:
        raise Unreadable(Remark("not-xml", _("The encoding of the file is not known."))) from error
    if builder.root is None or builder.root.tag != "quiz":
        raise Unreadable(
            Remark("not-moodle", _("This is XML, but not of Moodle’s questions: no <quiz> in it."))
        )
    return builder.root


def _overruled(builder: _Builder) -> "expat.XMLParserType":
    """A parser that takes text for UTF-8 whatever its declaration says."""
    old = builder.parser
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = old.StartElementHandler
    parser.EndElementHandler = old.EndElementHandler
    parser.CharacterDataHandler = old.CharacterDataHandler
    parser.StartDoctypeDeclHandler = old.StartDoctypeDeclHandler
    return parser


def _says_encoding(written: bytes) -> bool:
    beginning = written[:300].replace(b"\x00", b"")
    return written.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        b"encoding" in beginning and b"utf-8" not in beginning.lower()
    )


# --- questions -----------------------------------------------------------------------------------


def _outcome(
    number: int, part: Element, category: str, language: str, about: Notes
) -> Outcome:  # fmt: skip
    kind = part.attributes.get("type", "").strip()
    question = Question(number, part.line, SHAPES.get(kind, f"type:{kind}"), category=category)
    question.name = part.word("name")
    question.key = part.word("idnumber")
    question.prompt = _words(part.child("questiontext"), question)
    problem = None
    try:
        if question.shape in _READERS:
            _common(question, part, about)
            _READERS[question.shape](question, part)
    except CannotCome as found:
        problem = found
    return outcome_of(question, language, problem)


def _common(question: Question, part: Element, about: Notes) -> None:
    question.explanation = _words(part.child("generalfeedback"), question)
    notes = question.notes
    points = read_number(part.word("defaultgrade") or "1")
    if points is not None and points != 1:
        notes.add("points", f"{points.normalize():f}")
    if part.word("hidden") == "1":
        notes.add("hidden")
    penalty = read_number(part.word("penalty") or "0")
    if penalty:
        about.add("no-penalty", f"{penalty.normalize():f}")
    if part.word("answernumbering") not in ("", "abc", "none"):
        about.add("numbering")
    if part.word("shuffleanswers") in ("0", "false"):
        notes.add("order")
    for tag in part.children("tags"):
        question.tags += [one.word("text") for one in tag.children("tag")]
    for hint in part.children("hint"):
        if words := _words(hint, question):
            notes.add("hints", words_of(words))
    for name in COMBINED:
        words = _words(part.child(name), question)
        if words and words_of(words).casefold() in USUAL:
            about.add("standard-feedback")
        elif words:
            notes.add("feedback-lost", words_of(words))
    if part.word("image"):
        notes.add("picture", part.word("image"))
    for child in part.parts:
        if isinstance(child, Element) and child.tag not in KNOWN:
            notes.add("unknown-parts", child.tag)


def _choice(question: Question, part: Element) -> None:
    question.one = part.word("single") not in ("false", "0")
    question.answers = [_answer(one, question) for one in part.children("answer")]
    if part.attributes.get("type") == "multichoiceset":
        question.one = False
        right = sum(told.weight > 0 for told in question.answers) or 1
        question.notes.add("all-or-nothing")
        question.answers = [
            Told(told.words, (FULL if told.weight > 0 else -FULL) / right, told.feedback)
            for told in question.answers
        ]


def _true_false(question: Question, part: Element) -> None:
    for one in part.children("answer"):
        told = _answer(one, question)
        option = told.words.source.strip().lower()
        if option not in ("true", "false"):
            raise CannotCome("no-words")
        if told.weight >= FULL:
            question.right = option == "true"
        question.answers.append(Told(NONE, told.weight, told.feedback, match=Words(option)))
    if not any(told.weight >= FULL for told in question.answers):
        raise CannotCome("no-right")


def _short(question: Question, part: Element) -> None:
    if part.word("usecase") in ("1", "true"):
        question.notes.add("case")
    for one in part.children("answer"):
        told = _answer(one, question)
        question.answers.append(
            Told(Words(told.words.source, "plain"), told.weight, told.feedback)
        )  # fmt: skip


def _number(question: Question, part: Element) -> None:
    for one in part.children("answer"):
        told = _answer(one, question)
        value = " ".join(told.words.source.split())
        if value == "*":
            any_other(question, told)
            continue
        question.answers.append(
            number_told(value, one.word("tolerance"), weight=told.weight, feedback=told.feedback)
        )
    if part.word("unitgradingtype") not in ("", "0"):
        question.notes.add("unit-marks")
    for units in part.children("units"):
        for unit in units.children("unit"):
            name = unit.word("unit_name")
            if read_number(unit.word("multiplier") or "1") == 1 and not question.unit:
                question.unit = name
            else:
                question.notes.add("units", name)


def _match(question: Question, part: Element) -> None:
    for one in part.children("subquestion"):
        answer = one.child("answer")
        question.answers.append(
            Told(_words(one, question), match=_words(answer, question) if answer else NONE)
        )


def _order(question: Question, part: Element) -> None:
    """A fraction is a place here: 1, 2, 3 …"""
    placed = []
    for one in part.children("answer"):
        place = read_number(one.attributes.get("fraction", ""))
        if place is None:
            raise CannotCome("weight", one.attributes.get("fraction", ""))
        words, said = _words(one, question), _words(one.child("feedback"), question)
        placed.append((place, Told(words, feedback=said)))
    question.answers = [told for _place, told in sorted(placed, key=lambda one: one[0])]
    if part.word("gradingtype") not in LONGEST:
        question.notes.add("order-marks")
    count = read_number(part.word("selectcount") or "0") or 0
    if part.word("selecttype") not in ("", "0", "ALL") and 0 < count < len(placed):
        question.notes.add("some-cards")


_READERS = {
    "order": _order,
    "choice": _choice,
    "truefalse": _true_false,
    "short": _short,
    "number": _number,
    "match": _match,
}


def _answer(one: Element, question: Question) -> Told:
    fraction = one.attributes.get("fraction", "0")
    weight = read_number(fraction)
    if weight is None or abs(weight) > FULL:
        raise CannotCome("weight", fraction)
    # Moodle writes 33.33333 and 33.3333333 for the same third.
    weight = weight.quantize(Decimal("0.00001"))
    return Told(_words(one, question), weight, _words(one.child("feedback"), question))


def _words(holder: Element | None, question: Question) -> Words:
    """The <text> of an element in the form it says; files in it are noted."""
    if holder is None:
        return NONE
    text = holder.child("text")
    if text is None:
        source = "".join(part for part in holder.parts if isinstance(part, str))
    else:
        source = text.source
    form = FORMATS.get(holder.attributes.get("format", ""), "moodle")
    for file in holder.children("file"):
        name = file.attributes.get("name", "?")
        if name not in unquote(source):
            question.notes.add("files", name)
    return Words(source.strip(), form)
