"""The site and its workers as in production, started again when they end, as systemd or Docker would."""

import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from lms.dev_processes import Child, Program, start, stop_groups
from lms.dev_setup import TOP
from tests.faults.servers import PATIENCE, until

PAUSE = 1.0  # seconds until a service that ended is started again
SCHEDULER = "scheduler.pid"  # in the folder of what is written; see tests.faults.worker
PYTHON = sys.executable


def site(port: int, log: Path, workers: int) -> Program:
    """The command of deploy/Containerfile, which starts two workers."""
    command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", "8"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "20", "lms.wsgi:application"]
    return Program("site", command, log / "site.log")


def worker(var: Path, log: Path) -> Program:
    """The command of deploy/compose.yaml, with every message delivered three times."""
    command = [PYTHON, "-m", "celery", "--app", "tests.faults.worker", "worker"]
    command += ["--concurrency", "2", "--max-tasks-per-child", "200", "--loglevel", "INFO"]
    command += ["--beat", "--schedule", str(var / "beat-schedule")]
    return Program("worker", command, log / "worker.log")


class Service:
    """A program that is kept running until it is stopped."""

    def __init__(self, program: Program, env: Mapping[str, str]) -> None:
        self.program, self.env = program, env
        self.starts = 0
        self._wanted = False
        self._child: Child | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        self._wanted = True
        self._begin()
        threading.Thread(target=self._keep, daemon=True).start()

    def _begin(self) -> None:
        with self._lock:
            if not self._wanted:
                return
            self.starts += 1
            log = self.program.log.with_suffix(f".{self.starts}.log")
            self._child = start(
                Program(self.program.name, self.program.command, log), self.env, TOP
            )

    def _keep(self) -> None:
        while self._wanted:
            child = self._child
            if child and child.process.poll() is not None:
                # What is left of its group would hold its port.
                stop_groups([child.process], grace=0.5)
                time.sleep(PAUSE)
                self._begin()
            time.sleep(0.1)

    def kill_all(self) -> None:
        """-9 to the whole group: nobody gets to say goodbye."""
        until(self.runs, PATIENCE, self.program.name)
        if self._child is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._child.process.pid, signal.SIGKILL)

    def kill_one_child(self) -> None:
        """-9 to one of the processes that do the work, as soon as there is one."""

        def killed() -> bool:
            for pid in reversed(self.children()):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    return True
            return False

        until(killed, PATIENCE, f"{self.program.name}: a process that works")

    def runs(self) -> bool:
        """Whether its main process lives."""
        return self._child is not None and self._child.process.poll() is None

    def children(self) -> list[int]:
        """Process ids of what the main process has started and what lives, helpers of Python's own left
        out."""
        if self._child is None or not self.runs():
            return []
        pid = self._child.process.pid
        try:
            told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            return []
        return [int(one) for one in told if not _helps(int(one))]

    def stop(self, *, grace: float = 0.0) -> None:
        """grace: seconds in which what is under way may be ended."""
        self._wanted = False
        with self._lock:
            if self._child:
                stop_groups([self._child.process], grace=grace)
            # A number that is free again may soon be another's.
            self._child = None

    def said(self) -> str:
        """Everything it has logged, over all its starts."""
        logs = sorted(self.program.log.parent.glob(f"{self.program.log.stem}.*.log"))
        return "\n".join(log.read_text(errors="replace") for log in logs)


class Worker(Service):
    """The worker with the scheduler that it carries."""

    def is_ready(self) -> bool:
        """Whether it has said so since its last start, and its scheduler runs."""
        log = self.program.log.with_suffix(f".{self.starts}.log")
        said = log.exists() and "ready." in log.read_text(errors="replace")
        return said and self.runs() and self._scheduler() is not None

    def children(self) -> list[int]:
        scheduler = self._scheduler()
        return [pid for pid in super().children() if pid != scheduler]

    def kill_scheduler(self) -> None:
        """-9 to the process that sends the sweep."""
        until(self.is_ready, PATIENCE, "the worker with its scheduler")
        if pid := self._scheduler():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _scheduler(self) -> int | None:
        note = Path(self.env["VAR_DIR"]) / SCHEDULER
        try:
            pid = int(note.read_text())
        except (OSError, ValueError):
            return None
        return pid if pid in super().children() else None


def _helps(pid: int) -> bool:
    """Whether it is one of Python's own, or is there in name only, as one that was killed and not fetched."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True
    return not command or b"resource_tracker" in command
