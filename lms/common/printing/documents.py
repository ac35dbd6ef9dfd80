"""Documents set and written by the press: one child for each process of ours, kept while it is needed.

A child is started for the first document, and for the next one after it has failed, has served
MOST_DOCUMENTS, or has left because nobody printed for long. It ends with the process that started it,
however that one ends. Whatever a document does, it costs the caller no more than LIMITS.
"""

import atexit
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from lms.common.added_fonts import added_fonts
from lms.common.fonts import FACES, full_font_paths
from lms.common.printing import press
from lms.common.printing.press import Message

log = logging.getLogger(__name__)

# Names what documents bring along; the top-level domain is reserved and reaches nobody.
PLACE = "https://certificate.invalid/"
# The faces that our documents ask for.
USED = {"serif", "serif-italic", "sans", "sans-bold"}

# Of one document. seconds: of the processor.  wall: seconds by the clock, for a machine that is busy.
# memory: bytes beside what the press itself takes.  idle: seconds after which it leaves.
LIMITS = {
    "seconds": press.PROCESSOR_SECONDS,
    "wall": 40,
    "memory": press.MEMORY,
    "idle": press.IDLE_SECONDS,
}
# By the clock; alone on a machine it takes one or two.
STARTING_SECONDS = 90
# Memory does not grow from document to document; should it, not for ever.
MOST_DOCUMENTS = 500
MOST_BYTES = 64 * 1024 * 1024

PROGRAM = Path(press.__file__)
# What a child needs to find libraries, fonts and its words; no key and no address of a database.
PASSED_ON = {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "XDG_CACHE_HOME"}
PASSED_ON_PREFIXES = ("FONTCONFIG_", "DYLD_", "XDG_DATA_", "XDG_CONFIG_")


class PressTrouble(RuntimeError):
    """The press did not make the document. Mostly it has been ended; the next document gets another one."""


class TookTooMuch(PressTrouble):
    """The document took more time or memory than any of ours."""


class Reached(PressTrouble):
    """The document asked for a file or an address that it did not bring along."""


class NoPress(PressTrouble):
    """There can be none on this machine: a library is missing."""


class File(NamedTuple):
    """Something that a document brings along. kind: its media type."""

    kind: str
    content: bytes


class Strokes(NamedTuple):
    """A drawing as the operators of a PDF page; width and height in their own units."""

    operators: bytes
    width: float
    height: float


class Attachment(NamedTuple):
    """A file inside the PDF that says what its pages say, for machines.

    kind: its media type, as `application/json`.
    """

    name: str
    content: bytes
    kind: str
    description: str


class Document:
    """A document that the press is working at, in the fonts of certificates."""

    def __init__(self, child: "_Child", until: float) -> None:
        self._child, self._until = child, until

    def set(self, html: str, css: str, place: str = PLACE) -> list[list[str]]:
        """Lay it out; the names of anchors on each of its pages.

        html: a whole page with its language and title.  place: where its relative addresses begin.
        """
        said = {"do": "set", "html": html, "css": css, "place": place}
        return list(self._child.ask(said, until=self._until)[0]["pages"])

    def write(self, attachments: Sequence[Attachment] = (), dated: date | None = None) -> bytes:
        """The file of what was set last, PDF/A-3a and PDF/UA-1; the same again for the same.

        attachments: embedded with the relationship Alternative.  dated: of which day they are.
        """
        said = {
            "do": "write",
            "attached": [[one.name, one.kind, one.description] for one in attachments],
            "at": f"{dated.isoformat()}T00:00:00" if dated else "",
        }
        parts = [one.content for one in attachments]
        return self._child.ask(said, parts, until=self._until)[1][0]


@contextmanager
def document(
    files: Mapping[str, File], strokes: Mapping[str, Strokes] | None = None
) -> Iterator[Document]:
    """A new document, one at a time in each process.

    files, strokes: by address, everything that it may ask for besides the fonts.
    Raises PressTrouble, as every method of the document does.
    """
    if not _lock.acquire(timeout=LIMITS["wall"]):
        raise PressTrouble("the press is taken by another document")
    try:
        until = time.monotonic() + LIMITS["wall"]
        child = _begun(files, strokes or {}, until)
        try:
            yield Document(child, until)
        finally:
            _finish(child)
    finally:
        _lock.release()


def ensure() -> None:
    """Start the press, unless one is there. Raises NoPress where there can be none."""
    with _lock:
        if not (_running and _running[-1].is_there):
            _replace()


def close() -> None:
    """End the press; the next document starts another."""
    while _running:
        _running.pop().end()


# --- one child at a time --------------------------------------------------------------------------

_lock = Lock()
_running: list["_Child"] = []


def _begun(files: Mapping[str, File], strokes: Mapping[str, Strokes], until: float) -> "_Child":
    said = {
        "do": "begin",
        "files": [[address, file.kind] for address, file in files.items()],
        "strokes": [[address, one.width, one.height] for address, one in strokes.items()],
    }
    parts = [file.content for file in files.values()]
    parts += [one.operators for one in strokes.values()]
    if _running and _running[-1].is_there:
        with suppress(_Left):
            _running[-1].ask(said, parts, until=until)
            return _running[-1]
    child = _replace()
    child.ask(said, parts, until=time.monotonic() + LIMITS["wall"])
    return child


