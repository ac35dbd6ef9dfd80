"""Defining achievements, awarding them, sharing and revoking awards."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from badges.awards.models import Achievement, AchievementVersion, Award
from badges.awards.rules import (
    FOREVER,
    Facts,
    Rule,
    calibrations_in,
    competencies_in,
    faults_in,
    is_met,
    lasts_until,
    shows,
)
from badges.awards.signing_actions import take_back_badge, to_be_signed
from courses.calibration.actions.closing import summary
from courses.calibration.shown import behind
from courses.content.models import Course
from courses.content.queries import outline_by_id
from courses.evidence.models import Evidence, EvidenceKind
from lms.accounts.actions import take_back_notices, tell
from lms.accounts.children import refuse_to_show
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.clock import months_later
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES, Pair, text
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
            award = give_award(person, version, facts, evidence, on=on)
            if award:
                made.append(award)
    return made


def give_award(
    person: User,
    version: AchievementVersion,
    facts: Facts,
    evidence: list[Evidence],
    *,
    on: datetime,
    renews: Award | None = None,
) -> Award | None:
    """Give the badge to whose facts satisfy its rule; None where it is held already, or was changed
    meanwhile. renews: the one whose place it takes."""
    # Held until the award is there: an author who saves meanwhile waits, and finds it frozen. The
    # reference alone would not do: the database checks it only at the end of the transaction.
    held = AchievementVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if held.rule != version.rule:
        # Changed between asking and giving; the next record is judged by what stands now.
        return None
    version, rests_on = held, snapshot_of(held.rule, facts, evidence, on)
    try:
        with transaction.atomic():
            award = Award.objects.create(
                achievement_id=version.achievement_id,
                version=version,
                person=person,
                recipient_name=person.full_name,
                evidence=rests_on,
                issued_at=on,
                valid_until=valid_until(version, facts, (renews and shown_at(rests_on)) or on),
                renews=renews,
            )
    except IntegrityError:
        # Somebody else was quicker: it is held, which is all that was wanted.
        if Award.objects.filter(person=person, achievement_id=version.achievement_id).exists():
            return None
        raise
    to_be_signed(award, on=on)
    told = _renewed(version.name) if renews else version.name
    tell(person, NoticeKind.BADGE, told, link=f"me/badges/{award.uid}/", on=on)
    return award


def _renewed(name: Pair) -> Pair:
    """A badge's name in a notice that it holds on."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = _("%(name)s (renewed)") % {"name": text(name)}
    return {"lt": said["lt"], "en": said["en"]}


def valid_until(version: AchievementVersion, facts: Facts, since: datetime) -> datetime | None:
    """Until when an award holds: as long as its achievement says, and never longer than what it rests
    on. since: when it was earned."""
    ends = [lasts_until(version.rule, facts)]
    if version.valid_months is not None:
        ends.append(months_later(since, version.valid_months))
    return min((end for end in ends if end), default=None)


# --- what an award rests on ----------------------------------------------------------------------


def snapshot_of(
    rule: Rule, facts: Facts, evidence: Iterable[Evidence], on: datetime
) -> list[dict[str, Any]]:
    """The rows an award rests on, copied: for each competency of the rule what shows it longest, and of
    that the first; then for each exercise of the rule its result."""
    valid = [row for row in evidence if row.valid_until is None or row.valid_until > on]
    rows = []
    for code, level in competencies_in(rule):
        shown = [row for row in valid if row.competency.code == code and row.level >= level]
        if shown:
            row = min(shown, key=lambda one: (_reversed(one.valid_until), one.occurred_at, one.pk))
            rows.append(_copied(row, level))
    for part in calibrations_in(rule):
        results = [one for one in facts.exercises.get(part["calibration"], ()) if shows(one, part)]
        if results:
            best = max(results, key=lambda one: (one.until or FOREVER, one.result))
            rows.append(_measured(part, best.result))
    return rows


def shown_at(rows: list[dict[str, Any]]) -> datetime | None:
    """When the latest of these rows was shown."""
    return max((datetime.fromisoformat(row["at"]) for row in rows), default=None)


def _reversed(until: datetime | None) -> float:
    """Sorts what lasts longest first."""
    return float("-inf") if until is None else -until.timestamp()


def _copied(row: Evidence, level: int) -> dict[str, Any]:
    return {
        "competency": row.competency.code,
        "name": row.competency.name,
        "level": level,
        "kind": row.kind,
        "evidence": row.pk,
        "record": str(row.record.uid),
        "course": row.record.release.title,
        "unit": _unit_title(row),
        "at": row.occurred_at.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "result": row.result,
    }


