"""What every chart stands in: its height, its name, and what it shows for those who do not see it."""

from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape, quoteattr

# A name longer than this would run out of a phone; the table beside the chart has all of it.
MOST_LETTERS = 44


@dataclass(frozen=True)
class Frame:
    """key: tells it from the other charts of its page.  name: of the picture.  said: what is to be seen
    in it, in a sentence or two."""

    key: str
    name: str
    said: str

    def around(self, height: int, body: str) -> str:
        """The whole picture, so many pixels high."""
        key = quoteattr(f"{self.key}-name {self.key}-said")
        return (
            f'<svg class="chart" role="img" width="100%" height="{height}" aria-labelledby={key}>'
            f"<title id={quoteattr(f'{self.key}-name')}>{escape(self.name)}</title>"
            f"<desc id={quoteattr(f'{self.key}-said')}>{escape(self.said)}</desc>{body}</svg>"
        )


def at(share: float) -> str:
    """A place across, from 0 to 1, as the markup says it."""
    return f"{100 * share:.2f}%"


def text(x: str, y: float, words: str, css: str = "", anchor: str = "middle", dx: int = 0) -> str:
    """Words at a place."""
    named = f' class="{css}"' if css else ""
    moved = f' dx="{dx}"' if dx else ""
    return f'<text x="{x}" y="{y:g}"{moved} text-anchor="{anchor}"{named}>{escape(words)}</text>'


def line(css: str, x1: str, y1: float, x2: str, y2: float) -> str:
    return f'<line class="{css}" x1="{x1}" y1="{y1:g}" x2="{x2}" y2="{y2:g}"/>'


def anchored(share: float) -> str:
    """How words at a place are anchored so that they stay inside."""
    if share < 0.07:
        return "start"
    return "end" if share > 0.93 else "middle"


def shortened(name: str) -> str:
    """A name that fits a phone's width."""
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1].rstrip()}…"


def steps(least: float, most: float, about: int = 4) -> list[float]:
    """Round numbers from at most `least` to at least `most`, about so many spaces between them."""
    if most - least < 1e-6:
        most = least + 1
    rough = (most - least) / about
    power = 10 ** floor(log10(rough))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough * 0.999)
    first, last = floor(least / step + 1e-9), ceil(most / step - 1e-9)
    # Rounded, as 0.1 three times is not 0.3.
    return [round(step * place, 10) for place in range(first, last + 1)]
