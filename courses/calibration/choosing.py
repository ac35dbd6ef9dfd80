"""Which items a sitting asks, and what practice asks next. Pure."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from courses.banks.generators import is_generated
from courses.banks.models import Item, ItemVersion
from courses.calibration.models import Phase

# A class that was got wrong comes so much more often, until it is right again.
WEIGHT_OF_A_SLIP = 3
# So far back practice looks for slips.
LOOKS_BACK = 12


@dataclass(frozen=True)
class Chosen:
    """An item to ask, and the seed that it is drawn from; the seed of a written one changes nothing."""

    version: ItemVersion
    seed: int


@dataclass(frozen=True)
class Practised:
    """What practice has asked: of which class, and whether the answer was right."""

    category: str
    right: bool
    confused_with: str = ""


def class_of(version: ItemVersion) -> str:
    """What an item is counted by. It says so itself where it is drawn; a release keeps it then."""
    return str(version.body.get("class") or version.item.category)


def difficulty_of(version: ItemVersion) -> str:
    return str(version.body.get("difficulty") or version.item.difficulty)


def serves(version: ItemVersion, phase: str) -> bool:
    """Whether a phase may ask an item: one that is drawn is new every time; a written one serves what
    its pool says, as who has practised on it knows it."""
    if is_generated(version.body):
        return True
    held_out = version.item.pool == Item.Pool.HELD_OUT
    return held_out if phase == Phase.MEASURED else not held_out


def choose(
    versions: Sequence[ItemVersion],
    classes: Sequence[str],
    n: int,
    *,
    seed: int,
    met: Mapping[int, int],
) -> list[Chosen]:
    """n items, as evenly as they go over the classes, and within each over its difficulties, in an order
    of chance; fewer where written ones run out. Of written items those that this person has met least
    come first, and none comes twice.

    met: item id → how often this person has been asked it. The same seed chooses the same.
    """
    chance = random.Random(f"{seed}:choose")
    strata: dict[str, dict[str, list[ItemVersion]]] = defaultdict(lambda: defaultdict(list))
    for version in versions:
        strata[class_of(version)][difficulty_of(version)].append(version)
    there = [name for name in classes if name in strata]
    decks = {name: _deck(strata[name], chance, met) for name in there}
    chosen: list[Chosen] = []
    while len(chosen) < n and decks:
        # The last round may be short: chance says which classes are in it, and not their order.
        for name in chance.sample(sorted(decks), len(decks)):
            if len(chosen) == n:
                break
            dealt = next(decks[name], None)
            if dealt is None:
                del decks[name]
                continue
            chosen.append(Chosen(dealt, chance.getrandbits(48)))
    chance.shuffle(chosen)
    return chosen


def _deck(
    by_difficulty: Mapping[str, Sequence[ItemVersion]],
    chance: random.Random,
    met: Mapping[int, int],
) -> Iterator[ItemVersion]:
    """The items of one class, the difficulties in turn, without end where any is drawn anew."""
    piles = []
    for name in chance.sample(sorted(by_difficulty), len(by_difficulty)):
        pile = list(by_difficulty[name])
        chance.shuffle(pile)
        pile.sort(key=lambda version: met.get(version.item_id, 0))
        piles.append(pile)
    return _dealt(piles)


def _dealt(piles: list[list[ItemVersion]]) -> Iterator[ItemVersion]:
    while piles:
        for pile in [*piles]:
            version = pile.pop(0)
            yield version
            if is_generated(version.body):
                pile.append(version)
        piles = [pile for pile in piles if pile]


def next_to_practise(
    versions: Sequence[ItemVersion],
    classes: Sequence[str],
    done: Sequence[Practised],
    *,
    seed: int,
    met: Mapping[int, int],
) -> Chosen | None:
    """What practice asks next: classes that were got wrong lately, and those they were taken for, more
    often than others; easy ones first, harder ones as answers are right. None where nothing is left."""
    chance = random.Random(f"{seed}:practise:{len(done)}")
    by_class: dict[str, list[ItemVersion]] = defaultdict(list)
    for version in versions:
        if is_generated(version.body) or not met.get(version.item_id):
            by_class[class_of(version)].append(version)
    there = [name for name in classes if by_class[name]]
    if not there:
        return None
    slips: Counter[str] = Counter()
    for one in done[-LOOKS_BACK:]:
        for name in {one.category, one.confused_with} - {""}:
            slips[name] = 0 if one.right else slips[name] + 1
    last = done[-1].category if done else ""
    weights = [
        (1 + WEIGHT_OF_A_SLIP * min(slips[name], 2)) * (0.4 if name == last else 1)
        for name in there
    ]
    name = chance.choices(there, weights)[0]
    wanted = _wanted_difficulty([one.right for one in done if one.category == name])
    pile = by_class[name]
    fitting = [version for version in pile if difficulty_of(version) == wanted]
    return Chosen(chance.choice(fitting or pile), chance.getrandbits(48))


def _wanted_difficulty(rights: Sequence[bool]) -> str:
    """Two right answers in a row make it harder, a wrong one easier."""
    level = 0
    run = 0
    for right in rights:
        run = run + 1 if right else 0
        if not right:
            level = max(0, level - 1)
        elif run == 2:
            level, run = min(2, level + 1), 0
    return str(Item.Difficulty.values[level])
