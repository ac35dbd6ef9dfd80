"""A flock told in numbers: what came and went, what was counted in each part, or in some of them."""

import random
from dataclasses import dataclass
from decimal import Decimal

from courses.banks.generators.telling import NBSP, both, joined, table
from lms.common.languages import Pair

# How many parts a shore has, how many of them were counted, by difficulty.
PARTS = {"easy": 5, "medium": 7, "hard": 8}
SAMPLED = {"easy": (12, 6), "medium": (18, 6), "hard": (24, 6)}
# The counted parts, taken for all, lead this near to the truth, as a share of it.
LEADS = 0.08


@dataclass(frozen=True)
class Told:
    """text: Markdown.  asked: the question.  birds: the truth."""

    text: Pair
    asked: Pair
    explanation: Pair
    birds: int


def told_few(chance: random.Random, birds: int, difficulty: str, *, others: bool) -> Told:
    """Birds that come and go while somebody watches."""
    steps = {"easy": 2, "medium": 4, "hard": 6}[difficulty]
    changes = _changes(chance, birds, steps)
    told, sums = [], []
    for place, change in enumerate(changes):
        geese = chance.randint(1, 9) if others and place % 2 == 0 else 0
        told.append(_event(chance, place, change, geese))
        sums.append(f"{'+' if change > 0 else '−'} {abs(change)}" if place else str(change))
    lines = joined([both("- {event}", "- {event}", event=event) for event in told], between="\n")
    hour, minute = chance.randint(4, 20), chance.randint(0, 59)
    opening = both(
        "Nuo {time} iš slėptuvės stebėtas {pond}. Iš pradžių jame nebuvo nė vieno paukščio.",
        "From {time} on, {pond} was watched from a hide. At first there was no bird on it.",
        time=f"{hour}:{minute:02}",
        pond=chance.choice(PONDS),
    )
    closing: Pair = {"lt": "", "en": ""}
    if others:
        closing = both(" Žąsys neskaičiuojamos.", " Geese are not counted.")
    return Told(
        text=joined([opening, lines], "\n\n"),
        asked={
            "lt": "Kiek gulbių liko stebėjimo pabaigoje?",
            "en": "How many swans were there at the end of the watch?",
        },
        explanation=joined(
            [
                both(
                    "Liko {birds}: {sums} = {birds}.",
                    "{birds} were left: {sums} = {birds}.",
                    birds=birds,
                    sums=" ".join(sums),
                ),
                closing,
            ],
            "",
        ),
        birds=birds,
    )


def _changes(chance: random.Random, birds: int, steps: int) -> list[int]:
    """Numbers that come (above 0) and go (below), and leave so many; none is the answer itself."""
    while True:
        here, changes = 0, []
        for _step in range(steps - 1):
            change = chance.choice([n for n in range(-9, 10) if n and here + n >= 0])
            changes.append(change)
            here += change
        last = birds - here
        if last and abs(last) <= 12 and all(abs(one) != birds for one in [*changes, last]):
            return [*changes, last]


PONDS: tuple[Pair, ...] = (
    {"lt": "miško tvenkinys", "en": "a pond in a wood"},
    {"lt": "parko tvenkinys", "en": "a pond in a park"},
    {"lt": "durpyno ežerėlis", "en": "a pool in a bog"},
    {"lt": "upės užutėkis", "en": "a quiet bend of a river"},
    {"lt": "žvyro karjeras", "en": "a flooded gravel pit"},
)
MINUTES = (3, 8, 15, 21, 34, 47)


def _event(chance: random.Random, place: int, change: int, geese: int) -> Pair:
    minute = MINUTES[place] + chance.randint(0, 4)
    if change > 0:
        said = both(
            "Po {minute}{nb}min. atskrido gulbių: {n}.",
            "After {minute}{nb}min, swans that came: {n}.",
            minute=minute,
            n=change,
            nb=NBSP,
        )
    else:
        said = both(
            "Po {minute}{nb}min. nuskrido gulbių: {n}.",
            "After {minute}{nb}min, swans that left: {n}.",
            minute=minute,
            n=-change,
            nb=NBSP,
        )
    if not geese:
        return said
    return joined([said, both("Atskrido žąsų: {n}.", "Geese that came: {n}.", n=geese)])


