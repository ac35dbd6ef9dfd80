"""Reads of achievements and awards."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from badges.awards.models import Achievement, AchievementVersion, Award
from badges.awards.rules import competencies_in
from lms.accounts.models import User


def awards_of(person: User) -> list[Award]:
    """What this person holds or held, the newest first."""
    return list(Award.objects.filter(person=person).select_related("version"))


def candidates_for(person_id: int) -> list[AchievementVersion]:
    """The versions in force that this person has never held: what was revoked or has expired does
    not come back by itself."""
    held = Award.objects.filter(person_id=person_id, achievement=OuterRef("achievement"))
    return list(
        AchievementVersion.objects.filter(
            pk__in=Achievement.objects.filter(archived_at__isnull=True).values("in_force")
        )
        .exclude(Exists(held))
        .order_by("pk")
    )


@dataclass(frozen=True)
class Gained:
    """A person's award, as far as a list of achievements needs it."""

    uid: UUID
    issued_at: datetime


def achievements_for(
    codes: set[str], person: User | None
) -> list[tuple[AchievementVersion, Gained | None]]:
    """Achievements in force that ask for one of these competencies, with this person's award, in
    one statement."""
    mine = Q(awards__person=person.pk if person else None, awards__status=Award.Status.ACTIVE)
    rows = (
        Achievement.objects.filter(archived_at__isnull=True, in_force__isnull=False)
        .annotate(mine=FilteredRelation("awards", condition=mine))
        .annotate(award_uid=F("mine__uid"), award_at=F("mine__issued_at"))
        .select_related("in_force")
        .order_by("pk")
    )
    found = []
    for row in rows:
        assert row.in_force is not None
        if codes & {code for code, _level in competencies_in(row.in_force.rule)}:
            held = Gained(row.award_uid, row.award_at) if row.award_uid else None
            found.append((row.in_force, held))
    return found
