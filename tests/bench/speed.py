"""`python -m tests.bench.speed [--short] [--growth] [--keep]`: what learners, visitors and teachers wait
for, over HTTP, on one database, with DATABASE_URL naming it. docs/speed.md says how to read it."""

import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from tests.bench.wire import HOST

FOLDER = Path(tempfile.mkdtemp(prefix="laukas-speed-"))
# An installation's, before anything reads the settings.
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "lms.settings",
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": HOST,
    "SITE_URL": f"https://{HOST}",
    "BEHIND_PROXY": "1",
    "THROTTLE": "0",
    "LOG_LEVEL": "WARNING",
    "CELERY_BROKER_URL": "filesystem://localhost/",
    "VAR_DIR": str(FOLDER / "var"),
    "CREDENTIAL_KEY_FILE": str(FOLDER / "key.pem"),
}
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'speed.sqlite3'}"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from lms.common.doorbell import make_ready  # noqa: E402
from lms.dev_setup import TOP  # noqa: E402


def main() -> None:
    from tests.bench import runs

    make_ready()
    # Cut once for a tree: they are named by what they are made of.
    (fonts := TOP / "var" / "fonts").mkdir(parents=True, exist_ok=True)
    (FOLDER / "var" / "fonts").symlink_to(fonts)
    call_command("collectstatic", interactive=False, verbosity=0)
    with database() as url:
        call_command("credential_key", "make", stdout=StringIO())
        env, said = {**os.environ, "DATABASE_URL": url}, sys.argv
        runs.run(env, FOLDER, short="--short" in said, grows="--growth" in said)


@contextmanager
def database() -> Iterator[str]:
    """An empty database of its own; its address."""
    sqlite = connection.vendor == "sqlite"
    name = connection.settings_dict["NAME"]
    own = str(FOLDER / "speed.sqlite3") if sqlite else f"{name}_speed"
    connection.settings_dict["TEST"]["NAME"] = own
    kept = setup_databases(verbosity=0, interactive=False)
    given = os.environ["DATABASE_URL"]
    try:
        yield f"sqlite:///{own}" if sqlite else given.replace(f"/{name}", f"/{own}")
    finally:
        if not sqlite:
            connection.close_pool()
        teardown_databases(kept, verbosity=0)


def interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    # Stopped half-way it takes along what it has started.
    signal.signal(signal.SIGTERM, interrupted)
    try:
        main()
    finally:
        if "--keep" not in sys.argv:
            shutil.rmtree(FOLDER, ignore_errors=True)
