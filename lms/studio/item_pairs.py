"""Matching as its form has it: pairs, and sides that go with nothing. What is stored has the sides
apart, each with a key of its own, so that what goes with what can be corrected. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

Body = Mapping[str, Any]


def paired(body: Body) -> Body:
    """A stored question in the terms of its form; other kinds as they are."""
    if body["kind"] != "match":
        return body
    texts = {side["key"]: side["text"] for side in body["sides"]}
    named = {card["side"] for card in body["cards"]}
    pairs = [{**card, "match": texts[card["side"]]} for card in body["cards"]]
    extras = [side for side in body["sides"] if side["key"] not in named]
    return {**body, "pairs": pairs, "extras": extras}


def side_keys(body: Body) -> set[str]:
    """The keys of all sides, also of those that stand in pairs."""
    return {side["key"] for side in body.get("sides", ())}


def with_sides(
    item: Body, before: Body | None, used: Collection[str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """(the question as a package has it, place in it → place in the form).

    A side is known again by its words, wherever they stand now: two pairs that have changed their
    sides are the same question with another key. New words in the place of old ones are the same
    side, said otherwise. Pairs with the same words have one side. before: the question as it was
    last saved.  used: keys that nothing new may have.
    """
    pairs, extras = item["pairs"], item["extras"]
    told = [pair["match"] for pair in pairs] + [extra["text"] for extra in extras]
    own = [_side_of(pair["key"], before) for pair in pairs] + [extra["key"] for extra in extras]
    keys = _named(told, own, before, used, len(pairs))
    sides: dict[str, Any] = {}
    places = {"sides": "pairs", "cards": "pairs"}
    for at, (key, words) in enumerate(zip(keys, told, strict=True)):
        if key in sides:
            continue
        extra = at - len(pairs)
        place = f"pairs.{at}.match" if extra < 0 else f"extras.{extra}.text"
        places[f"sides.{len(sides)}.text"] = place
        sides[key] = {"key": key, "text": words}
    cards = []
    for at, (pair, key) in enumerate(zip(pairs, keys, strict=False)):
        places[f"cards.{at}"] = f"pairs.{at}"
        card = {name: said for name, said in pair.items() if name != "match"}
        cards.append({**card, "side": key})
    rest = {name: value for name, value in item.items() if name not in ("pairs", "extras")}
    return {**rest, "sides": list(sides.values()), "cards": cards}, places


def place_in_form(place: str, places: Mapping[str, str]) -> str:
    """Where in the form stands what has this place in the package."""
    steps = place.split(".")
    for n in range(len(steps), 0, -1):
        if found := places.get(".".join(steps[:n])):
            return ".".join([found, *steps[n:]])
    return place


def _named(
    told: Sequence[Mapping[str, str]],
    own: Sequence[str],
    before: Body | None,
    used: Collection[str],
    pairs: int,
) -> list[str]:
    """The key of each side, by its words first, then by where it stood."""
    old = {_plain(side["text"]): side["key"] for side in (before or {}).get("sides", ())}
    keys = [old.get(_plain(words), "") for words in told]
    taken = set(keys)
    first: dict[tuple[str, ...], str] = {}
    for at, words in enumerate(told):
        plain = _plain(words)
        # Extras do not join a pair: that they say the same is a slip, and said to be one.
        if at < pairs and plain in first:
            keys[at] = first[plain]
        elif not keys[at]:
            keys[at] = own[at] if own[at] and own[at] not in taken else _fresh(taken | set(used))
        elif at >= pairs and keys[at] in keys[:at]:
            keys[at] = _fresh(taken | set(used))
        taken.add(keys[at])
        if any(plain):
            first.setdefault(plain, keys[at])
    return keys


def _side_of(card: str, before: Body | None) -> str:
    cards = (before or {}).get("cards", ())
    return next((str(one["side"]) for one in cards if one["key"] == card), "")


def _plain(words: Mapping[str, str]) -> tuple[str, ...]:
    """Words to be compared, in every language that has some."""
    return tuple(
        f"{code}:{' '.join(said.split())}" for code, said in sorted(words.items()) if said.strip()
    )


def _fresh(taken: Collection[str]) -> str:
    number = 1
    while f"s{number}" in taken:
        number += 1
    return f"s{number}"
