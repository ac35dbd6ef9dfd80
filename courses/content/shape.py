"""The outline of a draft as plain values, and what an author can do to it. Pure.

A shape is a list of modules: {"key", "title", "choose", "in_order", "opens_after", "opening", "items"};
an item is {"unit", "uid", "version", "name", "required", "required_from", "requirement",
"score_at_least", "level_at_least", "opens_after", "opening", "skipped_by"}. `opening` is as courses.content.opening keeps
it; `name` is for messages only and is not written back.
"""

from typing import Any

from courses.content.outline import circle
from lms.common.languages import text

Module = dict[str, Any]
Item = dict[str, Any]
Shape = list[Module]


def module_at(shape: Shape, key: str) -> int | None:
    """Where the module with this key stands."""
    return next((at for at, module in enumerate(shape) if module["key"] == key), None)


def unit_at(shape: Shape, uid: str) -> tuple[int, int] | None:
    """(module, place) of the unit with this uid."""
    for at, module in enumerate(shape):
        for place, item in enumerate(module["items"]):
            if item["uid"] == uid:
                return at, place
    return None


def move_module(shape: Shape, key: str, by: int) -> bool:
    """Move a module by so many places; False where it cannot go further."""
    at = module_at(shape, key)
    assert at is not None
    to = min(max(at + by, 0), len(shape) - 1)
    shape.insert(to, shape.pop(at))
    return to != at


def step_unit(shape: Shape, uid: str, by: int) -> bool:
    """Move a unit one place up (-1) or down (1); past the end of its module it enters the next one.
    False at the end of the course."""
    found = unit_at(shape, uid)
    assert found is not None
    at, place = found
    items = shape[at]["items"]
    if 0 <= place + by < len(items):
        items.insert(place + by, items.pop(place))
        return True
    if not 0 <= at + by < len(shape):
        return False
    there = shape[at + by]["items"]
    there.insert(0 if by > 0 else len(there), items.pop(place))
    return True


def put_unit(shape: Shape, uid: str, module: str, place: int) -> bool:
    """Move a unit to a place of a module, both counted as they are without it."""
    found, to = unit_at(shape, uid), module_at(shape, module)
    assert found is not None
    assert to is not None
    item = shape[found[0]]["items"].pop(found[1])
    there = shape[to]["items"]
    place = min(max(place, 0), len(there))
    there.insert(place, item)
    return (to, place) != found


def forget(shape: Shape, uids: set[str]) -> list[Item]:
    """Nothing waits for these units any more; the units that did."""
    freed = []
    for module in shape:
        module["opens_after"] = [uid for uid in module["opens_after"] if uid not in uids]
        for item in module["items"]:
            kept = [uid for uid in item["opens_after"] if uid not in uids]
            if kept != item["opens_after"]:
                item["opens_after"] = kept
                freed.append(item)
    return freed


def waits(shape: Shape) -> dict[str, set[str]]:
    """uid → the uids that must be done before it opens, the module's and the order's included."""
    found: dict[str, set[str]] = {}
    for module in shape:
        before = ""
        for item in module["items"]:
            found[item["uid"]] = {*module["opens_after"], *item["opens_after"]}
            if module["in_order"] and before:
                found[item["uid"]].add(before)
            before = item["uid"] if item["required"] else before
    return found


def closed_circle(shape: Shape) -> list[str]:
    """The names of units that wait for each other, or an empty list."""
    names = {item["uid"]: text(item["name"]) for module in shape for item in module["items"]}
    return [names.get(uid, "?") for uid in circle(waits(shape))]
