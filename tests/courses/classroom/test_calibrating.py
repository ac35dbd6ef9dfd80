"""What the page of an exercise says beforehand."""

from courses.banks.models import Item, ItemVersion
from courses.classroom.calibrating import seconds_for


def test_laying_plots_is_said_to_take_longer_than_a_look():
    single, plots = (ItemVersion(item=Item(kind=kind)) for kind in ("single", "plots"))
    assert seconds_for([]) == seconds_for([single]) == 25
    assert seconds_for([plots]) == 60
    assert seconds_for([single, plots]) == 42.5


def test_a_sheet_is_said_to_take_as_long_as_its_course_says():
    """Forty minutes for thirty sheets, and not the twelve of as many looks."""
    sheet = ItemVersion(item=Item(kind="faults"))
    assert 30 * seconds_for([sheet]) / 60 == 40
