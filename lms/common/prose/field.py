"""One text block as its form field shows it: what `studio/parts/prose.html` needs."""

from dataclasses import dataclass
from functools import cached_property

from lms.common.prose.limits import why_source_only
from lms.common.prose.showing import read_markdown, write_html


@dataclass(frozen=True)
class ProseField:
    """name: of the form field.  id: of its element.  label, hint: in the reader's language.

    language: of the text.  hint may be empty; error is the field's, if it was refused.
    """

    name: str
    id: str
    label: str
    text: str
    language: str
    hint: str = ""
    error: str = ""
    required: bool = False

    @cached_property
    def reasons(self) -> list[str]:
        return why_source_only(self.text)

    @cached_property
    def html(self) -> str:
        """What the editor opens; empty where only the source can be edited."""
        return "" if self.reasons else write_html(read_markdown(self.text))
