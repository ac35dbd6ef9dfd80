"""What an instructor has done for a learner, as the notice to them says it. Pure."""

from django.utils import translation
from django.utils.translation import gettext as _

from courses.content.outline import Outline, OutlineItem
from courses.progress.models import Allowance, How
from lms.common.languages import LANGUAGES, Pair, text


def allowance_told(kind: str, outline: Outline, item: OutlineItem | None) -> Pair:
    """That something is allowed, in both languages; the course page says how much and why."""
    kinds = Allowance.Kind
    told = {}
    for code in LANGUAGES:
        with translation.override(code):
            course, unit = text(outline.title, code), text(item.title, code) if item else ""
            said = {
                kinds.TIME: _("You have more time in the course “%(course)s”"),
                kinds.ATTEMPT: _("You have more attempts in the course “%(course)s”"),
                kinds.SKIP: _("You may skip the unit “%(unit)s” of the course “%(course)s”"),
                kinds.OPEN: _("The unit “%(unit)s” of the course “%(course)s” is open for you")
                if item
                else _("The whole course “%(course)s” is open for you"),
            }[kinds(kind)]
            told[code] = said % {"course": course, "unit": unit}
    return told  # type: ignore[return-value]


def counting_told(how: How, outline: Outline, item: OutlineItem) -> Pair:
    """That a unit counts without having been done, in both languages."""
    told = {}
    for code in LANGUAGES:
        with translation.override(code):
            said = (
                _("You need not do the unit “%(unit)s” of the course “%(course)s”")
                if how == How.EXEMPT
                else _("The unit “%(unit)s” of the course “%(course)s” counts as done")
            )
            told[code] = said % {
                "course": text(outline.title, code),
                "unit": text(item.title, code),
            }
    return told  # type: ignore[return-value]
