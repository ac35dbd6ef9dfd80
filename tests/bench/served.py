"""The site as in production, started for measuring: two workers of granian, and what they cost."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from django.db import connection

from lms.dev_processes import Child, start, stop_groups
from lms.dev_setup import TOP
from tests.faults.servers import answers, free_port, until
from tests.faults.site import site

WORKERS = 2
TICK = os.sysconf("SC_CLK_TCK")


class Site:
    """Two workers on a free port. env: what settings read."""

    def __init__(self, env: Mapping[str, str], log: Path) -> None:
        self.env, self.log, self.port = env, log, free_port()
        self._child: Child | None = None

    def __enter__(self) -> "Site":
        self._child = start(site(self.port, self.log, WORKERS), self.env, TOP)
        until(lambda: answers(self.port) and len(self.workers()) == WORKERS, 60, "the site")
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._child is not None
        stop_groups([self._child.process], grace=8.0)

    def workers(self) -> list[int]:
        """The process ids of those that answer."""
        assert self._child is not None
        pid = self._child.process.pid
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(one) for one in told if b"resource_tracker" not in _command(int(one))]

    def cpu(self) -> float:
        """Milliseconds of processor that the workers have taken so far."""
        return sum(_cpu(pid) or 0.0 for pid in self.workers())

    def memory(self) -> list[float]:
        """Of each worker, in MB."""
        found = []
        for pid in self.workers():
            said = Path(f"/proc/{pid}/status").read_text()
            kilobytes = next(line.split()[1] for line in said.splitlines() if "VmRSS" in line)
            found.append(int(kilobytes) / 1024)
        return found


def database_cpu() -> float | None:
    """Milliseconds of processor that the database's processes have taken for the site; None where the
    database works in the site's own process, or on another machine."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        found = [_cpu(pid) for (pid,) in cursor.fetchall()]
    known = [one for one in found if one is not None]
    return sum(known) if known else None


def own_database_cpu() -> float:
    """The same of the process that works for this one."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return _cpu(cursor.fetchone()[0]) or 0.0


def _cpu(pid: int) -> float | None:
    with suppress(OSError):
        # The name in brackets may itself hold spaces and brackets.
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) * 1000 / TICK
    return None


def _command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b"resource_tracker"
