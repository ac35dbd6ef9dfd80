"""Survey: questions without right answers, told to authors in counts only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks.base import (
    Rendered,
    Settings,
    Source,
    Texts,
    labelled,
    markdown_faults,
    read_checked,
)
from lms.common.html import plain_text, render_inline
from lms.common.yamlnodes import Faults

ONE, MANY, SCALE, SHORT = "one", "many", "scale", "short"
KINDS = (ONE, MANY, SCALE, SHORT)
CHOOSING = (ONE, MANY)
STEPS = (1, 2, 3, 4, 5)
ENDS = ("low", "high")
MOST_QUESTIONS = 20
MOST_CHOICES = 12
LEAST_CHOICES = 2
KEY = re.compile(r"[a-z0-9]{1,20}")


@dataclass(frozen=True)
class Question:
    """One question of a survey. choices: the keys of what can be chosen; of a scale its two ends are
    named, of a short text nothing."""

    key: str
    kind: str
    choices: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The text that asks."""
        return f"q-{self.key}"

    @property
    def named(self) -> tuple[str, ...]:
        """What has words of its own under the question."""
        return ENDS if self.kind == SCALE else self.choices

    def field_of(self, choice: str) -> str:
        """The text of one choice, or of one end of a scale."""
        return f"q-{self.key}-{choice}"


def questions_of(settings: Mapping[str, Any]) -> list[Question]:
    """The questions in a block's settings."""
    return [
        Question(one["key"], one["kind"], tuple(one.get("choices", ())))
        for one in settings.get("questions", ())
    ]


def stored(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """The same as a block keeps them."""
    return [
        {"key": one.key, "kind": one.kind, **({"choices": [*one.choices]} if one.choices else {})}
        for one in questions
    ]


def said_of(questions: Iterable[Question]) -> str:
    """The same as a keyed line says them: why:one:help/learn,sure:scale,more:short."""
    return ",".join(
        ":".join(filter(None, [one.key, one.kind, "/".join(one.choices)])) for one in questions
    )


class Survey:
    """Questions with choices, scales and short texts."""

    name = "survey"
    fields: tuple[str, ...] = ("title", "about")

    def more_fields(self, settings: Mapping[str, Any]) -> tuple[str, ...]:
        """The texts of its questions, in their order."""
        return tuple(
            field
            for one in questions_of(settings)
            for field in (one.field, *(one.field_of(choice) for choice in one.named))
        )

    def fresh(self) -> dict[str, Any]:
        return {"questions": []}

    def faults(self, settings: dict[str, Any], texts: Texts) -> list[tuple[str, str]]:
        found = markdown_faults("about", texts["about"])
        if not texts["title"].strip():
            found.append(("title", _("The survey needs a title.")))
        for number, one in enumerate(questions_of(settings), 1):
            if not texts.get(one.field, "").strip():
                found.append((one.field, _("Question %s says nothing yet.") % number))
            for choice in one.named:
                if not texts.get(one.field_of(choice), "").strip():
                    told = _("An answer to question %s says nothing yet.")
                    if one.kind == SCALE:
                        told = _("An end of the scale of question %s says nothing yet.")
                    found.append((one.field_of(choice), told % number))
            if one.kind in CHOOSING and len(one.choices) < LEAST_CHOICES:
                told = _("Question %s has fewer than two answers to choose from.")
                found.append((one.field, told % number))
        return found

    def manner(self, settings: Settings) -> dict[str, Any]:
        return {}

    def read_settings(self, settings: Settings) -> dict[str, Any]:
        questions: list[Question] = []
        words = [word for word in settings.take("questions").split(",") if word]
        for word in words:
            one = _read(word)
            if one is None:
                told = _(
                    "“%s” is not a question: write its key, what it is (one, many, scale or short) "
                    "and the keys of its answers, as why:one:help/learn."
                )
                settings.faults.add(settings.place, told % word[:60])
            elif any(one.key == other.key for other in questions):
                settings.faults.add(
                    settings.place, _("The question “%s” stands here twice.") % one.key
                )
            else:
                questions.append(one)
        least = 0 if settings.faults.lenient else 1
        if not least <= len(words) <= MOST_QUESTIONS:
            told = _("“questions=” should name 1 to %s questions.") % MOST_QUESTIONS
            settings.faults.add(settings.place, told)
        return {"questions": stored(questions)}

    def read_texts(self, source: Source, settings: dict[str, Any], faults: Faults) -> Texts:
        names = (*self.fields, *self.more_fields(settings))
        told = _("Write each text after its name and a colon: %s.") % ", ".join(names[:4])
        texts = labelled(source, names, told, faults)
        return read_checked(self, texts, source, settings, faults)

    def render(
        self, settings: dict[str, Any], texts: Texts, language: str, anchor: str
    ) -> Rendered:
        about = render_inline(texts["about"], language) if texts["about"] else ""
        shown: list[dict[str, Any]] = [
            {
                "key": one.key,
                "kind": one.kind,
                "prompt": render_inline(texts.get(one.field, ""), language),
                "choices": [
                    {
                        "key": choice,
                        "text": render_inline(texts.get(one.field_of(choice), ""), language),
                    }
                    for choice in one.named
                ],
            }
            for one in questions_of(settings)
        ]
        words = [texts["title"], plain_text(about)]
        for one in shown:
            words += [plain_text(one["prompt"])]
            words += [plain_text(choice["text"]) for choice in one["choices"]]
        return Rendered(about, " ".join(filter(None, words)), texts["title"], {"questions": shown})


def _read(word: str) -> Question | None:
    key, _colon, rest = word.partition(":")
    kind, _colon, listed = rest.partition(":")
    choices = tuple(listed.split("/")) if listed else ()
    if (
        not KEY.fullmatch(key)
        or kind not in KINDS
        or (choices and kind not in CHOOSING)
        or len(choices) > MOST_CHOICES
        or len(set(choices)) != len(choices)
        or not all(KEY.fullmatch(choice) for choice in choices)
    ):
        return None
    return Question(key, kind, choices)
