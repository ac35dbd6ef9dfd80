"""`make bench` on one database: `python -m tests.bench`, with DATABASE_URL naming it."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import (  # noqa: E402
    override_settings,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from courses.banks.generators import GENERATORS, Form  # noqa: E402
from courses.competencies.actions import load_map  # noqa: E402
from courses.content.models import Course  # noqa: E402
from courses.content.queries import outline_by_id  # noqa: E402
from lms.accounts.models import SiteRole, User  # noqa: E402
from lms.common.clock import now  # noqa: E402
from tests.bench import acts  # noqa: E402
from tests.bench.material import make_course, make_learners  # noqa: E402
from tests.bench.measuring import Measured, measure, measure_once  # noqa: E402

TIMES, FEW, DRAWN = 25, 7, 90
UNITS = (50, 500)
LEARNERS = (1_000, 10_000)
LOOKS = {"": "last activity", "?sort=name": "name", "?sort=progress": "progress"}
MOST_GROWTH = 1.5
HEAD = f"{'':52}{'median ms':>10}{'p95 ms':>9}{'CPU ms':>9}{'statements':>12}"


def main() -> None:
    setup_test_environment(debug=False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Nobody is there to be told.
        with database(folder), override_settings(DOORBELL=False, MEDIA_ROOT=folder / "media"):
            bench(folder)


@contextmanager
def database(folder: Path) -> Iterator[None]:
    """An empty database of its own, on the disk like any."""
    name = connection.settings_dict["NAME"]
    sqlite = connection.vendor == "sqlite"
    own = str(folder / "bench.sqlite3") if sqlite else f"{name}_bench"
    connection.settings_dict["TEST"]["NAME"] = own
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        if not sqlite:
            connection.close_pool()
        teardown_databases(kept, verbosity=0)


def bench(folder: Path) -> None:
    load_map()
    ieva = User.objects.create_user(
        "ieva@example.org", full_name="Ieva Jankauskienė", site_role=SiteRole.INSTRUCTOR
    )
    client = acts.signed_in(ieva)
    say(f"\n{connection.display_name} {version()}\n{HEAD}")
    for name in GENERATORS:
        for form in Form:
            act = acts.drawing(name, form)
            tell(measure(f"draw one item: {name}, {form}", act, times=DRAWN))
    for units in UNITS:
        writing(make_course(units, folder, by=ieva, on=now()), units, client, ieva)
    boards: dict[str, list[Measured]] = {look: [] for look in LOOKS}
    for learners in LEARNERS:
        slug = f"board-{learners}"
        course = make_course(UNITS[0], folder, by=ieva, on=now(), slug=slug)
        course = acts.published(course, ieva)
        make_learners(course, outline_by_id(course.in_force_id), learners, on=now())
        analyse()
        for look, order in LOOKS.items():
            name = f"progress board, {learners:,} learners by {order}"
            boards[look].append(measure(name, acts.board(client, course, look), times=TIMES))
            tell(boards[look][-1])
        stuck = acts.board(client, course, "?state=stuck")
        tell(measure(f"progress board, the stuck of {learners:,}", stuck, times=TIMES))
        tell(measure(f"table of {learners:,} learners", acts.table(client, course), times=3))
    for look, measured in boards.items():
        say(grown(LOOKS[look], *measured))


def writing(course: Course, units: int, client: Client, by: User) -> None:
    """What an author does in a course of so many units."""
    work = acts.publishing(course, by)
    tell(measure_once(f"publish {units} units for the first time", work))
    again = measure(
        f"publish {units} units, one changed",
        work,
        times=FEW,
        before=lambda: acts.write(course, by),
    )
    tell(again)
    where = f"in a course of {units}"
    tell(measure(f"open the unit editor {where}", acts.editor(client, course), times=TIMES))
    tell(measure(f"autosave {where}", acts.autosave(client, course), times=TIMES))


def grown(order: str, few: Measured, many: Measured) -> str:
    """How the board grows with its learners. SQLite works in this process, so its share of the
    processor says it on a machine that has other work as well."""
    by_cpu = connection.vendor == "sqlite"
    factor = many.cpu / few.cpu if by_cpu else many.median / few.median
    more = "" if factor <= MOST_GROWTH else f"; that is more than {MOST_GROWTH}"
    of = "CPU time" if by_cpu else "time"
    return f"Ten times as many learners take {factor:.2f} times the {of}, by {order}{more}."


def analyse() -> None:
    """What a database does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def version() -> str:
    if connection.vendor == "sqlite":
        import sqlite3

        return sqlite3.sqlite_version
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


def tell(one: Measured) -> None:
    numbers = f"{one.median:>10.1f}{one.p95:>9.1f}{one.cpu:>9.1f}{one.statements:>12}"
    say(f"{one.name:52}{numbers}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
