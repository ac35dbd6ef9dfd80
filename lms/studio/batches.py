"""The certificates of a course or run as one file, as the people page shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from badges.certificates.models import CertificateBatch
from badges.certificates.queries import batch_of, in_force_in
from courses.content.models import Course
from courses.enrolment.models import Run
from lms.accounts.models import User

CHOICES: dict[str, Promise] = {
    "": _("each in its learner’s own language"),
    "lt": _("all in Lithuanian"),
    "en": _("all in English"),
}


@dataclass(frozen=True)
class Gathered:
    """What this person has had gathered, if anything. in_force: how many certificates there are to
    gather; not counted while they are being gathered."""

    course: Course
    run: Run | None
    batch: CertificateBatch | None
    in_force: int

    @property
    def is_stale(self) -> bool:
        """Whether what is there is no longer handed out."""
        return self.batch is not None and self.batch.is_ready and self.batch.is_stale

    @property
    def query(self) -> str:
        """What its addresses end with."""
        return f"?run={self.run.pk}" if self.run else ""

    @property
    def choices(self) -> list[tuple[str, Promise, bool]]:
        """(value, label, whether it is the one that was chosen last) of the languages."""
        chosen = self.batch.language if self.batch else ""
        return [(value, label, value == chosen) for value, label in CHOICES.items()]


def gathered(person: User, course: Course, run: Run | None, on: datetime) -> Gathered:
    """In two statements, and one more where it is there, however many certificates there are."""
    batch = batch_of(person, course, run, on=on)
    being_made = batch is not None and batch.is_open
    return Gathered(course, run, batch, 0 if being_made else in_force_in(course, run).count())
