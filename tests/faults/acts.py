"""What is done to what while people learn."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.servers import Postgres, Redis
from tests.faults.site import Service

PATIENCE = 90.0


@dataclass(frozen=True)
class Act:
    """what: in words.  do: does it, and returns once the harness has done its part.  rest: seconds at
    least until the next one, so that what it broke is met by requests.  ready: whether there is something
    to break."""

    what: str
    do: Callable[[], object]
    rest: float
    ready: Callable[[], bool] = lambda: True


@dataclass
class Done:
    """An act with its moments (monotonic)."""

    act: Act
    began: float
    ended: float = 0.0


def acts(postgres: Postgres, redis: Redis, site: Service, worker: Service) -> list[Act]:
    """Each once; a long run goes through them again and again."""

    def redis_killed() -> None:
        redis.kill()
        time.sleep(3)
        redis.start()

    def redis_frozen() -> None:
        redis.freeze()
        time.sleep(4)
        redis.thaw()

    return [
        Act("worker's child: kill -9", worker.kill_one_child, 1.5, worker.is_ready),
        Act("site's child: kill -9", site.kill_one_child, 2.5),
        Act("Redis: frozen for 4 s", redis_frozen, 1.0),
        Act("PostgreSQL: restart -m immediate", postgres.restart_at_once, 2.0),
        Act("all workers: kill -9", worker.kill_all, 2.0, worker.is_ready),
        Act("Redis: kill -9, back after 3 s", redis_killed, 1.0),
        Act("whole site: kill -9, back by its supervisor", site.kill_all, 6.0),
    ]


def carry_out(
    plan: list[Act],
    done: list[Done],
    going_on: Callable[[], bool],
    answered: Callable[[float], bool],
    *,
    rounds: int,
) -> None:
    """One after the other, as often as `rounds` says or as long as anybody learns; each at least once.

    done: gets each act as it begins.  answered: whether a request that began after a moment was acknowledged. The next act waits for that:
    on a slow machine a site that is killed again while it starts would never be seen to recover.
    """
    for number in range(rounds):
        for act in plan:
            if number and not going_on():
                return
            _wait(act.ready)
            done.append(Done(act, time.monotonic()))
            act.do()
            done[-1].ended = time.monotonic()
            time.sleep(act.rest)
            began = done[-1].began
            _wait(lambda began=began: answered(began) or not going_on())


def _wait(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < until:
        time.sleep(0.2)
