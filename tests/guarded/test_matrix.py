"""Who gets in where: every address of the site, by every method, for everybody there is.

The tables say what each address is for: tests/guarded/table.py for pages, those of the studio and of
the API for theirs. An address that stands in none of them fails the first test.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from courses.content.actions.courses import archive_course
from courses.content.actions.publishing import unpublish
from lms import api_urls
from lms.accounts.models import User
from lms.common.clock import now
from lms.studio import urls as studio_urls
from tests.guarded.addresses import Address, every_address
from tests.guarded.asking import Asked, ask, belongs, changed, rows
from tests.guarded.cast import ROLES, Site
from tests.guarded.table import PAGES
from tests.lms.api.test_matrix import ROUTES as API
from tests.lms.studio.test_matrix import ROUTES as STUDIO
from tests.lms.studio.test_matrix import filled
from tests.walking import Page
from tests.walking import filled as typed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sweep, pytest.mark.once]

LOGIN = ("/accounts/login/", "/sign-up/")
# HEAD is answered as GET is.
ASK_SHORT = ("anonymous", "enrolled")
# Ieva learns in her own course as well, and has not read what comes before these.
NOT_YET = ("classroom:unit", "classroom:check", "classroom:start-quiz")
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# What is answered anywhere below it, so that nothing else is: 404.
NOWHERE = "api/v1/<path:rest>"
# Outside the studio, a role that only looks is like one that writes. In parts, for several processes.
HERE = [role for role in ROLES if role not in ("viewer", "author")]
PARTS = [HERE[first::4] for first in range(4)]


def pages() -> list[Address]:
    """Asked for only in a test: pages of debug are there as long as debug is on."""
    return [one for one in every_address() if one.name in PAGES]


def test_every_address_stands_in_a_table():
    told = set(PAGES) | {f"studio:{one}" for one in STUDIO} | {f"api:{one}" for one in API}
    found = {one.name for one in every_address() if not one.route.startswith("admin/")}
    assert found - told == {NOWHERE}
    assert told - found == set()
    for one in every_address():
        if row := PAGES.get(one.name):
            assert one.ids == set(row.of), one.name
    assert all(one.name for one in (*studio_urls.urlpatterns, *api_urls.urlpatterns[:-1]))


def wanted(role: str, name: str, method: str) -> set[int] | None:
    """The statuses that answer it; none: whatever is no refusal."""
    row = PAGES[name]
    if role == "suspended":
        return {403}
    if role == "owner" and name in NOT_YET and (method == "POST") == (name != "classroom:unit"):
        return {403}
    allowed = row.writes if method == "POST" else row.reads
    if method != "POST" and row.back:
        return {302}
    if role in allowed:
        return None
    if not allowed:
        return {302, 405} if role == "anonymous" else {405}
    if role == "anonymous":
        return set(row.stranger) or {302}
    return set(row.refuses)


def tried(site: Site, role: str, one: Address, method: str, **other: Any) -> Asked:
    row = PAGES[one.name]
    things = {name: site.own[thing] for name, thing in row.of.items()} | other
    data = filled(row.posted, site.own) if method == "POST" else None
    return ask(site.clients[role], method, one.at(things), data)


def done(site: Site, one: Address) -> Asked:
    """The write that the table names, by whom it names; by the page's own form where it says what is
    typed."""
    row = PAGES[one.name]
    if not row.typed:
        return tried(site, row.doer, one, "POST")
    page = tried(site, row.doer, one, "GET")
    form = next(
        each for each in Page(page.body.decode()).forms if set(row.typed) <= set(each.texts)
    )
    at = one.at({name: site.own[thing] for name, thing in row.of.items()})
    return ask(site.clients[row.doer], "POST", at, typed_in(form, row.typed, form.buttons[0]))


def faults_of(
    got: Asked, told: str, statuses: set[int] | None, *, is_stranger: bool = False
) -> Iterator[str]:
    """What is answered otherwise than the table says."""
    if statuses is None:
        if got.status in (401, 403, 404, 405) or got.status >= 500:
            yield told
        return
    if got.status not in statuses:
        yield f"{told}, not {sorted(statuses)}"
    if is_stranger and got.status == 302 and not any(door in got.to for door in LOGIN):
        yield f"{told}, not to sign in"
    if got.wrote.statements:
        yield f"{told}, and wrote {got.wrote.statements}"


@pytest.mark.parametrize("roles", PARTS, ids="-".join)
def test_everybody_reads_and_writes_what_the_table_says_and_nothing_else(site, roles):
    before, faults = rows(), []
    for one, role in product(pages(), roles):
        for method in ("GET", "HEAD", "POST") if role in ASK_SHORT else ("GET", "POST"):
            got = tried(site, role, one, method)
            told = f"{role} {method} {one.name}: {got.status} {got.to}"
            row = PAGES[one.name]
            is_stranger = role == "anonymous" and not (row.back and method != "POST")
            statuses = wanted(role, one.name, method)
            faults += faults_of(got, told, statuses, is_stranger=is_stranger)
            if method != "POST" and got.wrote.beyond_due_files:
                faults.append(f"{told}, and reading wrote {got.wrote.beyond_due_files}")
    assert not faults, "\n".join(faults)
    assert rows() == before


def test_no_other_method_does_anything(site):
    before, faults = rows(), []
    for one in pages():
        for method in OTHER_METHODS:
            for role in ("anonymous", "enrolled", "administrator"):
                got = tried(site, role, one, method)
                if got.wrote.statements or got.status >= 500:
                    faults.append(
                        f"{role} {method} {one.name}: {got.status} {got.wrote.statements}"
                    )
    assert not faults, "\n".join(faults)
    assert rows() == before


def test_whoever_writes_changes_nothing_that_is_not_theirs(site):
    """Every other row is as it was before, those of other people and of other courses above all."""
    before, owned, faults = rows(), belongs(), []
    for one in pages():
        row = PAGES[one.name]
        if not row.doer:
            continue
        got = done(site, one)
        if not got.wrote.statements:
            faults.append(f"{row.doer} {one.name}: {got.status}, and changed nothing")
            continue
        actor = site.people[row.doer]
        may = {actor.pk} if actor else set()
        if row.changes:
            may.add(User.objects.get(email=f"{row.changes}@example.org").pk)
        for label, key in changed(before, got.after):
            person, _course = owned.get((label, key), (None, None))
            if person is not None and person not in may:
                faults.append(f"{row.doer} {one.name}: {label} {key} of another person")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("state", ["archived", "unpublished"])
def test_a_course_that_is_shut_lets_nobody_new_in(site, state, ieva):
    """Strangers find neither it nor anything of it; whoever learns in it goes on reading."""
    if state == "archived":
        archive_course(site.course, by=ieva, on=now())
    else:
        unpublish(site.course, by=ieva, on=now(), reason="x")
    before, faults = rows(), []
    for one in pages():
        row = PAGES[one.name]
        if row.of.get("slug") != "slug" and row.of.get("course") != "course":
            continue
        if "key" in row.of:
            # The link of a letter confirms an address, whatever has become of the course meanwhile.
            continue
        for role in ("anonymous", "learner", "elsewhere", "editor"):
            for method in ("GET", "POST"):
                got = tried(site, role, one, method)
                is_back = row.back and got.status == 302
                is_login = got.status == 302 and any(door in got.to for door in LOGIN)
                if got.wrote.statements or not (got.status in (404, 405) or is_back or is_login):
                    faults.append(f"{role} {method} {one.name}: {got.status} {got.to}")
    assert not faults, "\n".join(faults)
    assert rows() == before


def test_ids_of_another_parent_are_not_there(site):
    """A unit of another course below this one, a block of another unit, a file of another course."""
    before, faults = rows(), []
    for one in pages():
        row = PAGES[one.name]
        if len(row.of) < 2 or "key" in row.of:
            continue
        for name, thing in row.of.items():
            if thing not in site.foreign:
                continue
            for method, allowed in (("GET", row.reads), ("POST", row.writes)):
                for role in sorted(allowed - {"suspended"}):
                    got = tried(site, role, one, method, **{name: site.foreign[thing]})
                    is_refused = got.status in (302, 303, 404) and "/accounts/" not in got.to
                    if got.wrote.statements or not is_refused:
                        faults.append(f"{role} {method} {one.name} {name}: {got.status} {got.to}")
    assert not faults, "\n".join(faults)
    assert rows() == before
