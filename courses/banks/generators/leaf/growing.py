"""What a leaf or a shoot of a class is like at a difficulty: every number that a drawing or a
description of it says. Lengths in millimetres."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import pi, radians

from courses.banks.generators.leaf.blade import Blade, Edge

EASY, MEDIUM, HARD = "easy", "medium", "hard"
# Cuts at most this deep are teeth, and at least that deep lobes; nothing is drawn in between.
TEETH, LOBES = 0.125, 0.25
# Two leaves that belong to no one node stand at least this share of the way between nodes apart.
APART = 0.2


@dataclass(frozen=True)
class Leaflet:
    """A part of a divided leaf: where it begins along the common stalk, and which way it points from
    that (radians)."""

    at: float
    way: float
    blade: Blade


@dataclass(frozen=True)
class Leaf:
    """A single leaf. stalk: up to the blade or to the first leaflets.  blade: of an undivided one,
    else None.  eaten: places where insects were."""

    stalk: float
    blade: Blade | None
    leaflets: tuple[Leaflet, ...] = ()
    bend: float = 0.0
    eaten: int = 0

    @property
    def axis(self) -> float:
        """From the end of the stalk to the last leaflet's beginning."""
        return max((one.at for one in self.leaflets), default=0.0)


@dataclass(frozen=True)
class Stem:
    """A shoot. nodes: (height, the directions of its leaves round the stem in degrees; 0 to the right,
    90 towards the eye).  gone: leaves of which only the foot is left, as (node, leaf).  blades: one
    for each node."""

    length: float
    nodes: tuple[tuple[float, tuple[float, ...]], ...]
    blades: tuple[Blade, ...]
    stalk: float
    bend: float
    gone: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Grown:
    """What there is to classify, and how it lies on the paper: turned (radians), held by so many strips
    of paper."""

    plant: Leaf | Stem
    turned: float
    strips: int


# What outlines of leaves are like: width by length, where widest, how pointed, ears.
SHAPES = {
    "egg": ((0.5, 0.64), (0.35, 0.42), (1.35, 1.65), (0.0, 0.25)),
    "ellipse": ((0.42, 0.54), (0.46, 0.52), (1.15, 1.5), (0.0, 0.0)),
    "spoon": ((0.5, 0.6), (0.57, 0.63), (1.3, 1.55), (0.0, 0.0)),
    "lance": ((0.25, 0.32), (0.38, 0.46), (1.5, 1.8), (0.0, 0.0)),
    "heart": ((0.72, 0.88), (0.31, 0.36), (1.2, 1.5), (0.7, 1.0)),
    "round": ((0.82, 0.96), (0.45, 0.5), (0.95, 1.1), (0.0, 0.5)),
}


def grown(category: str, difficulty: str, chance: random.Random) -> Grown:
    """Something of this class."""
    plant = _GROWN[category](difficulty, chance)
    lean = {EASY: 0.2, MEDIUM: 0.9, HARD: pi}[difficulty]
    strips = 0 if difficulty == EASY else chance.randint(0, 1) + (difficulty == HARD)
    return Grown(plant, -pi / 2 + chance.uniform(-lean, lean), strips)


def _shaped(chance: random.Random, edge: Edge, among: tuple[str, ...] = tuple(SHAPES)) -> Blade:
    """A blade of any of these shapes, 45 to 120 mm long."""
    width, peak, full, ears = SHAPES[chance.choice(among)]
    length = round(chance.uniform(45, 120), 1)
    return Blade(
        length=length,
        width=round(length * chance.uniform(*width), 1),
        peak=chance.uniform(*peak),
        fullness=chance.uniform(*full),
        ears=chance.uniform(*ears),
        bend=chance.uniform(-0.35, 0.35),
        edge=edge,
        veins=chance.randint(6, 9),
    )


def _single(blade: Blade, difficulty: str, chance: random.Random) -> Leaf:
    eaten = {EASY: 0, MEDIUM: 1, HARD: chance.randint(2, 3)}[difficulty]
    stalk = round(blade.length * chance.uniform(0.2, 0.4), 1)
    return Leaf(stalk, blade, bend=chance.uniform(-0.3, 0.3), eaten=eaten)


def _entire(difficulty: str, chance: random.Random) -> Leaf:
    return _single(_shaped(chance, Edge()), difficulty, chance)


def _toothed(difficulty: str, chance: random.Random) -> Leaf:
    """The harder, the more and the smaller teeth."""
    deep = {EASY: (0.092, 0.108), MEDIUM: (0.062, 0.08), HARD: (0.038, 0.048)}[difficulty]
    count = {EASY: (9, 13), MEDIUM: (14, 20), HARD: (22, 30)}[difficulty]
    form = chance.choice(("saw", "saw", "dents", "scallops"))
    edge = Edge(form, chance.randint(*count), round(chance.uniform(*deep), 4))
    # On a narrow leaf such small teeth could not be seen.
    among = tuple(name for name in SHAPES if name != "lance" or difficulty == EASY)
    return _single(_shaped(chance, edge, among), difficulty, chance)


