"""What is to be reached, and whether it was. Ratios are by processor time and by the clock, of which the
first hardly hangs on what else the machine does."""

from collections.abc import Iterator, Mapping

from tests.bench.loop import Measured

Found = dict[tuple[str, str], Measured]
# Action and units of the course → at most so many times the floor.
RATIOS = (
    ("course page", 50, 2.5),
    ("course page", 500, 3.0),
    ("unit", 0, 2.5),
    ("complete a unit", 0, 3.0),
)
# With the session and who is signed in, and without what is taken in after the commit.
TWO = 2
STATEMENTS = {"home": 5, "start a quiz": 8, "answer one": 6}
TOLD = {
    "cold": ("bytes of a first visit to the course page", 90_000),
    "requests": ("requests of it", 8),
    "scripts": ("bytes of its scripts", 20_000),
    "warm": ("requests of the next visit", 2),
    "growth": ("one learner’s pages, at many completions against few", 1.3),
    "memory": ("MB that a worker grows over thousands of pages", 5),
}


def aims(found: Found, told: Mapping[str, float], *, ratios: bool = True) -> Iterator[str]:
    """A line for each aim. ratios: whether they are aims here; where the database works in the process that
    asks, raw statements cost next to nothing."""
    yield "Aims"
    for name, units, most in RATIOS if ratios else ():
        for (shape, action), one in found.items():
            if action == name and (not units or shape.startswith(f"{units} units")):
                said = (
                    f"{one.cpu_ratio:.2f} × its floor by processor, {one.ratio:.2f} × by the clock"
                )
                if one.crowd_ratio is not None:
                    said += f", {one.crowd_ratio:.2f} × with eight connections"
                yield _line(f"{name}, {shape}", said, most, one.cpu_ratio)
    for name, most in STATEMENTS.items():
        counts = {one.statements for (_shape, action), one in found.items() if action == name}
        if counts:
            yield _line(f"{name}: statements", f"{max(counts) + TWO}", most, max(counts) + TWO)
    for name in dict.fromkeys(action for _shape, action in found):
        counts = {one.statements for (_shape, action), one in found.items() if action == name}
        if len(counts) > 1:
            yield f"  not reached  {name}: its statements grow: {sorted(counts)}"
    for key, (what, limit) in TOLD.items():
        if key in told:
            shown = f"{told[key]:,.2f}".rstrip("0").rstrip(".")
            yield _line(what, shown, limit, told[key])


def _line(what: str, said: str, most: float, value: float) -> str:
    word = "reached" if value <= most else "not reached"
    return f"  {word:11}  {what}: {said} (at most {most:,})"
