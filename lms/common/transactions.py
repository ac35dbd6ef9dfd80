"""Transactions of actions: open, and repeat where the database asks for it."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

# SQLSTATE of a serialisation failure and of a deadlock.
AGAIN = {"40001", "40P01"}
TRIES = 6


def atomic(action: Callable[P, R]) -> Callable[P, R]:
    """Run the action in a transaction; a deadlock or serialisation failure is tried up to six
    times, but only by the outermost action, because an inner one cannot undo its caller."""

    @wraps(action)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return action(*args, **kwargs)
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    return action(*args, **kwargs)
            except OperationalError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if state not in AGAIN or attempt == TRIES:
                    raise
                # Not in step: those who met once would meet again.
                time.sleep(0.02 * attempt * (1 + random.random()))  # noqa: S311
        raise AssertionError("unreachable")

    return inside
