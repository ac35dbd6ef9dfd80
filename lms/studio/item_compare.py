"""What differs between two writings of a question, in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from courses.content.comparing import Piece, words_diff
from lms.common.languages import LANGUAGES, in_language
from lms.studio.item_labels import LABELS, ROW_TITLES
from lms.studio.item_pairs import paired
from lms.studio.item_rows import PLAIN, ROWS, TEXTS, WORDS

WORDS_OF_TRUTH = {
    True: pgettext_lazy("a statement", "true"),
    False: pgettext_lazy("a statement", "false"),
}


@dataclass(frozen=True)
class PartChange:
    """One part that says something else. row: the option, group or card it belongs to."""

    label: str | Promise
    row: str
    language: str
    pieces: tuple[Piece, ...]


def compare_items(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[PartChange]:
    """The way from one body to the other, in the order of the form."""
    old, new = paired(old), paired(new)
    before, after = _parts(old), _parts(new)
    titles = {**_titles(old), **_titles(new)}
    found = []
    for place in {**after, **before}:
        was, now = before.get(place, ""), after.get(place, "")
        if was != now:
            name, key, part, language = place
            label = LABELS.get(f"{name}.{part}" if part else name, name)
            if part == "right":
                label = _("Right or wrong")
            row = titles.get((name, key), "") if part else ""
            found.append(PartChange(label, row, language, _readable(was, now)))
    for name in ROWS[new["kind"]]:
        order = [[one.get("key") for one in body[name]] for body in (old, new)]
        both = set(order[0]) & set(order[1])
        kept = [[key for key in keys if key in both] for keys in order]
        if kept[0] != kept[1]:
            moved = Piece("added", _("Stand in another order now"))
            found.append(PartChange(LABELS[name], "", "", (moved,)))
    return found


def _readable(was: str, now: str) -> tuple[Piece, ...]:
    """Word by word where most words stayed; else the one text, then the other."""
    pieces = words_diff(was, now)
    stayed = sum(len(piece.text.strip()) for piece in pieces if piece.how == "same")
    if stayed * 2 >= max(len(was), len(now)):
        return pieces
    whole = (Piece("removed", was), Piece("same", " " if was and now else ""), Piece("added", now))
    return tuple(piece for piece in whole if piece.text)


_Place = tuple[str, str, str, str]


def _parts(body: Mapping[str, Any]) -> dict[_Place, str]:
    """(name, row's key, part of the row, language) → the text."""
    kind = body["kind"]
    parts: dict[_Place, str] = {}
    for name in ("prompt", *TEXTS.get(kind, ()), "hint", "explanation"):
        _put(parts, (name, "", ""), body.get(name))
    for name in WORDS.get(kind, ()):
        _put(parts, (name, "", ""), body.get(name))
    for name in PLAIN.get(kind, ()):
        said = body.get(name)
        if isinstance(said, bool):
            said = WORDS_OF_TRUTH[said]
        parts[name, "", "", ""] = str(said or "")
    for name, row in ROWS[kind].items():
        for n, one in enumerate(body[name]):
            key = one.get("key", str(n))
            for part in row.texts + row.words:
                _put(parts, (name, key, part), one.get(part))
            for part in row.plain:
                parts[name, key, part, ""] = _shown(body, part, str(one.get(part) or ""))
            if "right" in one:
                parts[name, key, "right", ""] = _("right") if one["right"] else _("wrong")
    if see := body.get("see"):
        parts["see", "", "", ""] = f"{see['unit']}/{see['block']}"
    if picture := body.get("picture"):
        parts["picture", "", "", ""] = str(picture["src"])
        _put(parts, ("picture.alt", "", ""), picture.get("alt"))
    return {place: said for place, said in parts.items() if said}


def _put(parts: dict[_Place, str], place: tuple[str, str, str], pair: Any) -> None:
    for code in LANGUAGES:
        said = (pair or {}).get(code, "")
        parts[(*place, code)] = "\n".join(said) if isinstance(said, list) else said


def _shown(body: Mapping[str, Any], part: str, value: str) -> str:
    """A card's group by its name."""
    if part != "group":
        return value
    names = {group["key"]: in_language(group["text"], "lt")[0] for group in body["groups"]}
    return names.get(value, value)


def _titles(body: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """(name, row's key) → “Option 2”."""
    return {
        (name, one.get("key", str(n))): str(ROW_TITLES[name]) % {"n": n + 1}
        for name in ROWS[body["kind"]]
        for n, one in enumerate(body[name])
    }
