"""The credential attached to a PDF: run as a program of its own, on a file nobody has vouched for.

A PDF can be made to cost a reader any amount of time and memory, in ways no list of limits is ever
complete for. So the reader gets a process that ends when it takes more than its share. Reads the file
from standard input, writes the attachment to standard output; what it found is its exit code.
"""

import resource
import sys
from io import BytesIO
from itertools import islice

FOUND, NOTHING, TOO_LARGE, UNREADABLE = 0, 10, 11, 12

SECONDS, BYTES = 3, 400 * 1024 * 1024
MOST_ATTACHMENTS = 20


def main(most: int) -> int:
    """most: bytes of the attachment."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    data = sys.stdin.buffer.read()
    try:
        found = credential_attached(data, most)
    except OverflowError:
        return TOO_LARGE
    # Whatever a reader of PDF meets in a broken file, it is broken.
    except Exception:
        return UNREADABLE
    if found is None:
        return NOTHING
    sys.stdout.buffer.write(found)
    return FOUND


def credential_attached(data: bytes, most: int) -> bytes | None:
    """The first attachment that looks like a JSON-LD document. Raises OverflowError for one that is
    larger, and anything at all for a file that cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError

    for one in islice(PdfReader(BytesIO(data)).attachment_list, MOST_ATTACHMENTS):
        try:
            content = one.content
        except LimitReachedError as error:
            raise OverflowError from error
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b"@context" in content:
            if len(content) > most:
                raise OverflowError
            return content
    return None


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
