"""Everything that moves a learner: joining, completing, and settling a new release."""

from courses.progress.actions.allowing import allow, no_longer_allow
from courses.progress.actions.coming import approve, come_in
from courses.progress.actions.completing import complete_unit, count_score
from courses.progress.actions.joining import join, leave
from courses.progress.actions.overriding import count_unit, withdraw_count
from courses.progress.actions.settling import look_again_due, settle_due, settle_release
from courses.progress.actions.skipping import skip_unit
from courses.progress.actions.taking_out import take_out

__all__ = [
    "allow",
    "approve",
    "come_in",
    "complete_unit",
    "count_score",
    "count_unit",
    "join",
    "leave",
    "look_again_due",
    "no_longer_allow",
    "settle_due",
    "settle_release",
    "skip_unit",
    "take_out",
    "withdraw_count",
]
