"""How long signing takes: `python -m tests.bench.credentials [how many awards]`, on a quiet machine."""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    override_settings,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from badges.awards.actions import load_achievements  # noqa: E402
from badges.awards.models import Achievement, Award  # noqa: E402
from badges.awards.signing_actions import sign_badges  # noqa: E402
from badges.credentials.actions import SLICE, allot, usable_key  # noqa: E402
from badges.credentials.models import SignedCredential  # noqa: E402
from courses.competencies.actions import load_map  # noqa: E402
from lms.accounts.models import User  # noqa: E402
from lms.common.clock import now  # noqa: E402
from lms.management.commands.load_map import ACHIEVEMENTS  # noqa: E402


def awards(count: int) -> list[Award]:
    """So many people who hold the same badge, which rests on two competencies."""
    version = Achievement.objects.order_by("pk")[0].in_force
    assert version is not None
    evidence = [
        {
            "competency": code,
            "name": {"lt": f"Kompetencija {code}", "en": f"Competency {code}"},
            "level": 1,
            "kind": "assessed",
            "evidence": None,
            "record": "",
            "course": {"lt": "Kursas", "en": "A course"},
            "unit": {"lt": f"Tema {code}", "en": f"Unit {code}"},
            "at": now().isoformat(),
            "valid_until": None,
            "result": {},
        }
        for code in ("A1", "A4")
    ]
    made = []
    for number in range(count):
        name = f"Birutė Žemaitytė {number}"
        person = User.objects.create(email=f"p{number}@example.org", full_name=name)
        made.append(
            Award.objects.create(
                achievement_id=version.achievement_id,
                version=version,
                person=person,
                recipient_name=name,
                evidence=evidence,
                issued_at=now(),
            )
        )
    return made


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    setup_test_environment(debug=False)
    with tempfile.TemporaryDirectory() as name:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(name) / "bench.sqlite3")
        kept = setup_databases(verbosity=0, interactive=False)
        try:
            with override_settings(CREDENTIAL_KEY_FILE=str(Path(name) / "key.pem")):
                signs(count)
        finally:
            teardown_databases(kept, verbosity=0)


def signs(count: int) -> None:
    load_map()
    load_achievements(ACHIEVEMENTS, on=now())
    made = awards(count)
    for award in made:
        allot(award=award, on=now())
    usable_key(on=now())
    # The contexts are read once in a process.
    sign_badges(SignedCredential.objects.filter(award=made[0]), on=now())
    wall, processor = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as asked:
        signed = sign_badges(on=now())
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    plain = [one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    said = [one for one in plain if not one["sql"].startswith(("BEGIN", "COMMIT"))]
    slices = -(-signed // SLICE) + 1
    sys.stdout.write(
        f"{signed} credentials of {count} awards: {wall:.1f} s, of them {processor:.1f} s of "
        f"processor; {len(said)} statements, {len(said) / slices:.1f} for each {SLICE}\n"
    )


if __name__ == "__main__":
    main()
