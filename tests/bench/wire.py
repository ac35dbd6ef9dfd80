"""A client that does nothing but ask: one connection kept alive, and every byte that comes counted."""

import socket
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlencode

HOST = "laukas.test"
# As the web server in front asks, and as browsers do.
ALWAYS = (
    f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 192.0.2.7\r\n"
    "Accept-Encoding: gzip, br\r\nAccept-Language: en\r\n"
)


@dataclass(frozen=True)
class Ask:
    """One request. cookies: the session's and the form's token.  wants: the status it must get."""

    path: str
    cookies: str = ""
    form: dict[str, str] | None = None
    wants: int = 200
    more: str = ""

    def as_bytes(self) -> bytes:
        head = f"{ALWAYS}{self.more}"
        if self.cookies:
            head += f"Cookie: {self.cookies}\r\n"
        if self.form is None:
            return f"GET {self.path} HTTP/1.1\r\n{head}\r\n".encode()
        body = urlencode(self.form)
        head += (
            f"Origin: https://{HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n"
        )
        return f"POST {self.path} HTTP/1.1\r\n{head}\r\n{body}".encode()


@dataclass(frozen=True)
class Got:
    """What came. seconds: from the first byte sent to the last one read.  received: bytes of head and
    body as they came, so compressed."""

    status: int
    seconds: float
    received: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Wire:
    """One connection to the site."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._open()

    def _open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, ask: Ask) -> Got:
        """Send and read to the end; a status that was not wanted is an error."""
        sent = ask.as_bytes()
        began = perf_counter()
        self.socket.sendall(sent)
        head, _gap, body = self._until(b"", b"\r\n\r\n").partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [line.split(": ", 1) for line in lines]
        headers = {name.lower(): value for name, value in pairs}
        more = self._body(headers, body)
        took = perf_counter() - began
        status = int(first.split()[1])
        if headers.get("connection") == "close":
            self.close()
            self._open()
        if status != ask.wants:
            raise AssertionError(f"{ask.path}: {status}, {headers.get('location')} {more[:600]!r}")
        return Got(status, took, len(head) + 4 + len(more), headers, more)

    def _body(self, headers: dict[str, str], body: bytes) -> bytes:
        if headers.get("transfer-encoding") == "chunked":
            # Its last chunk is empty.
            return self._until(body, b"0\r\n\r\n")
        wanted = int(headers.get("content-length", 0))
        parts, have = [body], len(body)
        while have < wanted:
            parts.append(self._read())
            have += len(parts[-1])
        return b"".join(parts)

    def _until(self, have: bytes, end: bytes) -> bytes:
        while end not in have:
            have += self._read()
        return have

    def _read(self) -> bytes:
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionError("The site closed the connection.")
        return got

    def close(self) -> None:
        self.socket.close()
