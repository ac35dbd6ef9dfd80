"""The worked example of docs/api.md, run as it stands there."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.enrolment.actions import self_paced_run
from lms.common.api.errors import SAID
from lms.common.clock import now

pytestmark = pytest.mark.django_db

TOP = Path(__file__).resolve().parents[3]
TOLD = (TOP / "docs" / "api.md").read_text("utf-8")
STEP = re.compile(r"^```sh\n(.*?)^```\n\n```json\n(.*?)^```", re.M | re.S)
HOST = "https://laukas.example"


@pytest.fixture
def documented_courses(competency_map, ieva):
    for name in ("collecting-data", "practised-eye"):
        text, faults = read_course(TOP / "courses" / "packages" / name)
        assert not faults
        course = import_course(text, owner=ieva, on=now())
        self_paced_run(course)
        publish(course, by=ieva, on=now())


def test_the_worked_example_runs(documented_courses, ona, token_of, client_for):
    known, client = {"TOKEN": token_of(ona)}, client_for()
    steps = STEP.findall(TOLD)
    assert len(steps) >= 18
    for shell, expected in steps:
        command, *notes = shell.strip().splitlines()
        answer = asked(client, shlex.split(put(command, known)))
        told = answer.json()
        holds(told, json.loads(put(expected, known)), command)
        for note in notes:
            name, path = re.fullmatch(r"# ([A-Z]+): (\S+)", note).groups()
            known[name] = str(part(told, path))


def put(text: str, known: dict[str, str]) -> str:
    return re.sub(r"\$([A-Z]+)", lambda found: known[found[1]], text)


def asked(client: Any, words: list[str]) -> Any:
    """What curl would send."""
    assert words[0] == "curl" and words[1].startswith(HOST)
    options = list(zip(words[2::2], words[3::2], strict=True))
    method = next((value for name, value in options if name == "-X"), "GET")
    headers = dict(value.split(": ", 1) for name, value in options if name == "-H")
    body = next((value for name, value in options if name == "-d"), "")
    address = words[1].removeprefix(HOST)
    return client.generic(method, address, body, content_type="application/json", headers=headers)


def part(told: Any, path: str) -> Any:
    for step in path.split("."):
        told = told[int(step)] if re.fullmatch(r"-?\d+", step) else told[step]
    return told


def holds(told: Any, expected: Any, where: str) -> None:
    """Whether the answer holds what is documented of it."""
    if expected == "…":
        assert told, where
    elif isinstance(expected, dict):
        assert set(expected) <= set(told), (where, told)
        for name, value in expected.items():
            holds(told[name], value, f"{where} {name}")
    elif isinstance(expected, list):
        assert len(told) >= len(expected), where
        for one, value in zip(told, expected, strict=False):
            holds(one, value, where)
    else:
        assert told == expected, where


def test_codes_of_the_interface_are_documented():
    table = TOLD.partition("| status | codes |")[2].partition("\n\n")[0]
    codes = set(re.findall(r"`([a-z-]+)`", table))
    ours = {code for _kind, code, _words in SAID} - {"not-acceptable"}
    for folder in ("lms/common/api", "lms/accounts", "courses/classroom"):
        for path in (TOP / folder).glob("*.py"):
            if "api" in str(path):
                found = re.findall(r'Problem\(\s*"([a-z-]+)"', path.read_text("utf-8"))
                ours |= set(found)
    assert ours
    assert ours - codes == set()


def test_kinds_of_answers_are_documented():
    from courses.banks.kinds import KINDS

    table = TOLD.partition("| kind | answer |")[2].partition("\n\n")[0]
    kinds = {
        kind
        for row in re.findall(r"^\| (`.*?) \|", table, re.M)
        for kind in re.findall(r"`(\w+)`", row)
    }
    assert kinds == set(KINDS)
