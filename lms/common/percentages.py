"""Parts of a whole as whole per cent: the one way in which every page rounds. Pure."""


def whole_percent(part: int, whole: int, *, short_of: int | None = None) -> int:
    """The part in whole per cent, halves upward, 0 to 100.

    part, whole: 0 ≤ part ≤ whole; of nothing it is 0.  What has begun never reads 0, and what is
    not complete never reads 100.
    short_of: a percentage that the part has not reached, so that rounding must not show it either.
    """
    if whole <= 0 or part <= 0:
        return 0
    if part >= whole:
        return 100
    rounded = min(max((200 * part + whole) // (2 * whole), 1), 99)
    return rounded if short_of is None else min(rounded, max(short_of - 1, 0))
