"""Chromium for journeys and contact sheets, and a site of its own to look at."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
# Axe's default run leaves out target size, so its tags are named.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that talks to nobody but us."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The site with the demo content, its data in this folder; yields its address."""
    port = free_port()
    env = {
        **os.environ,
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "DEBUG": "1",
        "THROTTLE": "0",
        "SITE_URL": f"http://localhost:{port}",
        "LOG_LEVEL": "WARNING",
        "PYTHONWARNINGS": "ignore",
    }
    for name in ("DATABASE_URL", "CELERY_BROKER_URL", "EMAIL_URL"):
        env.pop(name, None)
    for command in (["migrate", "-v0"], ["demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=env,
            check=True,
            capture_output=True,
        )
    log = (folder / "site.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env=env,
        stdout=log,
        stderr=log,
    )
    try:
        address = f"http://localhost:{port}"
        _wait(f"{address}/healthz/live", server)
        _warm(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def _warm(address: str) -> None:
    """Ask once for what is made on first demand: on a busy machine the first page of a browser would
    wait for it longer than it may."""
    urllib.request.urlopen(f"{address}/lt/", timeout=120).read()
    sheet = urllib.request.urlopen(f"{address}/static/lms/laukas.css", timeout=120).read().decode()
    for font in re.findall(r"url\(\"?([^)\"]+\.woff2)", sheet):
        place = urllib.parse.urljoin(f"{address}/static/lms/laukas.css", font)
        urllib.request.urlopen(place, timeout=120).read()


def invariants(folder: Path) -> str:
    """What `check_invariants` says of the site's data."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check_invariants"],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(folder), "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


def sweep(folder: Path, address: str) -> None:
    """A round of what is due; the site of the journeys has no worker."""
    subprocess.run(
        [sys.executable, "manage.py", "sweep", "-v0"],
        cwd=ROOT,
        env={
            **os.environ,
            "VAR_DIR": str(folder),
            "SITE_URL": address,
            "PYTHONWARNINGS": "ignore",
        },
        check=True,
        capture_output=True,
    )


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The site did not start.")


def mails_to(folder: Path, address: str) -> list[str]:
    """The mails sent to an address, the newest first, decoded."""
    import email
    import email.policy

    found: list[tuple[int, str]] = []
    for path in (folder / "mail").glob("*.log"):
        # As bytes: letters of more than ASCII are written as they are.
        for part in path.read_bytes().split(b"-" * 79):
            if part.strip():
                message = email.message_from_bytes(part.strip(), policy=email.policy.default)
                if address in str(message["To"]):
                    body = message.get_body(("plain",))  # type: ignore[attr-defined]
                    found.append((path.stat().st_mtime_ns, body.get_content() if body else ""))
    return [text for _when, text in sorted(found, reverse=True)]


def first_link(text: str) -> str:
    """The first address in a mail."""
    found = re.search(r"https?://\S+", text)
    assert found, text
    return found[0]


def until(page: Page | Frame, expression: str, *, seconds: float = 30) -> None:
    """Wait until an expression holds in the page. Asked from outside each time: the page's own policy
    forbids the evaluation by which Playwright would wait inside it."""
    ends = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < ends, expression
        page.wait_for_timeout(50)
