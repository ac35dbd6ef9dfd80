"""The frame that every drawing stands in: size, role and name for those who do not see it."""

from xml.sax.saxutils import quoteattr

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
DECORATION = 'aria-hidden="true" focusable="false"'


def drawing(css: str, width: float, height: float, body: str) -> str:
    """A line drawing in the colour of the text round it; decoration, cut to its frame."""
    return (
        f'<svg class="{css}" viewBox="0 0 {width:g} {height:g}" fill="none" stroke="currentColor"'
        f' preserveAspectRatio="xMidYMid slice" {DECORATION}>{body}</svg>'
    )


def named(title: str) -> str:
    """Attributes that give a picture its name, or say that it only decorates."""
    return f'role="img" aria-label={quoteattr(title)}' if title else DECORATION
