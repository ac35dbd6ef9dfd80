"""The findings of one unit as its author reads them: where each is, and the way to mend it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.content.findings import Finding
from courses.content.models import Course
from lms.common.languages import LANGUAGES
from lms.studio.writing import Panel, UnitDesk

# What is mended among the unit's rules in the outline, and what beside its length.
IN_OUTLINE = {
    "no-quiz",
    "no-survey",
    "no-calibration",
    "waits-for-nothing",
    "circle",
    "unreachable",
}
IN_CLAIMS = {"no-competency", "no-evidence"}
NAMES = {"lt": "Lietuvių", "en": "English"}


@dataclass(frozen=True)
class Mend:
    """One thing to mend. where: the block and the language, in words; address: of the field, which
    takes the focus, or of another page."""

    finding: Finding
    where: str
    address: str

    @property
    def is_here(self) -> bool:
        """Whether it can be mended on this page."""
        return self.address.startswith("#")


@dataclass(frozen=True)
class ToMend:
    """What stops publishing, and what is only advised. is_begun: whether a block that was just
    added is not judged yet."""

    errors: list[Mend]
    advice: list[Mend]
    is_begun: bool


def to_mend(course: Course, editor: UnitDesk, *, but: str = "") -> ToMend:
    """The findings with their places. but: a block that nobody has had time to fill in."""
    panels = {panel.uid: panel for panel in editor.panels}
    found = [
        Mend(one, _where(one, panels.get(one.block)), _address(one, course, editor))
        for one in editor.findings
        if not but or one.block != but
    ]
    return ToMend(
        [one for one in found if one.finding.stops],
        [one for one in found if not one.finding.stops],
        is_begun=len(found) < len(editor.findings),
    )


def _where(finding: Finding, panel: Panel | None) -> str:
    words = []
    if panel:
        words.append(f"{panel.number}. {panel.label}")
    if finding.language in LANGUAGES and (panel is not None or finding.field):
        words.append(NAMES[finding.language])
    return " · ".join(words) or _("Unit")


def _address(finding: Finding, course: Course, editor: UnitDesk) -> str:
    if finding.code in IN_OUTLINE:
        outline = reverse("studio:outline", args=[course.slug])
        return f"{outline}?open=u-{finding.unit}#u-{finding.unit}"
    if finding.code in IN_CLAIMS:
        return "#minutes"
    if finding.field:
        language = finding.language or editor.first
        return f"#{language}-{finding.place.replace('.', '-')}"
    return f"#b-{finding.block}" if finding.block else "#blocks"
