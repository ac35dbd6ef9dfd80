"""The press: sets documents and writes them as PDF/A-3a and PDF/UA-1, in a process of its own.

The only module that uses WeasyPrint. `lms.common.printing.documents` runs it as a program, with a
socket for its standard input; it imports nothing of ours, and has no settings, no database and no
key to lose. A document gets what it brought along, and so much time and memory: what takes more ends
with the process. docs/decisions/0030 says why.
"""

import gc
import json
import logging
import os
import re
import resource
import select
import shutil
import signal
import socket
import sys
import sysconfig
import tempfile
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache, partial
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any, NoReturn
from xml.etree import ElementTree

HERE = Path(__file__).parent

# What a document may take. The longest that we print take 3 s and 60 MB.
PROCESSOR_SECONDS = 20
MEMORY = 768 * 1024 * 1024
# Who prints nothing for so long gets the memory back.
IDLE_SECONDS = 300
# Nothing that the press opens by itself stays open.
MOST_OPEN = 64

VARIANT = "pdf/a-3a"
# WeasyPrint's own sRGB profile under a name of ours, loaded once: asked for as "srgb", the file
# is opened again for every document and left to the garbage collector.
INTENT = "--srgb"
PROFILE = "sRGB2014.icc"
# Of nine levels of compression: 8 % larger than the last, in a seventh of the time.
ENOUGH = 4
# Looks whose parsed sheets and drawings are kept: as many as designs in use at once, and no more.
MOST_SHEETS = 8
MOST_DRAWINGS = 32
SVG = "image/svg+xml"
MOST_SAID = 300
# A rule to a line, as WeasyPrint writes them. At the bottom right stand our page numbers.
UNUSED = r"(?m)^(?:::(?:foot)?note-[a-z]+|  @(?!bottom-right )(?:top|left|right|bottom)-[a-z-]+) *\{[^{}]*\}$"

Message = tuple[dict[str, Any], list[bytes]]


# --- what is said between the two processes -------------------------------------------------------


