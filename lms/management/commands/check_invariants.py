"""Recompute every derived number and every invariant, and print what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.pages.invariants import differences
from lms.pages.queries import set_aside


class Command(BaseCommand):
    """`manage.py check_invariants`: silent success, or every difference and exit code 1."""

    help = "Recompute every derived number from the facts and report what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(differences())
        if any((aside := set_aside()).values()):
            # Not a difference: the rows say themselves that they wait for a person.
            counts = ", ".join(f"{name}: {count}" for name, count in aside.items())
            self.stdout.write(f"Set aside after repeated failures: {counts}.")
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences.")
        self.stdout.write("Every derived number agrees with the facts.")
