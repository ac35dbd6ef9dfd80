"""What somebody looks for in the catalogue, as its address says it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.content.models import Audience
from lms.common.languages import LANGUAGES

MOST_QUERY = 100
# Name → (what it is called, the fewest minutes, the most).
EFFORTS: dict[str, tuple[Promise, int, int]] = {
    "short": (_("up to 1 hour"), 0, 60),
    "medium": (_("1 to 3 hours"), 61, 180),
    "long": (_("more than 3 hours"), 181, 10**9),
}
LEVELS = ("1", "2", "3", "4")


@dataclass(frozen=True)
class Wanted:
    """Empty where it does not matter. level: what the course can show at least."""

    query: str = ""
    competency: str = ""
    level: str = ""
    language: str = ""
    effort: str = ""
    audience: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words is asked for."""
        return self != Wanted(query=self.query)

    @property
    def without_filters(self) -> "Wanted":
        return Wanted(query=self.query)

    def but(self, name: str) -> "Wanted":
        """The same without one of them."""
        return replace(self, **{name: ""})

    @property
    def address(self) -> str:
        """As the part of an address after its path, with nothing in it that is not asked for."""
        said = {
            "q": self.query,
            "competency": self.competency,
            "level": self.level,
            "language": self.language,
            "effort": self.effort,
            "audience": self.audience,
        }
        told = urlencode({name: value for name, value in said.items() if value})
        return f"?{told}" if told else ""


def read_wanted(said: Mapping[str, str]) -> Wanted:
    """What an address asks for; what is none of the choices is left out."""

    def one_of(name: str, choices: object) -> str:
        value = said.get(name, "")
        return value if value in choices else ""  # type: ignore[operator]

    return Wanted(
        query=" ".join(said.get("q", "").split())[:MOST_QUERY],
        competency=said.get("competency", "")[:10].upper().strip(),
        level=one_of("level", LEVELS),
        language=one_of("language", LANGUAGES),
        effort=one_of("effort", EFFORTS),
        audience=one_of("audience", Audience.values),
    )
