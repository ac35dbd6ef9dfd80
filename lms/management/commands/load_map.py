"""Load the competency map and the achievements that come with the platform."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

import badges.awards
from badges.awards.actions import load_achievements
from courses.competencies.actions import load_map
from lms.common.clock import now

ACHIEVEMENTS = Path(badges.awards.__file__).parent / "data" / "achievements.yaml"


class Command(BaseCommand):
    """`manage.py load_map [--again]`."""

    help = "Load or update the competency map, its levels, crosswalks and achievements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="also where the installation has changed the map: its changes are undone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        competencies = load_map(again=options["again"])
        achievements = load_achievements(ACHIEVEMENTS, on=now())
        self.stdout.write(f"{competencies} competencies, {achievements} achievements.")
