"""What `make faults` runs: people learn while everything the site leans on is broken (tests/faults)."""

import os
import tempfile
from pathlib import Path

from lms import dev_services
from lms.dev_processes import Runner
from lms.dev_setup import PYTHON, TOP, CannotSetUp, say, set_up
from lms.dev_test import clean_environment


def faults(runner: Runner) -> int:
    ground = set_up(runner, testing=True)
    if ground.no_libraries:
        raise CannotSetUp(ground.no_libraries)
    if missing := dev_services.missing_for_faults(os.environ):
        raise CannotSetUp(
            f"{missing}. They are started on ports of their own; no other is touched."
        )
    say("A thousand acts of learning while processes are killed; this takes some minutes.")
    with tempfile.TemporaryDirectory(prefix="laukas-faults-") as scratch:
        env = clean_environment(ground.env, Path(scratch))
        code, said = runner.run([str(PYTHON), "-m", "tests.faults"], env, TOP)
    say(said.rstrip())
    return code
