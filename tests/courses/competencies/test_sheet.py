"""The competency map as a table: out of the platform, into it, and what is wrong told by line."""

import csv
import io
import string

import pytest
from django.core.management import CommandError, call_command
from hypothesis import example, given
from hypothesis import strategies as st

from courses.competencies.actions import DATA, OWN, import_map, load_map
from courses.competencies.models import Competency, Crosswalk, Framework, Level
from courses.competencies.queries import competencies_by_code, map_rows
from courses.competencies.sheet import (
    ESCO,
    RELATIONS,
    RESEARCHCOMP,
    Relation,
    Row,
    read_sheet,
    sheet_lines,
)
from lms.common.errors import Refusal

HEAD = "code,parent,name_lt,name_en"


def table(*lines, head=HEAD):
    return "\r\n".join((head, *lines)).encode()


def faults_of(raw):
    return [str(fault) for fault in read_sheet(raw, "map.csv")[1]]


# --- the table alone -----------------------------------------------------------------------------

words = st.text(string.ascii_letters + "ąčęėįšųūžĄŽ =+-@'\",;:.()", min_size=1, max_size=30).filter(
    lambda text: text == text.strip()
)
names = words.filter(lambda text: ";" not in text)
addresses = st.text(string.ascii_lowercase + string.digits + "-/", min_size=1, max_size=20).map(
    lambda path: f"http://data.europa.eu/esco/{path}"
)
kinds = st.sampled_from([*RELATIONS, "related"])


@st.composite
def relations(draw):
    """As a map holds them: by scheme, each once, and no name that begins as a relation does."""
    plain = names.filter(lambda text: not text.startswith(tuple(f"{one}:" for one in RELATIONS)))
    named = draw(st.dictionaries(plain, kinds, max_size=2))
    placed = draw(st.dictionaries(addresses, kinds, max_size=2))
    return (
        *(Relation(RESEARCHCOMP, target, kind) for target, kind in named.items()),
        *(Relation(ESCO, target, kind) for target, kind in placed.items()),
    )


pairs = st.fixed_dictionaries({"lt": words, "en": words})
levels = st.dictionaries(st.integers(1, 4), pairs, max_size=3)


@st.composite
def maps(draw):
    rows = []
    for domain in string.ascii_uppercase[: draw(st.integers(1, 3))]:
        rows.append(Row(domain, "", draw(pairs), draw(relations()), draw(levels)))
        for number in range(draw(st.integers(0, 3))):
            code = f"{domain}{number}"
            rows.append(Row(code, domain, draw(pairs), draw(relations()), draw(levels)))
    return rows


@given(maps())
@example([Row("A", "", {"lt": "'=1", "en": "''"}), Row("A1", "A", {"lt": "'a", "en": "=1"})])
def test_what_is_written_is_read_as_the_same(rows):
    read, faults = read_sheet("".join(sheet_lines(rows)).encode(), "map.csv")
    assert [str(one) for one in faults] == []
    assert read == rows


@given(maps())
def test_no_cell_is_a_formula_to_a_spreadsheet(rows):
    for line in csv.reader(io.StringIO("".join(sheet_lines(rows)))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)


