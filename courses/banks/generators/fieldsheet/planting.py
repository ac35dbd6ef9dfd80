"""Faults as people make them in field sheets, planted into one that has none."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from courses.banks.generators.fieldsheet.sheet import Sheet, word_of
from lms.common.languages import Pair

EASY, MEDIUM, HARD = "easy", "medium", "hard"


@dataclass(frozen=True)
class Planted:
    """columns: of the cells that are wrong.  why: what is wrong with them, and what was meant."""

    columns: tuple[str, ...]
    why: Pair


Planter = Callable[[Sheet, int, str, random.Random], tuple[Sheet, Planted]]


def _unit(sheet: Sheet, n: int, difficulty: str, chance: random.Random) -> tuple[Sheet, Planted]:
    """Easy: another unit is written. Medium: the number is one of another unit. Hard: it is so, and
    could nearly be right."""
    visit = sheet.visits[n]
    warm = round(visit.air * 9 / 5 + 32)
    if difficulty == EASY:
        why: Pair = {
            "lt": f"Temperatūra įrašyta Farenheito laipsniais: {warm}\u00a0°F yra {visit.air:g}\u00a0°C.".replace(
                "-", "\u2212"
            ),
            "en": f"The temperature is in degrees Fahrenheit: {warm}\u00a0°F is {visit.air:g}\u00a0°C.".replace(
                "-", "\u2212"
            ),
        }
        return sheet.with_visit(n, air=warm, air_unit="°F"), Planted(("air",), why)
    if difficulty == MEDIUM:
        walked = visit.walked or 0
        long = walked / 1000
        told = f"{long:.2f}"
        why = {
            "lt": f"Kelias įrašytas kilometrais, nors parašyta „m“: {told.replace('.', ',')}\u00a0km yra {walked:g}\u00a0m.",
            "en": f"The distance is in kilometres, though it says “m”: {told}\u00a0km is {walked:g}\u00a0m.",
        }
        return sheet.with_visit(n, walked=long), Planted(("walked",), why)
    speed = chance.choice((3, 4, 5))
    hour = round(speed * 3.6)
    why = {
        "lt": f"Vėjo greitis įrašytas km/h: silpnas vėjas pučia ne greičiau kaip 5,4\u00a0m/s, o {hour}\u00a0km/h yra apie {speed}\u00a0m/s.",
        "en": f"The wind speed is in km/h: a light wind is at most 5.4\u00a0m/s, and {hour}\u00a0km/h is about {speed}\u00a0m/s.",
    }
    return sheet.with_visit(n, wind=hour, word=word_of(speed)), Planted(("wind",), why)


def _swapped(sheet: Sheet, n: int, difficulty: str, chance: random.Random) -> tuple[Sheet, Planted]:
    visit = sheet.visits[n]
    why: Pair = {
        "lt": "Koordinatės sukeistos: platuma (apie 54,9) įrašyta prie ilgumos, ilguma (apie 23,9) – prie platumos.",
        "en": "The coordinates are swapped: the latitude (about 54.9) stands as longitude, the longitude (about 23.9) as latitude.",
    }
    return sheet.with_visit(n, lat=visit.lon, lon=visit.lat), Planted(("lat", "lon"), why)


def _absence(sheet: Sheet, n: int, difficulty: str, chance: random.Random) -> tuple[Sheet, Planted]:
    why: Pair = {
        "lt": "Rūšies nematyta, o skaičius neįrašytas. Turi būti 0: tuščias langelis reiškia, kad neskaičiuota.",
        "en": "The species was not seen, and no number is written. It has to be 0: an empty cell says that nobody counted.",
    }
    return sheet.with_visit(n, seen=False, count=None), Planted(("count",), why)


def _date(sheet: Sheet, n: int, difficulty: str, chance: random.Random) -> tuple[Sheet, Planted]:
    """Easy: no such month. Medium: no such day. Hard: that too, or a day still to come."""
    day = date.fromisoformat(sheet.visits[n].date)
    if difficulty == EASY:
        wrong = f"{day.year}-{day.day + 12 if day.day < 19 else 13:02}-{day.month:02}"
        why: Pair = {
            "lt": f"Tokio mėnesio nėra: {wrong}. Mėnuo ir diena greičiausiai sukeisti.",
            "en": f"There is no such month: {wrong}. Month and day were probably swapped.",
        }
        return sheet.with_visit(n, date=wrong), Planted(("date",), why)
    is_last = n == len(sheet.visits) - 1
    if difficulty == HARD and is_last:
        wrong = (sheet.handed + timedelta(days=chance.randint(2, 9))).isoformat()
        why = {
            "lt": f"Data {wrong} vėlesnė už dieną, kai anketa pateikta.",
            "en": f"The date {wrong} is later than the day on which the sheet was handed in.",
        }
        return sheet.with_visit(n, date=wrong), Planted(("date",), why)
    short = 4 if day.month < 5 else 6
    wrong = f"{day.year}-{short:02}-31"
    why = {
        "lt": f"Tokios dienos nėra: {'balandis' if short == 4 else 'birželis'} turi 30 dienų.",
        "en": f"There is no such day: {'April' if short == 4 else 'June'} has 30 days.",
    }
    return sheet.with_visit(n, date=wrong), Planted(("date",), why)


def _time(sheet: Sheet, n: int, difficulty: str, chance: random.Random) -> tuple[Sheet, Planted]:
    """The harder, the less the end is before the start."""
    least, most = {EASY: (90, 150), MEDIUM: (35, 60), HARD: (5, 20)}[difficulty]
    start = sheet.visits[n].start
    end = start - 5 * chance.randint(least // 5, most // 5)
    why: Pair = {
        "lt": "Pabaiga ankstesnė už pradžią: vienas iš laikų įrašytas klaidingai arba jie sukeisti.",
        "en": "The end is before the start: one of the times is wrong, or they were swapped.",
    }
    return sheet.with_visit(n, end=end), Planted(("start", "end"), why)


def _count(sheet: Sheet, n: int, difficulty: str, chance: random.Random) -> tuple[Sheet, Planted]:
    if chance.random() < 0.5:
        why: Pair = {
            "lt": "Parašyta, kad rūšies nematyta, bet skaičius didesnis už 0.",
            "en": "It says that the species was not seen, but the count is more than 0.",
        }
        count = chance.randint(8, 30) if difficulty == EASY else chance.randint(1, 3)
        return sheet.with_visit(n, seen=False, count=count), Planted(("seen", "count"), why)
    why = {
        "lt": "Parašyta, kad rūšis matyta, bet suskaičiuota 0.",
        "en": "It says that the species was seen, but the count is 0.",
    }
    return sheet.with_visit(n, seen=True, count=0), Planted(("seen", "count"), why)


def _effort(sheet: Sheet, n: int, difficulty: str, chance: random.Random) -> tuple[Sheet, Planted]:
    why: Pair = {
        "lt": "Neįrašyta, kiek nueita. Be stebėjimo apimties skaičiaus nėra su kuo palyginti.",
        "en": "The distance walked is missing. Without the effort, a count can be compared with nothing.",
    }
    return sheet.with_visit(n, walked=None), Planted(("walked",), why)


PLANTERS: Mapping[str, Planter] = {
    "unit": _unit,
    "swapped": _swapped,
    "absence": _absence,
    "date": _date,
    "time": _time,
    "count": _count,
    "effort": _effort,
}
