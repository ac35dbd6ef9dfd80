"""The hostile strings of `hostile.json`: each with its kind and a word on what it is.

A line of the file: kind, word, text, and how often the text is repeated where it is more than once.
They are of our own making. Those that would run call `alert(1)`; those that would ask somebody else
ask evil.example.
"""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Hostile:
    """One of them."""

    kind: str
    word: str
    text: str

    @property
    def is_unicode(self) -> bool:
        """Whether it can be sent as UTF-8 at all: half a surrogate pair cannot."""
        return self.text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in self.text)


def hostile_strings() -> list[Hostile]:
    """All of them, in the order of the file."""
    written = json.loads(Path(__file__).with_name("hostile.json").read_text("utf-8"))
    return [
        Hostile(kind, word, text * (times[0] if times else 1))
        for kind, word, text, *times in written
    ]
