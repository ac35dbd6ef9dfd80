"""Reading YAML files that people write, so that every fault can be told with file and line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml
from django.utils.translation import gettext as _

from lms.common.languages import LANGUAGES, Pair
from lms.common.wording import number, printable, read_number

KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MOST_KEY = 60
DEEPEST = 20
MOST_FAULTS = 500
# The C parser where the wheel carries it: ten times as fast, the same marks.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong in a file. line: counted from 1, 0 for the file as a whole.

    beside: the same for whoever reads it beside the field of a form, without the field's name.
    """

    file: str
    line: int
    message: str
    beside: str = field(default="", compare=False)

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.message}"
            if self.line
            else f"{self.file}: {self.message}"
        )


@dataclass
class Faults:
    """Everything found wrong so far; reading goes on to find the rest.

    lenient: what is read is not finished, and texts that are missing are no faults.
    """

    found: list[Fault] = field(default_factory=list)
    lenient: bool = False

    def add(self, where: "Node | tuple[str, int]", message: str, beside: str = "") -> None:
        file, line = (where.file, where.line) if isinstance(where, Node) else where
        if len(self.found) == MOST_FAULTS:
            self.found.append(Fault(file, 0, _("And more faults, which are not listed.")))
        if len(self.found) > MOST_FAULTS:
            return
        self.found.append(Fault(file, line, message, beside))

    def __bool__(self) -> bool:
        return bool(self.found)

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(set(self.found)))


@dataclass(frozen=True)
class Node:
    """A scalar (as text), a list or a mapping, and where it stands."""

    file: str
    line: int
    value: "str | list[Node] | dict[str, Node]"

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ""


def read_yaml(text: str, file: str, faults: Faults) -> Node | None:
    """The document's root, or None with the fault noted. No aliases, tags or second document."""
    try:
        if _deepest(text) > DEEPEST:
            faults.add((file, 0), _("Anchors, aliases and very deep nesting are not used here."))
            return None
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        faults.add((file, mark.line + 1 if mark else 0), _("Not readable as YAML: %s.") % problem)
        return None
    if root is None:
        faults.add((file, 0), _("The file is empty."))
        return None
    seen: set[int] = set()
    return _converted(root, file, faults, seen, 0)


def node_of(value: object, place: str = "") -> Node:
    """Plain values as nodes, so that a form is read by the same rules as a file.

    value: nested dicts, lists and scalars.  A fault's `file` is then the dotted place in it,
    "options.0.text.lt", and its line is 0.
    """
    if isinstance(value, dict):
        inner = f"{place}." if place else ""
        return Node(
            place, 0, {str(name): node_of(part, f"{inner}{name}") for name, part in value.items()}
        )
    if isinstance(value, list):
        inner = f"{place}." if place else ""
        return Node(place, 0, [node_of(part, f"{inner}{at}") for at, part in enumerate(value)])
    if isinstance(value, bool):
        return Node(place, 0, "true" if value else "false")
    return Node(place, 0, "" if value is None else str(value))


def _deepest(text: str) -> int:
    """How deep the text nests, or one more than is allowed: composing deeper would exhaust the
    stack. Also what uses aliases."""
    depth = deepest = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.events.CollectionStartEvent):
            depth += 1
            deepest = max(deepest, depth)
        elif isinstance(event, yaml.events.CollectionEndEvent):
            depth -= 1
        if deepest > DEEPEST:
            break
    return deepest


def _converted(
    node: yaml.Node, file: str, faults: Faults, seen: set[int], depth: int
) -> Node | None:
    line = node.start_mark.line + 1
    if id(node) in seen or depth > DEEPEST:
        faults.add((file, line), _("Anchors, aliases and very deep nesting are not used here."))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return Node(file, line, node.value)
    if isinstance(node, yaml.SequenceNode):
        parts = [_converted(part, file, faults, seen, depth + 1) for part in node.value]
        return Node(file, line, [part for part in parts if part is not None])
    mapping: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            faults.add((file, key.start_mark.line + 1), _("A name must be one word."))
            continue
        if key.value in mapping:
            faults.add((file, key.start_mark.line + 1), _("“%s” stands here twice.") % key.value)
            continue
        if (inner := _converted(value, file, faults, seen, depth + 1)) is not None:
            mapping[key.value] = inner
    return Node(file, line, mapping)


