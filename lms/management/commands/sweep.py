"""One round of everything that is due; what the scheduled task calls."""

from typing import Any

from django.core.management.base import BaseCommand

from badges.awards.actions import expire_awards
from badges.certificates.actions import issue_all_due, render_due
from badges.intake.actions import take_in_waiting
from courses.progress.actions import settle_due
from lms.common.clock import now


class Command(BaseCommand):
    """`manage.py sweep`."""

    help = "Do everything that is due: settle releases, take in records, issue and render certificates."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = {
            "releases settled": settle_due(on=now()),
            "records taken in": take_in_waiting(on=now()),
            "awards expired": expire_awards(on=now()),
            "certificates issued": issue_all_due(on=now()),
            "files made": render_due(on=now()),
        }
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
