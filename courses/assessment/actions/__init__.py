"""Attempts: starting, answering, submitting; and scoring again where an answer key was wrong."""

from courses.assessment.actions.answering import ask_hint, save_answers, save_form
from courses.assessment.actions.closing import close_due, close_over, submit, submit_form
from courses.assessment.actions.lengthening import lengthen_open
from courses.assessment.actions.regrading import order_regrade, regrade_due, settle_regrade
from courses.assessment.actions.starting import start_attempt, start_redo

__all__ = [
    "ask_hint",
    "close_due",
    "close_over",
    "lengthen_open",
    "order_regrade",
    "regrade_due",
    "save_answers",
    "save_form",
    "settle_regrade",
    "start_attempt",
    "start_redo",
    "submit",
    "submit_form",
]