def _lobed(difficulty: str, chance: random.Random) -> Leaf:
    """The harder, the shallower."""
    deep = {EASY: (0.5, 0.6), MEDIUM: (0.38, 0.46), HARD: (0.29, 0.34)}[difficulty]
    return _single(_cut(chance, chance.uniform(*deep)), difficulty, chance)


def _cut(chance: random.Random, deep: float) -> Blade:
    deep = round(deep, 3)
    form = chance.choice(("round", "sharp", "hand"))
    if form == "hand":
        count = chance.choice((3, 5, 5, 7))
        blade = _shaped(chance, Edge(form, count, deep), ("round",))
        # Fingers bend each for itself.
        return Blade(blade.length, blade.length * 1.2, edge=blade.edge)
    edge = Edge(form, chance.randint(3, 5), deep)
    return _shaped(chance, edge, ("ellipse", "spoon") if form == "round" else ("egg", "ellipse"))


def _undivided(difficulty: str, chance: random.Random) -> Leaf:
    """The harder, the more it looks like one in pieces."""
    if difficulty == EASY:
        form = chance.choice(("plain", "saw", "scallops"))
        edge = Edge(form, 0 if form == "plain" else chance.randint(11, 17), 0.08)
        return _single(_shaped(chance, edge), difficulty, chance)
    deep = (0.45, 0.58) if difficulty == MEDIUM else (0.7, 0.78)
    return _single(_cut(chance, chance.uniform(*deep)), difficulty, chance)


# --- divided -------------------------------------------------------------------------------------


def _leaflet_edge(chance: random.Random) -> Edge:
    form = chance.choice(("plain", "saw"))
    return Edge(form, chance.randint(7, 10), 0.09) if form == "saw" else Edge()


def _leaflet(chance: random.Random, shape: str, edge: Edge) -> Blade:
    """What all leaflets of a leaf are like; 100 mm long."""
    width, peak, full, _ears = SHAPES[shape]
    return Blade(
        length=100,
        width=92 * chance.uniform(*width),
        peak=chance.uniform(*peak),
        fullness=chance.uniform(*full),
        edge=edge,
        veins=4,
    )


def _sized(blade: Blade, length: float, bend: float = 0.0) -> Blade:
    size = length / blade.length
    return replace(blade, length=round(length, 1), width=round(blade.width * size, 1), bend=bend)


def _pinnate(difficulty: str, chance: random.Random) -> Leaf:
    """The harder, the fewer leaflets, and the nearer to one another."""
    pairs = {EASY: (5, 7), MEDIUM: (3, 4), HARD: (2, 2)}[difficulty]
    count = chance.randint(*pairs)
    # An even number of leaflets: without one at the tip.
    has_tip = count < 4 or chance.random() < 0.75
    long = chance.uniform(22, 34) * {EASY: 1, MEDIUM: 1.25, HARD: 1.6}[difficulty]
    like = _leaflet(chance, chance.choice(("egg", "ellipse", "lance")), _leaflet_edge(chance))
    close = {EASY: (1.15, 1.35), MEDIUM: (1.1, 1.3), HARD: (0.75, 0.85)}[difficulty]
    gap = max(long * like.width / 100 * chance.uniform(*close), long * 0.3)
    made = []
    for n in range(count):
        size = long * (0.86 + 0.14 * min(1, n)) * (1 - 0.22 * max(0, n - count / 2) / count)
        for side in (1, -1):
            way = side * radians(chance.uniform(56, 68) - 14 * n / count)
            at = round(gap * n + (chance.uniform(-0.03, 0.03) * gap if n else 0), 1)
            made.append(
                Leaflet(at, way, _sized(like, size * chance.uniform(0.95, 1.05), -side * 0.3))
            )
    if has_tip:
        at = round(gap * (count - 1) + gap * chance.uniform(0.8, 1.0), 1)
        made.append(Leaflet(at, 0.0, _sized(like, long * 1.02, 0.08)))
    stalk = round(long * chance.uniform(0.8, 1.2), 1)
    return Leaf(stalk, None, tuple(made), bend=chance.uniform(-0.45, 0.45))


