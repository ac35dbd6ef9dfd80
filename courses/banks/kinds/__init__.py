"""Item kinds, one file each: how an item is written, asked, read, marked and explained."""

from courses.banks.kinds import multiple, number, single, sort, text
from courses.banks.kinds.base import Choice, Kind, Marked, Verdict

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (single.Single(), multiple.Multiple(), number.Number(), text.Text(), sort.Sort())
}

__all__ = ["KINDS", "Choice", "Kind", "Marked", "Verdict"]
