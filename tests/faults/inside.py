"""The side of the harness that knows Django: fills, waits for a line, judges. Speaks JSON, a line each."""

import json
import sys
from pathlib import Path

import django
from django.conf import settings


def main(people: int, *, short: bool) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    from django.db import connection

    from tests.faults.filling import fill
    from tests.faults.verdict import judge

    print(json.dumps(fill(people, short=short)), flush=True)
    # It will have been broken by then.
    connection.close()
    ledger, *more = sys.stdin.readline().split()
    print(json.dumps(judge(Path(ledger), spoil="spoil" in more)), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), short="--short" in sys.argv)
