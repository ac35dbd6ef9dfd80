"""Fill an empty installation: map, courses, the hub's texts; in debug the demo cast as well."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

import courses
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.content.models import Course
from courses.enrolment.actions import self_paced_run
from courses.progress.actions import settle_due
from lms.accounts.models import SiteRole, User
from lms.common.clock import now
from lms.hub.actions import load_texts
from lms.pages.demo_cast import PASSWORD, make_people, reach_states
from lms.pages.demo_run import reach_run

PACKAGES = Path(courses.__file__).parent / "packages"


class Command(BaseCommand):
    """`manage.py demo`: idempotent; what is there already stays."""

    help = "Load the map, the courses and the hub's texts; in debug also people to sign in as."

    def handle(self, *args: Any, **options: Any) -> None:
        # Operators read the command's own English; faults are told in the same language.
        with translation.override("en"):
            self._fill()

    def _fill(self) -> None:
        call_command("load_map", verbosity=0)
        load_texts(now())
        people = make_people(on=now()) if settings.DEBUG else {}
        owner = people.get("ieva") or self._administrator()
        for package in sorted(path for path in PACKAGES.iterdir() if path.is_dir()):
            self._course(package, owner)
        settle_due(on=now())
        if people:
            reach_states(people)
            reach_run(people["ieva"], on=now())
        call_command("sweep", verbosity=0)
        self.stdout.write(f"{Course.objects.count()} courses.")
        if people:
            self.stdout.write("Sign in as " + ", ".join(p.email for p in people.values()))
            self.stdout.write(f"with the password {PASSWORD}.")

    def _administrator(self) -> User:
        found = User.objects.filter(site_role=SiteRole.ADMINISTRATOR).order_by("pk").first()
        if found is None:
            raise CommandError(
                "With DEBUG off the courses need an owner: first run manage.py createsuperuser."
            )
        return found

    def _course(self, package: Path, owner: User) -> None:
        text, faults = read_course(package)
        if faults:
            raise CommandError("\n".join(str(fault) for fault in faults))
        course = import_course(text, owner=owner, on=now())
        self_paced_run(course)
        publish(course, by=owner, on=now())
