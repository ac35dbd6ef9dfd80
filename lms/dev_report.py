"""Steps, their results, and the words and numbers printed about them; runs nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

State = Literal["ok", "failed", "skipped"]
NOTHING_COLLECTED = 5
ANSI = re.compile(r"\x1b\[[0-9;]*m")
LAST_LINE = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s\b.*$", re.MULTILINE)
SKIP_LINE = re.compile(r"^SKIPPED \[(\d+)\] (?:\S+: )?(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One thing to run. counts: it is pytest. why_not: run nothing, for this reason."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    counts: bool = False
    why_not: str = ""
    without: str = ""


@dataclass(frozen=True)
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class Result:
    step: Step
    state: State
    seconds: float = 0.0
    output: str = ""
    counts: Counts | None = None
    skips: tuple[tuple[int, str], ...] = ()


def skipped(step: Step) -> Result:
    return Result(step, "skipped")


def report_of(step: Step, code: int, output: str, seconds: float) -> Result:
    """What a finished step amounts to. Tests that were not found have not passed."""
    output = ANSI.sub("", output)
    counts = counts_of(output) if step.counts else None
    state: State = "ok" if code == 0 else "failed"
    if step.counts and counts is None:
        # It broke off before counting: one failure, so that the sum does not read as clean.
        counts, state = Counts(failed=1), "failed"
    if step.counts and code == NOTHING_COLLECTED:
        output += "\nNo test was found, although the folder is there."
    if step.counts and code and counts and not counts.failed:
        counts = Counts(counts.passed, 1, counts.skipped)
    return Result(step, state, seconds, output, counts, skips_of(output) if step.counts else ())


def counts_of(output: str) -> Counts | None:
    """The numbers of pytest's closing line; errors count as failures, expected ones as passed."""
    found = LAST_LINE.findall(output)
    if not found:
        return None
    numbers = {word.rstrip("s"): int(n) for n, word in re.findall(r"(\d+) ([a-z]+)", found[-1])}
    return Counts(
        passed=numbers.get("passed", 0) + numbers.get("xfailed", 0) + numbers.get("xpassed", 0),
        failed=numbers.get("failed", 0) + numbers.get("error", 0),
        skipped=numbers.get("skipped", 0),
    )


def skips_of(output: str) -> tuple[tuple[int, str], ...]:
    """How many tests were skipped for which reason, from pytest's short summary."""
    totals: dict[str, int] = {}
    for count, reason in SKIP_LINE.findall(output):
        totals[reason] = totals.get(reason, 0) + int(count)
    return tuple((count, reason) for reason, count in totals.items())


def line(result: Result) -> str:
    """The one line said when a step ends."""
    if result.state == "skipped":
        return f"{result.step.name:<20} skipped: {result.step.why_not}"
    counted = f"   {in_words(result.counts)}" if result.counts else ""
    return f"{result.step.name:<20} {result.state:<7} {result.seconds:6.1f} s{counted}"


def in_words(counts: Counts) -> str:
    return f"{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped"


def table(results: Sequence[Result]) -> str:
    rows: list[tuple[str, ...]] = [("suite", "result", "passed", "failed", "skipped", "seconds")]
    for result in results:
        counts = result.counts
        numbers = (counts.passed, counts.failed, counts.skipped) if counts else ("", "", "")
        seconds = "" if result.state == "skipped" else f"{result.seconds:.1f}"
        rows.append((result.step.name, result.state, *map(str, numbers), seconds))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)


def closing(results: Sequence[Result], seconds: float, notes: Sequence[str] = ()) -> str:
    """The table, what was skipped and why, what failed, and last the sum of all tests."""
    parts = [table(results)]
    why = [
        f"  {result.step.name}: {result.step.why_not}"
        for result in results
        if result.state == "skipped"
    ]
    for result in results:
        if result.step.without and result.state != "skipped":
            why.append(f"  {result.step.name}: {result.step.without}")
        why += [f"  {result.step.name}: {reason} ({count})" for count, reason in result.skips]
    why += [f"  {note}" for note in notes]
    if why:
        parts.append("Skipped, and why:\n" + "\n".join(why))
    failed = [result.step.name for result in results if result.state == "failed"]
    parts.append(f"Failed: {', '.join(failed)}." if failed else "Nothing failed.")
    every = [result.counts for result in results if result.counts]
    total = Counts(
        sum(counts.passed for counts in every),
        sum(counts.failed for counts in every),
        sum(counts.skipped for counts in every),
    )
    parts[-1] += f" {seconds:.0f} s in all."
    parts.append(in_words(total))
    return "\n\n".join(parts)
