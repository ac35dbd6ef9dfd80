"""Which questions an attempt draws. Pure."""

from collections.abc import Mapping, Sequence

from courses.assessment.scoring import chance_of
from courses.banks.models import ItemVersion


def draw(
    draws: Sequence[tuple[str, int]],
    candidates: Mapping[int, Sequence[ItemVersion]],
    *,
    seed: int,
    seen: Mapping[int, int],
) -> list[ItemVersion]:
    """The same questions whenever the same seed draws, in the order of the draws: those that this
    learner has met least often first, chance deciding between equals.

    draws: (class, how many).  candidates: place of a draw → what it may bring.
    seen: item id → how often this learner has been asked it.
    """
    drawn: list[ItemVersion] = []
    for place, (_class, k) in enumerate(draws):
        pool = list(candidates.get(place, ()))
        chance_of(seed, place).shuffle(pool)
        pool.sort(key=lambda version: seen.get(version.item_id, 0))
        drawn += pool[:k]
    return drawn
