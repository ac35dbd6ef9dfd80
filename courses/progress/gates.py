"""The one function that every gate asks: pages, files, search and programs alike."""

from collections.abc import Set
from uuid import UUID

from courses.content.outline import Outline, OutlineItem


def missing_before(outline: Outline, item: OutlineItem, done: Set[UUID]) -> tuple[OutlineItem, ...]:
    """The units that must be done before this one opens, in the order of the outline.

    done: uids of the units the learner has done. A unit that is done stays open. What is no longer
    in the course is not waited for.
    """
    if item.uid in done:
        return ()
    missing = {uid for uid in item.waits_for if uid not in done and uid in outline.by_uid}
    return tuple(outline.by_uid[uid] for uid in sorted(missing, key=outline.places.__getitem__))


def opens_for_visitors(outline: Outline, item: OutlineItem) -> bool:
    """Whether people who are not enrolled may read it: the first unit, if nothing precedes it."""
    return bool(outline.items) and item.uid == outline.items[0].uid and not item.waits_for
