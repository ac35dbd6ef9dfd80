"""The one receiver of the one signal."""

from typing import Any

from badges.intake.actions import try_to_take_in
from courses.records.signals import record_written
from lms.common.clock import now


def on_record(sender: object, record_id: int, **_extra: Any) -> None:
    """Take the record in at once, so that the learner's next page shows what it earned."""
    try_to_take_in(record_id, on=now())


def connect() -> None:
    """Listen for the life of the process."""
    record_written.connect(on_record, dispatch_uid="badges.intake")