def told_tens(chance: random.Random, birds: int, difficulty: str, *, others: bool) -> Told:
    """A shore in parts, all of them counted."""
    counts = _spread(chance, birds, PARTS[difficulty], apart=birds)
    head: list[Pair] = [{"lt": "Ruožas", "en": "Stretch"}]
    rows: list[list[int]]
    if others:
        # What was counted together, and how many of them were something else.
        gulls = [chance.randint(0, 6) for _part in counts]
        head += [
            {"lt": "Ančių ir kirų kartu", "en": "Ducks and gulls together"},
            {"lt": "Iš jų kirų", "en": "Gulls among them"},
        ]
        pairs = enumerate(zip(counts, gulls, strict=True), 1)
        rows = [[n, ducks + other, other] for n, (ducks, other) in pairs]
    else:
        head.append({"lt": "Ančių", "en": "Ducks"})
        rows = [[n, ducks] for n, ducks in enumerate(counts, 1)]
    opening = both(
        "Pakrantė suskirstyta į ruožus, ir antys suskaičiuotos kiekviename. Nė viena neperskrido iš "
        "vieno ruožo į kitą.",
        "A shore was divided into stretches, and the ducks were counted in each. None moved from one "
        "stretch to another.",
    )
    return Told(
        text=joined([opening, table(head, rows)], "\n\n"),
        asked={"lt": "Kiek ančių buvo iš viso?", "en": "How many ducks were there in all?"},
        explanation=both(
            "Ančių ruožuose: {sums} = {birds}.",
            "Ducks in the stretches: {sums} = {birds}.",
            sums=" + ".join(map(str, counts)),
            birds=birds,
        ),
        birds=birds,
    )


def told_part(chance: random.Random, birds: int, difficulty: str, *, others: bool) -> Told:
    """A field in equal strips, of which some were counted and stand for all."""
    strips, some = SAMPLED[difficulty]
    while True:
        counts = _spread(chance, birds, strips)
        taken = sorted(chance.sample(range(strips), some))
        leads = sum(counts[place] for place in taken) * Decimal(strips) / some
        if abs(leads - birds) <= Decimal(str(LEADS)) * birds and leads != birds:
            break
    head: list[Pair] = [{"lt": "Juosta", "en": "Strip"}]
    if others:
        swans = [chance.randint(1, 9) for _strip in taken]
        head += [
            {"lt": "Žąsų ir gulbių kartu", "en": "Geese and swans together"},
            {"lt": "Iš jų gulbių", "en": "Swans among them"},
        ]
        rows = [
            [place + 1, counts[place] + other, other]
            for place, other in zip(taken, swans, strict=True)
        ]
    else:
        head.append({"lt": "Žąsų", "en": "Geese"})
        rows = [[place + 1, counts[place]] for place in taken]
    opening = both(
        "Lauke ilsisi žąsys. Laukas mintyse padalytas į vienodo pločio juostas (iš viso {strips}). Žąsys "
        "suskaičiuotos tik atsitiktinai parinktose juostose, kurių yra {some}.",
        "Geese rest in a field. The field was divided in the mind into strips of one width ({strips} "
        "in all). Geese were counted in only {some} of them, chosen at random.",
        strips=strips,
        some=some,
    )
    total = sum(counts[place] for place in taken)
    return Told(
        text=joined([opening, table(head, rows)], "\n\n"),
        asked={
            "lt": "Kiek maždaug žąsų buvo lauke?",
            "en": "About how many geese were in the field?",
        },
        explanation=both(
            "Vėliau suskaičiuotos visos: {birds}. Iš {some} juostų, kuriose buvo {total}, išeina {total} "
            ": {some} × {strips} ≈ {leads}. Visose juostose iš eilės: {every}.",
            "All were counted later: {birds}. The {some} strips held {total}, which leads to "
            "{total} ÷ {some} × {strips} ≈ {leads}. In all the strips, one after another: {every}.",
            birds=birds,
            some=some,
            total=total,
            strips=strips,
            leads=round(leads),
            every=", ".join(map(str, counts)),
        ),
        birds=birds,
    )


def _spread(chance: random.Random, birds: int, parts: int, apart: int = -1) -> list[int]:
    """So many birds over parts of a shore, unevenly; no part holds `apart` of them."""
    while True:
        pull = [chance.uniform(0.35, 1) for _part in range(parts)]
        counts = [int(birds * one / sum(pull)) for one in pull]
        for _rest in range(birds - sum(counts)):
            counts[chance.randrange(parts)] += 1
        if apart not in counts:
            return counts
