"""The side of the harness that knows Django: fills, waits for the workers, judges. Speaks JSON, a line each."""

import json
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def main(people: int, *, short: bool) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    from django.db import connection

    from tests.faults.filling import fill
    from tests.faults.verdict import judge, settled

    _say(fill(people, short=short))
    # It will have been broken by then.
    connection.close()
    told = settled(**_asked())
    _say(told)
    asked = _asked()
    _say(judge(told, Path(asked["ledger"]), spoil=asked["spoil"]))


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


def _asked() -> dict[str, Any]:
    return dict(json.loads(sys.stdin.readline()))


if __name__ == "__main__":
    main(int(sys.argv[1]), short="--short" in sys.argv)
