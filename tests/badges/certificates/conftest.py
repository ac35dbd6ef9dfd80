"""Birutė's certificate, to be printed and read."""

from collections.abc import Callable

import pytest

from badges.certificates.facts import CertificateFacts
from tests.pdf.facts import birutes_facts


@pytest.fixture(scope="session")
def birutes() -> Callable[..., CertificateFacts]:
    """Birutė's facts in a language, with what a test wants to be different."""
    return birutes_facts
