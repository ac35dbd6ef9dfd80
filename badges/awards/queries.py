"""Reads of achievements and awards."""

from django.db.models import Exists, OuterRef, Prefetch

from badges.awards.models import Achievement, AchievementVersion, Award
from badges.awards.rules import competencies_in
from lms.accounts.models import User


def awards_of(person: User) -> list[Award]:
    """What this person holds or held, the newest first."""
    return list(Award.objects.filter(person=person).select_related("version"))


def candidates_for(person_id: int) -> list[AchievementVersion]:
    """The versions in force that this person does not hold."""
    held = Award.objects.filter(
        person_id=person_id, achievement=OuterRef("achievement"), status=Award.Status.ACTIVE
    )
    return list(
        AchievementVersion.objects.filter(
            pk__in=Achievement.objects.filter(archived_at__isnull=True).values("in_force")
        )
        .exclude(Exists(held))
        .order_by("pk")
    )


def achievements_for(
    codes: set[str], person: User | None
) -> list[tuple[AchievementVersion, Award | None]]:
    """Achievements in force that ask for one of these competencies, with this person's award."""
    mine = Award.objects.filter(person=person.pk if person else None, status=Award.Status.ACTIVE)
    rows = (
        Achievement.objects.filter(archived_at__isnull=True, in_force__isnull=False)
        .select_related("in_force")
        .order_by("pk")
    )
    if person:
        rows = rows.prefetch_related(Prefetch("awards", queryset=mine, to_attr="mine"))
    found = []
    for row in rows:
        assert row.in_force is not None
        if codes & {code for code, _level in competencies_in(row.in_force.rule)}:
            held = getattr(row, "mine", [])
            found.append((row.in_force, held[0] if held else None))
    return found
