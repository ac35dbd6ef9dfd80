"""Where the links and forms of learner pages lead. Templates ask `{% way "unit" uid %}`, so that the
same page can also be shown where nobody learns: a preview has ways of its own."""

from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse

# What is found by an attempt or a sitting alone; everything else hangs on the course.
OF_ATTEMPTS = (
    "attempt",
    "save-answers",
    "hint",
    "redo",
    "submit",
    "sitting",
    "practise-next",
    "practise-again",
    "finish-sitting",
    "sitting-item",
    "answer-item",
    "item-help",
    "item-form",
    "calibration-result",
)


class Ways(Protocol):
    """The addresses of learner pages."""

    def to(self, name: str, *ids: object) -> str:
        """The address of `course`, or of a page of courses.classroom.urls by its name."""


@dataclass(frozen=True)
class IntoCourse:
    """Into the course itself."""

    slug: str

    def to(self, name: str, *ids: object) -> str:
        if name == "course":
            return reverse("pages:course", args=[self.slug])
        before = () if name in OF_ATTEMPTS else (self.slug,)
        return reverse(f"classroom:{name}", args=[*before, *ids])
