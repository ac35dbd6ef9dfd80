"""Whether a hub's own colour can be read on every ground of the site."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from lms.hub.colours import DARK_GROUNDS, LEAST, LIGHT_GROUNDS, contrast, is_colour, weakest
from lms.hub.models import HubProfile


def test_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.01)
    assert contrast("#a8c877", "#a8c877") == 1


def test_the_grounds_are_those_of_the_style_sheet():
    css = Path(finders.find("lms/css/tokens.css")).read_text().split("@media")[0]
    names = ("paper", "sheet", "grid", "moss-wash", "amber-wash")
    found = [re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", css).groups() for name in names]
    assert tuple(light for light, _dark in found) == LIGHT_GROUNDS
    assert tuple(dark for _light, dark in found) == DARK_GROUNDS


def test_the_colours_a_hub_begins_with_pass():
    hub = HubProfile()
    assert weakest(hub.colour, LIGHT_GROUNDS) >= LEAST
    assert weakest(hub.colour_dark, DARK_GROUNDS) >= LEAST


def test_the_weakest_ground_counts():
    # Readable on paper, but not on the grid behind data.
    assert contrast("#6a6a6a", LIGHT_GROUNDS[0]) >= LEAST > weakest("#6a6a6a", LIGHT_GROUNDS)


@pytest.mark.parametrize("typed", ["#44601F", "#000000"])
def test_a_colour_is_a_colour(typed):
    assert is_colour(typed)


@pytest.mark.parametrize("typed", ["", "44601f", "#fff", "#44601g", "#44601f;", "red", "#44601f\n"])
def test_anything_else_is_not(typed):
    assert not is_colour(typed)
