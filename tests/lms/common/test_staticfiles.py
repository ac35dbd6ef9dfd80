"""The one style sheet and the fonts: made whole, made once, small, and under our own name."""

import os
import re
import subprocess
import sys
from fcntl import LOCK_EX, flock
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from fontTools.ttLib import TTFont

from lms.common import fonts, staticfiles
from lms.common.staticfiles import FontFinder, JoinedFinder, joined_css

pytestmark = pytest.mark.sweep

ROOT = Path(staticfiles.__file__).parents[2]
LITHUANIAN = "Ąžuolas, čiurlys, ėmė, šešėlis, ūkis, įrašas – „12,5 °C“"
MOST = 25 * 1024
# Three faces come with every learner page.
ALWAYS = ("laukas-serif", "laukas-sans", "laukas-sans-bold")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The font files, made once; where several processes share the tests, by the first of them."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder = folder / "fonts"
    folder.mkdir(exist_ok=True)
    with (folder.parent / "fonts.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        return {name: fonts.made_file(name, folder) for name in fonts.made_names()}


def characters(path: Path) -> set[int]:
    with TTFont(path) as font:
        return set(font.getBestCmap())


# --- the style sheet -----------------------------------------------------------------------------


def test_the_sheet_holds_the_layers_in_their_order_and_the_fonts():
    css = joined_css()
    order = re.findall(r"@layer ([a-z]+)\{", css)
    assert list(dict.fromkeys(order)) == ["tokens", "base", "layout", "components", "pages"]
    assert css.index("@layer tokens,base,layout,components,pages;") < css.index("@layer tokens{")
    assert css.count("@font-face") == 12
    assert "/*" not in css


def test_the_sheet_is_light():
    assert len(joined_css().encode()) < MOST


def test_nothing_is_lost_when_space_is_squeezed():
    for name in staticfiles.SHEETS:
        text = staticfiles.COMMENT.sub("", (staticfiles.CSS / f"{name}.css").read_text())
        assert text.count("{") == text.count("}")
        assert not [string for string in re.findall(r'"[^"]*"', text) if set(string) & set("{};,")]
        for needed in (".list &", "& + &", "+ .25vw", "100% - 2", "@media (min-width"):
            if needed in text:
                assert needed in joined_css()


def test_the_sheet_is_made_anew_when_a_source_changes(tmp_path, monkeypatch):
    finder = Joined(tmp_path)
    path = Path(finder.find("lms/laukas.css"))
    assert path.read_text() == joined_css()
    monkeypatch.setattr(staticfiles, "joined_css", lambda: "a{color:red}")
    assert Path(finder.find("lms/laukas.css")).read_text() == "a{color:red}"


def test_addresses_of_fonts_in_the_sheet_can_all_be_found(tmp_path):
    finder = Fonts(tmp_path)
    addresses = re.findall(r'url\("([^"]+)"\)', joined_css())
    assert len(addresses) == 12
    assert {address.removeprefix("fonts/") for address in addresses} <= set(finder.names())


def test_collecting_gives_fonts_and_sheet_addresses_with_hashes(tmp_path, settings, made):
    settings.DEBUG = False
    storage = ManifestStaticFilesStorage(location=tmp_path / "out", base_url="/static/")
    found = {}
    for finder in (Joined(tmp_path), Fonts(made["laukas-sans.woff2"].parent)):
        for name, source in finder.list(None):
            path = f"{source.prefix}/{name}"
            with source.open(name) as file:
                storage.save(path, file)
            found[path] = (storage, path)
    for _, _, outcome in storage.post_process(found):
        if isinstance(outcome, Exception):
            raise outcome
    sheet = storage.stored_name("lms/laukas.css")
    assert re.fullmatch(r"lms/laukas\.[0-9a-f]{12}\.css", sheet)
    with storage.open(sheet) as file:
        addresses = re.findall(r'url\("([^"]+)"\)', file.read().decode())
    assert len(addresses) == 12
    for address in addresses:
        assert re.fullmatch(r"fonts/laukas-[a-z-]+\.[0-9a-f]{12}\.woff2", address)
        assert storage.exists(f"lms/{address}")


# --- the fonts -----------------------------------------------------------------------------------


class Joined(JoinedFinder):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self) -> Path:
        return self._folder


class Fonts(FontFinder):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self) -> Path:
        return self._folder


def test_every_page_can_be_set_from_the_first_file_of_a_face(made):
    for face in fonts.FACES:
        missing = set(map(ord, LITHUANIAN)) - characters(made[f"{face.stem}.woff2"])
        assert not missing


