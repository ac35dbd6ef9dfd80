"""The instruments that are read, and where on its scale a level stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.common.languages import Pair

# Of how many lines one has a number, and how many spaces between lines are seen, at least and at most.
LABELLED = {"easy": 5, "medium": 10, "hard": 10}
SPACES = {"easy": (18, 22), "medium": (27, 33), "hard": (37, 43)}
ZERO = Decimal(0)


@dataclass(frozen=True)
class Unit:
    """factor, offset: how a number in it becomes one in the right unit; none where it cannot."""

    key: str
    text: Pair
    factor: str = ""
    offset: str = ""


@dataclass(frozen=True)
class Instrument:
    """divisions: by difficulty, what a space between two lines is worth.  seen: lowest and highest
    value at which the part that is seen begins.  units: the first is the right one.  down: whether
    numbers grow downwards.  convex: whether what it holds may bulge upwards."""

    title: Pair
    name: Pair
    asked: Pair
    seen_as: Pair
    look: str
    unit: str
    units: tuple[Unit, ...]
    divisions: Mapping[str, str]
    seen: tuple[Decimal, Decimal]
    least: str = "0"
    down: bool = False
    convex: bool = False
    waves: bool = False


@dataclass(frozen=True)
class Stand:
    """A level on a scale, in lines from the first that is seen, all of them exact.

    first: number of the first line, counted from nought.  curve: by how many lines the edges of the
    surface stand above its middle; below 0 it bulges.  waves: by how many the crests stand above the
    mean.  slant: how many lines the line of sight is off; above 0 the eye stood higher.  serial: the
    number of the instrument, by which one item is told from another.
    """

    first: int
    division: Decimal
    labelled: int
    spaces: int
    line: Decimal
    down: bool = False
    curve: Decimal = ZERO
    waves: Decimal = ZERO
    slant: Decimal = ZERO
    serial: str = ""

    def at(self, line: Decimal | int) -> Decimal:
        """What the scale says there."""
        return (self.first + line) * self.division

    @property
    def value(self) -> Decimal:
        return self.at(self.line)

    @property
    def up(self) -> int:
        """Which way on the scale leads upwards."""
        return -1 if self.down else 1

    @property
    def seen(self) -> Decimal:
        """Where the level is seen: an eye that stands higher sees it lower on the scale behind."""
        return self.line - self.slant * self.up

    @property
    def edge(self) -> Decimal:
        """Where the edges of the surface stand, or the crests of the waves."""
        return self.seen + (self.curve + self.waves) * self.up


def unit_list(tool: Instrument) -> list[dict[str, Any]]:
    """The units as the kind `reading` holds them, by the alphabet, which says nothing."""
    right = tool.units[0].key
    return [
        {
            "key": one.key,
            "right": one.key == right,
            "text": one.text,
            "factor": one.factor,
            "offset": one.offset,
        }
        for one in sorted(tool.units, key=lambda unit: unit.text["en"].casefold())
    ]


def _same(text: str) -> Pair:
    return {"lt": text, "en": text}


INSTRUMENTS: Mapping[str, Instrument] = {
    "thermometer": Instrument(
        title={"lt": "termometras", "en": "thermometer"},
        name={"lt": "Termometras", "en": "A thermometer"},
        asked={
            "lt": "Kokią temperatūrą rodo termometras?",
            "en": "What does the thermometer show?",
        },
        seen_as={
            "lt": "Padidinta termometro dalis: vamzdelis su skysčiu, dešinėje skalė.",
            "en": "Part of a thermometer, enlarged: a tube with liquid, and its scale on the right.",
        },
        look="thermometer",
        unit="°C",
        units=(
            Unit("c", _same("°C")),
            Unit("f", _same("°F"), "0.55555555555556", "-17.7777777777778"),
            Unit("k", _same("K"), "1", "-273.15"),
            Unit("hpa", _same("hPa")),
        ),
        divisions={"easy": "1", "medium": "0.5", "hard": "0.2"},
        seen=(Decimal(-18), Decimal(20)),
        least="-40",
        convex=True,
    ),
    "gauge": Instrument(
        title={"lt": "lietmatis", "en": "rain gauge"},
        name={"lt": "Lietmatis", "en": "A rain gauge"},
        asked={"lt": "Kiek kritulių rodo lietmatis?", "en": "How much rain does the gauge show?"},
        seen_as={
            "lt": "Padidinta lietmačio dalis: skaidrus indas su vandeniu ir brūkšniais ant sienelės.",
            "en": "Part of a rain gauge, enlarged: a clear vessel with water, and lines on its wall.",
        },
        look="gauge",
        unit="mm",
        units=(
            Unit("mm", _same("mm")),
            Unit("cm", _same("cm"), "10"),
            Unit("ml", _same("ml")),
            Unit("l", _same("l")),
        ),
        divisions={"easy": "1", "medium": "0.5", "hard": "0.2"},
        seen=(Decimal(0), Decimal(20)),
    ),
    "tape": Instrument(
        title={"lt": "Secchi disko juosta", "en": "tape of a Secchi disc"},
        name={"lt": "Secchi disko juosta", "en": "The tape of a Secchi disc"},
        asked={
            "lt": "Secchi disko ką tik nebematyti. Kokį gylį rodo jo juosta?",
            "en": "The Secchi disc has just gone out of sight. What depth does its tape show?",
        },
        seen_as={
            "lt": "Padidinta juostos dalis prie vandens paviršiaus; skaičiai didėja aukštyn, nuo disko.",
            "en": "Part of the tape at the surface of the water, enlarged; numbers rise upwards, away "
            "from the disc.",
        },
        look="tape",
        unit="m",
        units=(
            Unit("m", _same("m")),
            Unit("cm", _same("cm"), "0.01"),
            Unit("mm", _same("mm"), "0.001"),
            Unit("ft", {"lt": "pėdos", "en": "feet"}, "0.3048"),
        ),
        divisions={"easy": "0.1", "medium": "0.05", "hard": "0.02"},
        seen=(Decimal("0.2"), Decimal(5)),
        waves=True,
    ),
    "burette": Instrument(
        title={"lt": "biuretė", "en": "burette"},
        name={"lt": "Biuretė", "en": "A burette"},
        asked={"lt": "Kokį tūrį rodo biuretė?", "en": "What volume does the burette show?"},
        seen_as={
            "lt": "Padidinta biuretės dalis: siauras stiklinis vamzdelis su tirpalu; skaičiai didėja "
            "žemyn.",
            "en": "Part of a burette, enlarged: a narrow glass tube with a solution; numbers rise "
            "downwards.",
        },
        look="burette",
        unit="ml",
        units=(
            Unit("ml", _same("ml")),
            Unit("l", _same("l"), "1000"),
            Unit("mg", _same("mg")),
            Unit("mm", _same("mm")),
        ),
        divisions={"easy": "1", "medium": "0.5", "hard": "0.2"},
        seen=(Decimal(0), Decimal(30)),
        down=True,
    ),
}
