"""What `make test` and `make quick` run, in which order, and the table they close with."""

import os
import secrets
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from lms import dev_services
from lms.dev_judge import fetch_judge, judge_folder
from lms.dev_processes import Runner
from lms.dev_report import Result, Step, closing, line, report_of, skipped
from lms.dev_setup import PYTHON, TOP, Ground, say, set_up, tail

APPS = ("lms", "courses", "badges")
# What the shell of a developer may hold, and what must not decide the outcome of tests.
SETTINGS = (
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "CELERY_BROKER_URL",
    "CERTIFICATE_FONTS",
    "CREDENTIAL_KEY",
    "CREDENTIAL_KEY_FILE",
    "DATABASE_POOL",
    "DATABASE_URL",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_URL",
    "LOG_LEVEL",
    "PORT",
    "SECRET_KEY",
    "SECURE_SSL_REDIRECT",
    "SITE_URL",
    "SWEEP_SECONDS",
    "TEST_REDIS_URL",
    "THROTTLE",
    "VAR_DIR",
)
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
AT_ONCE = 2
NOT_IN_QUICK = (
    "Not run: the stories over HTTP, the sweeps over everything, the tests on PostgreSQL and the"
    " browser journeys; make test runs them."
)


def test(runner: Runner) -> int:
    return run_all(set_up(runner, testing=True, browser=True), runner, whole=True)


def quick(runner: Runner) -> int:
    code = run_all(set_up(runner, testing=True), runner, whole=False)
    say(NOT_IN_QUICK)
    return code


def hostile(runner: Runner) -> int:
    """The long form of the hostile strings: in every form, where they leave the site, and before the eyes
    of a browser. Also everybody asks every address for what is not for them."""
    # The browser first: it takes longest, and nobody can share its work.
    guarded = ("test_hostile_strings.py", "test_hostile_leaving.py", "test_canaries.py")
    which = ("tests/journeys/test_hostile.py", *(f"tests/guarded/{one}" for one in guarded))
    return run_long(runner, "hostile strings", "HOSTILE", *which)


def fuzz(runner: Runner) -> int:
    """The long form of what nobody would send, by the seed of `FUZZ_SEED`."""
    return run_long(runner, "fuzzing", "FUZZ", "tests/guarded/test_fuzz.py")


def run_long(runner: Runner, name: str, variable: str, *which: str) -> int:
    """The tests in these files, with the variable that makes them long."""
    ground = set_up(runner, testing=True, browser=True)
    with tempfile.TemporaryDirectory(prefix="laukas-long-") as scratch:
        env = clean_environment(ground.env, Path(scratch)) | {variable: "long"}
        # In the order in which they are named.
        how = (*ON_EVERY_CORE, "-p", "no:randomly", "-m", "sweep or journey")
        step = Step(name, pytest(*how, *which), counts=True)
        (result,) = run_group([step], env, runner)
    return 1 if result.state == "failed" else 0


def run_all(ground: Ground, runner: Runner, *, whole: bool) -> int:
    began = time.monotonic()
    no_judge = fetch_judge(runner) if whole else ""
    with tempfile.TemporaryDirectory(prefix="laukas-test-") as scratch:
        env = clean_environment(ground.env, Path(scratch)) | {"JUDGE_DIR": str(judge_folder())}
        # The checks take turns beside the tests, which have a process for each core.
        formatting, linting, *checks = static_checks(TOP, Path(scratch))
        if whole:
            again = on_postgres(TOP, env, runner)
            units = unit_tests(TOP, sweeps=bool(again.why_not))
            others = [[again], [journeys(TOP, ground.no_browser)]]
            others.append([faults(TOP, ground.no_libraries)])
        else:
            units, others = quick_tests(TOP), []
        groups = [[formatting, linting, units, *checks], *others]
        results = [result for group in groups for result in run_group(group, env, runner)]
    notes = [ground.no_libraries] if ground.no_libraries else []
    if no_judge:
        notes.append(f"What credentials are judged by could not be fetched: {tail(no_judge, 1)}")
    say("\n" + closing(results, time.monotonic() - began, notes))
    return 1 if any(result.state == "failed" for result in results) else 0


def run_group(steps: Sequence[Step], env: Mapping[str, str], runner: Runner) -> list[Result]:
    """Run the steps, two at once on the machine's cores; each says its line when it ends."""
    with ThreadPoolExecutor(max_workers=min(AT_ONCE, len(steps))) as pool:
        under_way = {pool.submit(run_step, step, env, runner): step for step in steps}
        results = {}
        try:
            for future in as_completed(under_way):
                result = results[under_way[future].name] = future.result()
                say(line(result))
                if result.state == "failed":
                    say(f"\n{result.output.rstrip()}\n")
        except BaseException:
            runner.stop()
            raise
    return [results[step.name] for step in steps]


def run_step(step: Step, env: Mapping[str, str], runner: Runner) -> Result:
    if step.why_not:
        return skipped(step)
    began = time.monotonic()
    code, output = runner.run(step.command, {**env, **step.env}, TOP)
    return report_of(step, code, output, time.monotonic() - began)


