"""Files that are written whole or not at all."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest

from lms.common import whole_files
from lms.common.whole_files import (
    FOR_ALL,
    digest_of,
    remove_unfinished,
    whole_file,
    write_whole,
)

ONE, OTHER = b"%PDF-1.7 one", b"%PDF-1.7 two"


def test_a_file_is_put_in_place_whole_and_its_digest_told(tmp_path):
    path = tmp_path / "certificates" / "birute.pdf"
    assert write_whole(path, ONE) == hashlib.sha256(ONE).hexdigest()
    assert write_whole(path, OTHER) == hashlib.sha256(OTHER).hexdigest() == digest_of(path)
    assert path.read_bytes() == OTHER
    assert [item.name for item in path.parent.iterdir()] == ["birute.pdf"]


def test_it_is_read_by_its_owner_unless_it_is_for_all(tmp_path):
    for mode in (0o600, FOR_ALL):
        write_whole(tmp_path / "file", ONE, mode=mode)
        assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == mode


def test_until_it_is_whole_the_old_file_stands(tmp_path):
    path = tmp_path / "all.zip"
    write_whole(path, ONE)
    with whole_file(path) as file, ZipFile(file, "w") as content:
        content.writestr("a", "A")
        assert path.read_bytes() == ONE
    with ZipFile(path) as content:
        assert content.testzip() is None
        assert content.namelist() == ["a"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_no_scraps(tmp_path, monkeypatch, step):
    path = tmp_path / "birute.pdf"
    write_whole(path, ONE)

    def fail(*_args):
        raise OSError("no space left on device")

    monkeypatch.setattr(whole_files.os, step, fail)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, OTHER)
    assert path.read_bytes() == ONE
    assert list(tmp_path.iterdir()) == [path]


def test_content_and_name_are_on_the_disk_in_this_order(tmp_path, monkeypatch):
    done = []
    for step in ("fsync", "replace"):
        real = getattr(os, step)
        told = lambda *args, real=real, step=step: (done.append((step, *args)), real(*args))  # noqa: E731
        monkeypatch.setattr(whole_files.os, step, told)
    path = tmp_path / "birute.pdf"
    write_whole(path, ONE)
    assert [step for step, *_args in done] == ["fsync", "replace", "fsync"]
    _step, _from, to = done[1]
    assert to == path


KILLED = """
import os, signal, sys
from pathlib import Path
from lms.common.whole_files import whole_file
with whole_file(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_while_it_writes_the_old_file_stands_and_the_half_is_swept(tmp_path):
    path = tmp_path / "birute.pdf"
    write_whole(path, ONE)
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == ONE
    (half,) = set(tmp_path.iterdir()) - {path}
    assert half.read_bytes() == b"half"
    at = datetime.fromtimestamp(time.time(), UTC)
    kept = timedelta(minutes=10)
    assert remove_unfinished(tmp_path, on=at + kept / 2, after=kept) == 0
    assert remove_unfinished(tmp_path, on=at + 2 * kept, after=kept) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_where_there_is_no_folder_nothing_is_removed(tmp_path):
    none = tmp_path / "none"
    assert remove_unfinished(none, on=datetime.now(UTC), after=timedelta()) == 0
