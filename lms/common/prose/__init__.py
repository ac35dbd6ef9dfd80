"""Text blocks between Markdown, which is stored, and the HTML of the what-you-see editor."""

from lms.common.prose.field import ProseField
from lms.common.prose.limits import why_source_only
from lms.common.prose.model import Unheld
from lms.common.prose.reading import read_html
from lms.common.prose.showing import read_markdown, write_html
from lms.common.prose.writing import Markdown, store

__all__ = ["Markdown", "ProseField", "Unheld", "from_prose", "to_prose", "why_source_only"]


def to_prose(markdown: str) -> str:
    """The HTML the editor opens.

    Raises Unheld where the text has what the editor cannot hold; `why_source_only` says what.
    """
    return write_html(read_markdown(markdown))


def from_prose(html: str) -> Markdown:
    """The Markdown of what is in the editor, with a list of what it cannot say.

    Takes any HTML, also hostile or out of a clipboard; what comes out is text and the marks
    that `render_markdown` knows.
    """
    blocks, dropped = read_html(html)
    return store(blocks, dropped)
