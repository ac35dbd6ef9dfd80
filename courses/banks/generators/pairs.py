"""Words of generators in both languages at once."""

from collections.abc import Callable

from lms.common.languages import Pair


def both(made: Callable[[str], str]) -> Pair:
    """What is made for each language. made: from its code."""
    return {"lt": made("lt"), "en": made("en")}
