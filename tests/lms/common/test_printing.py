"""The press as whoever writes hostile texts would like to use it, and as it is left behind."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from socket import create_server

import pytest
from pypdf import PdfReader

from lms.common.printing import documents, press
from lms.common.printing.documents import (
    LIMITS,
    Attachment,
    File,
    NoPress,
    PressTrouble,
    Reached,
    TookTooMuch,
    close,
    document,
)


def can_print():
    try:
        documents.ensure()
    except NoPress:
        return False
    return True


pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif(not can_print(), reason="Pango is not installed, so there is no PDF"),
]

PAGE = '<html lang="en"><title>A page</title><body>{}</body></html>'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 9 9" width="9" height="9">{}</svg>'
)
# How narrow a column may be, WeasyPrint finds out by trying each place where a word may be parted.
BOMB = PAGE.format(("<table><td>" + "a\u00ad" * 20_000 + "</table>") * 5)


WORDS = PAGE.format("<p>Words")


def pdf(html=WORDS, files=None):
    with document(files or {}) as paper:
        paper.set(html, "")
        return paper.write()


def refusal_of(html, files=None):
    """What was asked for and refused; the file's words where nothing was."""
    try:
        content = pdf(html, files)
    except Reached as error:
        return str(error), ""
    assert b"/EmbeddedFile" not in content
    return "", PdfReader(BytesIO(content)).pages[0].extract_text()


def child():
    return documents._running[-1].process


