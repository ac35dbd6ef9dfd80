"""A badge's credential before anybody holds it: what the real one will say, of a holder who is not
there. Nothing is stored and nothing is signed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from badges.awards.models import AchievementVersion, Award
from badges.awards.rules import Rule, calibrations_in, competencies_in, is_by_hand
from badges.awards.signing_actions import told_of
from badges.credentials.documents import Told, Twin, document_of
from badges.credentials.models import SignedCredential, StatusList
from badges.credentials.queries import address_of
from courses.competencies.queries import competencies_by_code
from courses.content.models import Course
from courses.evidence.calc import level_shown
from courses.evidence.models import EvidenceKind
from lms.accounts.models import User
from lms.common.clock import months_later
from lms.common.languages import LANGUAGES, OTHER, Pair, text

# In place of what is random in the real one.
NOBODY = "0" * 26
SALTS = ("0" * 32, "1" * 32)
MAIL = "holder@example.org"
# A result such as the site measures; every holder's badge has their own.
FIGURES: dict[str, Any] = {
    "n": 60,
    "right": 57,
    "cannot_tell": 0,
    "accuracy": 0.95,
    "lower": 0.863,
    "upper": 0.983,
    "series_n": 60,
    "series_right": 57,
    "series_lower": 0.863,
    "series_upper": 0.983,
    "estimates": [],
    "kappa": None,
    "bank_version": "0" * 12,
    "protocol_version": "0" * 12,
    "proctored": False,
    "in_words": 0,
}


@dataclass(frozen=True)
class Sample:
    """A credential in one language: what it says, and as it will be but for the proof."""

    language: str
    told: Told
    document: dict[str, Any]


def samples_of(
    version: AchievementVersion,
    exercises: Mapping[str, Pair],
    course: Course | None,
    title: Pair,
    on: datetime,
) -> list[Sample]:
    """The credential of a badge with this definition in each language, made by what makes the real one.

    version: with its achievement; neither needs to be stored.  exercises: course/unit → the title of
    the unit.  course: whose badge it is, and title: what that is called.
    """
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            award = _award(version, exercises, course, title, on)
        credential = SignedCredential(
            award=award,
            language=language,
            code=NOBODY,
            status_list=StatusList(code=NOBODY),
            place=0,
        )
        twin = Twin(address_of(NOBODY), OTHER[language])
        told = replace(told_of(credential, twin), salts=SALTS)
        with translation.override(language):
            found.append(Sample(language, told, document_of(told)))
    return found


def _award(
    version: AchievementVersion,
    exercises: Mapping[str, Pair],
    course: Course | None,
    title: Pair,
    on: datetime,
) -> Award:
    months = version.valid_months
    award = Award(
        achievement=version.achievement,
        version=version,
        person=User(email=MAIL),
        recipient_name=_("Name of the holder"),
        issued_at=on,
        valid_until=months_later(on, months) if months else None,
        evidence=_evidence(version.rule, exercises, title, on),
    )
    if is_by_hand(version.rule):
        award.given_as = Award.GivenAs.LEAD if course else Award.GivenAs.ADMINISTRATOR
        award.given_at, award.given_reason = on, _("the reason that is written when it is given")
    return award


def _evidence(
    rule: Rule, exercises: Mapping[str, Pair], title: Pair, on: datetime
) -> list[dict[str, Any]]:
    """What an award rests on that shows just what the rule asks, as badges.awards.actions copies it."""
    known = competencies_by_code()
    rows = [
        _row(known[code].name, level, _kind(level), title, on, competency=code)
        for code, level in competencies_in(rule)
        if code in known
    ]
    for part in calibrations_in(rule):
        name = exercises.get(part["calibration"]) or {"en": part["calibration"]}
        kind = str(EvidenceKind.MEASURED)
        rows.append(_row(name, part["level"], kind, title, on, unit=name))
    return rows


def _kind(level: int) -> str:
    """The first kind of evidence that can show this level, or comes nearest to it."""
    return str(max(EvidenceKind, key=lambda kind: level_shown(level, kind)))


def _row(
    name: Any, level: int, kind: str, title: Pair, on: datetime, **more: Any
) -> dict[str, Any]:
    return {
        "competency": "",
        "name": name,
        "level": level,
        "kind": kind,
        "record": text(name),
        "course": title,
        "unit": {},
        "at": on.isoformat(),
        "valid_until": None,
        "result": FIGURES if kind == EvidenceKind.MEASURED else {},
        **more,
    }
