"""The commands of dev.py: run, shots and setup; the others have files of their own."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from lms import dev_bench, dev_faults, dev_pdf, dev_test
from lms.dev_processes import STOPPING_SIGNALS, Program, Runner, free_of_listeners, supervise
from lms.dev_setup import PYTHON, TOP, CannotSetUp, say, set_up, tail, var_dir

PASSWORD = "laukas-demo"
PEOPLE = (
    ("ona@example.org", "half-way through a course"),
    ("jonas@example.org", "new here"),
    ("birute@example.org", "finished a course: badge, certificate, shared passport"),
    ("ieva@example.org", "teaches these courses"),
    ("rasa@example.org", "teaches elsewhere"),
    ("vytas@example.org", "administrator"),
)
# One process for both: starting Django twice costs a second of every `make run`.
PREPARE = """\
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
call_command("demo", verbosity=0)
"""


class CannotStart(Exception):
    """The site cannot start; the text says why and what to do."""


def run(runner: Runner) -> int:
    began = time.monotonic()
    refuse_without_debug(os.environ)
    port = wanted_port(os.environ)
    ground = set_up(runner, testing=False)
    if ground.no_libraries:
        say(f"Note: {ground.no_libraries}")
    env = {**ground.env, "PORT": str(port), "DJANGO_SETTINGS_MODULE": "lms.settings"}
    say("Preparing the database and the demo courses")
    code, said = runner.run([str(PYTHON), "-c", PREPARE], env, TOP)
    if code:
        raise CannotStart(f"The database could not be prepared:\n{tail(said, 25)}")

    status = 0

    def answers() -> bool:
        nonlocal status
        status = first_page(f"http://127.0.0.1:{port}/")
        return status != 0

    def announce() -> None:
        say(welcome(f"http://localhost:{port}", status, time.monotonic() - began))

    return supervise(
        programs(port, var_dir()), env=env, cwd=TOP, answers=answers, announce=announce
    )


def refuse_without_debug(environ: Mapping[str, str]) -> None:
    """The development server is slow and shows its inside; it is no way to run an installation."""
    if environ.get("DEBUG", "1").strip().lower() not in ("1", "true", "on", "ok", "y", "yes"):
        raise CannotStart("make run is for development, and DEBUG is off here. See deploy/.")


def wanted_port(environ: Mapping[str, str]) -> int:
    text = environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT={text} is not a port. Choose a number from 1024 to 65535.")
    port = int(text)
    if not free_of_listeners(port):
        later = range(port + 1, min(port + 50, 65536))
        free = next((other for other in later if free_of_listeners(other)), None)
        advice = f" Try: make run PORT={free}" if free else ""
        raise CannotStart(f"Port {port} is taken by another program.{advice}")
    return port


def programs(port: int, var: Path) -> list[Program]:
    site = [str(PYTHON), "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    worker = [str(PYTHON), "-m", "celery", "--app", "lms", "worker", "--pool", "threads"]
    worker += ["--concurrency", "2", "--loglevel", "INFO"]
    # One worker has nobody to gossip with.
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker += ["--beat", "--schedule", str(var / "beat-schedule")]
    return [
        Program("The site", site, var / "log" / "site.log"),
        Program("The worker", worker, var / "log" / "worker.log"),
    ]


def first_page(address: str) -> int:
    """The status of the first page, 0 while nobody answers."""
    # A proxy named in the environment must not be asked about this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as fault:
        return fault.code
    except OSError:
        return 0


def welcome(address: str, status: int, seconds: float) -> str:
    width = max(len(person) for person, _ in PEOPLE)
    log = os.path.relpath(var_dir() / "log", TOP)
    broken = f"  The first page is broken (status {status}): see {log}/site.log."
    return "\n".join(
        [
            "",
            f"  Laukas is open:  {address}",
            *([broken] if status >= 400 else []),
            "",
            f"  Demo sign-ins, password {PASSWORD}",
            *(f"    {person:{width}}   {who}" for person, who in PEOPLE),
            "",
            f"  Ready after {seconds:.0f} s. Logs are in {log}/. Ctrl-C stops everything.",
        ]
    )


def shots(runner: Runner) -> int:
    ground = set_up(runner, testing=True, browser=True)
    if ground.no_browser:
        raise CannotStart(ground.no_browser)
    say("Taking contact sheets of every page")
    return subprocess_code([str(PYTHON), "-m", "tests.journeys.shots"], ground.env, runner)


def subprocess_code(command: list[str], env: Mapping[str, str], runner: Runner) -> int:
    code, said = runner.run(command, env, TOP)
    say(said.rstrip())
    return code


def setup(runner: Runner) -> int:
    ground = set_up(runner, testing=True, browser=True, again=True)
    say("Everything is set up." if not (ground.no_libraries or ground.no_browser) else "Set up.")
    return 0


def guarded(command: Callable[[Runner], int]) -> Callable[[], int]:
    """A command that ends on one line where it cannot go on, and takes its children along."""

    def whole() -> int:
        runner = Runner()

        def interrupted(_number: int, _frame: object) -> None:
            raise KeyboardInterrupt

        for kind in STOPPING_SIGNALS:
            signal.signal(kind, interrupted)
        try:
            return command(runner)
        except (CannotSetUp, CannotStart) as fault:
            print(fault, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            runner.stop()
            print("\nStopped before the end.", file=sys.stderr)
            return 130

    return whole


COMMANDS: dict[str, Callable[[], int]] = {
    "run": guarded(run),
    "test": guarded(dev_test.test),
    "quick": guarded(dev_test.quick),
    "shots": guarded(shots),
    "bench": guarded(dev_bench.bench),
    "faults": guarded(dev_faults.faults),
    "hostile": guarded(dev_test.hostile),
    "fuzz": guarded(dev_test.fuzz),
    "check-pdf": guarded(dev_pdf.check_pdf),
    "setup": guarded(setup),
}
