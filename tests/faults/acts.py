"""What is done to what while people learn."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.servers import Postgres, Redis
from tests.faults.site import Service


@dataclass(frozen=True)
class Act:
    """what: in words.  do: does it, and returns once the harness has done its part.  rest: seconds until
    the next one, so that what it broke is met by requests."""

    what: str
    do: Callable[[], object]
    rest: float


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
        Act("worker's child: kill -9", worker.kill_one_child, 1.5),
        Act("site's child: kill -9", site.kill_one_child, 2.5),
        Act("Redis: frozen for 4 s", redis_frozen, 1.0),
        Act("PostgreSQL: restart -m immediate", postgres.restart_at_once, 2.0),
        Act("all workers: kill -9", worker.kill_all, 2.0),
        Act("Redis: kill -9, back after 3 s", redis_killed, 1.0),
        Act("whole site: kill -9, back by its supervisor", site.kill_all, 6.0),
    ]


def carry_out(plan: list[Act], going_on: Callable[[], bool], *, rounds: int) -> list[Done]:
    """One after the other, as often as `rounds` says or as long as anybody learns; each at least once."""
    done: list[Done] = []
    for number in range(rounds):
        for act in plan:
            if number and not going_on():
                return done
            done.append(Done(act, time.monotonic()))
            act.do()
            done[-1].ended = time.monotonic()
            time.sleep(act.rest)
    return done
