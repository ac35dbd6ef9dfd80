"""ZIP files of packages: what is read, and everything that is refused without harm."""

import io
import stat
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from courses.content.actions.importing import read_files
from courses.content.package import files as limits
from courses.content.package.files import PackageFiles, read_folder, read_zip, zipped
from lms.common.yamlnodes import Faults
from tests.packages import sampling


@pytest.fixture
def package(tmp_path):
    return read_folder(sampling().write(tmp_path / "p"), Faults())


def packed(members, **how):
    """A ZIP file of (name or ZipInfo, content) pairs."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how.pop("kind", zipfile.ZIP_DEFLATED)) as archive:
        for name, content in members:
            archive.writestr(name, content, **how)
    return made.getvalue()


def read(content):
    faults = Faults()
    files = read_zip(io.BytesIO(content), faults)
    return files, [str(fault) for fault in faults]


COURSE = ("course.yaml", "format: laukas-course/1")


# --- what is read --------------------------------------------------------------------------------


def test_what_was_zipped_reads_the_same(package):
    files, faults = read(zipped(package, "sampling"))
    assert not faults
    assert files == package


@pytest.mark.django_db
def test_a_zip_is_checked_by_the_rules_of_a_folder(competency_map, package):
    package.texts["units/first.en.md"] = "::: text opening\n\n"
    faults = Faults()
    _text, faults = read_files(read_zip(io.BytesIO(zipped(package, "x")), faults), faults)
    assert [str(fault) for fault in faults] == ["units/first.en.md:4: This text is empty."]


def test_files_may_lie_in_one_folder_or_in_none(package):
    assert read(packed([COURSE]))[0].texts == {"course.yaml": COURSE[1]}
    inside = [(f"my course/{COURSE[0]}", COURSE[1]), ("__MACOSX/my course/._course.yaml", "x")]
    files, faults = read(packed(inside))
    assert (files.texts, faults) == ({"course.yaml": COURSE[1]}, [])


def test_what_archivers_leave_is_passed_over():
    members = [COURSE, (".DS_Store", "x"), ("README.md", "x"), ("units/.keep", ""), ("units/", "")]
    assert read(packed(members))[1] == []


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../course.yaml", "/etc/passwd", "units/../../x.lt.md", "C:\\course.yaml", "units\\a.lt.md",
        "pictures/a.svg/../b.svg", "pictures/a.php", "units/a.lt.md\n", "pictures/ą.svg",
        "deep/er/course.yaml", "units/x.lt.md/", "units//a.lt.md", "pictures/.a.svg/b",
    ],
)  # fmt: skip
def test_strange_names_are_faults_and_nothing_is_written(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files, faults = read(packed([COURSE, (name, "x")]))
    assert list(files.texts) == ["course.yaml"]
    assert not files.pictures
    assert all("A package has no file of this name." in fault for fault in faults)
    assert list(tmp_path.iterdir()) == []


def test_links_and_special_files_are_refused():
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK):
        info = zipfile.ZipInfo("pictures/a.svg")
        info.external_attr = (kind | 0o777) << 16
        _files, faults = read(packed([COURSE, (info, "/etc/passwd")]))
        assert faults == ["pictures/a.svg: Links and special files are refused."]


def test_the_same_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        content = packed([COURSE, COURSE])
    assert read(content)[1] == ["course.yaml: This name stands in the ZIP file twice."]


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"%PDF-1.7", b"\x1f\x8b\x08", b"PK" * 9],
)
def test_what_is_no_zip_says_so(content):
    files, faults = read(content)
    assert not files.texts
    assert faults


def test_damage_is_told_with_the_file():
    content = bytearray(packed([COURSE, ("items/a.yaml", "abcdefgh" * 40)]))
    at = content.index(b"items/a.yaml") + len("items/a.yaml") + 2
    content[at] ^= 0xFF
    _files, faults = read(bytes(content))
    assert faults == ["items/a.yaml: This file is damaged."]


def test_no_damage_breaks_the_reader(package):
    whole = zipped(package, "sampling")
    for at in range(0, len(whole), max(1, len(whole) // 400)):
        for change in (0x01, 0x80, 0xFF):
            content = bytearray(whole)
            content[at] ^= change
            read(bytes(content))
        read(whole[:at])


def test_encrypted_and_oddly_packed_files_are_refused():
    content = bytearray(packed([COURSE, ("items/a.yaml", "x" * 99)]))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    assert read(bytes(content))[1] == [
        "items/a.yaml: This file is encrypted, or packed in an unusual way."
    ]
    for kind in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        _files, faults = read(packed([COURSE], kind=kind))
        assert any("packed in an unusual way" in fault for fault in faults)


# --- bombs ---------------------------------------------------------------------------------------


def bounded(content):
    """What reading says, having taken no more memory than a package may have."""
    tracemalloc.start()
    try:
        said = read(content)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * limits.MOST_ALL
    return said


@pytest.mark.sweep
def test_a_bomb_is_stopped_as_it_unpacks():
    _files, faults = bounded(packed([COURSE, ("pictures/a.svg", b"\0" * 200_000_000)]))
    assert any("pictures/a.svg" in fault for fault in faults)


@pytest.mark.sweep
def test_many_bombs_are_stopped_together():
    noise = zlib.compress(b"x")
    members = [(f"pictures/p{n}.svg", (noise * 30 + b"\0" * 60_000) * 60) for n in range(40)]
    _files, faults = bounded(packed([COURSE, *members]))
    assert faults


def test_members_that_lie_over_each_other_are_stopped():
    # One packed stream that every member of the list points at.
    inner = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = inner.compress(b"a: b\n" * 400_000) + inner.flush()
    local = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(stream), 2_000_000, 12, 0
    )
    body = local + b"items/a.yaml" + stream
    entries = b""
    for number in range(1000):
        name = f"items/{number:06}.yaml".encode()
        entries += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(stream), 2_000_000,
            len(name), 0, 0, 0, 0, 0, 0,
        ) + name  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entries), len(body), 0)
    files, _faults = bounded(body + entries + end)
    assert not files.texts


def test_a_list_of_a_million_members_is_not_read():
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *([0] * 16))
    entries = entry * 200_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 5, 5, len(entries), 0, 0)
    _files, faults = bounded(entries + end)
    assert faults == ["zip: This is not a ZIP file with the files of a package.", *faults[1:]]
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 5, 5, 92, 0, 0)
    bounded(entries + end)


def test_too_many_files_and_too_large_a_file_are_refused():
    many = packed([(f"units/u{n}.lt.md", "") for n in range(limits.MOST_FILES + 1)])
    assert not read(many)[0].texts
    files, faults = read(b"\0" * (limits.MOST_ZIP + 1))
    assert files == PackageFiles()
    assert faults[0].startswith("zip: The file is larger than 55 MB")
    _files, faults = read(packed([COURSE, ("items/a.yaml", "é" * limits.MOST_TEXT)]))
    assert any("items/a.yaml" in fault for fault in faults)
