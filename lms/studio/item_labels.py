"""What the form of a question calls its fields, and how much each takes. A name after a kind and a
colon is said in that kind only."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

LABELS: dict[str, str | Promise] = {
    "prompt": gettext_lazy("Question"),
    "truefalse:prompt": gettext_lazy("Statement"),
    "explanation": gettext_lazy("Explanation"),
    "hint": gettext_lazy("Hint (may be empty)"),
    "class": pgettext_lazy("of a question", "Tag"),
    "difficulty": gettext_lazy("Difficulty"),
    "see": gettext_lazy("Where the course explains it"),
    "picture": gettext_lazy("Picture"),
    "picture.alt": gettext_lazy("What the picture shows, for those who do not see it"),
    "unit": gettext_lazy("Unit of measurement (may be empty)"),
    "accept": gettext_lazy("Accepted answers, one to a line"),
    "answer": gettext_lazy("Right answer"),
    "tolerance": gettext_lazy("Tolerance: right within ±"),
    "half_tolerance": gettext_lazy("Half the points within ± (may be empty)"),
    "options": gettext_lazy("Options"),
    "groups": gettext_lazy("Groups"),
    "cards": gettext_lazy("Cards"),
    "order:cards": gettext_lazy("Cards, in their right order"),
    "pairs": gettext_lazy("Pairs"),
    "extras": gettext_lazy("Sides that go with nothing"),
    "near": gettext_lazy("Wrong answers worth explaining"),
    "right": gettext_lazy("The statement is"),
    "if_true": gettext_lazy("Said to whoever answers “True” (may be empty)"),
    "if_false": gettext_lazy("Said to whoever answers “False” (may be empty)"),
    "options.text": gettext_lazy("Text"),
    "options.feedback": gettext_lazy("Said to whoever chooses it (may be empty)"),
    "groups.text": gettext_lazy("Name"),
    "cards.text": gettext_lazy("Text"),
    "cards.group": gettext_lazy("Belongs to"),
    "cards.feedback": gettext_lazy("Said where it is put elsewhere (may be empty)"),
    "pairs.text": gettext_lazy("Card"),
    "pairs.match": gettext_lazy("What goes with it"),
    "pairs.feedback": gettext_lazy("Said where something else is chosen (may be empty)"),
    "extras.text": gettext_lazy("Text"),
    "near.answer": gettext_lazy("Number"),
    "near.match": gettext_lazy("Answers of this sort, one to a line"),
    "near.feedback": gettext_lazy("Said to whoever answers so"),
}
# Worth writing, and not needed.
EXTRAS = {"options.feedback", "cards.feedback", "pairs.feedback", "if_true", "if_false"}
HINTS: dict[str, str | Promise] = {
    "prompt": gettext_lazy("You can write **bold**, _italics_ and, between $ signs, formulas."),
    "explanation": gettext_lazy(
        "Everybody reads it after answering: why it is so. It can also be written later."
    ),
    "hint": gettext_lazy(
        "Shown to whoever asks for it while answering. The quiz says what that costs."
    ),
    "accept": gettext_lazy(
        "The first one is shown as the right answer. Capitals, diacritics and marks do not count; "
        "in Lithuanian write the cases that people may use."
    ),
    "options": gettext_lazy("Learners see them in a different order each time."),
    "cards": gettext_lazy("Learners see them in a different order each time."),
    "order:cards": gettext_lazy("Write them in the order that is right; learners get them mixed."),
    "pairs": gettext_lazy(
        "Learners choose what goes with each card, from a list in another order. The same words in "
        "two pairs are one choice."
    ),
    "extras": gettext_lazy("They make the choice harder, and may be left out."),
    "near": gettext_lazy("A slip that many make can have its own explanation."),
}
# What a hint waits behind, where whoever needs it asks for it.
ASK_FOR_HINT: dict[str, Promise] = {"prompt": gettext_lazy("How to make words bold?")}
ROW_TITLES: dict[str, Promise] = {
    "options": gettext_lazy("Option %(n)s"),
    "groups": gettext_lazy("Group %(n)s"),
    "cards": gettext_lazy("Card %(n)s"),
    "pairs": gettext_lazy("Pair %(n)s"),
    "extras": gettext_lazy("Spare side %(n)s"),
    "near": gettext_lazy("Wrong answer %(n)s"),
}
ADD: dict[str, Promise] = {
    "options": gettext_lazy("Add an option"),
    "groups": gettext_lazy("Add a group"),
    "cards": gettext_lazy("Add a card"),
    "pairs": gettext_lazy("Add a pair"),
    "extras": gettext_lazy("Add a side that goes with nothing"),
    "near": gettext_lazy("Add a wrong answer"),
}
MOST_ROWS = {
    "options": 12,
    "groups": 6,
    "cards": 20,
    "order:cards": 12,
    "pairs": 20,
    "extras": 18,
    "near": 12,
}
# Lines that a field shows at first; it grows with what is written.
LINES = {
    "prompt": 3,
    "explanation": 3,
    "hint": 2,
    "accept": 4,
    "picture.alt": 2,
    "options.text": 2,
    "options.feedback": 2,
    "cards.text": 2,
    "cards.feedback": 2,
    "pairs.text": 2,
    "pairs.feedback": 2,
    "if_true": 2,
    "if_false": 2,
    "near.match": 2,
    "near.feedback": 2,
}
MOST = {
    "prompt": 3000,
    "explanation": 3000,
    "hint": 1000,
    "picture.alt": 1000,
    "unit": 30,
    "accept": 8000,
    "options.text": 600,
    "options.feedback": 1200,
    "groups.text": 120,
    "cards.text": 600,
    "cards.feedback": 1200,
    "pairs.text": 600,
    "pairs.match": 120,
    "pairs.feedback": 1200,
    "extras.text": 120,
    "if_true": 1200,
    "if_false": 1200,
    "near.match": 8000,
    "near.feedback": 1200,
}
