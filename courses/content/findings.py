"""A thing to mend in a draft, and where it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing to mend.

    code: stable, for tests and styles.  stops: whether publishing is refused because of it.
    unit: uid, or empty for the course.  block, field, language: where in the unit, or empty.
    """

    code: str
    stops: bool
    message: str
    unit: str = ""
    block: str = ""
    field: str = ""
    language: str = ""

    @property
    def place(self) -> str:
        """The text in question, as courses.content.drafting names it."""
        return f"{self.block}.{self.field}" if self.block and self.field else self.field
