"""What is done to what while people learn, and how their learning is spread over it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.servers import PATIENCE, Postgres, Redis
from tests.faults.site import Service, Worker


@dataclass(frozen=True)
class Act:
    """what: in words.  do: does it, and returns once the harness has done its part.  rest: seconds at
    least until the next one, so that what it broke is met by requests.  takes: seconds that doing it takes at
    least.  ready: whether there is something to break."""

    what: str
    do: Callable[[], object]
    rest: float
    takes: float = 0.0
    ready: Callable[[], bool] = lambda: True


@dataclass
class Done:
    """An act with its moments (monotonic)."""

    act: Act
    began: float
    ended: float = 0.0


def acts(postgres: Postgres, redis: Redis, site: Service, worker: Worker) -> list[Act]:
    """Each once. What ends the workers does not come twice in a row: they take some seconds to start."""

    def redis_killed() -> None:
        redis.kill()
        time.sleep(3)
        redis.start()

    def redis_frozen() -> None:
        redis.freeze()
        time.sleep(4)
        redis.thaw()

    return [
        Act("worker's child: kill -9", worker.kill_one_child, 1.0, ready=worker.is_ready),
        Act("site's child: kill -9", site.kill_one_child, 1.0),
        Act("scheduler: kill -9", worker.kill_scheduler, 1.0, ready=worker.is_ready),
        Act("Redis: frozen for 4 s", redis_frozen, 0.5, takes=4.0),
        Act("PostgreSQL: restart -m immediate", postgres.restart_at_once, 1.0, takes=1.0),
        Act("whole site: kill -9, back by its supervisor", site.kill_all, 1.0),
        Act("all workers: kill -9", worker.kill_all, 1.0, ready=worker.is_ready),
        Act("Redis: kill -9, back after 3 s", redis_killed, 0.5, takes=3.0),
    ]


def carry_out(
    plan: list[Act], done: list[Done], answered: Callable[[], bool], *, rounds: int
) -> None:
    """One after the other, so many rounds.

    done: gets each act as it begins.  answered: asks the site; whether it answers. The next act waits for
    that: on a slow machine a site that is killed again while it starts would never be seen to recover.
    """
    for _round in range(rounds):
        for act in plan:
            _wait(act.ready)
            done.append(Done(act, time.monotonic()))
            act.do()
            done[-1].ended = time.monotonic()
            time.sleep(act.rest)
            _wait(answered)


def paced(done: list[Done], *, acts: int, before: int, to_come: int) -> Callable[[], float]:
    """How many events may have been acknowledged by now: with each act a share more, little by little, so
    that each falls among people who learn. The last share is left for after the last act.

    acts: how many there will be.  before: acknowledged before the first.  to_come: until all have learnt.
    """

    def pace() -> float:
        if not done:
            return before
        last = done[-1]
        part = (time.monotonic() - last.began) / max(0.1, last.act.takes + last.act.rest)
        return before + to_come * (len(done) - 1 + min(1.0, part)) / (acts + 1)

    return pace


def _wait(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < until:
        time.sleep(0.2)
