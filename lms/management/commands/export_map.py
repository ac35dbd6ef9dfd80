"""Write the competency map, or how it relates to other frameworks, as a table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.competencies.queries import map_rows
from courses.competencies.sheet import crosswalk_lines, sheet_lines


class Command(BaseCommand):
    """`manage.py export_map PATH [--crosswalk]`; with `-` as path the table goes to the output."""

    help = "Write the competency map in CSV, as import_map reads it; or its crosswalk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="a file that is not there yet, or - for the output")
        parser.add_argument(
            "--crosswalk",
            action="store_true",
            help="one line for each relation to ESCO and ResearchComp, in SSSOM terms",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = map_rows()
        lines = (
            crosswalk_lines(rows, settings.SITE_URL) if options["crosswalk"] else sheet_lines(rows)
        )
        whole = "".join(lines)
        if options["path"] == "-":
            self.stdout.write(whole, ending="")
            return
        try:
            with Path(options["path"]).open("x", encoding="utf-8", newline="") as file:
                file.write(whole)
        except FileExistsError as error:
            raise CommandError(
                f"{options['path']} is there already; nothing was written."
            ) from error
        except OSError as error:
            raise CommandError(f"{options['path']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{len(rows)} rows written to {options['path']}.")
