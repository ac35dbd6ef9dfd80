"""A reading in words: which lines the level stands between, where the eye was; and why it is so."""

from collections.abc import Mapping
from decimal import Decimal

from courses.banks.generators.base import Body
from courses.banks.generators.scales import Instrument, Stand
from courses.banks.generators.telling import NBSP, both, joined
from lms.common.languages import LANGUAGES, Pair


def in_words(tool: Instrument, stand: Stand, difficulty: str) -> Pair:
    """What whoever looks at the instrument would see, line by line."""
    low, high = _numbers(stand, stand.seen)
    parts = [
        both(
            "{title}, Nr.{nb}{serial}. Virš skalės parašyta „{unit}“.",
            "{title}, no.{nb}{serial}. Over the scale stands “{unit}”.",
            title=tool.name,
            serial=stand.serial,
            unit=tool.unit,
            nb=NBSP,
        )
    ]
    if stand.down:
        parts.append(both("Skaičiai didėja žemyn.", "The numbers rise downwards."))
    else:
        parts.append(both("Skaičiai didėja aukštyn.", "The numbers rise upwards."))
    if difficulty == "easy":
        parts.append(
            both(
                "Gretimus brūkšnius skiria {division}; skaičius parašytas prie kas penkto.",
                "Neighbouring lines are {division} apart; every fifth has its number.",
                division=stand.division,
            )
        )
    else:
        parts.append(
            both(
                "Skaičius parašytas tik prie kas dešimto brūkšnio: vienas jų – {low}, kitas – {high}.",
                "Only every tenth line has its number: one is {low}, the next is {high}.",
                low=low,
                high=high,
            )
        )
    return joined([joined(parts), _level(stand, difficulty)], "\n\n")


def _level(stand: Stand, difficulty: str) -> Pair:
    # The hard way counts back from the larger number.
    back = difficulty == "hard"
    if stand.waves:
        return both(
            "Vanduo banguoja: bangų viršus yra ties {crest}, o tarp bangų vandens paviršius – ties {trough}.",
            "There are waves: their tops reach {crest}, and between them the water sinks to {trough}.",
            crest=_place(stand, stand.edge, back),
            trough=_place(stand, 2 * stand.line - stand.edge, back),
        )
    if stand.curve:
        kind: Pair = (
            {
                "lt": "Skystis drėkina stiklą.",
                "en": "The liquid wets the glass.",
            }
            if stand.curve > 0
            else {"lt": "Tai gyvsidabris.", "en": "The liquid is mercury."}
        )
        return joined(
            [
                kind,
                both(
                    "Jo paviršius išlinkęs: prie sienelių jis ties {edge}, o viduryje – ties {middle}."
                    if stand.curve < 0
                    else "Paviršius išlinkęs: prie sienelių jis ties {edge}, o viduryje – ties {middle}.",
                    "Its surface is curved: at the walls it stands at {edge}, and in the middle at "
                    "{middle}.",
                    edge=_place(stand, stand.edge, back),
                    middle=_place(stand, stand.line, back),
                ),
            ]
        )
    if stand.slant:
        above = stand.slant > 0
        return both(
            "Žiūrint įstrižai {where}, skystis matyti ties {seen}. Pažiūrėjus iš šono aišku, kad žvilgsnis "
            "skalę, kuri yra už skysčio, pasiekia {way} negu gulsčia linija nuo skysčio paviršiaus. "
            "Skirtumas, skaičiuojant tarpais tarp brūkšnių: {off}.",
            "Looked at slantwise from {where}, the liquid is seen at {seen}. From the side it is plain "
            "that the line of sight meets the scale, which is behind the liquid, {way} than a level "
            "line from the surface does. The difference, in spaces between lines: {off}.",
            where={"lt": "iš viršaus", "en": "above"}
            if above
            else {"lt": "iš apačios", "en": "below"},
            seen=_place(stand, stand.seen, back),
            off=abs(stand.slant),
            way={"lt": "žemiau", "en": "lower"} if above else {"lt": "aukščiau", "en": "higher"},
        )
    return both(
        "Akis viename aukštyje su skysčiu. Skysčio paviršius lygus ir yra ties {seen}.",
        "The eye is level with the liquid. Its surface is flat, and stands at {seen}.",
        seen=_place(stand, stand.line, back),
    )


def _numbers(stand: Stand, line: Decimal) -> tuple[Decimal, Decimal]:
    """The lines with numbers before and after this place, by what is written at them."""
    passed = (stand.first + line) // stand.labelled
    if stand.first + line < 0 and (stand.first + line) % stand.labelled:
        # Division of decimals cuts towards nought, and not downwards.
        passed -= 1
    low = passed * stand.labelled * stand.division
    return low, low + stand.labelled * stand.division


def _place(stand: Stand, line: Decimal, back: bool) -> Pair:
    """ "line 3 after the number 20", and how far on from it towards the next."""
    low, high = _numbers(stand, line)
    lines = (line + stand.first) - low / stand.division
    number, way = low, AFTER
    if back:
        lines, number, way = stand.labelled - lines, high, BEFORE
    whole, rest = int(lines), lines - int(lines)
    if not whole and not rest:
        return both("brūkšniu su skaičiumi {n}", "the line with the number {n}", n=number)
    at = both(
        "brūkšniu Nr.{nb}{k}, skaičiuojant {way} {n}",
        "line {k} {way} {n}",
        k=whole,
        way=way,
        n=number,
        nb=NBSP,
    )
    if not whole:
        at = both("brūkšniu su skaičiumi {n}", "the line with the number {n}", n=number)
    if not rest:
        return at
    on: Pair = (
        {"lt": "link mažesnių skaičių", "en": "towards smaller numbers"}
        if back
        else {
            "lt": "link didesnių skaičių",
            "en": "towards larger numbers",
        }
    )
    return both(
        "{at}, ir dar {share} tarpo {on}",
        "{at}, and {share} of a space on {on}",
        at=at,
        share=rest,
        on=on,
    )


