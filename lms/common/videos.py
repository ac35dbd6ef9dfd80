"""Videos that people upload: what one is told by its content, never by its name."""

from django.utils.translation import gettext as _

from lms.common.documents import Document

MOST_BYTES = 50 * 1024 * 1024
# The kinds of MP4 that browsers play, by the brand in the first box (ISO/IEC 14496-12).
BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
QUICKTIME = b"qt  "
EBML = b"\x1a\x45\xdf\xa3"
# The kind of document stands in the first bytes of a WebM file, after its mark (RFC 8794: 0x4282).
DOC_TYPE = b"\x42\x82\x84webm"
HEAD = 4096
ENDINGS = ("mp4", "webm")


class NotAVideo(ValueError):
    """The file cannot be shown; the message is a sentence for its author."""


def read_video(content: bytes) -> Document:
    """The video and what it is."""
    if not content:
        raise NotAVideo(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise NotAVideo(
            _("A video has at most %s MB. A smaller picture (480 lines) is enough for a lesson.")
            % (MOST_BYTES // 1024**2)
        )
    if content[4:8] == b"ftyp":
        if content[8:12] == QUICKTIME:
            raise NotAVideo(_("This is a QuickTime video (MOV). Save it as MP4."))
        length = int.from_bytes(content[:4], "big")
        named = content[8 : min(max(length, 12), 256)]
        brands = {named[place : place + 4] for place in range(0, len(named), 4)}
        if brands & BRANDS:
            return Document(content, "mp4")
    if content.startswith(EBML) and DOC_TYPE in content[:HEAD]:
        return Document(content, "webm")
    raise NotAVideo(_("This is no MP4 or WebM video."))
