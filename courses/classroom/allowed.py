"""What an instructor has allowed, and what was skipped, as the learner reads it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.evidence.models import Evidence
from courses.progress.allowances import Allowed
from courses.progress.models import Allowance, How, UnitCompletion
from lms.common.languages import text
from lms.common.wording import day


def allowed_says(one: Allowed, outline: Outline) -> str:
    """One allowance in sentences: what, until when, and why."""
    item = outline.by_unit.get(one.unit_id or 0)
    words = {
        "by": one.by,
        "n": one.amount,
        "unit": f"{item.label} {text(item.title)}" if item else "",
    }
    said = _in_unit(one) if item else _in_course(one)
    sentences = [said % words]
    if one.until:
        sentences.append(_until(one.until))
    sentences.append(_("Reason: %(reason)s") % {"reason": one.reason})
    return " ".join(sentences)


def _in_unit(one: Allowed) -> str:
    n = one.amount or 0
    match one.kind:
        case Allowance.Kind.TIME:
            return ngettext(
                "%(by)s gives you %(n)s minute more for the quizzes of the unit “%(unit)s”.",
                "%(by)s gives you %(n)s minutes more for the quizzes of the unit “%(unit)s”.",
                n,
            )
        case Allowance.Kind.ATTEMPT:
            return ngettext(
                "%(by)s gives you %(n)s attempt more at the quizzes of the unit “%(unit)s”.",
                "%(by)s gives you %(n)s attempts more at the quizzes of the unit “%(unit)s”.",
                n,
            )
        case Allowance.Kind.SKIP:
            return _("%(by)s lets you skip the unit “%(unit)s”.")
    return _("%(by)s has opened the unit “%(unit)s” for you.")


def _in_course(one: Allowed) -> str:
    n = one.amount or 0
    match one.kind:
        case Allowance.Kind.TIME:
            return ngettext(
                "%(by)s gives you %(n)s minute more for each quiz of the course.",
                "%(by)s gives you %(n)s minutes more for each quiz of the course.",
                n,
            )
        case Allowance.Kind.ATTEMPT:
            return ngettext(
                "%(by)s gives you %(n)s attempt more at each quiz of the course.",
                "%(by)s gives you %(n)s attempts more at each quiz of the course.",
                n,
            )
    return _("%(by)s has opened the whole course for you.")


def _until(last: date) -> str:
    return _("It holds until %(day)s.") % {"day": day(last)}


def shown_where(evidence: Evidence) -> dict[str, str]:
    """When and in which course something was shown, in words."""
    outline = outline_by_id(evidence.record.release_id)
    return {"day": day(evidence.occurred_at), "course": text(outline.title)}


def skipped_says(row: UnitCompletion) -> str:
    """How a unit that counts without having been done here came to count; empty for any other."""
    if row.how == How.CREDITED and row.evidence is not None:
        said = _("You skipped this unit: you had shown it on %(day)s, in the course “%(course)s”.")
        return said % shown_where(row.evidence)
    if row.how == How.EXEMPT:
        return _("You need not do this unit: you are exempt from it.")
    if row.how == How.OVERRIDE:
        return _("Your instructor counts this unit as done.")
    return ""