def _replace() -> "_Child":
    close()
    _running.append(_Child())
    return _running[-1]


def _finish(child: "_Child") -> None:
    child.made += 1
    if child.made < MOST_DOCUMENTS and child.is_in_step:
        child.tell({"do": "forget"})
    else:
        child.end()


class _Left(PressTrouble):
    """The child has gone by itself, as it does after a while without work."""


class _Child:
    """The process of the press, seen from ours.

    is_in_step: whether it has answered all that it was asked; of one that has not, nobody knows what
    it would answer next.
    """

    def __init__(self) -> None:
        self.made = 0
        self.is_in_step = False
        # Its fonts lie here. Ours to remove: it may be ended at any moment.
        self.folder = tempfile.mkdtemp(prefix="laukas-press-")
        self.channel, theirs = socket.socketpair()
        try:
            with theirs:
                # In a session of its own it can be ended with all that it started, and what a terminal
                # sends to us does not reach it.
                self.process = subprocess.Popen(  # noqa: S603 - our own program, without a shell
                    [sys.executable, "-I", str(PROGRAM)],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    env=_environment(self.folder),
                    cwd=self.folder,
                    start_new_session=True,
                )
        except BaseException:
            self.channel.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self.is_in_step = True
        head, _parts = self.ask(*_fonts(), until=time.monotonic() + STARTING_SECONDS)
        if "lacks" in head:
            self.end()
            raise NoPress(head["lacks"])

    @property
    def is_there(self) -> bool:
        return self.is_in_step and self.process.poll() is None

    def tell(self, head: Mapping[str, Any], parts: Sequence[bytes] = ()) -> None:
        """Say something that has no answer."""
        self.channel.settimeout(LIMITS["wall"])
        try:
            self.channel.sendall(press.written(head, parts))
        except OSError:
            self.end()

    def ask(self, head: Mapping[str, Any], parts: Sequence[bytes] = (), *, until: float) -> Message:
        """Its answer. Raises PressTrouble where there is none by then, or none that is a document."""
        self.is_in_step = False
        try:
            answer = self._asked(press.written(head, parts), until)
        except Reached:
            # The press is as it was, and has said so.
            self.is_in_step = True
            raise
        except BaseException:
            self.end()
            raise
        self.is_in_step = True
        return answer

    def _asked(self, message: bytes, until: float) -> Message:
        def take(size: int) -> bytes:
            self.channel.settimeout(max(until - time.monotonic(), 0.001))
            return self.channel.recv(min(size, 1 << 20))

        try:
            self.channel.settimeout(max(until - time.monotonic(), 0.001))
            self.channel.sendall(message)
            head, parts = press.read(take, MOST_BYTES)
        except TimeoutError as error:
            raise TookTooMuch("time by the clock") from error
        except (EOFError, OSError) as error:
            raise self._why_it_ended() from error
        if "spent" in head:
            raise TookTooMuch(head["spent"])
        if "refused" in head:
            raise Reached(f"no file for {head['refused']!a}")
        if "trouble" in head:
            raise PressTrouble(head["trouble"])
        return head, parts

    def _why_it_ended(self) -> PressTrouble:
        try:
            code = self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return PressTrouble("it closed its end")
        if code == 0:
            return _Left("it has left")
        if code == -signal.SIGXCPU:
            return TookTooMuch("time of the processor")
        return PressTrouble(f"it ended with {code}")

    def end(self) -> None:
        """End it at once with all that it started; done twice, nothing happens."""
        self.is_in_step = False
        self.channel.close()
        if self.process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def disown(self) -> None:
        """What a fork leaves of it in the new process: the press serves the one that started it."""
        self.channel.close()
        self.process.returncode = 0


def _environment(folder: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in PASSED_ON or name.startswith(PASSED_ON_PREFIXES)
    }
    return {**kept, "TMPDIR": folder}


def _fonts() -> tuple[dict[str, Any], list[bytes]]:
    """The first message: the rules that load our fonts and the added ones, and their files."""
    rules, files = [], {}
    paths = full_font_paths()
    for face in FACES:
        if face.source in USED:
            name = f"{face.source}.ttf"
            files[name] = paths[face.source].read_bytes()
            rules.append(
                f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
                f'font-style: {face.style}; src: url("{name}") }}'
            )
    for number, added in enumerate(added_fonts()):
        name = f"added-{number}"
        files[name] = Path(added.path).read_bytes()
        rules.append(
            f'@font-face {{ font-family: "{added.family}"; font-weight: {added.weight}; '
            f'src: url("{name}") }}'
        )
    said = {
        "css": "\n".join(rules),
        "place": PLACE,
        "files": [[PLACE + name, "font/ttf"] for name in files],
        "limits": LIMITS,
    }
    return said, list(files.values())


def _forget_inherited() -> None:
    global _lock
    _lock = Lock()
    while _running:
        _running.pop().disown()


atexit.register(close)
os.register_at_fork(after_in_child=_forget_inherited)
