"""A worker whose scheduler has died ends too, so that whatever keeps it running starts both anew."""

import logging
from typing import Any

from celery import bootsteps
from celery.worker import state

log = logging.getLogger(__name__)

SECONDS = 5.0


class Watch(bootsteps.StartStopStep):  # type: ignore[misc]
    """Looks now and then whether the scheduler that this worker carries still runs. Celery itself does
    not: it would take messages for ever, and nobody would send the sweep."""

    requires = ("celery.worker.components:Timer", "celery.worker.components:Beat")

    def start(self, worker: Any) -> None:
        worker.timer.call_repeatedly(SECONDS, look, (worker,))


def look(worker: Any) -> None:
    # A worker that ends anyway stops its scheduler first.
    runs = worker.blueprint.state == bootsteps.RUN
    if runs and worker.beat is not None and not worker.beat.is_alive():
        log.error("The scheduler has died; its worker ends, to be started again with a new one.")
        # Not at once: what is under way is finished. Not 0: systemd starts again what has failed.
        state.should_stop = 1
