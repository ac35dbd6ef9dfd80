"""Load the competency map and the achievements that come with the platform."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

import badges.awards
from badges.awards.actions import load_achievements
from courses.competencies.actions import load_map
from lms.common.clock import now

ACHIEVEMENTS = Path(badges.awards.__file__).parent / "data" / "achievements.yaml"


class Command(BaseCommand):
    """`manage.py load_map`."""

    help = "Load or update the competency map, its levels, crosswalks and achievements."

    def handle(self, *args: Any, **options: Any) -> None:
        competencies = load_map()
        achievements = load_achievements(ACHIEVEMENTS, on=now())
        self.stdout.write(f"{competencies} competencies, {achievements} achievements.")
