"""Carrying badges on whose time runs out, once something later has shown the same again."""

import logging
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from badges.awards.actions import give_award, shown_at, snapshot_of, valid_until
from badges.awards.models import AchievementVersion, Award
from badges.awards.rules import Facts, is_met
from badges.awards.standing import evidence_behind, facts_from
from courses.calibration.models import CalibrationResult
from courses.enrolment.models import Enrolment
from courses.evidence.calc import SOON
from courses.evidence.models import Evidence
from lms.accounts.models import User
from lms.common.transactions import atomic

log = logging.getLogger(__name__)


def renew_awards(*, on: datetime) -> int:
    """Carry on every badge that is in force, ends soon, and rests on something that has been shown
    again; how many were."""
    near = _renewable(on).filter(status=Award.Status.ACTIVE).filter(_shown_again())
    people = User.objects.filter(pk__in=near.values("person"), closed_at__isnull=True)
    count = 0
    for person in people.order_by("pk"):
        try:
            count += renew_awards_of(person, evidence_behind(person.pk), on=on)
        except Exception:
            log.exception("The badges of person %s could not be renewed.", person.pk)
    return count


@atomic
def renew_awards_of(person: User, evidence: list[Evidence], *, on: datetime) -> int:
    """Carry on what this person's proofs carry on; how many badges. evidence: all of them."""
    awards = list(
        _renewable(on).filter(person=person).select_related("achievement__in_force").order_by("pk")
    )
    versions = [one.achievement.in_force for one in awards]
    rules = [version.rule for version in versions if version]
    facts = facts_from(person.pk, rules, evidence, on) if awards else Facts()
    return sum(
        _renew(award, version, facts, evidence, on=on)
        for award, version in zip(awards, versions, strict=True)
        if version and is_met(version.rule, facts)
    )


def _renewable(on: datetime) -> QuerySet[Award]:
    """The last award of each badge that has ended or ends soon, and would be given today."""
    learns = Enrolment.objects.filter(
        person=OuterRef("person"), run__course=OuterRef("achievement__course")
    )
    return Award.objects.filter(
        Q(achievement__course__isnull=True) | Exists(learns),
        status__in=(Award.Status.ACTIVE, Award.Status.EXPIRED),
        # Earlier, every check would make another document.
        valid_until__lte=on + SOON,
        renewed_by__isnull=True,
        achievement__archived_at__isnull=True,
        achievement__in_force__isnull=False,
    )


def _shown_again() -> Q:
    """Whether something has come after the award that lasts longer than it."""
    longer = Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until"))
    proofs = Evidence.objects.filter(
        longer, person=OuterRef("person"), occurred_at__gt=OuterRef("issued_at")
    )
    results = CalibrationResult.objects.filter(
        longer,
        sitting__enrolment__person=OuterRef("person"),
        made_at__gt=OuterRef("issued_at"),
    )
    return Q(Exists(proofs)) | Q(Exists(results))


@atomic
def _renew(
    award: Award,
    version: AchievementVersion,
    facts: Facts,
    evidence: list[Evidence],
    *,
    on: datetime,
) -> bool:
    """Give the next award, where it rests on something later and holds longer; whether it did."""
    award = Award.objects.select_for_update(no_key=True).get(pk=award.pk)
    assert award.valid_until is not None
    if Award.objects.filter(renews=award).exists() or award.status == Award.Status.REVOKED:
        return False
    held = AchievementVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if held.rule != version.rule:
        # Changed between asking and giving; the next sweep goes by what stands now.
        return False
    latest = shown_at(snapshot_of(version.rule, facts, evidence, on))
    if latest is None or latest <= award.issued_at:
        return False
    end = valid_until(version, facts, latest)
    if end is not None and end <= max(award.valid_until, on):
        return False
    if award.status == Award.Status.ACTIVE:
        over = award.valid_until <= on
        award.status = Award.Status.EXPIRED if over else Award.Status.SUPERSEDED
        award.status_at = award.valid_until if over else on
        award.save(update_fields=["status", "status_at"])
    return give_award(award.person, version, facts, evidence, on=on, renews=award) is not None
