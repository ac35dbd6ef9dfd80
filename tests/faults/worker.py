"""The site's own Celery application, with every message delivered three times."""

import os
from pathlib import Path
from typing import Any

from celery.signals import beat_embedded_init, task_prerun

from lms.celery import app
from tests.faults.site import SCHEDULER

__all__ = ["app"]

AGAIN = "laukas_again"


@beat_embedded_init.connect
def say_which_process_schedules(**_more: Any) -> None:
    (Path(os.environ["VAR_DIR"]) / SCHEDULER).write_text(str(os.getpid()))


@task_prerun.connect
def deliver_twice_more(task: Any, args: Any, **_more: Any) -> None:
    """The same message twice more, to whichever process takes it, while this one is being worked on."""
    if (task.request.headers or {}).get(AGAIN) or getattr(task.request, AGAIN, None):
        return
    try:
        for _time in range(2):
            app.send_task(task.name, args=list(args), retry=False, headers={AGAIN: True})
    except Exception as error:  # the broker may be dead: then it is delivered once
        print(f"not delivered again: {task.name}: {type(error).__name__}", flush=True)
