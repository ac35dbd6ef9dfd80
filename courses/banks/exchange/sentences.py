"""What the report says: every loss and every reason by its code, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.banks.exchange.report import Remark

MOST_DETAILS = 5
LONGEST_DETAIL = 80

# Came over, but …
LOSSES: dict[str, str | Promise] = {
    "picture": _("A picture did not come over (%s). Add it in the editor."),
    "media": _("A sound or a video did not come over (%s)."),
    "files": _("Attached files did not come over: %s."),
    "link": _("A link was left out, its words stayed: %s."),
    "looks": _("Colours, fonts and other looks stayed behind (%s)."),
    "markup": _("Markup that has no counterpart here became plain text: %s."),
    "flattened": _("A list, table, heading or code became plain lines (%s)."),
    "script": _("A script stands in the text as mere words: %s."),
    "html-in-markdown": _("HTML inside Markdown shows just as it is written: %s."),
    "both-languages": _("Came over in both languages."),
    "language-missing": _("Where words are missing in one language (%s), the others stand."),
    "language-lost": _("Other languages stayed behind: %s."),
    "partial-credit": _("Part marks stayed behind (%s): here an option is right or wrong."),
    "wrong-costs": _("A wrong choice took marks away there; here it does not."),
    "even-shares": _(
        "The options weighed differently there; here each right one counts the same, and each "
        "wrong one takes as much away."
    ),
    "several-right": _(
        "Any one of the right options was enough there; here all of them must be chosen."
    ),
    "half-marks": _("Part marks for a less exact number became half marks (%s)."),
    "part-answers": _("Part marks for these answers stayed behind: %s."),
    "near-tolerance": _("Explanations of wrong numbers now take the answer’s tolerance: %s."),
    "answers-lost": _("Answers with neither marks nor an explanation did not come over: %s."),
    "range": _("The range %s is shown as its middle and a tolerance."),
    "feedback-moved": _(
        "The feedback to the right answer became the explanation: everybody will read it, also "
        "those who answered wrongly."
    ),
    "feedback-lost": _("This feedback did not come over: “%s”."),
    "no-explanation": _("It has no explanation yet. Add one before you ask it."),
    "wildcard": _("Answers with * did not come over: %s. Write out the forms instead."),
    "case": _("Capital letters mattered there; here they do not."),
    "hints": _("Hints for further tries did not come over: “%s”."),
    "points": _("It was worth %s points there; here every question is worth one."),
    "order-marks": _(
        "A partly right order is marked otherwise here: by the most cards that stand in the right "
        "order among themselves."
    ),
    "some-cards": _("Only some of its cards were drawn there each time; here all are asked."),
    "order": _("The answers kept their order there; here it is drawn for each attempt."),
    "tags": _("Tags did not come over: %s."),
    "units": _("Other units did not come over: %s."),
    "unit-marks": _("Marks for the right unit stayed behind; here the unit may be left out."),
    "hidden": _("It was hidden there; here it is like the others."),
    "all-or-nothing": _("It gave all marks or none there; here some right choices give a part."),
    "no-penalty": _("Penalties for further tries stayed behind (%s)."),
    "numbering": _("The numbering of the options stayed behind."),
    "standard-feedback": _("The usual “right”, “partly right”, “wrong” are said by the platform."),
    "category": _("Categories became tags: %s."),
    "unknown-parts": _("Parts that are not known here did not come over: %s."),
    "own-keys": _("Notes for Laukas in its comment did not fit the question and were left out."),
}

# Does not come over, because …
REASONS: dict[str, str | Promise] = {
    "description": _("It is a text without a question."),
    "essay": _("It asks for an essay, and an essay cannot be marked by a key."),
    "several-blanks": _("It has several blanks. Make a question of each."),
    "braces": _("Its curly brackets do not match. In a text, write \\{ and \\}."),
    "not-closed": _("Its answers do not end with }. Is there an empty line inside the question?"),
    "calculated": _("Its numbers are drawn from a formula. Write it out with one set of numbers."),
    "drawn": _("It stands for questions drawn at random from elsewhere."),
    "type": _("Questions of the type “%s” have no counterpart here."),
    "no-name-end": _("Its name has no end: write ::name::."),
    "no-prompt": _("It has no words to ask with."),
    "no-words": _("One of its answers has no words."),
    "no-answers": _("It has no answers."),
    "before-answers": _("Before the first = or ~ stands what is no answer: “%s”."),
    "weight": _("A weight must lie between −100 and 100: “%s”."),
    "no-right": _("None of its answers gives full marks."),
    "none-right": _("None of its options is right."),
    "all-right": _("All its options are right: there is nothing to choose."),
    "few-options": _("It has one option only; at least two are needed."),
    "many-options": _("It has more than 12 options (%s)."),
    "many-answers": _("It accepts more than 40 answers (%s)."),
    "many-near": _("It explains more than 12 wrong answers (%s)."),
    "not-a-number": _("This is not a number here: “%s”."),
    "several-numbers": _("Different numbers get full marks (%s); here there is one right number."),
    "wildcard-only": _("Every answer it accepts has * in it (%s). Write out the forms."),
    "symbols": _("An accepted answer needs letters or digits: “%s”."),
    "not-a-pair": _("This is not a pair, there is no “->”: “%s”."),
    "few-pairs": _("It has fewer than two pairs."),
    "many-pairs": _("It has more than 20 pairs (%s)."),
    "one-group": _("All its pairs have the same right-hand side."),
    "many-groups": _("Its pairs have more than 20 different right-hand sides (%s)."),
    "few-cards": _("It has fewer than three cards to put in order."),
    "many-cards": _("It has more than 12 cards to put in order (%s)."),
    "long-group": _("A right-hand side is longer than 120 characters: “%s”."),
    "long": _("A text in it is too long: “%s”."),
    "rules": "%s",
}


def remark(code: str, detail: str = "") -> Remark:
    """A loss in words."""
    return Remark(code, _said(LOSSES[code], detail))


def reason(code: str, detail: str = "") -> Remark:
    """A reason in words."""
    return Remark(code, _said(REASONS[code], detail))


def _said(sentence: str | Promise, detail: str) -> str:
    words = str(sentence)
    return words.replace("%s", detail) if "%s" in words else words


class CannotCome(Exception):
    """This question does not come over; the others may."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.reason = reason(code, shortened(detail))


class Notes:
    """What was noticed on the way, each code once, with its details."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, code: str, detail: str = "") -> None:
        details = self._found.setdefault(code, [])
        detail = shortened(detail)
        if detail and detail not in details:
            details.append(detail)

    def __contains__(self, code: str) -> bool:
        return code in self._found

    def remarks(self) -> tuple[Remark, ...]:
        return tuple(remark(code, _listed(code, found)) for code, found in self._found.items())


def _listed(code: str, details: list[str]) -> str:
    between = "”, “" if "“%s”" in str(LOSSES[code]) else ", "
    more = ["…"] if len(details) > MOST_DETAILS else []
    return between.join(details[:MOST_DETAILS] + more)


def shortened(text: str) -> str:
    """One line of a text, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_DETAIL else line[: LONGEST_DETAIL - 1].rstrip() + "…"