AFTER: Pair = {"lt": "pirmyn nuo skaičiaus", "en": "after the number"}
BEFORE: Pair = {"lt": "atgal nuo skaičiaus", "en": "before the number"}


SPACES_SAID: Mapping[int, Pair] = {
    5: {"lt": "5 tarpai", "en": "5 spaces"},
    10: {"lt": "10 tarpų", "en": "10 spaces"},
}


# --- after the answer ----------------------------------------------------------------------------


def explained(tool: Instrument, stand: Stand) -> Pair:
    """What it shows, what a line is worth, and what there was to mind."""
    low, high = _numbers(stand, stand.line)
    shows = both(
        "Prietaisas rodo {value}{nb}{unit}.",
        "It shows {value}{nb}{unit}.",
        value=stand.value.normalize(),
        unit=tool.unit,
        nb=NBSP,
    )
    worth = both(
        "Nuo {low} iki {high} yra {n}, taigi vienas tarpas – {division}{nb}{unit}.",
        "From {low} to {high} there are {n}, so one is worth {division}{nb}{unit}.",
        low=low,
        high=high,
        n=SPACES_SAID[stand.labelled],
        division=stand.division,
        unit=tool.unit,
        nb=NBSP,
    )
    return joined([shows, worth, _minded(stand)])


def _minded(stand: Stand) -> Pair:
    if stand.waves:
        return both(
            "Bangų viršus ties {crest}, apačia ties {trough}: ramus paviršius būtų per vidurį.",
            "The tops of the waves are at {crest}, the troughs at {trough}: still water would stand halfway.",
            crest=stand.at(stand.edge).normalize(),
            trough=stand.at(2 * stand.line - stand.edge).normalize(),
        )
    if stand.curve > 0:
        return both(
            "Skysčio, kuris drėkina stiklą, rodmuo skaitomas ties žemiausiu išlinkio tašku; kraštai prie "
            "sienelių pakilę.",
            "A liquid that wets the glass is read at the lowest point of its curve; its edges climb "
            "the walls.",
        )
    if stand.curve < 0:
        return both(
            "Gyvsidabrio rodmuo skaitomas ties aukščiausiu išlinkio tašku; kraštai prie sienelių nusileidę.",
            "Mercury is read at the highest point of its curve; its edges sink at the walls.",
        )
    if stand.slant:
        return both(
            "Akis buvo {where}, todėl skystis matyti ties {seen}. Rodmuo yra ten, kur skalę pasiekia "
            "gulsčia linija; skirtumas tarpais: {off}.",
            "The eye was {where}, so the liquid is seen at {seen}. The reading is where a level line "
            "meets the scale; the difference in spaces: {off}.",
            where={"lt": "per aukštai", "en": "too high"}
            if stand.slant > 0
            else {"lt": "per žemai", "en": "too low"},
            seen=stand.at(stand.seen).normalize(),
            off=abs(stand.slant),
        )
    if stand.line % 1:
        return both(
            "Paviršius yra tarp dviejų brūkšnių: tarpą mintyse padalykite į dešimt dalių.",
            "The surface is between two lines: divide the space into ten in your mind.",
        )
    return both("Paviršius yra tiksliai ties brūkšniu.", "The surface is exactly on a line.")


def slips(stand: Stand) -> list[Body]:
    """Numbers that are reached by a known slip, with what to say of it."""
    found: list[tuple[Decimal, Pair]] = []
    if stand.slant:
        found.append(
            (
                stand.at(stand.seen),
                {
                    "lt": "Tiek matyti žiūrint įstrižai. Akis turi būti viename aukštyje su paviršiumi.",
                    "en": "That is what is seen at a slant. The eye must be level with the surface.",
                },
            )
        )
    elif stand.curve:
        found.append(
            (
                stand.at(stand.edge),
                {
                    "lt": "Tiek rodo paviršiaus kraštai prie sienelių, o rodmuo skaitomas viduryje.",
                    "en": "That is where the edges at the walls stand; the middle is what is read.",
                },
            )
        )
    elif stand.waves:
        aside: Pair = {
            "lt": "Tai bangos kraštutinė padėtis; ramus vanduo būtų per vidurį.",
            "en": "That is one end of the wave; still water would stand halfway.",
        }
        found += [(stand.at(stand.edge), aside), (stand.at(2 * stand.line - stand.edge), aside)]
    mirrored = 2 * _nearest_number(stand) - stand.value
    if all(abs(mirrored - one) > stand.division for one, _said in found):
        found.append(
            (
                mirrored,
                {
                    "lt": "Skaičiuota į priešingą pusę: pažiūrėkite, kuria kryptimi didėja skaičiai.",
                    "en": "That is counted the wrong way: look in which direction the numbers rise.",
                },
            )
        )
    return [
        {"answer": f"{answer.normalize():f}", "feedback": {code: said[code] for code in LANGUAGES}}  # type: ignore[literal-required]
        for answer, said in found
    ]


def _nearest_number(stand: Stand) -> Decimal:
    """The number on the scale that is nearest to the level."""
    low, high = _numbers(stand, stand.line)
    return low if stand.value - low < high - stand.value else high
