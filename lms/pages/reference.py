"""The description of the API in the order in which people read it. Pure: OpenAPI in, rows out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Described = Mapping[str, Any]
# Said once, above them all.
EVERYWHERE = {"Accept-Language", "Idempotency-Key", "cursor", "limit"}


@dataclass(frozen=True)
class Value:
    """What a field holds. of: the shape it has, to be found on the page.  many: whether it is a list.
    choices: all there are, where they are few."""

    kind: str
    of: str = ""
    many: bool = False
    may_be_null: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """A field of a shape, or a parameter. says: in the language of the page."""

    name: str
    value: Value
    needed: bool = False
    says: str = ""


@dataclass(frozen=True)
class Shape:
    """What is sent or answered, by its name. says: in English."""

    name: str
    says: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Operation:
    """One method of one address. path: with its ids in braces.  takes, gives: names of shapes."""

    id: str
    method: str
    path: str
    summary: str
    says: str
    is_public: bool
    parameters: tuple[Field, ...]
    takes: str
    gives: str
    is_list: bool


@dataclass(frozen=True)
class Group:
    """Addresses that belong together."""

    name: str
    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Reference:
    """The whole page."""

    groups: tuple[Group, ...]
    shapes: tuple[Shape, ...]


def reference_of(api: Described) -> Reference:
    """The page of a description, as lms.common.api.describing makes it."""
    operations = [(tag, one) for tag, one in _operations(api)]
    groups = tuple(
        Group(
            tag["name"],
            tag["description"],
            tuple(one for name, one in operations if name == tag["name"]),
        )
        for tag in api["tags"]
    )
    known = api["components"]["schemas"]
    shapes = (_shape(name, known[name]) for name in sorted(known))
    return Reference(groups, tuple(one for one in shapes if one.fields))


def _operations(api: Described) -> Iterator[tuple[str, Operation]]:
    for path, methods in api["paths"].items():
        for method, said in methods.items():
            yield said["tags"][0], _operation(api, path, method, said)


def _operation(api: Described, path: str, method: str, said: Described) -> Operation:
    answers = said["responses"]
    given = answers[min(answers)].get("content", {}).get("application/json", {}).get("schema", {})
    gives, is_list = _value(given), False
    if results := _results(api, gives.of):
        gives, is_list = results, True
    taken = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        id=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said["summary"],
        says=said.get("description", ""),
        is_public={} in said.get("security", ()),
        parameters=tuple(
            Field(
                one["name"],
                _value(one["schema"]),
                bool(one.get("required")),
                one.get("description", ""),
            )
            for one in said.get("parameters", ())
            if one["name"] not in EVERYWHERE and one["in"] == "query"
        ),
        takes=_value(taken.get("schema", {})).of,
        gives=gives.of,
        is_list=is_list,
    )


def _results(api: Described, name: str) -> Value | None:
    """What a page of a list holds; None for anything else."""
    fields = api["components"]["schemas"].get(name, {}).get("properties", {})
    return _value(fields["results"]) if set(fields) == {"next", "results"} else None


def _shape(name: str, said: Described) -> Shape:
    fields = said.get("properties", {})
    if set(fields) == {"next", "results"}:
        # A page of a list says nothing that is not said of all of them.
        return Shape(name, "", ())
    needed = set(said.get("required", ()))
    rows = tuple(Field(one, _value(schema), one in needed) for one, schema in fields.items())
    return Shape(name, said.get("description", ""), rows)


def _value(schema: Described) -> Value:
    if inner := schema.get("allOf"):
        of = _value(inner[0])
        return Value(of.kind, of.of, of.many, bool(schema.get("nullable")), of.choices)
    if reference := schema.get("$ref"):
        return Value("", reference.rpartition("/")[2])
    may_be_null = bool(schema.get("nullable"))
    if schema.get("type") == "array":
        held = _value(schema.get("items", {}))
        return Value(held.kind, held.of, True, may_be_null, held.choices)
    choices = tuple(str(one) for one in schema.get("enum", ()) if one not in (None, ""))
    return Value(_kind(schema), "", False, may_be_null, choices)


def _kind(schema: Described) -> str:
    """What kind of value it is, in the language of the page."""
    kinds = {
        "uuid": "UUID",
        "date-time": _("date and time"),
        "date": _("day"),
        "uri": pgettext("kind of a value", "address"),
        "email": _("e-mail"),
        "boolean": _("true or false"),
        "integer": _("whole number"),
        "number": pgettext("kind of a value", "number"),
        "string": pgettext("kind of a value", "text"),
        "object": _("object"),
    }
    named = schema.get("format", ""), schema.get("type", "")
    return next((kinds[one] for one in named if one in kinds), _("anything that JSON can hold"))
