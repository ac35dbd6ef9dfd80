"""A question as its form holds it: from what was posted or stored to plain values and back to what
the reader of packages understands. Pure: no database, no request."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.banks.kinds.base import Posted
from lms.common.languages import LANGUAGES
from lms.common.wording import printable
from lms.common.yamlnodes import KEY, MOST_KEY
from lms.studio.item_pairs import paired, side_keys

Values = dict[str, Any]
# More than any kind takes, so that the kind itself can say that it is too many.
MOST_ROWS = 40


@dataclass(frozen=True)
class RowKind:
    """What a row of a kind's form holds. texts, words: parts in every language (one text, or one
    to a line). plain: parts without a language.  keys: what new rows are called."""

    texts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    keys: str = ""
    least: int = 0
    begin: int = 0


OPTIONS = RowKind(("text", "feedback"), optional=("feedback",), keys="a", least=2, begin=3)
ROWS: dict[str, dict[str, RowKind]] = {
    "single": {"options": OPTIONS},
    "multiple": {"options": OPTIONS},
    "number": {"near": RowKind(("feedback",), plain=("answer",))},
    "text": {"near": RowKind(("feedback",), ("match",))},
    "sort": {
        "groups": RowKind(("text",), keys="g1", least=2, begin=2),
        "cards": RowKind(
            ("text", "feedback"),
            plain=("group",),
            optional=("feedback",),
            keys="c1",
            least=2,
            begin=3,
        ),
    },
    "truefalse": {},
    "match": {
        "pairs": RowKind(
            ("text", "match", "feedback"), optional=("feedback",), keys="c1", least=2, begin=3
        ),
        "extras": RowKind(("text",), keys="s1"),
    },
    "order": {
        "cards": RowKind(("text", "feedback"), optional=("feedback",), keys="c1", least=3, begin=3),
    },
}
# Further parts of a kind: texts in every language, words in every language, and plain ones.
TEXTS: dict[str, tuple[str, ...]] = {"number": ("unit",), "truefalse": ("if_true", "if_false")}
WORDS: dict[str, tuple[str, ...]] = {"text": ("accept",)}
PLAIN: dict[str, tuple[str, ...]] = {
    "number": ("answer", "tolerance", "half_tolerance"),
    "truefalse": ("right",),
}
LEFT_OUT = {"half_tolerance"}
# Kinds whose parts are shuffled, unless the question keeps their order.
SHUFFLED = {"single", "multiple", "sort", "match"}


# --- from the form -------------------------------------------------------------------------------


def typed(kind: str, posted: Posted, used: Collection[str] = ()) -> Values:
    """What the form holds. used: keys that older versions gave to parts, and new rows may not
    have: an old answer must not come to mean something new."""
    values: Values = {
        "kind": kind,
        "prompt": _pair(posted, "prompt"),
        "explanation": _pair(posted, "explanation"),
        "hint": _pair(posted, "hint"),
        "class": _line(posted, "class"),
        "difficulty": _line(posted, "difficulty"),
        "see": _line(posted, "see"),
        "picture": {"src": _line(posted, "picture"), "alt": _pair(posted, "picture.alt")},
    }
    for name in (*TEXTS.get(kind, ()), *WORDS.get(kind, ())):
        values[name] = _pair(posted, name)
    for name in PLAIN.get(kind, ()):
        values[name] = _line(posted, name)
    if kind in SHUFFLED:
        values["keeps_order"] = bool(posted.get("keeps_order", ""))
    for name, row in ROWS[kind].items():
        values[name] = _rows(posted, kind, name, row, used)
    return values


def _rows(
    posted: Posted, kind: str, name: str, row: RowKind, used: Collection[str]
) -> list[Values]:
    numbers = list(dict.fromkeys(n for n in posted.getlist(name) if n.isdecimal() and len(n) < 4))
    rows: list[Values] = []
    for n in numbers[:MOST_ROWS]:
        place = f"{name}.{n}"
        values: Values = {part: _pair(posted, f"{place}.{part}") for part in row.texts + row.words}
        values |= {part: _line(posted, f"{place}.{part}") for part in row.plain}
        if kind == "single":
            values["right"] = posted.get("right", "") == n
        elif kind == "multiple":
            values["right"] = bool(posted.get(f"{place}.right", ""))
        if row.keys:
            key = posted.get(f"{place}.key", "")
            fits = KEY.fullmatch(key) and len(key) <= MOST_KEY
            values["key"] = key if fits and key not in _keys(rows) else ""
        rows.append(values)
    _name_rows(rows, row, used)
    return rows


def _pair(posted: Posted, name: str) -> dict[str, str]:
    return {code: _clean(posted.get(f"{name}.{code}", "")) for code in LANGUAGES}


def _line(posted: Posted, name: str) -> str:
    return _clean(posted.get(name, "")).strip()


def _clean(text: str) -> str:
    return printable(text.replace("\r\n", "\n"))


def _keys(rows: Sequence[Values]) -> set[str]:
    return {row["key"] for row in rows if row.get("key")}


def _name_rows(rows: list[Values], row: RowKind, used: Collection[str] = ()) -> None:
    taken = _keys(rows) | set(used)
    for values in rows:
        if row.keys and not values["key"]:
            values["key"] = _fresh(row.keys, taken)
            taken.add(values["key"])


def _fresh(first: str, taken: Collection[str]) -> str:
    """a, b … z, z2 … or g1, g2 …: the first that nobody has."""
    if first == "a":
        for letter in "abcdefghijklmnopqrstuvwxyz":
            if letter not in taken:
                return letter
        first = "z2"
    number = int(first[1:])
    while f"{first[0]}{number}" in taken:
        number += 1
    return f"{first[0]}{number}"


# --- from what is stored, or from nothing --------------------------------------------------------


def fresh(kind: str) -> Values:
    """An empty question with as many rows as its kind usually has."""
    values: Values = {
        "kind": kind,
        "prompt": _empty(),
        "explanation": _empty(),
        "hint": _empty(),
        "class": "",
        "difficulty": "medium",
        "see": "",
        "picture": {"src": "", "alt": _empty()},
    }
    values |= {name: _empty() for name in (*TEXTS.get(kind, ()), *WORDS.get(kind, ()))}
    values |= dict.fromkeys(PLAIN.get(kind, ()), "")
    if "tolerance" in values:
        values["tolerance"] = "0"
    if kind in SHUFFLED:
        values["keeps_order"] = False
    for name, row in ROWS[kind].items():
        values[name] = [empty_row(kind, name) for _place in range(row.begin)]
        _name_rows(values[name], row)
    return values


def empty_row(kind: str, name: str) -> Values:
    """A row nobody has filled in."""
    row = ROWS[kind][name]
    values: Values = {part: _empty() for part in row.texts + row.words}
    values |= dict.fromkeys(row.plain, "")
    if row.keys:
        values["key"] = ""
    if name == "options":
        values["right"] = False
    return values


def stored(body: Mapping[str, Any], category: str, difficulty: str) -> Values:
    """The form's values of a stored question."""
    body = paired(body)
    kind = body["kind"]
    see = body.get("see")
    picture = body.get("picture") or {}
    values: Values = {
        "kind": kind,
        "prompt": _whole(body["prompt"]),
        "explanation": _whole(body.get("explanation")),
        "hint": _whole(body.get("hint")),
        "class": category,
        "difficulty": difficulty,
        "see": f"{see['unit']}/{see['block']}" if see else "",
        "picture": {"src": picture.get("src", ""), "alt": _whole(picture.get("alt"))},
    }
    values |= {name: _whole(body[name]) for name in TEXTS.get(kind, ())}
    values |= {name: _lines(body[name]) for name in WORDS.get(kind, ())}
    values |= {name: _said(body[name]) for name in PLAIN.get(kind, ())}
    if kind in SHUFFLED:
        values["keeps_order"] = not body.get("shuffle", True)
    for name, row in ROWS[kind].items():
        values[name] = [
            {
                **{part: _whole(one[part]) for part in row.texts},
                **{part: _lines(one[part]) for part in row.words},
                **{part: one[part] for part in (*row.plain, "key", "right") if part in one},
            }
            for one in body[name]
        ]
    return values


