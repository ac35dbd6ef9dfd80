"""Fills the harness's database: tables, map, a course, people with tokens."""

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

COURSE, EXERCISE = "sampling", "leaves"


class WithoutMigrations:
    """Every app's tables as the models say: a fifth of the time. A check says that both are the same."""

    def __contains__(self, _app: str) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


def fill(people: int, *, short: bool) -> dict[str, Any]:
    from django.core.management import call_command

    if short:
        settings.MIGRATION_MODULES = WithoutMigrations()
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    if short:
        call_command("createcachetable", verbosity=0)
    from badges.awards.actions import load_achievements
    from courses.competencies.actions import load_map
    from lms.common.clock import now
    from lms.management.commands.load_map import ACHIEVEMENTS

    load_map()
    load_achievements(ACHIEVEMENTS, on=now())
    call_command("credential_key", "make", stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        return {**course(Path(folder)), "people": learners(people)}


def course(folder: Path) -> dict[str, Any]:
    """The small course of the tests, published; with an exercise that nobody has to do."""
    from badges.credentials.models import IssuerKey
    from courses.banks.models import ItemVersion
    from courses.content.actions.importing import import_course, read_course
    from courses.content.actions.publishing import publish
    from courses.content.queries import outline_by_id
    from courses.enrolment.actions import self_paced_run
    from courses.progress.actions import settle_due
    from lms.common.clock import now
    from lms.pages.demo_cast import make_people, right_answer
    from tests.calibrations import measuring
    from tests.packages import pair, sampling

    assert IssuerKey.objects.exists()
    owner = make_people(on=now())["ieva"]
    package, leaves = sampling(COURSE), measuring()
    exercise = {**leaves.unit("second"), "key": EXERCISE, "required": "false"}
    package.modules.append({"key": "eye", "title": pair("Akis", "Eye"), "units": [exercise]})
    package.items += leaves.items
    text, faults = read_course(package.write(folder))
    assert not faults, faults
    made = import_course(text, owner=owner, on=now())
    self_paced_run(made)
    publish(made, by=owner, on=now())
    settle_due(on=now())
    made.refresh_from_db()
    items = outline_by_id(made.in_force_id or 0).items
    versions = list(ItemVersion.objects.select_related("item"))
    return {
        "slug": made.slug,
        "units": {item.key: str(item.uid) for item in items},
        "block": next(str(item.score_block) for item in items if item.score_block),
        "exercise": next(
            [str(item.uid), str(item.measure_block)] for item in items if item.key == EXERCISE
        ),
        "right": {str(version.item.uid): right_answer(version) for version in versions},
        # Of what is measured nobody is told which item it is; what it asks says it.
        "truths": {version.body["prompt"]["en"]: right_answer(version) for version in versions},
    }


def learners(count: int) -> list[dict[str, str]]:
    """People with full names, so that their certificates are issued, and with tokens."""
    from django.utils import timezone

    from lms.accounts.models import ApiToken
    from lms.accounts.token_actions import make_token
    from lms.common.clock import now
    from lms.pages.demo_cast import people_of

    names = {f"l{n}": (f"learner{n}@example.org", f"Ąžuolas Mokinys{n}") for n in range(count)}
    day = timezone.localdate() + timedelta(days=2)
    return [
        {
            "email": person.email,
            "token": make_token(
                person, name="faults", scope=ApiToken.Scope.WRITE, valid_until=day, on=now()
            )[1],
        }
        for person in people_of(names).values()
    ]
