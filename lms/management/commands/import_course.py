"""Import a course package into the course's draft, and publish it if asked."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.enrolment.actions import self_paced_run
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import Refusal


class Command(BaseCommand):
    """`manage.py import_course PATH [--publish] [--owner EMAIL]`."""

    help = "Check a course package and update the course's draft from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish the draft as well")
        parser.add_argument("--owner", default="", help="e-mail of who answers for a new course")
        parser.add_argument("--note", default="", help="what changed, for the list of releases")

    def handle(self, *args: Any, **options: Any) -> None:
        # Operators read the command's own English; its faults are told in the same language.
        with translation.override("en"):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        text, faults = read_course(options["path"])
        if faults:
            for fault in faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(list(faults))} faults; nothing was changed.")
        owner = None
        if options["owner"]:
            owner = User.objects.filter(email=options["owner"].lower()).first()
            if owner is None:
                raise CommandError(f"Nobody has the address {options['owner']}.")
        try:
            course = import_course(text, owner=owner, on=now())
            self_paced_run(course)
            said = (
                f"{course.slug}: draft updated ({len(text.units)} units, {len(text.items)} items)"
            )
            if options["publish"]:
                release = publish(course, by=owner, on=now(), change_note=options["note"])
                said += f", release no. {release.number} in force"
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(said + ".")
