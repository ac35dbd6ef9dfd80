"""A PostgreSQL and a Redis of the harness's own, in a folder of its own, on free ports; no others are touched."""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from lms.dev_services import missing_for_faults, postgres_programs

# Seconds until something that starts is given up. Long: a machine that is busy with other things is slow.
PATIENCE = 300.0
# Below the ports that systems give to whoever connects. One of those would be taken by anybody's connection
# while what listens there is killed; a client that looks for it there may even meet itself.
PORTS = range(20_000, 30_000)
# As whom PostgreSQL runs where the harness is root, which it refuses to be.
UNPRIVILEGED = ("postgres", "nobody")


class Missing(Exception):
    """Something is not installed; the text says how to get it."""


def free_port() -> int:
    for port in random.sample(PORTS, 100):
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
    raise Missing("No port is free.")


def answers(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(0.5)
        return one.connect_ex(("127.0.0.1", port)) == 0


def until(true: Any, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)


class Postgres:
    """A cluster. Its files are flushed as in production: what was committed must survive."""

    def __init__(self, folder: Path) -> None:
        if missing := missing_for_faults(os.environ):
            raise Missing(missing)
        found = postgres_programs(os.environ)
        assert found is not None
        self.programs = found
        self.folder, self.port = folder / "postgres", free_port()
        self.folder.mkdir()
        self.user = _unprivileged()
        if self.user:
            # So that it can reach its own folder, and nothing beside it can be listed.
            folder.chmod(0o711)
            shutil.chown(self.folder, self.user)
        self._do("initdb", "--auth=trust", "--username=laukas", "--encoding=UTF8", "--locale=C")
        with (self.folder / "postgresql.conf").open("a") as conf:
            conf.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\n"
                f"unix_socket_directories = '{self.folder}'\nmax_connections = 100\n"
            )

    @property
    def url(self) -> str:
        return f"postgres://laukas@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self._control("start", f"--log={self.folder / 'log'}")

    def restart_at_once(self) -> None:
        """As after a power cut: no goodbye to anybody, and recovery from the journal."""
        self._control("restart", "--mode=immediate", f"--log={self.folder / 'log'}")

    def stop(self) -> None:
        self._control("stop", "--mode=immediate")

    def _control(self, what: str, *options: str) -> None:
        self._do("pg_ctl", what, "--wait", f"--timeout={PATIENCE:.0f}", *options)

    def _do(self, program: str, *options: str) -> None:
        more: dict[str, Any] = {}
        if self.user:
            told = pwd.getpwnam(self.user)
            more = {"user": told.pw_uid, "group": told.pw_gid, "extra_groups": []}
        # A file and not a pipe: the server would hold the other end of it for ever.
        with (self.folder.parent / "postgres-said").open("wb") as said:
            done = subprocess.run(
                [str(self.programs / program), "--pgdata", str(self.folder), *options],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                start_new_session=True,
                **more,
            )
        if done.returncode:
            told_there = (self.folder.parent / "postgres-said").read_text(errors="replace")
            raise RuntimeError(f"{program}: {told_there.strip()}")


def _unprivileged() -> str:
    if os.geteuid() != 0:
        return ""
    for name in UNPRIVILEGED:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise Missing(f"PostgreSQL does not run as root, and there is no user {UNPRIVILEGED[0]}")


class Redis:
    """Without persistence, as in production: it carries nothing that may not be lost."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(lambda: answers(self.port), PATIENCE, "Redis")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def freeze(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)
