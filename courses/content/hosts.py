"""Whom a page may ask for something that is not ours: the one list, and how an address is read.
Pure but for the settings, where an installation adds its own."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

MOST_ADDRESS = 1_000
# A host name as DNS has it; anything else could end the header in which it stands.
HOST = re.compile(r"(?=.{4,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
# No sign of these can end an attribute, a header or a word of a keyed line.
SIGNS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&()*+,;=%]+")


@dataclass(frozen=True)
class Player:
    """Where a video can be watched.

    name: of the service.  owner: who runs it and learns that it was asked.  host: what the page
    asks.  frame: the address of the player.  watch: the same video on the service's own page.
    """

    name: str
    owner: str
    host: str
    frame: str
    watch: str


@dataclass(frozen=True)
class _Service:
    """A service that shows videos. at: its host names.  video: the path of a video, with its
    number; for a query, the parameter that holds it is `by`."""

    name: str
    owner: str
    host: str
    at: tuple[str, ...]
    video: re.Pattern[str]
    frame: str
    watch: str
    by: str = ""


SERVICES = (
    _Service(
        name="YouTube",
        owner="Google",
        host="www.youtube-nocookie.com",
        at=("youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"),
        video=re.compile(r"/(?:embed|shorts|live)/(?P<id>[\w-]{11})/?"),
        frame="https://www.youtube-nocookie.com/embed/{id}?rel=0&autoplay=1",
        watch="https://www.youtube.com/watch?v={id}",
        by="v",
    ),
    _Service(
        name="YouTube",
        owner="Google",
        host="www.youtube-nocookie.com",
        at=("youtu.be",),
        video=re.compile(r"/(?P<id>[\w-]{11})/?"),
        frame="https://www.youtube-nocookie.com/embed/{id}?rel=0&autoplay=1",
        watch="https://www.youtube.com/watch?v={id}",
    ),
    _Service(
        name="Vimeo",
        owner="Vimeo",
        host="player.vimeo.com",
        at=("vimeo.com", "www.vimeo.com", "player.vimeo.com"),
        video=re.compile(r"/(?:video/)?(?P<id>\d{6,12})/?"),
        # Without a cookie, and without measuring who watches.
        frame="https://player.vimeo.com/video/{id}?dnt=1&autoplay=1",
        watch="https://vimeo.com/{id}",
    ),
)
NUMBER = re.compile(r"[\w-]{11}")


def services() -> list[str]:
    """The names of the services whose videos may be shown."""
    return list(dict.fromkeys(one.name for one in SERVICES if one.host in settings.VIDEO_HOSTS))


def player_of(address: str) -> Player | None:
    """The player for the address of a video, as people copy it; None where it is of no service that
    may be shown."""
    host, path, query = _parts(address)
    for one in SERVICES:
        if host not in one.at or one.host not in settings.VIDEO_HOSTS:
            continue
        found = one.video.fullmatch(path)
        number = found["id"] if found else ""
        if one.by and path == "/watch":
            asked = parse_qs(query).get(one.by, [""])[0]
            number = asked if NUMBER.fullmatch(asked) else ""
        if number:
            return Player(
                one.name,
                one.owner,
                one.host,
                one.frame.format(id=number),
                one.watch.format(id=number),
            )
    return None


def embed_hosts() -> dict[str, str]:
    """Host → what it is called, of all that a page may hold a part of."""
    return dict(settings.EMBED_HOSTS)


def embed_of(address: str) -> tuple[str, str] | None:
    """(host, what it is called) of an address that may be embedded; None for any other."""
    host, _path, _query = _parts(address)
    known = embed_hosts()
    return (host, known[host]) if host in known else None


def _parts(address: str) -> tuple[str, str, str]:
    """Host, path and query of an https address without a name, password or port; empty for any
    other."""
    if len(address) > MOST_ADDRESS or not SIGNS.fullmatch(address):
        return "", "", ""
    try:
        split = urlsplit(address)
        port = split.port
    except ValueError:
        return "", "", ""
    host = (split.hostname or "").lower()
    if split.scheme != "https" or "@" in split.netloc or port or not HOST.fullmatch(host):
        return "", "", ""
    return host, split.path, split.query
