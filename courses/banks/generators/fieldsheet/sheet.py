"""A field sheet as it was filled in, before anything in it is wrong: visits near Kaunas, one a row.

The rules by which a cell is right stand in `RULES`, as learners read them above the sheet.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lms.common.languages import Pair

COLUMNS: dict[str, Pair] = {
    "date": {"lt": "Data", "en": "Date"},
    "start": {"lt": "Pradžia", "en": "Start"},
    "end": {"lt": "Pabaiga", "en": "End"},
    "lat": {"lt": "Platuma", "en": "Latitude"},
    "lon": {"lt": "Ilguma", "en": "Longitude"},
    "air": {"lt": "Oro temperatūra", "en": "Air temperature"},
    "wind": {"lt": "Vėjas", "en": "Wind"},
    "seen": {"lt": "Ar matyta", "en": "Seen"},
    "count": {"lt": "Kiek suskaičiuota", "en": "Counted"},
    "walked": {"lt": "Nueita (apimtis)", "en": "Walked (effort)"},
}
# Up to how many metres a second each word of the scale goes.
WINDS: tuple[tuple[float, Pair], ...] = (
    (1.5, {"lt": "ramu", "en": "calm"}),
    (5.4, {"lt": "silpnas", "en": "light"}),
    (10.7, {"lt": "vidutinis", "en": "moderate"}),
)
YES: Pair = {"lt": "taip", "en": "yes"}
NO: Pair = {"lt": "ne", "en": "no"}
RULES: Pair = {
    "lt": "Anketa pildoma taip: data – metai-mėnuo-diena, ne vėlesnė kaip pateikimo diena; laikas – vietos, ta pati diena; "
    "koordinatės – dešimtainiai laipsniai, visos vietos yra prie Kauno (platuma apie 54,9, ilguma apie 23,9); temperatūra – "
    "°C; vėjo greitis – m/s (ramu – iki 1,5; silpnas – iki 5,4; vidutinis – iki 10,7); jei rūšies nematyta, rašomas skaičius "
    "0; nueitas kelias – metrais, rašomas visada.",
    "en": "How the sheet is filled in: dates as year-month-day, none later than the day it was handed in; times are local, of "
    "one day; coordinates in decimal degrees, all places lie near Kaunas (latitude about 54.9, longitude about 23.9); "
    "temperature in °C; wind speed in m/s (calm: up to 1.5; light: up to 5.4; moderate: up to 10.7); where the species was not "
    "seen, the count is 0; the distance walked in metres, always stated.",
}
# What is counted, where, and about where that is. Latin names and places as both languages say them.
SPECIES: tuple[Pair, ...] = (
    {"lt": "didžioji antis (*Anas platyrhynchos*)", "en": "mallard (*Anas platyrhynchos*)"},
    {"lt": "baltasis gandras (*Ciconia ciconia*)", "en": "white stork (*Ciconia ciconia*)"},
    {"lt": "ausuotasis kragas (*Podiceps cristatus*)", "en": "great crested grebe (*Podiceps cristatus*)"},
    {"lt": "pempė (*Vanellus vanellus*)", "en": "lapwing (*Vanellus vanellus*)"},
    {"lt": "pilkasis garnys (*Ardea cinerea*)", "en": "grey heron (*Ardea cinerea*)"},
    {"lt": "machaonas (*Papilio machaon*)", "en": "swallowtail (*Papilio machaon*)"},
    {"lt": "pievinė varlė (*Rana temporaria*)", "en": "common frog (*Rana temporaria*)"},
    {"lt": "čiurlys (*Apus apus*)", "en": "swift (*Apus apus*)"},
)  # fmt: skip
PLACES: tuple[tuple[Pair, float, float], ...] = (
    ({"lt": "Nemuno sala", "en": "Nemunas Island"}, 54.898, 23.874),
    ({"lt": "Kauno marių pakrantė prie Pažaislio", "en": "shore of the Kaunas Reservoir at Pažaislis"}, 54.876, 24.022),
    ({"lt": "Ąžuolynas", "en": "Ąžuolynas oak wood"}, 54.898, 23.949),
    ({"lt": "Lampėdžių ežeras", "en": "Lake Lampėdžiai"}, 54.913, 23.812),
    ({"lt": "Jiesios slėnis", "en": "Jiesia valley"}, 54.852, 23.931),
    ({"lt": "Kleboniškis", "en": "Kleboniškis forest park"}, 54.934, 23.961),
    ({"lt": "Neries pievos prie Eigulių", "en": "Neris meadows at Eiguliai"}, 54.927, 23.926),
)  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """One row. start, end: minutes since midnight.  air: °C.  wind: m/s.  walked: metres.  None: the
    cell is empty.  date: as it is written.."""

    date: str
    start: int
    end: int
    lat: float
    lon: float
    air: float
    wind: float
    word: Pair
    seen: bool
    count: int | None
    walked: float | None
    air_unit: str = "°C"

    def cells(self) -> dict[str, Pair]:
        """What stands in each cell, by column; an empty one is left out."""
        written: dict[str, Pair | None] = {
            "date": _both(self.date),
            "start": _both(_clock(self.start)),
            "end": _both(_clock(self.end)),
            "lat": _number(self.lat, 4),
            "lon": _number(self.lon, 4),
            "air": _number(self.air, 0, self.air_unit),
            "wind": _wind(self.word, self.wind),
            "seen": YES if self.seen else NO,
            "count": None if self.count is None else _both(str(self.count)),
            "walked": _way(self.walked),
        }
        return {name: said for name, said in written.items() if said is not None}


@dataclass(frozen=True)
class Sheet:
    """place, species: what stands above the rows.  handed: the day it was handed in."""

    place: Pair
    species: Pair
    handed: date
    visits: tuple[Visit, ...]

    def with_visit(self, n: int, **changed: object) -> "Sheet":
        visits = list(self.visits)
        visits[n] = replace(visits[n], **changed)  # type: ignore[arg-type]
        return replace(self, visits=tuple(visits))

    @property
    def heading(self) -> Pair:
        day = self.handed.isoformat()
        return {
            "lt": f"Vieta: {self.place['lt']}. Rūšis: {self.species['lt']}. Anketa pateikta {day}.",
            "en": f"Place: {self.place['en']}. Species: {self.species['en']}. Handed in on {day}.",
        }


def filled(rows: int, odd: bool, chance: random.Random) -> Sheet:
    """A sheet without a fault. odd: with things that are unusual and still right."""
    place, lat, lon = chance.choice(PLACES)
    day = date(chance.choice((2023, 2024, 2025)), chance.choice((3, 4)), chance.randint(1, 28))
    visits = []
    for n in range(rows):
        visits.append(_visit(day, n, lat, lon, odd, chance))
        day += timedelta(days=chance.randint(4, 9))
    handed = date.fromisoformat(visits[-1].date) + timedelta(days=chance.randint(1, 4))
    # A sheet has visits on which the species was seen, and at least one on which it was not.
    some = chance.sample(range(rows), 2)
    sheet = Sheet(place, chance.choice(SPECIES), handed, tuple(visits))
    sheet = sheet.with_visit(
        some[0], seen=True, count=visits[some[0]].count or chance.randint(2, 30)
    )
    return sheet.with_visit(some[1], seen=False, count=0)


def _visit(day: date, n: int, lat: float, lon: float, odd: bool, chance: random.Random) -> Visit:
    """Later in the spring it is warmer, and one starts earlier."""
    start = 5 * chance.randint(80, 116) - 15 * min(n, 6)
    air = chance.randint(2, 8) + min(2 * n, 12)
    if odd and chance.random() < 0.2:
        # A frost in early spring, or somebody who was up early.
        air, start = (chance.choice((-2, -1, 0)) if n < 3 else air), start - 60
    wind = chance.choice((0, 1, 2, 2, 3, 3, 4, 5, 6, 8))
    seen = chance.random() < 0.7
    count = chance.randint(1, 24) if seen else 0
    if odd and seen and chance.random() < 0.15:
        count = chance.randint(90, 240)
    return Visit(
        date=day.isoformat(),
        start=start,
        end=start + 5 * chance.randint(6, 26),
        lat=lat + chance.randint(-45, 45) / 10000,
        lon=lon + chance.randint(-70, 70) / 10000,
        air=air,
        wind=wind,
        word=word_of(wind),
        seen=seen,
        count=count,
        walked=10 * chance.randint(45, 150),
    )


def word_of(wind: float) -> Pair:
    """What the scale calls a speed (m/s)."""
    return next(word for most, word in WINDS if wind <= most)


def _both(said: str) -> Pair:
    return {"lt": said, "en": said}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _number(value: float, places: int, unit: str = "") -> Pair:
    told = f"{value:.{places}f}".replace("-", "\u2212") + (f"\u00a0{unit}" if unit else "")
    return {"lt": told.replace(".", ","), "en": told}


def _wind(word: Pair, speed: float) -> Pair:
    return {code: f"{word[code]}, {speed:g}\u00a0m/s" for code in ("lt", "en")}  # type: ignore[literal-required,return-value]


def _way(walked: float | None) -> Pair | None:
    if walked is None:
        return None
    # What was meant in kilometres has a part of one.
    return _number(walked, 0 if walked >= 10 else 2, "m")
