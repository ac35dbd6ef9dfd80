"""The key that credentials are signed with: make it, show it, publish it, put another in its place."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from badges.credentials.actions import publish_key
from badges.credentials.keys import (
    CannotSign,
    issuer_id,
    new_pem,
    private_key,
    state_of_key,
    write_pem,
)
from badges.credentials.models import IssuerKey
from badges.credentials.proofs import multikey
from lms.common.clock import now

NEXT = {
    "ready": "Credentials are issued.",
    "missing": "There is no key: nothing is issued. Make one: manage.py credential_key make.",
    "unpublished": "The key in use is not published, or retired: nothing is issued. "
    "Publish it: manage.py credential_key publish.",
}


class Command(BaseCommand):
    """`manage.py credential_key make|show|publish|rotate`."""

    help = "Make, show, publish or replace the key that credentials are signed with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["make", "show", "publish", "rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['what']}")()
        except CannotSign as error:
            raise CommandError(str(error)) from error

    def _show(self) -> None:
        self.stdout.write(f"Issuer: {issuer_id()}")
        private = private_key()
        used = multikey(private.public_key()) if private else None
        for key in IssuerKey.objects.all():
            notes = [
                *(["in use"] if key.multikey == used else []),
                *([f"retired on {key.retired_at:%Y-%m-%d}"] if key.retired_at else []),
                *(["made for development"] if key.is_development else []),
            ]
            self.stdout.write(f"{key.name}  {key.multikey}  {', '.join(notes)}")
        state = state_of_key()
        if state != "ready":
            raise CommandError(NEXT[state])
        self.stdout.write(NEXT[state])

    def _make(self) -> None:
        self._no_key_in_environment()
        path = self._file()
        try:
            write_pem(new_pem(), path)
        except FileExistsError:
            raise CommandError(f"There is a key in {path} already; rotate replaces it.") from None
        self.stdout.write(f"Written to {path}; keep a copy of it where backups of secrets lie.")
        self._publish()

    def _publish(self) -> None:
        private = private_key()
        if private is None:
            raise CommandError(NEXT["missing"])
        made = publish_key(private, on=now())
        if made.retired_at:
            raise CommandError(
                f"{made.name} was retired on {made.retired_at:%Y-%m-%d}; make another."
            )
        self.stdout.write(f"Published as {issuer_id()}#{made.name}.")

    def _rotate(self) -> None:
        self._no_key_in_environment()
        path, old = self._file(), private_key()
        if old is None:
            raise CommandError(NEXT["missing"])
        kept = path.with_name(f"{path.stem}-until-{now():%Y-%m-%d-%H%M%S}{path.suffix}")
        path.rename(kept)
        write_pem(new_pem(), path)
        self.stdout.write(
            f"The old key lies in {kept}. What it signed is checked by its public half, which stays "
            "published; nothing more is signed with it, and the file may be destroyed."
        )
        self._publish()

    def _file(self) -> Path:
        return Path(settings.CREDENTIAL_KEY_FILE)

    def _no_key_in_environment(self) -> None:
        if settings.CREDENTIAL_KEY:
            raise CommandError(
                "The key stands in the environment (CREDENTIAL_KEY), where this command cannot "
                "write. Set another one there, start again, and run: manage.py credential_key publish."
            )
