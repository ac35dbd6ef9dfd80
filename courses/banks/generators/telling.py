"""Numbers and sentences of generated items, in both languages at once, whatever the reader's is."""

from collections.abc import Iterable
from decimal import Decimal

from lms.common.languages import LANGUAGES, Pair

NBSP = "\u00a0"
Said = int | Decimal | str | Pair


def shown(value: int | Decimal, language: str) -> str:
    """The number as this language writes it."""
    text = f"{abs(value):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if language == "lt":
        text = text.replace(".", ",")
    return f"−{text}" if value < 0 else text


def both(lt: str, en: str, **said: Said) -> Pair:
    """A sentence with its numbers and words put in."""
    return {
        "lt": lt.format(**{name: _in(part, "lt") for name, part in said.items()}),
        "en": en.format(**{name: _in(part, "en") for name, part in said.items()}),
    }


def joined(parts: Iterable[Pair], between: str = " ") -> Pair:
    """Sentences one after another."""
    parts = list(parts)
    return {  # type: ignore[return-value]
        code: between.join(part[code] for part in parts)  # type: ignore[literal-required]
        for code in LANGUAGES
    }


def table(head: Iterable[Pair], rows: Iterable[Iterable[Said]]) -> Pair:
    """A Markdown table. rows: of numbers and words."""
    head, rows = list(head), [list(row) for row in rows]
    made: Pair = {}
    for code in LANGUAGES:
        lines = [[_in(cell, code) for cell in head], ["---"] * len(head)]
        lines += [[_in(cell, code) for cell in row] for row in rows]
        made[code] = "\n".join(f"| {' | '.join(line)} |" for line in lines)  # type: ignore[literal-required]
    return made


def _in(said: Said, language: str) -> str:
    if isinstance(said, str):
        return said
    if isinstance(said, dict):
        return str(said[language])  # type: ignore[literal-required]
    return shown(said, language)
