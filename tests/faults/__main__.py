"""`python -m tests.faults [--short] [--unhurried] [--spoil]`: people learn while everything breaks.

The exit code is 0 where nothing acknowledged was lost, nothing was done twice, and all of it was done
in time; 1 otherwise; 2 where something that is needed is missing. --unhurried: times are not judged.
"""

import json
import math
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lms.dev_setup import TOP
from tests.faults.acts import Act, Done, acts, carry_out, paced
from tests.faults.learners import EVENTS, MEASURED, Learner, Ledger, learn_all
from tests.faults.report import Compared, report
from tests.faults.servers import PATIENCE, Missing, Postgres, Redis, answers, free_port, until
from tests.faults.site import Service, Worker, site, worker


@dataclass(frozen=True)
class Size:
    """How long a run is. people: who learn among the acts; each of so many (measured_of) is measured too.
    compared: people for each of the measurements with and without Redis.  loads: how many of these."""

    people: int
    measured_of: int
    compared: int
    loads: int
    at_once: int
    rounds: int
    sweep: float
    workers: int


INTERRUPTING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Warming up, alive, frozen.
WITHOUT_DEAD = 3
LONG = Size(62, measured_of=5, compared=8, loads=5, at_once=6, rounds=6, sweep=20, workers=2)
SHORT = Size(8, measured_of=8, compared=1, loads=3, at_once=4, rounds=1, sweep=15, workers=1)


@dataclass(frozen=True)
class Wishes:
    """What was asked for on the command line."""

    short: bool
    unhurried: bool
    spoil: bool
    keep: bool

    @property
    def size(self) -> Size:
        return SHORT if self.short else LONG


@dataclass
class Ground:
    """Everything that was started, to be stopped in the other order."""

    folder: Path
    stops: list[Any] = field(default_factory=list)

    def close(self) -> None:
        for stop in reversed(self.stops):
            try:
                stop()
            except Exception as error:  # the others are to be stopped all the same
                print(f"could not stop: {error}", flush=True)


def environment(folder: Path, postgres: Postgres, redis: Redis, size: Size) -> dict[str, str]:
    """An installation's, and nothing of whoever runs this."""
    from lms.dev_test import clean_environment

    return {
        **clean_environment(os.environ, folder),
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "laukas.test",
        "SITE_URL": "https://laukas.test",
        "BEHIND_PROXY": "1",
        "THROTTLE": "0",
        "DATABASE_URL": postgres.url,
        "CELERY_BROKER_URL": redis.url,
        "SWEEP_SECONDS": str(size.sweep),
    }


