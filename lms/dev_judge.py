"""What others published to judge credentials by: fetched by hash into var/, never committed."""

import hashlib
import os
import tarfile
import tempfile
from pathlib import Path

from lms.dev_processes import Runner
from lms.dev_setup import TOP, pip, say, tail, var_dir

ARCHIVE = TOP / "tests" / "judge" / "openbadgeslib.txt"
# Of the archive only what judges; its program is the installed one.
INSIDE = "tests/fixtures/"


def judge_folder() -> Path:
    """Where it lies once it has been fetched; another for another archive."""
    return var_dir() / f"judge-{hashlib.sha256(ARCHIVE.read_bytes()).hexdigest()[:12]}"


def fetch_judge(runner: Runner) -> str:
    """Fetch it unless it is there; what went wrong, or nothing. Without it a few tests are skipped."""
    folder = judge_folder()
    if folder.exists():
        return ""
    say("Fetching what credentials are judged by, 0.7 MB")
    command, trouble = pip(runner)
    if trouble:
        return trouble
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".judge-") as scratch:
        options = ["--no-deps", "--no-binary", ":all:", "--require-hashes", "--quiet"]
        fetched = [*command, "download", *options, "--dest", scratch, "-r", str(ARCHIVE)]
        code, said = runner.run(fetched, os.environ, TOP)
        if code:
            return tail(said)
        made = Path(scratch) / "judge"
        made.mkdir()
        (archive,) = Path(scratch).glob("*.tar.gz")
        with tarfile.open(archive) as packed:
            for member in packed.getmembers():
                if INSIDE in member.name and member.isfile():
                    source = packed.extractfile(member)
                    assert source is not None
                    (made / Path(member.name).name).write_bytes(source.read())
        made.rename(folder)
    return ""
