"""Write a course as a package, so that it can be read, kept, or taken elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.content.models import Release
from courses.content.package.files import write_folder
from courses.content.package.writing import package_of


class Command(BaseCommand):
    """`manage.py export_course SLUG PATH [--release NUMBER]`."""

    help = "Write a course's draft, or one of its releases, as a course package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("path", type=Path, help="a folder that is not there yet, or is empty")
        parser.add_argument("--release", type=int, help="its number; the draft if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["path"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not empty; nothing was written.")
        release = (
            Release.objects.filter(course__slug=options["slug"], number=options["release"])
            .select_related("course")
            .first()
        )
        if release is None:
            raise CommandError("There is no such course, or no such release.")
        files = package_of(release)
        write_folder(files, folder)
        said = "draft" if release.number is None else f"release no. {release.number}"
        self.stdout.write(
            f"{release.course.slug}: {said} written to {folder} "
            f"({len(files.texts)} texts, {len(files.pictures)} pictures)."
        )
