"""Set-up for development: Python, the virtual environment, locked packages; repeated, it rests."""

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any

from lms import dev_system
from lms.dev import OLDEST, newer_python
from lms.dev_processes import Runner
from lms.dev_system import Need

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "laukas.json"
RUNNING, TESTING = "requirements.txt", "requirements-dev.txt"
NEWEST_LOCKED = (3, 13)
# A failed attempt at a system package may cost a slow network call; it is repeated once a day.
RETRY_SECONDS = 24 * 3600


class CannotSetUp(Exception):
    """Set-up cannot go on; the text says what to do about it."""


@dataclass
class Ground:
    """What set-up found: the environment for children, and why something is missing."""

    env: dict[str, str] = field(default_factory=dict)
    no_libraries: str = ""
    no_browser: str = ""


def var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR") or TOP / "var").resolve()


def say(line: str) -> None:
    print(line, flush=True)


def set_up(runner: Runner, *, testing: bool, browser: bool = False, again: bool = False) -> Ground:
    """Bring the tree to where the site, or its tests, can run; changes only what is missing.

    again: also try what failed a short while ago.
    """
    with alone():
        stamp = read_stamp()
        provide_venv(runner)
        install_packages(TESTING if testing else RUNNING, runner)
        wanted = [dev_system.LIBRARIES, *([dev_system.CHROMIUM] if browser else [])]
        for need in wanted:
            due = again or time.time() - float(stamp.get(need.name) or 0) > RETRY_SECONDS
            if not dev_system.met(need, VENV, runner) and due:
                provide(need, runner)
    return look_around(runner, browser=browser)


def look_around(runner: Runner, *, browser: bool) -> Ground:
    ground = Ground(env={**os.environ, **dev_system.native_environment(VENV, runner)})
    if not dev_system.met(dev_system.LIBRARIES, VENV, runner):
        ground.no_libraries = dev_system.LIBRARIES.missing
    if browser:
        found = dev_system.find_chromium()
        ground.no_browser = "" if found else dev_system.CHROMIUM.missing
    return ground


def provide(need: Need, runner: Runner) -> None:
    """Get what the system lacks, or remember the failure and go on without it."""
    if dev_system.install(need, runner) and dev_system.met(need, VENV, runner):
        return
    if need is dev_system.LIBRARIES and dev_system.unpack(need, VENV, runner):
        return
    say(f"  Going on without: {need.missing}")
    write_stamp({need.name: time.time()})


@contextmanager
def alone() -> Iterator[None]:
    """Two set-ups at once in one tree would write over each other."""
    lock_file = TOP / "var" / "set-up.lock"
    lock_file.parent.mkdir(exist_ok=True)
    with lock_file.open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this tree to end")
            flock(lock, LOCK_EX)
        yield


# --- the virtual environment ---------------------------------------------------------------------


def find_python() -> str:
    """A Python the lock files were made for, else the one that runs this."""
    # Inside a virtual environment the interpreter below it, which outlives the environment.
    present = getattr(sys, "_base_executable", "") or sys.executable
    if OLDEST <= sys.version_info[:2] <= NEWEST_LOCKED:
        return present
    return newer_python() or present


def provide_venv(runner: Runner) -> None:
    code, _ = runner.run(
        [str(PYTHON), "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"], os.environ, TOP
    )
    if code == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    python = find_python()
    say(f"Making .venv with {python}")
    if uv := shutil.which("uv"):
        code, said = runner.run(
            [uv, "venv", "--quiet", "--python", python, VENV.name], os.environ, TOP
        )
        if code == 0:
            return
        say("  uv could not, trying venv: " + tail(said, 1))
    make_with_venv(python, runner)


def make_with_venv(python: str, runner: Runner) -> None:
    asked = [python, "-c", "import ensurepip, venv"]
    if runner.run(asked, os.environ, TOP)[0] != 0:
        need = dev_system.venv_package(python)
        dev_system.install(need, runner)
        if runner.run(asked, os.environ, TOP)[0] != 0:
            raise CannotSetUp(need.missing)
    code, said = runner.run([python, "-m", "venv", VENV.name], os.environ, TOP)
    if code:
        raise CannotSetUp(f"{python} -m venv .venv failed:\n{tail(said)}")


# --- locked packages -----------------------------------------------------------------------------


def install_packages(lock: str, runner: Runner) -> None:
    """Install from the lock file with hashes, unless it is installed as it stands."""
    wanted = digests(lock)
    stamp = read_stamp()
    if all(stamp.get(name) == digest for name, digest in wanted.items()):
        return
    say(f"Installing the locked packages of {lock}; the first time takes a while")
    began = time.monotonic()
    if failed_with := fetch(lock, runner):
        raise CannotSetUp(f"The packages of {lock} could not be installed:\n{failed_with}")
    # What only tests need may now be older than what runs; it is looked at again before tests.
    write_stamp({RUNNING: None, TESTING: None, **wanted})
    say(f"  done in {time.monotonic() - began:.0f} s")


def fetch(lock: str, runner: Runner, *, into: Path | None = None) -> str:
    """With uv where it is there and can, else with pip; what went wrong, or nothing."""
    failed_with = with_uv(lock, runner, into=into) if shutil.which("uv") else "no uv"
    return failed_with and with_pip(lock, runner, into=into)


def digests(lock: str) -> dict[str, str]:
    """The lock files this one stands for; the tests' holds everything that runs."""
    names = (RUNNING, TESTING) if lock == TESTING else (RUNNING,)
    return {name: hashlib.sha256((TOP / name).read_bytes()).hexdigest() for name in names}


def with_uv(lock: str, runner: Runner, *, into: Path | None = None) -> str:
    """What uv said where it could not; empty where the packages are installed.

    into: put them there instead of the virtual environment, without what they depend on.
    """
    command = ["uv", "pip", "install", "--quiet", "--python", str(PYTHON), *aside(into)]
    code, said = runner.run([*command, "--require-hashes", "-r", lock], os.environ, TOP)
    return tail(said) if code else ""


def with_pip(lock: str, runner: Runner, *, into: Path | None = None) -> str:
    """The same with pip."""
    command, trouble = pip(runner)
    if trouble:
        return trouble
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    # Compiling every module ahead costs more than compiling the few that are used.
    command += ["install", "--quiet", "--no-compile", *aside(into)]
    code, said = runner.run([*command, "--require-hashes", "-r", lock], env, TOP)
    return tail(said) if code else ""


def pip(runner: Runner) -> tuple[list[str], str]:
    """(pip of the environment as a command, what is in its way or nothing)."""
    command = [str(PYTHON), "-m", "pip"]
    if runner.run([*command, "--version"], os.environ, TOP)[0] != 0:
        # uv makes environments without pip.
        code, said = runner.run([str(PYTHON), "-m", "ensurepip"], os.environ, TOP)
        if code:
            return command, tail(said)
    return command, ""


def aside(into: Path | None) -> list[str]:
    return ["--no-deps", "--target", str(into)] if into else []


def tail(said: str, count: int = 15) -> str:
    return "\n".join(said.strip().splitlines()[-count:])


def read_stamp() -> dict[str, Any]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def write_stamp(changes: dict[str, object]) -> None:
    STAMP.write_text(json.dumps({**read_stamp(), **changes}, indent=2) + "\n")