def test_the_second_file_takes_over_where_the_first_ends(made):
    first, second = (characters(made[f"laukas-serif{part}.woff2"]) for part in ("", "-more"))
    assert not first & second
    assert set(map(ord, "ŵőΩЖ₂")) <= second
    claimed = {
        sign
        for span in re.search(r"unicode-range:([^}]+)", fonts.font_face_css())[1].split(",")
        for sign in range(
            int(span[2:].split("-")[0], 16), int(span.split("-")[-1].strip("U+"), 16) + 1
        )
    }
    assert second <= claimed
    assert not claimed & fonts.BASIC


def test_the_faces_of_a_page_weigh_about_44_kilobytes_together(made):
    assert sum(made[f"{stem}.woff2"].stat().st_size for stem in ALWAYS) < 46_500


def test_made_fonts_do_not_bear_the_reserved_name_and_bring_their_licence(made):
    for name, path in made.items():
        if not name.endswith(".woff2"):
            assert "SIL OPEN FONT LICENSE" in path.read_text()
            continue
        with TTFont(path) as font:
            names = {record.nameID: str(record) for record in font["name"].names}
            assert not set(font.keys()) & {"fpgm", "prep", "cvt "}
        assert not [number for number in (1, 2, 3, 4, 6) if "Source" in names[number]]
        assert names[1] in {"Laukas Serif", "Laukas Sans"}
        assert "Reserved Font Name" in names[0]
        assert "SIL Open Font License" in names[13]


def test_faces_are_told_apart_by_their_names(made):
    whole = set()
    for face in fonts.FACES:
        with TTFont(made[f"{face.stem}.woff2"]) as font:
            whole.add(font["name"].getDebugName(4))
    assert whole == {
        "Laukas Serif Regular",
        "Laukas Serif Bold",
        "Laukas Serif Italic",
        "Laukas Sans Regular",
        "Laukas Sans Bold",
        "Laukas Sans Italic",
    }


def test_a_font_is_made_once_and_the_same_each_time(made, tmp_path):
    path = fonts.made_file("laukas-sans.woff2", tmp_path)
    assert path.read_bytes() == made["laukas-sans.woff2"].read_bytes()
    before = path.stat().st_mtime_ns
    assert fonts.made_file("laukas-sans.woff2", tmp_path).stat().st_mtime_ns == before


def test_a_font_whose_making_breaks_off_leaves_nothing(tmp_path, monkeypatch):
    def full_disk(self, target):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("lms.common.whole_files.os.replace", full_disk)
        with pytest.raises(OSError, match="No space"):
            fonts.made_file("laukas-sans.woff2", tmp_path)
    assert not list(tmp_path.iterdir())
    assert fonts.made_file("laukas-sans.woff2", tmp_path).exists()


def test_two_processes_may_make_the_same_font_at_once(tmp_path, made):
    program = (
        "import sys; from pathlib import Path; from lms.common import fonts;"
        "sys.stdout.write(str(len(fonts.made_file('laukas-sans.woff2', Path(sys.argv[1]))"
        ".read_bytes())))"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    size = made["laukas-sans.woff2"].stat().st_size
    assert [int(process.communicate()[0]) for process in both] == [size, size]
    assert [path.name for path in tmp_path.iterdir()] == ["laukas-sans.woff2"]


@pytest.mark.parametrize(
    "path",
    ["laukas.css", "lms/other.css", "lms/fonts/", "lms/fonts/../laukas.css", "lms/fonts/x.woff2"],
)
def test_only_files_that_are_made_are_found(tmp_path, path):
    for finder in (Joined(tmp_path), Fonts(tmp_path)):
        assert finder.find(path) == []
        assert finder.find(path, find_all=True) == []
    assert not list(tmp_path.iterdir())


def test_the_kept_fonts_change_their_place_with_the_characters_asked_for(monkeypatch):
    fonts.digest.cache_clear()
    before = fonts.digest()
    monkeypatch.setattr(fonts, "BASIC", fonts.BASIC - {ord("ß")})
    fonts.digest.cache_clear()
    assert fonts.digest() != before
    fonts.digest.cache_clear()


def test_the_full_files_set_names_from_lithuania_and_its_neighbours():
    for key in ("serif", "sans", "sans-bold", "serif-bold"):
        with TTFont(BytesIO(fonts.full_font_paths()[key].read_bytes())) as font:
            assert set(map(ord, "ŽĖŲ Żółć Ķēniņš Δ Жанна")) <= set(font.getBestCmap())


def test_reading_shows_lining_figures_and_the_fonts_have_them():
    assert "oldstyle-nums" not in joined_css()
    for face in fonts.FACES:
        font = TTFont(BytesIO(fonts.subset(face, fonts.BASIC)))
        features = {row.FeatureTag for row in font["GSUB"].table.FeatureList.FeatureRecord}
        glyphs, names = font["glyf"], font.getBestCmap()
        lining = glyphs[names[ord("0")]].yMax > 1.15 * glyphs[names[ord("x")]].yMax
        # What is not drawn so from the start must be there to be asked for.
        assert lining or "lnum" in features, face.stem
