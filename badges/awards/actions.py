"""Defining achievements, awarding them, sharing and revoking awards."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from badges.awards.models import Achievement, AchievementVersion, Award
from badges.awards.rules import Facts, competencies_in, faults_in, is_met
from courses.content.models import Course
from courses.content.queries import outline_by_id
from courses.evidence.models import Evidence
from lms.accounts.actions import tell
from lms.accounts.children import refuse_to_show
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.clock import months_later
from lms.common.errors import Refusal
from lms.common.languages import Pair
from lms.common.transactions import atomic


@atomic
def define_achievement(
    key: str,
    *,
    name: Pair,
    description: Pair,
    criteria: Pair,
    rule: dict[str, Any],
    drawing: dict[str, Any],
    valid_months: int | None,
    on: datetime,
    course: Course | None = None,
) -> AchievementVersion:
    """Bring the achievement to this definition. A version that somebody holds is frozen: a change
    makes the next one. Saying the same again changes nothing.

    course: whose it is; it stays theirs.
    """
    if faults := faults_in(rule):
        raise Refusal("bad-rule", " ".join(faults))
    achievement, _made = Achievement.objects.get_or_create(key=key, defaults={"course": course})
    if achievement.course_id != (course.pk if course else None):
        raise Refusal("key-taken", _("Another achievement has the key “%s” already.") % key)
    said = {
        "name": name,
        "description": description,
        "criteria": criteria,
        "rule": rule,
        "drawing": drawing,
        "valid_months": valid_months,
    }
    # Where it is being given at this moment, that is waited for.
    latest = achievement.versions.select_for_update().order_by("-number").first()
    if latest and all(getattr(latest, part) == value for part, value in said.items()):
        return latest
    if latest and not latest.awards.exists():
        for part, value in said.items():
            setattr(latest, part, value)
        latest.save(update_fields=list(said))
        return latest
    version = AchievementVersion.objects.create(
        achievement=achievement, number=latest.number + 1 if latest else 1, made_at=on, **said
    )
    achievement.in_force = version
    achievement.save(update_fields=["in_force"])
    return version


@atomic
def award_what_is_due(
    person: User,
    facts: Facts,
    candidates: Iterable[AchievementVersion],
    evidence: list[Evidence],
    *,
    on: datetime,
) -> list[Award]:
    """Award every candidate whose rule these facts satisfy; what is held already stays one."""
    made = []
    for version in candidates:
        if is_met(version.rule, facts):
            award = _award(person, version, evidence, on=on)
            if award:
                made.append(award)
    return made


def _award(
    person: User, version: AchievementVersion, evidence: list[Evidence], *, on: datetime
) -> Award | None:
    # Held until the award is there: an author who saves meanwhile waits, and finds it frozen. The
    # reference alone would not do: the database checks it only at the end of the transaction.
    held = AchievementVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if held.rule != version.rule:
        # Changed between asking and giving; the next record is judged by what stands now.
        return None
    version, rests_on = held, _snapshot(held, evidence)
    try:
        with transaction.atomic():
            award = Award.objects.create(
                achievement_id=version.achievement_id,
                version=version,
                person=person,
                recipient_name=person.full_name,
                evidence=rests_on,
                issued_at=on,
                valid_until=_valid_until(version, on),
            )
    except IntegrityError:
        # Somebody else was quicker: it is held, which is all that was wanted.
        if Award.objects.filter(person=person, achievement_id=version.achievement_id).exists():
            return None
        raise
    tell(person, NoticeKind.BADGE, version.name, link=f"me/badges/{award.uid}/", on=on)
    return award


def _snapshot(version: AchievementVersion, evidence: list[Evidence]) -> list[dict[str, Any]]:
    """The rows the award rests on, copied: for each competency of the rule the first that shows it."""
    rows = []
    for code, level in competencies_in(version.rule):
        shown = [row for row in evidence if row.competency.code == code and row.level >= level]
        if not shown:
            continue
        row = min(shown, key=lambda one: (one.occurred_at, one.pk))
        rows.append(
            {
                "competency": code,
                "name": row.competency.name,
                "level": level,
                "kind": row.kind,
                "evidence": row.pk,
                "record": str(row.record.uid),
                "course": row.record.release.title,
                "unit": _unit_title(row),
                "at": row.occurred_at.isoformat(),
                "result": row.result,
            }
        )
    return rows


def _unit_title(row: Evidence) -> Pair:
    """The unit's title in the release in which it was done."""
    item = outline_by_id(row.record.release_id).by_unit.get(row.record.unit_id or 0)
    return item.title if item else {}


def _valid_until(version: AchievementVersion, on: datetime) -> datetime | None:
    return None if version.valid_months is None else months_later(on, version.valid_months)


@atomic
def share_award(award: Award, *, shared: bool, on: datetime) -> Award:
    """Let whoever has the link see the badge, or only its holder again."""
    if shared:
        refuse_to_show(award.person)
    if shared != (award.shared_at is not None):
        award.shared_at = on if shared else None
        award.save(update_fields=["shared_at"])
    return award


@atomic
def revoke_award(award: Award, *, by: User, reason: str, on: datetime) -> Award:
    """Take the badge back, saying who and why; its page stays and says so."""
    if not reason.strip():
        raise Refusal("no-reason", _("Say why: whoever verifies the badge will read it."))
    award = Award.objects.select_for_update(no_key=True).get(pk=award.pk)
    if award.status == Award.Status.ACTIVE:
        award.status = Award.Status.REVOKED
        award.status_at, award.status_by, award.status_reason = on, by, reason
        award.save(update_fields=["status", "status_at", "status_by", "status_reason"])
        note(by, "revoked", award, on=on, reason=reason)
    return award


@atomic
def expire_awards(*, on: datetime) -> int:
    """Mark the awards whose time is over; how many were."""
    return Award.objects.filter(status=Award.Status.ACTIVE, valid_until__lte=on).update(
        status=Award.Status.EXPIRED, status_at=on
    )


@atomic
def load_achievements(path: Path, *, on: datetime) -> int:
    """Define every achievement of a file; how many there are."""
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for row in rows:
        define_achievement(
            row["key"],
            name=row["name"],
            description=row["description"],
            criteria=row["criteria"],
            rule=row["rule"],
            drawing=row["drawing"],
            valid_months=row.get("valid_months"),
            on=on,
        )
    return len(rows)