def used_keys(bodies: Sequence[Mapping[str, Any]]) -> set[str]:
    """Every key that a part of these versions has."""
    keys = {
        str(one["key"])
        for body in map(paired, bodies)
        for name in ROWS[body["kind"]]
        for one in body[name]
        if "key" in one
    }
    return keys.union(*map(side_keys, bodies))


def _said(value: Any) -> str:
    """A part without a language as its field has it."""
    return ("true" if value else "false") if isinstance(value, bool) else value or ""


def _empty() -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, "")


def _whole(pair: Mapping[str, Any] | None) -> dict[str, str]:
    return {code: str((pair or {}).get(code, "")) for code in LANGUAGES}


def _lines(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {code: "\n".join(words.get(code, ())) for code in LANGUAGES}


# --- changing rows -------------------------------------------------------------------------------


def rearranged(values: Values, act: str, used: Collection[str] = ()) -> tuple[Values, str]:
    """(values, the place to look at) after `add:options`, `up:options:2`, `down:…`, `remove:…`."""
    verb, _colon, rest = act.partition(":")
    name, _colon, number = rest.partition(":")
    row = ROWS[values["kind"]].get(name)
    if row is None:
        return values, ""
    rows = list(values[name])
    at = int(number) if number.isdecimal() and len(number) < 4 else -1
    if verb == "add" and len(rows) < MOST_ROWS:
        rows.append(empty_row(values["kind"], name))
        _name_rows(rows, row, used)
        at = len(rows) - 1
    elif verb in ("up", "down") and 0 <= at < len(rows):
        to = min(max(at + (1 if verb == "down" else -1), 0), len(rows) - 1)
        rows.insert(to, rows.pop(at))
        at = to
    elif verb == "remove" and 0 <= at < len(rows):
        rows.pop(at)
        at = min(at, len(rows) - 1)
    return {**values, name: rows}, f"{name}.{at}" if at >= 0 else f"{name}.add"


def without_blank_rows(values: Values) -> Values:
    """The same without rows in which nothing stands: they were offered, and not needed."""
    kept = {**values}
    for name in ROWS[values["kind"]]:
        kept[name] = [row for row in values[name] if _says(row)]
    return kept


def with_least_rows(values: Values) -> Values:
    """The same with as many rows as the kind cannot do without."""
    kept = {**values}
    for name, row in ROWS[values["kind"]].items():
        lacking = row.least - len(values[name])
        kept[name] = [*values[name], *(empty_row(values["kind"], name) for _n in range(lacking))]
        _name_rows(kept[name], row)
    return kept


def _says(row: Values) -> bool:
    told = [value for part, value in row.items() if part not in ("key", "right")]
    texts = [text for one in told for text in (one.values() if isinstance(one, dict) else [one])]
    return any(text.strip() for text in texts) or bool(row.get("right"))


# --- to the reader of packages -------------------------------------------------------------------


def languages_in(values: Values, first: str) -> tuple[str, ...]:
    """The languages in which something is written; where nothing is, the course's first."""
    written = tuple(code for code in LANGUAGES if any(_in(values, code)))
    return written or (first,)


def _in(value: Any, code: str) -> list[str]:
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            return [value[code]] if value[code].strip() else []
        return [text for part in value.values() for text in _in(part, code)]
    if isinstance(value, list):
        return [text for part in value for text in _in(part, code)]
    return []


def packaged(values: Values, key: str, languages: tuple[str, ...]) -> Values:
    """The question as a package would write it, in these languages. A fault's place in it is the
    name of the field in the form."""
    kind = values["kind"]
    item: Values = {
        "key": key,
        "kind": kind,
        "prompt": _written(values["prompt"], languages),
        "class": values["class"],
        "difficulty": values["difficulty"],
    }
    for name in ("explanation", "hint"):
        if any(text.strip() for text in values[name].values()):
            item[name] = _written(values[name], languages)
    if values["see"]:
        unit, _slash, block = values["see"].partition("/")
        item["see"] = {"unit": unit, "block": block}
    if values["picture"]["src"]:
        alt = _written(values["picture"]["alt"], languages)
        item["picture"] = {"src": values["picture"]["src"], "alt": alt}
    for name in TEXTS.get(kind, ()):
        if any(values[name].values()):
            item[name] = _written(values[name], languages)
    for name in WORDS.get(kind, ()):
        item[name] = _listed(values[name], languages)
    for name in PLAIN.get(kind, ()):
        if values[name] or name not in LEFT_OUT:
            item[name] = values[name]
    if values.get("keeps_order"):
        item["shuffle"] = "false"
    for name, row in ROWS[kind].items():
        item[name] = [_packaged_row(one, row, languages) for one in values[name]]
    return item


def _packaged_row(values: Values, row: RowKind, languages: tuple[str, ...]) -> Values:
    packed: Values = {part: values[part] for part in (*row.plain, "key", "right") if part in values}
    for part in row.texts:
        if part not in row.optional or any(text.strip() for text in values[part].values()):
            packed[part] = _written(values[part], languages)
    for part in row.words:
        packed[part] = _listed(values[part], languages)
    return packed


def _written(pair: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    return {code: pair[code] for code in languages}


def _listed(pair: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, list[str]]:
    return {
        code: [line.strip() for line in pair[code].split("\n") if line.strip()]
        for code in languages
    }