class Fields:
    """Typed reading of one mapping; every fault is noted, and a harmless value returned."""

    def __init__(self, node: Node | None, faults: Faults, *, known: set[str]) -> None:
        self.faults = faults
        self.node = node or Node("", 0, {})
        self.map: dict[str, Node] = {}
        if isinstance(self.node.value, dict):
            self.map = self.node.value
            for name in self.map.keys() - known:
                nearest = ", ".join(sorted(known))
                self.fault(
                    _("“%(name)s” is not known here. Known: %(known)s.")
                    % {"name": name, "known": nearest},
                    name,
                )
        elif node is not None:
            self.fault(_("This should be names with values."))

    def fault(self, message: str, name: str | None = None, beside: str = "") -> None:
        self.faults.add(self.map.get(name, self.node) if name else self.node, message, beside)

    def has(self, name: str) -> bool:
        return name in self.map

    def get(self, name: str) -> Node | None:
        return self.map.get(name)

    def _scalar(self, name: str, *, required: bool) -> str:
        node = self.map.get(name)
        if node is None:
            if required:
                self.fault(_("“%s” is missing.") % name)
            return ""
        if not isinstance(node.value, str):
            self.fault(_("“%s” should be one value.") % name, name)
            return ""
        if printable(node.value) != node.value:
            self.fault(_("“%s” has a control character in it.") % name, name)
            return ""
        if required and not node.value.strip():
            self.fault(_("“%s” is empty.") % name, name, _("Write something here."))
        return node.value.strip()

    def text(self, name: str, *, required: bool = True, most: int = 500) -> str:
        value = self._scalar(name, required=required)
        if len(value) > most:
            self.fault(
                _("“%(name)s” is longer than %(most)s characters.") % {"name": name, "most": most},
                name,
                _("This text is longer than %s characters.") % most,
            )
        return value

    def key(self, name: str = "key") -> str:
        value = self._scalar(name, required=True)
        if value and (len(value) > MOST_KEY or not KEY.fullmatch(value)):
            self.fault(
                _("A key has lower-case letters, digits and hyphens: “%s” does not fit.") % value,
                name,
            )
        return value

    def choice(self, name: str, among: Any, *, otherwise: str = "", required: bool = True) -> str:
        value = self._scalar(name, required=required)
        if not value:
            return otherwise
        if value not in among:
            self.fault(
                _("“%(value)s” is not one of: %(among)s.")
                % {"value": value, "among": ", ".join(among)},
                name,
                _("Choose one of the answers that are offered."),
            )
            return otherwise
        return value

    def integer(self, name: str, least: int, most: int, *, otherwise: int | None = None) -> int:
        value = self._scalar(name, required=otherwise is None)
        if not value:
            return least if otherwise is None else otherwise
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            self.fault(
                _("“%(name)s” should be a whole number from %(least)s to %(most)s.")
                % {"name": name, "least": least, "most": most},
                name,
            )
            return least
        return int(value)

    def number(self, name: str, *, required: bool = True, least: int | None = None) -> str | None:
        """A decimal number as canonical text (JSON would lose its exactness), or None."""
        value = self._scalar(name, required=required)
        if not value:
            return None
        exact = read_number(value)
        if exact is None or (least is not None and exact < Decimal(least)):
            example = _("Write a number, for example %(example)s.") % {"example": number("12.5")}
            if least == 0 and exact is not None:
                example = _("Write a number that is not below zero.")
            self.fault(_("“%s” should be a number.") % name, name, example)
            return None
        return f"{exact.normalize():f}"

    def flag(self, name: str, *, otherwise: bool = False) -> bool:
        value = self._scalar(name, required=False)
        if value not in ("", "true", "false"):
            self.fault(_("“%s” should be true or false.") % name, name)
        return value == "true" if value else otherwise

    def entries(
        self, name: str, *, required: bool = True, least: int = 0, most: int = 1000
    ) -> list[Node]:
        node = self.map.get(name)
        least = 0 if self.faults.lenient else least
        if node is None:
            if required and not self.faults.lenient:
                self.fault(_("“%s” is missing.") % name)
            return []
        if not isinstance(node.value, list):
            self.fault(_("“%s” should be a list.") % name, name)
            return []
        if not least <= len(node.value) <= most:
            self.fault(
                _("“%(name)s” should have %(least)s to %(most)s entries.")
                % {"name": name, "least": least, "most": most},
                name,
                _("There should be %(least)s to %(most)s of these.")
                % {"least": least, "most": most},
            )
        return node.value

    def keys(self, name: str) -> list[Node]:
        """A list of keys, each a scalar."""
        return [node for node in self.entries(name, required=False) if isinstance(node.value, str)]

    def pair(
        self,
        name: str,
        *,
        languages: tuple[str, ...] = LANGUAGES,
        required: bool = True,
        most: int = 500,
    ) -> Pair:
        node = self.map.get(name)
        if node is None:
            if required and not self.faults.lenient:
                self.fault(_("“%s” is missing.") % name)
            return {}
        return read_pair(node, self.faults, languages=languages, most=most)


def read_pair(
    node: Node, faults: Faults, *, languages: tuple[str, ...] = LANGUAGES, most: int = 500
) -> Pair:
    """A text in the languages of the course, none of them empty; of what is not finished, in those
    it has."""
    fields = Fields(node, faults, known=set(LANGUAGES))
    pair: Pair = {}
    for code in languages:
        said = fields.text(code, required=not faults.lenient, most=most)
        if said or not faults.lenient:
            pair[code] = said  # type: ignore[literal-required]
    return pair
