"""Questions are about no person; who wrote a version is told."""

from courses.banks.models import Item, ItemBank, ItemVersion
from lms.common.personal import Entry, NotPersonal

REGISTER: list[Entry] = [
    NotPersonal(ItemBank, "key title shared"),
    NotPersonal(Item, "uid key kind category difficulty pool archived_at"),
    NotPersonal(ItemVersion, "number body digest made_at", by="author"),
]
