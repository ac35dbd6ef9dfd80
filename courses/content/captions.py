"""Captions of a video as WebVTT: what is wrong with them, line by line, and the text they make. Pure.

The format: https://www.w3.org/TR/webvtt1/. Only what players show is asked for; settings of a cue
(where it stands on the picture) are let through as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.translation import gettext as _

MOST_CUES = 3_000
# So many faults are told at once; the next ones are found once these are mended.
MOST_FAULTS = 5
ARROW = "-->"
TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}([ \t]+\S.*)?")
# As SubRip files have it: a comma before the thousandths, and hours always.
SUBRIP = re.compile(r"^(\d{1,2}:\d\d:\d\d),(\d{3})[ \t]+-->[ \t]+(\d{1,2}:\d\d:\d\d),(\d{3})", re.M)
VOICE = re.compile(r"<v(?:\.[^\s>]+)*[ \t]+([^>]+)>")
TAG = re.compile(r"</?[^>]*>")
SPACE = re.compile(r"\s+")
# A pause of so many seconds begins a paragraph; so does another voice.
PAUSE = 2.0
# And so does the end of a sentence, once a paragraph is so long.
LONG = 240
ENDS = (".", "!", "?", "…")


@dataclass(frozen=True)
class Cue:
    """Words that show from one moment to another. start, end: in seconds.  line: where it begins in
    the file, from one."""

    start: float
    end: float
    voice: str
    text: str
    line: int


@dataclass(frozen=True)
class Fault:
    """What a player would not show. line: in the text, from one."""

    line: int
    message: str


@dataclass(frozen=True)
class Said:
    """A paragraph of what is said. at: "2:05", when it begins."""

    at: str
    voice: str
    text: str


def read_captions(text: str) -> tuple[list[Cue], list[Fault]]:
    """The cues in their order, and what keeps players from showing some of them."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    faults: list[Fault] = []
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        faults.append(
            Fault(1, _("The first line of captions is the word WEBVTT and nothing else."))
        )
        return [], faults
    cues: list[Cue] = []
    before = 0.0
    for first, block in _blocks(lines):
        if block[0].split(" ")[0] in ("NOTE", "STYLE", "REGION"):
            continue
        cue, found = _cue(first, block)
        faults += found
        if cue is None:
            continue
        if cue.start < before:
            told = _("This begins before what stands above it: put it in the order of time.")
            faults.append(Fault(cue.line, told))
        before = max(before, cue.start)
        cues.append(cue)
    if not cues and not faults:
        faults.append(Fault(1, _("There are no words under WEBVTT yet.")))
    if len(cues) > MOST_CUES:
        faults.append(Fault(1, _("Captions have at most %s parts.") % MOST_CUES))
    return cues, faults


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line, lines) of all that empty lines divide, after the head."""
    head = next((place for place, line in enumerate(lines) if not line.strip()), len(lines))
    block: list[str] = []
    for number, line in enumerate([*lines[head:], ""], head + 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(first: int, block: list[str]) -> tuple[Cue | None, list[Fault]]:
    place = next((n for n, line in enumerate(block[:2]) if ARROW in line), None)
    if place is None:
        told = _(
            "Here a line with times is missing, as 00:05.000 --> 00:08.500. An empty line ends "
            "what is shown together."
        )
        return None, [Fault(first, told)]
    line = first + place
    found = TIMING.fullmatch(block[place].strip())
    if found is None:
        told = _(
            "The times cannot be read: “%s”. Write minutes, seconds and thousandths, as "
            "00:05.000 --> 00:08.500."
        )
        return None, [Fault(line, told % block[place].strip()[:60])]
    start, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:8])
    words = block[place + 1 :]
    faults = []
    if end <= start:
        faults.append(
            Fault(line, _("This ends before it begins: the second time is the later one."))
        )
    if not words:
        faults.append(Fault(line, _("There are times here, but no words under them.")))
    for number, said in enumerate(words, line + 1):
        if ARROW in said:
            told = _("Before this line of times an empty line is missing.")
            faults.append(Fault(number, told))
    text = "\n".join(words)
    voice = VOICE.search(text)
    plain = SPACE.sub(" ", unescape(TAG.sub("", text))).strip()
    return Cue(start, end, voice[1].strip() if voice else "", plain, line), faults


def _seconds(parts: tuple[str, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def caption_faults(text: str, *, first: int = 1) -> list[str]:
    """Sentences for an author, each with its line. first: the number of the first line of captions
    in what the author has before them."""
    _cues, faults = read_captions(text)
    told = [
        _("Line %(line)s of the captions: %(said)s")
        % {"line": fault.line + first - 1, "said": fault.message}
        for fault in faults[:MOST_FAULTS]
    ]
    if more := len(faults) - MOST_FAULTS:
        told += [_("And %s more like these.") % more] if more > 0 else []
    return told


def transcript(text: str) -> list[Said]:
    """What is said in the video, in paragraphs to read."""
    paragraphs: list[Said] = []
    last: Cue | None = None
    for cue in read_captions(text)[0]:
        if last and not _begins(last, cue, paragraphs[-1].text):
            kept = paragraphs[-1]
            paragraphs[-1] = Said(kept.at, kept.voice, f"{kept.text} {cue.text}".strip())
        else:
            # The same voice after a pause need not say its name again.
            voice = "" if last and last.voice == cue.voice else cue.voice
            paragraphs.append(Said(clock(cue.start), voice, cue.text))
        last = cue
    return [one for one in paragraphs if one.text]


def _begins(last: Cue, cue: Cue, said: str) -> bool:
    """Whether a cue begins a paragraph of its own."""
    ended = said.endswith(ENDS) and len(said) >= LONG
    return cue.voice != last.voice or cue.start - last.end >= PAUSE or ended


def clock(seconds: float) -> str:
    """ "0:05", "12:40", "1:02:05"."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def from_file(content: bytes) -> str:
    """The captions of an uploaded file. SubRip (.srt), which many programs make, becomes WebVTT.
    Raises ValueError where it is no text in UTF-8."""
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if text.startswith("WEBVTT") or not SUBRIP.search(text):
        return text
    times = SUBRIP.sub(
        lambda found: f"{found[1]:0>8}.{found[2]} --> {found[3]:0>8}.{found[4]}", text
    )
    return f"WEBVTT\n\n{times}"
