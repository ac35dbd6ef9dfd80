"""Lithuanian and English: pairs of texts, and which one a reader gets."""

from typing import Any, TypedDict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("lt", "en")
OTHER = {"lt": "en", "en": "lt"}


class Pair(TypedDict, total=False):
    """One text in both languages; a missing one is absent or empty."""

    lt: str
    en: str


def current_language() -> str:
    """The reader's language, always one of ours."""
    code = (get_language() or settings.LANGUAGE_CODE)[:2]
    return code if code in LANGUAGES else settings.LANGUAGE_CODE


def in_language(pair: Pair | None, language: str) -> tuple[str, str]:
    """(text, its language): the wanted one, or the other where it is missing."""
    pair = pair or {}
    for code in (language, OTHER[language]):
        if text := pair.get(code):  # type: ignore[misc]
            return str(text), code
    return "", language


def text(pair: Pair | None, language: str | None = None) -> str:
    """The text for this reader."""
    return in_language(pair, language or current_language())[0]


def check_pair(value: Any) -> None:
    """Refuse what is not a pair of texts."""
    if not isinstance(value, dict) or set(value) - set(LANGUAGES):
        raise ValidationError(_("A text needs the languages lt and en, and no others."))
    if not all(isinstance(part, str) for part in value.values()):
        raise ValidationError(_("Both languages hold plain text."))


class PairField(models.JSONField):
    """A text in Lithuanian and English."""

    default_validators = [check_pair]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(**kwargs)