def written(head: Mapping[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """A message: its length, JSON, and bytes behind it. Nothing in it is ever run, as pickles are."""
    said = json.dumps({**head, "parts": [len(part) for part in parts]}).encode()
    return b"".join([len(said).to_bytes(4, "big"), said, *parts])


def read(take: Callable[[int], bytes], most: int | None = None) -> Message:
    """The next message.

    take: some of so many bytes, none at the end.  Raises EOFError at the end, and ValueError for one
    that is longer than this many bytes.
    """
    length = int.from_bytes(_whole(take, 4, most), "big")
    head = json.loads(_whole(take, length, most))
    return head, [_whole(take, size, most) for size in head.pop("parts")]


def _whole(take: Callable[[int], bytes], size: int, most: int | None) -> bytes:
    if most is not None and size > most:
        raise ValueError("longer than any message of the press")
    found = bytearray()
    while len(found) < size:
        some = take(size - len(found))
        if not some:
            raise EOFError
        found += some
    return bytes(found)


# --- the press ------------------------------------------------------------------------------------


class Press:
    """Fonts, colours, parsed sheets and drawings, made once and used for every document.

    css: the rules that load the fonts.  files: what they ask for, by address: (media type, content).
    place: where it all lies; reaches nobody.
    Raises ImportError or OSError where WeasyPrint or what it stands on is missing.
    """

    def __init__(self, css: str, files: Mapping[str, tuple[str, bytes]], place: str) -> None:
        import weasyprint
        from PIL import Image
        from weasyprint.text.fonts import FontConfiguration

        # The formats of pictures, which Pillow loads only when it meets one.
        Image.preinit()

        self.weasyprint = weasyprint
        self.fonts = FontConfiguration()
        self.profiles: dict[str, Any] = {}
        self.fetcher = _fixed_fetcher()
        self.sheet = lru_cache(maxsize=MOST_SHEETS)(self._sheet)
        # Address → (the drawing's bytes, what WeasyPrint made of them), the last used at the end.
        self.drawings: dict[str, tuple[bytes, Any]] = {}
        self.images: dict[str, Any] = {}
        self.document: Any = None
        profile = Path(weasyprint.__file__).parent / "pdf" / PROFILE
        self.fetcher.served = {
            **files,
            place + PROFILE: ("application/vnd.iccprofile", profile.read_bytes()),
        }
        rule = f'@color-profile {INTENT} {{ src: url("{PROFILE}"); components: r, g, b }}'
        self.base = self._sheet(f"{rule}\n{css}", place)
        if self.fetcher.refused:
            raise OSError(f"no font at {self.fetcher.refused[0]!a}")
        # Once asked for its name, a profile writes itself a little differently ever after: the first
        # file of a process would be unlike all others.
        self.profiles[INTENT].name  # noqa: B018
        self.page = _page_with(self._sheet(_used_of(weasyprint.html.UA), place))
        self.identification = (HERE / "ua-identification.xml").read_bytes()
        self.forget()

    def begin(
        self, served: Mapping[str, tuple[str, bytes]], strokes: Mapping[str, "Strokes"]
    ) -> None:
        """A document that may ask for these files and drawings, and for no others."""
        self.fetcher.served = dict(served)
        known = {
            address: self.drawings[address][1]
            for address, (_kind, content) in served.items()
            if address in self.drawings and self.drawings[address][0] == content
        }
        self.images = {**known, **strokes}

    def set(self, html: str, css: str, place: str) -> list[list[str]]:
        """Lay the document out; the names of anchors on each of its pages."""
        self.document = self.page(html, place, self.fetcher).render(
            font_config=self.fonts,
            color_profiles=self.profiles,
            stylesheets=[self.base, self.sheet(css, place)],
            cache=self.images,
            pdf_variant=VARIANT,
            output_intent=INTENT,
        )
        self._keep_drawings()
        return [list(page.anchors) for page in self.document.pages]

    def write(self, attachments: Sequence[tuple[str, str, str, bytes]], at: str) -> bytes:
        """The document as it was set last, as a file.

        attachments: (name, media type, description, content) of each.  at: of when they are, in ISO
        8601; empty where that is not said.
        """
        self.refuse_what_was_not_brought()
        _identify_as_accessible(self.document.metadata, self.identification)
        kinds = {name: kind for name, kind, _description, _content in attachments}
        content: bytes = self.document.write_pdf(
            pdf_variant=VARIANT,
            output_intent=INTENT,
            finisher=partial(_finished, kinds=kinds),
            attachments=self._embedded(attachments, datetime.fromisoformat(at) if at else None),
        )
        self.refuse_what_was_not_brought()
        return content

    def refuse_what_was_not_brought(self) -> None:
        """WeasyPrint would leave a gap where the picture should be, and say nothing."""
        if self.fetcher.refused:
            raise NotBrought

    def forget(self) -> None:
        """Keep what other documents show as well, drop what only this one did."""
        self.document = None
        self.fetcher.served, self.images = {}, {}
        self.fetcher.refused.clear()
        # A document is full of circles; left alone, twenty of them wait for the collector.
        gc.collect()

    def _sheet(self, css: str, place: str) -> Any:
        return self.weasyprint.CSS(
            string=_worded(css),
            base_url=place,
            url_fetcher=self.fetcher,
            font_config=self.fonts,
            color_profiles=self.profiles,
        )

    def _keep_drawings(self) -> None:
        for address, (kind, content) in self.fetcher.served.items():
            if kind == SVG and self.images.get(address) is not None:
                self.drawings.pop(address, None)
                self.drawings[address] = (content, self.images[address])
        for address in list(self.drawings)[:-MOST_DRAWINGS]:
            del self.drawings[address]

    def _embedded(
        self, attachments: Sequence[tuple[str, str, str, bytes]], at: datetime | None
    ) -> list[Any]:
        return [
            self.weasyprint.Attachment(
                file_obj=BytesIO(content),
                name=name,
                description=description,
                created=at,
                modified=at,
                relationship="Alternative",
            )
            # The tree of their names is searched by halves, so it has to be in order.
            for name, _kind, description, content in sorted(attachments)
        ]


class NotBrought(Exception):
    """The document asked for something else than it brought along."""


class Strokes:
    """An image for WeasyPrint's cache that draws itself by operators made beforehand."""

    def __init__(self, operators: bytes, width: float, height: float) -> None:
        self.operators, self.width, self.height = operators, width, height

    def get_intrinsic_size(self, *_resolution: Any) -> tuple[float, float, float]:
        return self.width, self.height, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        scale = f"{width / self.width:.9f} 0 0 {height / self.height:.9f} 0 0 cm\n"
        stream.stream.append(b"q " + scale.encode() + self.operators + b"\nQ")


def _fixed_fetcher() -> Any:
    """A fetcher that opens nothing: it serves a map and remembers who asked for anything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FixedFetcher(URLFetcher):  # type: ignore[misc]
        served: dict[str, tuple[str, bytes]]
        refused: list[str]

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.served, self.refused = {}, []

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in self.served:
                self.refused.append(url)
                raise LookupError("not one of this document's files")
            kind, content = self.served[url]
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return FixedFetcher()


def _worded(css: str) -> str:
    """With the values of its variables in their places: for WeasyPrint, a variable is a value to be read
    anew for every element that it reaches. Only where all are the same for the whole document."""
    root = re.findall(r"^:root \{([^{}]*)\}", css, re.MULTILINE)
    values = dict(re.findall(r"(--[\w-]+):\s*([^;]+)", "".join(root)))
    if len(re.findall(r"--[\w-]+:", css)) != len(values):
        return css
    return re.sub(r"var\((--[\w-]+)\)", lambda found: values.get(found[1], found[0]), css)


def _used_of(sheet: str) -> str:
    """WeasyPrint's own style sheet without notes at the foot, which no document of ours has, and without
    the boxes in the margins that none fills. It asks for six of the one at every element and for
    sixteen of the other on every page, which takes a sixteenth of the time of a file."""
    return re.sub(UNUSED, "", sheet)


def _page_with(sheet: Any) -> Any:
    """The class of documents that begin with this sheet.

    Markup that is XML as well, as all of ours is, is read by a parser for XML, which takes a twentieth of
    the time; the tree is the same.
    """
    import cssselect2
    import weasyprint

    class Page(weasyprint.HTML):  # type: ignore[misc]
        def __init__(self, markup: str, place: str, fetcher: Any) -> None:
            if (root := _tree_of(markup)) is None:
                super().__init__(string=markup, base_url=place, url_fetcher=fetcher)
                return
            self.base_url, self.url_fetcher, self.media_type = place, fetcher, "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root)
            self.etree_element = root

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [sheet]

    return Page


def _tree_of(markup: str) -> ElementTree.Element | None:
    """The page as a tree; None where only a parser for HTML makes the right one."""
    begin = "<!doctype html>"
    body = markup.removeprefix(begin)
    # Declarations and comments; what has a namespace in HTML; what moves addresses.
    if len(body) == len(markup) or re.search(r"<(?:[!?]|(?:svg|math|base|template)\b)", body):
        return None
    try:
        root = ElementTree.fromstring(body.strip())  # noqa: S314 - nothing is declared in it
    except ElementTree.ParseError:
        return None
    # In HTML there are no lines between a page and its parts.
    root.text = None
    for part in root[-1:]:
        part.tail = None
    return root


# --- what WeasyPrint leaves to be done -----------------------------------------------------------


def _finished(_document: Any, pdf: Any, kinds: Mapping[str, str]) -> None:
    _name_attached(pdf, kinds)
    _settle(pdf)


def _name_attached(pdf: Any, kinds: Mapping[str, str]) -> None:
    """Give attachments the media types they were given to us with, and name each once.

    WeasyPrint guesses the type from the name, and lists every attachment twice among the files
    that belong to the document.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    for spec in pdf.objects:
        if isinstance(spec, dict) and spec.get("Type") == "/Filespec":
            embedded = pdf.objects[int(spec["EF"]["F"].split()[0])]
            embedded.extra["Subtype"] = f"/{kinds[spec['UF'].string].replace('/', '#2f')}"


def _settle(pdf: Any) -> None:
    """Write every object once, and compress every stream once and not to the last byte. Asked for its data,
    an object makes it, and the writer asks twice: for the file's identifier, which PDF/A wants, and for the
    file; and streams are compressed as hard as can be, which for the border alone takes a seventh of the
    time of a whole file. The writer adds streams of its own, and they are added in the same way."""
    add = pdf.add_object

    def add_compressed(added: Any) -> None:
        _compress(added)
        add(added)

    for one in pdf.objects:
        _compress(one)
    pdf.objects[:] = [one if one.free == "f" else Made(one) for one in pdf.objects]
    pdf.add_object = add_compressed


def _compress(stream: Any) -> None:
    """The metadata stay readable for programs that look for them without knowing PDF, as ISO 32000-1,
    14.3.2 advises."""
    if not getattr(stream, "compress", False):
        return
    stream.compress = False
    if stream.extra.get("Type") != "/Metadata":
        _head, _, body = stream.data.partition(b"\nstream\n")
        stream.stream = [zlib.compress(body.removesuffix(b"\nendstream"), ENOUGH)]
        stream.extra = {**stream.extra, "Filter": "/FlateDecode"}


class Made:
    """An object of the file as its writer takes it, with its data made."""

    def __init__(self, made: Any) -> None:
        self.number, self.generation, self.free = made.number, made.generation, made.free
        self.compressible = made.compressible
        self.offset = 0
        self.data: bytes = made.data

    @property
    def indirect(self) -> bytes:
        return f"{self.number} {self.generation} obj\n".encode() + self.data + b"\nendobj"


def _identify_as_accessible(metadata: Any, identification: bytes) -> None:
    """Say PDF/UA-1 in the metadata's one RDF block, with the schema that PDF/A wants for it.

    WeasyPrint writes only the identification of the variant asked for, and metadata given to it
    lands behind that block, where validators do not look.
    """
    identified = metadata.generate_rdf_metadata
    end = b"</rdf:RDF>"

    def generate_rdf_metadata(*variant: Any) -> bytes:
        rdf: bytes = identified(*variant)
        if rdf.count(end) != 1:
            raise RuntimeError("the metadata has no single RDF block to write PDF/UA into")
        return rdf.replace(end, identification + end)

    metadata.generate_rdf_metadata = generate_rdf_metadata


# --- limits ---------------------------------------------------------------------------------------


class Guard:
    """The second lock, for whatever asks no fetcher: the interpreter asks here before it opens a file
    or a socket or starts a program, and is refused all but reading programs and their data.

    refused: where it is noted.  folder: of temporary files, which holds the fonts.
    """

    FAMILIES = frozenset(
        {
            *("open", "os", "shutil", "tempfile", "fcntl", "sqlite3"),
            *("socket", "urllib", "http", "ftplib", "smtplib", "poplib", "imaplib", "syslog"),
            *("subprocess", "pty", "ctypes", "webbrowser", "resource", "signal"),
        }
    )
    HARMLESS = frozenset({"os.listdir", "os.scandir", "resource.setrlimit"})

    def __init__(self, refused: list[str], folder: str) -> None:
        self.refused = refused
        self.is_on = True
        named = ("stdlib", "platstdlib", "purelib", "platlib")
        roots = {*(sysconfig.get_path(name) for name in named), folder, str(HERE)}
        self.roots = tuple(os.path.join(os.path.realpath(root), "") for root in roots)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_on or event.partition(".")[0] not in self.FAMILIES:
            return
        if event in self.HARMLESS or (event == "open" and self._is_read(*arguments)):
            return
        self.refused.append(f"{event} {arguments!a}"[:MOST_SAID])
        raise PermissionError(f"{event} is not for the press")

    def _is_read(self, path: Any, _mode: Any, flags: int) -> bool:
        if isinstance(path, int):
            return True
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND):
            return False
        return os.path.realpath(os.fsdecode(path)).startswith(self.roots)


def _bound(memory: int) -> None:
    """Limits for good. The processor's is set for each document."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Nothing more is written to files.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN, MOST_OPEN))
    # Elsewhere the kernel counts otherwise, or not at all; what takes all memory takes time as well.
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # Where all memory runs out nevertheless, this process is to go and not the database.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _grant(seconds: int) -> None:
    """So much of the processor from now on; then the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = ceil(used.ru_utime + used.ru_stime) + seconds
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


# --- the program ----------------------------------------------------------------------------------


def main() -> None:
    """Serve the process at the other end of standard input until it is gone, or silent for long."""
    # Whoever asked for the document says when it is enough: it may be finished while all else stops.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    channel = socket.socket(fileno=0)
    head, parts = read(channel.recv)
    threading.Thread(target=_end_with_the_other, args=(channel,), daemon=True).start()
    try:
        press = Press(head["css"], _files(head["files"], parts), head["place"])
    except (ImportError, OSError) as error:
        channel.sendall(written({"lacks": ascii(str(error))[:MOST_SAID]}))
        return
    limits = head["limits"]
    # What Python still loads it may compile, and is not to write down.
    sys.dont_write_bytecode = True
    _bound(limits["memory"])
    # What stands by now stays for good, so collecting after a document looks only at what is new. In the
    # middle of one there is nothing to collect: all of it is still needed.
    gc.collect()
    gc.freeze()
    gc.disable()
    sys.addaudithook(guard := Guard(press.fetcher.refused, tempfile.gettempdir()))
    _guards.append(guard)
    channel.sendall(written({}))
    while (message := _next(channel, limits["idle"])) is not None:
        if answer := _answer(press, limits, *message):
            channel.sendall(answer)


_guards: list[Guard] = []


def _end_with_the_other(channel: socket.socket) -> None:
    """However the process that wants the documents ends, this one ends as well, in the middle of one:
    nobody is left to take it."""
    poll = select.poll()
    poll.register(channel, 0)
    poll.poll()
    _leave()


def _next(channel: socket.socket, seconds: float) -> Message | None:
    channel.settimeout(seconds)
    try:
        return read(channel.recv)
    except (EOFError, OSError):
        return None
    finally:
        channel.settimeout(None)


def _answer(
    press: Press, limits: Mapping[str, int], head: dict[str, Any], parts: list[bytes]
) -> bytes:
    try:
        return _done(press, limits, head, parts)
    except MemoryError:
        return written({"spent": "memory"})
    except Exception as error:
        # Whatever came of it, what was asked for is what has to be known.
        if press.fetcher.refused:
            return written({"refused": press.fetcher.refused[0][:MOST_SAID]})
        return written({"trouble": ascii(f"{type(error).__name__}: {error}")[:MOST_SAID]})


def _done(
    press: Press, limits: Mapping[str, int], head: dict[str, Any], parts: list[bytes]
) -> bytes:
    """The answer; empty where none is waited for."""
    what = head["do"]
    if what == "begin":
        _grant(limits["seconds"])
        count = len(head["files"])
        sizes = zip(head["strokes"], parts[count:], strict=True)
        strokes = {at: Strokes(drawn, width, height) for (at, width, height), drawn in sizes}
        press.begin(_files(head["files"], parts[:count]), strokes)
        return written({})
    if what == "set":
        return written({"pages": press.set(head["html"], head["css"], head["place"])})
    if what == "write":
        attachments = [(*said, part) for said, part in zip(head["attached"], parts, strict=True)]
        return written({}, [press.write(attachments, head["at"])])
    press.forget()
    return b""


def _files(named: Sequence[Sequence[str]], parts: Sequence[bytes]) -> dict[str, tuple[str, bytes]]:
    return {at: (kind, part) for (at, kind), part in zip(named, parts, strict=True)}


def _leave() -> NoReturn:
    for guard in _guards:
        guard.is_on = False
    # By whoever started it, only ours: the folder was made for this process.
    if re.fullmatch(r"laukas-press-\w+", Path(tempfile.gettempdir()).name):
        shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
    _leave()
