"""Put a backup in the place of database and media folder, and make it true again."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from badges.credentials.keys import CannotSign, state_of_key
from lms.common.backups.archive import Damaged
from lms.common.backups.databases import CannotDump
from lms.common.backups.restoring import CannotRestore, restore
from lms.common.clock import now
from lms.privacy.leaving_actions import reapply_erasures


class Command(BaseCommand):
    """`manage.py restore PATH [--replace] [--without-erasures]`."""

    help = "Restore a backup; stop the site and the workers first."
    # Its tables may be older than the code, or not there.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a file that `backup` has written")
        parser.add_argument(
            "--replace", action="store_true", help="delete what is in database and media folder"
        )
        parser.add_argument(
            "--without-erasures",
            action="store_true",
            help="although the list of erased accounts is lost: whoever was erased since is back",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        erased = Path(settings.ERASED_LIST)
        if not erased.exists() and not options["without_erasures"]:
            raise CommandError(
                f"There is no list of erased accounts at {erased}, and without it whoever was erased "
                "since the backup would be back. Bring the list from where it is kept; where it is "
                "lost for good, say --without-erasures. Nothing was changed."
            )
        try:
            restored = restore(path, replace=options["replace"], say=self.stdout.write)
        except Damaged as error:
            raise CommandError(f"{path} is damaged: {error}. Nothing was changed.") from error
        except CannotRestore as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except CannotDump as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Restoring broke off: {error}. Do it again.") from error
        if restored.older:
            self.stdout.write("bringing its tables up to date")
            call_command("migrate", interactive=False, verbosity=0)
        if erased.exists():
            again = reapply_erasures(erased, on=now())
            self.stdout.write(f"accounts emptied again: {again}")
        made = datetime.fromisoformat(restored.manifest.made_at)
        self.stdout.write(
            f"Restored as it was at {made:%Y-%m-%d %H:%M %Z}: "
            f"{sum(restored.manifest.rows.values())} rows, {len(restored.manifest.media)} files. "
            "Everybody has to sign in anew."
        )
        self._say_of_the_key()
        call_command("check_invariants", stdout=self.stdout)

    def _say_of_the_key(self) -> None:
        state: str
        try:
            state = state_of_key()
        except CannotSign:
            state = "unreadable"
        if state != "ready":
            self.stdout.write(
                f"The key of credentials is {state}: bring it back from where it is kept, or nothing "
                "is signed. manage.py credential_key show says more."
            )
