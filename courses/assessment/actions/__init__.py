"""Attempts: starting, answering, submitting; and scoring again where an answer key was wrong."""

from courses.assessment.actions.answering import save_answers, start_attempt, submit
from courses.assessment.actions.regrading import order_regrade, regrade_due, settle_regrade

__all__ = [
    "order_regrade",
    "regrade_due",
    "save_answers",
    "settle_regrade",
    "start_attempt",
    "submit",
]
