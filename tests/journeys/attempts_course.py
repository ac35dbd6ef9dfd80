"""A course of its own for the journeys through attempts: their rules would disturb other journeys."""

import os
import subprocess
import sys
from pathlib import Path

from tests.journeys.browser import ROOT
from tests.packages import Package, measured, pair, reading, sampling, single

SLUG = "bandymai"
KEYS = [f"b{n}" for n in range(1, 6)]


def course() -> Package:
    """Three quizzes open from the start: a test with every rule, one that lasts a minute, and
    practice."""
    package = sampling(SLUG)
    package.course["title"] = pair("Kaip skaičiuoti uogas", "Counting berries")
    hint = pair("Du žmonės dažnai suskaičiuoja **skirtingai**.", "Two people often **differ**.")
    package.items = [
        {**single(f"{unit}-{key}"), "hint": hint}
        for unit in ("rules", "minute", "drill")
        for key in KEYS
    ]
    package.items.append({**measured("drill-width"), "hint": hint})
    rules = "preset=test attempts=3 pause=90 minutes=20 counts=last hint_cost=25"
    package.modules[0]["in_order"] = "false"
    package.modules[0]["units"] = [
        _unit("rules", pair("Uogų patikra", "Berry check"), rules, requirement="score 70"),
        _unit("minute", pair("Vienos minutės testas", "A minute's test"), "preset=test minutes=1"),
        _unit("drill", pair("Uogų treniruotė", "Berry practice"), "preset=practice"),
    ]
    return package


def _unit(key: str, title: dict[str, str], rules: str, **more: str) -> dict[str, object]:
    unit = reading(key, **more)
    unit["title"] = title
    keys = [f"{key}-{one}" for one in KEYS] + (["drill-width"] if key == "drill" else [])
    unit["blocks"][f"::: quiz {key}-quiz items={','.join(keys)} {rules}"] = pair("", "")
    return unit


def publish(
    folder: Path, package: Package | None = None, *, owner: str = "ieva@example.org"
) -> None:
    """Bring the course onto the site whose data lie in this folder."""
    package = package or course()
    files = package.write(folder / package.course["slug"])
    env = {**os.environ, "VAR_DIR": str(folder), "DEBUG": "1", "PYTHONWARNINGS": "ignore"}
    env.pop("DATABASE_URL", None)
    args = ["import_course", str(files), "--owner", owner, "--publish"]
    done = subprocess.run(
        [sys.executable, "manage.py", *args], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
