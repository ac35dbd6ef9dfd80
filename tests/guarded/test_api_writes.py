"""Whoever writes by the API changes what is theirs, and no row of anybody else."""

import json

import pytest

from tests.guarded import ways
from tests.guarded.asking import ask, belongs, changed, rows
from tests.guarded.cast import Site
from tests.lms.api.test_matrix import ROUTES as API

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

# There is nothing of the kind to do on this site, or it is done already; that they write is tried in
# tests/lms/api/test_matrix.py.
NOT_NOW = {
    *("close-sitting", "completion", "item-key", "open-sitting"),
    *("practise-next", "response", "start-attempt"),
}


def test_every_write_leaves_the_rows_of_others_as_they_were(site: Site) -> None:
    before, owned, faults, did = rows(), belongs(), [], set()
    learner = site.people["enrolled"]
    assert learner is not None
    for name, at in ways.api(site):
        route = API[name.removeprefix("api:")]
        for method, _roles, body in route.writes:
            sent = b"" if body is None else json.dumps(body).encode()
            got = ask(site.clients["enrolled"], method, at, sent, content_type="application/json")
            assert got.status < 500, (name, got.status)
            if 200 <= got.status < 300 and got.after:
                did.add(name.removeprefix("api:"))
            elif not got.left_as_it_was(before):
                faults.append(f"{method} {name}: {got.status}, and wrote {got.wrote.statements}")
            for label, key in changed(before, got.after):
                person, _course = owned.get((label, key), (None, None))
                if person != learner.pk:
                    faults.append(f"{method} {name}: {label} {key}, of {person}")
    assert not faults, "\n".join(faults)
    wrote = {name for name, route in API.items() if route.writes}
    assert did >= wrote - NOT_NOW, wrote - NOT_NOW - did
    assert rows() == before
