"""What `python -m tests.bench.speed` does: fills, asks, prints, and says which aims are reached."""

import gc
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from badges.awards.actions import load_achievements
from courses.competencies.actions import load_map
from lms.accounts.models import SiteRole, User
from lms.common.clock import now
from lms.management.commands.load_map import ACHIEVEMENTS
from tests.bench import pressing
from tests.bench.aims import Found, aims
from tests.bench.cold import Fetched, cold, unpacked
from tests.bench.loop import Measured, Timed, load, measure
from tests.bench.served import Site
from tests.bench.shapes import (
    DONE,
    Filled,
    Shape,
    add_learners,
    completions,
    filled,
    signed_in,
)
from tests.bench.small import Small, small
from tests.bench.wire import Ask, Got, Wire

SHAPES = (Shape(50, 1_000), Shape(500, 1_000), Shape(50, 10_000))
SHORT_SHAPES = (Shape(20, 60),)
# How many of each can be signed in as.
MOST = 1_000
# Completions in the database, in a course of so many units.
UNITS = 50
GROWTH = (10_000, 1_000_000)
SHORT_GROWTH = (1_000, 5_000)
HEAD = (
    f"{'':34}{'1: median':>10}{'p95':>7}{'8: median':>11}{'p95':>7}{'CPU ms':>8}{'+ db':>6}"
    f"{'SQL':>5}{'bytes':>9}{'floor':>8}{'ratio':>7}{'at 8':>7}{'by CPU':>8}"
)


@dataclass
class Bench:
    """One run. times: how often a page is asked for.  found: shape and action → what came of it.
    told: what else was measured, by name."""

    site: Site
    teacher: str
    times: int
    found: Found = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)

    def tell(self, shape: str, one: Measured) -> None:
        self.found[shape, one.name] = one
        say(line_of(one))