def _measured(part: Rule, result_id: int) -> dict[str, Any]:
    """A result as an award copies it; it is of no competency, but has the name of its unit."""
    result, record = behind(result_id)
    outline = outline_by_id(result.sitting.release_id)
    title = outline.by_unit[result.sitting.unit_id].title
    return {
        "competency": "",
        "calibration": part["calibration"],
        "name": title,
        "level": part["level"],
        "kind": str(EvidenceKind.MEASURED),
        "evidence": None,
        "record": str(record.uid) if record else "",
        "course": outline.title,
        "unit": title,
        "at": result.made_at.isoformat(),
        "valid_until": result.valid_until.isoformat() if result.valid_until else None,
        "result": summary(result),
    }


def _unit_title(row: Evidence) -> Pair:
    """The unit's title in the release in which it was done."""
    item = outline_by_id(row.record.release_id).by_unit.get(row.record.unit_id or 0)
    return item.title if item else {}


# --- afterwards ----------------------------------------------------------------------------------


@atomic
def share_award(award: Award, *, shared: bool, on: datetime) -> Award:
    """Let whoever has the link see the badge, or only its holder again.

    What was revoked is not shared anew; where it was shared, its page goes on saying so.
    """
    if shared:
        refuse_to_show(award.person)
        if award.status == Award.Status.REVOKED:
            raise Refusal("revoked", _("A badge that was revoked cannot be shared."))
    if shared != (award.shared_at is not None):
        award.shared_at = on if shared else None
        award.save(update_fields=["shared_at"])
    return award


@atomic
def revoke_award(award: Award, *, by: User, reason: str, on: datetime) -> Award:
    """Take the badge back, saying who and why; its page stays and says so, and its holder is told."""
    if not reason.strip():
        raise Refusal("no-reason", _("Say why: whoever verifies the badge will read it."))
    award = Award.objects.select_for_update(no_key=True).get(pk=award.pk)
    if award.status == Award.Status.ACTIVE:
        award.status = Award.Status.REVOKED
        award.status_at, award.status_by, award.status_reason = on, by, reason
        award.save(update_fields=["status", "status_at", "status_by", "status_reason"])
        take_back_badge(award, on=on)
        note(by, "revoked", award, on=on, reason=reason)
        link = f"me/badges/{award.uid}/"
        take_back_notices(award.person_id, NoticeKind.BADGE, link=link, on=on)
        tell(award.person, NoticeKind.BADGE_REVOKED, award.version.name, link=link, on=on)
    return award


@atomic
def reissue_award(award: Award, *, by: User, reason: str, on: datetime) -> Award:
    """Give the badge anew with its holder's name as it is now. The one before says that it was replaced
    and why, and its credentials are taken back: they carry the old name.

    It rests on the same, ends at the same time, and is shared where the one before was.
    """
    if not reason.strip():
        raise Refusal("no-reason", _("Say why: whoever verifies the badge will read it."))
    award = Award.objects.select_for_update(no_key=True).get(pk=award.pk)
    if award.status != Award.Status.ACTIVE:
        raise Refusal("not-in-force", _("Only a badge that is in force can be issued anew."))
    name = award.person.full_name
    if name == award.recipient_name:
        raise Refusal("same-name", _("The badge bears its holder’s name as it is now."))
    award.status = Award.Status.SUPERSEDED
    award.status_at, award.status_by, award.status_reason = on, by, reason
    award.save(update_fields=["status", "status_at", "status_by", "status_reason"])
    take_back_badge(award, on=on)
    made = Award.objects.create(
        achievement_id=award.achievement_id,
        version_id=award.version_id,
        person=award.person,
        recipient_name=name,
        evidence=award.evidence,
        issued_at=on,
        valid_until=award.valid_until,
        shared_at=award.shared_at,
        renews=award,
        given_as=award.given_as,
        given_at=award.given_at,
        given_by=award.given_by,
        given_reason=award.given_reason,
        given_proof=award.given_proof,
        given_link=award.given_link,
        given_for=award.given_for,
    )
    to_be_signed(made, on=on)
    tell(made.person, NoticeKind.BADGE, made.version.name, link=f"me/badges/{made.uid}/", on=on)
    note(by, "issued anew", award, on=on, reason=reason)
    return made


@atomic
def expire_awards(*, on: datetime) -> int:
    """Mark the awards whose time is over, from the moment at which it was; how many were."""
    return Award.objects.filter(status=Award.Status.ACTIVE, valid_until__lte=on).update(
        status=Award.Status.EXPIRED, status_at=F("valid_until")
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
