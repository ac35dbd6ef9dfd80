"""A site with the demo content and a browser, for all journeys; what went wrong in a page fails it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import CHROMIUM, chromium, invariants, site
from tests.journeys.person import Person


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with site(folder) as address:
        yield address
        differences = invariants(folder)
    assert "agrees with the facts" in differences, differences


@pytest.fixture
def person(chrome: Browser, address: str, folder: Path) -> Iterator[Person.Maker]:
    """Makes people at browsers; afterwards none of them may have seen an error."""
    made: list[Person] = []

    def make(**how: object) -> Person:
        one = Person(chrome, address, folder, **how)  # type: ignore[arg-type]
        made.append(one)
        return one

    yield make
    for one in made:
        one.leave()
    troubles = [trouble for one in made for trouble in one.troubles]
    assert not troubles, "\n".join(troubles)
