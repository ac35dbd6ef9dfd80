"""The command line behind the Makefile; the work is in dev_*.py."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# This file must be readable by any Python 3, so that an old one can hand over to a newer one.
OLDEST = (3, 11)
KNOWN = ("python3.13", "python3.12", "python3.11")

HELP = """\
make run     set up what is missing and start the site with its worker   PORT=8000
make test    every check, then the tests, then the browser journeys
make quick   lint, contracts, types and the unit tests on SQLite
make shots   contact sheets of every page, into var/shots
make bench   how long the heavy pages and acts take, on SQLite and PostgreSQL
make faults  people learn while processes are killed: is anything lost or done twice?
make setup   only set up: .venv, locked packages, system libraries
make hostile   every hostile string in every form
make fuzz    what nobody would send, to every form and address as everybody   FUZZ_SEED=1
make check-pdf   every kind of PDF, judged by veraPDF for PDF/A-3a and PDF/UA-1

NO_SYSTEM=1  never install system packages
"""


def newer_python() -> str | None:
    """The path of a Python this project runs on, where the present one does not fit."""
    for name in KNOWN:
        found = shutil.which(name)
        # A version manager may answer for a version that is not switched on.
        if found and subprocess.run([found, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
            return found
    return None


def main(arguments: list[str]) -> int:
    command = arguments[0] if len(arguments) == 1 else "help"
    if command == "help":
        print(HELP, end="")
        return 0 if arguments in ([], ["help"]) else 2
    if sys.version_info < OLDEST:
        if python := newer_python():
            os.execv(python, [python, "-m", "lms.dev", command])
        print("Laukas needs Python 3.11 or newer (apt install python3; brew install python).")
        return 1

    from lms.dev_commands import COMMANDS

    if command not in COMMANDS:
        print(HELP, end="")
        return 2
    return COMMANDS[command]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