def clean_environment(environ: Mapping[str, str], scratch: Path) -> dict[str, str]:
    """The environment without settings; whatever is written goes to a folder of its own."""
    kept = {name: value for name, value in environ.items() if name not in SETTINGS}
    return {**kept, "VAR_DIR": str(scratch / "var"), "PYTHONUNBUFFERED": "1"}


# --- the suites ----------------------------------------------------------------------------------


def python(*arguments: str) -> tuple[str, ...]:
    return (str(PYTHON), *arguments)


def static_checks(top: Path, scratch: Path) -> list[Step]:
    templates = [
        str(found.relative_to(top))
        for app in APPS
        for found in sorted((top / app).glob("**/templates/**/*.html"))
    ]
    djade = str(PYTHON.with_name("djade"))
    deploy = python("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    migrations = python("manage.py", "makemigrations", "--check", "--dry-run")
    return [
        Step("format", python("-m", "ruff", "format", "--check", ".")),
        Step("lint", python("-m", "ruff", "check", ".")),
        Step(
            "templates",
            (djade, "--target-version", "5.2", "--check", *templates),
            why_not="" if templates else "there are no templates",
        ),
        Step("borders", python("-c", LINT_IMPORTS)),
        Step("types", python("-m", "mypy", *APPS)),
        Step("migrations", migrations),
        Step("deploy check", deploy, env=as_deployed(scratch)),
    ]


def as_deployed(scratch: Path) -> dict[str, str]:
    """The settings of an installation, as check --deploy must find nothing in them."""
    return {
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "laukas.example",
        "SITE_URL": "https://laukas.example",
        "DATABASE_URL": f"sqlite:///{scratch / 'deployed.sqlite3'}",
        "VAR_DIR": str(scratch / "deployed"),
    }


def pytest(*arguments: str) -> tuple[str, ...]:
    # Verbosity as a number: added to another -q it would silence the closing line.
    return python("-m", "pytest", "--verbosity=-1", "-rs", "--color=no", *arguments)


# The tests on every core, each process with its own database; one that is done early takes over
# what waits for another. A start costs some seconds, so more than a few processes gain nothing.
ON_EVERY_CORE = ("--numprocesses=auto", "--maxprocesses=6", "--dist=worksteal")
JOURNEYS_AT_ONCE = ("--numprocesses=auto", "--maxprocesses=3", "--dist=loadfile")
UNITS = "not postgres and not journey and not by_target"
# Tables as the models say instead of migration by migration (a check of its own says that both are
# the same), and fewer examples of each property.
IN_A_HURRY = ("--no-migrations", "--hypothesis-profile=quick")


def unit_tests(top: Path, *, sweeps: bool = True) -> Step:
    """sweeps: with those walks over everything that ask the database. They take as long as all the others,
    and where there is PostgreSQL, which refuses more, they walk there alone."""
    return _on_sqlite(top, UNITS if sweeps else f"{UNITS} and not (sweep and not once)")


def quick_tests(top: Path) -> Step:
    return _on_sqlite(top, f"{UNITS} and not sweep and not story", *IN_A_HURRY)


def _on_sqlite(top: Path, which: str, *how: str) -> Step:
    return Step(
        "tests on SQLite",
        pytest(*ON_EVERY_CORE, "-m", which, *how, "tests"),
        counts=True,
        why_not="" if (top / "tests").is_dir() else "there is no folder tests",
    )


def on_postgres(top: Path, env: Mapping[str, str], runner: Runner) -> Step:
    """The same tests on PostgreSQL, with those that need its locks and a real broker."""
    postgres, why_no_postgres = dev_services.find_postgres(os.environ, env, runner)
    redis, why_no_redis = dev_services.find_redis(os.environ)
    step_env = {"DATABASE_URL": postgres}
    if redis:
        step_env |= {"CELERY_BROKER_URL": redis, "TEST_REDIS_URL": redis}
    missing = "" if (top / "tests").is_dir() else "there is no folder tests"
    return Step(
        "tests on PostgreSQL",
        pytest(*ON_EVERY_CORE, "-m", "not journey and not once and not by_target", "tests"),
        env=step_env,
        counts=True,
        why_not=missing or why_no_postgres,
        without=why_no_redis,
    )


def journeys(top: Path, no_browser: str) -> Step:
    folder = top / "tests" / "journeys"
    return Step(
        "browser journeys",
        # A site to a process: whoever walks in one does not see what another changes.
        pytest(*JOURNEYS_AT_ONCE, "-m", "journey", str(folder.relative_to(top))),
        counts=True,
        why_not=no_browser if folder.is_dir() else "there is no folder tests/journeys",
    )


def faults(top: Path, no_libraries: str) -> Step:
    """The short form of `make faults`, on servers of its own; a busy machine spoils times, so they are told
    and not judged."""
    missing = "" if (top / "tests" / "faults").is_dir() else "there is no folder tests/faults"
    return Step(
        "faults, in short",
        python("-m", "tests.faults", "--short", "--unhurried"),
        why_not=missing or no_libraries or dev_services.missing_for_faults(os.environ),
    )
