"""After a restore: empty again the accounts that had been emptied since the backup was made."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.common.clock import now
from lms.privacy.leaving_actions import reapply_erasures


class Command(BaseCommand):
    """`manage.py reapply_erasures`."""

    help = "Erase again whom a restored backup has brought back, by the list kept outside of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", help="The list; ERASED_LIST where it is left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["list"] or settings.ERASED_LIST)
        try:
            again = reapply_erasures(path, on=now())
        except FileNotFoundError:
            raise CommandError(
                f"There is no list at {path}. Whoever was erased since the backup is back now: bring "
                "the list from where it is kept, then run this again."
            ) from None
        except (ValueError, KeyError) as error:
            raise CommandError(f"{path} is no list of erased accounts: {error}.") from None
        self.stdout.write(f"accounts emptied again: {again}")
