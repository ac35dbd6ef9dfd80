"""The register of personal data: every `personal.py` beside a `models.py`, gathered.

`faults` says what is missing in it; a test asks. How to register: docs/privacy.md.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Model

from lms.common.personal import (
    Entry,
    Erasing,
    Group,
    Held,
    NotPersonal,
    fields_of,
    is_person,
    needs_no_name,
)

OURS = ("lms", "courses", "badges")


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry, in the order of the tables of the apps."""
    slices = sorted({model.__module__ for model in apps.get_models() if _is_ours(model)})
    found: list[Entry] = []
    for models in slices:
        name = f"{models.rpartition('.')[0]}.personal"
        if find_spec(name) is not None:
            found += import_module(name).REGISTER
    return tuple(found)


def _is_ours(model: type[Model]) -> bool:
    return model._meta.app_label in OURS


def held() -> list[Held]:
    """The tables that hold something about people, group by group."""
    order = list(Group)
    rows = [entry for entry in entries() if isinstance(entry, Held)]
    return sorted(rows, key=lambda one: order.index(one.group))


def made_by() -> list[tuple[type[Model], str]]:
    """(table, field) of every reference to whoever made or decided something that is about
    somebody else, or about nobody."""
    found = []
    for entry in entries():
        subjects = {entry.of, *entry.covers.split()} if isinstance(entry, Held) else set()
        found += [
            (entry.model, one.name)
            for one in fields_of(entry.model)
            if is_person(one) and one.name not in subjects
        ]
    return found


def faults() -> list[str]:
    """A sentence for each field of each table that is registered neither as personal nor as not
    personal, and for each entry that names what is not there."""
    known: dict[type[Model], Entry] = {}
    said = []
    for entry in entries():
        if entry.model in known:
            said.append(f"{entry.model._meta.label} is registered twice.")
        known[entry.model] = entry
    for model in apps.get_models():
        entry_of = known.get(model)
        if entry_of is None:
            said.append(f"{model._meta.label} is not registered: add it in {_place(model)}.")
        else:
            said += _faults_in(entry_of)
    return said


def _place(model: type[Model]) -> str:
    if not _is_ours(model):
        return "lms/accounts/personal.py"
    return model.__module__.rpartition(".")[0].replace(".", "/") + "/personal.py"


def _faults_in(entry: Entry) -> list[str]:
    label, place = entry.model._meta.label, _place(entry.model)
    there = {one.name: one for one in fields_of(entry.model)}
    said = [f"{label} has no field {name}: {place}." for name in sorted(entry.named - set(there))]
    for name, one in there.items():
        if is_person(one) and isinstance(entry, NotPersonal) and name not in entry.by.split():
            said.append(f"{label}.{name} is a person: name it under `by`, or use Held ({place}).")
        elif name not in entry.named and not needs_no_name(one) and not is_person(one):
            said.append(
                f"{label}.{name} is neither personal nor not: name it under `fields`, `withheld` or "
                f"`plain` in {place}."
            )
    if isinstance(entry, Held):
        said += [
            f"{label}: `blank` names {name}, which is no field of it ({place})."
            for name in entry.blank
            if name not in there
        ]
        if entry.blank and entry.erase is not Erasing.BLANK:
            said.append(f"{label}: `blank` is for Erasing.BLANK ({place}).")
    return said
