"""Where the keyboard is must be seen, also on ground that has the ink of the page."""

import pytest

pytestmark = pytest.mark.journey
RING = "getComputedStyle(document.activeElement).outlineColor"
GROUND = "getComputedStyle(document.activeElement.closest('.notice')).backgroundColor"


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_notice_the_ring_is_seen(person, dark):
    one = person(language="en", keyboard=True, dark=dark)
    one.go("/en/accounts/login/")
    one.fill("form.form [name=login]", "ona@example.org")
    one.fill("form.form [name=password]", "laukas-demo")
    one.press("form.form button.go")
    one.page.goto(f"{one.address}/en/me/")
    for what in (".notice a", ".notice button"):
        one.tab_to(one.page.locator(what).first)
        assert one.page.evaluate(RING) != one.page.evaluate(GROUND), what
