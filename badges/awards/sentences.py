"""Award rules, and how badges were given by hand, as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.awards.models import Award
from badges.awards.rules import Rule, is_by_hand
from lms.common.languages import Pair, text
from lms.common.wording import day, percent


@dataclass(frozen=True)
class Said:
    """A sentence, or the beginning of a list of them."""

    words: str
    parts: tuple["Said", ...] = ()


def said(
    rule: Rule,
    names: Mapping[str, Pair],
    titles: Mapping[str, Pair],
    exercises: Mapping[str, Pair] | None = None,
) -> Said:
    """The rule for this reader.

    names: competency code → its name.  titles: course slug → its title.  exercises: course/unit → the
    title of the unit. What has no name is called by its code.
    """
    if "competency" in rule:
        return Said(competency_said(rule["competency"], rule["level"], names))
    if "course" in rule:
        return Said(course_said(rule["course"], titles))
    if "calibration" in rule:
        return Said(calibration_said(rule, exercises or {}))
    if is_by_hand(rule):
        return Said(_("Given by hand, with a reason, by those who issue it; nothing is measured"))
    if "all" in rule:
        lead, several = _("All of these:"), rule["all"]
    elif "any" in rule:
        lead, several = _("Any one of these:"), rule["any"]
    else:
        words = ngettext("At least %s of these:", "At least %s of these:", rule["k"])
        lead, several = words % rule["k"], rule["of"]
    return Said(lead, tuple(said(part, names, titles, exercises) for part in several))


def given_said(award: Award) -> str:
    """All that a badge given by hand says of how, in this reader's language; the reason and what shows
    it as they were written."""
    parts = [f"{given_words(award)}: {award.given_reason}"]
    if award.given_for:
        parts.append(_("Done on: %s") % day(award.given_for))
    if award.given_proof:
        parts.append(_("What shows it: %s") % award.given_proof)
    return " · ".join([*parts, _("It was not measured.")])


def given_words(award: Award) -> str:
    """By whom and when, without the reason."""
    assert award.given_at is not None
    when = {"day": day(award.given_at)}
    if award.given_as == Award.GivenAs.LEAD:
        return _("On %(day)s, by whoever leads the course") % when
    return _("On %(day)s, by an administrator of this site") % when


def competency_said(code: str, level: int, names: Mapping[str, Pair]) -> str:
    """What asks for a competency."""
    if not (name := text(names.get(code))):
        return _("Competency %(code)s, level %(level)s") % {"code": code, "level": level}
    words = _("Competency “%(name)s” (%(code)s), level %(level)s")
    return words % {"name": name, "code": code, "level": level}


def competency_chosen(code: str, level: int, names: Mapping[str, Pair]) -> str:
    """The same for a list to choose from: what tells one from another comes first, and is not cut
    off on a narrow page."""
    words = _("%(code)s, level %(level)s: %(name)s")
    return words % {"code": code, "level": level, "name": text(names.get(code))}


def course_said(slug: str, titles: Mapping[str, Pair]) -> str:
    """What asks for a whole course."""
    return _("Course “%s” completed") % (text(titles.get(slug)) or slug)


def calibration_said(rule: Rule, exercises: Mapping[str, Pair]) -> str:
    """What asks for being measured, with its bounds."""
    place = rule["calibration"]
    words = _("Measured in “%(name)s”: level %(level)s")
    parts = [words % {"name": text(exercises.get(place)) or place, "level": rule["level"]}]
    if "lower" in rule:
        bound = _("right in at least %s of cases even at the lower end of the interval")
        parts.append(bound % percent(rule["lower"]))
    if "bias" in rule:
        bound = _("estimates at most %s too high or too low on average")
        parts.append(bound % percent(rule["bias"]))
    return "; ".join(parts)


def calibration_chosen(place: str, level: int, exercises: Mapping[str, Pair]) -> str:
    """The same for a list to choose from, without bounds."""
    words = _("measured, level %(level)s: %(name)s")
    return words % {"level": level, "name": text(exercises.get(place)) or place}
