"""Take a competency map from a table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from courses.competencies.actions import import_map
from courses.competencies.sheet import read_sheet
from lms.common.errors import Refusal


class Command(BaseCommand):
    """`manage.py import_map PATH [--look]`."""

    help = "Check a competency map in CSV and take it in; what it leaves out stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--look", action="store_true", help="say what would change, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        # Operators read the command's own English; its faults are told in the same language.
        with translation.override("en"):
            self._import(options["path"], only_look=options["look"])

    def _import(self, path: Path, *, only_look: bool) -> None:
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        rows, faults = read_sheet(raw, path.name)
        if faults:
            for fault in faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(list(faults))} faults; nothing was changed.")
        try:
            change = import_map(rows, only_look=only_look)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for said, codes in (
            ("New", change.new),
            ("Changed", change.changed),
            ("Not in the table, kept", change.missing),
        ):
            if codes:
                self.stdout.write(f"{said}: {', '.join(codes)}.")
        if only_look:
            self.stdout.write("Looked only; nothing was changed.")
        else:
            self.stdout.write(f"{len(rows)} rows taken in.")