def run(wishes: Wishes) -> int:
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="laukas-faults-"))
    ground = Ground(folder)
    try:
        return _run(ground, wishes, began)
    finally:
        # Whoever asks again to end it would leave servers behind.
        for number in INTERRUPTING:
            signal.signal(number, signal.SIG_IGN)
        ground.close()
        if wishes.keep:
            print(f"Logs: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _run(ground: Ground, wishes: Wishes, began: float) -> int:
    log, size = ground.folder / "log", wishes.size
    postgres = Postgres(ground.folder)
    ground.stops.append(postgres.stop)
    postgres.start()
    redis = Redis(ground.folder)
    ground.stops.append(redis.kill)
    redis.start()
    env = environment(ground.folder, postgres, redis, size)
    inside = Inside(ground, env, size, short=wishes.short)
    told = inside.heard()
    _said("filled", began)
    port = free_port()
    web = Service(site(port, log, size.workers), env)
    ground.stops.append(web.stop)
    web.start()
    until(lambda: answers(port), PATIENCE, "the site")
    ledger = Ledger()
    ground.stops.append(ledger.over.set)
    _said("everything is up", began)
    people = iter(told["people"])
    compared = _compared(port, told, people, ledger, redis, web, size)
    _said("measured with and without Redis", began)

    hands = Worker(worker(ground.folder, log), env)
    ground.stops.append(hands.stop)
    hands.start()
    until(hands.is_ready, PATIENCE, "the worker")
    rest = [
        {**who, "measured": number % size.measured_of == 1} for number, who in enumerate(people)
    ]
    done = _learn(port, told, rest, ledger, acts(postgres, redis, web, hands), size)
    _said("everybody has learnt", began)

    inside.ask(unhurried=wishes.unhurried)
    inside.heard()
    # What they might still do would be judged while they do it.
    hands.stop(grace=10.0)
    path = ground.folder / "ledger.json"
    path.write_text(json.dumps(ledger.acknowledged))
    inside.ask(ledger=str(path), spoil=wishes.spoil)
    text, well = report(
        done,
        ledger,
        compared,
        inside.heard(),
        hands.said(),
        web.said(),
        unhurried=wishes.unhurried,
    )
    print(text)
    print(f"\n{time.monotonic() - began:.0f} s in all.")
    return 0 if well else 1


def _learn(
    port: int,
    told: dict[str, Any],
    people: list[dict[str, Any]],
    ledger: Ledger,
    plan: list[Act],
    size: Size,
) -> list[Done]:
    """Everybody learns while everything is broken; what was done."""
    done: list[Done] = []
    before = len(ledger.acknowledged)
    to_come = sum(EVENTS + MEASURED * who["measured"] for who in people)
    ledger.pace = paced(done, acts=len(plan) * size.rounds, before=before, to_come=to_come)
    crowd = threading.Thread(target=learn_all, args=(port, told, people, ledger, size.at_once))
    crowd.start()
    carry_out(plan, done, Learner(port, told, people[0], ledger).looks, rounds=size.rounds)
    ledger.pace = lambda: math.inf
    crowd.join()
    if len(ledger.acknowledged) != before + to_come:
        acknowledged = len(ledger.acknowledged) - before
        ledger.trouble(f"{acknowledged} events were acknowledged, not {to_come}")
    return done


def _said(what: str, began: float) -> None:
    print(f"{time.monotonic() - began:5.0f} s  {what}", flush=True)


class Inside:
    """The process that knows Django."""

    def __init__(self, ground: Ground, env: dict[str, str], size: Size, *, short: bool) -> None:
        self.log = ground.folder / "inside.log"
        count = size.people + size.compared * size.loads
        command = [sys.executable, "-m", "tests.faults.inside", str(count)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, *(["--short"] if short else [])],
                cwd=TOP,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        ground.stops.append(lambda: (self.process.kill(), self.process.wait()))

    def ask(self, **what: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        if line := self.process.stdout.readline():
            return dict(json.loads(line))
        raise RuntimeError(self.log.read_text()[-3000:])


def _compared(
    port: int,
    told: dict[str, Any],
    people: Any,
    ledger: Ledger,
    redis: Redis,
    web: Service,
    size: Size,
) -> list[Compared]:
    """The same load with Redis alive, frozen and dead; no worker runs, so nothing else takes the cores.

    Before the last one the site is started anew: its doorbell has been silent since the frozen one.
    """

    def load(name: str) -> Compared:
        first = len(ledger.asked)
        some = [next(people) for _n in range(size.compared)]
        learn_all(port, told, some, ledger, min(2, size.at_once))
        asked = ledger.asked[first:]
        return Compared(
            name, sorted(one.seconds for one in asked if one.status == 200 or one.status == 201)
        )

    # The first requests of a process read templates and translations; they are not measured.
    load("warming up")
    found = [load("alive")]
    redis.freeze()
    found.append(load("frozen"))
    redis.thaw()
    if size.loads > WITHOUT_DEAD:
        starts = web.starts
        web.kill_all()
        until(lambda: web.starts > starts and answers(port), PATIENCE, "the site")
        load("warming up again")
        redis.kill()
        found.append(load("dead"))
        redis.start()
    return found


def main() -> int:
    asked = sys.argv[1:]
    wishes = Wishes(*(f"--{name}" in asked for name in ("short", "unhurried", "spoil", "keep")))

    def interrupted(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for number in INTERRUPTING:
        signal.signal(number, interrupted)
    try:
        return run(wishes)
    except Missing as error:
        print(error)
        return 2


if __name__ == "__main__":
    sys.exit(main())
