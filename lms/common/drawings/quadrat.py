"""A sampling frame with moss in it; how much of it is covered is known, because it was made so."""

from functools import lru_cache

from lms.common.drawings.fields import patches
from lms.common.drawings.svg import named

SIZE = 400
MARGIN = 20


@lru_cache(maxsize=64)
def quadrat(seed: int, share: float, title: str = "", *, parts: int = 4, veins: bool = True) -> str:
    """A quadrat whose drawn patches cover exactly `share` (0 to 1) of it.

    title: what the picture is called for those who do not see it; without one it only decorates.
    parts: how many times the strings divide each side.
    """
    moss = patches(seed, SIZE, share, veins=veins)
    inside = f'<path class="q-vein" d="{moss.veins}"/>' if veins else ""
    strings = "".join(
        f"M{SIZE * part / parts:g} 0v{SIZE}M0 {SIZE * part / parts:g}h{SIZE}"
        for part in range(1, parts)
    )
    scale = "".join(
        f"M{SIZE * tenth / 10:g} -5v-9M-5 {SIZE * tenth / 10:g}h-9" for tenth in range(11)
    )
    whole = SIZE + 2 * MARGIN
    return (
        f'<svg class="quadrat" viewBox="-{MARGIN} -{MARGIN} {whole} {whole}" {named(title)}>'
        f'<path class="q-patch" fill-rule="evenodd" d="{moss.outline}"/>{inside}'
        f'<path class="q-grid" d="{strings}"/><path class="q-tick" d="{scale}"/>'
        f'<path class="q-frame" d="M0 0h{SIZE}v{SIZE}h-{SIZE}z"/></svg>'
    )