def is_alive(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def waited(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


@pytest.fixture
def limited(monkeypatch):
    """A press with other limits."""

    def limit(**limits):
        close()
        for name, value in limits.items():
            monkeypatch.setitem(LIMITS, name, value)

    yield limit
    close()


# --- nothing is reached --------------------------------------------------------------------------


@pytest.fixture
def listening():
    """(an address of this machine, who has come): nobody should."""
    came = []
    with create_server(("127.0.0.1", 0)) as server:

        def listen():
            with suppress(OSError):
                while True:
                    came.append(server.accept()[0])

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", came
        server.shutdown(2)


@pytest.fixture
def secret(tmp_path):
    """A file that is none of a document's business."""
    path = tmp_path / "secret.svg"
    path.write_text(SVG.format("<text>sealed-4711</text>"), "utf-8")
    return path.as_uri()


REACHING = {
    "a picture": '<img src="{}" alt="x">',
    "a picture on a line of choices": '<img srcset="{} 2x" src="{}" alt="x">',
    "an object": '<object data="{}" type="image/svg+xml"></object>',
    "an embed": '<embed src="{}" type="image/svg+xml">',
    "an attachment": '<link rel="attachment" href="{}">',
    "an attachment of a word": '<a rel="attachment" href="{}">x</a>',
    "a sheet": '<link rel="stylesheet" href="{}">',
    "a sheet in a sheet": '<style>@import url("{}");</style>',
    "a background": '<style>body {{ background: url("{}") }}</style>',
    "a mark of a list": '<style>p {{ display: list-item; list-style-image: url("{}") }}</style><p>x',
    "content": '<style>p::before {{ content: url("{}") }}</style><p>x',
    "a border": '<style>p {{ border: 9px solid; border-image: url("{}") 1 }}</style><p>x',
    "a font": '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style><p>x',
    "a profile": '<style>@color-profile --x {{ src: url("{}") }}</style><p>x',
    "an icon": '<svg viewBox="0 0 9 9"><image href="{}" width="9" height="9"/></svg>',
}
INSIDE_SVG = {
    "a picture": '<image href="{}" width="9" height="9"/>',
    "a picture in the old way": '<image xlink:href="{}" width="9" height="9"/>',
    "a drawing used": '<use href="{}#a"/>',
    "a sheet": '<style>@import url("{}");</style><path d="M0 0h9v9z"/>',
    "a sheet beside it": '<?xml-stylesheet href="{}"?><path d="M0 0h9v9z"/>',
    "a colour": '<path fill="url({}#a)" d="M0 0h9v9z"/>',
}


@pytest.mark.parametrize("how", REACHING)
@pytest.mark.parametrize("where", ["file", "http"])
def test_markup_that_got_past_everything_reaches_no_file_and_no_address(
    listening, secret, how, where
):
    address, came = listening
    reached = secret if where == "file" else address
    refused, said = refusal_of(PAGE.format(f"<p>Words{REACHING[how].format(reached, reached)}"))
    # Named, so that whoever reads the log knows what was tried; some, WeasyPrint does not even ask for.
    assert reached in refused or (not refused and "sealed" not in said)
    assert not came


@pytest.mark.parametrize("how", INSIDE_SVG)
@pytest.mark.parametrize("where", ["file", "http"])
def test_a_drawing_reaches_no_file_and_no_address(listening, secret, how, where):
    address, came = listening
    reached = secret if where == "file" else address
    drawing = SVG.format(INSIDE_SVG[how].format(reached)).encode()
    files = {"https://certificate.invalid/logo": File("image/svg+xml", drawing)}
    refused, said = refusal_of(PAGE.format('<img src="logo" alt="x">'), files)
    assert reached in refused or (not refused and "sealed" not in said)
    assert not came


def test_most_of_it_is_refused_and_not_only_left_out(secret):
    pages = [
        PAGE.format(f"<p>Words{markup.format(secret, secret)}") for markup in REACHING.values()
    ]
    refused = [page for page in pages if refusal_of(page)[0]]
    assert len(refused) > len(pages) / 2


def test_a_file_that_one_document_brought_is_there_for_no_other():
    drawing = {"https://certificate.invalid/a.svg": File("image/svg+xml", SVG.format("").encode())}
    html = PAGE.format('<img src="a.svg" alt="x">')
    pdf(html, files=drawing)
    with pytest.raises(Reached, match=r"a\.svg"):
        pdf(html)


def test_another_drawing_under_the_same_address_is_the_one_that_is_printed():
    html, place = PAGE.format('<img src="a.svg" alt="x">'), "https://certificate.invalid/a.svg"
    drawn = [SVG.format(f'<path fill="{colour}" d="M0 0h9v9z"/>') for colour in ("red", "lime")]
    files = [{place: File("image/svg+xml", one.encode())} for one in drawn]
    red, lime = (pdf(html, files=one) for one in files)
    assert red != lime
    assert pdf(html, files=files[0]) == red


TRIES = """
import os, runpy, sys, tempfile
press = runpy.run_path(sys.argv[1])
os.environ["TMPDIR"] = folder = tempfile.mkdtemp()
open(folder + "/font", "w").close()
refused = []
sys.addaudithook(press["Guard"](refused, folder))
import json, encodings.idna
tries = [
    lambda: open("/etc/hostname"),
    lambda: os.open("/etc/hostname", os.O_RDONLY),
    lambda: open(folder + "/font", "w"),
    lambda: open(os.path.join(folder, "..", "x")),
    lambda: __import__("socket").socket(),
    lambda: __import__("socket").getaddrinfo("localhost", 80),
    lambda: __import__("urllib.request").request.urlopen("http://127.0.0.1:9/"),
    lambda: __import__("subprocess").run(["true"]),
    lambda: os.system("true"),
    lambda: os.remove(folder + "/font"),
    lambda: os.fork(),
    lambda: os.kill(os.getpid(), 9),
]
open(folder + "/font").close()
for number, attempt in enumerate(tries):
    try:
        attempt()
    except PermissionError as error:
        assert "not for the press" in str(error), error
    except OSError as error:
        assert "not for the press" in str(error.reason), error
    else:
        raise SystemExit(f"{number} went through")
assert len(refused) == len(tries), refused
"""


def test_whatever_asks_no_fetcher_is_refused_by_the_interpreter():
    done = subprocess.run(
        [sys.executable, "-I", "-c", TRIES, str(press.__file__)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_the_press_holds_no_key_and_no_address_of_a_database(limited, monkeypatch):
    limited()
    monkeypatch.setenv("SECRET_KEY", "sealed-4711")
    monkeypatch.setenv("DATABASE_URL", "postgres://sealed-4711@/laukas")
    pdf()
    environment = Path(f"/proc/{child().pid}/environ").read_bytes()
    assert b"sealed" not in environment and b"TMPDIR=" in environment
    assert Path(f"/proc/{child().pid}/oom_score_adj").read_text("ascii").strip() == "1000"


# --- bombs ---------------------------------------------------------------------------------------


def went_off(html, match=None):
    with pytest.raises(PressTrouble, match=match) as raised:
        pdf(html)
    return raised.value


def test_what_takes_too_long_ends_and_the_next_document_is_made(limited):
    limited(seconds=1)
    same = pdf()
    before = child().pid
    assert isinstance(went_off(BOMB, "processor"), TookTooMuch)
    assert not is_alive(before)
    assert pdf() == same
    assert child().pid != before


def test_what_only_waits_ends_by_the_clock(limited):
    # Enough for the first page of a press, also on a machine that has other work.
    limited(wall=4)
    pdf()
    before = child().pid
    began = time.monotonic()
    assert isinstance(went_off(BOMB, "clock"), TookTooMuch)
    assert time.monotonic() - began < 20
    assert not is_alive(before)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel counts otherwise")
def test_what_takes_too_much_memory_ends_and_the_next_document_is_made(limited):
    limited(memory=30 * 1024 * 1024)
    same = pdf()
    went_off(PAGE.format("<p>Words and words" * 50_000))
    assert pdf() == same


def test_what_is_nested_without_end_ends_and_the_next_document_is_made():
    went_off(PAGE.format("<div>" * 5000 + "x"))
    assert pdf()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_press_that_dies_in_the_middle_costs_one_document(limited, number):
    limited()
    with document({}) as paper:
        os.kill(child().pid, number)
        with pytest.raises(PressTrouble, match=f"ended with -{int(number)}"):
            paper.set(WORDS, "")
    assert pdf()


def test_a_press_that_died_between_two_documents_costs_none(limited):
    limited()
    pdf()
    os.kill(child().pid, signal.SIGKILL)
    child().wait()
    assert pdf()


def test_a_document_that_its_caller_breaks_off_leaves_the_press_as_it_was():
    same = pdf()
    before = child().pid
    with suppress(KeyError), document({}) as paper:
        paper.set(WORDS, "")
        raise KeyError
    assert (pdf(), child().pid) == (same, before)


def test_a_caller_interrupted_while_it_waits_gets_no_answer_to_another_question(
    limited, monkeypatch
):
    limited()
    same = pdf()

    def interrupted(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(documents.press, "read", interrupted)
        with pytest.raises(KeyboardInterrupt):
            pdf(PAGE.format("<p>Other words"))
    assert pdf() == same


def test_who_finds_the_press_taken_waits_and_not_for_ever(limited):
    limited(wall=1)
    with document({}), pytest.raises(PressTrouble, match="taken"):
        pdf()


# --- one child, as long as it is needed ----------------------------------------------------------


def test_one_press_serves_many_documents_and_then_makes_room_for_another(limited, monkeypatch):
    limited()
    monkeypatch.setattr(documents, "MOST_DOCUMENTS", 3)
    pids = []
    for _document in range(4):
        with document({}) as paper:
            paper.set(PAGE, "")
            pids.append(child().pid)
    assert len(set(pids)) == 2 and pids[0] == pids[2]
    assert not is_alive(pids[0])


def test_whoever_prints_nothing_for_long_gets_the_memory_back(limited):
    limited(idle=1)
    same = pdf()
    before = child()
    assert waited(lambda: before.poll() == 0)
    assert pdf() == same


def test_a_press_that_leaves_just_now_is_followed_by_another(limited, monkeypatch):
    limited(idle=1)
    same = pdf()
    before = child()
    assert waited(lambda: before.poll() == 0)
    # As if it had still been there a moment ago.
    monkeypatch.setattr(documents._Child, "is_there", True)
    assert pdf() == same


def test_nothing_is_left_of_a_press_that_was_closed():
    pdf()
    before, folder = child().pid, Path(documents._running[-1].folder)
    assert list(folder.rglob("*"))
    close()
    assert not is_alive(before) and not folder.exists()


PRINTS = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
import django
django.setup()
from lms.common.printing import documents
with documents.document({}) as paper:
    child = documents._running[-1]
    print(child.process.pid, child.folder, flush=True)
    if sys.argv[1] == "while printing":
        paper.set(sys.stdin.read(), "")
    sys.stdin.read()
"""


def printing_elsewhere(when):
    """Another process that prints, and says the press that it started."""
    return subprocess.Popen(
        [sys.executable, "-c", PRINTS, when],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )


@pytest.mark.parametrize("when", ["while printing", "while waiting"])
def test_it_ends_with_the_process_that_started_it_however_that_one_ends(when):
    with printing_elsewhere(when) as ours:
        pid, folder = ours.stdout.readline().split()
        if when == "while printing":
            ours.stdin.write(BOMB)
            ours.stdin.close()
            time.sleep(0.5)
        assert is_alive(int(pid))
        ours.kill()
        ours.wait()
        ours.stdout.close()
    assert waited(lambda: not Path(f"/proc/{pid}").exists() if sys.platform == "linux" else True)
    assert waited(lambda: not Path(folder).exists())


def test_a_process_that_ends_by_itself_leaves_no_press():
    with printing_elsewhere("while waiting") as ours:
        pid, folder = ours.stdout.readline().split()
        ours.stdin.close()
        assert ours.wait() == 0
        ours.stdout.close()
    assert not Path(folder).exists() and not is_alive(int(pid))


def _prints(queue):
    queue.put((len(documents._running), pdf(), child().pid))
    close()


def test_a_forked_process_gets_a_press_of_its_own_and_takes_none_away():
    same = pdf()
    before = child().pid
    queue = get_context("fork").Queue()
    process = get_context("fork").Process(target=_prints, args=(queue,))
    process.start()
    inherited, content, other = queue.get(timeout=60)
    process.join(20)
    assert (inherited, content) == (0, same)
    assert other != before
    assert (pdf(), child().pid) == (same, before)


# --- what is kept between documents --------------------------------------------------------------


def test_however_many_designs_there_are_few_are_kept_in_memory(monkeypatch):
    monkeypatch.setattr(press, "MOST_DRAWINGS", 4)
    monkeypatch.setattr(press, "MOST_SHEETS", 2)
    one = press.Press("", {}, documents.PLACE)
    for number in range(7):
        place = f"{documents.PLACE}{number}/"
        svg = SVG.format(f'<path d="M0 0h{number}z"/>').encode()
        one.begin({f"{place}a.svg": (press.SVG, svg)}, {})
        one.set(PAGE.format('<img src="a.svg" alt="x">'), f"p {{ order: {number} }}", place)
        one.write([], "")
        one.forget()
    assert len(one.drawings) == press.MOST_DRAWINGS
    assert one.sheet.cache_info().currsize == press.MOST_SHEETS
    assert not one.images and not one.fetcher.served


# --- what is said between the two ----------------------------------------------------------------


def test_messages_come_whole_however_they_are_cut():
    message = press.written({"html": "ą\ud800"}, [b"", b"\x00" * 1000])
    stream = BytesIO(message)
    assert press.read(lambda size: stream.read(min(size, 7))) == (
        {"html": "ą\ud800"},
        [b"", b"\x00" * 1000],
    )
    with pytest.raises(EOFError):
        press.read(BytesIO(message[:-1]).read)


def test_an_answer_longer_than_any_file_is_not_waited_for():
    head = json.dumps({"parts": [documents.MOST_BYTES + 1]}).encode()
    with pytest.raises(ValueError, match="longer"):
        press.read(BytesIO(len(head).to_bytes(4, "big") + head).read, documents.MOST_BYTES)


def test_an_attachment_comes_through_byte_for_byte():
    said = Attachment("a.json", bytes(range(256)), "application/json", "All of them")
    with document({}) as paper:
        paper.set(PAGE, "")
        content = paper.write([said])
    assert PdfReader(BytesIO(content)).attachments == {"a.json": [bytes(range(256))]}


def test_where_a_library_is_missing_it_says_so(limited, monkeypatch, tmp_path):
    limited()
    program = tmp_path / "without.py"
    program.write_text(
        f"import runpy, sys\nsys.modules['weasyprint'] = None\n"
        f"runpy.run_path({str(press.__file__)!r}, run_name='__main__')\n",
        "utf-8",
    )
    monkeypatch.setattr(documents, "PROGRAM", program)
    with pytest.raises(NoPress, match="weasyprint"):
        documents.ensure()
    assert not documents._running
