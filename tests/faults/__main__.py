"""`python -m tests.faults [--short] [--spoil]`: people learn while everything they lean on is broken.

The exit code is 0 where nothing acknowledged was lost, nothing was done twice, and all of it was done
in time; 1 otherwise; 2 where something that is needed is missing.
"""

import json
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
from tests.faults.acts import Done, acts, carry_out
from tests.faults.learners import Ledger, learn_all
from tests.faults.report import Compared, acknowledged_since, report
from tests.faults.servers import Missing, Postgres, Redis, answers, free_port, until
from tests.faults.site import Service, site, worker


@dataclass(frozen=True)
class Size:
    """How long a run is. compared: people for each of the measurements with and without Redis."""

    people: int
    compared: int
    at_once: int
    rounds: int
    sweep: float
    workers: int


# To a person: joining, three units, an attempt, three answers, handing in.
EVENTS = 9
LONG = Size(people=70, compared=11, at_once=6, rounds=6, sweep=20, workers=2)
SHORT = Size(people=8, compared=1, at_once=4, rounds=1, sweep=15, workers=1)


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


def run(size: Size, *, short: bool, spoil: bool) -> int:
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="laukas-faults-"))
    ground = Ground(folder)
    try:
        return _run(ground, size, short=short, spoil=spoil, began=began)
    finally:
        ground.close()
        if "--keep" in sys.argv:
            print(f"Logs: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _run(ground: Ground, size: Size, *, short: bool, spoil: bool, began: float) -> int:
    log = ground.folder / "log"
    postgres = Postgres(ground.folder)
    ground.stops.append(postgres.stop)
    redis = Redis(ground.folder)
    ground.stops.append(redis.stop)
    env = environment(ground.folder, postgres, redis, size)
    inside = _inside(ground, env, size, short=short)
    line = inside.stdout.readline()
    if not line:
        raise RuntimeError((ground.folder / "inside.log").read_text()[-3000:])
    told = json.loads(line)
    _said("filled", began)
    port = free_port()
    web = Service(site(port, log, size.workers), env)
    ground.stops.append(web.stop)
    web.start()
    until(lambda: answers(port), 60, "the site")
    people = iter(told["people"])
    ledger = Ledger()
    ground.stops.append(ledger.over.set)
    _said("everything is up", began)
    compared = _compared(port, told, people, ledger, redis, web, size, short=short)

    _said("measured with and without Redis", began)
    hands = Service(worker(ground.folder, log), env)
    ground.stops.append(hands.stop)
    hands.start()
    until(hands.is_ready, 120, "the worker")
    rest = list(people)
    plan = acts(postgres, redis, web, hands)
    done: list[Done] = []
    if size.rounds == 1:
        before, to_come = len(ledger.acknowledged), EVENTS * len(rest)
        # With each act a share more; after the last one the rest.
        ledger.pace = lambda: (
            before + to_come * (len(done) + (not going_on.is_set())) / (len(plan) + 1)
        )
    going_on = threading.Event()
    going_on.set()
    gave_up: list[str] = []
    crowd = threading.Thread(
        target=lambda: gave_up.extend(learn_all(port, told, rest, ledger, size.at_once))
    )
    crowd.start()
    carry_out(
        plan,
        done,
        crowd.is_alive,
        lambda since: acknowledged_since(since, ledger.asked),
        rounds=size.rounds,
    )
    going_on.clear()
    crowd.join()
    _said("everybody has learnt", began)

    path = ground.folder / "ledger.json"
    path.write_text(json.dumps(ledger.acknowledged))
    inside.stdin.write(f"{path}{' spoil' if spoil else ''}\n")
    inside.stdin.flush()
    answer = inside.stdout.readline()
    if not answer:
        raise RuntimeError((ground.folder / "inside.log").read_text()[-3000:])
    verdict = json.loads(answer)
    text, well = report(done, ledger, compared, verdict, gave_up, hands.said(), web.said())
    print(text)
    print(f"\n{time.monotonic() - began:.0f} s in all.")
    return 0 if well else 1


def _said(what: str, began: float) -> None:
    print(f"{time.monotonic() - began:5.0f} s  {what}", flush=True)


def _inside(ground: Ground, env: dict[str, str], size: Size, *, short: bool) -> Any:
    count = size.people + size.compared * (3 if short else 4)
    command = [sys.executable, "-m", "tests.faults.inside", str(count)]
    with (ground.folder / "inside.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *(["--short"] if short else [])],
            cwd=TOP,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    ground.stops.append(lambda: (process.kill(), process.wait()))
    return process


def _compared(
    port: int,
    told: dict[str, Any],
    people: Any,
    ledger: Ledger,
    redis: Redis,
    web: Service,
    size: Size,
    *,
    short: bool,
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
    if not short:
        web.kill_all()
        time.sleep(2)
        until(lambda: answers(port), 60, "the site")
        redis.kill()
        found.append(load("dead"))
        redis.start()
    return found


def main() -> int:
    short, spoil = "--short" in sys.argv, "--spoil" in sys.argv

    def interrupted(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupted)
    try:
        return run(SHORT if short else LONG, short=short, spoil=spoil)
    except Missing as error:
        print(error)
        return 2


if __name__ == "__main__":
    sys.exit(main())
