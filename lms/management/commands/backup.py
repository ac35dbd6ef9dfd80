"""Back up everything that has to be kept, into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.common.backups.archive import CannotWrite, Damaged
from lms.common.backups.databases import CannotDump
from lms.common.backups.taking import back_up
from lms.common.clock import now


class Command(BaseCommand):
    """`manage.py backup PATH`."""

    help = (
        "Write database and media folder into one file, and read it back. The keys are not in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a file that is not there yet, or a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        on, path = now(), options["path"].absolute()
        if path.is_dir():
            path /= f"laukas-{on:%Y%m%d-%H%M%S}.zip"
        loud = options["verbosity"] > 0
        try:
            made = back_up(path, on=on, say=self.stdout.write if loud else lambda _line: None)
        except (CannotWrite, CannotDump, Damaged) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error}.") from error
        # A list that is not there means from now on that it was lost, and restoring asks about it.
        erased = Path(settings.ERASED_LIST)
        erased.parent.mkdir(parents=True, exist_ok=True)
        erased.touch()
        if loud:
            self.stdout.write(
                f"{path}: {sum(made.rows.values())} rows of {len(made.rows)} tables, "
                f"{len(made.media)} files, {path.stat().st_size / 1e6:.1f} MB; read back and whole. "
                "SECRET_KEY and the key of credentials are not in it."
            )
