"""Calibrations: opening sittings, answering their items, closing and judging them."""

from courses.calibration.actions.answering import answer_item, ask_help, change_form
from courses.calibration.actions.closing import close_sitting, write_plan
from courses.calibration.actions.deciding import decide_on_gold, gold_due, settle_gold
from courses.calibration.actions.opening import open_sitting, practise_again, practise_next
from courses.calibration.actions.vouching import answer_as_expert

__all__ = [
    "answer_as_expert",
    "answer_item",
    "ask_help",
    "change_form",
    "close_sitting",
    "decide_on_gold",
    "gold_due",
    "open_sitting",
    "practise_again",
    "practise_next",
    "settle_gold",
    "write_plan",
]
