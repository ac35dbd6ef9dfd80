"""Wake a worker after commit; the due row in the database is what makes the work happen."""

import logging
import time
from threading import Lock

from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)

SILENCE_SECONDS = 30.0
_silent_until = 0.0
_lock = Lock()


def make_ready() -> None:
    """Load what ringing takes, a second of processor time, so that no person's request has to. Nobody
    is connected to."""
    from lms.celery import app

    app.finalize(auto=True)
    assert app.producer_pool is not None


def ring(name: str, *args: int | str) -> None:
    """Send the task by name once the transaction is committed; a dead broker is logged, not felt."""
    if getattr(settings, "DOORBELL", True):
        transaction.on_commit(lambda: _send(name, *args))


def _send(name: str, *args: int | str) -> None:
    global _silent_until
    from lms.celery import app

    # One at a time: while somebody finds out that the broker is dead, the others do not wait for it.
    if time.monotonic() < _silent_until or not _lock.acquire(timeout=0.2):
        return
    try:
        app.send_task(name, args=args, retry=False)
    except Exception:
        # Whatever the broker does, the person's request has succeeded; the sweep finds the row.
        log.warning("The broker does not answer; %s waits for the sweep.", name, exc_info=True)
        _silent_until = time.monotonic() + SILENCE_SECONDS
    finally:
        _lock.release()
