"""Receipts are about records, and no words of anybody's stand in them."""

from badges.intake.models import Receipt, Setback
from lms.common.personal import Entry, NotPersonal

REGISTER: list[Entry] = [
    NotPersonal(Receipt, "taken_at"),
    NotPersonal(Setback, "failures trouble try_after set_aside_at"),
]