def _palmate(difficulty: str, chance: random.Random) -> Leaf:
    """The harder, the fewer leaflets, and the less alike."""
    count = {EASY: 7, MEDIUM: chance.choice((5, 6)), HARD: chance.choice((3, 4, 5))}[difficulty]
    long = chance.uniform(50, 85)
    fan = radians({3: 62, 4: 74, 5: 82, 6: 100, 7: 116}[count])
    among = ("ellipse", "lance") if count > 5 else ("spoon", "ellipse", "lance")
    like = _leaflet(chance, chance.choice(among), _leaflet_edge(chance))
    less = 0.45 if difficulty == EASY else 0.55
    made = []
    for n in range(count):
        place = 2 * n / (count - 1) - 1
        size = long * (1 - less * abs(place) ** 1.5) * chance.uniform(0.95, 1.05)
        way = place * fan + chance.uniform(-0.05, 0.05)
        made.append(Leaflet(0.0, way, _sized(like, size, place * 0.3)))
    # Those at the sides lie under the others.
    made.sort(key=lambda one: -abs(one.way))
    return Leaf(
        round(long * chance.uniform(0.7, 1.1), 1), None, tuple(made), bend=chance.uniform(-0.3, 0.3)
    )


# --- shoots --------------------------------------------------------------------------------------


def _shoot(
    nodes: Sequence[tuple[float, tuple[float, ...]]],
    step: float,
    difficulty: str,
    chance: random.Random,
    gone: int,
    long: float = 1.0,
) -> Stem:
    """nodes: heights as multiples of the way between two. long: how long leaves are beside it."""
    edge = chance.choice((Edge(), Edge("saw", 8, 0.085)))
    like = _leaflet(chance, chance.choice(("egg", "ellipse", "lance", "egg")), edge)
    blades = []
    for n in range(len(nodes)):
        size = step * long * chance.uniform(1.0, 1.15) * (1 - 0.35 * (n / len(nodes)) ** 2)
        blades.append(_sized(like, size))
    # The topmost are left whole, and never the whole of a node is gone.
    places = [(n, 0) for n in range(len(nodes) - 1)]
    bend = chance.uniform(-0.5, 0.5) if difficulty != EASY else chance.uniform(-0.12, 0.12)
    heights = tuple((round(height * step, 1), ways) for height, ways in nodes)
    return Stem(
        length=heights[-1][0],
        nodes=heights,
        blades=tuple(blades),
        stalk=round(step * chance.uniform(0.14, 0.22), 1),
        bend=bend,
        gone=frozenset(chance.sample(places, min(gone, len(places)))),
    )


def _opposite(difficulty: str, chance: random.Random) -> Stem:
    """Harder: each pair across the one below, and leaves that have fallen."""
    cross = 0 if difficulty == EASY else chance.choice((54, 126))
    start = chance.choice((0, cross))
    count = chance.randint(3, 4) if difficulty == EASY else 4
    nodes = []
    for n in range(count):
        # Seen from the side, and not from exactly there.
        way = chance.uniform(-9, 9) + ((start + cross * n) % (2 * cross) if cross else 0)
        nodes.append((0.55 + n, (way % 360, (way + 180) % 360)))
    gone = 1 if difficulty == HARD else 0
    return _shoot(nodes, chance.uniform(24, 40), difficulty, chance, gone, 1.25)


def _alternate(difficulty: str, chance: random.Random) -> Stem:
    """Harder: round the stem, and then two and two near to one another."""
    nodes: list[tuple[float, tuple[float, ...]]] = []
    if difficulty == HARD:
        apart = chance.uniform(APART + 0.04, 0.32)
        for n in range(3):
            way = chance.uniform(-15, 15)
            nodes += [(0.5 + n * 1.0, (way % 360,)), (0.5 + n * 1.0 + apart, (way + 180,))]
        return _shoot(nodes, chance.uniform(34, 50), difficulty, chance, 0, 1.0)
    count = chance.randint(5, 6)
    turn = 180 if difficulty == EASY else 137.5
    for n in range(count):
        nodes.append(
            (0.6 + n + chance.uniform(-0.1, 0.1), ((turn * n + chance.uniform(-12, 12)) % 360,))
        )
    return _shoot(nodes, chance.uniform(15, 24), difficulty, chance, 0, 1.9)


def _whorled(difficulty: str, chance: random.Random) -> Stem:
    """Harder: fewer in a whorl, each whorl turned against the one below, and leaves that have fallen."""
    each = {EASY: 4, MEDIUM: 4, HARD: 3}[difficulty]
    nodes = []
    for n in range(3):
        way = 26 + (180 / each * n if difficulty != EASY else 0) + chance.uniform(-6, 6)
        nodes.append((0.5 + n, tuple((way + 360 / each * k) % 360 for k in range(each))))
    gone = {EASY: 0, MEDIUM: 0, HARD: 1}[difficulty]
    return _shoot(nodes, chance.uniform(30, 46), difficulty, chance, gone, 1.05)


_GROWN: dict[str, Callable[[str, random.Random], Leaf | Stem]] = {
    "entire": _entire,
    "toothed": _toothed,
    "lobed": _lobed,
    "simple": _undivided,
    "palmate": _palmate,
    "pinnate": _pinnate,
    "opposite": _opposite,
    "alternate": _alternate,
    "whorled": _whorled,
}
