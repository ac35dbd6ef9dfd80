"""Drawings: the same seed draws the same, what is counted is what is seen, files stand alone."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import atan2, radians
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from lms.common import drawings
from lms.common.drawings import letters
from lms.common.drawings.paths import curve, number, signed_area, thinned, thinned_ring
from lms.common.fonts import full_font_paths

SVG = "{http://www.w3.org/2000/svg}"
FAVICON = Path(drawings.__file__).parents[2] / "static/lms/img/favicon.svg"
TOKEN = re.compile(r"[MLHVlhvqtzZ]|-?(?:\d+\.?\d*|\.\d+)")
WANTS = {"M": 2, "L": 2, "l": 2, "q": 4, "t": 2, "h": 1, "v": 1, "H": 1, "V": 1}


def parsed(svg: str) -> ElementTree.Element:
    """The picture as a tree; an inline one gets the namespace that a page lends it."""
    whole = svg if "xmlns" in svg else svg.replace("<svg", f'<svg xmlns="{SVG[1:-1]}"', 1)
    return ElementTree.fromstring(whole)


def subpaths(data: str) -> list[list[tuple[float, ...]]]:
    """Corners of each part of a path; of a curve control x, y and end x, y, reflections done."""
    parts: list[list[tuple[float, ...]]] = []
    x = y = control_x = control_y = 0.0
    command, numbers = "", []
    for token in TOKEN.findall(data):
        if token.isalpha():
            command, numbers = token, []
            continue
        numbers.append(float(token))
        if len(numbers) < WANTS[command]:
            continue
        if command == "M":
            x, y = numbers
            parts.append([(x, y)])
        elif command == "l":
            x, y = x + numbers[0], y + numbers[1]
            parts[-1].append((x, y))
        else:
            if command == "q":
                control_x, control_y = x + numbers[0], y + numbers[1]
            else:
                control_x, control_y = 2 * x - control_x, 2 * y - control_y
            x, y = x + numbers[-2], y + numbers[-1]
            parts[-1].append((control_x, control_y, x, y))
        numbers = []
    return parts


def path_of(svg: str, css: str) -> str:
    return next(p.get("d", "") for p in parsed(svg).iter(f"{SVG}path") if p.get("class") == css)


def all_drawings(seed: int) -> dict[str, str]:
    return {
        **{kind: drawings.course_header(kind, seed) for kind in drawings.KINDS},
        "map": drawings.field_map(seed),
        "quadrat": drawings.quadrat(seed, 0.3, "Moss"),
        "badge": drawings.badge("C", 1, ("C1",), seed),
        "open badge": drawings.badge("C", 1, ("C1",), seed, earned=False),
        "file": drawings.badge("C", 1, ("C1",), seed, standalone=True),
        "border": drawings.certificate_border(seed),
    }


def test_another_seed_draws_another_picture():
    first, second = all_drawings(1), all_drawings(2)
    assert not [name for name in first if first[name] == second[name]]


def test_another_process_draws_the_same_picture():
    program = (
        "from lms.common import drawings as d; import sys;"
        "sys.stdout.write(d.course_header('contours', 5) + d.badge('A', 1, ('A1', 'A4'), 5))"
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        cwd=Path(drawings.__file__).parents[3],
        env={"PYTHONHASHSEED": "77"},
    )
    here = drawings.course_header("contours", 5) + drawings.badge("A", 1, ("A1", "A4"), 5)
    assert there.stdout.decode() == here


@pytest.mark.sweep
@pytest.mark.parametrize("name", all_drawings(1))
def test_no_drawing_breaks_the_content_policy_or_repeats_an_id_on_a_page(name):
    for element in parsed(all_drawings(1)[name]).iter():
        assert not {"style", "id", "href"} & set(element.attrib)
        assert element.tag.removeprefix(SVG) in {"svg", "g", "path", "circle", "title"}


@pytest.mark.sweep
@pytest.mark.parametrize("kind", drawings.KINDS)
@pytest.mark.parametrize("size", [(960, 300), (1600, 280)])
def test_a_header_has_one_amber_mark_where_no_crop_loses_it(kind, size):
    width, height = size
    for seed in range(6):
        svg = drawings.course_header(kind, seed, width=width, height=height)
        assert parsed(svg).get("aria-hidden") == "true"
        amber = re.findall(r'<(?:path|circle) class="am(?:-l)?"[^>]*>', svg)
        assert len(amber) == 1
        if found := re.search(r'(?:cx="|d="M)([\d.]+)', amber[0]) if kind != "quadrats" else None:
            assert width * 0.3 < float(found[1]) < width * 0.7


def test_a_header_is_drawn_once():
    assert drawings.course_header("river", 9) is drawings.course_header("river", 9)


@pytest.mark.sweep
@pytest.mark.parametrize("share", [0.04, 0.2, 0.34, 0.58, 0.85])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_quadrat_covers_exactly_the_share_asked_for(seed, share):
    outline = path_of(drawings.quadrat(seed, share), "q-patch")
    rings = [[(x, y) for x, y in ring] for ring in subpaths(outline)]
    assert abs(sum(map(signed_area, rings)) / 400**2 - share) < 2e-4
    # And as it is painted: points that an odd number of outlines surround.
    inside = sum(
        sum(surrounds(ring, x + 0.5, y + 0.5) for ring in rings) % 2
        for x in range(0, 400, 10)
        for y in range(0, 400, 10)
    )
    assert abs(inside / 40**2 - share) < 0.02


def surrounds(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize("share", [0, 1, -0.2, 1.3])
def test_a_quadrat_refuses_a_share_that_is_none(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        drawings.quadrat(1, share)


def test_a_name_is_read_aloud_and_cannot_break_out():
    svg = drawings.quadrat(1, 0.3, 'Moss "and" <b>more</b>')
    assert parsed(svg).get("role") == "img"
    assert parsed(svg).get("aria-label") == 'Moss "and" <b>more</b>'
    badge = drawings.badge("A", 1, (), 1, title="A <i>&", standalone=True)
    assert parsed(badge).findtext(f"{SVG}title") == "A <i>&"


def test_a_badge_shows_its_level_in_four_strokes():
    for level in range(5):
        tree = parsed(drawings.badge("B", level, ("B1",), 4))
        strokes = [p for p in tree.iter(f"{SVG}path") if (p.get("d") or "").endswith("V290")]
        assert len(strokes) == 4
        assert [p.get("stroke-width") for p in strokes].count("15") == level


def test_a_badge_refuses_a_level_that_is_none():
    with pytest.raises(ValueError, match="between 0 and 4"):
        drawings.badge("B", 5, (), 1)


def test_the_rim_has_a_tick_for_each_answer_and_those_outside_are_short():
    svg = drawings.badge("C", 2, ("C5",), 4, ticks=40, short=(3, 17))
    tick = r"M[\d.]+ [\d.]+L[\d.]+ [\d.]+"
    paths = [path.get("d", "") for path in parsed(svg).iter(f"{SVG}path")]
    ticks = [d.count("L") for d in paths if re.fullmatch(f"(?:{tick})+", d)]
    assert ticks == [38, 2]


def test_letters_are_outlines_and_lithuanian_capitals_stay_on_the_disc():
    assert "<text" not in drawings.badge("Š", 1, ("Š1",), 1)
    for letter in "ABCDEFGČŠŽĖŲ":
        svg = drawings.badge(letter, 1, (), 1)
        shape = re.findall(r'<path fill="#fbfbf6" d="([^"]+)"', svg)[0]
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", shape)]
        assert min(numbers) > 60
        assert max(numbers) < 340


def test_a_letter_the_font_lacks_is_refused():
    with pytest.raises(ValueError, match="no outline"):
        drawings.badge("漢", 1, (), 1)


def test_many_codes_still_fit_the_disc():
    svg = drawings.badge("C", 3, ("C1", "C2", "C3", "C4", "C5", "C8", "F1"), 1)
    shape = re.findall(r'<path fill="#fbfbf6" d="([^"]+)"', svg)[-1]
    xs = [float(x) for x in re.findall(r"[ML](-?[\d.]+)[ ,]", shape)]
    assert 115 < min(xs) < max(xs) < 285


def test_a_badge_that_is_not_earned_has_no_rim_and_takes_the_colours_of_the_page():
    svg = drawings.badge("C", 1, ("C1",), 1, earned=False)
    assert "stroke-dasharray" in svg
    assert "var(--edge)" in svg
    assert not re.search(r"#[0-9a-f]{6}", svg)
    assert len(parsed(svg).findall(f"{SVG}circle")) == 1


@pytest.mark.parametrize("earned", [True, False])
def test_a_standalone_badge_needs_nothing_from_a_page(earned):
    svg = drawings.badge("C", 1, ("C1",), 1, earned=earned, standalone=True)
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "var(" not in svg
    assert "currentColor" not in svg


def test_the_border_is_five_closed_lines_between_its_two_rules():
    tree = parsed(drawings.certificate_border(3))
    assert tree.get("width") == "297mm"
    assert tree.get("height") == "210mm"
    braid = tree.findall(f"{SVG}g")[1].findall(f"{SVG}path")
    assert len(braid) == 5
    for strand in braid:
        data = strand.get("d", "")
        assert data.endswith("z")
        (line,) = subpaths(data)
        # The wave goes on where the line meets its own beginning: nowhere does it turn sharply.
        ends = [piece[-2:] for piece in line]
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise([*ends, ends[1]])]
        for (x1, y1), (x2, y2) in pairwise(steps):
            assert abs(atan2(x1 * y2 - x2 * y1, x1 * x2 + y1 * y2)) < radians(70)
        for _, _, x, y in line[1:]:
            from_edge = min(x, 297 - x, y, 210 - y)
            assert 8.5 < from_edge < 15.4


def test_a_border_fits_another_sheet():
    tree = parsed(drawings.certificate_border(3, 210, 297))
    assert tree.get("viewBox") == "0 0 210 297"


def test_level_marks_are_tall_as_far_as_the_level_goes():
    svg = drawings.level_marks(2)
    assert svg.count('class="on"') == 2
    assert svg.count('class="off"') == 2
    assert drawings.level_marks(0).count('class="on"') == 0
    assert 'class="marks big"' in drawings.level_marks(1, big=True)


@pytest.mark.parametrize(("done", "of", "pieces"), [(0, 8, 0), (5, 8, 5), (8, 8, 8), (1, 1, 1)])
def test_a_ring_fills_one_piece_for_each_thing_done(done, of, pieces):
    circles = parsed(drawings.ring(done, of, "63%")).findall(f"{SVG}g/{SVG}circle")
    filled = [c for c in circles if c.get("class") == "done"]
    assert len(filled) == bool(pieces)
    for circle in filled:
        dashes = [float(n) for n in circle.get("stroke-dasharray", "").split()]
        assert len(dashes) == 2 * pieces
        # The last gap is longer than the way round, so that nothing starts again.
        assert dashes[-1] > 200


@pytest.mark.parametrize(("done", "of"), [(0, 0), (60, 120), (120, 120)])
def test_a_ring_of_very_many_or_no_pieces_is_whole(done, of):
    circles = parsed(drawings.ring(done, of)).findall(f"{SVG}g/{SVG}circle")
    assert circles[0].get("stroke-dasharray") is None
    if of:
        drawn = float((circles[1].get("stroke-dasharray") or "").split()[0])
        assert abs(drawn - 219.9 * done / of) < 0.2


def test_the_favicon_is_the_mark():
    assert FAVICON.read_text().strip() == drawings.logo(standalone=True)


def test_a_thinned_line_keeps_its_ends_and_its_corners():
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (2.0, 5.0), (2.001, 7.0), (2.0, 9.0)]
    assert thinned(line, 0.01) == [(0.0, 0.0), (2.0, 0.0), (2.0, 9.0)]


coordinates = st.floats(-500, 500, allow_nan=False)
points = st.tuples(coordinates, coordinates)


@given(st.lists(points, min_size=1, max_size=40), st.floats(0.01, 50))
def test_a_thinned_ring_is_never_empty_and_holds_only_points_it_had(ring, tolerance):
    kept = thinned_ring(ring, tolerance)
    assert kept
    assert set(kept) <= set(ring)


@given(st.lists(points, min_size=3, max_size=30), st.booleans())
def test_every_point_of_a_curve_is_found_again_by_reflection(line, closed):
    data = curve(line, closed=closed)
    (drawn,) = subpaths(data)
    snapped = [(2 * round(x * 5) / 10, 2 * round(y * 5) / 10) for x, y in line]
    wanted = [a for a, b in pairwise([*snapped, None]) if a != b]
    if closed and len(wanted) > 1 and wanted[0] == wanted[-1]:
        wanted.pop()
    if len(wanted) < 3:
        return
    controls = [piece[:2] for piece in drawn[1:]]
    expected = wanted if closed else wanted[1:-1]
    assert len(controls) == len(expected)
    for found, meant in zip(controls, expected, strict=True):
        assert found == pytest.approx(meant, abs=1e-6)


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (-0.04, "0"), (2.25, "2.2"), (-3.5, "-3.5"), (100, "100")]
)
def test_numbers_are_written_short(value, text):
    assert number(value) == text


def test_threads_that_draw_letters_at_once_do_not_disturb_each_other(monkeypatch):
    """As the first requests of a new process do."""
    font = full_font_paths()["sans-bold"]
    whole = letters.text_path("C1 C2", font, 20, middle=0, baseline=0)

    def draw(_n):
        letters.text_path.cache_clear()
        return letters.text_path("C1 C2", font, 20, middle=0, baseline=0)

    with ThreadPoolExecutor(8) as pool:
        for _round in range(30):
            letters.width_of.cache_clear()
            with TTFont(font, lazy=True) as opened:
                monkeypatch.setattr(letters, "_font", lambda _path, opened=opened: opened)
                assert set(pool.map(draw, range(8))) == {whole}
