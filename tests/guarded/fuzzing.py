"""What no browser would send: made from what it would, by a seed, the same every time."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.guarded.hostile import hostile_strings
from tests.walking import Form, filled

Fields = dict[str, list[Any]]
HUGE = ("9" * 5000, "x" * 100_000, "-1", "1e999", "٣", "")
NAMES = (
    "pk",
    "id",
    "uid",
    "person",
    "user",
    "course",
    "role",
    "site_role",
    "is_staff",
    "__proto__",
)
NAMES += ("do", "over", "sure", "x[y]", "x.y", "_method", "a\u0000b", "")
# What a form proves to be ours by: sent in the header, where no body spoils it.
TOKEN = "csrfmiddlewaretoken"
JSON_VALUES = (
    *(None, True, 0, -1, 1.5, 10**30, "", "x", "a\u0000", "9" * 4000),
    *([], {}, [None], [[]], {"": None}, {"__proto__": {}}, ["x"] * 300),
)
BROKEN = (
    *(b"", b"{", b"[" * 5000, b"\xff\xfe", b'{"a":1,"a":2}', b"NaN", b'{"a":Infinity}', b"null"),
    *(b'"text"', b"[]", b'{"a":"\\ud800"}', b"1e999999", b"{}{}", b"\x00", b'{"": 1}'),
)
TYPES = (
    *("application/json", "application/x-www-form-urlencoded", "text/plain", "application/xml"),
    *("multipart/form-data", "multipart/form-data; boundary=x", "text/html; charset=utf-7", "x"),
    *("application/x-www-form-urlencoded; charset=nonsense", "application/json; charset=latin-1"),
)


@dataclass(frozen=True)
class Sent:
    """A body: data for a form, or bytes with their type."""

    word: str
    data: Any
    content_type: str = ""


def bodies(form: Form, foreign: list[str], dice: random.Random, most: int) -> Iterator[Sent]:
    """So many of what nobody sends, for this form. foreign: ids of things that are another's."""
    start = filled(form, {}, dice.choice(form.buttons or [("", "")]))
    fields: Fields = {name: list(values) for name, values in start.items() if name != TOKEN}
    ways: list[Callable[[Fields, list[str], random.Random], Sent]] = [
        _wrong, _huge, _of_another, _repeated, _missing, _more, _file, _broken, _strings, _shuffled
    ]  # fmt: skip
    dice.shuffle(ways)
    for step in range(most):
        way = ways[step % len(ways)]
        yield way({name: list(values) for name, values in fields.items()}, foreign, dice)


def _some(fields: Fields, dice: random.Random) -> list[str]:
    names = list(fields)
    return dice.sample(names, dice.randint(1, len(names))) if names else []


def _wrong(fields: Fields, _foreign: list[str], dice: random.Random) -> Sent:
    for name in _some(fields, dice):
        fields[name] = [
            dice.choice(["x", "1.5", "on", "null", "[]", "\u0000", "2026-02-31", "a,b"])
        ]
    return Sent("wrong types", fields)


def _huge(fields: Fields, _foreign: list[str], dice: random.Random) -> Sent:
    for name in _some(fields, dice):
        fields[name] = [dice.choice(HUGE)]
    return Sent("huge values", fields)


def _of_another(fields: Fields, foreign: list[str], dice: random.Random) -> Sent:
    for name, values in fields.items():
        if any(is_id(value) for value in values):
            fields[name] = [dice.choice(foreign)]
    for name in _some(fields, dice)[:2]:
        head, colon, tail = str(fields[name][0] if fields[name] else "").partition(":")
        fields[name] = [
            f"{head}:{dice.choice(foreign)}" if colon and tail else dice.choice(foreign)
        ]
    return Sent("foreign ids", fields)


def is_id(value: Any) -> bool:
    """Whether it is what rows are told apart by."""
    try:
        UUID(str(value))
    except ValueError:
        return str(value).isdecimal()
    return True


def _repeated(fields: Fields, foreign: list[str], dice: random.Random) -> Sent:
    for name in _some(fields, dice):
        fields[name] = [*fields[name], "", *fields[name], dice.choice(foreign)] * dice.choice(
            [1, 40]
        )
    return Sent("repeated keys", fields)


def _missing(fields: Fields, _foreign: list[str], dice: random.Random) -> Sent:
    for name in _some(fields, dice):
        del fields[name]
    return Sent("missing keys", fields)


def _more(fields: Fields, foreign: list[str], dice: random.Random) -> Sent:
    for name in dice.sample(NAMES, 6):
        fields.setdefault(name, [dice.choice([*foreign, "administrator", "1", "yes"])])
    for name in list(fields)[:3]:
        fields[f"{name}_lt"] = fields[f"{name}-0"] = fields[name.upper()] = ["x"]
    return Sent("more keys", fields)


def _file(fields: Fields, _foreign: list[str], dice: random.Random) -> Sent:
    content = dice.choice(
        [b"", b"PK\x03\x04", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n", b"%PDF-"]
    )
    for name in [*_some(fields, dice)[:3], "file", "package", "picture"]:
        fields[name] = [SimpleUploadedFile(dice.choice(["../x.zip", "a\u202eb", "x"]), content)]
    return Sent("files", fields)


def _broken(_fields: Fields, _foreign: list[str], dice: random.Random) -> Sent:
    return Sent("another type", dice.choice(BROKEN), dice.choice(TYPES))


def _strings(fields: Fields, _foreign: list[str], dice: random.Random) -> Sent:
    strings = [one.text for one in hostile_strings() if one.is_unicode]
    for name in fields:
        if dice.random() < 0.5:
            fields[name] = [dice.choice(strings)]
    return Sent("hostile strings", fields)


def _shuffled(fields: Fields, _foreign: list[str], dice: random.Random) -> Sent:
    values = list(fields.values())
    dice.shuffle(values)
    return Sent("values of others", dict(zip(fields, values, strict=True)))


def programs_send(
    fitting: Any, foreign: list[str], dice: random.Random, most: int
) -> Iterator[Sent]:
    """So many bodies of a program that has gone wrong. fitting: what would fit."""
    for step in range(most):
        if step % 3 == 0:
            yield Sent("broken JSON", dice.choice(BROKEN), dice.choice(TYPES))
            continue
        body: Any = dict(fitting) if isinstance(fitting, dict) else {}
        names = [*body, *dice.sample(NAMES, 3)]
        for name in dice.sample(names, dice.randint(1, len(names))):
            body[name] = dice.choice([*JSON_VALUES, *foreign])
        if step % 3 == 1:
            yield Sent("wrong values", json.dumps(body).encode(), "application/json")
        else:
            told = json.dumps(dice.choice([*JSON_VALUES, [body], {"data": body}])).encode()
            yield Sent("another shape", told, "application/json")
