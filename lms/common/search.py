"""Finding words: folded (no case, no diacritics) and stemmed, in Lithuanian and English; and the
passage in which they stand."""

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


# --- the passage in which they stand ---------------------------------------------------------------

LONGEST = 220
BEFORE = 60
# Signs after which a text does not stop.
AT_NO_END = " ,;:–-(„“…"
# A piece of a text, and whether it is one of the words that were looked for.
Piece = tuple[str, bool]


def finds(query: str, words: str) -> bool:
    """Whether an index, as `indexed` makes it, holds every word of the query."""
    return all(f" {beginnings[0]}" in words for beginnings in wanted(query))


def passage(text: str, query: str, language: str) -> list[Piece]:
    """The stretch of the text in which the most words of the query stand, about LONGEST letters, cut
    between words; empty where none does. What it is put together from is the text as it is.

    A word is one of them by the same rule by which the index finds it.
    """
    shortest = [beginnings[0] for beginnings in wanted(query)]
    found = [
        (word.start(), word.end(), number)
        for word in _WORD.finditer(text)
        if (number := _which(word[0], shortest, language)) is not None
    ]
    if not found:
        return []
    first = max(found, key=lambda one: (_kinds_from(one[0], found), -one[0]))[0]
    start, end = _between_words(text, first - BEFORE, first - BEFORE + LONGEST)
    pieces: list[Piece] = [("…", False)] if start else []
    at = start
    for begin, stop, _number in found:
        if start <= begin and stop <= end:
            pieces += [(text[at:begin], False), (text[begin:stop], True)]
            at = stop
    pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append(("…", False))
    return [piece for piece in pieces if piece[0]]


def _which(word: str, shortest: list[str], language: str) -> int | None:
    """The place in the query of what this word is a find of."""
    folded = fold(word)
    for number, beginning in enumerate(shortest):
        if folded.startswith(beginning):
            return number
        # The index holds the stem as well, which may go on otherwise than its word.
        if folded[0] == beginning[0]:
            stem = fold(_stemmer(language).stemWord(word.casefold()))
            if stem.startswith(beginning):
                return number
    return None


def _kinds_from(start: int, found: list[tuple[int, int, int]]) -> int:
    """How many different words of the query stand within a passage that begins there."""
    return len({number for begin, _end, number in found if 0 <= begin - start < LONGEST - BEFORE})


def _between_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch, without the halves of words at its ends."""
    if start <= 0:
        start, end = 0, LONGEST
    else:
        start = (text.find(" ", start) + 1) or start
    if end >= len(text):
        return start, len(text)
    end = max(text.rfind(" ", start, end), start + 1)
    while end > start + 1 and text[end - 1] in AT_NO_END:
        end -= 1
    return start, end
