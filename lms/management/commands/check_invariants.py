"""Recompute every derived number and every invariant, and print what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.pages.invariants import differences


class Command(BaseCommand):
    """`manage.py check_invariants`: silent success, or every difference and exit code 1."""

    help = "Recompute every derived number from the facts and report what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(differences())
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences.")
        self.stdout.write("Every derived number agrees with the facts.")
