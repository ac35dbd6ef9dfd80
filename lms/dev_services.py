"""Which PostgreSQL and Redis answer here, or could be started; nothing is changed on them."""

import hashlib
import json
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from lms.dev_processes import Runner
from lms.dev_setup import PYTHON, TOP

# The user who runs this, then the server's own administrator, both through the local socket.
LOCAL = ("postgres:///{name}", "postgres://postgres@/{name}")
REDIS = "redis://127.0.0.1:6379/15"

PROBE = """\
import json, sys
import psycopg
def ask(address):
    try:
        with psycopg.connect(address, connect_timeout=4) as connection:
            may, = connection.execute(
                "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
            ).fetchone()
        return "" if may else "its user may not create databases"
    except psycopg.Error as fault:
        return " ".join(str(fault).split()) or type(fault).__name__
print(json.dumps([ask(address) for address in sys.argv[1:]]))
"""


def find_postgres(
    environ: Mapping[str, str], env: Mapping[str, str], runner: Runner
) -> tuple[str, str]:
    """The address for DATABASE_URL, or an empty text and the reason why there is none."""
    named = environ.get("TEST_DATABASE_URL", "")
    # One name per tree: a database left by a broken run is dropped by the next one.
    name = f"laukas_{digest_of(str(TOP))}"
    addresses = [named] if named else [pattern.format(name=name) for pattern in LOCAL]
    # The database itself is made by the tests; what must answer is the server's own.
    questions = [server_address(address) for address in addresses]
    code, said = runner.run([str(PYTHON), "-c", PROBE, *questions], env, TOP)
    if code:
        return "", f"PostgreSQL could not be asked: {said.strip().splitlines()[-1:]}"
    answers = json.loads(said.strip().splitlines()[-1])
    for address, refusal in zip(addresses, answers, strict=True):
        if not refusal:
            return address, ""
    if named:
        return "", f"TEST_DATABASE_URL does not answer: {answers[0]}"
    return "", "no PostgreSQL on the local socket; name another one in TEST_DATABASE_URL"


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def server_address(address: str) -> str:
    """The same server as libpq names it, with the database that every server has."""
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"postgresql://{parts.netloc}/postgres{query}"


def find_redis(environ: Mapping[str, str]) -> tuple[str, str]:
    address = environ.get("TEST_REDIS_URL") or REDIS
    parts = urlsplit(address)
    where = (parts.hostname or "127.0.0.1", parts.port or 6379)
    try:
        with socket.create_connection(where, timeout=2) as connection:
            connection.sendall(b"PING\r\n")
            answer = connection.recv(64)
    except OSError as fault:
        return "", f"no Redis at {where[0]}:{where[1]} ({fault.strerror or fault})"
    # A server that wants a password is usable where the address brings one.
    if answer.startswith(b"+PONG") or (answer.startswith(b"-NOAUTH") and parts.password):
        return address, ""
    return "", f"Redis at {where[0]}:{where[1]} did not answer PING"


# Where Debian puts the programs that start a PostgreSQL, off the path, a folder for each version.
POSTGRES_PLACES = Path("/usr/lib/postgresql")
# Which processes another has started, as Linux says it.
CHILDREN = Path("/proc/thread-self/children")


def postgres_programs(environ: Mapping[str, str]) -> Path | None:
    """The folder with initdb and pg_ctl, the newest; None where there is none."""
    found = [one.parent for one in POSTGRES_PLACES.glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: _numbers(path.parent.name))
    on_path = shutil.which("initdb", path=environ.get("PATH"))
    return Path(on_path).resolve().parent if on_path else None


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


def missing_for_faults(environ: Mapping[str, str]) -> str:
    """What the harness of faults cannot start, and how to get it; or nothing."""
    if not CHILDREN.exists():
        return f"It finds what it kills by {CHILDREN}, which is not here"
    missing = []
    if postgres_programs(environ) is None:
        missing.append("PostgreSQL’s initdb (apt install postgresql)")
    if not shutil.which("redis-server", path=environ.get("PATH")):
        missing.append("redis-server (apt install redis-server)")
    return f"Not installed: {' and '.join(missing)}" if missing else ""
