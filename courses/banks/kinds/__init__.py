"""Item kinds, one file each: how an item is written, asked, read, marked and explained."""

from courses.banks.kinds import (
    classify,
    coding,
    count,
    estimate,
    faults,
    match,
    multiple,
    number,
    order,
    plots,
    reading,
    single,
    sort,
    text,
    truefalse,
)
from courses.banks.kinds.base import Choice, Kind, Marked, Verdict

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        single.Single(),
        multiple.Multiple(),
        truefalse.TrueFalse(),
        number.Number(),
        text.Text(),
        sort.Sort(),
        match.Match(),
        order.Order(),
        estimate.Estimate(),
        count.Count(),
        reading.Reading(),
        coding.Coding(),
        plots.Plots(),
        classify.Classify(),
        faults.Faults(),
    )
}

__all__ = ["KINDS", "Choice", "Kind", "Marked", "Verdict"]