def run(env: Mapping[str, str], folder: Path, *, short: bool, grows: bool) -> None:
    """Everything, on an empty database. grows: only how one learner's pages do."""
    load_map()
    load_achievements(ACHIEVEMENTS, on=now())
    ieva = User.objects.create_user(
        "ieva@example.org", full_name="Ieva Jankauskienė", site_role=SiteRole.INSTRUCTOR
    )
    (teacher,) = signed_in([ieva], now())
    say(f"\n{connection.display_name}, {os.cpu_count()} cores, {_memory()} GB of memory")
    least, most = SHORT_GROWTH if short else GROWTH
    with Site(env, folder / "log") as site:
        bench = Bench(site, teacher, 24 if short else 240)
        learners = least // round(UNITS * DONE)
        first = filled(Shape(UNITS, learners), folder, by=ieva, on=now(), some=1)
        few = one_learner(bench, first)
        if not grows:
            everything(bench, folder, ieva, short=short)
        if (more := most - completions()) > 0:
            add_learners(first.course, first.outline, more // round(UNITS * DONE), on=now())
        bench.told["growth"] = one_learner(bench, first) / few
    say("")
    for line in aims(bench.found, bench.told, ratios=connection.vendor == "postgresql"):
        say(line)


def everything(bench: Bench, folder: Path, by: User, *, short: bool) -> None:
    """Courses of every shape, filled and asked for; then the site as a whole."""
    began = time.perf_counter()
    shapes = SHORT_SHAPES if short else SHAPES
    made = [filled(shape, folder, by=by, on=now(), some=MOST) for shape in shapes]
    few = small(folder, by=by, on=now())
    analyse()
    # What filling left would be looked through in every floor, and in no page.
    gc.collect()
    gc.freeze()
    say(f"Filled in {time.perf_counter() - began:.0f} s")
    for one in made:
        say(f"\n{one.shape}, {round(one.shape.units * DONE)} done each\n{HEAD}")
        of_a_course(bench, one)
    say(f"\nthe site as a whole\n{HEAD}")
    of_the_site(bench, made[0], few)
    first_visit(bench, made[0])
    memory(bench, made[0], 400 if short else 10_000)


def first_visit(bench: Bench, filled: Filled) -> None:
    """The course page as a browser fetches it that was never here."""
    wire, cookies = Wire(bench.site.port), filled.learners[0].cookies

    def fetch(path: str) -> Fetched:
        got = wire.ask(Ask(path, cookies))
        body = unpacked(got.body, got.headers.get("content-encoding", ""))
        lasts = "immutable" in got.headers.get("cache-control", "")
        return Fetched(got.received, body, lasts)

    found = cold(filled.path, fetch)
    wire.close()
    bench.told |= {"cold": found.total, "requests": len(found.parts)}
    bench.told |= {"scripts": found.scripts, "warm": len(found.again)}
    say(
        f"\nA first visit to the course page: {found.total:,} bytes with heads in {len(found.parts)} requests,"
        f" {found.scripts:,} of scripts; the next one: {len(found.again)} request"
    )


def one_learner(bench: Bench, filled: Filled) -> float:
    """The pages of one learner, however many others there are: milliseconds of processor of server and
    database for each."""
    analyse()
    learner = filled.learners[0]
    unit = pressing.units_to_read(filled, [learner], 1)[0]
    paths = (filled.path, unit.path, "/en/me/", "/en/me/passport/")
    asks = [Ask(path, learner.cookies) for path in paths] * bench.times
    load(bench.site, asks[:80], 8, Timed(), lambda _ask, _got: None)
    timed = Timed()
    load(bench.site, asks, 1, timed, lambda _ask, _got: None)
    say(
        f"One learner’s pages at {completions():>9,} completions: {timed.cpu_each:.1f} ms of processor,"
        f" {timed.median:.1f} ms"
    )
    return timed.cpu_each


def memory(bench: Bench, filled: Filled, times: int) -> None:
    """What the workers take before and after so many pages."""
    asks = pressing.pages(filled, filled.path, filled.learners, times // 2)
    asks += pressing.units_to_read(filled, filled.learners, times // 2)
    load(bench.site, asks[: times // 10], 8, Timed(), lambda _ask, _got: None)
    before = bench.site.memory()
    load(bench.site, asks, 8, Timed(), lambda _ask, _got: None)
    after = bench.site.memory()
    bench.told["memory"] = max(b - a for a, b in zip(before, after, strict=True))
    shown = ", ".join(f"{a:.0f} → {b:.0f} MB" for a, b in zip(before, after, strict=True))
    say(f"Workers over {times:,} pages: {shown}")


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def of_a_course(bench: Bench, filled: Filled) -> None:
    """What hangs on how large a course is."""
    site, times, name = bench.site, bench.times, str(filled.shape)
    learners = filled.learners
    readers, doers, askers = _three(learners)
    bench.tell(
        name, measure(site, "course page", pressing.pages(filled, filled.path, readers, times))
    )
    bench.tell(name, measure(site, "unit", pressing.units_to_read(filled, readers, times)))
    bench.tell(
        name,
        measure(site, "complete a unit", pressing.completing(filled, doers, times), once=True),
    )
    bench.tell(name, measure(site, "home", pressing.pages(filled, "/en/me/", readers, times)))
    of_a_quiz(bench, filled, askers[:times])
    studio = f"/en/studio/courses/{filled.course.slug}/"
    first = filled.outline.items[0].uid
    for what, path in (("unit editor", f"units/{first}/"), ("people page", "people/")):
        asks = [Ask(f"{studio}{path}", bench.teacher)] * (times // 2)
        bench.tell(name, measure(site, what, asks))


def _three(every: list[pressing.Learner]) -> tuple[list[pressing.Learner], ...]:
    return every[::3], every[1::3], every[2::3]


def of_a_quiz(bench: Bench, filled: Filled, learners: list[pressing.Learner]) -> None:
    """Start, answer, hand in; each learner once."""
    quiz, name = pressing.quiz_ahead(filled), str(filled.shape)
    attempts: list[tuple[str, str]] = []

    def started(ask: Ask, got: Got) -> None:
        attempts.append((got.headers["location"], ask.cookies))

    asks = pressing.starting(filled, quiz, learners)
    bench.tell(name, measure(bench.site, "start a quiz", asks, once=True, seen=started))
    asks = [Ask(address, cookies) for address, cookies in attempts]
    bench.tell(name, measure(bench.site, "questions of a quiz", asks[: bench.times]))
    asks = pressing.answering(quiz, attempts)
    bench.tell(name, measure(bench.site, "answer one", asks, once=True))
    asks = pressing.handing_in(quiz, attempts)
    bench.tell(name, measure(bench.site, "hand in, and the unit done", asks, once=True))


def of_the_site(bench: Bench, filled: Filled, few: Small) -> None:
    """What hangs on the site, or on one person."""
    site, times = bench.site, bench.times
    readers = filled.learners[:100]
    for what, asks in {
        "landing": [Ask("/en/")] * times,
        "catalogue": [Ask("/en/courses/")] * times,
        "search": [Ask("/en/courses/?q=count")] * times,
        "course page of a visitor": [Ask(filled.path)] * times,
        "passport": pressing.pages(filled, "/en/me/passport/", readers, times),
        "verify": [Ask(f"/en/verify/{code}/") for code in few.codes] * (times // len(few.codes)),
        "certificates": [Ask("/en/me/certificates/", one) for one in few.done]
        * (times // len(few.done)),
        "item of a sitting": [Ask(one.path, one.cookies) for one in few.items] * 2,
    }.items():
        bench.tell("", measure(site, what, asks))
    asks = [Ask(f"{one.path}answer/", one.cookies, one.form, 302) for one in few.items]
    bench.tell("", measure(site, "answer an item of a sitting", asks, once=True))


def analyse() -> None:
    """What a database does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def line_of(one: Measured) -> str:
    """One row of the table."""
    crowd = f"{one.crowd.median:>11.1f}{one.crowd.p95:>7.1f}" if one.crowd else " " * 18
    ratio = f"{one.crowd_ratio:>7.2f}" if one.crowd_ratio is not None else " " * 7
    database = one.alone.database_each
    base = f"{database:>6.1f}" if database is not None else f"{'–':>6}"
    return (
        f"{one.name:34}{one.alone.median:>10.1f}{one.alone.p95:>7.1f}{crowd}"
        f"{one.alone.server_each:>8.1f}{base}{one.statements:>5}{one.received:>9,}"
        f"{one.floor:>8.1f}{one.ratio:>7.2f}{ratio}{one.cpu_ratio:>8.2f}"
    )


def say(line: str) -> None:
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
