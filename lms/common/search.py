"""Finding words: folded (no case, no diacritics) and stemmed, in Lithuanian and English."""

import re
import unicodedata
from functools import cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
STEMMERS = {"lt": "lithuanian", "en": "english"}
SHORTEST_CUT = 5
MOST_WORDS = 8


def fold(text: str) -> str:
    """Lower case without diacritics: all nine Lithuanian letters fold to their base."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(STEMMERS[language])


def indexed(text: str, language: str) -> str:
    """What is stored beside a text: every word folded, and its folded stem, each once, in spaces."""
    words = dict.fromkeys(word.casefold() for word in _WORD.findall(text))
    stems = _stemmer(language).stemWords(list(words))
    both = dict.fromkeys(fold(form) for pair in zip(words, stems, strict=True) for form in pair)
    return " " + " ".join(both) + " "


def wanted(query: str) -> list[list[str]]:
    """For each word of a query the beginnings that count as a find, in either language.

    Endings change (mėginys, mėginių), and whoever types without diacritics defeats the stemmer, so
    a word longer than five letters also matches without its last three.
    """
    found = []
    for word in _WORD.findall(query)[:MOST_WORDS]:
        stems = {fold(_stemmer(code).stemWord(word.casefold())) for code in STEMMERS}
        folded = fold(word)
        if len(folded) > SHORTEST_CUT:
            stems.add(folded[: max(SHORTEST_CUT, len(folded) - 3)])
        stems.add(folded)
        shortest = sorted(stems, key=len)
        found.append([s for s in shortest if len(s) >= 2 or s == folded])
    return found
