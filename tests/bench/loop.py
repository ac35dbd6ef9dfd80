"""The closed loop: so many connections, each asking again as soon as it has its answer."""

import math
import statistics
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from tests.bench.floor import Took, floor_of, taken
from tests.bench.served import WORKERS, Site, database_cpu, own_database_cpu
from tests.bench.wire import Ask, Got, Wire

# Of the same in turns, so that what else the machine does meets the page and its floor alike.
ROUNDS = 4


@dataclass
class Timed:
    """Of so many requests at once: milliseconds of each, and of processor of the server and the
    database for all of them. elapsed: milliseconds from the first to the last.  connections: over so many."""

    connections: int = 1
    walls: list[float] = field(default_factory=list)
    server: float = 0.0
    database: float | None = 0.0
    elapsed: float = 0.0
    received: list[int] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.walls)

    @property
    def p95(self) -> float:
        return sorted(self.walls)[math.ceil(0.95 * len(self.walls)) - 1]

    @property
    def server_each(self) -> float:
        return self.server / len(self.walls)

    @property
    def database_each(self) -> float | None:
        return None if self.database is None else self.database / len(self.walls)

    @property
    def cpu_each(self) -> float:
        return self.server_each + (self.database_each or 0.0)


@dataclass(frozen=True)
class Measured:
    """What one action came to. alone, crowd: with one connection, and with eight.  floor, floor_cpu:
    milliseconds, the second with the database's."""

    name: str
    alone: Timed
    crowd: Timed | None
    statements: int
    floor: float
    floor_cpu: float

    @property
    def ratio(self) -> float:
        """How often the floor one page takes, with one connection."""
        return self.alone.median / self.floor

    @property
    def crowd_ratio(self) -> float | None:
        """The same in the crowd, where the floor is that of all who wait for one worker, one after another:
        no way of writing the page could let them wait less."""
        if self.crowd is None:
            return None
        return self.crowd.median / (self.floor * max(1, self.crowd.connections / WORKERS))

    @property
    def cpu_ratio(self) -> float:
        """The same by processor time, of all that was asked: other work of the machine is not in it."""
        every = [one for one in (self.alone, self.crowd) if one]
        cpu = sum(one.cpu_each * len(one.walls) for one in every)
        return cpu / sum(len(one.walls) for one in every) / self.floor_cpu

    @property
    def received(self) -> int:
        """Bytes of one answer as they came."""
        return round(statistics.median(self.alone.received))


Seen = Callable[[Ask, Got], object]


def load(site: Site, asks: Sequence[Ask], connections: int, timed: Timed, seen: Seen) -> None:
    """All of these requests over so many connections."""
    wires = [Wire(site.port) for _one in range(connections)]
    left, lock = iter(asks), threading.Lock()
    faults: list[BaseException] = []

    def work(wire: Wire) -> None:
        try:
            while not faults:
                with lock:
                    ask = next(left, None)
                if ask is None:
                    return
                got = wire.ask(ask)
                timed.walls.append(got.seconds * 1000)
                timed.received.append(got.received)
                seen(ask, got)
        except BaseException as fault:
            faults.append(fault)

    server, base, began = site.cpu(), database_cpu(), perf_counter()
    threads = [threading.Thread(target=work, args=(wire,)) for wire in wires[1:]]
    for thread in threads:
        thread.start()
    work(wires[0])
    for thread in threads:
        thread.join()
    timed.elapsed += (perf_counter() - began) * 1000
    timed.server += site.cpu() - server
    after = database_cpu()
    timed.database = None if base is None or after is None else (timed.database or 0) + after - base
    for wire in wires:
        wire.close()
    if faults:
        raise faults[0]


def measure(
    site: Site,
    name: str,
    asks: Sequence[Ask],
    *,
    once: bool = False,
    crowd: int = 8,
    seen: Seen = lambda _ask, _got: None,
) -> Measured:
    """Ask for all of these: a tenth to warm up, then half alone and half in a crowd.

    once: whether each can be done only once, so that none may be asked for twice.
    """
    warm = max(8, len(asks) // 10)
    # The first time what is immutable is read, and now and then what is kept for ten seconds.
    page = min((taken(asks[-1]) for _time in range(3)), key=lambda one: len(one.counted))
    load(site, asks[:warm], 8, Timed(), seen)
    rest = asks[warm:] if once else asks
    half = len(rest) // 2 if crowd else len(rest)
    alone, together, floors = Timed(), Timed(connections=crowd), list[Took]()
    base = own_database_cpu()
    for part in _parts(rest[:half]):
        load(site, part, 1, alone, seen)
        if once:
            # What it wrote and undid has had numbers that others got since.
            page = taken(asks[-1])
        floors += [floor_of(page) for _time in range(max(5, len(part) // 2))]
    spent = own_database_cpu() - base
    if crowd:
        load(site, rest[half:], crowd, together, seen)
    return Measured(
        name,
        alone,
        together if crowd else None,
        len(page.counted),
        statistics.median(one.wall for one in floors),
        statistics.fmean(one.cpu for one in floors) + spent / len(floors),
    )


def _parts(asks: Sequence[Ask]) -> list[Sequence[Ask]]:
    size = math.ceil(len(asks) / ROUNDS)
    return [asks[start : start + size] for start in range(0, len(asks), size)]