def test_a_spreadsheet_with_semicolons_and_a_mark_at_its_start_reads_as_well():
    raw = "\ufeffcode;parent;name_lt;name_en\r\nA;;Sritis, viena;Domain\r\n".encode()
    rows, faults = read_sheet(raw, "map.csv")
    assert not faults
    assert rows == [Row("A", "", {"lt": "Sritis, viena", "en": "Domain"}, (), None)]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "map.csv:1: The column “code” is missing."),
        (table(), "There are no rows."),
        (table("a1,,Vienas,One"), "map.csv:2: A code is a capital letter"),
        (table("A,,Sritis,Domain", "A,,Kita,Other"), "map.csv:3: The code A is there twice."),
        (table("A1,A,Vienas,One"), "map.csv:2: The domain A does not stand above this row."),
        (
            table("A,,Sritis,Domain", "A1,A,Vienas,One", "A2,A1,Du,Two"),
            "map.csv:4: A1 is a competency; only a domain holds competencies.",
        ),
        (table("A,,,Domain"), "map.csv:2: “name_lt” is empty."),
        (table("A,,Sritis"), "map.csv:2: This row has more or fewer cells than the first."),
        (table(f"A,,{'a' * 201},Domain"), "map.csv:2: “name_lt” is too long."),
        (table("A,,Sritis,Domain,x", head=f"{HEAD},colour"), "There is no column “colour”"),
        (table("A,,Sritis,Domain,x", head=f"{HEAD},code"), "The column “code” is there twice."),
        (
            table("A,,Sritis,Domain,nowhere", head=f"{HEAD},esco"),
            "map.csv:2: An ESCO concept is given by its address.",
        ),
        (
            table("A,,Sritis,Domain,Žino", head=f"{HEAD},level1_lt"),
            "map.csv:2: Level 1 has its meaning in one language only.",
        ),
        ("code,name_lt\nA,ąž".encode("cp1257"), "This file is not in UTF-8."),
        (b'code,parent,name_lt,name_en\nA,,"x"y,z', "This is not a table in CSV."),
        (b"x" * 1_000_001, "This file is larger than a competency map can be."),
        (
            table(*(f"A{n},,Sritis,Domain" for n in range(1_001))),
            "There are too many rows.",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(raw, told):
    assert any(told in fault for fault in faults_of(raw)), faults_of(raw)


def test_every_fault_is_told_at_once():
    assert len(faults_of(table("a,,Sritis,Domain", "B,,,Other", "C1,D,Vienas,One"))) == 3


# --- into the platform, and out of it ------------------------------------------------------------


@pytest.fixture
def out(competency_map, tmp_path):
    """The map of the platform, written by the command."""
    path = tmp_path / "map.csv"
    call_command("export_map", path, verbosity=0)
    return path


def change(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8", newline="")


def test_the_map_comes_back_as_it_went(out, capsys):
    before = map_rows()
    version = Framework.objects.get().version
    capsys.readouterr()
    call_command("import_map", out)
    assert capsys.readouterr().out == f"{len(before)} rows taken in.\n"
    assert map_rows() == before
    # Nothing changed, so it still is the platform's own.
    assert Framework.objects.get().version == version


def test_a_table_renames_adds_and_keeps(out, capsys):
    change(out, "Follow a protocol faithfully", "Keep to a protocol")
    lines = out.read_text("utf-8").splitlines()
    gone = next(line for line in lines if line.startswith("C2,"))
    lines.remove(gone)
    lines.append("C99,C,Nauja,New,Something new,,Moka.,Can do it,,,,,,")
    out.write_text("\n".join(lines), "utf-8")
    capsys.readouterr()
    call_command("import_map", out, look=True)
    told = capsys.readouterr().out
    assert "New: C99.\nChanged: C1.\nNot in the table, kept: C2." in told
    assert "nothing was changed" in told
    assert competencies_by_code()["C1"].name["en"] == "Follow a protocol faithfully"
    call_command("import_map", out, verbosity=0)
    known = competencies_by_code()
    assert known["C1"].name["en"] == "Keep to a protocol"
    assert known["C2"].parent.code == "C"
    assert known["C99"].levels.get().descriptor == {"lt": "Moka.", "en": "Can do it"}
    assert known["C99"].crosswalks.get().target == "Something new"
    assert Framework.objects.get().version.startswith(OWN)


def test_loading_the_map_of_the_platform_leaves_what_an_installation_changed(out):
    change(out, "Follow a protocol faithfully", "Keep to a protocol")
    call_command("import_map", out, verbosity=0)
    Level.objects.filter(competency__code="C2").delete()
    Competency.objects.get(code="C2").delete()
    count = load_map()
    assert count == len(competencies_by_code())
    assert competencies_by_code()["C1"].name["en"] == "Keep to a protocol"
    # What is missing comes, so that the platform's courses find their competencies.
    assert "C2" in competencies_by_code()
    load_map(again=True)
    assert competencies_by_code()["C1"].name["en"] == "Follow a protocol faithfully"
    assert not Framework.objects.get().version.startswith(OWN)


def test_relations_are_exactly_those_of_the_table(competency_map):
    row = next(row for row in map_rows() if row.code == "C1")
    parent = next(one for one in map_rows() if one.code == "C")
    wanted = (Relation(RESEARCHCOMP, "Otherwise", "broader"),)
    import_map([parent, Row("C1", "C", row.name, wanted, None)])
    kept = Crosswalk.objects.get(competency__code="C1")
    assert (kept.scheme, kept.target, kept.relation) == (RESEARCHCOMP, "Otherwise", "broader")
    # A table without columns of levels says nothing of them.
    assert next(one for one in map_rows() if one.code == "C1").levels == row.levels


def test_a_competency_never_becomes_a_domain(competency_map, tmp_path):
    with pytest.raises(Refusal) as refused:
        import_map([Row("C1", "", {"lt": "Sritis", "en": "Domain"}, (), None)])
    assert refused.value.code == "kind-changes"
    path = tmp_path / "map.csv"
    path.write_bytes(table("C1,,Sritis,Domain"))
    with pytest.raises(CommandError, match="C1 is a competency in the map"):
        call_command("import_map", path)
    assert competencies_by_code()["C1"].parent.code == "C"


def test_a_faulty_table_changes_nothing(competency_map, tmp_path, capsys):
    before = map_rows()
    path = tmp_path / "map.csv"
    path.write_bytes(table("C,,Kita sritis,Another domain", "C1,C,,Nothing"))
    with pytest.raises(CommandError, match="1 faults; nothing was changed"):
        call_command("import_map", path)
    assert "map.csv:3: “name_lt” is empty." in capsys.readouterr().err
    assert map_rows() == before


def test_no_file_is_written_over(out):
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_map", out)


def test_the_crosswalk_speaks_the_words_of_skos(competency_map, capsys):
    Crosswalk.objects.filter(competency__code="C1").update(relation="broader")
    call_command("export_map", "-", crosswalk=True)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == Crosswalk.objects.count()
    mine = [row for row in rows if row["subject_code"] == "C1"]
    assert {row["predicate_id"] for row in mine} == {"skos:broadMatch"}
    assert mine[0]["subject_id"] == "http://testserver/competencies/C1"
    assert all(bool(row["object_id"]) != bool(row["object_label"]) for row in rows)


# --- for everybody -------------------------------------------------------------------------------


def test_anybody_reads_the_map_and_takes_it_away(competency_map, visitor):
    page = visitor.get("/lt/competencies/").text
    for row in map_rows():
        assert row.name["lt"].replace(" ", "").replace("\xa0", "")[:6] in page.replace(
            " ", ""
        ).replace("\xa0", "")
    assert 'href="/lt/competencies/C1/"' in page
    raw = visitor.get("/competencies/map.csv")
    assert raw["Content-Disposition"] == 'attachment; filename="competency-map.csv"'
    rows, faults = read_sheet(raw.content, "map.csv")
    assert not faults
    assert {row.code: (row.name, set(row.relations), row.levels) for row in rows} == {
        row.code: (row.name, set(row.relations), row.levels) for row in map_rows()
    }
    assert visitor.get("/competencies/crosswalk.csv").text.count("skos:relatedMatch") > 30


def test_the_table_of_the_platform_has_no_faults():
    rows, faults = read_sheet((DATA / "competency-map.csv").read_bytes(), "map.csv")
    assert not faults
    assert len(rows) == 45


def test_an_empty_map_says_so(db, visitor):
    assert "has not been loaded" in visitor.get("/en/competencies/").text
