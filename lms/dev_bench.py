"""What `make bench` runs: the benchmark of tests/bench on SQLite, and on PostgreSQL where it answers."""

import os
import tempfile
from pathlib import Path

from lms import dev_services
from lms.dev_processes import Runner
from lms.dev_setup import PYTHON, TOP, say, set_up
from lms.dev_test import clean_environment

PROGRAMS = (
    "tests.bench.speed",
    "tests.bench",
    "tests.bench.credentials",
    "tests.bench.certificates",
)


def bench(runner: Runner) -> int:
    ground = set_up(runner, testing=True)
    say("Measuring; this takes half an hour, and a quiet machine tells more.")
    with tempfile.TemporaryDirectory(prefix="laukas-bench-") as scratch:
        env = clean_environment(ground.env, Path(scratch))
        postgres, why_no_postgres = dev_services.find_postgres(os.environ, env, runner)
        codes = [_on(runner, env)]
        if postgres:
            codes.append(_on(runner, {**env, "DATABASE_URL": postgres}))
        else:
            say(f"\nNot measured on PostgreSQL: {why_no_postgres}.")
    return max(codes)


def _on(runner: Runner, env: dict[str, str]) -> int:
    codes = []
    for program in PROGRAMS:
        code, said = runner.run([str(PYTHON), "-m", program], env, TOP)
        say(said.rstrip())
        codes.append(code)
    return max(codes)
