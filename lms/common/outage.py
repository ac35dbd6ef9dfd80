"""Telling that the database is away for a moment from everything else that can go wrong with it."""

from django.db import InterfaceError, OperationalError, connection

RETRY_AFTER = 5
# SQLSTATE classes and states: no connection, too many of them, shut down or starting, a lock that was not
# given in time.
AWAY = ("08", "53300", "57P", "55P03")


def is_away(error: BaseException | None) -> bool:
    """Whether the same request would do in a minute: the server restarts, is full, or is locked."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__ or error.__context__
    if connection.vendor == "sqlite":
        return "locked" in str(error) or "busy" in str(error)
    state = getattr(cause, "sqlstate", None)
    # A connection that broke, or that the pool could not give, has no state.
    return state is None or state.startswith(AWAY)
