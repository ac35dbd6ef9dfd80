"""What the classes of an exercise are called. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from courses.banks.generators import GENERATORS, is_generated
from lms.common.languages import LANGUAGES, Pair, in_language

Bodies = Sequence[Mapping[str, Any]]


def class_name(bodies: Bodies, name: str) -> Pair:
    """What a class is called, as the items of the exercise have it.

    Where items are drawn, as their generator says; where they are written, as the option or group says
    whose key the class is; else the class itself, which its author wrote as a tag.
    """
    for body in bodies:
        if is_generated(dict(body)) and body["class"] == name:
            return GENERATORS[body["generator"]].classes[name]
    for body in bodies:
        for part in ("options", "groups"):
            for one in body.get(part) or ():
                if one["key"] == name:
                    found: Pair = one["text"]
                    return found
    # A draft has no items of its own yet; where two generators have a class of this name, it stays.
    named = [one.classes[name] for one in GENERATORS.values() if name in one.classes]
    return named[0] if len(named) == 1 and not bodies else Pair(lt=name, en=name)


def class_names(bodies: Bodies, names: Iterable[str]) -> dict[str, Pair]:
    """Class → what it is called, for every one of them."""
    return {name: class_name(bodies, name) for name in names}


def group_name(group: str, otherwise: Pair) -> Pair:
    """What a group of estimates is called: as its generator, or where none drew them as the whole
    exercise."""
    generator = GENERATORS.get(group)
    if generator is None:
        return otherwise
    return {code: in_language(generator.title, code)[0] for code in LANGUAGES}  # type: ignore[return-value]
