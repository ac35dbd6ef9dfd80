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

PAUSE = 1.0  # seconds until a service that ended is started again
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
        if self._child:
            with suppress(ProcessLookupError):
                os.killpg(self._child.process.pid, signal.SIGKILL)

    def kill_one_child(self) -> bool:
        """-9 to one of the processes that do the work; whether there was one."""
        children = self.children()
        if children:
            with suppress(ProcessLookupError):
                os.kill(children[-1], signal.SIGKILL)
        return bool(children)

    def is_ready(self) -> bool:
        """Whether a worker has said so since its last start."""
        log = self.program.log.with_suffix(f".{self.starts}.log")
        return log.exists() and "ready." in log.read_text(errors="replace")

    def children(self) -> list[int]:
        """Process ids of what the main process has started, helpers of Python's own left out."""
        if not self._child:
            return []
        pid = self._child.process.pid
        try:
            told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            return []
        return [int(one) for one in told if not _helps(int(one))]

    def stop(self) -> None:
        self._wanted = False
        with self._lock:
            if self._child:
                stop_groups([self._child.process], grace=8.0)

    def said(self) -> str:
        """Everything it has logged, over all its starts."""
        logs = sorted(self.program.log.parent.glob(f"{self.program.log.stem}.*.log"))
        return "\n".join(log.read_text(errors="replace") for log in logs)


def _helps(pid: int) -> bool:
    try:
        return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True
