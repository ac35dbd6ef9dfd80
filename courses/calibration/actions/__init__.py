"""Calibrations: opening sittings, answering their items, closing and judging them."""

from courses.calibration.actions.answering import answer_item, ask_help, change_form
from courses.calibration.actions.closing import close_sitting, write_plan
from courses.calibration.actions.opening import open_sitting, practise_again, practise_next

__all__ = [
    "answer_item",
    "ask_help",
    "change_form",
    "close_sitting",
    "open_sitting",
    "practise_again",
    "practise_next",
    "write_plan",
]
