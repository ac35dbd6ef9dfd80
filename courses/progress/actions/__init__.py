"""Everything that moves a learner: joining, completing, and settling a new release."""

from courses.progress.actions.coming import approve, come_in
from courses.progress.actions.completing import complete_unit, count_score
from courses.progress.actions.joining import join, leave
from courses.progress.actions.overriding import count_unit, withdraw_count
from courses.progress.actions.settling import settle_due, settle_release

__all__ = [
    "approve",
    "come_in",
    "complete_unit",
    "count_score",
    "count_unit",
    "join",
    "leave",
    "settle_due",
    "settle_release",
    "withdraw_count",
]
