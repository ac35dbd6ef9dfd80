"""What experts are asked: the items that an exercise measures with, all experts the same."""

from typing import Any
from uuid import UUID

from courses.banks.generators import drawn, is_generated
from courses.banks.models import ItemVersion
from courses.calibration.auditing import held_out
from courses.calibration.models import ExpertAnswer
from courses.content.models import Course
from lms.accounts.models import User

# As many digits of the digest as a seed holds.
DIGITS = 12


def seed_for_experts(version: ItemVersion) -> int:
    """What experts meet of an item: of a drawn one always the same, or they could not agree on it."""
    return int(version.digest[:DIGITS], 16) if is_generated(version.body) else 0


def body_for_experts(version: ItemVersion) -> dict[str, Any]:
    return drawn(version.body, seed_for_experts(version))


def to_vouch(course: Course, block: UUID, expert: User) -> list[ItemVersion]:
    """The items that this expert can speak of: all but those whose truth they set."""
    several = [one for one in held_out(course, block) if one.author_id != expert.pk]
    return sorted(several, key=lambda one: one.digest)


def vouched(versions: list[ItemVersion], expert: User) -> set[int]:
    """Ids of those that this expert has answered."""
    rows = ExpertAnswer.objects.filter(item_version__in=versions, expert=expert)
    return set(rows.values_list("item_version", flat=True))
