"""What is to be mended, with the way to the place."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from courses.content.findings import Finding
from courses.content.models import Course
from courses.content.outline import Outline, OutlineItem


@dataclass(frozen=True)
class Placed:
    """A finding, the unit it is in, and the address where it is mended."""

    finding: Finding
    item: OutlineItem | None
    address: str


def placed(course: Course, outline: Outline, findings: Iterable[Finding]) -> list[Placed]:
    """Each finding with its place in the studio."""
    return [_placed(course, outline, finding) for finding in findings]


def _placed(course: Course, outline: Outline, finding: Finding) -> Placed:
    item = outline.by_uid.get(UUID(finding.unit)) if finding.unit else None
    if item is None:
        page = "outline" if finding.code in OUTLINE else "settings"
        return Placed(finding, None, reverse(f"studio:{page}", args=[course.slug]))
    if finding.code in OUTLINE:
        address = reverse("studio:outline", args=[course.slug])
        return Placed(finding, item, f"{address}?open=u-{item.uid}#u-{item.uid}")
    address = reverse("studio:unit", args=[course.slug, item.uid])
    if finding.language and finding.place:
        anchor = f"#{finding.language}-{finding.place.replace('.', '-')}"
    else:
        anchor = f"#b-{finding.block}" if finding.block else ""
    return Placed(finding, item, address + anchor)


# What is mended in the outline, not in the text of a unit.
OUTLINE = {
    "empty",
    "nothing-required",
    "no-quiz",
    "no-survey",
    "waits-for-nothing",
    "circle",
    "unreachable",
    "no-evidence",
    "opens-after-run",
}
