"""Every address there is, found in the URL configuration and nowhere else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern, RoutePattern


@dataclass(frozen=True)
class Address:
    """name: with its namespaces; of a pattern without one, its route.  ids: the names of its ids."""

    name: str
    route: str
    ids: frozenset[str]
    is_named: bool = True

    @property
    def space(self) -> str:
        return self.name.partition(":")[0] if ":" in self.name else ""

    def at(self, things: Mapping[str, Any]) -> str:
        """Where it is with these things, by the names of its ids.

        Raises NoReverseMatch where a thing is no such thing.
        """
        chosen = {name: things[name] for name in self.ids}
        if self.is_named:
            return reverse(self.name, kwargs=chosen)
        written = self.route
        for name, thing in chosen.items():
            for kind in ("str", "path", "slug", "int", "uuid"):
                written = written.replace(f"<{kind}:{name}>", str(thing))
        if "<" in written:
            raise NoReverseMatch(self.route)
        return f"/{written}"


def every_address() -> list[Address]:
    """All of them, also those of the administration and those without a name, each once."""
    found: dict[tuple[str, frozenset[str]], Address] = {}
    for one in _of(get_resolver(), "", "", frozenset()):
        found.setdefault((one.name, one.ids), one)
    return list(found.values())


def _of(resolver: URLResolver, spaces: str, route: str, ids: frozenset[str]) -> Iterator[Address]:
    for one in resolver.url_patterns:
        pattern = one.pattern
        here = "" if isinstance(pattern, LocalePrefixPattern) else str(pattern)
        inside = ids | set(pattern.regex.groupindex)
        if isinstance(one, URLPattern):
            # Two patterns of the administration and of the API take whatever else is asked for.
            is_named = bool(one.name)
            simple = here if isinstance(pattern, RoutePattern) else here.strip("^$")
            name = f"{spaces}{one.name}" if is_named else f"{route}{simple}"
            yield Address(name, f"{route}{simple}", inside, is_named)
        else:
            inner = f"{spaces}{one.namespace}:" if one.namespace else spaces
            yield from _of(one, inner, f"{route}{here}", inside)
