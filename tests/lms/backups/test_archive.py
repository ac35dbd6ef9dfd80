"""The archive: whatever is wrong with it is seen before anything is believed."""

import stat
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.common.backups import archive
from lms.common.backups.archive import CannotWrite, Damaged, Manifest, read_whole, write_archive

TOLD = Manifest("2027-03-01T07:00:00+02:00", "sqlite", ["lms.0001_initial"], {"lms_user": 3})


def written(folder):
    (folder / "media" / "files").mkdir(parents=True)
    (folder / "media" / "files" / "ąžuolas.pdf").write_bytes(b"%PDF" + bytes(range(256)))
    (folder / "media" / "empty.svg").write_bytes(b"")
    (folder / "media" / ".half").write_bytes(b"somebody is just writing it")
    (folder / "dump").write_bytes(b"rows " * 200)
    made = write_archive(folder / "whole.zip", TOLD, folder / "dump", folder / "media")
    return folder / "whole.zip", made


def test_what_was_written_is_read(tmp_path):
    path, made = written(tmp_path)
    assert read_whole(path) == made
    assert set(made.media) == {"files/ąžuolas.pdf", "empty.svg"}
    assert (made.rows, made.engine) == (TOLD.rows, "sqlite")


def test_nobody_else_may_read_it(tmp_path):
    path, _made = written(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@cache
def sample():
    with tempfile.TemporaryDirectory() as folder:
        path, made = written(Path(folder))
        return path.read_bytes(), made


def judged(content):
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return read_whole(Path(file.name))


@given(st.floats(0, 1, exclude_max=True))
@example(0.0)
def test_one_that_ends_early_is_refused(share):
    whole, _made = sample()
    with pytest.raises(Damaged):
        judged(whole[: int(len(whole) * share)])


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_changes_nothing_that_is_read(place, by):
    whole, made = sample()
    spoilt = bytearray(whole)
    spoilt[place % len(whole)] ^= by
    try:
        read = judged(bytes(spoilt))
    except Damaged:
        return
    # Dates and modes stand in a zip too; nobody reads them.
    assert read == made


def test_a_byte_of_a_file_is_refused():
    whole, _made = sample()
    place = whole.index(b"%PDF")
    with pytest.raises(Damaged, match=r"it cannot be read|not what was backed up"):
        judged(whole[:place] + b"#" + whole[place + 1 :])


def test_a_zip_of_something_else_is_no_backup(tmp_path):
    from zipfile import ZipFile

    with ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme.txt", "hello")
    with pytest.raises(Damaged, match="no manifest"):
        read_whole(tmp_path / "other.zip")


@pytest.mark.parametrize("name", ["media/../../etc/passwd", "/etc/passwd", "media/..\\x"])
def test_a_name_that_leads_out_is_refused(tmp_path, monkeypatch, name):
    (tmp_path / "dump").write_bytes(b"rows")
    (tmp_path / "evil").write_bytes(b"x")
    add = archive._add

    def other_name(whole, path, _name, packing):
        if path.name == "dump":
            return add(whole, path, _name, packing)
        return add(whole, path, name, packing)

    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "evil").write_bytes(b"x")
    monkeypatch.setattr(archive, "_add", other_name)
    with pytest.raises(Damaged, match="leads out"):
        write_archive(tmp_path / "whole.zip", TOLD, tmp_path / "dump", tmp_path / "media")
    assert not (tmp_path / "whole.zip").exists()


def test_one_that_breaks_off_leaves_no_file(tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_add", full)
    (tmp_path / "target").mkdir()
    with pytest.raises(OSError, match="No space"):
        write_archive(tmp_path / "target" / "a.zip", TOLD, tmp_path / "dump", tmp_path / "media")
    assert list((tmp_path / "target").iterdir()) == []


def test_one_that_was_written_wrongly_gets_no_name(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "read_whole", lambda _path: TOLD)
    with pytest.raises(CannotWrite, match="is the disk sound"):
        written(tmp_path)
    assert not list(tmp_path.glob("*.zip*")) and not list(tmp_path.glob(".*.part"))


def test_a_file_that_is_there_stays(tmp_path):
    path, _made = written(tmp_path)
    before = path.read_bytes()
    with pytest.raises(CannotWrite, match="there already"):
        write_archive(path, TOLD, tmp_path / "dump", tmp_path / "media")
    assert path.read_bytes() == before
