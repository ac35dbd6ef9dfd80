"""Starting, watching and stopping child processes; knows nothing of what they are."""

import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAUSE = 0.1


@dataclass(frozen=True)
class Program:
    """What to start: a name for messages, the command, and the file its output goes to."""

    name: str
    command: Sequence[str]
    log: Path


@dataclass(frozen=True)
class Child:
    """A started program. It leads a process group, so that its own children stop with it."""

    program: Program
    process: "subprocess.Popen[bytes]"


def start(program: Program, env: Mapping[str, str], cwd: Path) -> Child:
    program.log.parent.mkdir(parents=True, exist_ok=True)
    with program.log.open("wb") as log:
        process = subprocess.Popen(
            program.command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Child(program, process)


def group_lives(group: int) -> bool:
    """Whether a process of the group still runs; one that ended unfetched does not count.

    Where nothing fetches orphans (many containers), they stay in the table as dead entries, and
    waiting for them to go would never end.
    """
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    if not Path("/proc/self/stat").exists():
        return True
    return any(of == group and state not in "ZX" for state, of in _process_table())


def _process_table() -> Iterator[tuple[str, int]]:
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in brackets may itself hold spaces and brackets.
            state, _parent, group = entry.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        yield state, int(group)


def stop_groups(
    processes: Sequence["subprocess.Popen[Any]"],
    *,
    first: signal.Signals = signal.SIGTERM,
    grace: float = 10.0,
    hurry: Callable[[], bool] = lambda: False,
) -> None:
    """End whole process groups: ask, wait up to `grace` seconds, then kill."""
    stages = [(first, grace), (signal.SIGKILL, 5.0)]
    if first is signal.SIGINT:
        # Shells let their background commands ignore the keyboard: only the leader is waited for.
        stages.insert(1, (signal.SIGTERM, 2.0))
    for kind, patience in stages:
        lives = _leader_lives if kind is signal.SIGINT else _group_of_lives
        left = [process for process in processes if _group_of_lives(process)]
        for process in left:
            _signal_group(process.pid, kind)
        until = time.monotonic() + patience
        while any(lives(process) for process in left):
            if time.monotonic() > until or (kind is not signal.SIGKILL and hurry()):
                break
            time.sleep(PAUSE / 2)


def _leader_lives(process: "subprocess.Popen[Any]") -> bool:
    return process.poll() is None


def _group_of_lives(process: "subprocess.Popen[Any]") -> bool:
    process.poll()  # fetches the leader, which would otherwise stay in the table
    return group_lives(process.pid)


def _signal_group(group: int, kind: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, kind)


@contextmanager
def signals_counted() -> Iterator[list[int]]:
    """Inside, the stopping signals only add to the list; nothing is interrupted half-way."""
    seen: list[int] = []
    before = {kind: signal.getsignal(kind) for kind in STOPPING_SIGNALS}
    for kind in STOPPING_SIGNALS:
        signal.signal(kind, lambda number, _frame: seen.append(number))
    try:
        yield seen
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


@contextmanager
def signals_put_off() -> Iterator[list[int]]:
    """As `signals_counted` in the main thread, which alone is interrupted; elsewhere nothing."""
    if threading.current_thread() is threading.main_thread():
        with signals_counted() as seen:
            yield seen
    else:
        yield []


def supervise(
    programs: Sequence[Program],
    *,
    env: Mapping[str, str],
    cwd: Path,
    answers: Callable[[], bool] = lambda: True,
    announce: Callable[[], None] = lambda: None,
    patience: float = 60.0,
) -> int:
    """Run the programs until a signal or until one of them ends; then none of them is left.

    answers: asked in a thread of its own until it says yes; then `announce` is called.
    Returns 0 after a signal, 1 where a program ended by itself or the site never answered.
    """
    children: list[Child] = []
    with signals_counted() as seen:
        ready = threading.Event()
        over = threading.Event()

        def ask() -> None:
            while not over.is_set() and not answers():
                over.wait(PAUSE)
            ready.set()

        try:
            for program in programs:
                children.append(start(program, env, cwd))
            threading.Thread(target=ask, daemon=True).start()
            return _watch(children, seen, ready, announce, time.monotonic() + patience)
        finally:
            over.set()
            before = len(seen)
            stop_groups([child.process for child in children], hurry=lambda: len(seen) > before)


def _watch(
    children: Sequence[Child],
    seen: Sequence[int],
    ready: threading.Event,
    announce: Callable[[], None],
    deadline: float,
) -> int:
    announced = False
    while not seen:
        for child in children:
            code = child.process.poll()
            if code is not None:
                print(f"\n{child.program.name} stopped by itself ({ending(code)}). Its last lines:")
                print(last_lines(child.program.log))
                return 1
        if not announced and ready.is_set():
            announced = True
            announce()
        if not announced and time.monotonic() > deadline:
            print("\nThe first page has not answered in time. The last lines of the log:")
            print(last_lines(children[0].program.log))
            return 1
        time.sleep(PAUSE)
    print("\nStopping", flush=True)
    return 0


def ending(code: int) -> str:
    """How a process ended, in words: an exit code, or the name of the signal that ended it."""
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def last_lines(log: Path, count: int = 20) -> str:
    lines = log.read_text(errors="replace").rstrip().splitlines()[-count:]
    return "\n".join(f"    {line}" for line in lines) or "    (it said nothing)"


def free_of_listeners(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a site could listen here; asked before anything is started."""
    with socket.socket() as attempt:
        # As the site itself does: a port in its closing time-out may be taken over.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError:
            return False
    return True


class Runner:
    """Runs commands to their end and can stop all that are under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def run(self, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> tuple[int, str]:
        """The exit code, and what the command said on both channels together."""
        # A file and not a pipe: a forgotten grandchild holding the pipe would block us for ever.
        with tempfile.TemporaryFile() as said:
            process = None
            try:
                # A signal between the start and our noting it would leave the command behind.
                with signals_put_off() as seen:
                    try:
                        process = self._start(command, env, cwd, said)
                    except OSError as fault:
                        return 127, f"{command[0]}: {fault.strerror}"
                if process is None:
                    return 130, ""
                if seen:
                    raise KeyboardInterrupt
                process.wait()
            finally:
                if process is not None:
                    stop_groups([process], first=signal.SIGINT)
                    with self._lock:
                        self._running.discard(process)
            said.seek(0)
            return process.returncode, said.read().decode(errors="replace")

    def _start(
        self, command: Sequence[str], env: Mapping[str, str], cwd: Path, said: IO[bytes]
    ) -> "subprocess.Popen[bytes] | None":
        """The started command, noted among those under way; None once everything is stopped."""
        with self._lock:
            if self._stopped:
                return None
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._running.add(process)
            return process

    def stop(self) -> None:
        """Ask as the keyboard does, so that tests can take down their databases and browsers."""
        with self._lock:
            self._stopped = True
            running = list(self._running)
        stop_groups(running, first=signal.SIGINT)
