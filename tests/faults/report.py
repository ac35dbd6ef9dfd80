"""What was done to what, and what came of it, as a table."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.acts import Done
from tests.faults.learners import Asked, Ledger

# What a dead or frozen Redis may add to the slowest request.
MOST_SLOWER = 1.0


@dataclass(frozen=True)
class Compared:
    """Seconds of acknowledged requests, sorted, with Redis in a state."""

    redis: str
    seconds: list[float]

    @property
    def middle(self) -> float:
        return self.seconds[len(self.seconds) // 2]

    @property
    def slowest(self) -> float:
        return self.seconds[-1]


def report(
    done: Sequence[Done],
    ledger: Ledger,
    compared: Sequence[Compared],
    verdict: dict[str, Any],
    worker_said: str,
    site_said: str,
    *,
    unhurried: bool,
) -> tuple[str, bool]:
    """(the text, whether all is well). unhurried: how slow a request was is told, and nothing more."""
    wrong = [*verdict["found"], *ledger.wrong]
    wrong += [] if unhurried else slowed(compared)
    lines = [table(done, ledger.asked), "", *with_redis(compared), ""]
    counts = verdict["counts"]
    lines += [
        f"Requests: {len(ledger.asked)}, by status {statuses(ledger)}.",
        f"Acknowledged: {counts['acknowledged']} events. In the tables: "
        + ", ".join(f"{n} {name}" for name, n in counts.items() if name != "acknowledged")
        + ".",
        f"Deliveries to workers: {deliveries(worker_said)}.",
        f"Due when the last one had learnt: {verdict['at_first']}; done after "
        f"{verdict['waited']:.1f} s of {verdict['allowed']:.0f} allowed (others had the cores: "
        f"{verdict['busy']:.1f} × as long as alone); left for a sweep: {sum(verdict['left'].values())}.",
        f"Warnings of the doorbell: {site_said.count('The broker does not answer')}.",
        "",
    ]
    if unhurried:
        lines.append("Times were not judged.")
    if wrong:
        lines.append(f"{len(wrong)} faults:")
        lines += [f"  {sentence}" for sentence in wrong[:40]]
    else:
        lines.append(
            "Nothing acknowledged was lost, nothing was done twice, every invariant holds."
        )
    return "\n".join(lines), not wrong


def slowed(compared: Sequence[Compared]) -> list[str]:
    """Sentences where a request was more than a second slower than with Redis alive."""
    alive = compared[0].slowest
    return [
        f"with Redis {one.redis} a request took {one.slowest:.2f} s, with it alive {alive:.2f} s"
        for one in compared[1:]
        if one.slowest > alive + MOST_SLOWER
    ]


def with_redis(compared: Sequence[Compared]) -> list[str]:
    rows = [("Redis", "requests", "median s", "slowest s")]
    rows += [
        (one.redis, str(len(one.seconds)), f"{one.middle:.3f}", f"{one.slowest:.3f}")
        for one in compared
    ]
    return aligned(rows)


def statuses(ledger: Ledger) -> str:
    found = sorted(ledger.statuses().items())
    return ", ".join(f"{status or 'no answer'}: {count}" for status, count in found)


def deliveries(said: str) -> str:
    names = Counter(re.findall(r"Task ([\w.]+)\[[^]]+\] received", said))
    return ", ".join(f"{name} {count}" for name, count in sorted(names.items())) or "none"


def table(done: Sequence[Done], asked: Sequence[Asked]) -> str:
    """A row for each kind of act: how often, what requests met it, when one was answered again."""
    head = ("what was done", "times", "requests", "unanswered", "503", "other", "slowest s")
    rows: list[tuple[str, ...]] = [(*head, "again after s")]
    for what in dict.fromkeys(one.act.what for one in done):
        some = [one for one in done if one.act.what == what]
        met = [one for act in some for one in during(act, done, asked)]
        again = [after for act in some if (after := answered_after(act, asked)) is not None]
        good = [one.seconds for one in met if 200 <= one.status < 300]
        bad = Counter(one.status for one in met if not 200 <= one.status < 300)
        rows.append(
            (
                what,
                str(len(some)),
                str(len(met)),
                str(bad.pop(0, 0)),
                str(bad.pop(503, 0)),
                str(sum(bad.values())),
                f"{max(good):.2f}" if good else "–",
                f"{max(again):.2f}" if again else "–",
            )
        )
    return "\n".join(aligned(rows))


def during(act: Done, done: Sequence[Done], asked: Sequence[Asked]) -> list[Asked]:
    """The requests that were under way between this act and the next."""
    place = list(done).index(act)
    end = done[place + 1].began if place + 1 < len(done) else act.ended + act.act.rest
    return [one for one in asked if one.began < end and one.began + one.seconds > act.began]


def answered_after(act: Done, asked: Sequence[Asked]) -> float | None:
    """Seconds until a request that began after the act began was answered as it should be."""
    ends = [
        one.began + one.seconds
        for one in asked
        if one.began >= act.began and 200 <= one.status < 300
    ]
    return min(ends) - act.began if ends else None


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    return lines
